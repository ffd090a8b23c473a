"""The lines of the 台帳 for other programs: CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from inventory.export import celltext, placing
from inventory.ledger import COLUMNS, CellState, Ledger, LedgerLine

SUGGESTED, BLANK = "候補の項目（要確認）", "未記入の項目"


def write_csv(ledger: Ledger, path: Path) -> None:
    """A row for each line; UTF-8 with a BOM, which Excel needs, and no cell that it would take for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*(column.heading for column in COLUMNS), SUGGESTED, BLANK])
    for line in ledger.lines:
        cells = [line.cells[column.key].value for column in COLUMNS]
        writer.writerow(map(_safe, (*cells, _in_state(line, "suggested"), _in_state(line, "blank"))))
    with placing.placed(path) as file:
        file.write(text.getvalue().encode("utf-8-sig", "backslashreplace"))


def write_json(ledger: Ledger, path: Path) -> None:
    """The lines as `daicho entries --format json` prints them, with what they were compiled from."""
    document = {
        "company": ledger.company,
        "compiled": ledger.compiled,
        "roots": list(ledger.roots),
        "coverage": {"total": ledger.coverage.total, "by_status": dict(ledger.coverage.by_status)},
        "columns": {column.key: column.heading for column in COLUMNS},
        "entries": [entry_as_json(line) for line in ledger.lines],
    }
    with placing.placed(path) as file:
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
        file.write(text.encode("utf-8", "backslashreplace"))


def entry_as_json(line: LedgerLine) -> dict[str, Any]:
    """A line in the words that scripts rely on."""
    return {
        "number": line.number,
        "department": line.department,
        "document_type": line.document_type,
        "name": line.name,
        "persons": line.persons,
        "persons_max": line.persons_max,
        "flags": list(line.flags),
        "kinds": list(line.kinds),
        "files": len(line.files),
        "gone": line.gone,
        "cells": {
            key: {"value": cell.value, "state": cell.state, "note": cell.note} for key, cell in line.cells.items()
        },
    }


def _in_state(line: LedgerLine, state: CellState) -> str:
    return "、".join(_headings(line, state))


def _headings(line: LedgerLine, state: CellState) -> Iterator[str]:
    for column in COLUMNS:
        if line.cells[column.key].state == state and column.key != "remarks":
            yield column.heading


def _safe(text: str) -> str:
    shown = celltext.storable(text)
    return "'" + shown if celltext.could_be_formula(shown) or shown.startswith("\t") else shown
