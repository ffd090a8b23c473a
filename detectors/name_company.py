"""Surnames that are known by the company they keep: each may be a place or a word, but they stand among surnames.

「境・森・関・杉、以上4名」 names people, 「福島、宮崎、大分の3県」 does not: a series counts by how many of its words
are surnames and little else, and by what is said around it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from detectors.finding import Finding
from detectors.lexicon import Lexicon
from detectors.name_rows import Series
from detectors.name_series import NameSeries, is_rather_given
from detectors.name_words import CITIES, COMMON_SURNAMES, HAN, PREFECTURES, TITLE_WORDS, any_of
from detectors.rules import load_words

_DONE = [word for word in load_words("name_duty_labels") if len(word) > 1]
_PEOPLE = re.compile(any_of((*load_words("name_gatherings"), *load_words("name_duties"), *TITLE_WORDS, *_DONE)))
_PLACES = re.compile(
    rf"(?<![当本])(?:{any_of(load_words('name_place_lists'))})(?!長)|[0-9一二三四五六七八九十][社県港島駅区市店校寺湖棟]"
    "|[送荷出届着発][元先地]"
)
_COUNTED = re.compile(
    r"[、, ]?(?:以上|合計|計|の|ほか|他|ら|\()?[、 ]?[0-9一二三四五六七八九十両]{1,3}(?:名|人(?!分))|の?各[氏人]"
)
_NUMBER = "[0-9一二三四五六七八九十]{1,3}"
_OTHERS_COUNTED = re.compile(
    rf"の[ ]?{_NUMBER}(?![名人])[{HAN}か]|[ ]?{_NUMBER}[県社駅島区市店校棟]|の?(?:各(?!氏|人)|順に停)"
)
_REMARK = re.compile(r"[ ]?\((?P<said>[^()\n]{1,16})\)")
_OF_PEOPLE = re.compile(
    rf"{any_of(load_words('name_attributes'))}|出張|外出|私用|不良|都合|代理|主任|係長|部$|課$|部長|課長|社員"
    r"|[0-9]年|[0-9]名|0[0-9]{1,3}-"
)
_ROLE_BEFORE = re.compile(
    rf"{any_of((*load_words('name_duties'), *load_words('name_roles'), *TITLE_WORDS))}[{HAN}]{{0,4}}"
    r"[ ]?(?:は|[:=]|[ ])[ ]?$"
    r"|[者員士係役番][ ]?[: ][^\s、。]{0,4}[ ]?$"
)
_PLACE_BEFORE = re.compile(rf"(?:{any_of(load_words('name_place_lists'))})[^\s、。]{{0,2}}[ ]?(?:は|:|[ ]|\t)[ ]?$")
_NEXT_FIELD = re.compile(r"。|[ 、](?=[^\s:]{1,8}:)")  # 「運転者：関　行先：市役所」
_HALF_ROLE = re.compile("[(、, ][正副主][ :]")
_NEAR = 60  # characters before a series that may say what it is
_FIELD = re.compile(r"[:=][ ]?[^\s:]|[\t|]|[^ ] +[^ ]")  # 「件名：照明の交換（秋田工場）」
MOST_HEADING = 20  # characters of a line that heads the one below
_BEHIND = 16  # characters behind it


class Company(NamedTuple):
    """The people of the series of a text, and where words begin that are places or things by their company."""

    people: list[Finding]
    places: frozenset[int]


class CompanyNames:
    """Finds the people of a series."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._series = NameSeries(lexicon)

    def read(self, text: str, place: str) -> Company:
        """Every surname of a series of people, at a score above what single words would get, and the places."""
        people: list[Finding] = []
        places: set[int] = set()
        for series in self._series.find(text):
            long = len(series.slots) > (2 if self._is_list(series) else 3)
            if len(series.slots) > 1 and self._are_people(text, series):
                for slot in series.slots:
                    name = text[slot.start : slot.end]
                    people.append(
                        Finding(
                            "PERSON", place, slot.start, slot.end, 0.98 if long else 0.93, ("姓が並んでいる",), name
                        )
                    )
            elif self._are_places(text, series):
                places.update(slot.start for slot in series.slots if slot.stop == slot.end)
        return Company(people, frozenset(places))

    def _are_places(self, text: str, series: Series) -> bool:
        """Whether what is said of a series, or right before a single word, tells of places or things."""
        first = series.slots[0]
        words = [text[slot.start : slot.end] for slot in series.slots]
        if len(words) == 1:
            known = "place" in self._lexicon.classes(words[0])
            return known and bool(_PLACE_BEFORE.search(text, max(0, first.start - 10), first.start))
        said = self._said(text, series)
        return said < 0 or (said == 0 and any(map(self._is_only_place, series.breakers)))

    def _is_only_place(self, word: str) -> bool:
        return "place" in self._lexicon.classes(word) or word in CITIES

    def _are_people(self, text: str, series: Series) -> bool:
        words = [text[slot.start : slot.end] for slot in series.slots]
        if self._is_refused(series, words):
            return False
        said = self._said(text, series)
        if said < 0:
            return False
        weights = [self._weight(word) for word in words]
        sure = sum(weight == 1 for weight in weights)
        if len(words) == 2:
            cities = (word in CITIES and slot.stop == slot.end for slot, word in zip(series.slots, words, strict=True))
            told = (
                any(weights) and text[series.slots[0].start - 1 : series.slots[0].start] == ":"
            )  # 「採点：関口、衣笠」
            doubt = (
                any(cities) and not all(weights) and not (told and self._is_list(series))
            )  # 「沢田さん、千葉の案件」, 「運転 沢田 千葉」
            return sure == 2 or (any(weights) and said > doubt) or said > 1
        weight = sum(weights)
        said += not any(map(self._is_rather_place, words))
        if sure and weight >= len(words) / 2:
            return True
        return weight + said >= len(words) / 2 and (sure > 1 or said > 2 or (weight > 0 and said > 0))

    def _is_refused(self, series: Series, words: Sequence[str]) -> bool:
        """Whether a word among them is a place only, or a given name behind its surname."""
        if any(map(self._is_only_place, series.breakers)):
            return True
        if len(series.breakers) * 2 >= len(words) or self._are_signs(series, words):
            return True
        behind = [word for slot, word in zip(series.slots, words, strict=True) if slot.join == "space"]
        if len(words) == 2 and any(map(self._lexicon.is_given, behind)):  # 「諸橋 泉」
            return True
        return any(is_rather_given(word, self._lexicon) for word in behind)

    def _are_signs(self, series: Series, words: Sequence[str]) -> bool:
        """Whether single characters stand for something else: all words are, or half of them, again and again."""
        single = [word for word in words if len(word) == 1]
        again = len(single) * 2 >= len(words) and len(set(single)) < len(single)  # 内 神内 / 内 外
        return (again or len(single) == len(words)) and not self._is_list(series)

    @staticmethod
    def _is_list(series: Series) -> bool:
        return any(slot.join == "list" for slot in series.slots)

    def _weight(self, word: str) -> float:
        """1 for a surname that many bear or that is little else, less if it is a place as well, 0 for other words."""
        if len(word) == 1 or word in PREFECTURES:
            return 0
        if word in COMMON_SURNAMES:
            return 0.5 if word in CITIES else 1
        if not self._lexicon.is_mostly_surname(word) or (word in CITIES and self._lexicon.usually(word) == "place"):
            return 0
        return 0.5 if "place" in self._lexicon.classes(word) else 1

    def _is_rather_place(self, word: str) -> bool:
        return word in PREFECTURES or (self._lexicon.usually(word) == "place" and word not in COMMON_SURNAMES)

    def _said(self, text: str, series: Series) -> int:
        """What is said of the series: 2 and more for people, below 0 for places or things."""
        first, last = series.slots[0].start, series.slots[-1].stop
        if _COUNTED.match(text, last):
            return 3
        before, behind = _before(text, first), text[last : last + _BEHIND].split("\n")[0]
        between = _REMARK.sub("", "".join(text[one.stop : two.start] for one, two in pairwise(series.slots)))
        in_rows = any(slot.join == "row" for slot in series.slots)
        where = _heading(before) if in_rows or not _ROLE_BEFORE.search(before) else ""
        near = (where, between) if in_rows else (where, between, _NEXT_FIELD.split(behind)[0])
        if _OTHERS_COUNTED.match(text, last) or any(map(_PLACES.search, near)):
            return -1
        points = sum(slot.stop > slot.end for slot in series.slots)
        remarks = (_REMARK.match(text, slot.stop) for slot in series.slots)
        points += sum(bool(remark and _OF_PEOPLE.search(remark["said"])) for remark in remarks)
        points += bool(_ROLE_BEFORE.search(before)) + bool(_HALF_ROLE.search(between))
        points += sum(map(bool, map(_PEOPLE.search, (before, between, behind))))
        points += between.count("は") if points else 0
        only_places = all(text[slot.start : slot.end] in PREFECTURES for slot in series.slots)
        return min(points, 3) - only_places


def _heading(before: str) -> str:
    """What heads a series: its line up to it, and the line above unless that is a field of its own."""
    *above, line = before.split("\n")
    heads = above[-1] if above and len(above[-1]) <= MOST_HEADING and not _FIELD.search(above[-1]) else ""
    return f"{heads}\n{line}"


def _before(text: str, first: int) -> str:
    """What stands before a series on its line and on the two lines above."""
    near = text[max(0, first - _NEAR) : first]
    return "\n".join(near.split("\n")[-3:])
