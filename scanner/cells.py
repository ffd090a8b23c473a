"""Workbooks through python-calamine: opened safely, row by row as text, a broken sheet costing only itself."""

from __future__ import annotations

import itertools
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar

from lxml import etree
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from scanner.document import Item, Remark
from scanner.grid import Row, cell_text
from scanner.worksheet import Sheet

MAX_XLS_RECTANGLE = 24_000_000  # calamine opens all sheets of an xls together; one full sheet has 16.8 million cells

Given = TypeVar("Given")
Made = TypeVar("Made")

# What reading one broken sheet of an otherwise sound workbook can raise.
_BROKEN_SHEET = (CalamineError, etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, ValueError, LookupError, EOFError)


def opened(file: BinaryIO) -> CalamineWorkbook:
    """The workbook; what it will unpack must have been measured before."""
    file.seek(0)
    return guarded(CalamineWorkbook.from_object, file)


def sheet_of(book: CalamineWorkbook, name: str) -> CalamineSheet:
    """One of its sheets."""
    return guarded(lambda book: book.get_sheet_by_name(name), book)


def rows_of(grid: CalamineSheet) -> Iterator[Row]:
    """The rows from the first occupied one on, cells as text."""
    if grid.start is None:
        return
    skipped = grid.start[0]
    for number, row in enumerate(itertools.islice(grid.iter_rows(), skipped, None), skipped + 1):
        yield number, [cell if type(cell) is str else cell_text(cell) for cell in row]


def each_sheet(found: list[Sheet], read_sheet: Callable[[Sheet], Iterator[Item]]) -> Iterator[Item]:
    """A sheet that is broken costs only itself, unless no sheet can be read."""
    failures: list[tuple[str, Exception]] = []
    for sheet in found:
        try:
            yield from read_sheet(sheet)
        except _BROKEN_SHEET as error:
            failures.append((sheet.name, error))
            continue
        if sheet.hidden:
            yield Remark(f"非表示のシート『{sheet.name}』も読みました。")
    if failures and len(failures) == len(found):
        raise failures[0][1]
    for name, _ in failures:
        yield Remark(f"シート『{name}』は壊れていて、すべては読めませんでした。", incomplete=True)


def hidden_lines(name: str, rows: int, columns: int) -> Iterator[Remark]:
    """That rows or columns of a sheet are hidden, and were read all the same."""
    said = [f"{count:,}{unit}" for count, unit in ((rows, "行"), (columns, "列")) if count]
    if said:
        yield Remark(f"シート『{name}』の非表示の{'・'.join(said)}も読みました。")


def guarded(make: Callable[[Given], Made], given: Given) -> Made:
    """A panic inside calamine passes as a BaseException; here it becomes an error like any other."""
    try:
        return make(given)
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise CalamineError("calamine panicked") from error
        raise
