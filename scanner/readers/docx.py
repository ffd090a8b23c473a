"""Word documents: the text in its order, tables, headers and footers, text boxes, notes, comments, deleted text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from scanner import fields, properties
from scanner.document import Format, Item, Passage
from scanner.ooxml import Package, attribute, descendants, drawing_text, local
from scanner.pixels import placed
from scanner.tables import tables

FORMAT = Format(
    name="Word 文書",
    media_types=(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
        "application/vnd.ms-word.document.macroEnabled.12",
        "application/vnd.ms-word.template.macroEnabled.12",
    ),
    extensions=(".docx", ".docm", ".dotx", ".dotm"),
)

_BLOCK = 32 * 1024  # characters of running text handed over at once
_MAX_SPAN = 100  # columns that one cell may claim to cover
_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NO_TEXT = frozenset({"Fallback", "delInstrText", "moveFrom", "rPr", "pPr", "tblPr", "tcPr", "sectPr"})
_CHOICES = frozenset({"default", "listEntry", "listItem", "statusText", "helpText"})  # of fields and content controls
_APART = frozenset({"delText", "rt", "txbxContent", "textpath", "instrText", "fldChar", "fldSimple", "sdtPr"})
_AROUND = {
    "header": "ヘッダー",
    "footer": "フッター",
    "footnotes": "脚注",
    "endnotes": "脚注",
    "comments": "コメント",
    "glossaryDocument": "文書パーツ",
}


def read(file: BinaryIO) -> Iterator[Item]:
    """The body first, then what stands around it."""
    package = Package(file)
    yield from package.remarks()
    main = package.main_part()
    story = _Story()
    yield from story.items(package, main, "本文")
    said: set[Item] = set()  # a document has up to three headers a section, often the same
    for relation in package.relations(main):
        if place := _AROUND.get(relation.kind):
            for item in story.items(package, relation.target, place):
                if item not in said:
                    said.add(item)
                    yield item
        elif relation.kind in ("chart", "diagramData") and (text := drawing_text(package, relation.target)):
            yield Passage(text, "図形")
    story.addresses += package.mail_addresses(main)
    yield from story.asides()
    yield from properties.of_package(package, story.authors)
    yield from package.metafiles()
    yield from placed(package.media())


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Workbooks behind charts, embedded objects and imported text."""
    yield from Package(file).embedded()


