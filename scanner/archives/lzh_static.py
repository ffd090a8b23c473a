"""-lh3- of the early LHarc: codes sent with each block as plain lengths.

Source: LHa for UNIX, "shuf.c".
"""

from __future__ import annotations

from collections.abc import Callable

from scanner.archives import huffman

_SYMBOLS, _POSITIONS = 286, 128
_EXTRA_AT = _SYMBOLS - 1
_POSITION_STEPS = (1, 1, 3, 6, 13, 31, 78)
_Table = tuple[list[int], int]


class StaticCode:
    """The two codes of a block, which are renewed when the block ends."""

    def __init__(self, bits: huffman.HighFirst) -> None:
        self._bits = bits
        self._left = 0
        self._symbols: _Table = ([], 0)
        self._positions: _Table = ([], 0)

    def next(self) -> int:
        """The next byte or length of a repetition."""
        bits = self._bits
        if not self._left:
            self._left = bits.bits(16) or 1 << 16
            self._symbols = self._sent(_SYMBOLS, 9, lambda: bits.bits(4) + 1 if bits.bits(1) else 0)
            if bits.bits(1):
                self._positions = self._sent(_POSITIONS, 7, lambda: bits.bits(4))
            else:
                steps = [sum(position >= step for step in _POSITION_STEPS) for position in range(_POSITIONS)]
                self._positions = huffman.table([2 + step for step in steps])
        self._left -= 1
        symbol = bits.symbol(*self._symbols)
        return symbol + bits.bits(8) if symbol == _EXTRA_AT else symbol

    def distance(self) -> int:
        """How far back a repetition begins, less one."""
        return self._bits.symbol(*self._positions) << 6 | self._bits.bits(6)

    def _sent(self, count: int, width: int, length: Callable[[], int]) -> _Table:
        """A code of lengths; three ones at its beginning stand for a single symbol."""
        lengths: list[int] = []
        while len(lengths) < count:
            lengths.append(length())
            if lengths == [1, 1, 1]:
                return huffman.only(self._bits.bits(width))
        return huffman.table(lengths)
