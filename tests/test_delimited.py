"""Rows of text tables: a block at a time where that is safe, with the same result as line by line."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.document import Table
from scanner.readers import delimited
from scanner.tables import ROWS

LINE = st.text('a佐",\n\r \t0', max_size=12)


def rows(text: str) -> list[list[str]]:
    tables = [item for item in delimited.read(io.BytesIO(text.encode())) if isinstance(item, Table)]
    return [list(row) for table in tables for row in zip(*table.columns, strict=True)]


@given(st.lists(LINE, max_size=20).map("\n".join), st.sampled_from(["\n", "\r\n"]), st.integers(1, 9))
def test_blocks_change_nothing(text: str, end: str, step: int) -> None:
    lines = list(io.StringIO(text.replace("\n", end), newline=""))
    blocks = ["".join(lines[start : start + step]) for start in range(0, len(lines), step)]
    by_block = [row for batch in delimited._batches(delimited._Lines(iter(blocks)), ",", False) for row in batch]
    whole = delimited._Lines(iter(["".join(lines)] if lines else []))
    assert by_block == list(delimited._carefully(whole, ",", False))


@given(st.lists(st.lists(st.text('a佐",\n 0', max_size=6), min_size=2, max_size=4), min_size=2, max_size=30))
def test_what_the_csv_module_writes_is_read_back(table: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(table)
    read = [
        row for batch in delimited._batches(delimited._Lines(iter([written.getvalue()])), ",", False) for row in batch
    ]
    assert read == table


@pytest.mark.parametrize("at", [0, 9_000, 40_000, 79_999])
def test_a_mark_that_is_never_closed_costs_no_row(at: int) -> None:
    lines = [f"{number},佐藤太郎,東京都新宿区西新宿" for number in range(80_000)]
    lines[at] = f'{at},"佐藤太郎,東京都新宿区西新宿'
    found = rows("\n".join(lines))
    assert len(found) == 80_000 and [row[0] for row in found] == [str(number) for number in range(80_000)]


def test_cells_with_line_breaks_stand_beside_plain_rows() -> None:
    text = "".join(
        f'{n},"一行目\n二行目"\n' if n % 30_000 == 7 else f"{n},佐藤太郎の備考欄です\n" for n in range(90_000)
    )
    found = rows(text)
    assert len(found) == 90_000 and [row for row in found if "\n" in row[1]] == [
        [str(n), "一行目\n二行目"] for n in (7, 30_007, 60_007)
    ]


CELL = st.text("a佐 0", max_size=4)


@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(",\t"),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", '"', '""', '"x","y","z"', '"x"",""y","z"', "x", "x,x,x,x", '"q",x,y', "\r", "x,x\rx,x,x"]),
)
@settings(max_examples=60)
def test_columns_at_once_are_the_same_rows(
    table: list[list[str]], end: str, delimiter: str, is_quoted: bool, is_closed: bool, odd: str
) -> None:
    mark = '"' if is_quoted else ""
    lines = [delimiter.join(f"{mark}{cell}{mark}" for cell in row) for row in table] * 510
    lines.insert(250, odd) if odd else None
    text = end.join(lines) + (end if is_closed else "")
    expected = list(delimited._carefully(delimited._Lines(iter([text])), delimiter, False))
    batches = delimited._batches(delimited._Lines(iter([text])), delimiter, False)
    found = [list(row) for one in batches for row in (zip(*one, strict=True) if isinstance(one, tuple) else one)]
    assert found == expected


def test_chunks_of_columns_are_numbered_through() -> None:
    lines = [f"{number},佐藤太郎,東京都" for number in range(25_000)]
    lines[20_000] = '20000,"佐藤太郎",東京都'
    tables = [item for item in delimited.read(io.BytesIO("\n".join(lines).encode())) if isinstance(item, Table)]
    assert [table.columns[0][0] for table in tables] == [str(table.first_row - 1) for table in tables]
    assert sum(len(table.columns[0]) for table in tables) == 25_000
    assert max(len(table.columns[0]) for table in tables) < 2 * ROWS
