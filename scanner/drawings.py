"""Pictures in the drawings of Office 97-2003: the records in which JPEG, PNG and bitmaps lie as they are."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

# The type (JPEG, PNG, DIB, JPEG in CMYK) and the length; behind them one or two digests of 16 bytes and a mark.
_PICTURE = re.compile(rb"(?s)[\x1d-\x1f\x2a]\xf0.{4}")
_STARTS = (b"\xff\xd8\xff", b"\x89PNG", b"\x28\0\0\0")
_MOST = 1_000


def pictures(data: bytes) -> Iterator[tuple[str, BinaryIO]]:
    """The pictures in a stream: 「画像1」 and its bytes, in the order in which they lie there."""
    found = position = 0
    while found < _MOST and (record := _PICTURE.search(data, position)):
        length = int.from_bytes(data[record.end() - 4 : record.end()], "little")
        content = data[record.end() : record.end() + length]
        start = next((at for at in (17, 33) if content[at : at + 4].startswith(_STARTS)), 0)
        position = record.end() + length if start else record.start() + 1
        if start:
            found += 1
            yield f"画像{found}", io.BytesIO(_bitmap(content[start:]))


def _bitmap(content: bytes) -> bytes:
    """A bitmap lies there without the header of its file."""
    if not content.startswith(_STARTS[2]):
        return content
    colours = int.from_bytes(content[32:36], "little") or (1 << content[14] if content[14] <= 8 else 0)
    offset = 14 + 40 + 4 * min(colours, 256)
    return b"BM" + (14 + len(content)).to_bytes(4, "little") + bytes(4) + offset.to_bytes(4, "little") + content
