"""Text whose columns stand at fixed places, and what is none of it."""

from __future__ import annotations

import io

import pytest

from scanner import zengin
from scanner.fixedwidth import columns_of, cut, placed
from scanner.identify import identify
from tests.engines import MAILS, NAMES, PHONES


def wide(text: str, width: int) -> str:
    return text + " " * (width - len(text.encode("cp932")))


def cells(lines: list[str]) -> list[list[str]]:
    text = "\n".join(lines)
    gaps = columns_of(text)
    return [cut(line, gaps) for line in lines] if gaps else []


PEOPLE = [
    (f"{number:05}", name, phone, mail)
    for number, (name, phone, mail) in enumerate(zip(NAMES, PHONES, MAILS, strict=True))
]


def listing() -> list[str]:
    return [f"{number:8}{wide(name, 16)}{phone:15}{mail}" for number, name, phone, mail in PEOPLE]


def test_full_width_characters_take_two_places() -> None:
    assert cells(listing()) == [list(person) for person in PEOPLE]


def test_fields_may_be_filled_up_with_full_width_blanks() -> None:
    lines = [f"{number:8}{name}{'　' * (8 - len(name))}{phone:15}{mail}" for number, name, phone, mail in PEOPLE]
    assert cells(lines) == [list(person) for person in PEOPLE]


def test_a_blank_inside_names_parts_nothing() -> None:
    lines = [
        line.replace(name, f"{name[:2]}　{name[2:]}", 1).replace(f"{name[2:]}  ", name[2:])
        for line, name in zip(listing(), NAMES, strict=True)
    ]
    assert [row[1] for row in cells(lines)] == [f"{name[:2]}　{name[2:]}" for name in NAMES]


def test_figures_may_be_set_right() -> None:
    lines = [f"{wide(name, 12)}{10**at:>12,}  {30 + at:>3}  {phone}" for at, (_, name, phone, _) in enumerate(PEOPLE)]
    assert [row[1] for row in cells(lines)] == ["1", "10", "100", "1,000", "10,000", "100,000"]


def test_fields_may_touch_where_figures_meet_names() -> None:
    lines = [f"{number}{wide(name, 12)}  {phone:15}{mail}" for number, name, phone, mail in PEOPLE]
    assert cells(lines) == [list(person) for person in PEOPLE]


def test_titles_of_pages_are_one_cell() -> None:
    title = "      会 員 名 簿              2026年4月1日    1頁"
    assert cells([title, "-" * 60, *listing()])[0][0].startswith("会 員 名 簿  ")


@pytest.mark.parametrize(
    "lines",
    [
        ["佐藤太郎様より電話があった。", "鈴木花子様に折り返した。"] * 5,
        ["def f(x):", "    if x:", "        return  1", "    return   2"] * 5,
        ["2026-11-01 10:00:01 INFO  batch started", "2026-11-01 10:00:02 WARN  slow query 1200 ms"] * 5,
        ["  -h   help", "  -v   version and more", "  -q   quiet"] * 3,
        ["氏名    佐藤太郎", "住所    東京都港区", "電話    090-1234-5678"] * 3,
        ["a\tb  c  d"] * 9,
        ["a  b  c"] * 4,
        [""] * 20,
    ],
    ids=["prose", "program", "log", "options", "form", "tabs", "too few", "nothing"],
)
def test_what_is_no_listing(lines: list[str]) -> None:
    assert columns_of("\n".join(lines)) == []


@pytest.mark.parametrize("line", ["", "𠮷田\ud800e\u0301", "\0" * 80, "　" * 80])
def test_any_line_has_as_many_cells_as_the_others(line: str) -> None:
    assert len(cut(line, columns_of("\n".join(listing())))) == 4
    assert "".join(placed(line).split("\0")).strip() == line.replace("\0", "").strip()


def test_programs_are_no_listings_whatever_their_blanks() -> None:
    content = "\n".join(listing()).encode()
    assert identify(io.BytesIO(content), "host.dat") == "text/x-fixed-width"
    assert identify(io.BytesIO(content), "host.py") == "text/plain"


HEADER = wide("1210" + "0123456789" + wide("ｶ)ﾐﾎﾝ", 40) + "0401" + "0001" + wide("ﾐﾎﾝ", 15) + "001", 120)
DATA = wide(
    "2"
    + "0009"
    + wide("ｶｸｳ", 15)
    + "002"
    + wide("ﾚｲｼﾞ", 15)
    + " " * 4
    + "17654321"
    + wide("ｶｸｳ ﾊﾅｺ", 30)
    + "0000001000",
    120,
)


@pytest.mark.parametrize("line_end", ["", "\n", "\r\n"])
def test_transfer_files_are_told_by_their_records(line_end: str) -> None:
    text = line_end.join([HEADER, DATA, DATA, wide("8", 120), wide("9", 120)]) + "\x1a"
    assert zengin.is_zengin(text)
    records = list(zengin.records([text]))
    assert [record[:1] for record in records[:5]] == ["1", "2", "2", "8", "9"]
    row = dict(zip(zengin.headings("総合振込"), zengin.cells("総合振込", records[1]), strict=True))
    assert (row["口座番号"], row["口座名義カナ"], row["金額"]) == ("7654321", "ｶｸｳ ﾊﾅｺ", "0000001000")


@pytest.mark.parametrize("text", ["", "1", HEADER, HEADER + "\n" + HEADER, "1" * 240, DATA + HEADER])
def test_what_is_no_transfer_file(text: str) -> None:
    assert not zengin.is_zengin(text)


@pytest.mark.parametrize("business", ["給与振込", "総合振込", "口座振替"])
def test_the_fields_of_a_record_fill_it(business: str) -> None:
    record = "2" + "".join(chr(ord("A") + place % 26) for place in range(zengin.LENGTH - 1))
    assert "".join(zengin.cells(business, record)) == record[1:]
