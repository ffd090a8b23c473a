"""The words of a text that a name may be made of, told by the script of each character.

Of a short text a pattern finds them; of a longer one they are arrays, all characters at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

import numpy as np

from detectors.name_words import HAN

KANJI, KATAKANA, LATIN = 1, 2, 4
FEW = 1_000  # characters of a text up to which a pattern is the faster way
_CODES = 0x40000  # that a table is kept for; those beyond are in no script of names
_BASE = 0x9E3779B97F4A7C15  # any large odd number
_INVERSE = pow(_BASE, -1, 2**64)
_PIECE = 16_384
_SPREAD = np.uint64(0xD6E8FEB86659FD93)  # another
Array = np.ndarray[Any, np.dtype[Any]]


_LINE = ord("\n")
_CAPITALS = ord("A"), ord("Z")
_SCRIPTS, _ODD = KANJI | KATAKANA | LATIN, 0x80
_INVISIBLE = "\ufe00-\ufe0f\U000e0100-\U000e01ef\u200b-\u200f\u2060\ufeff\u00ad"  # it has no width inside a name
_UNREADABLE = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
INVISIBLE, UNREADABLE = re.compile(f"[{_INVISIBLE}]"), re.compile(f"[{_UNREADABLE}]")
_IS_ODD = re.compile(f"[{_INVISIBLE}{_UNREADABLE}{chr(_CODES - 1)}-\U0010ffff]")
_WORDS = (
    (KANJI, re.compile(f"[{HAN}]+")),
    (KATAKANA, re.compile("[ァ-ヺー]{2,}")),
    (LATIN, re.compile("(?<![A-Za-z])[A-Z][A-Za-z]+")),
)
Told = tuple[int, int, int]  # a half-open span and the answer for the word in it


def among(characters: str) -> frozenset[str]:
    """These characters, written as inside a class of `re`."""
    return frozenset(chr(code) for codes in _codes(characters) for code in codes)


def _codes(characters: str) -> Iterator[range]:
    for first, last, one in re.findall(r"(?s)(.)-(.)|(.)", characters):
        yield range(ord(first or one), ord(last or one) + 1)


@lru_cache(maxsize=8)  # of those that words are chosen by
def _table(characters: frozenset[str]) -> Array:
    """For every code whether it is that of one of these characters."""
    table = np.zeros(_CODES, dtype=bool)
    table[[ord(character) for character in characters]] = True
    return table


_TRAITS = np.zeros(_CODES, dtype=np.uint8)  # of each character: its script, and whether it is odd
for _trait, _characters in (
    (KANJI, HAN),
    (KATAKANA, "ァ-ヺー"),
    (LATIN, "A-Za-z"),
    (_ODD, _INVISIBLE + _UNREADABLE),
):
    for _span in _codes(_characters):
        _TRAITS[_span.start : _span.stop] |= _trait
_TRAITS[_CODES - 1] = _ODD  # for all that are beyond


class Unless(NamedTuple):
    """What makes up for an answer without these bits: that one of these characters follows."""

    bits: int
    followed: frozenset[str]


class Answers:
    """What is known of words, a small number each; `ask` says it of words that were not met lately."""

    def __init__(self, ask: Callable[[Sequence[str]], Iterable[int]], bits: int = 17) -> None:
        """`bits`: the logarithm of how many words are remembered; a word that falls on another's place displaces it."""
        self.ask = ask
        self._shift = np.uint64(64 - bits)
        self._hashes = np.zeros(1 << bits, dtype=np.uint64)
        self._answers = np.zeros(1 << bits, dtype=np.uint8)

    def of(self, text: str, starts: Array, ends: Array, hashes: Array) -> Array:
        """The answer for each word of a text; `hashes` are the same for the same words."""
        slots = (hashes * _SPREAD) >> self._shift
        answers: Array = self._answers[slots]
        places = np.flatnonzero(self._hashes[slots] != hashes)
        if len(places):
            words = [text[start:end] for start, end in zip(starts[places].tolist(), ends[places].tolist(), strict=True)]
            once = list(dict.fromkeys(words))
            told = dict(zip(once, self.ask(once), strict=True))
            answers[places] = [told[word] for word in words]
            self._hashes[slots[places]], self._answers[slots[places]] = hashes[places], answers[places]
        return answers


