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
_NOTES = rf"^[ ・○]{{0,2}}(?P<name>[{HAN}]{{1,4}})(?:[ ]?:|(?=「))(?=[^\n:]{{1,60}}$)"  # 「荻：1,2,5休み」
_PATTERNS = (_SPEAKS, _NOTES)
_SEEN = (rf"^[ ]?[{HAN}]{{1,4}}[ ]?[: ]", rf"^[ ・○]{{0,2}}[{HAN}]{{1,4}}[ ]?[:「]")
PLACES = LocatedPatterns(
    [locate(re.compile(source, re.MULTILINE), source, seen) for source, seen in zip(_PATTERNS, _SEEN, strict=True)]
)
MOST_APART = 200  # characters between two lines of one talk


class MinutesNames:
    """Finds the speakers of a talk that is written line by line."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Every speaker, where at least two speak and one of them has a name that is rather a surname."""
        talk: list[tuple[int, int]] = []
        kind = 0
        for number, match in PLACES.matches(text):
            if number != kind:
                yield from self._speakers(text, talk, place, kind)
                talk, kind = [], number
            if match["name"] in NOT_A_NAME or not self._lexicon.is_surname(match["name"]):
                continue
            if talk and match.start() - talk[-1][1] > MOST_APART:
                yield from self._speakers(text, talk, place, kind)
                talk = []
            talk.append(match.span("name"))
        yield from self._speakers(text, talk, place, kind)

    def _speakers(self, text: str, talk: list[tuple[int, int]], place: str, kind: int) -> Iterator[Finding]:
        colon = all(text[end : end + 2].strip(" ")[:1] in (":", "「") for _, end in talk)
        names = {text[start:end] for start, end in talk}
        sure = sum(self._is_sure(name, colon=colon) for name in names)
        if len(names) < 2 or not sure or (_PATTERNS[kind] is _NOTES and sure * 2 < len(names)):
            return
        for start, end in talk:
            yield Finding("PERSON", place, start, end, 0.9, ("発言者が並んでいる",), text[start:end])

    def _is_sure(self, name: str, *, colon: bool) -> bool:
        if len(name) == 1 or name in PREFECTURES or self._lexicon.usually(name) != "surname":
            return False
        return name not in CITIES or (colon and name in COMMON_SURNAMES)
