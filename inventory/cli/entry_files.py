"""The part of `daicho entry` that says which files a line of the 台帳 has: merge, split, assign, exclude, restore."""

from __future__ import annotations

from pathlib import Path

import click

from inventory.cli.addressing import meant
from inventory.cli.japanese import Command
from inventory.cli.keeping import keeper, keeping, reason_option
from inventory.cli.screen import harmless, say
from inventory.register import Register

_number = click.argument("number", metavar="管理No", type=click.IntRange(1))


@click.command("merge", cls=Command)
@_number
@click.argument("others", nargs=-1, required=True, metavar="統合する管理No…", type=click.IntRange(1))
@reason_option
@keeping
def merge(
    number: int, others: tuple[int, ...], reason: str, register: str | None, settings_file: Path | None, by: str | None
) -> None:
    """ほかの行を、ファイルごとこの行に統合します。これから見つかるファイルも、この行に入ります。"""
    with keeper(register, settings_file, by) as (at_work, _):
        at_work.merge(number, list(others), reason)
    say(f"管理No {'、'.join(map(str, others))} を、管理No {number} に統合しました。")


@click.command("split", cls=Command)
@_number
@click.argument("folder", metavar="フォルダー")
@click.option("--name", required=True, metavar="名称", help="新しい行の名称。")
@reason_option
@keeping
def split(
    number: int, folder: str, name: str, reason: str, register: str | None, settings_file: Path | None, by: str | None
) -> None:
    """フォルダーの中のファイルを、新しい行に分けます。これから見つかるファイルも、その行に入ります。"""
    with keeper(register, settings_file, by) as (at_work, _):
        root, below = _folder(at_work.register, folder)
        new = at_work.split(number, root, below, name, reason)
    say(f"{harmless(folder)} を、新しい管理No {new}「{name}」に分けました。")


@click.command("assign", cls=Command)
@_number
@click.argument("path", metavar="ファイルかフォルダー")
@reason_option
@keeping
def assign(
    number: int, path: str, reason: str, register: str | None, settings_file: Path | None, by: str | None
) -> None:
    """ファイルかフォルダーを、この行に移します。ファイルは、移動や複製の後も同じ行に入ります。"""
    with keeper(register, settings_file, by) as (at_work, _):
        files = [file for file in at_work.register.files() if file.path == path and file.sha256]
        if files:
            at_work.assign(number, sha256=files[0].sha256, reason=reason)
        else:
            root, below = _folder(at_work.register, path)
            at_work.assign(number, root=root, folder=below, reason=reason)
    say(f"{harmless(path)} を、管理No {number} の行に移しました。")


def _folder(register: Register, written: str) -> tuple[str, str]:
    """The root and the folder below it that a user means; it must hold files."""
    wanted = written.replace("\\", "/").strip("/")
    whole = Path(written).absolute()
    for file in register.files():
        if file.path.startswith((f"{wanted}/", f"{wanted}!")):
            return file.root, wanted
        if (Path(file.root) / file.path).is_relative_to(whole):
            return file.root, whole.relative_to(file.root).as_posix().removeprefix(".")
    meant(register, written)
    raise click.UsageError(f"{harmless(written)} は内容を読めなかったファイルです。フォルダーを指定してください。")


@click.command("exclude", cls=Command)
@_number
@click.option("--reason", required=True, metavar="理由", help="除外する理由。")
@keeping
def exclude(number: int, reason: str, register: str | None, settings_file: Path | None, by: str | None) -> None:
    """行を台帳から除外します。ファイルと理由は残り、いつでも戻せます。"""
    with keeper(register, settings_file, by) as (at_work, _):
        at_work.exclude(number, reason)
    say(f"管理No {number} の行を台帳から除外しました。「daicho entry restore {number}」で戻せます。")


@click.command("restore", cls=Command)
@_number
@reason_option
@keeping
def restore(number: int, reason: str, register: str | None, settings_file: Path | None, by: str | None) -> None:
    """除外した行を台帳に戻します。"""
    with keeper(register, settings_file, by) as (at_work, _):
        at_work.restore(number, reason)
    say(f"管理No {number} の行を台帳に戻しました。")
