"""What a column of an Access table is called on forms and in the datasheet (標題), from the table's properties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scanner.jet import BrokenPage, Pages
from scanner.jet_values import text_of

_MARKS = (b"MR2\0", b"KKD\0")
_NAMES, _OF_COLUMN = 0x80, 1
_CAPTION = "Caption"


def captions(data: bytes, pages: Pages) -> Mapping[str, str]:
    """Captions by the names of their columns; none where the properties are broken."""
    found: dict[str, str] = {}
    if not data.startswith(_MARKS):
        return found
    names: list[str] = []
    try:
        for kind, chunk in _chunks(data[4:]):
            if kind == _NAMES:
                names = list(_names(chunk, pages))
            elif kind == _OF_COLUMN and _CAPTION in names:
                size = int.from_bytes(chunk[:4], "little")
                column = next(_names(chunk[4:], pages))
                if caption := _value(chunk[size:], names.index(_CAPTION)):
                    found[column] = text_of(caption, pages)
    except (BrokenPage, StopIteration):
        pass
    return found


def _chunks(data: bytes) -> Iterator[tuple[int, bytes]]:
    while len(data) >= 6:
        size = int.from_bytes(data[:4], "little")
        if size < 6:
            raise BrokenPage
        yield int.from_bytes(data[4:6], "little"), data[6:size]
        data = data[size:]


def _names(data: bytes, pages: Pages) -> Iterator[str]:
    codec = pages.codec if pages.is_old else "utf-16-le"
    while len(data) >= 2:
        size = int.from_bytes(data[:2], "little")
        yield data[2 : 2 + size].decode(codec, "replace")
        data = data[2 + size :]


def _value(data: bytes, name: int) -> bytes:
    """The property of that name: records of length, flag, type, name, length of the value, value."""
    while len(data) >= 8:
        size = int.from_bytes(data[:2], "little")
        if size < 8:
            raise BrokenPage
        if int.from_bytes(data[4:6], "little") == name:
            return data[8 : 8 + int.from_bytes(data[6:8], "little")]
        data = data[size:]
    return b""
