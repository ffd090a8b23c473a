"""PPMd, which 7-Zip offers for text, by a library that comes with `pip install daicho[archives]`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanner.archives import content
from scanner.document import Unreadable

_MISSING = "PPMdで圧縮されているため、読めません。読むには daicho[archives] をインストールしてください"
_MEMORY = 1 << 30
_OUT = 1 << 20


def in_zip(packed: Iterator[bytes], size: int) -> Iterator[bytes]:
    """Variant I, as ZIP has it: order, memory and what to do when it is full stand in two bytes before it."""
    head, rest = content.head(packed, 2)
    described = int.from_bytes(head, "little")
    decoder = _library().Ppmd8Decoder(
        (described & 0xF) + 1, _bearable(((described >> 4 & 0xFF) + 1) << 20), described >> 12
    )
    yield from _decoded(decoder, rest, size)


def in_7z(packed: Iterator[bytes], properties: bytes, size: int) -> Iterator[bytes]:
    """Variant H, as 7z has it."""
    order, memory = properties[0], int.from_bytes(properties[1:5], "little")
    yield from _decoded(_library().Ppmd7Decoder(order, _bearable(memory)), packed, size)


def _library() -> Any:
    try:
        import pyppmd
    except ImportError as error:
        raise Unreadable("unsupported", _MISSING) from error
    return pyppmd


def _bearable(memory: int) -> int:
    if memory > _MEMORY:
        raise Unreadable("too_large", "圧縮の辞書が大きすぎてメモリーに収まらないため、読めません")
    return memory


def _decoded(decoder: Any, packed: Iterator[bytes], size: int) -> Iterator[bytes]:
    left = size
    for block in packed:
        while left > 0:
            plain = decoder.decode(block, min(left, _OUT))
            block = b""
            left -= len(plain)
            yield plain
            if not plain or decoder.needs_input:
                break
        if left <= 0:
            return
    if left > 0 and (plain := decoder.decode(b"\0", left)):
        left -= len(plain)
        yield plain
    if left > 0:
        raise EOFError
