"""`daicho backup`, `restore` and `check`: a register that is kept for years."""

from __future__ import annotations

from pathlib import Path

import click

from inventory import care, storage
from inventory.cli.japanese import Command, Exit
from inventory.cli.options import common
from inventory.cli.screen import say
from inventory.settings import Settings

FAULTY = 1  # exit code


@click.command(cls=Command)
@click.argument("copy", metavar="写し.db", type=click.Path(path_type=Path))
@common
def backup(copy: Path, register: str | None, settings_file: Path | None) -> None:
    """台帳の写しを作ります。スキャンの途中でも、その時点の台帳がそろって写ります。

    鍵は写しに含まれません。鍵ファイルも、写しとは別の場所に控えてください。
    """
    settings = _settings(register, settings_file)
    size = care.backup(_file(settings), copy, settings.register_key)
    say(f"台帳を {copy} に写しました（{max(size >> 20, 1):,} MB）。")


@click.command(cls=Command)
@click.argument("copy", metavar="写し.db", type=click.Path(path_type=Path))
@common
def restore(copy: Path, register: str | None, settings_file: Path | None) -> None:
    """写しを台帳に戻します。今の台帳は、別の名前で残します。"""
    settings = _settings(register, settings_file)
    before = care.restore(copy, _file(settings, exists=False), settings.register_key)
    kept = f"それまでの台帳は {before} に残しました。" if before else ""
    say(f"{copy} を台帳に戻しました。{kept}")


@click.command(cls=Command)
@common
def check(register: str | None, settings_file: Path | None) -> None:
    """台帳が壊れていないか、鍵が合うか、件数に食い違いがないかを調べます。"""
    settings = _settings(register, settings_file)
    found = list(care.faults(settings.register, settings.key_file, settings.register_key))
    for fault in found:
        say(fault)
    if found:
        raise Exit(FAULTY)
    say("台帳に異状はありません。")


@click.command(cls=Command)
@click.option("--undo", is_flag=True, help="暗号化をやめます。")
@common
def encrypt(undo: bool, register: str | None, settings_file: Path | None) -> None:
    """台帳のファイルを暗号化します。先に、設定の register_key に鍵の置き場所を書きます。

    鍵は初めに作ります。"keyring" なら OS の鍵の保管庫、ほかは鍵ファイルです。
    鍵をなくすと台帳はだれにも開けません。鍵の控えを、台帳とは別の場所に置いてください。
    """
    settings = _settings(register, settings_file)
    if not settings.register_key:
        raise click.UsageError(
            '設定ファイルの register_key に、"keyring" か鍵ファイルの場所を書いてから、実行してください。'
        )
    file = _file(settings)
    care.encrypt(file, settings.register_key, undo=undo)
    if undo:
        say(f"台帳 {file} の暗号化をやめました。設定の register_key を消してください。")
    else:
        say(f"台帳 {file} を暗号化し、すべての行が同じことを確かめました。")
        say("暗号化していない写し（backup、before-restore）が残っていれば、消してください。")


def _settings(register: str | None, settings_file: Path | None) -> Settings:
    return Settings.load(settings_file, flags={"register": register})


def _file(settings: Settings, *, exists: bool = True) -> Path:
    """The file of the register; a database server has means of its own."""
    file = storage.file_of(storage.locate(settings.register))
    if file is None:
        raise click.UsageError("データベースサーバーの台帳は、そのサーバーの方法（pg_dump など）で写してください。")
    if exists and not file.is_file():
        raise click.UsageError(f"台帳 {file} がありません。--register で指定してください。")
    return file