class Runs(Protocol):
    """Runs of kanji, of two or more katakana, of two or more Latin letters that begin with a capital."""

    is_odd: bool  # whether there are characters that are invisible or cannot be read

    def told(
        self, answers: Answers, scripts: int, before: frozenset[str] | None = None, unless: Unless | None = None
    ) -> list[Told]:
        """The words of these scripts that have an answer other than 0, in order.

        Only those that stand behind one of the characters `before`, if these are given; a text begins like a line.
        And where no character of `unless` follows, only those whose answer has a bit of it.
        """
        ...


class _FewRuns:
    """The words of a short text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = {script: list(words.finditer(text)) for script, words in _WORDS}
        self.is_odd = bool(_IS_ODD.search(text))

    def told(
        self, answers: Answers, scripts: int, before: frozenset[str] | None = None, unless: Unless | None = None
    ) -> list[Told]:
        chosen = [word for script, words in self._words.items() if script & scripts for word in words]
        if before is not None:
            text = self._text
            chosen = [word for word in chosen if (text[word.start() - 1] if word.start() else "\n") in before]
        replies = answers.ask([word[0] for word in chosen])
        found = sorted((*word.span(), reply) for word, reply in zip(chosen, replies, strict=True) if reply)
        if unless is None:
            return found
        return [one for one in found if one[2] & unless.bits or self._text[one[1] : one[1] + 1] in unless.followed]


class _Words(NamedTuple):
    """Words of one script, or of several."""

    starts: Array
    ends: Array
    hashes: Array
    before: Array  # the code of the character before each word, of a line end where there is none
    behind: Array  # and behind it


class _ManyRuns:
    """The words of a longer text, as arrays."""

    def __init__(self, text: str) -> None:
        self._text = text
        codes = np.minimum(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32), _CODES - 1)
        traits = _TRAITS[codes]
        starts, ends, self._scripts = _spans(codes, traits & _SCRIPTS)
        behind_start = codes[np.maximum(starts - 1, 0)]
        behind_start[starts == 0] = _LINE
        behind = np.append(codes, np.uint32(_LINE))[ends]
        self._words = _Words(starts, ends, _hashed(codes, starts, ends), behind_start, behind)
        self.is_odd = bool((traits & _ODD).any())

    def told(
        self, answers: Answers, scripts: int, before: frozenset[str] | None = None, unless: Unless | None = None
    ) -> list[Told]:
        words = self._words
        if scripts != _SCRIPTS:
            chosen = (self._scripts & scripts) != 0
            if before is not None:
                chosen &= _table(before)[words.before]
            words = _Words(*(column[chosen] for column in words))
        found = answers.of(self._text, words.starts, words.ends, words.hashes)
        kept = (
            found if unless is None else (found & unless.bits) | ((found > 0) & _table(unless.followed)[words.behind])
        )
        some = np.flatnonzero(kept)
        return list(zip(words.starts[some].tolist(), words.ends[some].tolist(), found[some].tolist(), strict=True))


@lru_cache(maxsize=2)  # several look for names in one text, one after the other
def runs(text: str) -> Runs:
    """The words of a text that a name may be made of."""
    return _FewRuns(text) if len(text) <= FEW else _ManyRuns(text)


def _spans(codes: Array, scripts: Array) -> tuple[Array, Array, Array]:
    """Where words begin and end, and their scripts."""
    edges = np.flatnonzero(scripts[1:] != scripts[:-1]) + 1
    starts, ends = np.concatenate(([0], edges)), np.concatenate((edges, [len(codes)]))
    script = scripts[starts]
    long = script == KATAKANA
    latin = np.flatnonzero(script == LATIN)
    first = codes[starts[latin]]
    long[latin] = (first >= _CAPITALS[0]) & (first <= _CAPITALS[1])
    chosen = np.flatnonzero((script == KANJI) | (long & (ends - starts > 1)))
    return starts[chosen], ends[chosen], script[chosen]


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
