"""Excel workbooks: every sheet as a table, hidden ones too, with comments, text boxes, page margins, and what lies
outside the sheets: names, the sources of pivot tables, copies of linked workbooks, properties."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree
from python_calamine import CalamineSheet, CalamineWorkbook

from scanner import biff, properties, workbook_parts
from scanner.cells import MAX_XLS_RECTANGLE, each_sheet, hidden_lines, opened, rows_of, sheet_of
from scanner.document import Format, Item, Passage, Remark
from scanner.grid import Row, tables
from scanner.ooxml import Package, attribute, descendants, drawing_text, local
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
    ),
    extensions=(".xlsx", ".xlsm", ".xltx", ".xltm", ".xlam", ".xlsb"),
)

MAX_RECTANGLE = 8_000_000  # cells that calamine may hold at once (32 bytes each); larger sheets are read row by row
MAX_SPREAD = 50_000_000  # rows × occupied columns up to which a sheet is still a table
_PASSAGE_LINES = 1_000


def read(file: BinaryIO) -> Iterator[Item]:
    """The tables of all sheets in the order of their tabs, then what lies outside the sheets."""
    package = Package(file)
    yield from package.remarks()
    main = package.main_part()
    book = _Xlsb(package, main) if main.endswith(".bin") else _Xlsx(package, main)
    yield from each_sheet(book.sheets, book.tables)
    yield from workbook_parts.parts(package, main)
    yield from properties.of_package(package, book.authors)
    yield from package.metafiles()
    yield from placed(package.media())


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Files that were inserted into a sheet."""
    yield from Package(file).embedded()


class _Xlsx:
    """A workbook of XML parts."""

    def __init__(self, package: Package, main: str) -> None:
        self._package, self._main = package, main
        self.sheets = sheets(package, main)
        self._styles: Styles = styles(package, main)
        self._calamine = _Calamine(package, main)
        self._strings: list[str] | None = None
        self.authors: list[str] = list(workbook_parts.persons(package, main))

    def tables(self, sheet: Sheet) -> Iterator[Item]:
        place = f"シート『{sheet.name}』"
        found = survey(self._package, sheet.part, self._styles.zeros)
        if found.positioned and found.rectangle <= MAX_RECTANGLE:
            yield from tables(place, self._dense(sheet, found))
        else:
            yield from self._sparse(sheet, place, found)
        asides = {
            "のヘッダー・フッター": found.margins.strip(),
            "の入力規則": workbook_parts.drop_downs(found.choices),
            "のリンク先": "\n".join(self._package.mail_addresses(sheet.part)),
        }
        yield from (Passage(text, place + label) for label, text in asides.items() if text)
        yield from _around(self._package, sheet.part, place, self.authors)
        yield from hidden_lines(sheet.name, found.hidden_rows, found.hidden_columns)

    def _dense(self, sheet: Sheet, found: Survey) -> Iterator[Row]:
        grid = self._calamine.sheet(sheet.name)
        left = grid.start[1] if grid.start else 0
        zeros = [(number - 1 - left, pattern) for number, pattern in found.zero_columns.items() if number > left]
        if not zeros:
            yield from rows_of(grid)
            return
        for number, row in rows_of(grid):
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

    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self.sheets = biff.xlsb_sheets(package, main)
        self.authors: list[str] = []
        self._calamine = _Calamine(package, main)

    def tables(self, sheet: Sheet) -> Iterator[Item]:
        place = f"シート『{sheet.name}』"
        rows, columns = biff.xlsb_extent(self._package, sheet.part)
        if rows * columns <= MAX_XLS_RECTANGLE:
            yield from tables(place, rows_of(self._calamine.sheet(sheet.name)))
        else:
            yield Remark(f"シート『{sheet.name}』は範囲が広すぎて読めませんでした。", incomplete=True)
        yield from _around(self._package, sheet.part, place, self.authors)


class _Calamine:
    """python-calamine, opened when the first sheet needs it and only after what it will unpack was measured."""

    def __init__(self, package: Package, main: str) -> None:
        self._package, self._main = package, main
        self._book: CalamineWorkbook | None = None

    def sheet(self, name: str) -> CalamineSheet:
        if self._book is None:
            for relation in self._package.relations(self._main):
                if relation.kind == "sharedStrings":
                    self._package.measure(relation.target)
            self._book = opened(self._package.source)
        return sheet_of(self._book, name)


def _around(package: Package, part: str, place: str, authors: list[str]) -> Iterator[Item]:
    """What stands on a sheet outside its cells: comments, text boxes, charts."""
    for relation in package.relations(part):
        match relation.kind:
            case "comments" if relation.target.endswith(".bin"):
                text = "\n".join(biff.xlsb_comments(package.read(relation.target)))
                label = "コメント"
            case "comments":
                text = _comments(package.xml(relation.target), authors)
                label = "コメント"
            case "threadedComment":
                thread = descendants(package.xml(relation.target))
                text = "\n".join(node.text or "" for node in thread if local(node) == "text")
                label = "コメント"
            case "drawing":
                text = drawing_text(package, relation.target)
                label = "図形"
            case "vmlDrawing" if not relation.target.endswith(".bin"):
                text = _form_controls(package, relation.target)
                label = "図形"
            case _:
                continue
        if text.strip():
            yield Passage(text, f"{place}の{label}")


def _comments(root: etree._Element, authors: list[str]) -> str:
    """Comments of one sheet, a line each; those that only repeat a thread for older programs are left out."""
    names = [node.text or "" for node in descendants(root) if local(node) == "author"]
    authors += (name for name in names if not name.startswith("tc="))
    repeated = {str(number) for number, name in enumerate(names) if name.startswith("tc=")}
    comments = (node for node in descendants(root) if local(node) == "comment")
    return "\n".join(rich_text(node) for node in comments if attribute(node, "authorId") not in repeated)


def _form_controls(package: Package, part: str) -> str:
    """The labels of buttons and boxes of the older kind; the boxes of comments have no text of their own."""
    boxes = (node for node in descendants(package.loose_xml(part)) if local(node) == "textbox")
    texts = (" ".join(" ".join(str(part) for part in box.itertext()).split()) for box in boxes)
    return "\n".join(filter(None, texts))
