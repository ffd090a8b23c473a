"""Names in katakana and in Latin letters: 「マービン・ミンスキー」, 「ヤマダ タロウ」, 「Kevin Sato」, 「YAMAGUCHI Ryo」."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from detectors.finding import Finding
from detectors.lexicon import Lexicon
from detectors.name_romaji import readings
from detectors.name_words import AFTER_NAME, NOT_BEFORE_HONORIFIC, PLAIN_HONORIFICS, is_organisation
from detectors.rules import load_words

_JOINED = regex.compile(r"(?<![ァ-ヺー・=])[ァ-ヺー]{2,}(?:[・=][ァ-ヺー]+){1,4}(?![ァ-ヺー])")
_SPACED = regex.compile(r"(?<![ァ-ヺー・=])(?P<surname>[ァ-ヺー]{2,7})[ ](?P<given>[ァ-ヺー]{2,7})(?![ァ-ヺー・])")
_ADDRESSED = regex.compile(r"(?<![ァ-ヺー・=ぁ-ゖ])[ァ-ヺー]{2,8}(?=[ ]?(?:様|さん|さま|氏|くん|君|ちゃん|先生))")
_ALONE = regex.compile(r"(?<![ァ-ヺー・=\p{Han}])[ァ-ヺー]{3,10}(?=[はがもをにの、。])")
_LATIN = regex.compile(
    r"(?<![A-Za-z0-9_.@/'&-])(?P<first>[A-Z](?:[a-z]+|[A-Z]+))(?:,?[ ](?P<middle>[A-Z](?:[a-z]+|[A-Z]*)\.?))?"
    r",?[ ](?P<last>[A-Z](?:[a-z]+|[A-Z]+))(?![A-Za-z0-9_@/'&-]|[ ][A-Z&]|\.[A-Za-z])"
)
_LATIN_NAMES = frozenset(word.upper() for word in load_words("name_latin"))
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
            yield *match.span(), *self._joined(text, match)
        for match in _SPACED.finditer(text):
            if found := self._reading(text, match):
                yield *match.span(), *found
        for match in _ADDRESSED.finditer(text):
            if score := self._addressed(text, match):
                yield *match.span(), score, "敬称・役職が続く"
        for match in _ALONE.finditer(text):
            known = self._lexicon.classes(match.group())
            if known & {"name", "surname", "given"} and "place" not in known:
                yield *match.span(), 0.4, "人名が辞書にある"
        for match in _LATIN.finditer(text):
            if score := self._latin(match):
                yield *match.span(), score, "ローマ字の姓名"

    def _is_name(self, word: str) -> bool:
        return bool(self._lexicon.classes(word) & {"surname", "given", "name"})

    def _joined(self, text: str, match: regex.Match[str]) -> tuple[float, str]:
        """Words joined by 「・」: names if the dictionary knows half of them as such, else open."""
        words = regex.split("[・=]", match.group())
        if sum(map(self._is_name, words)) * 2 < len(words):
            return 0.4, "人名らしいカタカナ"
        return 0.85 if AFTER_NAME.match(text, match.end()) else 0.6, "外国の人名が辞書にある"

    def _reading(self, text: str, match: regex.Match[str]) -> tuple[float, str] | None:
        """The reading of a Japanese name in two words."""
        if self._lexicon.is_surname(match["surname"]):
            return 0.75, "姓の読みが辞書にあり、名の読みが続く"
        alone = text[match.start() - 1 : match.start()] in _BEFORE and text[match.end() : match.end() + 1] in _BEHIND
        if alone and match.start() and self._lexicon.is_given(match["given"]):
            return 0.7, "名の読みが辞書にある"
        return None

    def _addressed(self, text: str, match: regex.Match[str]) -> float:
        honorific, known = AFTER_NAME.match(text, match.end()), self._lexicon.classes(match.group())
        if not honorific or match.group() in NOT_BEFORE_HONORIFIC or not known & {"surname", "given", "name"}:
            return 0.0
        if known & {"noun", "place"} and honorific.group().strip() not in PLAIN_HONORIFICS:
            return 0.0
        return 0.85 if "surname" in known else 0.7

    def _latin(self, match: regex.Match[str]) -> float:
        """How sure two or three capitalised words are a name: by readings the dictionary knows and by first names."""
        first, last = match["first"], match["last"]
        japanese = self._is_reading(first, "surname") and self._is_reading(last, "given")
        japanese = japanese or (self._is_reading(first, "given") and self._is_reading(last, "surname"))
        if japanese and not match["middle"]:
            return 0.8
        known = first.upper() in _LATIN_NAMES
        if known and (last.upper() in _LATIN_NAMES or self._is_reading(last, "surname")):
            return 0.8
        middle = (match["middle"] or "").upper() in _LATIN_NAMES
        return 0.65 if known and middle else 0.4 if known or last.upper() in _LATIN_NAMES else 0.0

    def _is_reading(self, word: str, tag: str) -> bool:
        return any(tag in self._lexicon.classes(kana) for kana in readings(word))
