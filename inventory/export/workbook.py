"""The Excel workbook that is handed over: 台帳, the lists behind it, what could not be read, 凡例."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from openpyxl.workbook import Workbook

from inventory.changes import Changes
from inventory.export import identity, ledger_sheet, legend_sheet, line_sheets, list_sheets, lists, placing, streaming
from inventory.export.placing import ExportError
from inventory.export.styles import set_default_font
from inventory.ledger import Ledger

__all__ = ["ExportError", "write_workbook"]


def write_workbook(ledger: Ledger, path: Path, token: str = "", changed: Changes | None = None) -> None:
    """Write the workbook whole or not at all: beside its place first, then moved there.

    With a `token` the workbook is known again when it comes back. `changed` is what the last scan changed.
    """
    with placing.placed(path) as file:
        workbook, bodies = _lay_out(ledger, token, changed)
        streaming.save(workbook, bodies, file)


def _lay_out(ledger: Ledger, token: str, changed: Changes | None) -> tuple[Workbook, list[streaming.Body]]:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    set_default_font(workbook)
    workbook.properties.title = ledger_sheet.TITLE_OF_SHEET
    workbook.properties.creator = "daicho"
    ledger_sheet.add(workbook, ledger)
    bodies: list[streaming.Body] = []
    company = ledger.company
    bodies += lists.add(workbook, company, line_sheets.risk_analysis(ledger))
    bodies += lists.add(workbook, company, list_sheets.personal(ledger))
    bodies += lists.add(workbook, company, list_sheets.sensitive(ledger))
    bodies += lists.add(workbook, company, line_sheets.overdue(ledger, date.today()))
    bodies += lists.add(workbook, company, list_sheets.unread(ledger))
    bodies += lists.add(workbook, company, line_sheets.changes_since(changed))
    legend_sheet.add(workbook, ledger)
    if token:
        identity.add(workbook, ledger, token)
    return workbook, bodies
