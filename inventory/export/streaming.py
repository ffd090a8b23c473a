"""Long lists, quickly and in constant memory: openpyxl lays out a sheet, its rows are written into it afterwards.

openpyxl takes most of a minute for a hundred thousand rows of styled cells, and much memory unless every sheet of
the workbook is write-only. So a list is laid out with headings, widths, filter and page set-up, and saved with the
rest; its rows then go as XML straight into the package.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from shutil import disk_usage
from tempfile import gettempdir
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from lxml.etree import SerialisationError
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from inventory.export import celltext
from inventory.export.styles import Look

Value = str | int | date | None

_TEMPORARY = 20_000_000  # bytes that the sheets without their lists never reach
_DAY_0 = date(1899, 12, 30)  # Excel counts days from here


@dataclass(frozen=True, slots=True)
class Row:
    """The values of one row; `strong` holds the places (from 0) of the cells that stand out."""

    values: Sequence[Value]
    height: float
    strong: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Body:
    """The rows that a laid-out sheet still lacks, from `first_row` on; a (usual, strong) look for each column."""

    sheet: Worksheet
    first_row: int
    count: int
    looks: Sequence[tuple[Look, Look]]
    rows: Callable[[], Iterable[Row]]
    grows: bool = False
    styles: list[_Styles] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        """Register the styles with the workbook before it is saved."""
        for place, (usual, strong) in enumerate(self.looks, 1):
            numbers = {
                (is_strong, quoted): _style_number(self.sheet, look, quoted)
                for is_strong, look in ((False, usual), (True, strong))
                for quoted in (False, True)
            }
            self.styles.append(_Styles(get_column_letter(place), numbers))


@dataclass(frozen=True, slots=True)
class _Styles:
    letter: str
    numbers: dict[tuple[bool, bool], int]  # by (strong, quoted)


def save(workbook: Workbook, bodies: Iterable[Body], target: IO[bytes]) -> None:
    """Save the workbook with the rows of its lists."""
    laid_out = _laid_out(workbook)
    lacking = {body.sheet.path.lstrip("/"): body for body in bodies}
    with ZipFile(laid_out) as source, ZipFile(target, "w", ZIP_DEFLATED) as package:
        for entry in source.infolist():
            content = source.read(entry)
            with package.open(entry, "w", force_zip64=True) as sink:
                for chunk in _filled(content, lacking[entry.filename]) if entry.filename in lacking else (content,):
                    sink.write(chunk)


def _laid_out(workbook: Workbook) -> BytesIO:
    """The package without the lists. openpyxl writes each sheet to the system's folder for temporary files first."""
    folder = gettempdir()
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), folder)
    if disk_usage(folder).free < _TEMPORARY:
        raise full
    laid_out = BytesIO()
    try:
        workbook.save(laid_out)
    except SerialisationError as error:  # how lxml says that the disk is full
        raise full from error
    return laid_out


def _filled(content: bytes, body: Body) -> Iterator[bytes]:
    """A sheet's XML with its rows put in and its extent corrected."""
    last = f"{body.styles[-1].letter}{body.first_row + body.count - 1}"
    content = re.sub(rb'<dimension ref="[^"]*"', f'<dimension ref="A1:{last}"'.encode(), content, count=1)
    before, end, after = content.partition(b"</sheetData>")
    yield before
    for number, row in enumerate(body.rows(), body.first_row):
        yield _row(number, row, body).encode()
    yield end + after


def _row(number: int, row: Row, body: Body) -> str:
    cells = "".join(
        _cell(f"{style.letter}{number}", value, style.numbers, place in row.strong)
        for place, (style, value) in enumerate(zip(body.styles, row.values, strict=True))
    )
    fixed = "" if body.grows else ' customHeight="1"'
    return f'<row r="{number}" ht="{row.height}"{fixed}>{cells}</row>'


def _cell(address: str, value: Value, styles: dict[tuple[bool, bool], int], strong: bool) -> str:
    if isinstance(value, str) and value:
        text = celltext.storable(value)
        style = styles[strong, celltext.could_be_formula(text)]
        return f'<c r="{address}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
    style = styles[strong, False]
    if value is None or value == "":
        return f'<c r="{address}" s="{style}"/>'
    return f'<c r="{address}" s="{style}"><v>{(value - _DAY_0).days if isinstance(value, date) else value}</v></c>'


def _style_number(sheet: Worksheet, look: Look, quoted: bool) -> int:
    """The number of a look in the workbook; the cell that carries it there is not part of the sheet."""
    cell = Cell(sheet, row=1, column=1)
    look.put_on(cell, quoted=quoted)
    return int(cell.style_id)
