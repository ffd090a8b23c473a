"""Names in katakana and in Latin letters: 「マービン・ミンスキー」, 「ヤマダ タロウ」, 「Kevin Sato」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.finding import Finding
from detectors.lexicon import Lexicon, Tag
from detectors.located import LocatedMatch, LocatedPatterns, locate
from detectors.name_romaji import readings
from detectors.name_runs import among, runs
from detectors.name_shapes import composed
from detectors.name_words import (
    HAN,
    HONORIFIC,
    KANA_MARKS,
    KATAKANA_GIVEN,
    LATIN_NAMES,
    NOT_BEFORE_HONORIFIC,
    PLAIN_HONORIFICS,
    after_name,
    is_organisation,
)
from detectors.rules import load_words

_JOINED = r"(?<![ァ-ヺー・=])[ァ-ヺー]{2,}(?:[・=][ァ-ヺー]+){1,4}(?![ァ-ヺー])"
_KATA = rf"[ァ-ヺー{KANA_MARKS}]"
_SPACED = rf"(?<![ァ-ヺー・=])(?P<surname>{_KATA}{{2,8}})[ ](?P<given>{_KATA}{{2,8}})(?![ァ-ヺー・])"
_ADDRESSED = rf"(?<![ァ-ヺー・=])[ァ-ヺー]{{2,8}}(?=[ ]?{HONORIFIC})"
_LATIN = (
    r"(?<![A-Za-z0-9_.@/'&-])(?!(?:Hi|Hello|Hey|Dear|Thanks|Regards|Sincerely|Best|From|To|Cc|Sent|Attn)\b)"
    r"(?P<first>[A-Z](?:[a-z]+|[A-Z]+))(?:,?[ ](?P<middle>[A-Z](?:[a-z]+|[A-Z]*)\.?))?"
    r",?[ ](?P<last>[A-Z](?:[a-z]+|[A-Z]+))(?![A-Za-z0-9_@/'&-]|[ ][A-Z&]|\.[A-Za-z])"
)
_PATTERNS = (_JOINED, _SPACED, _ADDRESSED, _LATIN)
PLACES = LocatedPatterns(
    [
        locate(re.compile(source), source, rf"[ァ-ヺー][ ]?{HONORIFIC}" if source is _ADDRESSED else source)
        for source in _PATTERNS
    ]
)
_SHORTEST, _LONGEST = 3, 10  # characters of a word in katakana that may be a name alone
_NOT_BEFORE, _BEHIND_ALONE = among(HAN + "・="), among("はがもにの、。")
_THINGS = frozenset(load_words("name_katakana_things"))
_NAMES = frozenset({"surname", "given", "name"})
_COMPANY_ENDS = frozenset(
    ["CO", "LTD", "INC", "CORP", "LLC", "PLC", "GMBH", "DEPT", "DIV", "BANK", "HOTEL", "UNIVERSITY"]
)
_JOINT = re.compile("[・=]")
_BEFORE = re.compile(r'[\n\t(\[{「『:,、/|"]$|[0-9][ ]$')
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
        for number, match in PLACES.matches(text):
            if found := self._seen(text, _PATTERNS[number], match):
                yield *match.span(), *found
        for start, end in self._alone(text):
            known = self._lexicon.classes(text[start:end])
            if known & _NAMES and not known & {"noun", "place"}:
                yield start, end, 0.4, "人名が辞書にある"

    def _alone(self, text: str) -> Iterator[tuple[int, int]]:
        """Words in katakana before a particle."""
        if text.isascii():
            return
        seen = runs(text)
        length = seen.ends - seen.starts
        fits = (length >= _SHORTEST) & (length <= _LONGEST) & seen.is_katakana
        yield from seen.spans(fits & ~_NOT_BEFORE[seen.before] & _BEHIND_ALONE[seen.behind])

    def _seen(self, text: str, pattern: str, match: LocatedMatch) -> tuple[float, str] | None:
        """How sure a match is a name, and why."""
        if pattern is _JOINED:
            return self._joined(text, match)
        if pattern is _SPACED:
            return self._reading(text, match)
        if pattern is _ADDRESSED:
            score, why = self._addressed(text, match), "敬称・役職が続く"
        else:
            score, why = self._latin(match), "ローマ字の姓名"
        return (score, why) if score else None

    def _joined(self, text: str, match: LocatedMatch) -> tuple[float, str] | None:
        """Words joined by 「・」: names if the dictionary knows half of them as such and none as a thing or place."""
        words = _JOINT.split(match[0])
        classes = [self._lexicon.classes(word) for word in words]
        if any(word in _THINGS or _is_thing(word, known) for word, known in zip(words, classes, strict=True)):
            return None
        if words[0] in KATAKANA_GIVEN:
            return self._surely(text, match)
        weights = [
            _weight(known) for word, known in zip(words, classes, strict=True) if len(word) > 2 or known & _NAMES
        ]
        if not weights or max(weights) < 1 or sum(weights) * 2 < len(weights):
            return (0.4, "人名らしいカタカナ") if any(weights) or not any(classes) else None
        return self._surely(text, match)

    @staticmethod
    def _surely(text: str, match: LocatedMatch) -> tuple[float, str]:
        return 0.85 if after_name(text, match.end()) else 0.6, "外国の人名が辞書にある"

    def _reading(self, text: str, match: LocatedMatch) -> tuple[float, str] | None:
        """The reading of a Japanese name in two words."""
        if self._lexicon.is_surname(composed(match["surname"])):
            return 0.75, "姓の読みが辞書にあり、名の読みが続く"
        alone = (
            bool(_BEFORE.search(text, max(0, match.start() - 2), match.start()))
            and text[match.end() : match.end() + 1] in _BEHIND
        )
        if alone and match.start() and self._lexicon.is_given(composed(match["given"])):
            return 0.7, "名の読みが辞書にある"
        return None

    def _addressed(self, text: str, match: LocatedMatch) -> float:
        honorific, known = after_name(text, match.end()), self._lexicon.classes(match[0])
        if not honorific or match[0] in NOT_BEFORE_HONORIFIC or not known & _NAMES:
            return 0.0
        plain = honorific.group().strip() in PLAIN_HONORIFICS
        if known & {"noun", "place"} and not (plain and known & {"surname", "given"}):
            return 0.0
        return 0.85 if "surname" in known else 0.7

    def _latin(self, match: LocatedMatch) -> float:
        """How sure two or three capitalised words are a name: by readings the dictionary knows and by first names."""
        first, last = match["first"], match["last"]
        if last.upper() in _COMPANY_ENDS:
            return 0.0
        japanese = self._is_reading(first, "surname") and self._is_reading(last, "given")
        japanese = japanese or (self._is_reading(first, "given") and self._is_reading(last, "surname"))
        if japanese and not match["middle"]:
            return 0.8
        known = first.upper() in LATIN_NAMES
        if known and (last.upper() in LATIN_NAMES or self._is_reading(last, "surname")):
            return 0.8
        if known and (match["middle"] or "").upper() in LATIN_NAMES:
            return 0.65
        parts = (first, match["middle"], last)
        words = [word.lower() for word in parts if word and len(word) > 2]  # as the dictionary has them
        weights = [_weight(self._lexicon.classes(word)) for word in words]
        if weights and max(weights) == 1 and sum(weights) * 2 >= len(weights):
            return 0.6
        return 0.4 if known or last.upper() in LATIN_NAMES else 0.0

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
