"""Names on a line that speaks of one person by other data: 「社員番号A14995　仲田　部署」, 「Zhao Ying　旅券番号…」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors import name_shapes
from detectors.finding import Finding
from detectors.lexicon import NAME_TAGS, Lexicon
from detectors.located import LocatedPatterns, locate
from detectors.name_words import (
    CITIES,
    HAN,
    KATAKANA_GIVEN,
    LATIN_NAMES,
    NOT_A_NAME,
    PREFECTURES,
    any_of,
    is_organisation,
)
from detectors.rules import load_words

BOUNDARY = r"\s、。,:;(「『《【→>・/|@#\])"
LEFT = rf"(?<![^{BOUNDARY}])"  # nothing of the word stands before
NEAR = 60  # characters between a name and the word on its line that speaks of a person
_PERSONAL = any_of(load_words("name_personal_words"))
PLACES = LocatedPatterns([locate(re.compile(_PERSONAL), _PERSONAL)])
_NAME = re.compile(
    rf"{LEFT}(?:(?P<surname>[{HAN}]{{2,4}})|(?P<kata>[ァ-ヺー]{{2,10}}(?:[・ ][ァ-ヺー]{{2,10}}){{0,3}})"
    r"|(?P<latin>[A-ZÀ-Þ][a-zà-ÿ]+(?:[ ][A-ZÀ-Þ][a-zà-ÿ]+){1,2}))(?=[ ,\n(]|$)"
)
_AMONG = re.compile(rf"[{HAN}]{{2,4}}")
_FROM_ABROAD = ("在留", "国籍", "旅券", "パスポート")
_JOINT = re.compile("[・ ]")
_THINGS = frozenset(load_words("name_katakana_things"))


class LineNames:
    """Finds names that stand alone on lines that speak of persons."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Each name once, at a score above REPORT."""
        done = 0
        for word in sorted((match for _, match in PLACES.matches(text)), key=lambda match: match.start()):
            first, last = line_around(text, *word.span())
            for match in _NAME.finditer(text, max(first, done), last):
                done = match.end()
                start, end = match.span()
                abroad = word[0].startswith(_FROM_ABROAD) and match.lastgroup == "kata"
                if self._is_name(text, start, end, match.lastgroup or "") or (abroad and self._is_strange(match[0])):
                    yield Finding("PERSON", place, start, end, 0.6, ("個人についての行に名",), text[start:end])

    def _is_strange(self, name: str) -> bool:
        """Whether words in katakana are none that the dictionary knows, as most names from abroad."""
        words = _JOINT.split(name)
        strange = (not self._lexicon.classes(name_shapes.composed(word)) and word not in _THINGS for word in words)
        return len(name) > 2 and all(strange)

    def _is_name(self, text: str, start: int, end: int, form: str) -> bool:
        name = text[start:end]
        if name in NOT_A_NAME or is_organisation(text, start, end):
            return False
        if form == "surname":
            if self._lexicon.classes(name) == {"given"}:
                return True
            return (
                name not in PREFECTURES
                and self._lexicon.is_mostly_surname(name)
                and not is_among_places(text, start, end, self._lexicon)
            )
        if form == "latin":
            return any(word.upper() in LATIN_NAMES for word in name.split())
        words = _JOINT.split(name)
        if name_shapes.composed(words[0]) in KATAKANA_GIVEN:
            return words[-1] not in _THINGS
        known = [self._lexicon.classes(name_shapes.composed(word)) for word in words]
        things = (word in _THINGS or (one and not one & NAME_TAGS) for word, one in zip(words, known, strict=True))
        return any(one & NAME_TAGS and "place" not in one for one in known) and not any(things)


def line_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The line around a span, at most some `NEAR` characters on each side."""
    first, last = max(0, start - NEAR), min(len(text), end + NEAR)
    stop = text.find("\n", end, last)
    return max(first, text.rfind("\n", first, start) + 1), last if stop < 0 else stop


def is_among_places(text: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a surname that is a place as well stands on a line with a place (「山口：曇り　松江：雨」)."""
    if "place" not in lexicon.classes(text[start:end]):
        return False
    first, last = line_around(text, start, end)
    words = [word[0] for word in _AMONG.finditer(text, first, last) if word.start() != start]
    if text[start:end] in PREFECTURES and any(word in PREFECTURES for word in words):
        return True
    return any(_is_place(word, lexicon) for word in words)


def _is_place(word: str, lexicon: Lexicon) -> bool:
    known = lexicon.classes(word)
    return "place" in known and ("surname" not in known or (word in CITIES and lexicon.usually(word) == "place"))
