"""`daicho import`: a workbook that people filled in comes back; every change is shown before it is merged."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from inventory.cli.japanese import Command, Exit
from inventory.cli.keeping import keeper, keeping
from inventory.cli.options import format_option
from inventory.cli.screen import Shown, say, show_table, warn, write_json
from inventory.cli.summary import kept_ledger
from inventory.export.identity import said_in
from inventory.importing import sheet
from inventory.importing.merging import CellChange, Conflict, Merge, compare
from inventory.keeping import FIELDS
from inventory.register import Register

REFUSED = 1  # exit code: rows were left out


@click.command("import", cls=Command)
@click.argument("workbook", metavar="記入済.xlsx", type=click.Path(path_type=Path))
@click.option("--apply", "applied", is_flag=True, help="台帳に取り込みます。付けなければ、変更を表示するだけです。")
@format_option("table", "json")
@keeping
def import_workbook(
    workbook: Path, applied: bool, form: str, register: str | None, settings_file: Path | None, by: str | None
) -> None:
    """書き出した Excel に記入したものを読み、台帳との違いを表示します。

    書き出した後に台帳でも変えられていた項目は、両方を残して知らせます。
    """
    with keeper(register, settings_file, by) as (at_work, settings):
        returned = sheet.read(workbook)
        said = said_in(_snapshot(at_work.register, returned.token, workbook))
        merge = compare(returned, said, kept_ledger(at_work.register, settings))
        if applied:
            merge = at_work.take(merge, workbook.name)
    if form == "json":
        write_json({"applied": applied, **asdict(merge)})
    else:
        _say(merge, applied)
    if merge.refused:
        raise Exit(REFUSED)


def _snapshot(register: Register, token: str, workbook: Path) -> bytes:
    kept = register.exported(token) if token else None
    if kept is None:
        raise sheet.WorkbookRefused(
            f"{workbook} は、この台帳から書き出した Excel ではありません。"
            "「daicho export」で書き出し、それに記入したものを指定してください。"
        )
    return kept


_CHANGES: tuple[Shown[CellChange], ...] = (
    Shown("セル", lambda change: change.address),
    Shown("No", lambda change: str(change.number), right=True),
    Shown("項目", lambda change: FIELDS[change.field]),
    Shown("今の値", lambda change: change.before),
    Shown("記入", lambda change: change.after or "（空欄）"),
)
_CONFLICTS: tuple[Shown[Conflict], ...] = (
    Shown("セル", lambda one: one.address),
    Shown("No", lambda one: str(one.number), right=True),
    Shown("項目", lambda one: FIELDS[one.field]),
    Shown("書き出した時", lambda one: one.left),
    Shown("今の値", lambda one: one.ours),
    Shown("記入", lambda one: one.theirs or "（空欄）"),
)


def _say(merge: Merge, applied: bool) -> None:
    if merge.changes:
        show_table(merge.changes, _CHANGES)
    for line in merge.new:
        say(f"{line.place}行目: 新しい行「{line.cells['name']}」（{line.cells['department']}）")
    if merge.conflicts:
        say("書き出した後に台帳でも変わった項目（台帳の値を残し、記入された値を候補として添えます）:")
        show_table(merge.conflicts, _CONFLICTS)
    for one in merge.refused:
        warn(f"{one.place}行目（{one.address}）は取り込めません。{one.reason}")
    if merge.missing:
        say(f"Excel に無い行（台帳には残ります）: 管理No {'、'.join(map(str, merge.missing))}")
    if merge.unknown:
        say(f"台帳に無い列（取り込みません）: {'、'.join(merge.unknown)}")
    number = len(merge.changes) + len(merge.new)
    if not number and not merge.conflicts:
        say("台帳と違うところはありません。")
    elif applied:
        say(f"{number:,}か所を台帳に取り込みました。")
    else:
        say(f"{number:,}か所が変わります。--apply を付けて実行すると、台帳に取り込みます。")
