"""`daicho export`: the 台帳 as the Excel workbook that the auditor reads and departments fill in, as CSV and JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import click

from inventory.cli import machine_export, wording
from inventory.cli.japanese import Command
from inventory.cli.options import common, opened
from inventory.cli.screen import say
from inventory.cli.summary import kept_changes, kept_ledger
from inventory.export import flat, identity
from inventory.export.beside import listings
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
@click.option(
    "--format", "form", type=click.Choice(machine_export.FORMS), metavar="形",
    help="ほかのプログラムに渡す形（sarif・jsonl）。名前の終わりを .sarif か .jsonl にしても同じです。",
)  # fmt: skip
@click.option(
    "--since-run", type=click.IntRange(min=1), metavar="番号",
    help="sarif・jsonl で、この番号のスキャンより後に現れたか変わったファイルだけを書き出します。",
)  # fmt: skip
@common
def export(
    out: Path, department: str | None, layout: str, form: str | None, since_run: int | None,
    register: str | None, settings_file: Path | None,
) -> None:  # fmt: skip
    """台帳を Excel のファイルに書き出します。見つかった値そのものは載りません。

    記入した Excel は「daicho import」で台帳に戻せます。
    名前の終わりを .csv か .json にすると、台帳の行だけを書き出します。
    .sarif か .jsonl にすると、ファイルごとの検出を、値を伏せて書き出します。
    """
    ending = out.suffix.lower()
    form = form or ending.removeprefix(".")
    if form in machine_export.FORMS:
        if department is not None or layout == "ppc":
            raise click.UsageError("--for と --layout は、sarif と jsonl には使えません。外して実行してください。")
        with opened(register, settings_file) as (held, _):
            machine_export.write(form, out, held, since_run)
        return
    if since_run is not None:
        raise click.UsageError("--since-run は sarif と jsonl だけです。名前の終わりをそのどちらかにしてください。")
    if ending not in (".xlsx", *_FLAT):
        endings = ".xlsx、.csv、.json、.sarif、.jsonl"
        raise click.UsageError(f"{out} に書き出せません。名前の終わりを {endings} のどれかにしてください。")
    if layout == "ppc" and ending != ".xlsx":
        raise click.UsageError("データマッピング表は Excel だけです。名前の終わりを .xlsx にしてください。")
    with opened(register, settings_file) as (held, settings):
        ledger = kept_ledger(held, settings)
        if department is not None:
            ledger = _of(ledger, department)
        if ending in _FLAT:
            _FLAT[ending](ledger, out)
        elif layout == "ppc":
            write_mapping(ledger, out)
        else:
            token = identity.new_token()
            beside = [] if department else listings(held, wording.kind_names(), date.today())
            write_workbook(ledger, out, token, kept_changes(held, settings), beside)
            held.remember_export(token, department or "", identity.snapshot(ledger))
    say(f"{out} に書き出しました（台帳 {len(ledger.lines):,}行、個人情報のあるファイル {len(ledger.holding):,}件）。")


def _of(ledger: Ledger, department: str) -> Ledger:
    part = ledger.of(department)
    if not part.lines:
        known = "、".join(dict.fromkeys(line.cells["department"].value for line in ledger.lines))
        raise click.UsageError(f"「{department}」の行は台帳にありません。台帳にある部門は {known or '（なし）'} です。")
    return part
