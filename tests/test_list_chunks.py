"""What must change nothing about a list: where its chunks are cut, the order of its rows and columns, the width."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.finding import Judgement
from tests.engines import (
    ADDRESSES,
    MAILS,
    NAMES,
    PHONES,
    READINGS,
    Rows,
    counts,
    distinct,
    examined,
    listed,
    people,
    table,
)

WHOLE = [
    ["会員名簿", "", "", ""],
    ["", "", "", ""],
    ["氏名", "フリガナ", "電話番号", "住所"],
    *people(NAMES, READINGS, PHONES, ADDRESSES),
]


@pytest.mark.parametrize("cut", range(4, len(WHOLE)))
def test_chunks_of_a_list_are_one_list(cut: int) -> None:
    judged = examined(table(WHOLE[:cut]), table(WHOLE[cut:], first_row=cut + 1))
    assert (judged.persons, judged.persons_max) == (6, 6)
    assert counts(judged) == {"PERSON": 6, "PHONE_NUMBER": 6, "JP_ADDRESS": 6}


@pytest.mark.parametrize("width", [1, 2, 3])
def test_a_later_chunk_may_be_narrower_or_wider(width: int) -> None:
    later = [[*row, "未定"][:width] for row in people(NAMES[3:], PHONES[3:])]
    judged = examined(table([["氏名", "電話番号"], *people(NAMES[:3], PHONES[:3])]), table(later, first_row=5))
    assert judged.persons == 6


def stacked() -> Rows:
    rows = [["氏名", "電話番号"], ["フリガナ", "メール"]]
    for name, reading, phone, mail in people(NAMES, READINGS, PHONES, MAILS):
        rows += [[name, phone], [reading, mail]]
    return rows


@pytest.mark.parametrize("cut", range(4, 10))
def test_a_record_of_two_rows_may_be_cut_in_two(cut: int) -> None:
    rows = stacked()
    judged = examined(table(rows[:cut]), table(rows[cut:], first_row=cut + 1))
    assert (judged.persons, counts(judged)) == (6, {"PERSON": 6, "PHONE_NUMBER": 6, "EMAIL_ADDRESS": 6})


PEOPLE = st.lists(st.integers(0, 5), min_size=4, max_size=12)
HEADINGS = ("氏名", "フリガナ", "電話番号", "メール", "住所")
COLUMNS = (NAMES, READINGS, PHONES, MAILS, ADDRESSES)


def rows_of(numbers: list[int], order: tuple[int, ...] = (0, 1, 2, 3, 4)) -> Rows:
    """A list of some people, some of them more than once, with its columns in some order."""
    return [[HEADINGS[at] for at in order], *([COLUMNS[at][number] for at in order] for number in numbers)]


def outcome(judged: Judgement) -> tuple[int, int, dict[str, int], dict[str, int]]:
    return judged.persons, judged.persons_max, counts(judged), distinct(judged)


@settings(max_examples=20, deadline=None)
@given(PEOPLE)
def test_the_estimate_is_at_most_the_maximum_and_that_at_most_the_records(numbers: list[int]) -> None:
    judged = listed(*rows_of(numbers))
    assert judged.persons == len(set(numbers)) <= judged.persons_max == len(numbers)


@settings(max_examples=20, deadline=None)
@given(PEOPLE, st.data())
def test_the_same_row_again_is_nobody_new(numbers: list[int], data: st.DataObject) -> None:
    again = data.draw(st.sampled_from(numbers))
    assert listed(*rows_of([*numbers, again])).persons == listed(*rows_of(numbers)).persons


@settings(max_examples=20, deadline=None)
@given(PEOPLE, st.permutations(range(5)))
def test_the_order_of_columns_changes_nothing(numbers: list[int], order: list[int]) -> None:
    assert outcome(listed(*rows_of(numbers, tuple(order)))) == outcome(listed(*rows_of(numbers)))


@settings(max_examples=20, deadline=None)
@given(PEOPLE)
def test_the_order_of_rows_changes_nothing(numbers: list[int]) -> None:
    assert outcome(listed(*rows_of(sorted(numbers)))) == outcome(listed(*rows_of(numbers)))


@settings(max_examples=20, deadline=None)
@given(PEOPLE, st.integers(2, 12))
def test_chunks_change_nothing(numbers: list[int], cut: int) -> None:
    rows = rows_of([*range(3), *numbers])  # the first chunk shows each column's kind
    chunks = examined(table(rows[: cut + 2]), table(rows[cut + 2 :], first_row=cut + 3))
    assert outcome(chunks) == outcome(listed(*rows))


WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "　"})


@settings(max_examples=20, deadline=None)
@given(PEOPLE, st.sets(st.integers(0, 4)))
def test_full_width_cells_change_nothing(numbers: list[int], wide: set[int]) -> None:
    head, *data = rows_of(numbers)
    rows = [[cell.translate(WIDE) if at in wide else cell for at, cell in enumerate(row)] for row in data]
    assert outcome(listed(head, *rows)) == outcome(listed(head, *data))
