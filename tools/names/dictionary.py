"""Names to put in the place of others: JMnedict, weighted by how frequent a word is in Japanese text.

JMnedict (EDRDG, CC-BY-SA 4.0) comes with the package `jamdict-data`; frequencies are the order of ja_ginza's words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from pathlib import Path
from random import Random

import regex

from detectors.lexicon import Lexicon

KANJI = r"[々\p{Han}]"
_QUERY = """select distinct t.text, coalesce(n.text, ''), coalesce(r.text, '') from NETransType t
    join NETranslation s on s.ID = t.tid left join NEKanji n on n.idseq = s.idseq
    left join NEKana r on r.idseq = s.idseq
    where t.text in ('surname', 'fem', 'given', 'masc', 'unclass', 'person', 'place')"""
_GIVEN = ("fem", "given", "masc")
_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
Reading = tuple[str, str]  # a name and how it is read, in hiragana


class NameDictionary:
    """Draws names at random: frequent ones often, rare ones now and then."""

    def __init__(self, path: Path, ranks: dict[str, int], lexicon: Lexicon, random: Random) -> None:
        """`path` is jamdict's database, `ranks` the place of a word among all words by frequency."""
        self.random, self._ranks = random, ranks
        with sqlite3.connect(path) as database:
            rows = sorted(database.execute(_QUERY).fetchall())
        known: dict[str, set[Reading]] = {}
        for kind, kanji, kana in rows:
            known.setdefault(kind, set()).add((kanji, kana))
        surnames = _one_reading((k, r) for k, r in known["surname"] if regex.fullmatch(rf"{KANJI}+[ヶヵ]?{KANJI}*", k))
        surnames = [(name, reading) for name, reading in surnames if len(name) <= 4]
        givens = _one_reading(
            (name, reading)
            for kind in _GIVEN
            for name, reading in known[kind]
            if regex.fullmatch(rf"{KANJI}{{1,3}}", name)
        )
        self._surname = self._sampler([pair for pair in surnames if lexicon.is_surname(pair[0])], 0.75, 0.10)
        self._rare_surname = self._sampler(surnames, 0.5, 0.6)
        self._single = self._sampler([pair for pair in surnames if len(pair[0]) == 1], 0.5, 0.25)
        self._given = self._sampler([pair for pair in givens if lexicon.is_given(pair[0])], 0.45, 0.2)
        self._rare_given = self._sampler(givens, 0.3, 0.7)
        readings = {reading for kind in _GIVEN for _, reading in known[kind]}
        self._hiragana = sorted(r for r in readings if regex.fullmatch("[ぁ-ん]{2,4}", r) and lexicon.is_given(r))
        foreign = {reading for kind in (*_GIVEN, "surname", "unclass") for name, reading in known[kind] if not name}
        self._katakana = self._sampler(
            [(word, word) for word in sorted(foreign) if regex.fullmatch("[ァ-ヺー]{2,9}", word)], 0.5, 0.35
        )
        people = sorted({name or reading for name, reading in known["person"]})
        self._foreign = [name for name in people if regex.fullmatch("[ァ-ヺー]+(?:[・=][ァ-ヺー]+)+", name)]
        self._persons = [name for name in people if regex.fullmatch(rf"{KANJI}{{3,5}}", name)]
        places = {name for name, _ in known["place"] if regex.fullmatch(rf"{KANJI}{{1,4}}", name) and name in ranks}
        self.places = sorted(places, key=lambda name: ranks[name])[:6000]
        things = (word for word in ranks if regex.fullmatch("[ァ-ヺー]{3,10}", word))
        self.things = [word for word in things if lexicon.classes(word) == {"noun"}][:6000]

    def _sampler(self, pairs: Sequence[Reading], power: float, rare: float) -> Callable[[], Reading]:
        known = sorted((pair for pair in pairs if pair[0] in self._ranks), key=lambda pair: self._ranks[pair[0]])
        others = [pair for pair in pairs if pair[0] not in self._ranks]
        weights = list(accumulate((20 + place) ** -power for place in range(len(known))))

        def draw() -> Reading:
            if others and self.random.random() < rare:
                return self.random.choice(others)
            return self.random.choices(known, cum_weights=weights)[0]

        return draw

    def surname(self) -> Reading:
        """A surname in kanji."""
        return (self._surname if self.random.random() < 0.85 else self._rare_surname)()

    def single(self) -> Reading:
        """A surname of one kanji, mostly a word of its own as well."""
        return self._single()

    def given(self) -> Reading:
        """A given name in kanji."""
        return (self._given if self.random.random() < 0.7 else self._rare_given)()

    def hiragana(self) -> str:
        """A given name in hiragana."""
        return self.random.choice(self._hiragana)

    def katakana(self) -> str:
        """One part of a foreign name."""
        return self._katakana()[0]

    def foreign(self) -> str:
        """A foreign name of several parts."""
        if self.random.random() < 0.5:
            return self.random.choice(self._foreign)
        joint = self.random.choice("・・・・・・= ")
        return joint.join(self.katakana() for _ in range(self.random.choice((2, 2, 2, 2, 3))))

    def person(self) -> str:
        """Somebody known, in kanji without a space."""
        return self.random.choice(self._persons)

    def full(self) -> tuple[Reading, Reading]:
        """Surname and given name."""
        dice = self.random.random()
        if 0.72 <= dice < 0.86:
            name = self.hiragana()
            return self.surname(), (name, name)
        if 0.86 <= dice < 0.92:
            name = self.hiragana()
            return self.surname(), (to_katakana(name), name)
        return self.surname(), self.given()


def to_katakana(text: str) -> str:
    """Hiragana as katakana."""
    return text.translate(_TO_KATAKANA)


def _one_reading(pairs: Iterable[Reading]) -> list[Reading]:
    """The first reading of each name."""
    found: dict[str, str] = {}
    for name, reading in sorted(pairs):
        if regex.fullmatch("[ぁ-んー]+", reading):
            found.setdefault(name, reading)
    return sorted(found.items())
