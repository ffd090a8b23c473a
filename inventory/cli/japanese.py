"""Click in Japanese: help pages, and usage errors as one sentence that says what is wrong and what to do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from inspect import cleandoc
from typing import Any

import click
from click.exceptions import Abort, Exit

__all__ = ["EPILOG", "Abort", "Command", "Exit", "Group", "LazyGroup", "sentence"]

EPILOG = "詳しくは「daicho コマンド --help」をご覧ください。"


class Command(click.Command):
    """A command whose help page has Japanese headings."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="使い方: ")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [piece.replace("[OPTIONS]", "[指定]…") for piece in super().collect_usage_pieces(ctx)]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_help(self, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_options(self, ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _help_option(super().get_help_option(ctx))


class Group(click.Group):
    """A group of commands whose help page has Japanese headings."""

    command_class = Command

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "コマンド [指定]…", prefix="使い方: ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_help(self, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_options(self, ctx, formatter)
        _write_section(formatter, "コマンド", self.commands_with_help())

    def commands_with_help(self) -> list[tuple[str, str]]:
        """The rows of the list of commands."""
        return [(name, command.get_short_help_str(60)) for name, command in self.commands.items()]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _help_option(super().get_help_option(ctx))


class LazyGroup(Group):
    """A group that imports a command only when it is called: the models take seconds to load."""

    def __init__(self, *arguments: Any, lazy: Mapping[str, tuple[str, str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._lazy:
            return None
        module, function, _ = self._lazy[cmd_name]
        command = getattr(import_module(f"{__package__}.{module}"), function)
        assert isinstance(command, click.Command)
        return command

    def commands_with_help(self) -> list[tuple[str, str]]:
        return [(name, text) for name, (_, _, text) in self._lazy.items()]


def _help_option(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "この説明を表示します。"
    return option


def _write_help(command: click.Command, formatter: click.HelpFormatter) -> None:
    for paragraph in cleandoc(command.help or "").split("\n\n"):
        formatter.write_paragraph()
        for line in _cut(paragraph.replace("\n", ""), formatter.width - 2):
            formatter.write(f"  {line}\n")


def _write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    options = [param for param in command.get_params(ctx) if isinstance(param, click.Option)]
    _write_section(
        formatter,
        "指定できるもの",
        [(f"{option.opts[-1]} {_value(option)}".strip(), option.help or "") for option in options],
    )


def _value(option: click.Option) -> str:
    return "" if option.is_flag else option.metavar or "値"


def _write_section(formatter: click.HelpFormatter, heading: str, rows: Iterable[tuple[str, str]]) -> None:
    """A list of terms and what they mean; click counts Japanese characters as half as wide as they are."""
    rows = list(rows)
    left = max(width(term) for term, _ in rows) + 4
    with formatter.section(heading):
        for term, meaning in rows:
            first, *others = list(_cut(meaning, max(formatter.width - left, 20))) or [""]
            formatter.write(f"  {term}{' ' * (left - 2 - width(term))}{first}\n")
            for line in others:
                formatter.write(f"{' ' * left}{line}\n")


def width(text: str) -> int:
    """Columns of a terminal that a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _cut(text: str, room: int) -> Iterator[str]:
    """The lines of a Japanese text: it may break anywhere but inside a Latin word and before 、。）・."""
    line = ""
    for piece in re.findall(r"(?:[!-~]+ ?|.)[、。）」・]*", text):
        if line and width(line + piece) > room:
            yield line.rstrip()
            line = ""
        line += piece
    if line:
        yield line


def sentence(error: click.UsageError) -> str:
    """A usage error as the user should read it."""
    hint = f"「{error.ctx.command_path} --help」で使い方を確かめてください。" if error.ctx else ""
    match error:
        case click.NoSuchOption():
            near = f"{'、'.join(error.possibilities)} のことでしょうか。" if error.possibilities else ""
            return f"「{error.option_name}」という指定はありません。{near}{hint}"
        case click.MissingParameter():
            return f"「{_parameter(error)}」を書いてください。{hint}"
        case click.BadParameter():
            return f"{_parameter(error)} の値が正しくありません（{_expected(error)}）。{hint}"
        case click.BadOptionUsage():
            if "requires" in error.message:
                return f"{error.option_name} の後に値を書いてください。{hint}"
            return f"{error.option_name} の使い方が正しくありません。{hint}"
    words = error.message.split("'")
    if error.message.startswith("No such command"):
        return f"「{words[1]}」というコマンドはありません。{hint}"
    if error.message.startswith("Got unexpected extra argument"):
        extra = error.message[error.message.index("(") + 1 : -1]
        return f"余分な指定（{extra}）があります。{hint}"
    if error.message.startswith("Missing command"):
        return f"コマンドを書いてください。{hint}"
    return f"コマンドの書き方が正しくありません。{hint}"


def _parameter(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option):
        return error.param.opts[-1]
    return ((error.param.metavar or error.param.name if error.param else "") or "").strip("[]…")


def _expected(error: click.BadParameter) -> str:
    """What may stand there."""
    type_ = error.param.type if error.param else None
    if isinstance(type_, click.Choice):
        return f"選べるのは {'、'.join(map(str, type_.choices))}"
    if isinstance(type_, click.FloatRange):
        return "0より大きい数"
    if isinstance(type_, click.IntRange):
        return f"{type_.min}以上の整数"
    return error.message if not error.message.isascii() else "値の形式が違います"
