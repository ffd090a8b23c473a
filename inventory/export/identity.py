"""What a workbook carries to be known again when it comes back: a mark, the keys of its columns, what it said."""

from __future__ import annotations

import json
import secrets
import zlib
from collections.abc import Mapping

from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from inventory.ledger import Ledger

SHEET = "daicho"  # hidden so that only a program shows it again
TOKEN, MADE = "token", "exported"

Said = Mapping[int, Mapping[str, str]]


def new_token() -> str:
    """A mark of a workbook."""
    return secrets.token_hex(16)


def snapshot(ledger: Ledger) -> bytes:
    """What a workbook says in the cells of every line, to tell later what a person changed."""
    said = {line.number: {key: cell.value for key, cell in line.cells.items()} for line in ledger.lines}
    return zlib.compress(json.dumps(said, ensure_ascii=False).encode())


def said_in(kept: bytes) -> Said:
    """The cells of a snapshot by 管理No and column."""
    return {int(number): cells for number, cells in json.loads(zlib.decompress(kept)).items()}


def add(workbook: Workbook, ledger: Ledger, token: str) -> None:
    """Put the mark into a sheet that nobody sees."""
    sheet: Worksheet = workbook.create_sheet(SHEET)
    sheet.sheet_state = Worksheet.SHEETSTATE_VERYHIDDEN
    for row in ((TOKEN, token), (MADE, ledger.compiled)):
        sheet.append(row)


def lock(sheet: Worksheet, area: str) -> None:
    """Keep a person from typing over keys, with a sentence; sorting, inserting and deleting rows stays possible."""
    guard = DataValidation("custom", formula1="FALSE", showErrorMessage=True, errorStyle="stop")
    guard.errorTitle, guard.error = (
        "管理No",
        "管理Noは台帳の行の目印です。変えないでください。新しい行では空けておきます。",
    )
    guard.add(area)
    sheet.add_data_validation(guard)
