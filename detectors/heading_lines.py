"""Lines of running text that may head a table: one of the first words there is a known heading, before a separator.

It is asked of every text: one pass for the separators behind the last character of any heading leaves few lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

import numpy as np

from detectors.headings import Headings
from detectors.normalize import normalize
from detectors.text_rows import LONGEST_LINE, Span

FAR = 120  # characters from the start of a line in which a heading must stand
_LONGEST = 24  # characters of a cell that are compared
_PART = 8  # characters at the end of a longer heading that may be a known one (お客様電話番号)
_SEPARATOR = frozenset("\n\t,;|│┃、/ \"'*`>")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9 ._-]*$")
_JOINED = str.maketrans("", "", " ._-")
_BLOCK = 1 << 20  # characters that are looked at together
_FEW = 4_000  # characters of a text for which a pattern is faster than numbers
# What a character may be for a heading before it, or at its end
_SEPARATES, _NUMBER, _SEPARATES_LATIN, _SPACE, _BEHIND_SPACE, _ENDS, _ENDS_LATIN, _ALONE = (
    np.uint8(1 << bit) for bit in range(8)
)
_PARTS = {
    _SEPARATES: " \t\n,;|│┃、/\"'*(",
    _NUMBER: "0123456789",  # of a heading that there is several times (電話1)
    _SEPARATES_LATIN: "\t\n,;|│┃、\"'*(",
    _SPACE: " ",
    _BEHIND_SPACE: " |/",
}
_ODD = 0xFFFF  # stands for every character beyond the first 65,536, none of which ends a heading
_LOWER = np.arange(_ODD + 1, dtype=np.uint16)
_LOWER[ord("A") : ord("Z") + 1] += ord("a") - ord("A")


class HeadingLines:
    """Knows how the headings of all rules are spelt."""

    def __init__(self, headings: Headings) -> None:
        self.spellings = headings.spellings | {normalize(spelling) for spelling in headings.spellings}
        ends = {spelling[-1] for spelling in self.spellings}
        self._tails = {spelling[-2:].lower() for spelling in self.spellings if len(spelling) > 1}
        self._marks = np.zeros(_ODD + 1, dtype=np.uint8)
        latin = "".join(end for end in ends if end.isascii() and end.isalpha())
        other = "".join(end for end in ends if not end.isascii() and ord(end) < _ODD)
        alone = "".join(spelling for spelling in self.spellings if len(spelling) == 1)
        for mark, chars in {**_PARTS, _ENDS: other, _ENDS_LATIN: latin, _ALONE: alone}.items():
            self._marks[list(map(ord, chars))] |= mark
        self._pairs = np.array(sorted(ord(tail[0]) << 16 | ord(tail[1]) for tail in self._tails), dtype=np.uint32)
        self._as_written = _in_capitals_too(self._tails)
        self._alone = frozenset(alone)
        self._ends_of_few = _pattern_of_ends(other, latin)

    def find(self, plain: str) -> Iterator[Span]:
        """The lines in their order; whoever takes a line further down with it must skip it."""
        position = 0
        for end in self._ends(plain):
            if end < position:
                continue
            start = plain.rfind("\n", max(0, end - FAR), end) + 1
            if not start and end > FAR:
                position = _line_end(plain, end) + 1
            elif end > start and self._is_spelt(plain[max(start, end - _LONGEST) : end]):
                stop = _line_end(plain, end)
                position = stop + 1
                if stop - start <= LONGEST_LINE:
                    yield start, stop

    def _ends(self, plain: str) -> Iterator[int]:
        """Where a word that ends like a heading is followed by a separator."""
        return self._in_few(plain) if len(plain) <= _FEW else self._in_many(plain)

    def _in_few(self, plain: str) -> Iterator[int]:
        for match in self._ends_of_few.finditer(plain):
            end = match.end()
            if plain[max(0, end - 2) : end] in self._as_written or plain[end - 1] in self._alone:
                yield end

    def _in_many(self, plain: str) -> Iterator[int]:
        for first in range(0, len(plain), _BLOCK):
            start = max(0, first - 2)
            codes = _codes(plain[start : first + _BLOCK + 1])
            marks = self._marks[codes]
            before, at, behind = marks[:-2], marks[1:-1], marks[2:]
            ends = (before & _ENDS > 0) & ((at & _SEPARATES > 0) | ((at & _NUMBER > 0) & (behind & _SEPARATES > 0)))
            ends |= (before & _ENDS_LATIN > 0) & (
                (at & _SEPARATES_LATIN > 0) | ((at & _SPACE > 0) & (behind & _BEHIND_SPACE > 0))
            )
            last = np.flatnonzero(ends)
            if not len(last):
                continue
            pairs = _LOWER[codes[last - 1]].astype(np.uint32) << 16 | _LOWER[codes[last]]
            nearest = np.minimum(np.searchsorted(self._pairs, pairs), len(self._pairs) - 1)
            known = (self._pairs[nearest] == pairs) | (marks[last] & _ALONE > 0)
            yield from (last[known] + start + 1).tolist()

    def _is_spelt(self, words: str) -> bool:
        """Whether words end in a known heading."""
        if words[-2:].lower() in self._tails:
            if not words[-1].isascii():
                return any(words[-length:] in self.spellings for length in range(2, _PART + 1))
            found = _LATIN.search(words)
            cell = found[0].lower() if found else ""
            return self._has(cell) or (" " in cell and self._has(cell.rpartition(" ")[2]))
        return words[-1] in self.spellings and (len(words) == 1 or words[-2] in _SEPARATOR)

    def _has(self, cell: str) -> bool:
        if cell in self.spellings:
            return len(cell) > 1
        return not cell.isalnum() and cell.translate(_JOINED) in self.spellings


def _pattern_of_ends(other: str, latin: str) -> re.Pattern[str]:
    """The last character of a heading, in Latin letters or not, where a separator follows."""
    part = {mark: f"[{re.escape(chars)}]" for mark, chars in _PARTS.items()}
    behind_other = f"{part[_SEPARATES]}|{part[_NUMBER]}{part[_SEPARATES]}"
    behind_latin = f"{part[_SEPARATES_LATIN]}|{part[_SPACE]}{part[_BEHIND_SPACE]}"
    return re.compile(f"[{re.escape(other)}](?={behind_other})|[{re.escape(latin)}](?={behind_latin})")


def _in_capitals_too(tails: Iterable[str]) -> frozenset[str]:
    """Pairs of characters with their Latin letters in either case."""
    cases = [({char, char.upper()} if char.isascii() else {char} for char in tail) for tail in tails]
    return frozenset("".join(pair) for tail in cases for pair in product(*tail) if max(pair) < chr(_ODD))


def _codes(text: str) -> np.ndarray[tuple[int], np.dtype[np.integer[Any]]]:
    """The code of every character and one more for the end."""
    if text.isascii():
        return np.frombuffer(text.encode("ascii") + b"\0", dtype=np.uint8)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass") + bytes(4), dtype=np.uint32)
    return np.minimum(codes, _ODD)


def _line_end(plain: str, position: int) -> int:
    end = plain.find("\n", position)
    return len(plain) if end < 0 else end
