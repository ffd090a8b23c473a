"""Text whose columns stand at fixed places, and what is none of it."""

from __future__ import annotations

import io

import pytest

from scanner import claims, zengin
from scanner.document import Table
from scanner.fixedwidth import columns_of, cut, placed
from scanner.identify import identify
from scanner.readers import fixed_width
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


def records(count: int) -> list[str]:
    """Records of 50 places: a number that not always fills its field, a name in kana, figures without a gap."""
    kana = ("ｻﾄｳ ﾀﾛｳ", "ｽｽﾞｷ ﾊﾅｺ", "ﾀｶﾊｼ ｹﾝｲﾁ", "ﾀﾅｶ ﾐｻｷ", "ｲﾄｳ ｼｮｳﾀ", "ﾜﾀﾅﾍﾞ ﾐﾎ")
    return [f"{at * 97 % 9_999 + 1:<5}{kana[at % 6]:<23}{at * 7919 % 10**8:08}{at:014}" for at in range(count)]


def test_records_of_one_length_need_a_single_gap() -> None:
    lines = records(40)
    assert {len(line) for line in lines} == {50}
    assert [row[:2] for row in cells(lines)] == [[line[:5].strip(), line[5:28].strip()] for line in lines]


def test_lines_of_other_lengths_with_a_single_gap_are_no_records() -> None:
    assert not cells([line[: 40 + at % 9] for at, line in enumerate(records(40))])


CLAIMS = """IR,1,13,1,1312345,,見本クリニック,50610,00,03-1234-5678
RE,1,1112,50610,架空　花子,2,3600401,,,,,,,K-1001
HO,06139991,12,3456,2,1200
SY,8833421,50601,1,,気管支喘息,01,
SY,8830417,50601,1,,高血圧症,,
RE,2,1112,50610,架空　太郎,1,3551202,,,,,,,K-1002
HO,06139991,12,3457,1,480
GO,2,1680,99
"""


def test_claims_to_the_insurers_are_a_row_for_each_patient() -> None:
    content = io.BytesIO(CLAIMS.replace("\n", "\r\n").encode("cp932"))
    assert identify(content, "RECEIPTC.UKE") == "text/x-fixed-width"
    columns = next(item for item in fixed_width.read(content) if isinstance(item, Table)).columns
    assert columns[0] == ("氏名", "架空　花子", "架空　太郎")
    assert columns[2:4] == (("生年月日", "3600401", "3551202"), ("カルテ番号", "K-1001", "K-1002"))
    assert columns[-1] == ("傷病名", "気管支喘息、高血圧症", "")


@pytest.mark.parametrize("text", ["RE,1,2\nSY,x\n", "氏名,RE\nRE,1,1112,50610,花子,2,3600401,\nHO,1\n", "IR,1,13\n"])
def test_other_records_are_no_claims(text: str) -> None:
    assert not claims.is_claims(text)
