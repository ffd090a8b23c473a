"""Electronic books (EPUB): the chapters in the order of reading, pictures, what the book says about itself."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO
from urllib.parse import unquote

from lxml import etree

from scanner import encoding, markup, properties
from scanner.document import Format, Item, Passage, Remark, Table, Unreadable
from scanner.ooxml import Package, descendants, local
from scanner.pixels import placed

FORMAT = Format("電子書籍（EPUB）", ("application/epub+zip",), (".epub",))

_CONTAINER, _LOCKS = "META-INF/container.xml", "META-INF/encryption.xml"


def read(file: BinaryIO) -> Iterator[Item]:
    """Chapter by chapter; a chapter whose name is listed as encrypted makes the book a locked one."""
    package = Package(file)
    yield from package.remarks()
    listing = next(
        node.get("full-path", "") for node in descendants(package.xml(_CONTAINER)) if local(node) == "rootfile"
    )
    book = package.xml(listing)
    parts = {node.get("id", ""): node for node in descendants(book) if local(node) == "item"}
    spine = [node.get("idref", "") for node in descendants(book) if local(node) == "itemref"]
    chapters = [_path(listing, parts[name]) for name in spine if name in parts]
    locked = _locked(package)
    if chapters and locked.issuperset(chapters):
        raise Unreadable("encrypted", "保護された電子書籍（DRM）のため、読めません")
    missing = 0
    for number, chapter in enumerate(chapters, 1):
        if chapter in locked or chapter not in package:
            missing += 1
            continue
        for item in _chapter(package, chapter):
            yield replace(item, place=f"{number}章 {item.place}") if isinstance(item, Passage | Table) else item
    if missing:
        yield Remark(f"{missing:,}章は保護されているか見つからず、読めませんでした", incomplete=True)
    yield from properties.of_book(book)
    pictures = [_path(listing, node) for node in parts.values() if node.get("media-type", "").startswith("image/")]
    found = (part for part in pictures if part in package and not part.endswith(".svg"))
    yield from placed((f"画像{number}", package.open(part)) for number, part in enumerate(found, 1))


def _chapter(package: Package, part: str) -> Iterator[Item]:
    decoded = encoding.decode(io.BytesIO(package.read(part)))
    if decoded.remark:
        yield decoded.remark
    yield from markup.items(decoded.blocks)


def _path(listing: str, node: etree._Element) -> str:
    """Where a part of the book lies in the package."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(listing), unquote(node.get("href", ""))))


def _locked(package: Package) -> set[str]:
    if _LOCKS not in package:
        return set()
    return {
        unquote(node.get("URI", "")) for node in descendants(package.xml(_LOCKS)) if local(node) == "CipherReference"
    }
