"""Excel workbooks: every sheet as a table, hidden ones too, with comments, text boxes and page margins."""

from __future__ import annotations

import itertools
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar

from lxml import etree
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from scanner import biff
from scanner.document import Format, Item, Passage, Remark, Unreadable
from scanner.grid import Row, cell_text, tables
from scanner.ooxml import OLE_SIGNATURE, Package, attribute, descendants, drawing_text, local, refuse_encrypted
from scanner.pixels import placed
from scanner.worksheet import (
    Sheet,
    SparseSheet,
    Styles,
    Survey,
    rich_text,
    shared_strings,
    sheets,
    styles,
    survey,
    zero_filled,
)

FORMAT = Format(
    name="Excel ブック",
    media_types=(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
        "application/vnd.ms-excel.sheet.macroEnabled.12",
        "application/vnd.ms-excel.template.macroEnabled.12",
        "application/vnd.ms-excel.addin.macroEnabled.12",
        "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
        "application/vnd.ms-excel",
    ),
    extensions=(".xlsx", ".xlsm", ".xltx", ".xltm", ".xlam", ".xlsb", ".xls", ".xlt"),
)

MAX_RECTANGLE = 8_000_000  # cells that calamine may hold at once (32 bytes each); larger sheets are read row by row
MAX_XLS_RECTANGLE = 24_000_000  # calamine opens all sheets of an xls together; one full sheet has 16.8 million cells
MAX_SPREAD = 50_000_000  # rows × occupied columns up to which a sheet is still a table
_PASSAGE_LINES = 1_000

Given = TypeVar("Given")
Made = TypeVar("Made")

# What reading one broken sheet of an otherwise sound workbook can raise.
_BROKEN_SHEET = (CalamineError, etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, ValueError, LookupError, EOFError)


