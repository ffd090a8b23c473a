"""`daicho import`: a workbook that people filled in comes back; every change is shown before it is merged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from inventory.cli.japanese import Command, Exit
from inventory.cli.keeping import keeper, keeping
from inventory.cli.options import format_option
from inventory.cli.screen import Shown, say, show_table, warn, write_json
from inventory.cli.summary import kept_ledger
from inventory.export import risk_sheet
from inventory.export.identity import said_in
from inventory.file_notes import NAMES as NOTES
from inventory.importing import sheet
from inventory.importing.merging import CellChange, Conflict, Merge, compare
from inventory.importing.note_merging import NoteCell, NoteMerge
from inventory.importing.risk_merging import FIELDS as RISK_FIELDS
from inventory.importing.risk_merging import RiskCell, RiskMerge
from inventory.keeping import FIELDS
from inventory.register import Register

REFUSED = 1  # exit code: rows were left out
MOST_SHOWN = 20  # rows that cannot be taken, each with its reason


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
        ledger = kept_ledger(at_work.register, settings)
        merge = compare(returned, said, ledger, lambda: at_work.register.files(gone=True))
        if applied:
            merge = at_work.take(merge, workbook.name)
    if form == "json":
        write_json({"applied": applied, **asdict(merge)})
    else:
        _say(merge, applied)
    if merge.refused or merge.risks.refused or merge.notes.refused:
        raise Exit(REFUSED)


def _snapshot(register: Register, token: str, workbook: Path) -> bytes:
    kept = register.exported(token) if token else None
    if kept is None:
        raise sheet.WorkbookRefused(
            f"{workbook} は、この台帳から書き出した Excel ではありません。"
            "「daicho export」で書き出し、それに記入したものを指定してください。"
        )
    return kept


_RISK_CHANGES: tuple[Shown[RiskCell], ...] = (
    Shown("セル", lambda cell: cell.address),
    Shown("リスクNo", lambda cell: cell.number),
    Shown("項目", lambda cell: RISK_FIELDS[cell.field]),
    Shown("今の値", lambda cell: cell.before),
    Shown("記入", lambda cell: cell.after or "（空欄）"),
)
_RISK_CONFLICTS = (*_RISK_CHANGES[:3], Shown("書き出した時", lambda cell: cell.left), *_RISK_CHANGES[3:])
_NOTE_CHANGES: tuple[Shown[NoteCell], ...] = (
    Shown("セル", lambda cell: cell.address),
    Shown("ファイル", lambda cell: cell.file, least=12),
    Shown("項目", lambda cell: NOTES[cell.field]),
    Shown("今の値", lambda cell: cell.before),
    Shown("記入", lambda cell: cell.after or "（空欄）"),
)
_NOTE_CONFLICTS = (*_NOTE_CHANGES[:3], Shown("書き出した時", lambda cell: cell.left), *_NOTE_CHANGES[3:])
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
    _say_lines(merge)
    _say_risks(merge.risks)
    _say_notes(merge.notes)
    refused = [(f"{one.place}行目（{one.address}）", one.reason) for one in merge.refused]
    refused += [(one.address, one.reason) for one in merge.risks.refused]
    refused += [(one.address, one.reason) for one in merge.notes.refused]
    for place, reason in refused[:MOST_SHOWN]:
        warn(f"{place}は取り込めません。{reason}")
    if len(refused) > MOST_SHOWN:
        warn(f"取り込めない行が、ほかに {len(refused) - MOST_SHOWN:,}行あります（--format json ですべて表示します）。")
    if merge.missing:
        say(f"Excel に無い行（台帳には残ります）: 管理No {_some(map(str, merge.missing))}")
    if merge.risks.missing:
        say(f"Excel に無いリスク（リスク分析表には残ります）: {_some(merge.risks.missing)}")
    if merge.unknown:
        say(f"台帳に無い列（取り込みません）: {'、'.join(merge.unknown)}")
    number = len(merge.changes) + len(merge.new) + len(merge.risks.cells) + len(merge.risks.new)
    number += len(merge.notes.changes)
    if not (number or merge.conflicts or merge.risks.conflicts or merge.notes.conflicts):
        say("台帳と違うところはありません。" if not refused else "取り込めるところはありません。")
    elif applied:
        say(f"{number:,}か所を台帳に取り込みました。")
    else:
        say(f"{number:,}か所が変わります。--apply を付けて実行すると、台帳に取り込みます。")


def _say_lines(merge: Merge) -> None:
    if merge.changes:
        show_table(merge.changes, _CHANGES)
    for line in merge.new:
        say(f"{line.place}行目: 新しい行「{line.cells['name']}」（{line.cells['department']}）")
    if merge.conflicts:
        say("書き出した後に台帳でも変わった項目（台帳の値を残し、記入された値を候補として添えます）:")
        show_table(merge.conflicts, _CONFLICTS)


def _say_risks(found: RiskMerge) -> None:
    if found.cells:
        say("リスク分析表:")
        show_table(found.cells, _RISK_CHANGES)
    for one in found.new:
        number = f"（リスクNo {one.risk.entry}-{one.risk.code}）" if one.risk.code else ""
        say(f"{one.address}: 管理No {one.risk.entry} に加えるリスク「{one.risk.risk}」{number}")
    if found.absent:
        say(f"「{risk_sheet.TITLE_OF_SHEET}」のシートかリスクNoの列がないため、台帳のシートだけを読みました。")
    if found.conflicts:
        say("書き出した後にリスク分析表でも変わった項目（今の値を残し、記入された値は履歴に残します）:")
        show_table(found.conflicts, _RISK_CONFLICTS)


def _say_notes(found: NoteMerge) -> None:
    if found.changes:
        say("ファイルごとの記入:")
        show_table(found.changes, _NOTE_CHANGES)
    if found.conflicts:
        say("書き出した後にほかの人も記入した項目（今の値を残し、記入された値は履歴に残します）:")
        show_table(found.conflicts, _NOTE_CONFLICTS)


def _some(numbers: Iterable[str]) -> str:
    told = list(numbers)
    return "、".join(told[:MOST_SHOWN]) + (f" ほか{len(told) - MOST_SHOWN:,}件" if len(told) > MOST_SHOWN else "")
