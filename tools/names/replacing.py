"""Gold records once more: other names in the place of theirs, and lines that break anywhere."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import regex

from detectors.lexicon import Lexicon
from tools.names.dictionary import KANJI, NameDictionary
from tools.names.gold import Record, Span

_FULL = regex.compile(rf"{KANJI}{{3,6}}|{KANJI}+[ぁ-んァ-ヺー]+|{KANJI}+ {KANJI}+")
_SHORT = regex.compile(rf"{KANJI}{{1,2}}")
_FOREIGN = regex.compile("[ァ-ヺー]+(?:[・= ][ァ-ヺー]+)+")
_KEPT = 0.15  # share of names that stay


class Replacing:
    """Puts names of the dictionary in the place of names of the same script and length."""

    def __init__(self, names: NameDictionary, lexicon: Lexicon) -> None:
        self._names, self._random, self._lexicon = names, names.random, lexicon

    def copy(self, record: Record) -> Record:
        """The record with other names, the same one wherever a name stood twice."""
        others: dict[str, str] = {}
        copy = _rebuilt(record, lambda name: others.setdefault(name, self._other(name)))
        return wrapped(copy, self._random) if self._random.random() < 0.12 else copy

    def _other(self, name: str) -> str:
        if self._random.random() < _KEPT:
            return name
        if _FULL.fullmatch(name):
            if self._random.random() < 0.12:
                return self._names.person()
            (surname, _), (given, _) = self._names.full()
            return surname + (" " if " " in name or self._random.random() < 0.04 else "") + given
        if _SHORT.fullmatch(name):
            return self._short(name)
        if _FOREIGN.fullmatch(name):
            other = self._names.foreign()
            return other.replace("・", "=") if "=" in name and self._random.random() < 0.3 else other
        if regex.fullmatch("[ァ-ヺー]{2,}", name):
            return self._names.katakana()
        if regex.fullmatch("[ぁ-ん]{2,4}", name):
            return self._names.hiragana()
        if regex.fullmatch("[ぁ-ん]+ [ぁ-ん]+", name):
            return f"{self._names.surname()[1]} {self._names.hiragana()}"
        return name

    def _short(self, name: str) -> str:
        known = self._lexicon.classes(name)
        if "surname" not in known and ("given" in known or (len(name) == 2 and self._random.random() < 0.5)):
            return self._names.given()[0]
        return self._names.surname()[0]


def _rebuilt(record: Record, other: Callable[[str], str]) -> Record:
    """The record with each name replaced and everything else moved accordingly."""
    text, persons, shifts, end = "", list[Span](), list[tuple[int, int]](), 0
    for start, stop in sorted(record.persons):
        text += record.text[end:start]
        name = other(record.text[start:stop])
        persons.append((len(text), len(text) + len(name)))
        shifts.append((stop, len(name) - (stop - start)))
        text, end = text + name, stop

    def moved(place: int) -> int:
        return place + sum(shift for stop, shift in shifts if stop <= place)

    apart = [span for span in record.others if not any(a < span[1] and span[0] < b for a, b in record.persons)]
    others = tuple((moved(start), moved(stop), label) for start, stop, label in apart)
    return Record(record.source, text + record.text[end:], tuple(persons), others=others)


def wrapped(record: Record, random: Random) -> Record:
    """The record with a line end every so many characters, as in text out of PDF files."""
    width, column = random.randint(18, 60), 0
    out, places = list[str](), list[int]()
    for character in record.text:
        if column >= width and character not in "\n、。":
            out.append("\n")
            column = 0
        places.append(len(out))
        out.append(character)
        column = 0 if character == "\n" else column + 1
    return Record(
        record.source,
        "".join(out),
        tuple((places[start], places[end - 1] + 1) for start, end in record.persons),
        others=tuple((places[start], places[end - 1] + 1, label) for start, end, label in record.others),
    )
