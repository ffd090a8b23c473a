"""The words of a text that a name may be made of, told by the script of each character, all characters at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
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
_SPREAD = np.uint64(0xD6E8FEB86659FD93)  # another
Array = np.ndarray[Any, np.dtype[Any]]


_SPACE, _LINE, _COMMA = (ord(character) for character in " \n、")
_CAPITALS = ord("A"), ord("Z")
_SCRIPTS, _HIRAGANA, _BEHIND, _MARK, _STOP, _ODD = 0x07, 0x08, 0x10, 0x20, 0x40, 0x80
_INVISIBLE = "\ufe00-\ufe0f\U000e0100-\U000e01ef\u200b-\u200f\u2060\ufeff\u00ad"  # it has no width inside a name
_UNREADABLE = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
INVISIBLE, UNREADABLE = re.compile(f"[{_INVISIBLE}]"), re.compile(f"[{_UNREADABLE}]")
# what stands behind a name in hiragana: one of these characters, or a pair of them
_PAIRS = [tuple(map(ord, pair)) for pair in ("さん", "さま", "ちゃ", "くん", "先生", "選手")]


def among(characters: str) -> Array:
    """For every code whether it is that of one of these characters, written as inside a class of `re`."""
    table = np.zeros(_CODES, dtype=bool)
    for first, last, one in re.findall(r"(?s)(.)-(.)|(.)", characters):
        table[ord(first or one) : ord(last or one) + 1] = True
    return table


_TRAITS = np.zeros(_CODES, dtype=np.uint8)  # of each character: its script, and what else it is
for _number, _characters in (
    (KANJI, HAN),
    (KATAKANA, "ァ-ヺー"),
    (LATIN, "A-Za-z"),
    (HIRAGANA | _HIRAGANA, "ぁ-ゖ"),
    (_HIRAGANA, "ー"),
    (_BEHIND, "様氏君(:」"),
    (_MARK, "さちく先選 \n、"),
    (_STOP, STOPS),
    (_ODD, _INVISIBLE + _UNREADABLE),
):
    _TRAITS[among(_characters)] |= _number
_TRAITS[_CODES - 1] = _ODD  # for all that are beyond


class Runs(NamedTuple):
    """The words of a text, in order; where names in hiragana may stand, and where sentences stop."""

    text: str
    starts: Array
    ends: Array
    before: Array  # the code of the character before each word, of a line end where there is none
    behind: Array  # and behind it
    is_kanji: Array  # whether each word is a run of kanji
    is_katakana: Array
    hashes: Array  # the same for the same words
    hiragana: Array
    called: Array  # where what is said behind names, or a given name, stands behind two letters of hiragana
    stops: Array
    lines: Array  # where lines end
    is_odd: bool  # whether there are characters that are invisible or cannot be read

    def spans(self, chosen: Array) -> Iterator[tuple[int, int]]:
        """Half-open spans of the words that are chosen."""
        return zip(self.starts[chosen].tolist(), self.ends[chosen].tolist(), strict=True)


class Answers:
    """What is known of words, a small number each; `ask` says it of words that were not met lately."""

    def __init__(self, ask: Callable[[Sequence[str]], Iterable[int]], bits: int = 17) -> None:
        """`bits`: the logarithm of how many words are remembered; a word that falls on another's place displaces it."""
        self._ask = ask
        self._shift = np.uint64(64 - bits)
        self._hashes = np.zeros(1 << bits, dtype=np.uint64)
        self._answers = np.zeros(1 << bits, dtype=np.uint8)

    def of(self, seen: Runs, chosen: Array | None = None) -> Array:
        """The answer for each word of a text, 0 for those not `chosen`."""
        slots = (seen.hashes * _SPREAD) >> self._shift
        answers: Array = self._answers[slots]
        unknown = self._hashes[slots] != seen.hashes
        if chosen is not None:
            answers[~chosen] = 0
            unknown &= chosen
        places = np.flatnonzero(unknown)
        if len(places):
            spans = zip(seen.starts[places].tolist(), seen.ends[places].tolist(), strict=True)
            words = [seen.text[start:end] for start, end in spans]
            once = list(dict.fromkeys(words))
            told = dict(zip(once, self._ask(once), strict=True))
            answers[places] = [told[word] for word in words]
            self._hashes[slots[places]], self._answers[slots[places]] = seen.hashes[places], answers[places]
        return answers


