"""Figures in which a host wrote several fields one after the other."""

from __future__ import annotations

import random

import pytest

from detectors.packed import Field, fields
from tests.engines import counts, listed

CODES = ("1000001", "5300001", "6500001", "8120011", "0600001")
KANA = ("ｻﾄｳ ﾀﾛｳ", "ｽｽﾞｷ ﾊﾅｺ", "ﾀｶﾊｼ ｹﾝｲﾁ", "ﾀﾅｶ ﾐｻｷ", "ｲﾄｳ ｼｮｳﾀ", "ﾜﾀﾅﾍﾞ ﾐﾎ")


def days(count: int, form: str = "{:04}{:02}{:02}", first: int = 1935) -> list[str]:
    chance = random.Random(5)
    return [
        form.format(first + 2 * number % 50, chance.randint(1, 12), chance.randint(1, 28)) for number in range(count)
    ]


def packed(count: int) -> list[str]:
    chance = random.Random(6)
    return [day + chance.choice("12") + chance.choice(CODES) for day in days(count)]


def test_birthday_sex_and_postal_code() -> None:
    expected = [Field(0, 8, "DATE_OF_BIRTH"), Field(8, 9, "GENDER"), Field(9, 16, "JP_POSTAL_CODE")]
    assert fields(packed(40)) == expected


def test_a_year_of_the_era_behind_a_number() -> None:
    values = [f"{number * 7919 % 100_000:05}{day}" for number, day in enumerate(days(40, "3{:02}{:02}{:02}", 5))]
    assert fields(values) == [Field(0, 5, ""), Field(5, 12, "DATE_OF_BIRTH")]


@pytest.mark.parametrize(
    "values",
    [
        [],
        ["1985040112345678"],
        [f"{number * 1_234_567_891_011 % 10**14:014}" for number in range(1, 60)],
        [f"20251{number % 2}0{1 + number % 9}{number % 24:02}{number % 60:02}{number % 7:02}" for number in range(40)],
        [f"A{number:011}" for number in range(40)],
    ],
)
def test_other_figures_hold_no_birthdays(values: list[str]) -> None:
    assert not [field for field in fields(values) if field.kind]


def test_a_table_of_a_host_without_headings() -> None:
    rows = [[f"M{1_000_000 + 37 * at}", KANA[at % 6], both] for at, both in enumerate(packed(12))]
    rows = [[number, f"{kana} ", both] for number, kana, both in rows]
    judged = listed(*rows)
    assert judged.personal
    assert {"PERSON", "DATE_OF_BIRTH", "GENDER", "JP_POSTAL_CODE"} <= counts(judged).keys()
    assert judged.persons == 12


def test_a_number_that_goes_with_each_name_is_theirs() -> None:
    names = [f"{family} {given}" for family in ("佐藤", "鈴木", "高橋") for given in ("太郎", "花子", "健一")]
    rows = [["2026/11/2", "IN", f"K{10_501 + at % 9}", names[at % 9]] for at in range(18)]
    judged = listed(*rows)
    assert (counts(judged)["ORGANISATION_ID"], judged.persons) == (18, 9)
