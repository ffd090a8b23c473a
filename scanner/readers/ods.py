"""OpenDocument spreadsheets: every sheet as a table, hidden ones too, with notes, text boxes, page margins, properties.

Read by our own streaming pass: python-calamine lays a sheet out as a rectangle before anyone can see how large it is,
and one far cell ends the process.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from lxml import etree

from scanner.cells import hidden_lines
from scanner.document import Format, Item, Passage, Remark
from scanner.grid import Row, number_text, tables
from scanner.odf import OpenDocument, paragraph_text, paragraphs
from scanner.ooxml import attribute, local
from scanner.pixels import placed

FORMAT = Format(
    name="OpenDocument 表計算",
    media_types=(
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.spreadsheet-template",
    ),
    extensions=(".ods", ".ots", ".fods"),
)

MAX_REPEATS = 1_000  # a filled row that claims to stand there more often is cut and remarked upon
MAX_COLUMNS = 2_000  # likewise the filled cells of a row
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_ASIDE = frozenset({"annotation", "frame", "custom-shape", "shapes"})


def read(file: BinaryIO) -> Iterator[Item]:
    """The tables of all sheets in the order of their tabs."""
    document = OpenDocument(file)
    yield from document.remarks()
    overview = _Overview(document)
    authors: list[str] = []
    for sheet, lines in itertools.groupby(_lines(document, authors), key=lambda line: line.sheet):
        place = f"シート『{sheet}』"
        asides: list[str] = []
        yield from tables(place, _rows(lines, sorted(overview.columns[sheet]), asides))
        if asides:
            yield Passage("\n".join(asides), f"{place}のコメント・図形")
        if sheet in overview.cut:
            yield Remark(f"シート『{sheet}』は同じ内容の繰り返しが多すぎて、一部を省きました。", incomplete=True)
        if sheet in overview.hidden:
            yield Remark(f"非表示のシート『{sheet}』も読みました。")
        yield from hidden_lines(sheet, overview.hidden_rows.get(sheet, 0), 0)
    yield from _before_changes(document)
    yield from document.margins()
    yield from document.objects()
    yield from document.properties(authors)
    yield from placed(document.media())


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Files of other programs that were inserted."""
    yield from OpenDocument(file).members()


def _before_changes(document: OpenDocument) -> Iterator[Passage]:
    """What stood in cells before changes that the document keeps track of."""
    lines = (paragraphs(changes) for changes in document.stream("content.xml", "tracked-changes"))
    if text := "\n".join(filter(None, lines)):
        yield Passage(text, "変更履歴（変更前の値）")


@dataclass(frozen=True, slots=True)
class _Line:
    """A row as it is written: how often it stands there, its filled cells by column, the texts beside its cells."""

    sheet: str
    style: str
    number: int
    times: int
    cells: dict[int, str]
    asides: list[str]
    is_hidden: bool = False


class _Overview:
    """A first look over all sheets: the columns that hold something, the hidden sheets, the endless repetitions."""

    def __init__(self, document: OpenDocument) -> None:
        self._hidden_styles: set[str] = set()
        self.columns: dict[str, set[int]] = {}
        self.hidden: set[str] = set()
        self.cut: set[str] = set()
        self.hidden_rows: dict[str, int] = {}
        with suppress(etree.XMLSyntaxError):  # of a damaged file, what stands in front of the damage
            self._hidden_styles.update(_hidden_styles(document))
        with suppress(etree.XMLSyntaxError):
            for line in _lines(document, []):
                self._take(line)

    def _take(self, line: _Line) -> None:
        if line.is_hidden and line.cells:
            self.hidden_rows[line.sheet] = self.hidden_rows.get(line.sheet, 0) + line.times
        self.columns.setdefault(line.sheet, set()).update(line.cells)
        if line.style in self._hidden_styles:
            self.hidden.add(line.sheet)
        if (line.times > MAX_REPEATS and line.cells) or len(line.cells) > MAX_COLUMNS:
            self.cut.add(line.sheet)


def _rows(lines: Iterable[_Line], columns: list[int], asides: list[str]) -> Iterator[Row]:
    for line in lines:
        asides.extend(line.asides)
        row = [line.cells.get(column, "") for column in columns[:MAX_COLUMNS]]
        for repeat in range(min(line.times, MAX_REPEATS) if line.cells else 0):
            yield line.number + repeat, row


def _lines(document: OpenDocument, authors: list[str]) -> Iterator[_Line]:
    """The rows of all sheets, one after the other; the text boxes of a sheet come as a row without cells."""
    sheet, number = "", 1
    for row in document.stream("content.xml", "table-row", "shapes"):
        table = next(row.iterancestors("{*}table"), None)
        if table is None or next(row.iterancestors("{*}object"), None) is not None:
            continue
        if attribute(table, "name") != sheet:
            sheet, number = attribute(table, "name"), 1
        style = attribute(table, "style-name")
        if local(row) == "shapes":
            yield _Line(sheet, style, number, 1, {}, list(filter(None, [paragraphs(row)])))
            continue
        times = int(attribute(row, "number-rows-repeated") or 1)
        authors += (node.text or "" for node in row.iter("{*}creator"))
        cells, asides = _cells(row)
        if cells or asides:
            is_hidden = attribute(row, "visibility") in ("collapse", "filter")
            yield _Line(sheet, style, number, times, cells, asides, is_hidden)
        number += times


def _cells(row: etree._Element) -> tuple[dict[int, str], list[str]]:
    cells: dict[int, str] = {}
    asides: list[str] = []
    column = 0
    for cell in row:
        times = int(attribute(cell, "number-columns-repeated") or 1)
        if len(cell):
            if text := _cell_text(cell):
                cells.update(dict.fromkeys(range(column, column + min(times, MAX_COLUMNS + 1)), text))
            asides.extend(filter(None, (paragraphs(node) for node in cell if local(node) in _ASIDE)))
        column += times
    return cells, asides


def _cell_text(cell: etree._Element) -> str:
    shown = "\n".join(paragraph_text(node) for node in cell if local(node) == "p")
    match cell.get(f"{_OFFICE}value-type", ""):
        case "float" | "percentage" | "currency":
            value = float(cell.get(f"{_OFFICE}value", "0"))
            digits = shown.replace("-", "")
            is_filled = digits != shown or shown.startswith("0")  # 060-0001, 100-0001, 000123
            return shown if is_filled and digits.isdecimal() and int(digits) == value else number_text(value)
        case "date":
            return cell.get(f"{_OFFICE}date-value", shown).removesuffix("T00:00:00").replace("T", " ")
        case "boolean":
            return cell.get(f"{_OFFICE}boolean-value", shown).upper()
        case _:
            return shown


def _hidden_styles(document: OpenDocument) -> Iterator[str]:
    for style in document.stream("content.xml", "style"):
        if any(attribute(node, "display") == "false" for node in style if local(node) == "table-properties"):
            yield attribute(style, "name")