@lru_cache(maxsize=2)  # several look for names in one text, one after the other
def runs(text: str) -> Runs:
    """Runs of kanji, of two or more katakana, of two or more Latin letters that begin with a capital."""
    codes = np.minimum(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32), _CODES - 1)
    traits = _TRAITS[codes]
    scripts = traits & _SCRIPTS
    edges = np.flatnonzero(scripts[1:] != scripts[:-1]) + 1
    starts, ends = np.concatenate(([0], edges)), np.concatenate((edges, [len(codes)]))
    script = scripts[starts] if len(codes) else scripts
    long = script == KATAKANA
    latin = np.flatnonzero(script == LATIN)
    first = codes[starts[latin]]
    long[latin] = (first >= _CAPITALS[0]) & (first <= _CAPITALS[1])
    chosen = np.flatnonzero((script == KANJI) | (long & (ends - starts > 1)[: len(script)]))
    starts, ends = starts[chosen], ends[chosen]
    lines = np.flatnonzero(codes == _LINE)
    around = np.concatenate((codes, np.full(1, _LINE, dtype=codes.dtype)))
    return Runs(
        text,
        starts,
        ends,
        around[starts - 1],
        around[ends],
        script[chosen] == KANJI,
        script[chosen] == KATAKANA,
        _hashed(codes, starts, ends),
        *_in_hiragana(codes, traits),
        _stops(traits, lines),
        lines,
        bool((traits & _ODD).any()),
    )


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


def _stops(traits: Array, lines: Array) -> Array:
    """The marks that end sentences, and the first of two line ends."""
    double = lines[:-1][lines[1:] - lines[:-1] == 1]
    return np.sort(np.concatenate((np.flatnonzero((traits & _STOP) != 0), double)))


def _in_hiragana(codes: Array, traits: Array) -> tuple[Array, Array]:
    """Where hiragana stands as names do: before an honorific, with a space, alone in a line or a list.

    And what makes it a name in a sentence: さん and the like, or a space before more of it.
    """
    around = np.concatenate((np.zeros(3, dtype=np.uint8), traits, np.zeros(6, dtype=np.uint8)))
    hiragana = (around & _SCRIPTS) == HIRAGANA  # from the fourth on
    two = hiragana[:-1] & hiragana[1:]
    marks = np.flatnonzero((traits & _MARK) != 0)
    mark = codes[marks]
    spaces, commas = marks[mark == _SPACE] + 3, marks[mark == _COMMA] + 3
    comma = np.zeros(len(around) + 3, dtype=bool)
    comma[commas] = True
    paired = _paired(codes, marks)
    behind = np.concatenate((np.flatnonzero((traits & _BEHIND) != 0), paired)) + 3
    behind_space = behind[codes[np.maximum(behind - 4, 0)] == _SPACE]
    found = [
        behind[two[behind - 2]] - 2,
        behind_space[two[behind_space - 3]] - 3,
        spaces[hiragana[spaces - 1] & hiragana[spaces + 1]] - 1,
        commas[two[commas - 2] & two[commas + 1] & comma[commas + 3]] - 2,
    ]
    names = np.unique(np.concatenate((*(places - 3 for places in found), _lines(marks[mark == _LINE], traits))))
    called = np.concatenate((paired[traits[paired] & _SCRIPTS == HIRAGANA] + 3, spaces[hiragana[spaces + 1]]))
    behind_space = codes[np.maximum(called - 4, 0)] == _SPACE
    called = called[two[called - 2] | (behind_space & two[called - 3])] - 3
    return names, np.sort(called)


def _paired(codes: Array, marks: Array) -> Array:
    """Where a pair of characters stands that is said behind names."""
    marks = marks[marks < len(codes) - 1]
    first, second = codes[marks], codes[marks + 1]
    return np.concatenate([marks[(first == one) & (second == other)] for one, other in _PAIRS])


def _lines(line_ends: Array, traits: Array) -> Array:
    """Where a line begins that is two to ten hiragana and nothing else."""
    ends = np.concatenate((line_ends, [len(traits)]))
    starts = np.concatenate(([0], ends[:-1] + 1))
    short = (ends - starts >= 2) & (ends - starts <= 10)
    if not short.any():
        return starts[:0]
    starts, ends = starts[short], ends[short]
    count = np.concatenate(([0], np.cumsum((traits & _HIRAGANA) != 0)))
    return np.asarray(starts[count[ends] - count[starts] == ends - starts])
