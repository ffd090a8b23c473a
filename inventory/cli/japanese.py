"""Click in Japanese: help pages, and usage errors as one sentence that says what is wrong and what to do."""

from __future__ import annotations

import click
from click.exceptions import Abort, Exit

EPILOG = "詳しくは「daicho コマンド --help」をご覧ください。"


class Command(click.Command):
    """A command whose help page has Japanese headings."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="使い方: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_options(self, ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _help_option(super().get_help_option(ctx))


class Group(click.Group):
    """A group of commands whose help page has Japanese headings."""

    command_class = Command

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "コマンド [指定]…", prefix="使い方: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, command.get_short_help_str(60)) for name, command in sorted(self.commands.items())]
        with formatter.section("コマンド"):
            formatter.write_dl(rows)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _help_option(super().get_help_option(ctx))


def _help_option(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "この説明を表示します。"
    return option


def _write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    records = [record for param in command.get_params(ctx) if (record := param.get_help_record(ctx)) is not None]
    if records:
        with formatter.section("指定できるもの"):
            formatter.write_dl(records)


def sentence(error: click.UsageError) -> str:
    """A usage error as the user should read it."""
    help_hint = f"「{error.ctx.command_path} --help」で使い方を確かめてください。" if error.ctx else ""
    if isinstance(error, click.NoSuchOption):
        return f"{error.option_name} という指定はありません。{help_hint}"
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param else ""
        return f"{name} を指定してください。{help_hint}"
    if isinstance(error, click.BadParameter):
        return f"{_parameter(error)}の値が正しくありません（{_given(error)}）。{help_hint}"
    if isinstance(error, click.BadOptionUsage):
        return f"{error.option_name} の使い方が正しくありません。値を続けて書いてください。{help_hint}"
    if error.message.startswith("No such command"):
        return f"{error.message.split(chr(39))[1]} というコマンドはありません。{help_hint}"
    return f"コマンドの書き方が正しくありません。{help_hint}"


def _parameter(error: click.BadParameter) -> str:
    return (error.param.opts[-1] if error.param and isinstance(error.param, click.Option) else None) or (
        error.param.human_readable_name if error.param else ""
    )


def _given(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option) and isinstance(error.param.type, click.Choice):
        return f"選べるのは {'、'.join(map(str, error.param.type.choices))}"
    return error.message if not error.message.isascii() else "値の形式が違います"


__all__ = ["EPILOG", "Abort", "Command", "Exit", "Group", "sentence"]
