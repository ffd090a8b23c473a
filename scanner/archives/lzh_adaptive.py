"""The code of -lh1- that adapts to what it met: LZHUF by H. Okumura and H. Yoshizaki, 1988."""

from __future__ import annotations

from scanner.archives import huffman

_SYMBOLS = 314
_NODES = 2 * _SYMBOLS - 1
_ROOT = _NODES - 1
_MOST = 0x8000
_POSITION_STEPS = (1, 4, 12, 24, 48)


def _fixed_positions() -> tuple[list[int], int]:
    """The code of the upper 6 bits of a position: near ones are shorter."""
    return huffman.table([3 + sum(position >= step for step in _POSITION_STEPS) for position in range(64)])


class AdaptiveCode:
    """A Huffman tree whose nodes stand in the order of their frequency; leaves are numbered from `_NODES` on."""

    def __init__(self, bits: huffman.HighFirst) -> None:
        self._bits = bits
        self._positions = _fixed_positions()
        self._frequency = [1] * _SYMBOLS + [0] * (_NODES - _SYMBOLS) + [0xFFFF]
        self._child = [leaf + _NODES for leaf in range(_SYMBOLS)] + [0] * (_NODES - _SYMBOLS)
        self._parent = [0] * _NODES + list(range(_SYMBOLS))
        self._join(_SYMBOLS)

    def _join(self, first: int) -> None:
        """Make the inner nodes from `first` on, each of the two next ones below."""
        for node in range(first, _NODES):
            left = 2 * (node - first)
            self._frequency[node] = self._frequency[left] + self._frequency[left + 1]
            self._child[node] = left
            self._parent[left] = self._parent[left + 1] = node
        self._parent[_ROOT] = 0

    def distance(self) -> int:
        """How far back a repetition begins, less one."""
        return self._bits.symbol(*self._positions) << 6 | self._bits.bits(6)

    def next(self) -> int:
        """The next byte or length of a repetition; the tree learns from it."""
        node = self._child[_ROOT]
        while node < _NODES:
            node = self._child[node + self._bits.bits(1)]
        self._count(node)
        return node - _NODES

    def _count(self, leaf: int) -> None:
        if self._frequency[_ROOT] == _MOST:
            self._halve()
        frequency = self._frequency
        node = self._parent[leaf]
        while True:
            frequency[node] += 1
            own = frequency[node]
            if own > frequency[node + 1]:
                last = node + 1
                while own > frequency[last + 1]:
                    last += 1
                self._swap(node, last)
                node = last
            node = self._parent[node]
            if not node:
                return

    def _swap(self, node: int, last: int) -> None:
        """Two nodes change places, so that the order of frequency holds."""
        frequency, child, parent = self._frequency, self._child, self._parent
        frequency[node], frequency[last] = frequency[last], frequency[node]
        for own, place in ((child[node], last), (child[last], node)):
            parent[own] = place
            if own < _NODES:
                parent[own + 1] = place
        child[node], child[last] = child[last], child[node]

    def _halve(self) -> None:
        """Halve the frequency of the leaves and build the tree anew, in order of frequency."""
        leaves = [
            ((self._frequency[node] + 1) // 2, self._child[node])
            for node in range(_NODES)
            if self._child[node] >= _NODES
        ]
        self._frequency = [frequency for frequency, _ in leaves]
        self._child = [child for _, child in leaves]
        for left in range(0, 2 * (_SYMBOLS - 1), 2):
            joined = self._frequency[left] + self._frequency[left + 1]
            at = len(self._frequency)
            while joined < self._frequency[at - 1]:
                at -= 1
            self._frequency.insert(at, joined)
            self._child.insert(at, left)
        self._frequency.append(0xFFFF)
        for node, child in enumerate(self._child):
            self._parent[child] = node
            if child < _NODES:
                self._parent[child + 1] = node
        self._parent[_ROOT] = 0
