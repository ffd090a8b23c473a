"""Given names alone, and full names of words that are no names otherwise, where only people are called.

「こはるちゃん」, 「ビンティさん」, 「りお（知的障害）」, 「豊栄 夏生 様」, 「石黒 采」.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from detectors import name_shapes
from detectors.finding import Finding
from detectors.lexicon import NAME_TAGS, Lexicon
from detectors.located import LocatedMatch, LocatedPatterns, locate
from detectors.name_lines import LEFT
from detectors.name_words import (
    CITIES,
    COMMON_SURNAMES,
    HAN,
    HONORIFIC,
    KATAKANA_GIVEN,
    LATIN_NAMES,
    NOT_A_NAME,
    NOT_BEFORE_HONORIFIC,
    NOT_CALLED,
    NOT_GIVEN,
    PERSONAL_TITLE,
    any_of,
    is_organisation,
)
from detectors.rules import load_words

_ATTRIBUTE = any_of(load_words("name_attributes"))
_GIVEN = rf"(?P<name>[{HAN}]{{1,3}}|[ぁ-ゖ]{{2,4}}|[ァ-ヺー]{{2,8}}|[A-Z][a-z]{{2,11}})"
_BEFORE_BRACKET = rf"{LEFT}{_GIVEN}[ ]?\([^()\n]{{0,24}}{_ATTRIBUTE}"
_ADDRESSED = rf"{LEFT}(?P<name>[{HAN}]{{1,4}}[ ][{HAN}ぁ-ゖァ-ヺー]{{1,5}}?)[ ]?(?:様|殿)(?=[\s、。,(]|$)"
_SPACED = rf"{LEFT}(?P<name>[{HAN}]{{2,3}}[ ][{HAN}])(?=[ 、。,()\n]|$)"
_CHINESE_SURNAMES = "王李張劉陳楊黄趙呉徐孫朱胡郭鄭謝宋許韓馮鄧曹彭蔡蒋葉魏蘇呂沈姚盧金朴崔姜尹"
_CHINESE = rf"{LEFT}(?P<name>[{_CHINESE_SURNAMES}][ ][{HAN}]{{2}})(?=[ 、,()\n]|様|さん|氏|$)"
_MIXED = rf"{LEFT}(?P<name>[ァ-ヺー]{{3,10}}[ ][{HAN}]{{1,3}})(?=[ 、。,()\n]|様|さん|君|$)"
_HONOURED = rf"(?<![{HAN}ァ-ヺー])(?P<name>[{HAN}]{{2,4}}?)[ ]?(?P<title>{PERSONAL_TITLE})(?![{HAN}ァ-ヺ])"
_BROKEN = (
    rf"(?<=[^\n]{{8}}[^\n{HAN}])(?P<name>[{HAN}]{{1,2}}\n[{HAN}]{{1,2}}(?:[ ][{HAN}]{{1,3}})?)"
    rf"(?={HONORIFIC}|より|まで|から|[がはにへと、])"
)
_OF_A_PLACE = rf"{LEFT}(?P<name>[{HAN}]{{2,3}})(?:さん|くん)(?=[^ァ-ヺー{HAN}]|$)"
_CHILD = r"(?<![ぁ-ゖーァ-ヺ])(?P<name>[ぁ-ゖ]{2,4}?|[ァ-ヺー]{2,8})(?:ちゃん|くん)(?=[^ァ-ヺー]|$)"
_STRANGER = rf"(?<![ァ-ヺー・{HAN}])(?P<name>[ァ-ヺー]{{2,8}})さん(?=[^ァ-ヺー]|$)"
_WORDS = rf"{LEFT}(?P<name>[ァ-ヺー]{{2,8}}(?:[ ][ァ-ヺー]{{2,8}}){{1,3}})(?=[ 、。(\n]|様|さん|$)"
_EVIDENCE = {
    _BEFORE_BRACKET: (0.6, "名の後に属性"),
    _ADDRESSED: (0.88, "敬称が続く姓名"),
    _SPACED: (0.65, "姓と一字の名"),
    _CHINESE: (0.82, "外国の姓名"),
    _MIXED: (0.75, "姓と名が辞書にある"),
    _HONOURED: (0.85, "敬称・役職が続く"),
    _BROKEN: (0.86, "行をまたぐ姓"),
    _OF_A_PLACE: (0.6, "敬称が続く"),
    _CHILD: (0.65, "敬称が続く名"),
    _WORDS: (0.65, "外国の人名が辞書にある"),
    _STRANGER: (0.65, "敬称が続くカタカナの名"),
}
_PATTERNS = tuple(_EVIDENCE)
_SEEN = {_HONOURED: rf"[{HAN}][ ]?{PERSONAL_TITLE}", _CHINESE: rf"[{_CHINESE_SURNAMES}][ ][{HAN}]{{2}}"}
PLACES = LocatedPatterns(
    [locate(re.compile(source, re.MULTILINE), source, _SEEN.get(source, "")) for source in _PATTERNS]
)
_THINGS = frozenset(load_words("name_katakana_things"))
_OF_STRANGERS = re.compile("教|国籍|[0-9]歳|旅券|在留|留学|実習")  # said in brackets of people from abroad
_NUMBER = re.compile("[一二三四五六七八九十百千万壱弐参]{2}|[百千万壱弐円]")
_OF_PLACES = frozenset(load_words("name_titles_of_places"))
_PARTICLES = frozenset("のはがもにをとでへや")
SURE_OF_CHILD = 0.82  # of what is no word and called 「ちゃん」
SURE_OF_COMMON = 0.87  # of a surname that many bear, which so is no given name of the word before (「千葉　佐藤様」)
OPEN = 0.4  # below REPORT: a shop may be spoken to like this as well
_NAME_ENDS = frozenset("子美奈香太郎介斗")


class CalledNames:
    """Finds people by what they are called, or by what stands behind them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Names, and open candidates (score below REPORT)."""
        for number, match in PLACES.matches(text):
            pattern, name, (start, end) = _PATTERNS[number], match["name"], match.span("name")
            if name in NOT_A_NAME or name in NOT_BEFORE_HONORIFIC or is_organisation(text, start, end):
                continue
            if name in NOT_CALLED and pattern not in (_BEFORE_BRACKET, _SPACED, _CHINESE, _BROKEN):
                continue
            foreign = pattern is _BEFORE_BRACKET and _OF_STRANGERS.search(match[0]) and self._is_strange(name)
            if foreign or (self._is_honoured(match) if pattern is _HONOURED else self._is_name(pattern, name)):
                score, why = _EVIDENCE[pattern]
                if pattern is _CHILD and text.startswith("ちゃん", end) and not self._lexicon.classes(name):
                    score = SURE_OF_CHILD
                if pattern is _HONOURED and name in COMMON_SURNAMES and not self._lexicon.is_given(name):
                    score = SURE_OF_COMMON
                if pattern is _STRANGER and name not in KATAKANA_GIVEN:
                    score = OPEN
                yield Finding("PERSON", place, start, end, score, (why,), name)

    def _is_strange(self, name: str) -> bool:
        """Whether a word in katakana is none that the dictionary knows."""
        return len(name) > 2 and "ァ" <= name[0] <= "ー" and not self._lexicon.classes(name) and name not in _THINGS

    def _is_honoured(self, match: LocatedMatch) -> bool:
        """Whether a surname is spoken to; of a city only what many are called, by what no office there is called."""
        name, title = match["name"], match["title"]
        if name in CITIES and title in _OF_PLACES:
            return False
        return name in COMMON_SURNAMES or (name not in CITIES and self._lexicon.is_mostly_surname(name))

    def _is_name(self, pattern: str, name: str) -> bool:
        first, _, given = name.partition(" ")
        known = self._lexicon.classes(name_shapes.composed(name))
        if pattern is _WORDS:
            return self._are_names(name.split(" "))
        if pattern is _ADDRESSED:
            return self._is_full_name(first, given)
        if pattern is _SPACED:
            return self._lexicon.is_mostly_surname(first) and given not in NOT_GIVEN
        if pattern is _CHINESE:
            return given not in NOT_A_NAME and name_shapes.plausible_given(given) and not _NUMBER.search(given)
        if pattern is _MIXED:
            foreign = first in KATAKANA_GIVEN or bool(self._lexicon.classes(first) & NAME_TAGS)
            return foreign and self._lexicon.is_given(given) and first not in _THINGS
        if pattern is _BROKEN:
            surname, _, given = name.replace("\n", "").partition(" ")
            return self._lexicon.is_surname(surname) and (not given or self._lexicon.is_given(given))
        if pattern is _OF_A_PLACE:
            return known == {"place"}
        if pattern is _STRANGER:
            return name in KATAKANA_GIVEN or not known
        if pattern is _CHILD:
            return not known - NAME_TAGS and not (name[0] in _PARTICLES and self._lexicon.classes(name[1:]))
        return self._is_given(name)

    def _are_names(self, words: Sequence[str]) -> bool:
        """Whether katakana words are a foreign name: the first a given name of the list, the others no common words."""
        known = (word in KATAKANA_GIVEN or self._lexicon.classes(word) & NAME_TAGS for word in words)
        return words[0] in KATAKANA_GIVEN and all(known)

    def _is_given(self, name: str) -> bool:
        """Whether a word before what is said of people is a given name: known as one, or no word at all in hiragana."""
        if name in KATAKANA_GIVEN or name.upper() in LATIN_NAMES:
            return True
        known = self._lexicon.classes(name)
        if not known:
            return "ぁ" <= name[0] <= "ゖ"
        return "given" in known and ("noun" not in known or name[-1] in _NAME_ENDS)

    def _is_full_name(self, first: str, given: str) -> bool:
        """Whether two words before 様 are one person, not a place or section and a surname (「千葉 佐藤様」)."""
        surname, other = self._lexicon.classes(first), self._lexicon.classes(given)
        if not surname & {"surname", "given"} or given in NOT_A_NAME or first in NOT_A_NAME:
            return False
        return "given" in other or ("surname" not in other and name_shapes.can_be_given(given, self._lexicon))
