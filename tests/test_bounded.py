"""Hostile and unlucky content: time grows with its size, not with the square of it, and nothing is lost."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import pytest

from detectors.finding import Judgement
from detectors.judged import LONGEST_VALUE
from scanner.document import Passage, Table
from scanner.identify import identify
from scanner.passages import SIZE, passages
from scanner.tables import tables
from tests.engines import counts, examined

Result = TypeVar("Result")
LINEAR = 11  # times the work of four times the content (a square: 16); a small one, remembered, may take half the time
LEAST = 0.05  # seconds below which a clock says nothing

MAILS = [f"user{number}@mail.sample.jp" for number in range(8000)]
PHONES = [f"090-{1000 + number // 1000}-{1000 + number % 1000}" for number in range(8000)]
NAMES = [
    f"{family}{given}" for family in ("佐藤", "鈴木", "高橋", "田中") for given in ("太郎", "花子", "健一", "美咲")
]
ADDRESSES = [f"東京都新宿区西新宿{number % 8 + 1}-{number % 30 + 1}-{number % 20 + 1}" for number in range(8000)]


def seconds(work: Callable[[], Result]) -> tuple[float, Result]:
    """The processor's time for some work, and what it came to."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def in_line(work: Callable[[int], Result], size: int) -> Result:
    """What work on four times a size comes to; its time must be in line with that for the size, at best of two."""
    large, result = seconds(lambda: work(4 * size))
    if large < LINEAR * LEAST:
        return result
    small = min(seconds(lambda: work(size))[0] for _ in range(2))
    if large >= LINEAR * small:
        large = min(large, seconds(lambda: work(4 * size))[0])
    assert large < LINEAR * max(small, LEAST), f"{small:.2f} s, four times as much: {large:.2f} s"
    return result


def grows_linearly(of: Callable[[int], Sequence[Passage | Table]], size: int) -> Judgement:
    """The judgement of a content of four times `size`, for which the time must be in line with that for `size`."""
    examined(*of(16))
    return in_line(lambda number: examined(*of(number)), size)


def in_a_cell(text: str) -> list[Passage | Table]:
    """A list in which one cell holds a whole text."""
    return [Table("表", (("氏名", "佐藤太郎", "鈴木花子"), ("備考", text, "なし")))]


def running(text: str) -> list[Passage | Table]:
    return list(passages([text]))


def repeated(values: Sequence[str], number: int) -> list[str]:
    return [values[at % len(values)] for at in range(number)]


@pytest.mark.slow
@pytest.mark.parametrize("between", [" ", "\n", "、"])
@pytest.mark.parametrize(
    ("kind", "values"),
    [("EMAIL_ADDRESS", MAILS), ("PHONE_NUMBER", PHONES), ("JP_ADDRESS", ADDRESSES)],
)
def test_a_cell_full_of_values(kind: str, values: Sequence[str], between: str) -> None:
    judged = grows_linearly(lambda number: in_a_cell(between.join(repeated(values, number))), 1_000)
    assert counts(judged)[kind] == 4_000


