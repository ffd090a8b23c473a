"""People whom a table names outside a column of names: heading rows, grids, cells with several surnames."""

from __future__ import annotations

import pytest

from detectors import across
from tests.engines import distinct, engine, examined, listed, table

MARKS = [["旋盤", "○", "×", "◎"], ["溶接", "×", "○", "○"], ["検査", "◎", "◎", "×"]]


def in_heading_row(*row: str) -> list[str]:
    return across.in_heading_row(row, map(engine().headings.is_heading, row), engine().lexicon)


def test_people_stand_over_the_columns_of_a_chart_of_skills() -> None:
    judged = listed(["作業", "佐藤", "鈴木", "高橋"], *MARKS, path="技能.xlsx")
    assert (judged.personal, judged.persons) == (True, 3)


def test_full_names_may_stand_there_too() -> None:
    assert in_heading_row("日付", "佐藤 太郎", "鈴木 花子", "高橋 健一", "備考") == [
        "佐藤 太郎",
        "鈴木 花子",
        "高橋 健一",
    ]


@pytest.mark.parametrize(
    "row",
    [
        ["店舗", "渋谷", "目黒", "大塚", "池袋"],
        ["月", "千葉", "埼玉", "東京", "神奈川"],
        ["支店", "福岡", "熊本", "長崎", "宮崎"],
        ["方角", "東", "西", "南", "北"],
        ["科目", "国語", "数学", "理科"],
        ["", "1班", "2班", "3班"],
        ["作業", "佐藤", "鈴木"],
        [],
    ],
)
def test_places_and_words_over_columns_are_nobody(row: list[str]) -> None:
    assert in_heading_row(*row) == []


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("佐藤", ["佐藤"]),
        ("佐藤・鈴木", ["佐藤", "鈴木"]),
        ("佐藤、鈴木/高橋", ["佐藤", "鈴木", "高橋"]),
        ("佐藤\n鈴木", ["佐藤", "鈴木"]),
        ("佐藤　鈴木", ["佐藤", "鈴木"]),
        ("佐藤 匠", []),
        ("佐藤・休", []),
        ("月", []),
        ("", []),
        ("佐藤・鈴木・高橋・田中・伊藤", []),
    ],
)
def test_surnames_of_one_cell(cell: str, expected: list[str]) -> None:
    assert across.surnames_in(cell, engine().lexicon) == expected


def test_a_shift_with_two_people_in_a_cell() -> None:
    judged = listed(
        ["班", "1日", "2日", "3日"],
        ["甲", "佐藤・鈴木", "高橋・田中", "伊藤・渡辺"],
        ["乙", "高橋・伊藤", "佐藤・渡辺", "鈴木・田中"],
        path="夜勤当番.xlsx",
    )
    assert judged.persons == 6


def test_a_chart_of_an_organisation_names_people_by_surname() -> None:
    judged = listed(
        ["", "", "所長", ""],
        ["", "", "佐藤 太郎", ""],
        ["", "", "", ""],
        ["受入班", "", "搬出班", ""],
        ["鈴木", "", "高橋", ""],
        ["田中", "", "渡辺", ""],
        path="組織図.xlsx",
    )
    assert judged.persons == 5
    assert distinct(judged)["PERSON"] >= 5


def test_tabs_name_the_people_of_their_sheets() -> None:
    rows = [["日", "出庫", "帰庫"], *([str(day), "8:10", "17:20"] for day in range(1, 9))]
    sheets = [table(rows, f"シート『{name}』") for name in ("佐藤太郎", "鈴木花子", "高橋健一")]
    assert examined(*sheets, path="日報.xlsx").persons == 3
    named = [
        table([["氏名", full, "所属", "営業"], *rows], f"シート『{tab}』")
        for tab, full in (("佐藤太", "佐藤 太郎"), ("鈴木花", "鈴木 花子"), ("高橋健", "高橋 健一"))
    ]
    assert examined(*named, path="出勤簿.xlsx").persons == 3
    assert not examined(*[table(rows, f"シート『{name}』") for name in ("渋谷", "目黒", "大塚")]).personal


def test_where_nobody_is_expected_a_grid_of_words_names_nobody() -> None:
    assert across.in_grid(["棚\t左\t右", "奥\t前\t中"], engine().lexicon) == []
