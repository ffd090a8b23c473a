"""The sheet 「前回からの変更」: every file and line that is not as it was, the gravest first."""

from __future__ import annotations

from pathlib import Path

from openpyxl.workbook import Workbook

from inventory.change_rows import ChangeRow, rows
from inventory.changes import Changes
from inventory.export import lists, placing, streaming
from inventory.export.celltext import visible
from inventory.export.lists import ListColumn, Listing
from inventory.export.styles import CENTRED, set_default_font

TITLE = "前回からの変更"


def write_changes(changes: Changes, company: str, path: Path) -> None:
    """Write a workbook of the changes alone."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    set_default_font(workbook)
    workbook.properties.title, workbook.properties.creator = TITLE, "daicho"
    bodies = lists.add(workbook, company, listing(changes))
    with placing.placed(path) as file:
        streaming.save(workbook, bodies, file)


def listing(changes: Changes | None, department: str = "") -> Listing[ChangeRow]:
    """The list, or what of it concerns a department; without `changes` there was nothing to compare with."""
    columns: tuple[ListColumn[ChangeRow], ...] = (
        ListColumn("No", 6, lambda one: None, CENTRED),
        ListColumn("変更", 21, lambda one: one.what),
        ListColumn("台帳\nNo", 6, lambda one: one.line, CENTRED),
        ListColumn("管理部門", 14, lambda one: one.department),
        ListColumn("ファイル・台帳の行", 47, lambda one: visible(one.name)),
        ListColumn("前回", 30, lambda one: visible(one.before)),
        ListColumn("今回", 32, lambda one: visible(one.now)),
        ListColumn("注意すること", 24, lambda one: one.attention, strong=lambda one: bool(one.attention)),
    )
    found = [row for row in rows(changes) if department in ("", row.department)] if changes else []
    if changes is None:
        return Listing(TITLE, "", columns, found, "比べる前回のスキャンがまだありません。")
    limits = "" if changes.knows_all else "古い記録のため、新しいファイルとなくなったファイルだけです。"
    lead = (
        f"スキャン {changes.before.id} と {changes.now.id} の間に変わったところ {len(found):,}件"
        f"（個人情報を含むファイルと台帳の行）。{limits}"
    )
    return Listing(TITLE, lead, columns, found, "変わったところはありません。")
