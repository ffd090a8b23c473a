"""OpenDocument spreadsheets: every sheet as a table, hidden ones too, with notes and text boxes.

Read by our own streaming pass: python-calamine lays a sheet out as a rectangle before anyone can see how large it is,
and one far cell ends the process.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from lxml import etree

from scanner.document import Format, Item, Passage, Remark, Unreadable
from scanner.grid import Row, number_text, tables
from scanner.ooxml import Package, attribute, descendants, local
from scanner.pixels import placed

FORMAT = Format(
    name="OpenDocument 表計算",
    media_types=(
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.spreadsheet-template",
    ),
    extensions=(".ods", ".ots"),
)

MAX_REPEATS = 1_000  # a filled row that claims to stand there more often is cut and remarked upon
MAX_COLUMNS = 2_000  # likewise the filled cells of a row
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_ASIDE = frozenset({"annotation", "frame", "custom-shape", "shapes"})


def read(file: BinaryIO) -> Iterator[Item]:
    """The tables of all sheets in the order of their tabs."""
    package = Package(file)
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Unreadable("encrypted", "パスワードで保護されています。")
    overview = _Overview(package)
    for sheet, lines in itertools.groupby(_lines(package), key=lambda line: line.sheet):
        place = f"シート『{sheet}』"
        asides: list[str] = []
        yield from tables(place, _rows(lines, sorted(overview.columns[sheet]), asides))
        if asides:
            yield Passage("\n".join(asides), f"{place}のコメント・図形")
        if sheet in overview.cut:
            yield Remark(f"シート『{sheet}』は同じ内容の繰り返しが多すぎて、一部を省きました。", incomplete=True)
        if sheet in overview.hidden:
            yield Remark(f"非表示のシート『{sheet}』も読みました。")
    yield from placed(package.media())


@dataclass(frozen=True, slots=True)
class _Line:
    """A row as it is written: how often it stands there, its filled cells by column, the texts beside its cells."""

    sheet: str
    style: str
    number: int
    times: int
    cells: dict[int, str]
    asides: list[str]


class _Overview:
    """A first look over all sheets: the columns that hold something, the hidden sheets, the endless repetitions."""

    def __init__(self, package: Package) -> None:
        hidden_styles = set(_hidden_styles(package))
        self.columns: dict[str, set[int]] = {}
        self.hidden: set[str] = set()
        self.cut: set[str] = set()
        for line in _lines(package):
            self.columns.setdefault(line.sheet, set()).update(line.cells)
            if line.style in hidden_styles:
                self.hidden.add(line.sheet)
            if (line.times > MAX_REPEATS and line.cells) or len(line.cells) > MAX_COLUMNS:
                self.cut.add(line.sheet)


def _rows(lines: Iterable[_Line], columns: list[int], asides: list[str]) -> Iterator[Row]:
    for line in lines:
        asides.extend(line.asides)
        row = [line.cells.get(column, "") for column in columns[:MAX_COLUMNS]]
        for repeat in range(min(line.times, MAX_REPEATS) if line.cells else 0):
            yield line.number + repeat, row


def _lines(package: Package) -> Iterator[_Line]:
    """The rows of all sheets, one after the other; the text boxes of a sheet come as a row without cells."""
    sheet, number = "", 1
    for row in package.stream("content.xml", "table-row", "shapes"):
        table = next(row.iterancestors("{*}table"), None)
        if table is None:
            continue
        if attribute(table, "name") != sheet:
            sheet, number = attribute(table, "name"), 1
        style = attribute(table, "style-name")
        if local(row) == "shapes":
            yield _Line(sheet, style, number, 1, {}, list(filter(None, [_paragraphs(row)])))
            continue
        times = int(attribute(row, "number-rows-repeated") or 1)
        cells, asides = _cells(row)
        if cells or asides:
            yield _Line(sheet, style, number, times, cells, asides)
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
            asides.extend(filter(None, (_paragraphs(node) for node in cell if local(node) in _ASIDE)))
        column += times
    return cells, asides


def _cell_text(cell: etree._Element) -> str:
    shown = "\n".join(paragraph_text(node) for node in cell if local(node) == "p")
    match cell.get(f"{_OFFICE}value-type", ""):
        case "float" | "percentage" | "currency":
            filled_with_zeros = shown.startswith("0") and shown.replace("-", "").isdigit()
            return shown if filled_with_zeros else number_text(float(cell.get(f"{_OFFICE}value", "0")))
        case "date":
            return cell.get(f"{_OFFICE}date-value", shown).removesuffix("T00:00:00").replace("T", " ")
        case "boolean":
            return cell.get(f"{_OFFICE}boolean-value", shown).upper()
        case _:
            return shown


def _paragraphs(element: etree._Element) -> str:
    return "\n".join(filter(None, (paragraph_text(node) for node in descendants(element) if local(node) == "p")))


def paragraph_text(paragraph: etree._Element) -> str:
    """The text of a text:p; OpenDocument writes runs of blanks, tabs and line breaks as elements."""
    text = paragraph.text or ""
    for node in paragraph:
        match local(node):
            case "s":
                text += " " * min(int(attribute(node, "c") or 1), 100)
            case "tab":
                text += "\t"
            case "line-break":
                text += "\n"
            case "ruby-text" | "annotation" | "frame":
                pass
            case _:
                text += paragraph_text(node)
        text += node.tail or ""
    return text


def _hidden_styles(package: Package) -> Iterator[str]:
    for style in package.stream("content.xml", "style"):
        if any(attribute(node, "display") == "false" for node in style if local(node) == "table-properties"):
            yield attribute(style, "name")
