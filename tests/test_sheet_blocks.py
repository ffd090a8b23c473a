"""Sheets with a block of labels and values for each person: with and without gaps, across, cut by chunks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines import ADDRESSES, BIRTHDAYS, NAMES, PHONES, counts, examined, listed, outcome, people, table

CARD = ("氏名", "住所", "電話")


def cards(blank: bool, most: int = 6) -> list[list[str]]:
    rows: list[list[str]] = []
    for values in people(NAMES[:most], ADDRESSES, PHONES):
        rows += [[label, value] for label, value in zip(CARD, values, strict=True)] + [[]] * blank
    return rows


@pytest.mark.parametrize("blank", [True, False])
def test_a_block_per_person_is_a_record(blank: bool) -> None:
    assert outcome(listed(*cards(blank))) == (6, 6, {"PERSON": 6, "JP_ADDRESS": 6, "PHONE_NUMBER": 6})


@settings(max_examples=20, deadline=None)
@given(st.booleans(), st.integers(1, 23))
def test_chunks_may_cut_blocks_anywhere(blank: bool, cut: int) -> None:
    rows = cards(blank)
    chunks = [part for part in (rows[:cut], rows[cut:]) if part]
    judged = examined(*(table(part, first_row=cut * number + 1) for number, part in enumerate(chunks)))
    assert outcome(judged) == outcome(listed(*rows))


def test_long_chunks_of_blocks_are_joined() -> None:
    names = [
        f"{family}{given}" for family in ("山田", "佐藤", "鈴木", "高橋", "田中") for given in ("太郎", "花子", "健一")
    ]
    rows = [
        row
        for name in names
        for row in (["氏名", name], ["住所", "東京都港区芝1-2-3"], ["電話", PHONES[0]], ["備考", "なし"])
    ]
    judged = examined(table(rows[:42]), table(rows[42:], first_row=43))
    assert (judged.persons, judged.persons_max, counts(judged)["PERSON"]) == (15, 15, 15)


def test_blocks_may_stand_two_across() -> None:
    rows = [["氏名", NAMES[at], "", "氏名", NAMES[at + 1]] for at in (0, 2, 4)]
    phones = [["電話", PHONES[at], "", "電話", PHONES[at + 1]] for at in (0, 2, 4)]
    judged = listed(*(row for at in range(3) for row in (rows[at], phones[at], [])))
    assert outcome(judged) == (6, 6, {"PERSON": 6, "PHONE_NUMBER": 6})


def test_a_block_may_lack_a_label() -> None:
    rows = cards(blank=True)
    del rows[5]
    assert outcome(listed(*rows)) == (6, 6, {"PERSON": 6, "JP_ADDRESS": 5, "PHONE_NUMBER": 6})


def test_labels_above_their_values_block_after_block() -> None:
    rows: list[list[str]] = []
    for name, birthday, place, phone in people(NAMES, BIRTHDAYS, ADDRESSES, PHONES):
        rows += [["氏名", "生年月日"], [name, birthday], ["住所", "電話番号"], [place, phone], []]
    assert outcome(listed(*rows)) == (6, 6, {"PERSON": 6, "DATE_OF_BIRTH": 6, "JP_ADDRESS": 6, "PHONE_NUMBER": 6})


@pytest.mark.parametrize("blocks", [3, 4, 12])
def test_blocks_that_begin_with_a_number(blocks: int) -> None:
    rows: list[list[str]] = []
    for at in range(blocks):
        rows += [
            [f"No.{at + 1}", "報告者", NAMES[at % 6], "日付", f"10/{at + 1}"],
            ["", "内容", "通路で滑りかけた", "", ""],
            ["", "対策", "区画線を引く", "上長", ("岡田", "大野")[at % 2]],
            ["", "", "", "", ""],
        ]
    assert listed(*rows, path="報告.xlsx").persons == min(blocks, 6) + 2


def test_addresses_are_no_headings() -> None:
    rows = [
        ["氏名", "佐藤 太郎", "担当", "保護司 奈良"],
        ["本籍", "兵庫県高砂市高砂町1番地", "帰住先", "兵庫県高砂市高砂町15番地4"],
        ["", "", "", ""],
        ["氏名", "鈴木 花子", "担当", "保護司 山崎"],
        ["本籍", "大阪府堺市堺区南瓦町3番1号", "帰住先", "大阪府堺市堺区南瓦町8番2号"],
        ["", "", "", ""],
        ["氏名", "高橋 健一", "担当", "保護司 奈良"],
        ["本籍", "東京都港区芝1丁目2番3号", "帰住先", "東京都港区芝2-3-4"],
    ]
    judged = listed(*rows)
    assert (judged.persons, counts(judged)["DOMICILE_OF_ORIGIN"]) == (5, 3)
