"""Visio drawings of Visio 2000-2010 (vsd): the text of their shapes.

The layout is that which Apache POI (HDGF) describes: a tree of pointers to streams, which are packed or not; in
streams of chunks, those of type 14 hold the text of a shape.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from scanner import properties
from scanner.compound import Compound
from scanner.document import Format, Item, Passage, Remark, Unreadable
from scanner.salvage import or_what_is_left

FORMAT = Format("Visio 図面（2010 以前）", ("application/vnd.visio",), (".vsd", ".vss", ".vst"))

_MAGIC = b"Visio (TM) Drawing"
_WIDE_SINCE, _OLDEST = 11, 6
_DEEPEST, _MOST_STREAMS, _MOST_BYTES = 16, 20_000, 64 << 20
_TEXT = re.compile(rb"(?s)\x0e\0\0\0.{8}(.{4}).{3}")
_TEXT_START = 8
_WINDOW = 4096


@dataclass(frozen=True, slots=True)
class _Pointer:
    kind: int
    offset: int
    length: int
    form: int

    @property
    def leads_on(self) -> bool:
        return self.kind == 0x14 or self.form in (0x1D, 0x1E) or 0x50 <= self.form < 0x60


def read(file: BinaryIO) -> Iterator[Item]:
    """The text of the shapes in the order in which the drawing keeps them; of a damaged file, what is left."""
    yield from or_what_is_left(_read(file), file)


def _read(file: BinaryIO) -> Iterator[Item]:
    compound = Compound(file)
    data = compound.read("VisioDocument")
    if not data.startswith(_MAGIC) or len(data) < 0x36:
        raise Unreadable("corrupt", "Visio の図面が見つからないか、壊れているため、読めません")
    version = data[0x1A]
    if version < _OLDEST:
        raise Unreadable("unsupported", "Visio 5 以前の図面のため、読めません。Visio で vsdx で保存すると検査できます")
    found = [text for stream in _streams(data) for text in _texts(stream, version >= _WIDE_SINCE)]
    if text := "\n".join(dict.fromkeys(found)):
        yield Passage(text, "図形")
    yield from properties.of_compound(compound)
    note = "古い Visio 図面のため、図形の文字だけを取り出しました。Visio で vsdx で保存すると、すべてを検査できます"
    yield Remark(note, incomplete=True)


def _streams(data: bytes) -> Iterator[bytes]:
    """All streams, each unpacked; a tree that leads nowhere or back to itself ends at a bound."""
    waiting = [(_pointer(data, 0x24), 0)]
    seen = set[int]()
    left = _MOST_BYTES
    while waiting and len(seen) < _MOST_STREAMS and left > 0:
        pointer, depth = waiting.pop()
        if pointer.offset in seen or pointer.offset >= len(data):
            continue
        seen.add(pointer.offset)
        content = data[pointer.offset : pointer.offset + pointer.length]
        content = _unpacked(content, left) if pointer.form & 2 else content
        left -= len(content)
        if pointer.leads_on and depth < _DEEPEST and len(content) >= 8:
            waiting += [(inner, depth + 1) for inner in reversed(list(_pointers(content)))]
        else:
            yield content


def _pointers(content: bytes) -> Iterator[_Pointer]:
    at = struct.unpack_from("<I", content)[0]
    if at + 8 > len(content):
        return
    count = struct.unpack_from("<I", content, at)[0]
    for number in range(min(count, (len(content) - at - 8) // 18)):
        pointer = _pointer(content, at + 8 + 18 * number)
        if pointer.length:
            yield pointer


def _pointer(data: bytes, at: int) -> _Pointer:
    kind, offset, length, form = struct.unpack_from("<I4xIIH", data, at)
    return _Pointer(kind, offset, length, form)


def _texts(stream: bytes, is_wide: bool) -> Iterator[str]:
    for chunk in _TEXT.finditer(stream):
        length = int.from_bytes(chunk[1], "little")
        raw = stream[chunk.end() + _TEXT_START : chunk.end() + length]
        if _TEXT_START < length <= len(stream) - chunk.end():
            text = raw.decode("utf-16-le" if is_wide else "cp932", "replace").partition("\0")[0].strip()
            if text and "\ufffd" not in text and text.isprintable() | ("\n" in text):
                yield text


def _unpacked(packed: bytes, most: int) -> bytes:
    """Eight flags in a byte: a byte as it is, or a place in a window of 4,096 bytes and how many to repeat."""
    out, window, at, place = bytearray(), bytearray(_WINDOW), 0, 0
    while place < len(packed) and len(out) < most:
        flags = packed[place]
        place += 1
        for bit in range(8):
            if flags >> bit & 1:
                piece = packed[place : place + 1]
                place += 1
            else:
                low, high = packed[place : place + 1], packed[place + 1 : place + 2]
                place += 2
                if not high:
                    return bytes(out)
                start = low[0] | (high[0] & 0xF0) << 4
                start += 18 if start <= 4078 else -4078
                length = (high[0] & 0x0F) + 3
                for step in range(length):  # the copy may run into itself
                    window[at + step & 4095] = window[start + step & 4095]
                piece = bytes(window[at + step & 4095] for step in range(length))
            for byte in piece:
                window[at & 4095] = byte
                at += 1
            out += piece
    return bytes(out)
