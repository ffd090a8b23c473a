"""The fonts that stand in for those a PDF names but does not bring along.

pdfium measures the glyph of every character, and takes it from a font of the system where the PDF has none: slow with
the outlines of Japanese fonts (14 of 16 ms for a page), and on a server without them characters drawn one by one have
no size and are lost. For reading a box for every character will do, the same on every system; only a page that is
looked at needs real fonts.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2 as pdfium

_BOX = 1  # the handle of our font among those of the system, which are addresses
_NAME = b"daicho box\0"


@contextmanager
def real() -> Iterator[None]:
    """Within it documents that are opened get the fonts of the system. A document keeps what it has loaded."""
    _fonts.real = True
    try:
        yield
    finally:
        _fonts.real = False


class _Fonts(pdfium.PdfSysfontBase):  # type: ignore[misc]
    """What pdfium asks for a font; the names are those of its interface."""

    real = False

    def MapFont(self, info: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> Any:
        return super().MapFont(info, weight, italic, charset, pitch, face, exact) if self.real else _BOX

    def GetFont(self, info: Any, face: Any) -> Any:
        return super().GetFont(info, face) if self.real else _BOX

    def GetFontData(self, info: Any, font: int, table: int, buffer: Any, size: int) -> int:
        if font != _BOX:
            return int(super().GetFontData(info, font, table, buffer, size))
        return _given(_BOX_FONT, buffer, size) if table == 0 else 0

    def GetFaceName(self, info: Any, font: int, buffer: Any, size: int) -> int:
        if font != _BOX:
            return int(super().GetFaceName(info, font, buffer, size))
        return _given(_NAME, buffer, size)

    def GetFontCharset(self, info: Any, font: int) -> int:
        return 1 if font == _BOX else int(super().GetFontCharset(info, font))

    def DeleteFont(self, info: Any, font: int) -> None:
        if font != _BOX:
            super().DeleteFont(info, font)


def _given(data: bytes, buffer: Any, size: int) -> int:
    if buffer and size >= len(data):
        ctypes.memmove(buffer, data, len(data))
    return len(data)


def _box_font() -> bytes:
    """A TrueType font with one glyph, a box as high as a kanji, for all characters of Unicode."""
    square = struct.pack(">5h", 1, 50, 0, 450, 750) + struct.pack(">HH4B", 3, 0, 1, 1, 1, 1)
    square += struct.pack(">8h", 50, 0, 400, 0, 0, 750, 0, -750)
    square += bytes(-len(square) % 4)
    head = struct.pack(">4I2H2Q4h2H3h", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 50, 0, 450, 750, 0, 8, 2, 1, 0)
    maxp = struct.pack(">I14H", 0x10000, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)
    metrics = struct.pack(">I3hH11hH", 0x10000, 880, -120, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, 2)
    all_to_one = struct.pack(">HH6I", 13, 0, 28, 0, 1, 1, 0x10FFFF, 1)
    return _packed(
        {
            b"cmap": struct.pack(">4HI", 0, 1, 3, 10, 12) + all_to_one,
            b"glyf": square * 2,
            b"head": head,
            b"hhea": metrics,
            b"hmtx": struct.pack(">HhHh", 1000, 0, 1000, 0),
            b"loca": struct.pack(">3I", 0, len(square), 2 * len(square)),
            b"maxp": maxp,
            b"name": struct.pack(">3H", 0, 0, 6),
            b"post": struct.pack(">I2h6I", 0x30000, 0, 0, 0, 0, 0, 0, 0, 0)[:32],
        }
    )


def _packed(tables: dict[bytes, bytes]) -> bytes:
    """The tables of a font behind their directory, in the order of their names."""
    power = len(tables).bit_length() - 1
    directory = struct.pack(">I4H", 0x10000, len(tables), 16 << power, power, 16 * (len(tables) - (1 << power)))
    start, bodies = 12 + 16 * len(tables), b""
    for tag, table in tables.items():
        directory += struct.pack(">4s3I", tag, 0, start + len(bodies), len(table))
        bodies += table + bytes(-len(table) % 4)
    return directory + bodies


_BOX_FONT = _box_font()
_fonts = _Fonts()
_fonts.setup()
