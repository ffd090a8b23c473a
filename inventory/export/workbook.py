"""The Excel workbook that is handed over: 台帳, 表紙, the lists behind them, what could not be read, 凡例."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl.workbook import Workbook

from inventory.changes import Changes
from inventory.export import (
    changes_sheet,
    cover_sheet,
    exposure_sheet,
    identity,
    ledger_sheet,
    legend_sheet,
    line_sheets,
    list_sheets,
    lists,
    placing,
    risk_sheet,
    streaming,
)
from inventory.export.lists import Listing
from inventory.export.placing import ExportError
from inventory.export.styles import set_default_font
from inventory.ledger import Ledger

__all__ = ["ExportError", "write_workbook"]


def write_workbook(
    ledger: Ledger,
    path: Path,
    token: str = "",
    changed: Changes | None = None,
    beside: Sequence[Listing[Any]] = (),
) -> None:
    """Write the workbook whole or not at all: beside its place first, then moved there.

    With a `token` the workbook is known again when it comes back. `changed` is what the last scan changed, `beside`
    the lists that people keep beside the 台帳.
    """
    with placing.placed(path) as file:
        workbook, bodies = _lay_out(ledger, token, changed, beside)
        streaming.save(workbook, bodies, file)


def _lay_out(
    ledger: Ledger, token: str, changed: Changes | None, beside: Sequence[Listing[Any]]
) -> tuple[Workbook, list[streaming.Body]]:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    set_default_font(workbook)
    workbook.properties.title = ledger_sheet.TITLE_OF_SHEET
    workbook.properties.creator = "daicho"
    ledger_sheet.add(workbook, ledger)
    bodies: list[streaming.Body] = []
    counts: dict[str, int | None] = {ledger_sheet.TITLE_OF_SHEET: len(ledger.lines)}
    listings: tuple[Listing[Any], ...] = (
        risk_sheet.risk_analysis(ledger),
        list_sheets.personal(ledger),
        list_sheets.sensitive(ledger),
        exposure_sheet.exposed(ledger),
        line_sheets.overdue(ledger, date.today()),
        list_sheets.unread(ledger),
        changes_sheet.listing(changed, ledger.department),
        *beside,
    )
    for listed in listings:
        added = lists.add(workbook, ledger.company, listed)
        counts |= {body.sheet.title: body.count for body in added} or {listed.title: 0}
        bodies += added
    legend_sheet.add(workbook, ledger)
    counts[legend_sheet.TITLE_OF_SHEET] = None
    cover_sheet.add(workbook, ledger, list(counts.items()), place=1)  # the 台帳 is what is seen first
    if token:
        identity.add(workbook, ledger, token)
    return workbook, bodies