@pytest.mark.slow
def test_a_cell_full_of_names() -> None:
    judged = grows_linearly(lambda number: in_a_cell("、".join(repeated(NAMES, number))), 1_500)
    assert counts(judged)["PERSON"] == 6_000 + 2


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    ["個人番号：", "氏名：", "1", "1-", "漢", "ー", "-", "|", "\n|", "|---|\n", ",", "\n", "東京都港区", "a@", "("],
)
def test_the_same_again_and_again(unit: str) -> None:
    grows_linearly(lambda size: running(unit * (size // len(unit))), 10_000)


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["1985/4/1 ", "東京都港区1-2-3 ", "a@b.jp ", "個人番号：", "123456789012\n", "03-"])
def test_the_same_again_and_again_in_a_cell(unit: str) -> None:
    grows_linearly(lambda size: in_a_cell(unit * (size // len(unit))), 8_000)


def test_people_and_what_is_said_of_them_on_one_line() -> None:
    judged = grows_linearly(
        lambda number: running("".join(f"{who}さんは糖尿病 " for who in repeated(NAMES, number))), 300
    )
    assert counts(judged) == {"PERSON": 1_200, "MEDICAL_CONDITION": 1_200}


def test_a_long_cell_under_the_heading_of_its_values_is_read_as_text() -> None:
    numbers = repeated(PHONES, 4 * LONGEST_VALUE // len(PHONES[0]))
    judged = examined(Table("表", (("番号", "1", "2"), ("電話番号", " ".join(numbers), PHONES[-1]))))
    assert counts(judged)["PHONE_NUMBER"] == len(numbers) + 1


@pytest.mark.slow
@pytest.mark.parametrize("heading", ["項目{}", "氏名{}", ""])
def test_a_wide_table(heading: str) -> None:
    def wide(width: int) -> list[Passage | Table]:
        first = [heading.format(at) if at % 50 or not heading else "電話番号" for at in range(width)]
        cells = (repeated(PHONES[at:], 6) if at % 50 == 0 else [str(at)] * 6 for at in range(width))
        return [Table("表", tuple((head, *column) for head, column in zip(first, cells, strict=True)))]

    judged = grows_linearly(wide, 500)
    assert counts(judged)["PHONE_NUMBER"] == 40 * 6


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["佐藤太郎", "サトウ タロウ", "123456789012", "これは文です"])
@pytest.mark.parametrize("heading", ["番号", "番号_{}", "氏名{}", "設問{}の回答", "佐藤{}", ""])
def test_a_table_of_columns_that_are_all_alike(heading: str, cell: str) -> None:
    def wide(width: int) -> list[Passage | Table]:
        return [Table("表", tuple((heading.format(at), cell, cell, f"{cell}{at % 9}") for at in range(width)))]

    grows_linearly(wide, 300)


@pytest.mark.slow
def test_a_wide_table_of_text_loses_nothing() -> None:
    def wide(width: int) -> list[Passage | Table]:
        cells = (repeated(MAILS[at:], 4) for at in range(width))
        return [
            Table("表", tuple((f"設問{at}", *(f"{one}まで連絡" for one in column)) for at, column in enumerate(cells)))
        ]

    judged = grows_linearly(wide, 250)
    assert counts(judged)["EMAIL_ADDRESS"] == 4 * 250 * 4


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "values", "line"),
    [
        ("EMAIL_ADDRESS", MAILS, "2024-05-01 12:00:01 INFO user={} ok"),
        ("PHONE_NUMBER", PHONES, "本日、{}までお電話ください。"),
        ("EMAIL_ADDRESS", MAILS, '"{}",'),
    ],
)
def test_a_log_of_many_matches(kind: str, values: Sequence[str], line: str) -> None:
    judged = grows_linearly(lambda n: running("\n".join(map(line.format, repeated(values, n)))), 1_500)
    assert counts(judged)[kind] == 6_000


def test_a_list_without_headings() -> None:
    def rows(number: int) -> list[Passage | Table]:
        names = repeated(NAMES, number)
        return list(tables("表", zip(names, repeated(MAILS, number), repeated(PHONES, number), strict=True)))

    judged = grows_linearly(rows, 5_000)
    assert counts(judged) == dict.fromkeys(("PERSON", "EMAIL_ADDRESS", "PHONE_NUMBER"), 20_000)


def test_a_very_long_cell_comes_as_parts_and_nothing_of_it_is_lost() -> None:
    text = " ".join(MAILS)
    read = list(tables("表", [["氏名", "備考"], ["佐藤太郎", text], ["鈴木花子", "なし"]]))
    parts = [item.text for item in read if isinstance(item, Passage)]
    assert isinstance(read[0], Table)
    assert max(map(len, parts)) <= SIZE
    assert "".join(parts) == text
    assert counts(examined(*read)) == {"PERSON": 2, "EMAIL_ADDRESS": len(MAILS)}


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["\n", ",", ",\n", " \n", "\r\n", "INSERT\n", "COPY ", "COPY x FROM\n", " ", "1  2  3\n"]
)
def test_what_a_file_of_the_same_again_and_again_is(unit: str) -> None:
    in_line(lambda size: identify(io.BytesIO(unit.encode() * (size // len(unit))), "a.txt"), 16_000)
