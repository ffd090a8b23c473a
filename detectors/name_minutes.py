"""Speakers of minutes: surnames that head two or more lines which go on as sentences (「西：外注を増やせます。」)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.finding import Finding
from detectors.lexicon import Lexicon
from detectors.located import LocatedPatterns, locate
from detectors.name_words import CITIES, COMMON_SURNAMES, HAN, NOT_A_NAME, PREFECTURES

_SENTENCE = r"[^\n:]{0,60}[ぁ-ゖ][^\n:]{0,60}(?:[。?!]|ます|です|か)[ ]?$"
_SPEAKS = rf"^[ ]?(?P<name>[{HAN}]{{1,4}})(?:[ ]?:[ ]?|[ ])(?={_SENTENCE})"
PLACES = LocatedPatterns([locate(re.compile(_SPEAKS, re.MULTILINE), _SPEAKS, rf"^[ ]?[{HAN}]{{1,4}}[ ]?[: ]")])
MOST_APART = 200  # characters between two lines of one talk


class MinutesNames:
    """Finds the speakers of a talk that is written line by line."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Every speaker, where at least two speak and one of them has a name that is rather a surname."""
        talk: list[tuple[int, int]] = []
        for _, match in PLACES.matches(text):
            if match["name"] in NOT_A_NAME or not self._lexicon.is_surname(match["name"]):
                continue
            if talk and match.start() - talk[-1][1] > MOST_APART:
                yield from self._speakers(text, talk, place)
                talk = []
            talk.append(match.span("name"))
        yield from self._speakers(text, talk, place)

    def _speakers(self, text: str, talk: list[tuple[int, int]], place: str) -> Iterator[Finding]:
        colon = all(":" in text[end : end + 2] for _, end in talk)
        names = {text[start:end] for start, end in talk}
        if len(names) < 2 or not any(self._is_sure(name, colon=colon) for name in names):
            return
        for start, end in talk:
            yield Finding("PERSON", place, start, end, 0.9, ("発言者が並んでいる",), text[start:end])

    def _is_sure(self, name: str, *, colon: bool) -> bool:
        if len(name) == 1 or name in PREFECTURES or self._lexicon.usually(name) != "surname":
            return False
        return name not in CITIES or (colon and name in COMMON_SURNAMES)
