"""OpenDocument texts, presentations and drawings, packed or flat: text, tables, notes, comments, deleted text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from lxml import etree

from scanner.document import Format, Item, Passage, Remark
from scanner.flow import Flow
from scanner.odf import Asides, OpenDocument, beside, paragraph_text, paragraphs, rows
from scanner.ooxml import attribute, local
from scanner.pixels import placed
from scanner.tables import tables

_TYPE = "application/vnd.oasis.opendocument."
FORMAT = Format(
    name="OpenDocument 文書・スライド・図",
    media_types=(
        *(f"{_TYPE}{kind}{form}" for kind in ("text", "presentation", "graphics") for form in ("", "-template")),
        f"{_TYPE}text-master",
    ),
    extensions=(".odt", ".ott", ".odp", ".otp", ".odg", ".fodt", ".fodp"),
)

_BOXES = ("frame", "custom-shape", "g", "rect")


def read(file: BinaryIO) -> Iterator[Item]:
    """The text in its order or page by page, then what stands around it."""
    document = OpenDocument(file)
    yield from document.remarks()
    flow, asides = Flow(), Asides()
    hidden = _hidden_styles(document)
    pages = 0
    for element in document.stream("content.xml", "page", "p", "h", "table", "tracked-changes", *_BOXES):
        if any(local(outer) in ("styles", "master-styles", "automatic-styles") for outer in element.iterancestors()):
            continue  # of a flat file
        if local(element) == "page":
            pages += 1
            yield from _page(element, f"スライド{pages}", asides)
            if attribute(element, "style-name") in hidden:
                yield Remark(f"非表示のスライド{pages}も読みました。")
        else:
            _put(element, flow, asides)
            yield from flow.items()
    yield from flow.end()
    yield from asides.passages()
    yield from document.margins()
    yield from document.objects()
    yield from document.properties(asides.authors)
    yield from placed(document.media())


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Files of other programs that were inserted."""
    yield from OpenDocument(file).members()


def _put(element: etree._Element, flow: Flow, asides: Asides) -> None:
    match local(element):
        case "p" | "h":
            flow.line(paragraph_text(element, asides))
        case "table":
            for row in rows(element, asides):
                flow.row(row)
            flow.end_table()
        case "tracked-changes":
            asides.add("変更履歴（削除）", paragraphs(element))
            asides.authors += (node.text or "" for node in element.iter("{*}creator"))
        case _:
            beside(element, asides)


def _page(page: etree._Element, place: str, asides: Asides) -> Iterator[Item]:
    """A slide: its boxes, its tables, its notes, its comments."""
    found: list[etree._Element] = []
    lines: list[str] = []
    for node in page:
        if local(node) == "notes":
            asides.add("ノート", paragraphs(node))
        elif local(node) == "annotation":
            beside(node, asides)
        elif inner := next(node.iter("{*}table"), None):
            found.append(inner)
        else:
            lines.append(paragraphs(node, asides))
    if text := "\n".join(filter(None, lines)):
        yield Passage(text, place)
    for number, table in enumerate(found, 1):
        yield from tables(f"{place} 表{number}", rows(table, asides))
    yield from asides.passages(f"{place} ")


def _hidden_styles(document: OpenDocument) -> set[str]:
    """The styles of slides that are not shown; of a damaged file those up to the damage."""
    found: set[str] = set()
    with suppress(etree.XMLSyntaxError):
        for style in document.stream("content.xml", "style"):
            if any(attribute(node, "visibility") == "hidden" for node in style):
                found.add(attribute(style, "name"))
    return found
