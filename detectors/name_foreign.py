"""Names in katakana and in Latin letters: 「マービン・ミンスキー」, 「ヤマダ タロウ」, 「Kevin Sato」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.finding import Finding
from detectors.lexicon import NAME_TAGS, Lexicon, Tag
from detectors.located import LocatedMatch, LocatedPatterns, locate
from detectors.name_romaji import readings
from detectors.name_runs import KATAKANA, Answers, among, runs
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

_JOINED = r"(?:(?<![ァ-ヺー・=])|(?<=\n・))[ァ-ヺー]{2,}(?:[・=][ァ-ヺー]+){1,4}(?![ァ-ヺー])"
_KATA = rf"[ァ-ヺー{KANA_MARKS}]"
_SPACED = rf"(?<![ァ-ヺー・=])(?P<surname>{_KATA}{{2,8}})[ ](?P<given>{_KATA}{{2,8}})(?![ァ-ヺー・])"
_ADDRESSED = rf"(?<![ァ-ヺー・=])[ァ-ヺー]{{2,8}}(?=[ ]?{HONORIFIC})"
_LATIN = (
    r"(?<![A-Za-z0-9_.@/'&-])(?!(?:Hi|Hello|Hey|Dear|Thanks|Regards|Sincerely|Best|From|To|Cc|Sent|Attn)\b)"
    r"(?P<first>[A-Z](?:[a-z]+|[A-Z]+))(?:,?[ ](?P<middle>[A-Z](?:[a-z]+|[A-Z]*)\.?))?"
    r",?[ ](?P<last>[A-Z](?:[a-z]+|[A-Z]+))(?![A-Za-z0-9_@/'&-]|[ ][A-Z&]|\.[A-Za-z])"
)
_CHINESE = frozenset(word.upper() for word in load_words("name_chinese"))
_SYLLABLE = (
    "(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou"
    "|ua|ue|ui|un|uo|a|e|i|o|u)"
)
_PINYIN = re.compile(f"(?:{_SYLLABLE}){{1,2}}", re.IGNORECASE)
_CAPITALISED = "[A-Z](?:[a-z]+|[A-Z]+)"
_MISTER = rf"(?<![A-Za-z])(?:Mr|Ms|Mrs|Miss|Dr|Prof)(?:\.[ ]?|[ ])(?P<name>{_CAPITALISED})(?![A-Za-z@.]|[ ][A-Z])"
_SAN = rf"(?<![A-Za-z])(?P<name>{_CAPITALISED})-(?:san|sama|sensei|kun)(?![A-Za-z])"
_INITIAL = rf"(?<![A-Za-z.])(?P<name>(?:[A-Z]\.[ ]?){{1,2}}(?P<last>{_CAPITALISED}))(?![A-Za-z@])"
_SLASHED = (  # as on tickets
    r"(?<![A-Za-z])(?P<name>(?P<first>[A-Z]{2,14})/(?P<last>[A-Z]{2,14}))"
    r"(?P<title>[ ]?(?:MR|MS|MRS|MISS|MSTR))?(?![A-Za-z/])"
)
_HEADER = (  # of a mail without its address
    r"(?:^|(?<=\n))[> ]{0,4}(?:From|To|Cc|Bcc|CC|差出人|宛先|送信者)[ ]?:[ ]?"
    r"(?P<name>[A-Z][A-Za-z'-]+(?:[ ][A-Z][A-Za-z'.-]*){0,2},?[ ][A-Z][A-Za-z'-]+)(?=[ ]*(?:\n|$))"
)
_CALLED_LATIN = frozenset({_MISTER, _SAN, _INITIAL, _SLASHED, _HEADER})
_PATTERNS = (_JOINED, _SPACED, _ADDRESSED, _LATIN, *sorted(_CALLED_LATIN))
PLACES = LocatedPatterns(
    [
        locate(re.compile(source), source, rf"[ァ-ヺー][ ]?{HONORIFIC}" if source is _ADDRESSED else source)
        for source in _PATTERNS
    ]
)
_SHORTEST, _LONGEST = 3, 10  # characters of a word in katakana that may be a name alone
_NOT_BEFORE, _BEHIND_ALONE = re.compile(f"[{HAN}・=]"), among("はがもにの、。")
_WORDS_KEPT = 15  # the logarithm of how many words in katakana are remembered
_THINGS = frozenset(load_words("name_katakana_things"))
_COMPANY_ENDS = frozenset(
    ["CO", "LTD", "INC", "CORP", "LLC", "PLC", "GMBH", "DEPT", "DIV", "BANK", "HOTEL", "UNIVERSITY"]
)
_OF_OFFICE = frozenset(load_words("name_latin_offices"))
_JOINT = re.compile("[・=]")
_BEFORE = re.compile(r'[\n\t(\[{「『:,、/|"]$|[0-9][ ]$')
_BEHIND = frozenset('\n\t)]}」』:,、/|"。')


class ForeignNames:
    """Finds names by the dictionary's katakana entries, by readings in Latin letters, and by a list of first names."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._answers = Answers(lambda words: map(self._is_only_name, words), _WORDS_KEPT)

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Names, and open candidates (score below REPORT)."""
        for start, end, score, why in self._candidates(text):
            if not is_organisation(text, start, end):
                yield Finding("PERSON", place, start, end, score, (why,), text[start:end])

    def _candidates(self, text: str) -> Iterator[tuple[int, int, float, str]]:
        for number, match in PLACES.matches(text):
            if _PATTERNS[number] in _CALLED_LATIN:
                if self._is_called(_PATTERNS[number], match):
                    yield *match.span("name"), 0.87, "ローマ字の姓名"
            elif found := self._seen(text, _PATTERNS[number], match):
                yield *match.span(), *found
        for start, end in self._alone(text):
            yield start, end, 0.4, "人名が辞書にある"

    def _alone(self, text: str) -> Iterator[tuple[int, int]]:
        """Names in katakana before a particle."""
        if text.isascii():
            return
        for start, end, _ in runs(text).told(self._answers, KATAKANA):
            if text[end : end + 1] in _BEHIND_ALONE and not _NOT_BEFORE.match(text[start - 1 : start]):
                yield start, end

    def _is_only_name(self, word: str) -> bool:
        """Whether the dictionary knows a word in katakana as a name and as nothing else."""
        known = self._lexicon.classes(word) if _SHORTEST <= len(word) <= _LONGEST else frozenset()
        return bool(known & NAME_TAGS) and not known & {"noun", "place"}

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
            _weight(known) for word, known in zip(words, classes, strict=True) if len(word) > 2 or known & NAME_TAGS
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
        if not honorific or match[0] in NOT_BEFORE_HONORIFIC or not known & NAME_TAGS:
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
        if first.upper() in _CHINESE and _PINYIN.fullmatch(last) and not match["middle"]:
            return 0.8
        given = known or self._is_reading(first, "given")
        if given and len(last) > 3 and not match["middle"] and self._is_japanese(last):
            return 0.65
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

    def _is_japanese(self, word: str) -> bool:
        """Whether a word in Latin letters reads as a Japanese one that is no thing or place of the dictionary."""
        kana = readings(word)
        words = (word.lower(), *kana)
        return bool(kana) and not any(self._lexicon.classes(one) & {"noun", "place", "other"} for one in words)

    def _is_called(self, pattern: str, match: LocatedMatch) -> bool:
        """Whether a word in Latin letters that stands as a surname does is one (「Ms. Ito」, 「R. Okada」)."""
        if pattern is _HEADER:
            return not any(word.lower() in _OF_OFFICE for word in match["name"].split())
        if pattern is _SLASHED:
            first, last = match["first"], match["last"]
            is_surname, is_given = self._is_reading(first, "surname"), self._is_reading(last, "given")
            return (is_surname and is_given) or (bool(match["title"]) and (is_surname or is_given))
        name = match["last"] if pattern is _INITIAL else match["name"]
        known = name.upper() in LATIN_NAMES or self._is_reading(name, "surname")
        return len(name) > 2 and (known or (pattern is _SAN and bool(readings(name))))

    def _is_reading(self, word: str, tag: str) -> bool:
        return any(tag in self._lexicon.classes(kana) for kana in readings(word))


def _is_thing(word: str, known: frozenset[Tag]) -> bool:
    """Whether the dictionary knows a word as a thing or a place only (short ones are particles: 「デ」, 「フォン」)."""
    return len(word) > 3 and bool(known) and not known & NAME_TAGS


def _weight(known: frozenset[Tag]) -> float:
    """How surely a word is a part of a name: 1 if it is nothing else, a half if it is also a thing or a place."""
    if not known & NAME_TAGS:
        return 0
    return 0.5 if known & {"noun", "place"} else 1
