"""表紙: whose 台帳 it is, the coverage that adds up, what the sheets hold; and how many files hold personal data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from inventory.export.cover_sheet import TITLE_OF_SHEET, statement
from inventory.export.workbook import write_workbook
from inventory.ledger import Coverage, Ledger
from tests.test_workbook_sample import office_ledger


def cover(ledger: Ledger, folder: Path) -> Any:
    """The sheet, read back."""
    write_workbook(ledger, folder / "台帳.xlsx")
    return load_workbook(folder / "台帳.xlsx")


def texts(sheet: Any) -> dict[str, list[Any]]:
    """What stands beside each label of the first column."""
    found = {}
    for row in sheet.iter_rows(values_only=True):
        if row[0]:
            found[str(row[0])] = [value for value in row[1:] if value is not None]
    return found


def test_the_ledger_stays_first_and_the_cover_prints_on_one_page(tmp_path: Path) -> None:
    book = cover(office_ledger(), tmp_path)
    assert (book.sheetnames[:2], book.active.title) == (["個人情報管理台帳", TITLE_OF_SHEET], "個人情報管理台帳")
    sheet = book[TITLE_OF_SHEET]
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    shown = texts(sheet)
    assert "株式会社ひなた & 健康堂" in shown
    assert shown["対象範囲"][0] == "//fileserver/共有"
    assert shown["台帳の行"][0].startswith("20行（")


def test_the_coverage_adds_up_by_status_with_its_reasons(tmp_path: Path) -> None:
    ledger = office_ledger()
    shown = texts(cover(ledger, tmp_path)[TITLE_OF_SHEET])
    names, counts = ledger.status_names, ledger.coverage.by_status
    told = {code: shown[name][0] for code, name in names.items() if name in shown}
    assert told == {code: count for code, count in counts.items() if count}
    assert shown["合計"][0] == sum(told.values()) == ledger.coverage.total
    assert shown[names["encrypted"]][2] == "パスワードがかかっています（2 件）"
    agreement = next(label for label in shown if label.startswith("照合"))
    assert agreement.count("一致）") == 3
    assert "不一致" not in agreement


def test_every_sheet_is_named_with_its_rows_and_a_way_to_it(tmp_path: Path) -> None:
    ledger = office_ledger()
    book = cover(ledger, tmp_path)
    sheet = book[TITLE_OF_SHEET]
    shown = texts(sheet)
    others = [name for name in book.sheetnames if name != TITLE_OF_SHEET]
    assert others[0] in shown
    assert {name for name in shown if name in others} == set(others)
    assert (shown["検出ファイル一覧"][0], shown["読めなかったファイル"][0]) == (200, len(ledger.unread))
    links = {cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert links == {f"'{name}'!A1" for name in others}


def test_what_a_person_ruled_out_stays_listed_and_does_not_count(tmp_path: Path) -> None:
    ledger = office_ledger()
    first, second, *rest = ledger.files
    judged = (replace(first, verdict="form_only"), replace(second, verdict="not_applicable"))
    ledger = replace(ledger, files=(*judged, *rest))
    assert (len(ledger.personal), len(ledger.holding)) == (200, 198)
    book = cover(ledger, tmp_path)
    assert texts(book[TITLE_OF_SHEET])["個人情報のあるファイル"] == ["198件"]
    lead = book["検出ファイル一覧"]["A2"].value
    assert lead.startswith("個人情報を含むファイル 198件。ほかに、人が「非該当」「様式のみ」と判断したもの 2件。")


def test_a_department_is_told_of_its_own_files(tmp_path: Path) -> None:
    ledger = office_ledger()
    part = ledger.of(ledger.files[0].file.department)
    assert part.coverage.total == len(part.files) < ledger.coverage.total
    shown = texts(cover(part, tmp_path)[TITLE_OF_SHEET])
    assert shown["対象の部門"][0] == part.department
    assert "不一致" not in next(label for label in shown if label.startswith("照合"))


@pytest.mark.parametrize(
    ("coverage", "text"),
    [
        (
            Coverage(3, {"read": 3}, 3, 0, 2_000_000),
            "対象のファイル 3 件（2.0 MB）を検査し、すべて最後まで読めました。",
        ),
        (
            Coverage(5, {"read": 2, "partly_read": 1, "denied": 2}, 4, 1, 0),
            "対象のファイル 4 件（0.0 MB）と、圧縮ファイル・メールの中の 1 件、合わせて 5 件のうち、"
            "最後まで検査したもの 2 件、一部だけ読めたもの 1 件、検査できなかったもの 2 件。"
            "検査できなかったものに個人情報がないとは言えません。",
        ),
    ],
)
def test_the_statement(coverage: Coverage, text: str) -> None:
    assert statement(coverage) == text
