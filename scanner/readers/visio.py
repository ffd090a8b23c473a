"""Visio drawings (vsdx): the text of the shapes page by page, their data, comments, properties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from scanner import properties
from scanner.document import Format, Item, Passage
from scanner.ooxml import Package, attribute, descendants, local, reference
from scanner.pixels import placed

FORMAT = Format(
    name="Visio 図面",
    media_types=("application/vnd.ms-visio.drawing", "application/vnd.ms-visio.template"),
    extensions=(".vsdx", ".vsdm", ".vstx", ".vssx"),
)


def read(file: BinaryIO) -> Iterator[Item]:
    """Page by page under the names of the pages."""
    package = Package(file)
    yield from package.remarks()
    main = next((link.target for link in package.relations("") if link.kind == "document"), "visio/document.xml")
    authors: list[str] = []
    for relation in package.relations(main):
        if relation.kind == "pages":
            for name, part in _pages(package, relation.target):
                if text := _shapes(package.xml(part)):
                    yield Passage(text, f"ページ『{name}』")
        elif relation.kind == "comments":
            yield from _comments(package.xml(relation.target), authors)
    yield from properties.of_package(package, authors)
    yield from package.metafiles()
    yield from placed(package.media())


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Objects that were inserted."""
    yield from Package(file).embedded()


def _pages(package: Package, listing: str) -> Iterator[tuple[str, str]]:
    targets = {relation.id: relation.target for relation in package.relations(listing)}
    for page in (node for node in descendants(package.xml(listing)) if local(node) == "Page"):
        link = next((reference(node) for node in descendants(page) if local(node) == "Rel"), "")
        if link in targets:
            yield page.get("Name", ""), targets[link]


def _shapes(page: etree._Element) -> str:
    """The text of each shape, and the data behind it: in an organisation chart the names and duties."""
    lines: list[str] = []
    for node in descendants(page):
        if local(node) == "Text":
            lines.append("".join(str(part) for part in node.itertext()).strip())
        elif local(node) == "Section" and node.get("N") == "Property":
            lines += (_datum(row) for row in node)
    return "\n".join(filter(None, lines))


def _datum(row: etree._Element) -> str:
    cells = {cell.get("N", ""): cell.get("V", "") for cell in row}
    value = cells.get("Value", "")
    return f"{cells.get('Label') or attribute(row, 'N')}：{value}" if value and value != "0" else ""


def _comments(root: etree._Element, authors: list[str]) -> Iterator[Item]:
    authors += (node.get("Name", "") for node in descendants(root) if local(node) == "AuthorEntry")
    texts = (
        "".join(str(part) for part in node.itertext()) for node in descendants(root) if local(node) == "CommentEntry"
    )
    if text := "\n".join(filter(None, texts)):
        yield Passage(text, "コメント")
