"""What a workbook carries to be known again when it comes back: a mark, the keys of its columns, what it said."""

from __future__ import annotations

import json
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from inventory import risks
from inventory.export import risk_sheet
from inventory.file_notes import Notes
from inventory.ledger import Ledger

SHEET = "daicho"  # hidden so that only a program shows it again
TOKEN, MADE = "token", "exported"


@dataclass(frozen=True, slots=True)
class Said:
    """The cells of a workbook as it left: of lines by 管理No, of risks by リスクNo.

    `risks` is None where the workbook was made by a version that did not keep them. `notes` stood beside files.
    """

    lines: Mapping[int, Mapping[str, str]]
    risks: Mapping[str, Mapping[str, str]] | None = None
    notes: Notes = field(default_factory=dict)


def new_token() -> str:
    """A mark of a workbook."""
    return secrets.token_hex(16)


def snapshot(ledger: Ledger) -> bytes:
    """What a workbook says in the cells of every line and risk, to tell later what a person changed."""
    said = {
        "lines": {line.number: {key: cell.value for key, cell in line.cells.items()} for line in ledger.lines},
        "risks": {one.number: risk_sheet.editable(one) for one in risks.of_ledger(ledger)},
        "notes": ledger.file_notes,
    }
    return zlib.compress(json.dumps(said, ensure_ascii=False).encode())


def said_in(kept: bytes) -> Said:
    """The cells of a snapshot."""
    said = json.loads(zlib.decompress(kept))
    lines = said.get("lines", said)  # an older version kept nothing but the lines
    return Said({int(number): cells for number, cells in lines.items()}, said.get("risks"), said.get("notes", {}))


def add(workbook: Workbook, ledger: Ledger, token: str) -> None:
    """Put the mark into a sheet that nobody sees."""
    sheet: Worksheet = workbook.create_sheet(SHEET)
    sheet.sheet_state = Worksheet.SHEETSTATE_VERYHIDDEN
    for row in ((TOKEN, token), (MADE, ledger.compiled)):
        sheet.append(row)
