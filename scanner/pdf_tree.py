"""The pages of a PDF as its objects name them, by way of pdfminer.six: which of them are not there, or damaged.

pdfium says nothing of either: it shows another page in the place of one that is lost, and ends where a page's
content is damaged.
"""

from __future__ import annotations

import struct
import zlib
from typing import BinaryIO

from pdfminer.ascii85 import ascii85decode
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, list_value, resolve1
from pdfminer.psexceptions import PSException
from pdfminer.psparser import literal_name

# What pdfminer raises on damaged files; each seen on fuzzed ones.
DAMAGED = (
    *(PSException, ValueError, TypeError, LookupError, AttributeError, AssertionError, struct.error, zlib.error),
    *(RecursionError, OverflowError),
)
_MOST_PAGES = 100_000
_LONGEST_CONTENT = 32 << 20  # unpacked; what follows is not checked
_INHERITED = PDFPage.INHERITABLE_ATTRS


def pages(file: BinaryIO, password: str) -> list[PDFPage | None]:
    """The pages in order, None for one that is named but not there. Raises one of `DAMAGED`."""
    document = PDFDocument(PDFParser(file), password)
    found: list[PDFPage | None] = []
    pending: list[tuple[object, dict[str, object]]] = [(document.catalog.get("Pages"), {})]
    met: set[int] = set()
    while pending and len(found) < _MOST_PAGES:
        named, inherited = pending.pop()
        number = named.objid if isinstance(named, PDFObjRef) else id(named)
        node = _node(named)
        if node is None or number in met:
            found.append(None)
            continue
        attributes = {**inherited, **node}
        if "Kids" in node:
            met.add(number)
            passed = {name: value for name, value in attributes.items() if name in _INHERITED}
            pending.extend((kid, passed) for kid in reversed(list_value(node["Kids"])))
        else:
            found.append(PDFPage(document, number, attributes, None))
    return found


def is_torn(page: PDFPage) -> bool:
    """Whether a part of what is drawn on a page cannot be unpacked."""
    return any(_is_damaged(content) for content in page.contents)


def _node(named: object) -> dict[str, object] | None:
    """A page or a branch of the tree."""
    try:
        node = dict_value(named)
    except DAMAGED:
        return None
    kind = resolve1(node.get("Type"))
    is_one = "Kids" in node or "Contents" in node or (kind is not None and literal_name(kind) == "Page")
    return dict(node) if is_one else None


def _is_damaged(content: object) -> bool:
    stream = resolve1(content)
    if not isinstance(stream, PDFStream):
        return stream is not None
    filters = [literal_name(name) for name, _ in stream.get_filters()]
    data = stream.get_rawdata() or b""
    if stream.decipher and data:
        data = stream.decipher(stream.objid, stream.genno, data, stream.attrs)
    if filters[:1] in (["ASCII85Decode"], ["A85"]):
        filters, data = filters[1:], ascii85decode(data)
    if filters not in (["FlateDecode"], ["Fl"]) or not data.strip():
        return False
    unpacking = zlib.decompressobj()
    try:
        unpacked = unpacking.decompress(data, _LONGEST_CONTENT)
    except zlib.error:
        return True
    return not unpacking.eof and len(unpacked) < _LONGEST_CONTENT
