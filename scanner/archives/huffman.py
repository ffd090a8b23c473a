"""Huffman codes and the bits they stand in, for the methods of packing that no library brings.

A table is indexed by the next `width` bits and holds `symbol << 5 | length`; -1 where no code stands.
Loops that decode keep the bits in local variables: a call for each symbol would take twice the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

NO_CODE = -1
_PIECE = 32
_PADDING = 16


def table(lengths: Sequence[int]) -> tuple[list[int], int]:
    """The table of a canonical code, the first bit of a code being the highest, and its width in bits."""
    width = max(lengths, default=0)
    if not width:
        return [NO_CODE], 0
    size = 1 << width
    if sum(size >> length for length in lengths if length) > size:
        raise ValueError("more codes than fit")
    cells: list[int] = []
    for length in range(1, width + 1):
        share = 1 << (width - length)
        for symbol, own in enumerate(lengths):
            if own == length:
                cells += [symbol << 5 | length] * share
    return cells + [NO_CODE] * (size - len(cells)), width


def only(symbol: int) -> tuple[list[int], int]:
    """The table of a code with a single symbol, which takes no bits."""
    return [symbol << 5], 0


def mirrored(cells: Sequence[int], width: int) -> list[int]:
    """The same table for bits that stand lowest first."""
    return [cells[index] for index in _turned(width)]


@cache
def _turned(width: int) -> list[int]:
    """Each number of so many bits, read backwards."""
    order = [0]
    for bit in range(width):
        order += [index | 1 << (width - 1 - bit) for index in order]
    return order


class Pieces:
    """Packed bytes in small pieces; behind their end a few zeros, then `EOFError`."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._block = b""
        self._at = 0
        self._beyond = 0

    def take(self) -> bytes:
        """The next bytes."""
        piece = self._block[self._at : self._at + _PIECE]
        self._at += _PIECE
        while len(piece) < _PIECE:
            block = next(self._blocks, None)
            if block is None:
                return self._padded(piece)
            need = _PIECE - len(piece)
            piece += block[:need]
            self._block, self._at = block, need
        return piece

    def _padded(self, piece: bytes) -> bytes:
        self._block, self._at = b"", 0
        self._beyond += _PIECE - len(piece)
        if self._beyond > 2 * _PIECE + _PADDING:
            raise EOFError
        return piece.ljust(_PIECE, b"\0")


class HighFirst:
    """Bits, the highest of a byte first. `value` holds `count` bits (and spent ones above them)."""

    def __init__(self, pieces: Pieces) -> None:
        self.pieces = pieces
        self.value = 0
        self.count = 0

    def fill(self) -> None:
        """See to it that more than 48 bits are there."""
        while self.count <= 48:
            piece = self.pieces.take()
            self.value = (self.value & ((1 << self.count) - 1)) << (8 * len(piece)) | int.from_bytes(piece, "big")
            self.count += 8 * len(piece)

    def bits(self, count: int) -> int:
        """The next bits (at most 32) as a number."""
        self.fill()
        self.count -= count
        return self.value >> self.count & ((1 << count) - 1)

    def peek(self, count: int) -> int:
        """The next bits, which stay where they are."""
        self.fill()
        return self.value >> (self.count - count) & ((1 << count) - 1)

    def symbol(self, cells: Sequence[int], width: int) -> int:
        """The next symbol of a code."""
        self.fill()
        cell = cells[self.value >> (self.count - width) & ((1 << width) - 1)]
        if cell == NO_CODE:
            raise ValueError("no such code")
        self.count -= cell & 31
        return cell >> 5


def repeat(out: bytearray, distance: int, length: int) -> None:
    """Append what stands `distance` back, `length` bytes of it; the copy may run into itself."""
    start = len(out) - distance
    if start < 0 or distance < 1:
        raise ValueError("reaches behind the beginning")
    if distance >= length:
        out += out[start : start + length]
    else:
        piece = bytes(out[start:])
        out += (piece * (length // distance + 1))[:length]


class LowFirst:
    """Bits, the lowest of a byte first, as Deflate has them."""

    def __init__(self, pieces: Pieces) -> None:
        self.pieces = pieces
        self.value = 0
        self.count = 0

    def fill(self) -> None:
        """See to it that more than 48 bits are there."""
        while self.count <= 48:
            piece = self.pieces.take()
            self.value |= int.from_bytes(piece, "little") << self.count
            self.count += 8 * len(piece)

    def bits(self, count: int) -> int:
        """The next bits (at most 32) as a number."""
        self.fill()
        taken = self.value & ((1 << count) - 1)
        self.value >>= count
        self.count -= count
        return taken

    def align(self) -> None:
        """Go on at the next byte."""
        self.bits(self.count & 7)

    def symbol(self, cells: Sequence[int], width: int) -> int:
        """The next symbol of a code, whose table is `mirrored`."""
        self.fill()
        cell = cells[self.value & ((1 << width) - 1)]
        if cell == NO_CODE:
            raise ValueError("no such code")
        self.value >>= cell & 31
        self.count -= cell & 31
        return cell >> 5
