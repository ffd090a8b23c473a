"""What a PDF says about itself and beside its pages: properties, bookmarks, the data of an XFA form."""

from __future__ import annotations

import ctypes
import html
import re
from collections.abc import Iterator
from itertools import islice

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from lxml import etree

from scanner import properties
from scanner.document import Passage
from scanner.ooxml import local

_INFORMATION = {"Title": "タイトル", "Subject": "件名", "Author": "作成者", "Keywords": "キーワード"}
_XMP = {
    "dc:title": "タイトル",
    "dc:description": "件名",
    "dc:creator": "作成者",
    "dc:subject": "キーワード",
    "pdf:Keywords": "キーワード",
    "photoshop:CaptionWriter": "説明の記入者",
    "xmpRights:Owner": "権利者",
}
_NOTHING = frozenset(["untitled", "unspecified", "anonymous"])  # what programs put where nobody said anything
_PACKET = re.compile(rb"<x:x[am]pmeta\b.*?</x:x[am]pmeta>", re.DOTALL)
_PACKETS = 50
_LONGEST_PACKET = 200_000
_NAMES = "|".join(map(re.escape, _XMP))
_ELEMENT = re.compile(rf"<({_NAMES})\b[^>]*>(.*?)</\1>|\b({_NAMES})=\"([^\"]*)\"", re.DOTALL)
_ITEM = re.compile(r"<rdf:li\b[^>]*>(.*?)</rdf:li>", re.DOTALL)
_BOOKMARKS = 20_000
_XFA_SIZE = 32 << 20


def about(document: pdfium.PdfDocument, content: bytes) -> Iterator[Passage]:
    """Properties and bookmarks. `content` is the file, where it is small enough to be searched."""
    told = document.get_metadata_dict(skip_empty=True)
    lines = [*((label, told.get(name, "")) for name, label in _INFORMATION.items()), *_xmp(content)]
    yield from properties.passage((label, text) for label, text in lines if text.strip(" ()").lower() not in _NOTHING)
    titles = (bookmark.get_title().strip() for bookmark in islice(document.get_toc(max_depth=15), _BOOKMARKS))
    if text := "\n".join(filter(None, titles)):
        yield Passage(text, "しおり")
    yield from _xfa(document)


def _xmp(content: bytes) -> Iterator[tuple[str, str]]:
    """The properties of XMP, which stands in a file as it is, so that every program finds it."""
    if b":xmpmeta" not in content and b":xapmeta" not in content:
        return
    for packet in islice(_PACKET.finditer(content), _PACKETS):
        text = packet[0][:_LONGEST_PACKET].decode("utf-8", "replace")
        for element in _ELEMENT.finditer(text):
            name, inner = element[1] or element[3], element[2] or element[4] or ""
            for value in _ITEM.findall(inner) or [inner]:
                yield _XMP[name], html.unescape(re.sub(r"<[^>]*>", " ", value))


def _xfa(document: pdfium.PdfDocument) -> Iterator[Passage]:
    """What was typed into a form that lies in the PDF as XML."""
    for index in range(max(0, raw.FPDF_GetXFAPacketCount(document))):
        size = raw.FPDF_GetXFAPacketName(document, index, None, 0)
        name = ctypes.create_string_buffer(size)
        raw.FPDF_GetXFAPacketName(document, index, name, size)
        if name.value == b"datasets" and (text := "\n".join(_values(_packet(document, index)))):
            yield Passage(text, "フォームの入力欄")


def _packet(document: pdfium.PdfDocument, index: int) -> bytes:
    size = ctypes.c_ulong()
    raw.FPDF_GetXFAPacketContent(document, index, None, 0, size)
    buffer = ctypes.create_string_buffer(min(size.value, _XFA_SIZE))
    raw.FPDF_GetXFAPacketContent(document, index, buffer, len(buffer), size)
    return buffer.raw


def _values(packet: bytes) -> Iterator[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    root = etree.fromstring(packet, parser) if packet.strip() else None
    for element in () if root is None else root.iter(etree.Element):
        if not len(element) and element.text and element.text.strip():
            yield f"{local(element)}: {element.text.strip()}"