class _Story:
    """Walks the text of a document and lays aside what does not belong to its running text."""

    def __init__(self) -> None:
        self._tables = 0
        self._boxes: list[str] = []
        self._deleted: list[str] = []
        self._readings: list[str] = []
        self._choices: list[str] = []
        self._code: list[str] | None = None  # of the field whose code is open
        self.addresses: list[str] = []
        self.authors: list[str] = []

    def items(self, package: Package, part: str, place: str) -> Iterator[Item]:
        """The paragraphs of a part, in blocks, and its tables where they stand."""
        block: list[str] = []
        size = 0
        for element in package.stream(part, "p", "tbl", "sdtPr"):
            self._sign(element)
            if local(element) == "sdtPr":
                self._offer(element)
                continue
            if local(element) == "p":
                text = self._text(element)
                block.append(text)
                size += len(text) + 1
            if block and (local(element) == "tbl" or size > _BLOCK):
                yield from _passage(block, place)
                block, size = [], 0
            if local(element) == "tbl":
                yield from self._table(element)
        yield from _passage(block, place)

    def asides(self) -> Iterator[Item]:
        """What was met on the way: text boxes, text struck out by a reviser, readings above kanji."""
        yield from _passage(self._boxes, "テキストボックス")
        yield from _passage(self._deleted, "変更履歴（削除）")
        yield from _passage(self._readings, "ふりがな")
        yield from _passage(list(dict.fromkeys(self._choices)), "フォームの項目")
        yield from _passage(list(dict.fromkeys(self.addresses)), "リンク先")

    def _sign(self, element: etree._Element) -> None:
        """Who wrote the comment that a paragraph belongs to, or revised something in it."""
        around = element.getparent()
        if around is not None and local(around) == "comment":
            self.authors.append(attribute(around, "author"))
        self.authors += (attribute(node, "author") for node in element.iter("{*}ins", "{*}del"))

    def _table(self, table: etree._Element) -> Iterator[Item]:
        self._tables += 1
        place = f"表{self._tables}"
        inner: list[etree._Element] = []
        rows = [self._row(row, inner) for row in _within(table, "tr")]
        yield from tables(place, rows)
        for nested in inner:
            yield from self._table(nested)

    def _row(self, row: etree._Element, inner: list[etree._Element]) -> list[str]:
        cells = [""] * _row_offset(row)
        for cell in _within(row, "tc"):
            span, continued = _cell_shape(cell)
            paragraphs: list[str] = []
            for element in _within(cell, "p", "tbl"):
                if local(element) == "tbl":
                    inner.append(element)
                else:
                    paragraphs.append(self._text(element))
            cells.append("" if continued else "\n".join(paragraphs).strip())
            cells.extend([""] * (span - 1))
        return cells

    def _text(self, element: etree._Element) -> str:
        """The text of a paragraph; boxes, deletions and readings go to their own lists."""
        parts: list[str] = []
        for node in element:
            name = local(node)
            if name == "t":
                parts.append(node.text or "")
            elif name in _MARKS:
                parts.append(_MARKS[name])
            elif name in _APART:
                parts.append(self._apart(name, node))
            elif name not in _NO_TEXT:
                parts.append(self._text(node))
        return "".join(parts)

    def _apart(self, name: str, node: etree._Element) -> str:
        """What is no plain text; what of it is shown in the line comes back."""
        match name:
            case "delText":
                self._deleted.append(node.text or "")
            case "rt":
                self._readings.append(self._text(node))
            case "txbxContent":
                self._boxes.append(self._box(node))
            case "textpath":
                self._boxes.append(attribute(node, "string"))
            case "instrText":
                self._code = [*(self._code or ()), node.text or ""]
            case "fldChar" | "fldSimple":
                self._offer(node)
                shown = self._field("".join(self._code or ()) or attribute(node, "instr"))
                self._code = None
                return shown + self._text(node) if name == "fldSimple" else shown
            case _:
                self._offer(node)
        return ""

    def _field(self, code: str) -> str:
        """What the code of a field holds: a name under its reading is shown, an address is kept."""
        self._readings += filter(None, [fields.reading(code)])
        self.addresses += filter(None, [fields.mail_address(code)])
        return fields.shown_text(code)

    def _offer(self, settings: etree._Element) -> None:
        """The choices and presets of a form, also those that are not chosen."""
        for node in settings.iter():
            if local(node) in _CHOICES:
                self._choices += filter(None, [attribute(node, "displayText") or attribute(node, "val")])

    def _box(self, box: etree._Element) -> str:
        """The text of a text box; the cells of a table in it stand side by side."""
        lines: list[str] = []
        for element in _within(box, "p", "tbl"):
            if local(element) == "p":
                lines.append(self._text(element))
            else:
                lines.extend("\t".join(self._row(row, [])) for row in _within(element, "tr"))
        return "\n".join(lines)


def _passage(lines: list[str], place: str) -> Iterator[Passage]:
    text = "\n".join(lines).strip("\n")
    if text.strip():
        yield Passage(text, place)


def _within(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The nearest elements of these names below one, through content controls and the like."""
    for node in element:
        name = local(node)
        if name in names:
            yield node
        elif name not in _NO_TEXT:
            yield from _within(node, *names)


def _row_offset(row: etree._Element) -> int:
    """How many columns a row leaves out on its left."""
    for node in descendants(row, skip=frozenset({"tc"})):
        if local(node) == "gridBefore":
            return min(int(attribute(node, "val") or 0), _MAX_SPAN)
    return 0


def _cell_shape(cell: etree._Element) -> tuple[int, bool]:
    """How many columns a cell covers, and whether it only continues the one above it."""
    span, continued = 1, False
    for node in descendants(cell, skip=frozenset({"p", "tbl"})):
        if local(node) == "gridSpan":
            span = min(max(1, int(attribute(node, "val") or 1)), _MAX_SPAN)
        elif local(node) == "vMerge":
            continued = attribute(node, "val") in ("", "continue")
    return span, continued
