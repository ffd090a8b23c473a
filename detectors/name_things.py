"""Names of things that are made of names: kinds of grapes, typhoons, brokers, laws of nature, brands of clothes.

What heads their list or stands behind them tells: 「ぶどう　藤稔」, 「証券：野村、大和」, 「松の湯」, 「北村板金」.
"""

from __future__ import annotations

import re

from detectors.finding import Finding
from detectors.name_words import CITIES, HAN, NOT_A_NAME, after_name, any_of, is_named_organisation
from detectors.rules import load_words

_HEADED = frozenset(word for line in load_words("name_things_headed") for word in line.split())
_LABEL = re.compile(rf"(?:^|[ 、。(・|/])(?P<label>[{HAN}ぁ-ゖァ-ヺーA-Z]{{1,8}})(?:\([^()\n]{{1,8}}\))?(?::|=|\(|$)")
_FIRST = re.compile(rf"[ ・*●○◇◆■□-]*(?P<label>[{HAN}ぁ-ゖァ-ヺーA-Z]{{1,8}})[ ]{{1,4}}(?P<rest>[^:]*)$")
_OF_THINGS = frozenset(load_words("name_of_things"))
_OF = re.compile(rf"の(?:家(?![族内に庭])|{any_of(_OF_THINGS)})")  # 「満祐の家督」, but 「満祐の家族」 is somebody's
_OF_PERSON = re.compile("(?:担当|責任|氏名|窓口|[長者師員係士])[ ]*$")  # 「物件：シティ柏 担当 杉山」
_READING = re.compile("(?:カナ|かな|フリガナ|ふりがな|ヨミ|よみ|読み)$")  # 「病名カナ」
_SKY = ("晴", "曇", "雨", "雪")  # 「仙台 晴」
REACH = 80  # characters before a name in which its label may stand


def is_thing(text: str, one: Finding) -> bool:
    """Whether what was found is a thing, a shop or a place, and nobody is spoken to."""
    if (
        one.value in NOT_A_NAME
        or _is_weather(one.value)
        or is_named_organisation(one.value)
        or _OF.match(text, one.end)
    ):
        return True
    if one.value in _OF_THINGS and text[one.start - 1 : one.start] == "の" and not text.startswith("さん", one.end):
        return True
    return not after_name(text, one.end) and _is_headed(text, one.start)


def _is_weather(value: str) -> bool:
    place, _, sky = value.partition(" ")
    return sky in _SKY and place in CITIES


def _is_headed(text: str, start: int) -> bool:
    """Whether the list in which a name stands is one of things by its label."""
    line = text[max(text.rfind("\n", 0, start) + 1, start - REACH) : start]
    head, mark, behind = line.rpartition("(" if line.rfind("(") > max(line.rfind(")"), line.rfind(":")) else ":")
    if mark and _OF_PERSON.search(behind):
        return False
    if mark and ")" not in behind:
        labels = [label["label"] for label in _LABEL.finditer(head)]
        return bool(labels) and _READING.sub("", labels[-1]) in _HEADED
    first = _FIRST.match(line)
    return bool(first and first["label"] in _HEADED)
