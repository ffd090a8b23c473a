"""The text of Windows metafiles (EMF, WMF): pasted tables, drawings, the pages of DocuWorks.

Written after [MS-EMF] and [MS-WMF]. A piece of text knows where it stands; pieces are put in reading order.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from statistics import median

from scanner.layout import Piece, rows

_EMF_HEADER, _EMF_MARK = b"\x01\0\0\0", b" EMF"
_WMF_HEADERS = (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00")
_TEXT_NARROW, _TEXT_WIDE, _TEXT_SMALL = 83, 84, 108
_WMF_TEXT, _WMF_TEXT_MORE = 0x0521, 0x0A32
_GLYPHS, _SMALL, _NO_RECTANGLE = 0x10, 0x200, 0x100
_MOST_PIECES = 200_000


def text_of(data: bytes) -> str:
    """The text of a metafile in reading order, "" where there is none."""
    if data[:4] == _EMF_HEADER and data[40:44] == _EMF_MARK:
        pieces = _emf(data)
    elif data.startswith(_WMF_HEADERS):
        pieces = _wmf(data)
    else:
        return ""
    found = [piece for piece, _ in zip(pieces, range(_MOST_PIECES), strict=False) if piece.text.strip()]
    return "\n".join(_joined(row) for row in rows(found))


def _joined(row: list[Piece]) -> str:
    """Pieces of one line; what stands apart by more than a character is kept apart."""
    text, end = "", 0.0
    for piece in row:
        width = (piece.top - piece.bottom) or 1
        text += (" " if text and piece.left - end > width else "") + piece.text
        end = piece.left + width * len(piece.text)
    return text


def _emf(data: bytes) -> Iterator[Piece]:
    place = 0
    while place + 8 <= len(data):
        kind, size = struct.unpack_from("<II", data, place)
        if size < 8 or place + size > len(data):
            return
        record = data[place : place + size]
        if kind in (_TEXT_WIDE, _TEXT_NARROW) and size >= 76:
            left, top, count, offset, options = struct.unpack_from("<iiIII", record, 36)
            gaps = struct.unpack_from("<I", record, 72)[0]
            width = 2 if kind == _TEXT_WIDE else 1
            if not options & _GLYPHS and offset + count * width <= size:
                yield _piece(record[offset : offset + count * width], width, left, top, _advance(record, gaps, count))
        elif kind == _TEXT_SMALL and size >= 36:
            left, top, count, options = struct.unpack_from("<iiII", record, 8)
            start = 36 if options & _NO_RECTANGLE else 52
            width = 1 if options & _SMALL else 2
            if not options & _GLYPHS:
                yield _piece(record[start : start + count * width], width, left, top, 0)
        place += size


def _advance(record: bytes, offset: int, count: int) -> float:
    """How far apart the characters stand: about the width of one."""
    if not count or not offset or offset + 4 * count > len(record):
        return 0
    return float(median(struct.unpack_from(f"<{count}i", record, offset)))


def _wmf(data: bytes) -> Iterator[Piece]:
    place = (22 if data.startswith(_WMF_HEADERS[0]) else 0) + 18
    while place + 6 <= len(data):
        words, kind = struct.unpack_from("<IH", data, place)
        if words < 3:
            return
        record = data[place + 6 : place + 2 * words]
        if kind == _WMF_TEXT and len(record) > 6:
            length = struct.unpack_from("<H", record)[0]
            end = 2 + length + (length & 1)
            if end + 4 <= len(record):
                top, left = struct.unpack_from("<hh", record, end)
                yield _piece(record[2 : 2 + length], 1, left, top, 0)
        elif kind == _WMF_TEXT_MORE and len(record) > 8:
            top, left, length, options = struct.unpack_from("<hhHH", record)
            start = 16 if options & 6 else 8
            yield _piece(record[start : start + length], 1, left, top, 0)
        place += 2 * words


def _piece(raw: bytes, width: int, left: int, top: int, advance: float) -> Piece:
    text = raw.decode("utf-16-le" if width == 2 else "cp932", "replace").replace("\0", "")
    return Piece(left, -top, -top + abs(advance), text)
