"""Sheets that hold more than one list: below each other, beside each other, forms and lists, over several chunks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.blocks import next_break, spans
from detectors.sheets import SheetReader
from detectors.tables import Layout
from tests.engines import (
    ADDRESSES,
    BIRTHDAYS,
    MAILS,
    NAMES,
    PHONES,
    Rows,
    columns,
    counts,
    engine,
    examined,
    listed,
    outcome,
    people,
    table,
)

GOODS = [["商品コード", "商品名", "単価"], *([f"A{number:03}", f"見本{number}", "1200"] for number in range(60))]
CLIENTS = [["氏名", "電話番号"], *people(NAMES[:3], PHONES)]
STAFF = [["社員番号", "メール", "氏名"], *people(("1001", "1002", "1003"), MAILS[3:], NAMES[3:])]


BOTH = (6, 6, {"PERSON": 6, "PHONE_NUMBER": 3, "EMAIL_ADDRESS": 3, "ORGANISATION_ID": 3})


@pytest.mark.parametrize(
    "between",
    [
        [],
        [[]],
        [[], []],
        [[], ["社員名簿"]],
        [["合計", "3名"], [], ["社員名簿"], []],
    ],
    ids=["nothing", "a blank row", "two", "a title", "a sum, a title"],
)
def test_a_list_below_another_has_its_own_columns(between: Rows) -> None:
    assert outcome(listed(*CLIENTS, *between, *STAFF)) == BOTH


@pytest.mark.parametrize("cut", range(1, 9))
def test_chunks_may_cut_lists_below_each_other_anywhere(cut: int) -> None:
    rows = [*CLIENTS, [], *STAFF]
    assert outcome(examined(table(rows[:cut]), table(rows[cut:], first_row=cut + 1))) == BOTH


@pytest.mark.parametrize("cut", [59, 60, 61, 62, 63, 64])
def test_a_list_may_begin_in_a_later_chunk(cut: int) -> None:
    rows = [*GOODS, [], *STAFF]
    judged = examined(table(rows[:cut]), table(rows[cut:], first_row=cut + 1))
    assert outcome(judged) == (3, 3, {"PERSON": 3, "EMAIL_ADDRESS": 3, "ORGANISATION_ID": 3})


def test_a_list_of_shops_above_one_of_people_lends_it_nothing() -> None:
    shops = [["店舗名", "所在地", "電話番号"], *(["芝店", place, "03-1234-5678"] for place in ADDRESSES)]
    judged = listed(*shops, [], ["店長氏名", "携帯電話", "着任日"], *people(NAMES, PHONES, ["2024/4/1"] * 6))
    assert (judged.persons, counts(judged)["PERSON"]) == (6, 6)


def test_groups_under_the_same_headings_are_one_list() -> None:
    groups = [row for at in (0, 3) for row in (["営業部"], *CLIENTS[:1], *people(NAMES[at : at + 3], PHONES[at:]), [])]
    assert outcome(listed(*groups)) == (6, 6, {"PERSON": 6, "PHONE_NUMBER": 6})


def test_what_stands_in_many_rows_is_no_heading() -> None:
    """Cells such as 「電話」 are headings elsewhere; a blank row above does not make them headings here."""
    rows = [row for name in NAMES for row in ([name, "電話", "住所"], [])]
    judged = listed(["氏名", "区分", "備考"], *rows)
    assert (judged.persons, counts(judged)) == (6, {"PERSON": 6})


def test_a_form_may_stand_above_a_list() -> None:
    form = [["申込者氏名", NAMES[0]], ["電話番号", PHONES[0]], ["メール", MAILS[0]]]
    judged = listed(*form, [], ["利用者名簿"], ["No", "氏名", "生年月日"], *people("12345", NAMES[1:], BIRTHDAYS))
    assert outcome(judged) == (6, 6, {"PERSON": 6, "PHONE_NUMBER": 1, "EMAIL_ADDRESS": 1, "DATE_OF_BIRTH": 5})


def test_a_form_may_stand_below_a_list() -> None:
    judged = listed(*CLIENTS, [], ["作成者", NAMES[3]], ["メール", MAILS[3]])
    assert outcome(judged) == (4, 4, {"PERSON": 4, "PHONE_NUMBER": 3, "EMAIL_ADDRESS": 1})


def test_a_list_without_headings_may_stand_above_one_with_them() -> None:
    judged = listed(*people(NAMES[:4], PHONES), [], ["氏名", "メール"], *people(NAMES[4:], MAILS))
    assert outcome(judged) == (6, 6, {"PERSON": 6, "PHONE_NUMBER": 4, "EMAIL_ADDRESS": 2})


def test_lists_beside_each_other_keep_their_people_apart() -> None:
    left = [["1組", ""], ["氏名", "電話番号"], *people(NAMES[:3], PHONES)]
    right = [["2組", "", ""], ["氏名", "生年月日", "メール"], *people(NAMES[3:], BIRTHDAYS[3:], MAILS[3:])]
    rows = [[*one, "", *other] for one, other in zip(left, right, strict=True)]
    assert spans(columns(rows), engine().headings) == [(0, 3), (3, None)]
    assert outcome(listed(*rows)) == (6, 6, {"PERSON": 6, "PHONE_NUMBER": 3, "EMAIL_ADDRESS": 3, "DATE_OF_BIRTH": 3})


def test_headings_that_come_again_to_the_right_begin_another_list() -> None:
    rows = [[*left, *right] for left, right in zip(people("12", NAMES), people("34", NAMES[2:]), strict=True)]
    assert spans(columns([["No", "氏名", "No", "氏名"], *rows]), engine().headings) == [(0, 2), (2, None)]
    assert listed(["No", "氏名", "No", "氏名"], *rows).persons == 4


def test_a_blank_column_inside_a_list_parts_nothing() -> None:
    rows = [
        ["氏名", "フリガナ", "", "住所", "電話番号"],
        *([name, "", "", "", phone] for name, phone in people(NAMES, PHONES)),
    ]
    assert spans(columns(rows), engine().headings) == [(0, None)]
    assert outcome(listed(*rows)) == (6, 6, {"PERSON": 6, "PHONE_NUMBER": 6})


def test_people_side_by_side_may_stand_below_each_other() -> None:
    turned = [[["氏名", *NAMES[at : at + 3]], ["電話番号", *PHONES[at : at + 3]]] for at in (0, 3)]
    judged = listed(*turned[0], [], *turned[1])
    assert outcome(judged) == (6, 6, {"PERSON": 6, "PHONE_NUMBER": 6})


def test_few_known_headings_are_enough_among_five_hundred() -> None:
    head = [
        *(f"項目{number}" for number in range(250)),
        "姓",
        *(f"設問{number}" for number in range(250)),
        "名",
        "メール",
    ]
    rows = [[*["1"] * 250, name[:2], *["A"] * 250, name[2:], mail] for name, mail in people(NAMES, MAILS)]
    judged = listed(head, *rows)
    assert (judged.persons, judged.persons_max) == (6, 6)
    assert counts(judged)["EMAIL_ADDRESS"] == 6


def test_repeated_headings_and_breaks_are_told_from_data() -> None:
    rows = [*people(NAMES[:3], PHONES), ["氏名", "電話番号"], *people(NAMES[3:5], PHONES), [], *STAFF]
    found = next_break(columns(rows), frozenset([("氏名", "電話番号", "")]), engine().headings)
    assert (found.start, found.repeated) == (7, (3,))


ROWS = st.lists(
    st.sampled_from(
        [
            ["氏名", "電話番号"],
            ["メール", "氏名"],
            [],
            ["氏名", NAMES[0]],
            [NAMES[1], PHONES[1]],
            ["合計", "3"],
            ["一覧"],
        ]
    ),
    min_size=50,
    max_size=140,
)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.lists(st.integers(1, 139), max_size=3))
def test_every_row_is_handed_over_once(rows: list[list[str]], cuts: list[int]) -> None:
    """However a sheet is cut into chunks and blocks, what stands on it stays, in its order."""
    marked = [[f"{cell}" for cell in row] + [""] * (2 - len(row)) + [f"#{number}"] for number, row in enumerate(rows)]
    kept = _Kept()
    reader = SheetReader("表", engine().headings, kept)
    bounds = [0, *sorted(cut for cut in set(cuts) if cut < len(rows)), len(rows)]
    for start, end in pairwise(bounds):
        reader.more(columns(marked[start:end]))
    reader.finish()
    numbers = regex.findall(r"#[0-9]+", "\n".join(kept.cells))
    headings = [row[2] for row in marked if row[:2] in (["氏名", "電話番号"], ["メール", "氏名"])]
    assert set(numbers) | set(headings) == {row[2] for row in marked}
    assert len(numbers) == len(set(numbers))


class _Kept:
    """Keeps every cell that a sheet hands over."""

    def __init__(self) -> None:
        self.cells: list[str] = []

    def more(self, columns: Rows) -> None:
        self.cells += [cell for column in columns for cell in column]

    def begin_list(self, place: str, layout: Layout, columns: Rows) -> _Kept:
        self.more(columns)
        return self

    def add_form(self, place: str, lines: Sequence[str]) -> None:
        self.cells += lines

    def add_records(self, lines: Sequence[str]) -> None:
        pass


def test_a_line_of_labels_and_values_above_a_list_is_no_heading() -> None:
    judged = listed(
        ["出勤簿", "2026年10月", "", ""],
        ["氏名", "佐藤 太郎", "所属", "事務局"],
        ["日", "出勤", "退勤", "休憩"],
        *([str(day), "9:05", "18:10", "1:00"] for day in range(1, 20)),
        path="出勤簿.xlsx",
    )
    assert judged.persons == 1
