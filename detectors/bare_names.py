"""Columns of people that no heading announces: full names, surnames (借受者), 「佐藤様」, people among companies."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from detectors import name_shapes
from detectors.cellnames import CellNames
from detectors.judged import Column, enough
from detectors.lexicon import Lexicon
from detectors.name_romaji import readings
from detectors.normalize import fold_heading
from detectors.rules import load_words

BARE = 0.85  # score of a column of names that no heading announces
MOST_UNKNOWN = 0.4  # share of a column of names that the dictionary must know
FULL_NAMES = 0.7  # share of full names in a column without a telling heading
SURNAMES = 0.85  # share of surnames in a column of somebody
KNOWN_HEADING = 0.8  # and in one whose heading is that of something else (a turned list)
ADDRESSED = 0.8  # share of cells with an honorific behind the name
AMONG_COMPANIES = 0.1  # share of people in a column of companies from which they are people
FEW_PEOPLE = 2
FEWEST_KANA = 5  # different values of a column of names in kana
IN_KANA = 0.9  # share of them in two words of kana
KNOWN_KANA = 0.5  # share of them that the dictionary must know as names
BOTH = 3  # strength of a name whose surname and given name the dictionary knows
_KANA_IN_TWO = regex.compile(r"[ァ-ヺー]{1,8} [ァ-ヺー]{1,8}")
_LATIN_IN_TWO = regex.compile(r"[A-Za-z]{2,14} [A-Za-z]{2,14}")
_HONORIFICS = ("様", "さま", "さん", "殿", "氏", "君", "くん", "ちゃん")
_SOMEBODY = regex.compile(rf"(?:{'|'.join(load_words('somebody'))})$")
_SURELY_SOMEBODY = regex.compile(r"[者員氏]$")
_OF_COMPANIES = regex.compile(rf"(?:{'|'.join(load_words('companies_headed'))})$")
_COUNTED = frozenset(fold_heading(word) for word in load_words("names_counted"))


class BareNames:
    """Judges a column of sampled values by what the dictionary knows of them as names."""

    def __init__(self, lexicon: Lexicon, names: CellNames) -> None:
        self._lexicon = lexicon
        self._names = names

    def surnames(self, index: int, heading: str, values: list[str], people_expected: bool) -> Column | None:
        """Surnames under a heading that speaks of somebody (「借受者」「受付」「訪問先」), and not of places."""
        if not people_expected and not _SOMEBODY.search(fold_heading(heading)):
            return None
        known = enough(values, lambda value: self._strength(_trimmed(value)) > 0, len(values) * SURNAMES)
        if known < len(values) * SURNAMES:
            return None
        places = sum("place" in self._lexicon.classes(value) for value in values)
        most_places = 1.0 if known == len(values) and _SURELY_SOMEBODY.search(fold_heading(heading)) else 0.6
        if places > len(values) * most_places:
            return None
        return Column(index, heading, "PERSON", 0.75, (f"値の{known / len(values):.0%}が姓",))

    def _strength(self, value: str) -> int:
        return name_shapes.strength(value, self._lexicon)

    def addressed(self, index: int, heading: str, values: list[str]) -> Column | None:
        """A column of 「佐藤様」: nobody else is addressed so."""
        if not values[0].endswith(_HONORIFICS):
            return None
        named = sum(value.endswith(_HONORIFICS) and bool(self._names.people(value)) for value in values)
        known = sum(self._strength(_trimmed(value)) > 0 for value in values)
        if named >= len(values) * ADDRESSED and known >= len(values) * MOST_UNKNOWN:
            return Column(
                index, heading, "PERSON", BARE, (f"値の{named / len(values):.0%}に敬称",), share=named / len(values)
            )
        return None

    def among_companies(self, index: int, heading: str, values: list[str]) -> Column | None:
        """People between the companies of a column (得意先名, 会社名): full names, written with a gap."""
        if not _OF_COMPANIES.search(fold_heading(heading)):
            return None
        people = sum(" " in value and self._strength(value) == BOTH for value in values)
        if people < FEW_PEOPLE or people < len(values) * AMONG_COMPANIES:
            return None
        share = people / len(values)
        return Column(index, heading, "PERSON", BARE, (f"値の{share:.0%}が辞書で人名",), share=share)

    def kana_names(self, index: int, heading: str, values: list[str]) -> Column | None:
        """Names in kana, in two words, of which the dictionary has many (ｻﾄｳ ﾀﾛｳ)."""
        if len(values) < FEWEST_KANA:
            return None
        least = len(values) * IN_KANA
        formed = enough(values, lambda value: _KANA_IN_TWO.fullmatch(name_shapes.composed(value)), least)
        if formed < least:
            return None
        known = sum(self._strength(name_shapes.composed(value)) >= 2 for value in values)
        if known < len(values) * KNOWN_KANA:
            return None
        why = (f"値の{formed / len(values):.0%}がカナの姓名の形", f"{known / len(values):.0%}が辞書で人名")
        return Column(index, heading, "PERSON", 0.75, why)

    def romaji_names(self, index: int, heading: str, values: list[str]) -> Column | None:
        """Japanese names in Latin letters, in two words (SATO TARO), in either order."""
        if len(values) < FEWEST_KANA or not enough(values, _LATIN_IN_TWO.fullmatch, len(values) * IN_KANA):
            return None
        pairs = [value.split(" ") for value in values if _LATIN_IN_TWO.fullmatch(value)]
        known = sum(self._is_read(*pair) or self._is_read(*reversed(pair)) for pair in pairs)
        if known < len(values) * KNOWN_KANA:
            return None
        why = (
            f"値の{len(pairs) / len(values):.0%}がローマ字の姓名の形",
            f"{known / len(values):.0%}が辞書で人名の読み",
        )
        return Column(index, heading, "PERSON", 0.75, why, share=len(pairs) / len(values))

    def _is_read(self, surname: str, given: str) -> bool:
        """Whether the one can be read as a surname and the other as a given name."""
        is_surname = any(map(self._lexicon.is_surname, readings(surname)))
        return is_surname and any(map(self._lexicon.is_given, readings(given)))

    def full_names(self, index: int, heading: str, values: list[str], least: float) -> Column | None:
        """Full names, of which a share `least` has a known surname or given name, and most of those both."""
        full = enough(values, lambda value: self._strength(value) >= 2, len(values) * least)
        if full < len(values) * least or sum(map(self._is_sure, values)) < len(values) * (least - 0.3):
            return None
        return Column(index, heading, "PERSON", BARE, (f"値の{full / len(values):.0%}が辞書で人名",))

    def _is_sure(self, value: str) -> bool:
        return self._strength(value) == BOTH


def without_counted_names(found: list[Column], headings: Sequence[str]) -> list[Column]:
    """Without surnames that are counted (名字ランキング) and are nobody's: nothing else tells of people there."""
    counted = sum(fold_heading(heading) in _COUNTED for heading in headings)
    parts = {column.part for column in found if column.kind == "PERSON"}
    names_only = all(column.kind == "PERSON" for column in found)
    if counted and names_only and "family" in parts and parts.isdisjoint({"", "given"}):
        return []
    return found


def _trimmed(value: str) -> str:
    start, end = name_shapes.trim(value)
    return value[start:end]
