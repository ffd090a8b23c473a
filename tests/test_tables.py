"""Layouts of tables as people make them: where the headings stand, which cells are data, what a form says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.forms import Form
from detectors.tables import Layout, find_list, transpose, unstack
from tests.engines import (
    ADDRESSES,
    BIRTHDAYS,
    MAILS,
    NAMES,
    PHONES,
    READINGS,
    Rows,
    columns,
    counts,
    engine,
    listed,
    people,
)

HEADINGS = ["氏名", "電話番号"]
DATA = people(NAMES, PHONES)
TITLES: tuple[list[str], ...] = (["2025年度 会員名簿"], ["作成日：2025/4/1"], [], ["取扱注意"], ["※社外秘"], [])


def layout(rows: Rows) -> Layout | None:
    return find_list(columns(rows), engine().headings)


def lines(rows: Rows) -> list[str]:
    return list(Form(columns(rows), engine().headings).lines())


@pytest.mark.parametrize("above", range(7))
def test_headings_stand_below_titles_and_notes(above: int) -> None:
    titles = TITLES[:above]
    assert layout([*titles, HEADINGS, *DATA]) == Layout(above + 1, ("氏名", "電話番号"))
    judged = listed(*titles, HEADINGS, *DATA)
    assert (judged.persons, counts(judged)) == (6, {"PERSON": 6, "PHONE_NUMBER": 6})


def test_two_heading_rows_are_one() -> None:
    found = layout(
        [
            ["氏名", "連絡先", "", "備考"],
            ["", "自宅", "携帯", ""],
            ["佐藤太郎", "03-1234-5678", PHONES[0], ""],
            ["鈴木花子", "03-1234-5679", PHONES[1], ""],
        ]
    )
    assert found == Layout(2, ("氏名", "連絡先自宅", "携帯", "備考"))


GROUPS = [
    ["No", "お客様", "", "連絡先", ""],
    ["", "姓", "名", "電話番号", "メール"],
    ["1", "佐藤", "太郎", PHONES[0], MAILS[0]],
    ["2", "鈴木", "花子", PHONES[1], MAILS[1]],
    ["3", "高橋", "健一", PHONES[2], MAILS[2]],
]


GROUPS_WITHOUT_NUMBERS = [
    ["氏名", "", "住所", ""],
    ["姓", "名", "都道府県", "市区町村"],
    ["佐藤", "太郎", "東京都", "港区"],
    ["鈴木", "花子", "大阪府", "堺市"],
    ["高橋", "健一", "京都府", "宇治市"],
]


@pytest.mark.parametrize("rows", [GROUPS, GROUPS_WITHOUT_NUMBERS])
def test_groups_over_their_columns_are_no_stacked_records(rows: Rows) -> None:
    found = layout(rows)
    assert found is not None and not found.stacked
    assert {"姓", "名"} < set(found.headings)
    judged = listed(*rows)
    assert (judged.persons, counts(judged)["PERSON"]) == (3, 3)


@pytest.mark.parametrize(
    "rows",
    [
        [["氏名", "備考"], ["佐藤太郎", "佐藤様より電話"], ["鈴木花子", "不在"]],
        [["氏名", "部署", "連絡方法"], ["佐藤太郎", "営業部", "メール"], ["鈴木花子", "総務部", "郵送"]],
        [["氏名", "用件"], ["佐藤太郎", "お電話"], ["鈴木花子", "退会"], ["高橋健一", "入会"]],
    ],
)
def test_the_first_row_of_data_is_no_second_heading_row(rows: Rows) -> None:
    assert layout(rows) == Layout(1, tuple(rows[0]))
    assert listed(*rows).persons == len(rows) - 1


def test_offices_on_the_left_are_no_headings() -> None:
    rows = people(["会長", "副会長", "会計", "監事"], NAMES, PHONES)
    assert counts(listed(*rows)) == {"PERSON": 4, "PHONE_NUMBER": 4}


def stacked() -> list[list[str]]:
    rows = [["氏名", "電話番号"], ["フリガナ", "メール"]]
    for name, reading, phone, mail in people(NAMES, READINGS, PHONES, MAILS):
        rows += [[name, phone], [reading, mail]]
    return rows


def test_a_record_may_take_two_rows() -> None:
    found = layout(stacked())
    assert found == Layout(2, ("氏名", "電話番号", "フリガナ", "メール"), stacked=True)
    judged = listed(*stacked())
    assert (judged.persons, judged.persons_max) == (6, 6)
    assert counts(judged) == {"PERSON": 6, "PHONE_NUMBER": 6, "EMAIL_ADDRESS": 6}


def test_unstack_puts_the_lower_row_beside_the_upper() -> None:
    assert unstack([("a1", "a2", "b1", "b2", "c1"), ("x1", "x2", "y1", "y2", "z1")]) == [
        ("a1", "b1", "c1"),
        ("x1", "y1", "z1"),
        ("a2", "b2", ""),
        ("x2", "y2", ""),
    ]


@pytest.mark.parametrize("most", [2, 3, 6])
def test_a_list_without_headings_is_a_list(most: int) -> None:
    assert layout(DATA[:most]) == Layout(0, ("", ""))
    assert not Layout(0, ("", "")).headed
    judged = listed(*DATA[:most])
    assert (judged.persons, counts(judged)) == (most, {"PERSON": most, "PHONE_NUMBER": most})


SIDE_BY_SIDE = [["氏名", *NAMES], ["電話番号", *PHONES], ["生年月日", *BIRTHDAYS], ["部署", *["営業部"] * 6]]


@pytest.mark.parametrize("title", [[], [["社員一覧"]]])
def test_people_may_stand_side_by_side(title: Rows) -> None:
    upright = transpose(columns([*title, *SIDE_BY_SIDE]), engine().headings)
    assert upright is not None
    assert [column[0] for column in upright] == ["氏名", "電話番号", "生年月日", "部署"]
    judged = listed(*title, *SIDE_BY_SIDE)
    assert (judged.persons, counts(judged)) == (6, {"PERSON": 6, "PHONE_NUMBER": 6, "DATE_OF_BIRTH": 6})


def test_an_upright_list_is_not_turned() -> None:
    assert transpose(columns([HEADINGS, *DATA]), engine().headings) is None
    assert transpose((), engine().headings) is None


FORMS = {
    "label left of its value": [
        ["入会申込書", "", "", ""],
        ["氏名", NAMES[0], "", ""],
        ["フリガナ", READINGS[0], "", ""],
        ["生年月日", "1985年4月1日", "メール", MAILS[0]],
        ["住所", ADDRESSES[0], "", ""],
        ["電話番号", PHONES[0], "", ""],
    ],
    "Excel方眼紙": [
        ["", "", "氏名", "", "", NAMES[0], "", "", "", ""],
        ["", "", "生年月日", "", "", "1985年4月1日", "", "", "メール", MAILS[0]],
        ["", "", "住所", "", "", ADDRESSES[0], "", "", "", ""],
        ["", "", "電話", "", "", PHONES[0], "", "", "", ""],
    ],
    "label above its value, three pairs": [
        ["氏名", "生年月日", ""],
        [NAMES[0], "1985/4/1", ""],
        ["住所", "電話番号", "メール"],
        [ADDRESSES[0], PHONES[0], MAILS[0]],
    ],
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_about_one_person(form: str) -> None:
    judged = listed(*FORMS[form], path="申込書.xlsx")
    assert (judged.persons, judged.persons_max) == (1, 1)
    kinds = {"PERSON", "DATE_OF_BIRTH", "JP_ADDRESS", "PHONE_NUMBER", "EMAIL_ADDRESS"}
    assert counts(judged) == dict.fromkeys(kinds, 1)


def test_a_label_takes_the_value_beside_it_or_below() -> None:
    assert lines([["氏名", "", "佐藤太郎", "電話番号"], ["", "", "", PHONES[0]]]) == [
        f"氏名: 佐藤太郎\t電話番号: {PHONES[0]}",
    ]


def test_labels_without_values_stand_alone() -> None:
    assert lines([["氏名", "電話番号"], ["住所", ""]]) == ["氏名\t電話番号", "住所"]


def test_two_people_may_share_a_form() -> None:
    judged = listed(
        ["氏名", NAMES[0], "", "氏名", NAMES[1]],
        ["電話", PHONES[0], "", "電話", PHONES[1]],
    )
    assert (judged.persons, counts(judged)) == (2, {"PERSON": 2, "PHONE_NUMBER": 2})


def test_two_lists_may_stand_side_by_side() -> None:
    rows = [[*left, "", *right] for left, right in zip(DATA[:3], DATA[3:], strict=True)]
    judged = listed([*HEADINGS, "", *HEADINGS], *rows)
    assert (judged.persons, counts(judged)) == (6, {"PERSON": 6, "PHONE_NUMBER": 6})


def test_headings_repeated_on_every_printed_page_are_no_people() -> None:
    judged = listed(HEADINGS, *DATA[:3], HEADINGS, *DATA[3:], HEADINGS)
    assert (judged.persons, counts(judged)) == (6, {"PERSON": 6, "PHONE_NUMBER": 6})


@pytest.mark.parametrize(
    "end",
    [
        ["合計", "3名"],
        ["", ""],
        ["以上", ""],
        ["以下余白", ""],
    ],
)
def test_what_ends_a_list_is_nobody(end: list[str]) -> None:
    assert listed(HEADINGS, *DATA[:3], end).persons == 3


def test_a_second_list_below_with_its_own_headings_is_read() -> None:
    judged = listed(HEADINGS, *DATA[:3], [], ["メール", "氏名"], *people(MAILS[3:], NAMES[3:]))
    assert (judged.persons, counts(judged)) == (6, {"PERSON": 6, "PHONE_NUMBER": 3, "EMAIL_ADDRESS": 3})


@pytest.mark.parametrize("rows", [[], [[]], [[], []], [[""]], [["", ""]] * 5, [["氏名"]], [HEADINGS]])
def test_where_nobody_stands_nobody_is_found(rows: Rows) -> None:
    judged = listed(*rows)
    assert (judged.personal, judged.persons, counts(judged)) == (False, 0, {})


@pytest.mark.parametrize("head", [[], [["氏名"]]])
def test_one_column_is_enough(head: Rows) -> None:
    judged = listed(*head, *([name] for name in NAMES))
    assert (judged.persons, counts(judged)) == (6, {"PERSON": 6})


@pytest.mark.parametrize("head", [[], [HEADINGS]])
def test_one_row_is_enough(head: Rows) -> None:
    judged = listed(*head, DATA[0])
    assert (judged.persons, counts(judged)) == (1, {"PERSON": 1, "PHONE_NUMBER": 1})


def test_short_rows_are_filled_up() -> None:
    judged = listed(["氏名", "電話番号", "備考"], *([name] for name in NAMES[:3]), *DATA[3:])
    assert (judged.persons, counts(judged)) == (6, {"PERSON": 6, "PHONE_NUMBER": 3})


@pytest.mark.parametrize("other", ["項目{}", "attr_{}", "Q{}"])
def test_people_are_found_at_the_end_of_five_hundred_columns(other: str) -> None:
    head = [other.format(number) for number in range(498)]
    judged = listed([*head, "氏名", "メール"], *([*["1"] * 498, *row] for row in people(NAMES, MAILS)))
    assert (judged.persons, counts(judged)) == (6, {"PERSON": 6, "EMAIL_ADDRESS": 6})


TEXT = st.text("氏名電話番号佐藤太郎サトウ@.-0123ａ \n", max_size=12)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 4).flatmap(lambda width: st.lists(st.lists(TEXT, min_size=width, max_size=width), max_size=6)))
def test_any_layout_is_answered(rows: list[list[str]]) -> None:
    found = layout(rows)
    assert found is None or 0 <= found.first <= len(rows)
    assert all(line.strip() for line in lines(rows))
    listed(*rows)


@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        "\uffff",
        "𠮷田",
        "e\u0301" * 30,
        "佐藤\ud800",
    ],
)
def test_strange_characters_break_nothing(text: str) -> None:
    assert listed(["氏名", "備考"], [NAMES[0], text], [text, ""], [NAMES[1], ""], [NAMES[2], text]).persons >= 3
