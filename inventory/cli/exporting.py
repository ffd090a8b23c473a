"""`daicho export`: the 台帳 as the Excel workbook that the auditor reads and departments fill in, as CSV and JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from inventory.changes import since_last_scan
from inventory.cli.japanese import Command
from inventory.cli.options import common, opened
from inventory.cli.screen import say
from inventory.cli.summary import kept_ledger
from inventory.export import flat, identity
from inventory.export.mapping_sheet import write_mapping
from inventory.export.workbook import write_workbook
from inventory.ledger import Ledger

_FLAT: Mapping[str, Callable[[Ledger, Path], None]] = {".csv": flat.write_csv, ".json": flat.write_json}


@click.command(cls=Command)
@click.argument("out", metavar="出力先", type=click.Path(path_type=Path))
@click.option("--for", "department", metavar="部門", help="この部門の行だけを、記入してもらうために書き出します。")
@click.option(
    "--layout", type=click.Choice(["ledger", "ppc"]), default="ledger", metavar="様式",
    help="ppc と書くと、データマッピング表の区分で書き出します。",
)  # fmt: skip
@common
def export(out: Path, department: str | None, layout: str, register: str | None, settings_file: Path | None) -> None:
    """台帳を Excel のファイルに書き出します。見つかった値そのものは載りません。

    記入した Excel は「daicho import」で台帳に戻せます。
    名前の終わりを .csv か .json にすると、台帳の行だけを書き出します。
    """
    form = out.suffix.lower()
    if form not in (".xlsx", *_FLAT):
        raise click.UsageError(f"{out} に書き出せません。名前の終わりを .xlsx、.csv、.json のどれかにしてください。")
    if layout == "ppc" and form != ".xlsx":
        raise click.UsageError("データマッピング表は Excel だけです。名前の終わりを .xlsx にしてください。")
    with opened(register, settings_file) as (held, settings):
        ledger = kept_ledger(held, settings)
        if department is not None:
            ledger = _of(ledger, department)
        if form in _FLAT:
            _FLAT[form](ledger, out)
        elif layout == "ppc":
            write_mapping(ledger, out)
        else:
            token = identity.new_token()
            write_workbook(ledger, out, token, since_last_scan(held, ledger))
            held.remember_export(token, department or "", identity.snapshot(ledger))
    say(f"{out} に書き出しました（台帳 {len(ledger.lines):,}行、個人情報のあるファイル {len(ledger.personal):,}件）。")


def _of(ledger: Ledger, department: str) -> Ledger:
    part = ledger.of(department)
    if not part.lines:
        known = "、".join(dict.fromkeys(line.cells["department"].value for line in ledger.lines))
        raise click.UsageError(f"「{department}」の行は台帳にありません。台帳にある部門は {known or '（なし）'} です。")
    return part
