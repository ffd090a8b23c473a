"""The sheets of a workbook as a person left them: columns moved or added, rows sorted, copied, deleted, typed over.

The hidden row of keys tells the columns, which moves with them; where it is gone, their headings do.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from inventory.export.identity import SHEET, TOKEN
from inventory.export.ledger_sheet import FILL_IN
from inventory.export.line_sheets import OVERDUE_KEYS
from inventory.export.list_sheets import UNREAD_KEYS
from inventory.export.risk_sheet import KEYS as RISK_KEYS
from inventory.file_notes import DISPOSAL, HANDLING
from inventory.ledger import COLUMNS
from inventory.os_faults import reason

LARGEST = 1 << 29  # bytes of a workbook, unpacked
_COUNT = "No"  # the first column of a list, which is none of its data
_LOOKED_AT = 40  # rows in which the headings must stand
_ENOUGH = 3  # columns by which a row of headings is known
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]+)"')
_MOST_MERGED = 1_000_000  # rows of merged cells
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a sheet: their headings by key, and the one by which its rows are known."""

    headings: Mapping[str, str]
    known_by: str


LEDGER = Layout({column.key: column.heading for column in COLUMNS}, "number")
RISKS = Layout(RISK_KEYS, "risk.number")
NOTES: Mapping[str, Layout] = {  # by the field that is noted beside files
    HANDLING: Layout(UNREAD_KEYS, "file.handling"),
    DISPOSAL: Layout(OVERDUE_KEYS, "file.disposed"),
}


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
    """One row of a sheet as it came back, by column."""

    place: int
    cells: Mapping[str, Given]

    def value(self, key: str) -> str:
        """What stands in a column; nothing where the sheet has no such column."""
        given = self.cells.get(key)
        return given.value if given else ""


@dataclass(frozen=True, slots=True)
class Returned:
    """A workbook that came back: its mark (empty if it has none), its rows, and headings that no column has.

    `risks` are the rows of リスク分析表, `notes` by field those of the lists in which people write beside files; in
    their addresses the sheet is named.
    """

    token: str
    rows: Sequence[Row]
    unknown: tuple[str, ...] = ()
    risks: Sequence[Row] = ()
    notes: Mapping[str, Sequence[Row]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Table:
    """Where the rows of a sheet begin, and what stands over every column."""

    sheet: Worksheet
    heading: int
    columns: Mapping[int, str]
    layout: Layout

    @property
    def known(self) -> dict[int, str]:
        """The columns that are ours, by place."""
        return {place: key for place, key in self.columns.items() if key in self.layout.headings}

    @property
    def unknown(self) -> list[str]:
        """The headings of columns that somebody added."""
        return [name for name in self.columns.values() if name and name not in self.layout.headings and name != _COUNT]


def read(path: Path) -> Returned:
    """Read a returned workbook; WorkbookRefused where it is none. Lists that nobody fills in are not looked at."""
    with _explained(path), closing(_load(path, read_only=True)) as book:
        ledger = next(_tables(book, LEDGER), None)
        if ledger is None:
            raise WorkbookRefused(
                f"{path} に台帳のシートが見つかりません。"
                "「daicho export」で書き出した Excel に記入したものを指定してください。"
            )
        tables = list(_tables(book, RISKS))
        risks = _named(path, tables)
        notes = {key: _named(path, list(_tables(book, layout))) for key, layout in NOTES.items()}
        unknown = dict.fromkeys(name for table in (ledger, *tables) for name in table.unknown)
        return Returned(_token(book), _filled(path, ledger), tuple(unknown), risks, notes)


def _named(path: Path, tables: Sequence[_Table]) -> list[Row]:
    """The rows of tables beside the 台帳, with the sheet in their addresses."""
    return [row for table in tables for row in _filled(path, table, f"{table.sheet.title}!")]


def _filled(path: Path, table: _Table, sheet: str = "") -> list[Row]:
    """The rows of a table that say something; `sheet` goes before the addresses of their cells."""
    _refuse_twice(table)
    merged = _merged(path, table.sheet, table.heading)
    return [row for row in _rows(table, merged, sheet) if any(given.value for given in row.cells.values())]


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


def _tables(book: Workbook, layout: Layout) -> Iterator[_Table]:
    """The sheets that hold such a table."""
    headings = {folded(name): key for key, name in layout.headings.items()}
    for sheet in book.worksheets:
        columns: dict[int, str] = {}
        for place, row in enumerate(sheet.iter_rows(max_row=_LOOKED_AT, values_only=True), 1):
            told = {number: str(value) for number, value in enumerate(row, 1) if value in layout.headings}
            if len(told) >= _ENOUGH:
                columns = told
                continue
            names = {number: folded(value) for number, value in enumerate(row, 1) if value is not None}
            found = {number: headings.get(name, name) for number, name in names.items()}
            if sum(name in layout.headings for name in found.values()) >= _ENOUGH:
                found |= columns
                if layout.known_by in found.values():
                    yield _Table(sheet, place, found, layout)
                    break


def _refuse_twice(table: _Table) -> None:
    seen: dict[str, int] = {}
    for place, key in table.known.items():
        if key in seen:
            letters = f"{get_column_letter(seen[key])}列と{get_column_letter(place)}列"
            heading = table.layout.headings[key]
            raise WorkbookRefused(
                f"シート「{table.sheet.title}」に「{heading}」の列が2つあります（{letters}）。1つにしてください。"
            )
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
            raise WorkbookRefused(f"{path} には、結合されたセルが多すぎます。結合を解いて、保存し直してください。")
        found |= {place: area for place in rows if place not in found}
    return found


def _rows(table: _Table, merged: Mapping[int, str], sheet: str) -> Iterator[Row]:
    known = table.known
    for place, row in enumerate(table.sheet.iter_rows(min_row=table.heading + 1), table.heading + 1):
        cells = {}
        for number, key in known.items():
            cell = row[number - 1] if number <= len(row) else None
            address = f"{sheet}{get_column_letter(number)}{place}"
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
