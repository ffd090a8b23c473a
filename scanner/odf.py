"""The OpenDocument formats, packed as ZIP or flat in one XML file: paragraphs, what stands beside them, tables."""

from __future__ import annotations

import base64
import binascii
import io
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from lxml import etree

from scanner import properties
from scanner.document import Passage, Remark, Unreadable
from scanner.ooxml import Package, attribute, local, outermost, unpacked

_MARGINS = ("header", "header-left", "header-first", "footer", "footer-left", "footer-first")
_MOST_REPEATS = 200  # columns that one cell may claim to fill
_NUMBERS = frozenset({"page-number", "date-time"})
_UNSHOWN = frozenset({"creator", "date", "initials", "sender-initials"})


class OpenDocument:
    """An opened file; its parts are read as streams, whichever way it is packed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._package = Package(file) if file.read(2) == b"PK" and file.seek(0) == 0 else None
        file.seek(0)
        manifest = "META-INF/manifest.xml"
        if self._package and manifest in self._package and b"encryption-data" in self._package.read(manifest):
            raise Unreadable("encrypted", "パスワードで保護されています。")

    def stream(self, part: str, *tags: str) -> Iterator[etree._Element]:
        """The outermost elements of these names in a part; a flat file is one part."""
        if self._package:
            if part in self._package:
                yield from self._package.stream(part, *tags)
            return
        self._file.seek(0)
        yield from outermost(self._file, *tags)

    def remarks(self) -> Iterator[Remark]:
        """That the file is damaged, and only what was left of it was read."""
        if self._package:
            yield from self._package.remarks()

    def margins(self) -> Iterator[Passage]:
        """Page headers and footers, each said once."""
        lines = (paragraphs(node) for node in self.stream("styles.xml", *_MARGINS))
        if text := "\n".join(dict.fromkeys(filter(None, lines))):
            yield Passage(text, "ヘッダー・フッター")

    def properties(self, authors: list[str]) -> Iterator[Passage]:
        """What the document says about itself, and who wrote its comments."""
        meta = next(self.stream("meta.xml", "meta"), None)
        yield from properties.of_meta(etree.Element("meta") if meta is None else meta, authors)

    def objects(self) -> Iterator[Passage]:
        """The text of charts, tables and drawings that were inserted as documents of their own."""
        for part in self._package.parts("object") if self._package else []:
            if part.endswith("/content.xml") and self._package:
                rows = self._package.stream(part, "p", "h", "table-row")
                text = "\n".join(filter(None, (_line(row) for row in rows)))
                if text.strip():
                    yield Passage(text, f"埋め込み『{posixpath.dirname(part)}』")

    def media(self) -> Iterator[tuple[str, BinaryIO]]:
        """The pictures in the document."""
        if self._package:
            yield from self._package.media()
            return
        for number, node in enumerate(self.stream("", "binary-data"), 1):
            try:
                yield f"画像{number}", io.BytesIO(base64.b64decode(node.text or "", validate=False))
            except binascii.Error:
                continue

    def members(self) -> Iterator[tuple[str, BinaryIO]]:
        """Files of other programs that were inserted."""
        for part in self._package.parts("object") if self._package else []:
            if "/" not in part and self._package:
                yield unpacked(f"{part}.bin", io.BytesIO(self._package.read(part)))


@dataclass(slots=True)
class Asides:
    """What is met in paragraphs and stands beside them, by the words for its place."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)

    def add(self, place: str, text: str) -> None:
        """One text more."""
        if text.strip():
            self.texts.setdefault(place, []).append(text)

    def passages(self, before: str = "") -> Iterator[Passage]:
        """All of it; `before` names the page it stands on."""
        for place, texts in self.texts.items():
            yield Passage("\n".join(dict.fromkeys(texts)), before + place)
        self.texts = {}


def paragraph_text(paragraph: etree._Element, asides: Asides | None = None) -> str:
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
            case "ruby-text" | "annotation" | "frame" | "note" | "custom-shape" | "g" | "rect" | "line":
                if asides is not None:
                    beside(node, asides)
            case name:
                text += paragraph_text(node, asides)
                if name == "a" and asides is not None and attribute(node, "href").startswith("mailto:"):
                    asides.add("リンク先", attribute(node, "href")[7:].partition("?")[0])
        text += node.tail or ""
    return text


def beside(node: etree._Element, asides: Asides) -> None:
    """Put what stands beside a paragraph to the asides: readings, comments, notes, boxes."""
    match local(node):
        case "ruby-text":
            asides.add("ふりがな", node.text or "")
        case "annotation":
            asides.authors += (part.text or "" for part in node if local(part) == "creator")
            asides.add("コメント", paragraphs(node))
        case "note":
            asides.add("脚注", "\n".join(paragraphs(part) for part in node if local(part) == "note-body"))
        case _:
            asides.add("テキストボックス", paragraphs(node, asides))


def paragraphs(element: etree._Element, asides: Asides | None = None) -> str:
    """The paragraphs below an element, a line each."""
    lines: list[str] = []
    for node in element:
        if local(node) in ("p", "h"):
            lines.append(paragraph_text(node, asides))
        elif local(node) == "annotation" and asides is not None:
            beside(node, asides)
        elif local(node) not in _UNSHOWN and attribute(node, "class") not in _NUMBERS:
            lines.append(paragraphs(node, asides))
    return "\n".join(filter(None, lines))


def rows(table: etree._Element, asides: Asides) -> Iterator[list[str]]:
    """The rows of a table in running text; cells that others cover are blank."""
    for node in table:
        if local(node) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from rows(node, asides)
        elif local(node) == "table-row":
            cells: list[str] = []
            for cell in node:
                if local(cell) in ("table-cell", "covered-table-cell"):
                    times = min(int(attribute(cell, "number-columns-repeated") or 1), _MOST_REPEATS)
                    cells += [paragraphs(cell, asides)] * times
            yield cells


def _line(element: etree._Element) -> str:
    if local(element) != "table-row":
        return paragraph_text(element)
    return "\t".join(paragraphs(cell) for cell in element).strip("\t")
