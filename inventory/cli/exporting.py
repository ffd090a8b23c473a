"""`daicho export`: the register as the Excel workbook that the auditor reads."""

from __future__ import annotations

from pathlib import Path

import click

from inventory.cli.japanese import Command
from inventory.cli.options import common, opened
from inventory.cli.screen import say
from inventory.cli.summary import kept_ledger
from inventory.export.workbook import write_workbook


@click.command(cls=Command)
@click.argument("out", metavar="出力先.xlsx", type=click.Path(path_type=Path))
@common
def export(out: Path, register: str | None, settings_file: Path | None) -> None:
    """台帳を Excel のファイルに書き出します。見つかった値そのものは載りません。"""
    if out.suffix.lower() != ".xlsx":
        raise click.UsageError(f"{out} に書き出せません。名前の終わりを .xlsx にしてください。")
    with opened(register, settings_file) as (held, settings):
        ledger = kept_ledger(held, settings)
    write_workbook(ledger, out)
    say(f"{out} に書き出しました（台帳 {len(ledger.lines):,}行、個人情報のあるファイル {len(ledger.personal):,}件）。")
