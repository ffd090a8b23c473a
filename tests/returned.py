"""A register and the workbook that left it, as people fill it in and send it back: for the tests of importing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from inventory.cli import main
from inventory.export.ledger_sheet import TITLE_OF_SHEET
from inventory.ledger import COLUMNS
from inventory.report import FileReport
from tests.commands import Run, here
from tests.reports import report
from tests.scanned_register import scanned

HEADINGS = 9
PLACE = {column.key: place for place, column in enumerate(COLUMNS, 1)}
_TYPES = {"営業部/顧客.csv": "customer_list", "人事部/履歴書.docx": "resume", "総務部/給与.xlsx": "payroll"}


def exported(folder: Path, reports: Iterable[FileReport] = (), *before: Sequence[str]) -> Path:
    """A register and its workbook out.xlsx, to be copied by every test: of three lines, or of the reports given.

    The commands come `before` the export.
    """
    three = (report(path, document_type=type_) for path, type_ in _TYPES.items())
    scanned(folder, list(reports) or three)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        for command in (*before, ("export", "out.xlsx")):
            assert main.run(list(command)) == 0
    return folder


def copied(source: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[bytes]) -> Run:
    """Commands in a folder of its own with such a register."""
    shutil.copytree(source, folder, dirs_exist_ok=True)
    capture.readouterr()
    return here(monkeypatch, capture, folder)


def edit(folder: Path, change: Callable[[Any], None], name: str = "out.xlsx") -> None:
    """What somebody does in Excel."""
    book = load_workbook(folder / name)
    change(book[TITLE_OF_SHEET])
    book.save(folder / name)


def column(run: Run, key: str) -> dict[int, dict[str, str]]:
    """The cells of a column of the 台帳 now, by 管理No."""
    lines = json.loads(run("entries", "--format", "json").out)
    return {line["number"]: line["cells"][key] for line in lines}


def cell(run: Run, number: int, key: str) -> dict[str, str]:
    """A cell of the 台帳 now."""
    return column(run, key)[number]


def merged(run: Run, *options: str) -> dict[str, Any]:
    """What an import comes to."""
    told: dict[str, Any] = json.loads(run("import", "out.xlsx", "--format", "json", *options).out)
    return told
