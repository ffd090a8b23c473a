"""`daicho report`: what the register knows as one HTML file to look at and to print."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from inventory.cli import wording
from inventory.cli.japanese import Command
from inventory.cli.options import common, opened
from inventory.cli.screen import say
from inventory.cli.summary import kept_changes, kept_ledger
from inventory.suggestions import GRAVE

_FORMS = (".html", ".htm")


@click.command(cls=Command)
@click.argument("out", metavar="出力先", type=click.Path(path_type=Path))
@common
def report(out: Path, register: str | None, settings_file: Path | None) -> None:
    """検査の結果を、ブラウザーで見て印刷できる1つのファイルに書き出します。

    検査範囲、部門と種別の表、本人の数、影響の大きい場所、読めなかったファイルなどが載ります。見つかった値そのものは載りません。
    """
    if out.suffix.lower() not in _FORMS:
        raise click.UsageError(f"{out} に書き出せません。名前の終わりを .html にしてください。")
    from inventory.export.html.figures import figures
    from inventory.export.html.writing import write_report

    with opened(register, settings_file) as (held, settings):
        ledger = kept_ledger(held, settings)
        grave = {kind for kind, rule in wording.rules().kinds.items() if not set(GRAVE).isdisjoint(rule.flags)}
        counted = figures(ledger, held, grave, date.today())
        shown = [replace(moment, day=wording.local(moment.day)[:10]) for moment in counted.growth]
        counted = replace(counted, growth=shown)
        changed = kept_changes(held, settings)
        write_report(ledger, counted, changed, wording.kind_names(), wording.local(ledger.compiled), out)
    say(f"{out} に書き出しました。ブラウザーで開いてください。")
