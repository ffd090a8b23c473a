"""The 台帳 sheet of a workbook as a person left it: columns moved or added, rows sorted, copied, deleted, typed over.

The hidden row of keys tells the columns, which moves with them; where it is gone, their headings do.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from inventory.export.identity import SHEET, TOKEN
from inventory.export.ledger_sheet import FILL_IN
from inventory.ledger import COLUMNS
from inventory.os_faults import reason

LARGEST = 1 << 29  # bytes of a workbook, unpacked
_LOOKED_AT = 40  # rows in which the headings must stand
_ENOUGH = 3  # columns by which a row of headings is known
_KEYS = {column.key for column in COLUMNS}
_NAMES = {column.key: column.heading for column in COLUMNS}
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]+)"')
_MOST_MERGED = 1_000_000  # rows of merged cells
_SPACE = re.compile(r"\s+")


class WorkbookRefused(Exception):
    """A workbook that cannot be taken at all; the message is one Japanese sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Given:
    """What stands in a cell, and where; `fault` says why it cannot be taken."""

    value: str
    address: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the 台帳 as it came back, by column."""

    place: int
    cells: Mapping[str, Given]


@dataclass(frozen=True, slots=True)
class Returned:
    """A workbook that came back: its mark (empty if it has none), its rows, and headings that no column has."""

    token: str
    rows: Sequence[Row]
    columns: frozenset[str]
    unknown: tuple[str, ...] = ()


def read(path: Path) -> Returned:
    """Read a returned workbook; WorkbookRefused where it is none. Its long lists are not looked at."""
    with _explained(path), closing(_load(path, read_only=True)) as book:
        sheet, heading, columns = _find(book, path)
        known = {place: key for place, key in columns.items() if key in _KEYS}
        _refuse_twice(known)
        merged = _merged(path, sheet, heading)
        rows = [row for row in _rows(sheet, heading, known, merged) if any(given.value for given in row.cells.values())]
        unknown = tuple(name for place, name in columns.items() if place not in known and name)
        return Returned(_token(book), rows, frozenset(known.values()), unknown)


def opened(path: Path, *, values: bool = False) -> Workbook:
    """A workbook with its formulas as they are written, or with the `values` that they last came to."""
    with _explained(path):
        return _load(path, data_only=values)


def _load(path: Path, **options: bool) -> Workbook:
    with zipfile.ZipFile(path) as package:
        if sum(entry.file_size for entry in package.infolist()) > LARGEST:
            raise WorkbookRefused(f"{path} は大きすぎます。台帳のシートだけを残して、保存し直してください。")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl leaves out: nothing that is read here
        return load_workbook(path, **options)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Whatever makes a workbook unreadable as one sentence."""
    try:
        yield
    except OSError as error:
        raise WorkbookRefused(f"{path} を読めません（{reason(error)}）。場所と権限を確かめてください。") from None
    except WorkbookRefused:
        raise
    except Exception:  # a damaged package makes the library fail in every way
        raise WorkbookRefused(
            f"{path} は Excel のブック（.xlsx）として読めません。Excel で開き、.xlsx の形で保存し直してください。"
        ) from None


def folded(heading: object) -> str:
    """A heading without what people change unawares: width, spaces, line breaks."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", str(heading or "")))


def text_of(value: object) -> str:
    """What a cell says, as a person reads it."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value)
    return plain(text)


def plain(text: str) -> str:
    """Text without what editing a cell may change: line ends, blanks at its ends, the mark of an empty cell."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return "" if text == FILL_IN else text


def _find(book: Workbook, path: Path) -> tuple[Worksheet, int, dict[int, str]]:
    """The sheet of the 台帳, the row above its first line, and what stands over every column."""
    headings = {folded(name): key for key, name in _NAMES.items()}
    for sheet in book.worksheets:
        if sheet.title == SHEET:
            continue
        by_key: dict[int, str] = {}
        for place, row in enumerate(sheet.iter_rows(max_row=_LOOKED_AT, values_only=True), 1):
            told = {number: str(value) for number, value in enumerate(row, 1) if value in _KEYS}
            if len(told) >= _ENOUGH:
                by_key = told
                continue
            names = {number: folded(value) for number, value in enumerate(row, 1) if value is not None}
            found = {number: headings.get(name, name) for number, name in names.items()}
            if sum(name in _KEYS for name in found.values()) >= _ENOUGH:
                columns = found | by_key
                if "number" in columns.values():
                    return sheet, place, columns
    raise WorkbookRefused(
        f"{path} に台帳のシートが見つかりません。「daicho export」で書き出した Excel に記入したものを指定してください。"
    )


def _refuse_twice(columns: Mapping[int, str]) -> None:
    seen: dict[str, int] = {}
    for place, key in columns.items():
        if key in seen:
            letters = f"{get_column_letter(seen[key])}列と{get_column_letter(place)}列"
            raise WorkbookRefused(f"「{_NAMES[key]}」の列が2つあります（{letters}）。1つにしてください。")
        seen[key] = place


def _merged(path: Path, sheet: Worksheet, heading: int) -> dict[int, str]:
    """The rows below the headings in which cells are merged, with the area; a sheet that is streamed does not tell."""
    found: dict[int, str] = {}
    part: str = sheet._worksheet_path  # type: ignore[attr-defined]
    with zipfile.ZipFile(path) as package:
        areas = [match[1].decode() for match in _MERGED.finditer(package.read(part))]
    walked = 0
    for area in areas:
        _, first, _, last = range_boundaries(area)
        rows = range(max(first or 1, heading + 1), (last or first or 1) + 1)
        walked += len(rows)
        if walked > _MOST_MERGED:
            raise WorkbookRefused(
                f"{path} の台帳には、結合されたセルが多すぎます。結合を解いて、保存し直してください。"
            )
        found |= {place: area for place in rows if place not in found}
    return found


def _rows(sheet: Worksheet, heading: int, columns: Mapping[int, str], merged: Mapping[int, str]) -> Iterator[Row]:
    for place, row in enumerate(sheet.iter_rows(min_row=heading + 1), heading + 1):
        cells = {}
        for number, key in columns.items():
            cell = row[number - 1] if number <= len(row) else None
            address = f"{get_column_letter(number)}{place}"
            cells[key] = Given("", address) if cell is None else _given(cell, address)
            if place in merged:
                cells[key] = replace(
                    cells[key], fault=f"結合されたセル {merged[place]} があります。結合を解いてください。"
                )
        yield Row(place, cells)


def _given(cell: Cell | MergedCell, address: str) -> Given:
    if cell.value is None:
        return Given("", address)
    if cell.data_type == "f":
        return Given("数式", address, "数式が入っています。値に直してください。")
    if cell.data_type == "e":
        return Given(str(cell.value), address, f"{cell.value} というエラーがあります。値を書いてください。")
    return Given(text_of(cell.value), address)


def _token(book: Workbook) -> str:
    if SHEET not in book.sheetnames:
        return ""
    rows = book[SHEET].iter_rows(max_row=9, max_col=2, values_only=True)
    return next((str(value) for name, value in rows if name == TOKEN), "")
