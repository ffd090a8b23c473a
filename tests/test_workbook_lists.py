"""The lists behind the 台帳: every file, its sums, hostile names, and a hundred thousand rows."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from inventory.export import list_sheets, lists, streaming
from inventory.export.workbook import write_workbook
from inventory.ledger import Ledger
from inventory.queries import StoredKind
from tests.test_workbook_sample import file_line, office_ledger, stored

PERSONAL, SENSITIVE, UNREAD = "検出ファイル一覧", "要配慮・特定個人情報", "読めなかったファイル"


def rows(book: Any, name: str) -> list[dict[str, Any]]:
    """A list as records by heading, line breaks in headings left out."""
    sheet = book[name]
    first = int(sheet.auto_filter.ref.partition(":")[0][1:])
    headings = [str(cell.value).replace("\n", "") for cell in sheet[first]]
    return [dict(zip(headings, row, strict=True)) for row in sheet.iter_rows(min_row=first + 1)]


def written(ledger: Ledger, folder: Path) -> Any:
    """The workbook of a ledger, read back."""
    write_workbook(ledger, folder / "台帳.xlsx")
    return load_workbook(folder / "台帳.xlsx")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return written(office_ledger(), tmp_path_factory.mktemp("book"))


def with_file(path: str, **changes: Any) -> Ledger:
    """A ledger with one file that holds personal data."""
    return office_ledger(files=(file_line(stored(1, path, personal=True, **changes)),))


def test_every_file_with_personal_data_is_listed(book: Any) -> None:
    ledger = office_ledger()
    listed = rows(book, PERSONAL)
    assert [row["No"].value for row in listed] == list(range(1, 201))
    assert [row["台帳No"].value for row in listed] == [line.line for line in ledger.personal]
    first = listed[0]
    assert first["フォルダー"].value == "営業部/_old/コピー ～ 顧客名簿"
    assert first["ファイル名"].value == "顧客名簿_201804_最終版_fixed_rev0.xlsx"
    assert (first["文書の種類"].value, first["所有者"].value) == ("顧客名簿", "suzuki.hanako")
    assert (first["本人の数（推定）"].value, first["本人の数（最大）"].value) == (12_345, 12_345)
    assert first["種別（検出の数）"].value == "氏名 12,345、住所 12,345、電話番号 12,345、メールアドレス 12,345"
    assert first["状態"].value == "検査済"


def test_people_whom_nobody_can_count_are_not_none(tmp_path: Path) -> None:
    recording = with_file("警備/正門.mp4", persons=0, persons_max=0, status="media")
    row = rows(written(recording, tmp_path), PERSONAL)[0]
    assert (row["本人の数（推定）"].value, row["本人の数（最大）"].value) == ("不明", "不明")


def test_days_are_days_and_large_numbers_have_separators(book: Any) -> None:
    ledger = office_ledger()
    day, number = rows(book, PERSONAL)[0]["更新日"], rows(book, PERSONAL)[0]["本人の数（推定）"]
    modified = datetime.fromtimestamp(ledger.personal[0].file.modified_ns / 1e9)
    assert day.value == datetime(modified.year, modified.month, modified.day)
    assert (day.number_format, number.number_format) == ("yyyy-mm-dd", "#,##0")


def test_a_member_of_a_container_keeps_its_way(book: Any) -> None:
    member = rows(book, PERSONAL)[9]
    assert member["フォルダー"].value == "営業部/_old/コピー ～ 顧客名簿"
    assert member["ファイル名"].value == "まとめ.zip!顧客名簿/一覧.csv"


def test_files_that_everybody_reads_stand_out(book: Any) -> None:
    listed = rows(book, PERSONAL)
    readers = {row["閲覧可能な範囲"].value: row["閲覧可能な範囲"].font.color.rgb for row in listed}
    assert readers.keys() == {"利用者全員", "不明"}
    assert readers["利用者全員"] != readers["不明"]


def test_several_roots_are_told_apart(tmp_path: Path) -> None:
    ledger = with_file("営業部/名簿.csv")
    book = written(replace(ledger, roots=("//fileserver/共有", "//fileserver/旧")), tmp_path)
    assert rows(book, PERSONAL)[0]["フォルダー"].value == "//fileserver/共有/営業部"


def test_sensitive_files_are_listed_with_their_flags(book: Any) -> None:
    listed = rows(book, SENSITIVE)
    assert len(listed) == len(office_ledger().sensitive) == 24
    assert "特定個人情報" in {row["区分"].value.split("、")[0] for row in listed}


def test_every_file_that_was_not_read_is_listed_with_its_cause(book: Any) -> None:
    listed = rows(book, UNREAD)
    assert len(listed) == 16
    assert {row["検査の状態"].value for row in listed} == set(office_ledger().status_names.values()) - {"検査済"}
    assert listed[1]["理由"].value == "パスワードがかかっています。"
    assert listed[0]["対応（記入欄）"].border.left.style == "dashed"


def test_the_sums_reconcile(book: Any) -> None:
    sheet = book[UNREAD]
    first = int(sheet.auto_filter.ref.partition(":")[0][1:])
    counts: dict[object, object] = {}
    for row in sheet.iter_rows(min_row=3, max_row=first - 1):
        counts |= {row[0].value: row[3].value, row[4].value: row[6].value}
    numbers = {name: count for name, count in counts.items() if isinstance(count, int)}
    total = numbers.pop("合計（検査の対象とした全ファイル）")
    assert numbers.keys() == set(office_ledger().status_names.values())
    assert sum(numbers.values()) == total == 256
    assert total - numbers["検査済"] == len(rows(book, UNREAD))
    checks = next(row[0].value for row in sheet.iter_rows(min_row=3) if str(row[0].value).startswith("照合"))
    assert checks.count("（一致）") == 3 and "不一致" not in checks


def test_sums_that_do_not_reconcile_are_said_to(tmp_path: Path) -> None:
    ledger = office_ledger()
    wrong = replace(ledger, coverage=replace(ledger.coverage, total=250))
    sheet = written(wrong, tmp_path)[UNREAD]
    assert any("不一致：差 6 件" in str(row[0].value) for row in sheet.iter_rows())


@pytest.mark.parametrize("name", ["=cmd|' \\C calc'!A0.csv", "+81.csv", "-1.csv", "@x.csv", "＝合計.csv"])
def test_a_hostile_name_is_text(tmp_path: Path, name: str) -> None:
    cell = rows(written(with_file(name), tmp_path), PERSONAL)[0]["ファイル名"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)


def test_what_looks_like_an_error_is_text(tmp_path: Path) -> None:
    cell = rows(written(with_file("a.csv", owner="#N/A"), tmp_path), PERSONAL)[0]["所有者"]
    assert (cell.value, cell.data_type) == ("#N/A", "s")


def test_names_with_control_characters_and_markup_are_readable(tmp_path: Path) -> None:
    cell = rows(written(with_file("a/<b>&\x1b[31m\n\udc83.csv"), tmp_path), PERSONAL)[0]["ファイル名"]
    assert cell.value == "<b>&␛[31m␊\\udc83.csv"


@pytest.mark.parametrize("modified", [0, -1, 2**63 - 1, 10**22])
def test_a_date_that_excel_does_not_know_is_left_out(tmp_path: Path, modified: int) -> None:
    value = rows(written(with_file("a.csv", modified_ns=modified), tmp_path), PERSONAL)[0]["更新日"].value
    assert value is None or value.year == 2262


def test_kinds_without_counts_are_named(tmp_path: Path) -> None:
    ledger = with_file("a.csv", kinds=(StoredKind("PERSON", 3, 3),))
    line = replace(ledger.files[0], kind_names=("氏名", "住所"))
    assert (
        rows(written(replace(ledger, files=(line,)), tmp_path), PERSONAL)[0]["種別（検出の数）"].value == "氏名、住所"
    )


def test_a_list_too_long_for_a_sheet_goes_on(tmp_path: Path) -> None:
    workbook = Workbook()
    bodies = lists.add(workbook, "", list_sheets.personal(office_ledger()), rows_of_a_sheet=80)
    with (tmp_path / "list.xlsx").open("wb") as file:
        streaming.save(workbook, bodies, file)
    book = load_workbook(tmp_path / "list.xlsx")
    assert book.sheetnames[1:] == [PERSONAL, f"{PERSONAL} (2)", f"{PERSONAL} (3)"]
    assert [sheet.max_row for sheet in book.worksheets[1:]] == [80, 80, 52]
    numbers = [row["No"].value for name in book.sheetnames[1:] for row in rows(book, name)]
    assert numbers == list(range(1, 201))


@pytest.mark.slow
def test_many_files_are_written_quickly(tmp_path: Path) -> None:
    ledger = office_ledger()
    ledger = replace(ledger, files=ledger.personal * 100)
    start = time.monotonic()
    write_workbook(ledger, tmp_path / "台帳.xlsx")
    assert time.monotonic() - start < 30
    book = load_workbook(tmp_path / "台帳.xlsx", read_only=True)
    assert sum(1 for _ in book[PERSONAL].iter_rows()) == 20_004
    book.close()
