"""The dead are no 個人 of the law; those who mourn them are."""

from __future__ import annotations

from datetime import date

import pytest

from detectors.deceased import LONG_AGO, Deceased
from tests.engines import ADDRESSES, NAMES, PHONES, listed, people

RECENT = f"{date.today().year - 3}年5月2日"
OLD = f"{date.today().year - LONG_AGO - 5}年5月2日"
GONE = ("小山田兵衛", "中山マツ", "大山辰吉", "北山ハル", "南山甚八", "西山トメ")


def test_who_holds_a_grave_is_counted_and_who_lies_in_it_is_not() -> None:
    rows = [[*person, OLD] for person in people(NAMES, ADDRESSES, PHONES, GONE)]
    assert listed(["使用者氏名", "住所", "電話番号", "俗名", "没年月日"], *rows).persons == 6


def test_a_list_of_the_dead_is_not_personal() -> None:
    judged = listed(["氏名", "死亡年月日"], *([name, RECENT] for name in GONE))
    assert (judged.personal, judged.persons) == (False, 0)


def test_a_day_of_death_in_some_rows_takes_those_people_only() -> None:
    rows = [[name, number, RECENT if at < 2 else ""] for at, (name, number) in enumerate(people(NAMES, "123456"))]
    assert listed(["氏名", "会員番号", "死亡日"], *([a, f"M000{b}", c] for a, b, c in rows)).persons == 4


def test_who_mourned_a_hundred_years_ago_is_dead_too() -> None:
    assert not listed(["没年月日", "俗名", "施主"], *([OLD, *both] for both in people(GONE, NAMES))).personal
    assert listed(["没年月日", "俗名", "施主"], *([RECENT, *both] for both in people(GONE, NAMES))).persons == 6


@pytest.mark.parametrize(
    ("died", "persons"),
    [
        ("明治元年5月2日", 0),
        ("大正12.9.1", 0),
        ("Ｓ５．３．１０", 0),
        ("昭和３０年", 6),
        ("平成30年", 6),
        ("R1.5.2", 6),
    ],
)
def test_a_year_of_an_era_tells_how_long_ago(died: str, persons: int) -> None:
    """昭和30年 is 1955: those who mourned then may be alive."""
    assert listed(["没年月日", "俗名", "施主"], *([died, *both] for both in people(GONE, NAMES))).persons == persons


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("俗名", True),
        ("故人氏名", True),
        ("被相続人", True),
        ("過去帳（物故者）俗名", True),
        ("相続人", False),
        ("故人との続柄", False),
        ("死亡者数", False),
        ("氏名", False),
        ("戒名", False),
    ],
)
def test_headings_that_name_the_dead(heading: str, expected: bool) -> None:
    assert bool(Deceased(["No", heading]).columns) is expected
