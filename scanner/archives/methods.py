"""The methods of packing that a library undoes, each from packed blocks to unpacked ones.

Behind the end that a method marks itself, packed bytes are left alone; where the blocks end before it, `EOFError`.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Iterator
from itertools import chain
from typing import Any

from scanner.document import Unreadable

Blocks = Iterator[bytes]

_OUT = 1 << 20
_DICTIONARY = 1 << 30
_ZSTD_WINDOW = 30
_XZ_MEMORY = 1 << 30


def deflate(packed: Blocks, window: int = -15) -> Blocks:
    """Deflate; `window` as zlib counts it: -15 bare, 31 with the header of gzip."""
    inflater = zlib.decompressobj(window)
    for block in packed:
        while block and not inflater.eof:
            yield inflater.decompress(block, _OUT)
            block = inflater.unconsumed_tail
        if inflater.eof:
            return
    yield inflater.flush()
    if not inflater.eof:
        raise EOFError


def gzip(packed: Blocks) -> Blocks:
    """Every part of a gzip file, one behind the other; zeros and other filling behind the last are left."""
    yield from _parts(packed, _Gzip, b"\x1f\x8b")


def bzip2(packed: Blocks) -> Blocks:
    """Every part of a bzip2 file."""
    yield from _parts(packed, bz2.BZ2Decompressor, b"BZh")


def xz(packed: Blocks) -> Blocks:
    """Every part of an xz file, or the one of an .lzma file."""
    yield from _parts(packed, lambda: lzma.LZMADecompressor(memlimit=_XZ_MEMORY), b"\xfd7zXZ\0")


def zstandard(packed: Blocks) -> Blocks:
    """Every frame of a Zstandard file."""
    from backports import zstd

    options = {int(zstd.DecompressionParameter.window_log_max): _ZSTD_WINDOW}
    try:
        yield from _parts(packed, lambda: zstd.ZstdDecompressor(options=options), b"")
    except zstd.ZstdError as error:
        raise ValueError("damaged") from error


def lzma1(properties: bytes, size: int) -> dict[str, Any]:
    """The filter that five bytes describe; a dictionary larger than the content is never used."""
    first = properties[0]
    if first >= 225:
        raise ValueError("no such properties")
    dictionary = int.from_bytes(properties[1:5], "little")
    own = {"lc": first % 9, "lp": first // 9 % 5, "pb": first // 45}
    return {"id": lzma.FILTER_LZMA1, "dict_size": max(4096, min(dictionary, size)), **own}


def lzma_raw(packed: Blocks, filters: list[dict[str, Any]], size: int) -> Blocks:
    """LZMA without a header, `size` bytes of it: it need not mark its end."""
    for own in filters:
        if own.get("dict_size", 0) > _DICTIONARY:
            raise Unreadable("too_large", "圧縮の辞書が大きすぎてメモリーに収まらないため、読めません")
    decompressor = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters)
    for block in _through(decompressor, packed):
        yield block[:size]
        size -= len(block)
        if size <= 0:
            return
    if size > 0 and not decompressor.eof:
        raise EOFError


def filtered(plain: Blocks, kind: dict[str, Any]) -> Blocks:
    """Undo a filter of 7-Zip (branches of programs, differences), by way of LZMA2 that stores what it is given."""
    decompressor = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[kind, {"id": lzma.FILTER_LZMA2}])
    mark = b"\x01"
    for block in plain:
        for start in range(0, len(block), 1 << 16):
            piece = block[start : start + (1 << 16)]
            yield decompressor.decompress(mark + (len(piece) - 1).to_bytes(2, "big") + piece)
            mark = b"\x02"
    yield decompressor.decompress(b"\0")


class _Gzip:
    """zlib with the manners of the other decompressors."""

    def __init__(self) -> None:
        self._inflater = zlib.decompressobj(31)

    @property
    def eof(self) -> bool:
        return self._inflater.eof

    @property
    def needs_input(self) -> bool:
        return not self._inflater.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inflater.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._inflater.decompress(self._inflater.unconsumed_tail + data, max_length)


def _through(decompressor: Any, packed: Blocks) -> Blocks:
    """What a decompressor makes of the blocks, up to its end or theirs."""
    for block in packed:
        yield decompressor.decompress(block, _OUT)
        while not decompressor.eof and not decompressor.needs_input:
            yield decompressor.decompress(b"", _OUT)
        if decompressor.eof:
            return


def _parts(packed: Blocks, make: Any, mark: bytes) -> Blocks:
    """The parts of a file as long as each begins with `mark`."""
    rest = next(packed, b"")
    while rest:
        decompressor = make()
        yield from _through(decompressor, chain([rest], packed))
        if not decompressor.eof:
            raise EOFError
        rest = decompressor.unused_data
        while len(rest) < len(mark) + 4 and (more := next(packed, b"")):
            rest += more
        if not rest.startswith(mark) or not rest.strip(b"\0"):
            return