def read(file: BinaryIO) -> Iterator[Item]:
    """The tables of all sheets in the order of their tabs."""
    signature = file.read(len(OLE_SIGNATURE))
    file.seek(0)
    if signature == OLE_SIGNATURE:
        refuse_encrypted(file)
        yield from _xls(file)
        return
    package = Package(file)
    main = package.main_part()
    book = _Xlsb(file, package, main) if main.endswith(".bin") else _Xlsx(file, package, main)
    yield from _each_sheet(book.sheets, book.tables)
    yield from placed(package.media())


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Files that were inserted into a sheet."""
    signature = file.read(len(OLE_SIGNATURE))
    file.seek(0)
    if signature != OLE_SIGNATURE:
        yield from Package(file).embedded()


class _Xlsx:
    """A workbook of XML parts."""

    def __init__(self, file: BinaryIO, package: Package, main: str) -> None:
        self._package, self._main = package, main
        self.sheets = sheets(package, main)
        self._styles: Styles = styles(package, main)
        self._calamine = _Calamine(file, package, main)
        self._strings: list[str] | None = None

    def tables(self, sheet: Sheet) -> Iterator[Item]:
        place = f"シート『{sheet.name}』"
        found = survey(self._package, sheet.part, self._styles.zeros)
        if found.positioned and found.rectangle <= MAX_RECTANGLE:
            yield from tables(place, self._dense(sheet, found))
        else:
            yield from self._sparse(sheet, place, found)
        if found.margins:
            yield Passage(found.margins.strip(), f"{place}のヘッダー・フッター")
        yield from _around(self._package, sheet.part, place)

    def _dense(self, sheet: Sheet, found: Survey) -> Iterator[Row]:
        grid = self._calamine.sheet(sheet.name)
        left = grid.start[1] if grid.start else 0
        zeros = [(number - 1 - left, pattern) for number, pattern in found.zero_columns.items() if number > left]
        if not zeros:
            yield from _grid_rows(grid)
            return
        for number, row in _grid_rows(grid):
            cells = list(row)
            for column, pattern in zeros:
                if column < len(cells):
                    cells[column] = zero_filled(cells[column], pattern)
            yield number, cells

    def _sparse(self, sheet: Sheet, place: str, found: Survey) -> Iterator[Item]:
        if self._strings is None:
            self._strings = shared_strings(self._package, self._main)
        epoch_1904 = any(
            local(node) == "workbookPr" and node.get("date1904") in ("1", "true")
            for node in self._package.xml(self._main)
        )
        grid = SparseSheet(self._package, sheet.part, self._strings, self._styles, epoch_1904)
        count, columns = found.row_count, sorted(found.columns)
        if not found.positioned or count * len(columns) > MAX_SPREAD:
            count, columns = grid.occupied()
        if count * len(columns) <= MAX_SPREAD:
            yield from tables(place, grid.rows(columns))
            return
        lines = grid.lines()
        while block := list(itertools.islice(lines, _PASSAGE_LINES)):
            yield Passage("\n".join(block), place)


class _Xlsb:
    """A workbook of binary parts."""

    def __init__(self, file: BinaryIO, package: Package, main: str) -> None:
        self._package = package
        self.sheets = biff.xlsb_sheets(package, main)
        self._calamine = _Calamine(file, package, main)

    def tables(self, sheet: Sheet) -> Iterator[Item]:
        place = f"シート『{sheet.name}』"
        rows, columns = biff.xlsb_extent(self._package, sheet.part)
        if rows * columns <= MAX_XLS_RECTANGLE:
            yield from tables(place, _grid_rows(self._calamine.sheet(sheet.name)))
        else:
            yield Remark(f"シート『{sheet.name}』は範囲が広すぎて読めませんでした。", incomplete=True)
        yield from _around(self._package, sheet.part, place)


class _Calamine:
    """python-calamine, opened when the first sheet needs it and only after what it will unpack was measured."""

    def __init__(self, file: BinaryIO, package: Package, main: str) -> None:
        self._file, self._package, self._main = file, package, main
        self._book: CalamineWorkbook | None = None

    def sheet(self, name: str) -> CalamineSheet:
        if self._book is None:
            for relation in self._package.relations(self._main):
                if relation.kind == "sharedStrings":
                    self._package.measure(relation.target)
            self._book = _opened(self._file)
        return _guarded(lambda book: book.get_sheet_by_name(name), self._book)


def _xls(file: BinaryIO) -> Iterator[Item]:
    streams = biff.substreams(biff.workbook_stream(file))
    if sum(stream.rows * stream.columns for stream in streams) > MAX_XLS_RECTANGLE:
        raise Unreadable("too_large", "シートの範囲が広すぎて読めません。")
    file.seek(0)
    book = _opened(file)
    by_name = dict(zip(book.sheet_names, streams, strict=False))

    def sheet_tables(sheet: Sheet) -> Iterator[Item]:
        place = f"シート『{sheet.name}』"
        yield from tables(place, _grid_rows(_guarded(lambda book: book.get_sheet_by_name(sheet.name), book)))
        if text := "\n".join(filter(None, by_name[sheet.name].texts if sheet.name in by_name else [])):
            yield Passage(text, f"{place}の図形・コメント")

    found = [Sheet(meta.name, meta.visible != SheetVisibleEnum.Visible, "") for meta in book.sheets_metadata]
    yield from _each_sheet(found, sheet_tables)


def _each_sheet(found: list[Sheet], read_sheet: Callable[[Sheet], Iterator[Item]]) -> Iterator[Item]:
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


def _around(package: Package, part: str, place: str) -> Iterator[Item]:
    """What stands on a sheet outside its cells: comments, text boxes, charts."""
    for relation in package.relations(part):
        match relation.kind:
            case "comments" if not relation.target.endswith(".bin"):
                text = _comments(package.xml(relation.target))
                label = "コメント"
            case "threadedComment":
                thread = descendants(package.xml(relation.target))
                text = "\n".join(node.text or "" for node in thread if local(node) == "text")
                label = "コメント"
            case "drawing":
                text = drawing_text(package, relation.target)
                label = "図形"
            case _:
                continue
        if text.strip():
            yield Passage(text, f"{place}の{label}")


def _comments(root: etree._Element) -> str:
    """Comments of one sheet, a line each; those that only repeat a thread for older programs are left out."""
    authors = [node.text or "" for node in descendants(root) if local(node) == "author"]
    repeated = {str(number) for number, author in enumerate(authors) if author.startswith("tc=")}
    comments = (node for node in descendants(root) if local(node) == "comment")
    return "\n".join(rich_text(node) for node in comments if attribute(node, "authorId") not in repeated)


def _grid_rows(grid: CalamineSheet) -> Iterator[Row]:
    """The rows from the first occupied one on, cells as text."""
    if grid.start is None:
        return
    skipped = grid.start[0]
    for number, row in enumerate(itertools.islice(grid.iter_rows(), skipped, None), skipped + 1):
        yield number, [cell if type(cell) is str else cell_text(cell) for cell in row]


def _opened(file: BinaryIO) -> CalamineWorkbook:
    file.seek(0)
    return _guarded(CalamineWorkbook.from_object, file)


def _guarded(make: Callable[[Given], Made], given: Given) -> Made:
    """A panic inside calamine passes as a BaseException; here it becomes an error like any other."""
    try:
        return make(given)
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise CalamineError("calamine panicked") from error
        raise
