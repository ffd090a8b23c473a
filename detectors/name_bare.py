"""Words that stand bare where only somebody can stand: how likely each is a name, by itself.

「承認 粕」, 「鬼塚・善積・ヘンリー呉」: the dictionary has many rare names as words only; the place must tell the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache

from detectors import name_shapes
from detectors.lexicon import NAME_TAGS, Lexicon
from detectors.name_words import (
    CITIES,
    HAN,
    KATAKANA_GIVEN,
    LATIN_NAMES,
    NOT_A_NAME,
    NOT_BEFORE_HONORIFIC,
    OFFICES,
    ORGANISATION,
    PREFECTURES,
    RELATIVE,
    TICKS,
    is_organisation,
)
from detectors.rules import load_words

DAYS = frozenset("月火水木金土日祝")
RARE_SURNAMES = frozenset(word for line in load_words("name_rare_surnames") for word in line.split())
_DUTIES = frozenset((*load_words("name_duties"), *load_words("name_duty_labels"), *load_words("name_labels")))
_THINGS = frozenset(load_words("name_katakana_things"))
_SIGNS = TICKS | frozenset(  # what one kanji says of somebody, of a date or of a number rather than names them
    "有不男女父母妻夫子兄姉弟妹孫様氏殿君名者員長係課部室科班組級学年月日時分秒円号回件個台枚冊人前後左右内外"
    "新旧正副主従他計同各以欄図例等迄込税乙丙全両総再休早遅夜朝昼夕晩火良了完異"
    "笑席賞話会杯車宅率戦期間度口便線曲番春秋冬赤青黄黒"
)
_HOUSES = frozenset("組屋店堂社寺駅市町村区県線橋荘苑園館亭庵")  # they end the name of a house or place
_LONG = 4  # characters of a word in katakana that is hardly somebody's name as well
_KANJI = re.compile(rf"[{HAN}]+")
_JOINED = re.compile(rf"[{HAN}]{{1,2}}[ノツ][{HAN}]{{1,2}}")
_KATAKANA = re.compile("[ァ-ヺー]{2,}")
_HIRAGANA = re.compile("[ぁ-ゖ]{2,5}")
_WITH_KANJI = re.compile(rf"(?P<given>[ァ-ヺー]{{2,8}})(?P<surname>[{HAN}]{{1,3}})")
_JOINT = re.compile("[・=]")
_KIN = re.compile(RELATIVE)


class Bare(IntEnum):
    """How a bare word may name somebody."""

    NEVER = 0
    WORD = 1  # a word or place that is a name only where nothing else can stand
    STRANGE = 2  # no word of the dictionary, or a name and a word of it
    NAME = 3


class BareWords:
    """Weighs bare words; `weigh` takes them normalized. One serves all rules: it remembers what it weighed."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.weigh = lru_cache(maxsize=16_384)(self._weigh)

    def in_cell(self, text: str, cell: re.Match[str] | None) -> tuple[int, int] | None:
        """Where the name stands in a cell that was matched, if it can be one and is no city or organisation."""
        if not cell:
            return None
        name, (start, end) = cell["name"], cell.span("name")
        if (name in CITIES and len(name) > 1) or not self.weigh(name) or is_organisation(text, start, end):
            return None
        return start, end

    def _weigh(self, word: str) -> Bare:
        if word in NOT_A_NAME or word in NOT_BEFORE_HONORIFIC or word in OFFICES or word in _DUTIES:
            return Bare.NEVER
        if ORGANISATION.search(word) or _KIN.fullmatch(word):
            return Bare.NEVER
        if " " in word:
            return self._of_several(word)
        if _JOINED.fullmatch(word):
            return Bare.NAME if self._lexicon.is_surname(word) else Bare.STRANGE
        if _KANJI.fullmatch(word):
            return self._of_kanji(word)
        if _KATAKANA.fullmatch(word):
            return self._of_katakana(word)
        if _HIRAGANA.fullmatch(word):
            known = self._lexicon.classes(word)
            return Bare.NEVER if "given" not in known else Bare.STRANGE if known - NAME_TAGS else Bare.NAME
        if mixed := _WITH_KANJI.fullmatch(word):
            foreign = self._of_katakana(mixed["given"]) >= Bare.STRANGE
            return Bare.NAME if foreign and self._lexicon.is_surname(mixed["surname"]) else Bare.NEVER
        if _JOINT.search(word):
            parts = _JOINT.split(word)
            return _together([self._of_katakana(part) if _KATAKANA.fullmatch(part) else Bare.NEVER for part in parts])
        return Bare.NEVER

    def _of_several(self, word: str) -> Bare:
        if name_shapes.strength(word, self._lexicon) > 1:
            return Bare.NAME
        parts = word.split(" ")
        if all(_KATAKANA.fullmatch(part) for part in parts):
            return _together([self._of_katakana(part) for part in parts])
        if word.isascii():
            return Bare.NAME if any(part.upper() in LATIN_NAMES for part in parts) else Bare.NEVER
        given = self._lexicon.is_given(parts[1]) and self._weigh(parts[0])
        return Bare.NAME if given and len(parts) == 2 else Bare.NEVER

    def _of_kanji(self, word: str) -> Bare:
        known = self._lexicon.classes(word)
        if len(word) == 1:
            if word in _SIGNS:
                return Bare.NEVER
            return Bare.STRANGE if "surname" in known else Bare.WORD
        if word in RARE_SURNAMES or self._lexicon.is_mostly_surname(word):
            return Bare.NAME
        if known & NAME_TAGS:
            return Bare.STRANGE
        if known:
            return Bare.WORD if known == {"place"} and len(word) < 4 and word not in PREFECTURES else Bare.NEVER
        if len(word) > 4 or word[-1] in _HOUSES:
            return Bare.NEVER
        if any(len(token.surface) > 1 and token.tag != "surname" for token in self._lexicon.tokens(word)):
            return Bare.NEVER
        return Bare.STRANGE if len(word) < 4 else Bare.WORD

    def _of_katakana(self, word: str) -> Bare:
        known = self._lexicon.classes(name_shapes.composed(word))
        if word in _THINGS:
            return Bare.NEVER
        if known and not known & NAME_TAGS:
            return Bare.WORD if len(word) < _LONG and known <= {"noun", "other"} else Bare.NEVER
        if word in KATAKANA_GIVEN or (known and known <= NAME_TAGS):
            return Bare.NAME
        return Bare.NEVER if not known and self._is_of_words(word) else Bare.STRANGE

    def _is_of_words(self, word: str) -> bool:
        """Whether a word that the dictionary lacks holds one that it has (「システムエンジニア」)."""
        tokens = self._lexicon.tokens(word)
        return len(tokens) > 1 and any(len(token.surface) > 2 and token.tag in ("noun", "place") for token in tokens)


def _together(weights: Sequence[Bare]) -> Bare:
    """What several words are together: nothing if one can be no name, else what the likeliest is."""
    return max(weights) if min(weights) else Bare.NEVER
