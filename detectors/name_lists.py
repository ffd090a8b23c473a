"""People named by surname alone one after the other: line by line, or on a line with spaces between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from detectors.finding import Finding
from detectors.lexicon import Lexicon
from detectors.located import LocatedPatterns, locate
from detectors.name_lines import LEFT
from detectors.name_words import CITIES, HAN, NOT_A_NAME, PREFECTURES, SINGLE_SURNAMES

_ITEM = rf"(?:[・*-]|[0-9]{{1,2}}[.)])?[ ]?[{HAN}]{{1,4}}(?:さん|様)?[ ]?"
_LINES = rf"^{_ITEM}(?:\n{_ITEM}){{2,60}}$"
_SPACED = rf"{LEFT}[{HAN}]{{2,4}}(?:[ ][{HAN}]{{1,4}}){{1,20}}(?=[ \n]|$)"
_PATTERNS = (_LINES, _SPACED)
_SEEN = (rf"^{_ITEM}\n{_ITEM}\n{_ITEM}$", rf"[{HAN}]{{2}}[ ][{HAN}]{{1,4}}(?:[ \n]|$)")
PLACES = LocatedPatterns(
    [locate(re.compile(source, re.MULTILINE), source, seen) for source, seen in zip(_PATTERNS, _SEEN, strict=True)]
)
_WORD = re.compile(rf"[{HAN}]+")


class ListedNames:
    """Finds lists in which every item is a surname and most are nothing else."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Every item of such a list, at a score above REPORT."""
        for number, match in PLACES.matches(text):
            items = [item.span() for item in _WORD.finditer(text, *match.span())]
            if self._are_people([text[start:end] for start, end in items], spaced=_PATTERNS[number] is _SPACED):
                for start, end in items:
                    yield Finding("PERSON", place, start, end, 0.7, ("姓が並んでいる",), text[start:end])

    def _are_people(self, words: Sequence[str], *, spaced: bool) -> bool:
        """Whether all are surnames; on a line with spaces none may be the given name of the one before."""
        if any(word in NOT_A_NAME or not self._lexicon.is_surname(word) for word in words):
            return False
        sure = sum(self._lexicon.is_mostly_surname(word) and word not in CITIES for word in words)
        if any(word in PREFECTURES for word in words) or sure * 2 < len(words):
            return False
        if not spaced:
            return True
        return all(self._lexicon.is_mostly_surname(word) or word in SINGLE_SURNAMES for word in words[:2]) and not any(
            self._lexicon.is_given(word) for word in words[1:2]
        )
