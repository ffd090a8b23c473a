"""Names of things that are made of names are told from people by what heads them and what stands beside them."""

from __future__ import annotations

import pytest

from detectors.finding import Finding
from detectors.name_things import is_thing
from detectors.normalize import normalize


def thing(text: str, name: str) -> bool:
    normal = normalize(text)
    start = normal.index(normalize(name))
    return is_thing(normal, Finding("PERSON", "", start, start + len(name), 0.9, (), name))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ぶどう：藤稔、巨峰", "藤稔"),
        ("担当：森　品種：藤稔", "藤稔"),
        ("病名カナ：コウケツアツショウ", "コウケツアツショウ"),
        ("商品フリガナ：ユズコショウ", "ユズコショウ"),
        ("天候　仙台 晴", "仙台 晴"),
        ("午後　杉の郷様 点検", "郷"),
        ("会場　サン・ホール", "サン・ホール"),
        ("工事　北村板金", "北村板金"),
    ],
)
def test_things(text: str, name: str) -> None:
    assert thing(text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("建物：シティ柏　管理担当：杉山　報告先：原部長", "杉山"),
        ("物件：シティ柏　担当　杉山", "杉山"),
        ("家族　妻 矢田部 雪／長男 蓮", "矢田部 雪"),
        ("窓口は経理の郷さんへ", "郷"),
        ("講演　ダニエル・ホフホール氏", "ダニエル・ホフホール"),
        ("氏名カナ：モリタ アキ", "モリタ アキ"),
    ],
)
def test_people(text: str, name: str) -> None:
    assert not thing(text, name)
