"""Deflate64, which Windows Explorer writes for files over 2 GB: Deflate with a window of 64 KB and longer repetitions.

Source: RFC 1951; the differences as in zlib's contrib/infback9. `inflate64`, where it is installed, does it faster.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from scanner.archives import huffman

_WINDOW = 1 << 16
_OUT = 256 << 10
_ORDER = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)
_Table = tuple[list[int], int]


def _lengths() -> tuple[tuple[int, int], ...]:
    """The base and the extra bits of each length symbol; the last one is Deflate64's own."""
    found, base = [], 3
    for extra in (0, 0, 0, 0, *(bits for bits in range(6) for _ in range(4))):
        found.append((base, extra))
        base += 1 << extra
    return (*found, (3, 16))


def _distances() -> tuple[tuple[int, int], ...]:
    found, base = [], 1
    for extra in (0, 0, *(bits for bits in range(15) for _ in range(2))):
        found.append((base, extra))
        base += 1 << extra
    return tuple(found)


_LENGTHS = _lengths()
_DISTANCES = _distances()


def unpacked(packed: Iterator[bytes]) -> Iterator[bytes]:
    """The content up to the block that says it is the last."""
    library = _library()
    return _unpacked_here(packed) if library is None else _unpacked_by(library, packed)


@cache
def _library() -> Any:
    try:
        import inflate64
    except ImportError:
        return None
    return inflate64


def _unpacked_by(library: Any, packed: Iterator[bytes]) -> Iterator[bytes]:
    inflater = library.Inflater()
    for block in packed:
        for start in range(0, len(block), 4096):
            yield inflater.inflate(block[start : start + 4096])
            if inflater.eof:
                return
    raise EOFError


def _unpacked_here(packed: Iterator[bytes]) -> Iterator[bytes]:
    bits = huffman.LowFirst(huffman.Pieces(packed))
    out = bytearray()
    is_last = False
    while not is_last:
        is_last = bool(bits.bits(1))
        match bits.bits(2):
            case 0:
                yield from _stored(bits, out)
            case 1:
                yield from _block(bits, out, *_fixed())
            case 2:
                yield from _block(bits, out, *_sent(bits))
            case _:
                raise ValueError("no such kind of block")


def _stored(bits: huffman.LowFirst, out: bytearray) -> Iterator[bytes]:
    bits.align()
    size = bits.bits(16)
    if bits.bits(16) != size ^ 0xFFFF:
        raise ValueError("length does not match")
    block = bytes(bits.bits(8) for _ in range(size))
    out += block
    del out[:-_WINDOW]
    yield block


def _block(bits: huffman.LowFirst, out: bytearray, literals: _Table, distances: _Table) -> Iterator[bytes]:
    is_open = True
    while is_open:
        before = len(out)
        is_open = _run(bits, out, literals, distances, before + _OUT)
        yield bytes(out[before:])
        del out[:-_WINDOW]


def _run(bits: huffman.LowFirst, out: bytearray, literals: _Table, distances: _Table, limit: int) -> bool:
    """Unpack until `limit` or the end of the block; whether it goes on."""
    cells, width = literals
    mask = (1 << width) - 1
    while len(out) < limit:
        if bits.count < 48:
            bits.fill()
        cell = cells[bits.value & mask]
        if cell < 0:
            raise ValueError("no such code")
        taken = cell & 31
        bits.value >>= taken
        bits.count -= taken
        symbol = cell >> 5
        if symbol < 256:
            out.append(symbol)
        elif symbol == 256:
            return False
        else:
            base, extra = _LENGTHS[symbol - 257]
            length = base + bits.bits(extra)
            base, extra = _DISTANCES[bits.symbol(*distances)]
            huffman.repeat(out, base + bits.bits(extra), length)
    return True


def _table(lengths: list[int]) -> _Table:
    cells, width = huffman.table(lengths)
    return huffman.mirrored(cells, width), width


@cache
def _fixed() -> tuple[_Table, _Table]:
    return _table([8] * 144 + [9] * 112 + [7] * 24 + [8] * 8), _table([5] * 32)


def _sent(bits: huffman.LowFirst) -> tuple[_Table, _Table]:
    """The two codes that stand before the block."""
    literals, distances, count = bits.bits(5) + 257, bits.bits(5) + 1, bits.bits(4) + 4
    own = [0] * 19
    for place in _ORDER[:count]:
        own[place] = bits.bits(3)
    code = _table(own)
    lengths: list[int] = []
    while len(lengths) < literals + distances:
        match bits.symbol(*code):
            case 16:
                lengths += lengths[-1:] * (bits.bits(2) + 3)
            case 17:
                lengths += [0] * (bits.bits(3) + 3)
            case 18:
                lengths += [0] * (bits.bits(7) + 11)
            case length:
                lengths.append(length)
    return _table(lengths[:literals]), _table(lengths[literals : literals + distances])
