"""Values split over columns are counted once, whole."""

from __future__ import annotations

import pytest

from tests.engines import MAILS, NAMES, counts, distinct, listed, people

PLACES = [
    ("東京都", "世田谷区", "北沢", "1-2-3", "コーポ桜203"),
    ("神奈川県", "横浜市青葉区", "美しが丘", "4-5-6", ""),
    ("大阪府", "堺市堺区", "南瓦町", "7-8-9", "見本ビル"),
]


def test_one_surname_with_three_given_names_is_three_names() -> None:
    judged = listed(["姓", "年齢", "名"], ["佐藤", "31", "太郎"], ["佐藤", "32", "花子"], ["佐藤", "33", "一郎"])
    assert (judged.persons, counts(judged)["PERSON"], distinct(judged)["PERSON"]) == (3, 3, 3)


def test_two_people_in_a_row_are_two_names() -> None:
    heads = ["姓", "名", "保護者（姓）", "保護者（名）"]
    judged = listed(heads, ["佐藤", "太郎", "佐藤", "健一"], ["鈴木", "花子", "鈴木", "美咲"])
    assert (judged.persons, counts(judged)["PERSON"], distinct(judged)["PERSON"]) == (4, 4, 4)


@pytest.mark.parametrize(
    "headings",
    [
        ["都道府県", "市区町村", "町名", "番地", "建物名"],
        ["住所1", "住所2", "住所3", "住所4", "建物"],
        ["prefecture", "city", "address1", "address2", "building"],
    ],
)
def test_the_parts_of_an_address_are_one(headings: list[str]) -> None:
    judged = listed(["氏名", *headings], *([name, *parts] for name, parts in zip(NAMES, PLACES, strict=False)))
    assert (judged.persons, counts(judged)["JP_ADDRESS"], distinct(judged)["JP_ADDRESS"]) == (3, 3, 3)


def test_addresses_of_two_places_are_two() -> None:
    homes = ["".join(place) for place in PLACES]
    offices = [f"東京都千代田区丸の内1-{number}" for number in range(3)]
    judged = listed(["氏名", "自宅住所", "勤務先住所", "メール"], *people(NAMES, homes, offices, MAILS))
    assert (judged.persons, counts(judged)["JP_ADDRESS"]) == (3, 6)


def test_a_prefecture_alone_stays_a_value() -> None:
    judged = listed(["氏名", "都道府県"], *people(NAMES, ["東京都", "大阪府", "北海道", "沖縄県"]))
    assert counts(judged)["JP_ADDRESS"] == 4
