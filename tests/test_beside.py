"""What no label announces but its place beside a person tells."""

from __future__ import annotations

import pytest

from tests.engines import engine
from tests.quality.corpus import Sort, unmarked

KINDS = {"GENDER", "AGE", "DATE_OF_BIRTH", "FAMILY_RELATION"}
TOLD = (
    "山田 太郎　⟦DATE_OF_BIRTH|1998年3月30日⟧　⟦GENDER|男⟧",
    "債務者 佐藤 健二（⟦DATE_OF_BIRTH|S45/12/1⟧）",
    "1. 山田 太郎 ⟦DATE_OF_BIRTH|1988/07/19⟧\n2. 佐藤 花子 ⟦DATE_OF_BIRTH|1990/01/20⟧",
    "被保険者 山田 太郎（⟦GENDER|男⟧）⟦DATE_OF_BIRTH|昭和63年7月19日⟧",
    "患者 山田 太郎 様　⟦DATE_OF_BIRTH|1988.07.19⟧　⟦GENDER|M⟧",
    "佐藤 花子（⟦AGE|34⟧）の番号",
    "佐藤 花子 ⟦AGE|42⟧/⟦GENDER|F⟧",
    "世帯主 山田 太郎　⟦FAMILY_RELATION|妻⟧ 佐藤 花子",
)
NOT_TOLD = (
    "申込日 2024年5月1日　山田 太郎",
    "2003/5/1 作業報告\n山田 太郎　1998/4/1入社",
    "山田 太郎 2005年4月1日就任",
    "1976年3月1日、満期で退いた 山田 太郎",
    "2006年3月27日、山田 太郎が受賞した。",
    "山田 太郎 制服 M",
    "山田 太郎 男・女 どちらか",
    "紳士服（男）売場 山田 太郎",
    "山田 太郎（2）",
)


@pytest.mark.parametrize("marked", TOLD)
def test_is_found_beside_a_person(marked: str) -> None:
    text, labels = unmarked(marked)
    expected = [(label.kind, text[label.start : label.end]) for label in labels if label.sort is Sort.VALUE]
    assert [(one.kind, one.value) for one in engine().find(text) if one.kind in KINDS] == expected


@pytest.mark.parametrize("text", NOT_TOLD)
def test_other_neighbours_are_not(text: str) -> None:
    assert [(one.kind, one.value) for one in engine().find(text) if one.kind in KINDS] == []


def test_nothing_is_told_of_nobody() -> None:
    text = "1988/07/19　男　34\n妻 夫"
    assert [one.kind for one in engine().find(text) if one.kind in KINDS] == []
