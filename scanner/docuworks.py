"""DocuWorks documents (xdw) and binders (xbd): the drawings and pictures of their pages, the text of their notes.

Fuji Xerox publishes no specification. The layout is the one that the project ezpzfile-xdw found in public documents
and confirmed with DocuWorks itself: elements of tag, length and value; each save appends a segment of entries
(drawings, pictures), a block of properties (what lies on which page, notes, their settings) and a trailer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scanner.archives import lzh_codes
from scanner.metafile import text_of

_SEGMENT, _PROPERTIES, _ENTRY, _TRAILERS = 0x61, 0x63, 0x64, (0x65, 0x68)
_BODY, _EXPANDED, _DATA, _KIND = 0x82, 0x81, 0x86, 0x80
_PROPERTIES_EXPANDED = 0x83
_MOST = 64 << 20  # bytes of one packed part
_RATIO = 1_000  # unpacked bytes for a packed one
_MOST_FIELDS = 500_000
_DEEPEST = 12
_JPEG = b"\xff\xd8\xff"
_WIDE = re.compile(rb"(?:[\x20-\x7e\n\r]\x00|[\x00-\xff][\x30\x4e-\x9f\xff]){2,}")


@dataclass(slots=True)
class Contents:
    """What a document holds: the text of each drawing, pictures (JPEG), texts of notes; the same once only."""

    drawings: list[str] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def contents(data: bytes) -> Contents:
    """All that was ever saved into the file: pages that were taken out may still be among it."""
    found = Contents()
    properties, size = b"", 0
    for tag, value in _segments(data):
        if tag == _ENTRY:
            _add(dict(fields(value)).get(_BODY, b""), found)
        elif tag == _PROPERTIES:
            properties = value
        elif tag in _TRAILERS:
            size = number(dict(fields(value)).get(_PROPERTIES_EXPANDED, b""))
            _walk(_expanded(properties, size), found, 0)
    found.drawings = [text for text in dict.fromkeys(found.drawings) if text.strip()]
    found.notes = list(dict.fromkeys(found.notes))
    found.pictures = list(dict.fromkeys(found.pictures))
    return found


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The elements of all segments. Some writers give a length that is a little short."""
    place = 0
    while 0 <= place < len(data):
        tag, start, end = _element(data, place)
        if tag == _SEGMENT:
            place = start
            while place < end:
                tag, start, stop = _element(data, place)
                yield tag, data[start:stop]
                place = stop
            end = place
        place = end if data[end : end + 1] in (b"\x60", b"\x61") else data.find(b"\x61", end, end + 64)


def _element(data: bytes, place: int) -> tuple[int, int, int]:
    """An element: its tag (bytes behind 1f belong to it), where its value begins and ends."""
    tag = data[place]
    place += 1
    if tag & 0x1F == 0x1F:
        tag = 0
        while place < len(data):
            tag = (tag << 7 | data[place] & 0x7F) & 0xFFFFFFFF
            place += 1
            if data[place - 1] < 0x80:
                break
    length = data[place] if place < len(data) else 0
    place += 1
    if length & 0x80:
        width = min(length & 0x7F, 4)
        length = int.from_bytes(data[place : place + width], "big")
        place += width
    return tag, place, min(len(data), place + length)


def fields(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The fields of an element, one after the other."""
    place = 0
    for _ in range(_MOST_FIELDS):
        if place + 1 >= len(data):
            return
        tag, start, place = _element(data, place)
        yield tag, data[start:place]


def number(value: bytes) -> int:
    """A number: the shortest bytes, the highest first, with a sign."""
    return int.from_bytes(value, "big", signed=True)


def _add(body: bytes, found: Contents) -> None:
    """A drawing with text, or a picture."""
    content = body
    if body[:1] == b"\x80":
        parts = dict(fields(body))
        content = _expanded(parts.get(_DATA, b""), number(parts.get(_EXPANDED, b"")))
    if content.startswith(_JPEG) or content[16:19] == _JPEG:
        found.pictures.append(content[content.find(_JPEG) :])
    else:
        found.drawings.append(text_of(content))


def _walk(block: bytes, found: Contents, depth: int) -> None:
    """The properties, all the way down: drawings that lie in them, and values that are text."""
    for tag, value in fields(block):
        if value[:1] == b"\x80" and value[2:3] and _DATA in dict(fields(value)):
            _add(value, found)
        elif depth < _DEEPEST and (tag & 0x20 and tag < 0x100) and len(value) > 2:
            _walk(value, found, depth + 1)
        elif text := _text(value):
            found.notes.append(text)


def _text(value: bytes) -> str:
    """A value that is text: in UTF-16, or Japanese in Shift_JIS."""
    bare = value.rstrip(b"\0")
    if match := _WIDE.fullmatch(value[: len(bare) + len(bare) % 2]):
        return match[0].decode("utf-16-le", "replace").strip()
    if len(bare) >= 4 and any(byte >= 0x80 for byte in bare):
        try:
            text = bare.decode("cp932")
        except UnicodeDecodeError:
            return ""
        return text if text.isprintable() and any("\u3041" <= letter <= "\u9fff" for letter in text) else ""
    return ""


def _expanded(packed: bytes, size: int) -> bytes:
    if size <= len(packed) or size > min(_MOST, _RATIO * len(packed)):
        return packed
    try:
        return b"".join(lzh_codes.unpacked(iter([packed]), "lh5", size))
    except (EOFError, IndexError, ValueError):
        return packed
