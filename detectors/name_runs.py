"""The words of a text that a name may be made of, told by the script of each character, all characters at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from detectors.name_words import HAN

KANJI, KATAKANA, LATIN, HIRAGANA = 1, 2, 3, 4
STOPS = "。!?"  # a sentence ends behind each
_CODES = 0x40000  # that a table is kept for; those beyond are in no script of names
_BASE = 0x9E3779B97F4A7C15  # any large odd number
_INVERSE = pow(_BASE, -1, 2**64)
_PIECE = 16_384
FEW = 100  # words of a text that are told apart one by one
Array = np.ndarray[Any, np.dtype[Any]]


def _table(pattern: str, codes: Iterable[int] = range(_CODES)) -> Array:
    letters = re.compile(pattern)
    return np.array([letters.match(chr(code)) is not None for code in codes])


_SCRIPT = np.zeros(_CODES, dtype=np.uint8)
for _number, _letters in ((KANJI, f"[{HAN}]"), (KATAKANA, "[ァ-ヺー]"), (LATIN, "[A-Za-z]"), (HIRAGANA, "[ぁ-ゖ]")):
    _SCRIPT[_table(_letters)] = _number
_LONG, _SPACE, _LINE, _COMMA = (ord(character) for character in "ー \n、")
_CAPITALS = ord("A"), ord("Z")
_STOP = _table(f"[{STOPS}]")
# what stands behind a name in hiragana: these characters, or pairs of them
_BEHIND_ONE = _table("[様氏君(:」]")
_BEHIND_TWO = [tuple(map(ord, pair)) for pair in ("さん", "さま", "ちゃ", "くん", "先生", "選手")]


class Runs(NamedTuple):
    """The words of a text; where names in hiragana may stand, and where sentences stop."""

    words: list[str]  # each once
    is_kanji: list[bool]  # whether each is a run of kanji
    starts: Array  # where words begin, in order
    ends: Array
    numbers: Array  # which word each is
    hiragana: Array
    stops: Array

    def places(self, sought: Sequence[bool]) -> Iterator[tuple[int, int]]:
        """Half-open spans of those words that are sought."""
        chosen = np.array(sought, dtype=bool)[self.numbers]
        return zip(self.starts[chosen].tolist(), self.ends[chosen].tolist(), strict=True)


@lru_cache(maxsize=2)  # several look for names in one text, one after the other
def runs(text: str) -> Runs:
    """Runs of kanji, of two or more katakana, of two or more Latin letters that begin with a capital."""
    codes = np.minimum(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32), _CODES - 1)
    scripts = _SCRIPT[codes]
    edges = np.flatnonzero(scripts[1:] != scripts[:-1]) + 1
    starts, ends = np.concatenate(([0], edges)), np.concatenate((edges, [len(codes)]))
    script = scripts[starts] if len(codes) else scripts
    first = codes[starts] if len(codes) else codes
    long = ends - starts > 1
    capital = (first >= _CAPITALS[0]) & (first <= _CAPITALS[1])
    chosen = (script == KANJI) | (long & ((script == KATAKANA) | ((script == LATIN) & capital)))
    starts, ends = starts[: len(chosen)][chosen], ends[: len(chosen)][chosen]
    once, numbers = _told_apart(text, codes, starts, ends)
    words = [text[begin:end] for begin, end in zip(starts[once].tolist(), ends[once].tolist(), strict=True)]
    is_kanji = (scripts[starts[once]] == KANJI).tolist()
    return Runs(words, is_kanji, starts, ends, numbers, _in_hiragana(codes, scripts), _stops(codes))


def _told_apart(text: str, codes: Array, starts: Array, ends: Array) -> tuple[Array, Array]:
    """Where each word stands for the first time, and the number of each word."""
    if len(starts) > FEW:
        _, once, numbers = np.unique(_hashed(codes, starts, ends), return_index=True, return_inverse=True)
        return once, numbers.reshape(-1)
    met: dict[str, int] = {}
    spans = zip(starts.tolist(), ends.tolist(), strict=True)
    numbers = np.array([met.setdefault(text[start:end], len(met)) for start, end in spans], dtype=np.int64)
    once = np.zeros(len(met), dtype=np.int64)
    once[numbers[::-1]] = np.arange(len(starts))[::-1]
    return once, numbers


def _hashed(codes: Array, starts: Array, ends: Array) -> Array:
    """A number for each span of characters, the same for the same characters (a polynomial modulo 2**64)."""
    up, down = _powers(_BASE, len(codes)), _powers(_INVERSE, len(codes))
    sums = np.concatenate((np.zeros(1, dtype=np.uint64), np.cumsum(codes * up, dtype=np.uint64)))
    return np.asarray((sums[ends] - sums[starts]) * down[starts])


def _powers(base: int, count: int) -> Array:
    return _table_of_powers(base, -(-max(count, 1) // _PIECE) * _PIECE)[:count]


@lru_cache(maxsize=4)
def _table_of_powers(base: int, count: int) -> Array:
    powers = np.full(count, base, dtype=np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)


def _stops(codes: Array) -> Array:
    """The marks that end sentences, and the first of two line ends."""
    stop = _STOP[codes]
    line = codes == _LINE
    stop[:-1] |= line[:-1] & line[1:]
    return np.flatnonzero(stop)


def _in_hiragana(codes: Array, scripts: Array) -> Array:
    """Where hiragana stands as names do: before an honorific, with a space, alone in a line or a list."""
    length = len(codes)
    padded = np.concatenate((scripts == HIRAGANA, np.zeros(4, dtype=bool)))
    two = padded[:length] & padded[1 : length + 1]  # two of them begin here
    around = np.concatenate((codes, np.zeros(6, dtype=codes.dtype)))
    found = np.zeros(length, dtype=bool)
    behind = _BEHIND_ONE[around]
    for one, other in _BEHIND_TWO:
        behind[:-1] |= (around[:-1] == one) & (around[1:] == other)
    space = around == _SPACE
    found |= two & (behind[2 : length + 2] | (space[2 : length + 2] & behind[3 : length + 3]))
    found |= padded[:length] & space[1 : length + 1] & padded[2 : length + 2]
    comma = around == _COMMA
    two_behind = np.concatenate((two, np.zeros(6, dtype=bool)))
    found |= two & comma[2 : length + 2] & two_behind[3 : length + 3] & comma[5 : length + 5]
    found[_lines(codes, padded[:length])] = True
    return np.flatnonzero(found)


def _lines(codes: Array, hiragana: Array) -> Array:
    """Where a line begins that is two to ten hiragana and nothing else."""
    ends = np.concatenate((np.flatnonzero(codes == _LINE), [len(codes)]))
    starts = np.concatenate(([0], ends[:-1] + 1))
    short = (ends - starts >= 2) & (ends - starts <= 10)
    count = np.concatenate(([0], np.cumsum(hiragana | (codes == _LONG))))
    return np.asarray(starts[short & (count[ends] - count[starts] == ends - starts)])
