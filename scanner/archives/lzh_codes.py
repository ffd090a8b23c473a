"""Unpacking of LZH: -lh4- to -lh7- and -lhx- (codes sent with each block), -lh1-, -lh3- and stored ones.

Source: LHa for UNIX, "huf.c" and "maketbl.c"; LZHUF by H. Okumura and H. Yoshizaki.
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.archives import huffman
from scanner.archives.lzh_adaptive import AdaptiveCode
from scanner.archives.lzh_static import StaticCode

STORED = frozenset(["lh0", "lz4", "pm0"])
_WINDOWS = {"lh4": (12, 4), "lh5": (13, 4), "lh6": (15, 5), "lh7": (16, 5), "lhx": (20, 5)}
_EARLY = frozenset(["lh1", "lh3"])
_EARLY_WINDOW = 1 << 13
METHODS = frozenset(_WINDOWS) | _EARLY | STORED
_OUT = 256 << 10
_Table = tuple[list[int], int]


def unpacked(packed: Iterator[bytes], method: str, size: int) -> Iterator[bytes]:
    """The content, `size` bytes of it. Content before the first byte counts as spaces, as in the original."""
    bits = huffman.HighFirst(huffman.Pieces(packed))
    if method in _EARLY:
        yield from _early(bits, method, size)
        return
    window_bits, position_bits = _WINDOWS[method]
    window = 1 << window_bits
    out = bytearray(b" " * window)
    done = 0
    while done < size:
        count = bits.bits(16) or 1 << 16
        lengths = _lengths(bits, 19, 5, 3)
        symbols = _symbols(bits, lengths)
        positions = _lengths(bits, window_bits + 1, position_bits, -1)
        while count and done < size:
            before = len(out)
            count = _block(bits, symbols, positions, out, count, min(_OUT, size - done))
            fresh = bytes(out[before : before + size - done])
            done += len(fresh)
            del out[:-window]
            yield fresh


def _block(bits: huffman.HighFirst, symbols: _Table, positions: _Table, out: bytearray, count: int, room: int) -> int:
    """Unpack until the block ends or `room` bytes are there; how many symbols the block still has."""
    cells, width = symbols
    mask = (1 << width) - 1
    limit = len(out) + room
    value, left = bits.value, bits.count
    while count and len(out) < limit:
        if left < 32:
            bits.value, bits.count = value, left
            bits.fill()
            value, left = bits.value, bits.count
        cell = cells[value >> (left - width) & mask]
        left -= cell & 31
        symbol = cell >> 5
        count -= 1
        if symbol < 0:
            raise ValueError("no such code")
        if symbol < 256:
            out.append(symbol)
            continue
        bits.value, bits.count = value, left
        distance = bits.symbol(*positions)
        if distance > 1:
            distance = (1 << (distance - 1)) + bits.bits(distance - 1)
        huffman.repeat(out, distance + 1, symbol - 253)
        value, left = bits.value, bits.count
    bits.value, bits.count = value, left
    return count


def _lengths(bits: huffman.HighFirst, most: int, field: int, gap_at: int) -> _Table:
    """The code of the code lengths, or that of the positions."""
    count = bits.bits(field)
    if not count:
        return huffman.only(bits.bits(field))
    lengths: list[int] = []
    while len(lengths) < min(count, most):
        length = bits.bits(3)
        while length >= 7 and bits.bits(1):
            length += 1
            if length > 16:
                raise ValueError("code too long")
        lengths.append(length)
        if len(lengths) == gap_at:
            lengths += [0] * bits.bits(2)
    return huffman.table(lengths[:most])


def _symbols(bits: huffman.HighFirst, code: _Table) -> _Table:
    """The code of bytes and lengths of repetitions."""
    count = bits.bits(9)
    if not count:
        return huffman.only(bits.bits(9))
    lengths: list[int] = []
    while len(lengths) < min(count, 510):
        match bits.symbol(*code):
            case 0:
                lengths.append(0)
            case 1:
                lengths += [0] * (bits.bits(4) + 3)
            case 2:
                lengths += [0] * (bits.bits(9) + 20)
            case length if length > 18:
                raise ValueError("code too long")
            case length:
                lengths.append(length - 2)
    return huffman.table(lengths[:510])


def _early(bits: huffman.HighFirst, method: str, size: int) -> Iterator[bytes]:
    """-lh1-, a code that adapts and positions in a fixed one, and -lh3-, codes sent with each block."""
    code = AdaptiveCode(bits) if method == "lh1" else StaticCode(bits)
    out = bytearray(b" " * _EARLY_WINDOW)
    done = 0
    while done < size:
        before = len(out)
        limit = before + min(_OUT, size - done)
        while len(out) < limit:
            symbol = code.next()
            if symbol < 256:
                out.append(symbol)
            else:
                huffman.repeat(out, code.distance() + 1, symbol - 253)
        fresh = bytes(out[before : before + size - done])
        done += len(fresh)
        del out[:-_EARLY_WINDOW]
        yield fresh
