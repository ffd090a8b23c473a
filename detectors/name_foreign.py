"""Names in katakana and in Latin letters: 「マービン・ミンスキー」, 「ヤマダ タロウ」, 「Kevin Sato」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.finding import Finding
from detectors.lexicon import Lexicon, Tag
from detectors.name_romaji import readings
from detectors.name_shapes import composed
from detectors.name_words import (
    AFTER_NAME,
    HAN,
    HONORIFIC,
    KANA_MARKS,
    NOT_BEFORE_HONORIFIC,
    PLAIN_HONORIFICS,
    is_organisation,
)
from detectors.rules import load_words

_JOINED = re.compile(r"(?<![ァ-ヺー・=])[ァ-ヺー]{2,}(?:[・=][ァ-ヺー]+){1,4}(?![ァ-ヺー])")
_KATA = rf"[ァ-ヺー{KANA_MARKS}]"
_SPACED = re.compile(rf"(?<![ァ-ヺー・=])(?P<surname>{_KATA}{{2,8}})[ ](?P<given>{_KATA}{{2,8}})(?![ァ-ヺー・])")
_ADDRESSED = re.compile(rf"(?<![ァ-ヺー・=])[ァ-ヺー]{{2,8}}(?=[ ]?{HONORIFIC})")
_ALONE = re.compile(rf"(?<![ァ-ヺー・={HAN}])[ァ-ヺー]{{3,10}}(?=[はがもをにの、。])")
_LATIN = re.compile(
    r"(?<![A-Za-z0-9_.@/'&-])(?P<first>[A-Z](?:[a-z]+|[A-Z]+))(?:,?[ ](?P<middle>[A-Z](?:[a-z]+|[A-Z]*)\.?))?"
    r",?[ ](?P<last>[A-Z](?:[a-z]+|[A-Z]+))(?![A-Za-z0-9_@/'&-]|[ ][A-Z&]|\.[A-Za-z])"
)
_LATIN_NAMES = frozenset(word.upper() for word in load_words("name_latin"))
_THINGS = frozenset(load_words("name_katakana_things"))
_GIVEN_NAMES = frozenset(load_words("name_katakana_given"))
_NAMES = frozenset({"surname", "given", "name"})
_JOINT = re.compile("[・=]")
_BEFORE = frozenset('\n\t([{「『:,、/|"')
_BEHIND = frozenset('\n\t)]}」』:,、/|"。')


class ForeignNames:
    """Finds names by the dictionary's katakana entries, by readings in Latin letters, and by a list of first names."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Names, and open candidates (score below REPORT)."""
        for start, end, score, why in self._candidates(text):
            if not is_organisation(text, start, end):
                yield Finding("PERSON", place, start, end, score, (why,), text[start:end])

    def _candidates(self, text: str) -> Iterator[tuple[int, int, float, str]]:
        for match in _JOINED.finditer(text):
            score, why = self._joined(text, match)
            if score:
                yield *match.span(), score, why
        for match in _SPACED.finditer(text):
            if found := self._reading(text, match):
                yield *match.span(), *found
        for match in _ADDRESSED.finditer(text):
            if score := self._addressed(text, match):
                yield *match.span(), score, "敬称・役職が続く"
        for match in _ALONE.finditer(text):
            known = self._lexicon.classes(match.group())
            if known & _NAMES and not known & {"noun", "place"}:
                yield *match.span(), 0.4, "人名が辞書にある"
        for match in _LATIN.finditer(text):
            if score := self._latin(match):
                yield *match.span(), score, "ローマ字の姓名"

    def _joined(self, text: str, match: re.Match[str]) -> tuple[float, str]:
        """Words joined by 「・」: names if the dictionary knows half of them as such and none as a thing or place."""
        words = _JOINT.split(match.group())
        classes = [self._lexicon.classes(word) for word in words]
        if any(word in _THINGS or _is_thing(word, known) for word, known in zip(words, classes, strict=True)):
            return 0.0, ""
        if words[0] in _GIVEN_NAMES:
            return self._surely(text, match)
        weights = [
            _weight(known) for word, known in zip(words, classes, strict=True) if len(word) > 2 or known & _NAMES
        ]
        if not weights or max(weights) < 1 or sum(weights) * 2 < len(weights):
            return (0.4, "人名らしいカタカナ") if any(weights) or not any(classes) else (0.0, "")
        return self._surely(text, match)

    @staticmethod
    def _surely(text: str, match: re.Match[str]) -> tuple[float, str]:
        return 0.85 if AFTER_NAME.match(text, match.end()) else 0.6, "外国の人名が辞書にある"

    def _reading(self, text: str, match: re.Match[str]) -> tuple[float, str] | None:
        """The reading of a Japanese name in two words."""
        if self._lexicon.is_surname(composed(match["surname"])):
            return 0.75, "姓の読みが辞書にあり、名の読みが続く"
        alone = text[match.start() - 1 : match.start()] in _BEFORE and text[match.end() : match.end() + 1] in _BEHIND
        if alone and match.start() and self._lexicon.is_given(composed(match["given"])):
            return 0.7, "名の読みが辞書にある"
        return None

    def _addressed(self, text: str, match: re.Match[str]) -> float:
        honorific, known = AFTER_NAME.match(text, match.end()), self._lexicon.classes(match.group())
        if not honorific or match.group() in NOT_BEFORE_HONORIFIC or not known & _NAMES:
            return 0.0
        plain = honorific.group().strip() in PLAIN_HONORIFICS
        if known & {"noun", "place"} and not (plain and known & {"surname", "given"}):
            return 0.0
        return 0.85 if "surname" in known else 0.7

    def _latin(self, match: re.Match[str]) -> float:
        """How sure two or three capitalised words are a name: by readings the dictionary knows and by first names."""
        first, last = match["first"], match["last"]
        japanese = self._is_reading(first, "surname") and self._is_reading(last, "given")
        japanese = japanese or (self._is_reading(first, "given") and self._is_reading(last, "surname"))
        if japanese and not match["middle"]:
            return 0.8
        known = first.upper() in _LATIN_NAMES
        if known and (last.upper() in _LATIN_NAMES or self._is_reading(last, "surname")):
            return 0.8
        if known and (match["middle"] or "").upper() in _LATIN_NAMES:
            return 0.65
        words = [word.lower() for word in match.groups() if word and len(word) > 2]  # as the dictionary has them
        weights = [_weight(self._lexicon.classes(word)) for word in words]
        if weights and max(weights) == 1 and sum(weights) * 2 >= len(weights):
            return 0.6
        return 0.4 if known or last.upper() in _LATIN_NAMES else 0.0

    def _is_reading(self, word: str, tag: str) -> bool:
        return any(tag in self._lexicon.classes(kana) for kana in readings(word))


def _is_thing(word: str, known: frozenset[Tag]) -> bool:
    """Whether the dictionary knows a word as a thing or a place only (short ones are particles: 「デ」, 「フォン」)."""
    return len(word) > 3 and bool(known) and not known & _NAMES


def _weight(known: frozenset[Tag]) -> float:
    """How surely a word is a part of a name: 1 if it is nothing else, a half if it is also a thing or a place."""
    if not known & _NAMES:
        return 0
    return 0.5 if known & {"noun", "place"} else 1
