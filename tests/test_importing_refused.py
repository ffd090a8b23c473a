"""What cannot be taken of a workbook that comes back is refused with its cell; what is none of ours, whole."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from detectors.documents import load_classifier
from inventory.export.ledger_sheet import TITLE_OF_SHEET
from inventory.register import Register
from tests.commands import Run
from tests.reports import report
from tests.returned import PLACE, cell, copied, edit, exported, merged


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(tmp_path_factory.mktemp("exported"))


@pytest.fixture
def run(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Run:
    return copied(source, tmp_path, monkeypatch, capsysbinary)


@pytest.fixture(scope="module")
def long_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of twelve lines."""
    types = [type_.id for type_ in load_classifier().types if type_.personal][:12]
    reports = [report(f"営業部/{type_}.csv", document_type=type_) for type_ in types]
    return exported(tmp_path_factory.mktemp("long"), reports)


@pytest.fixture
def run_long(
    long_source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Run:
    return copied(long_source, tmp_path, monkeypatch, capsysbinary)


def _eight_faults(sheet: Any) -> None:
    """A fault a row, and row 20 as it should be."""
    sheet.cell(10, PLACE["purpose"]).value = "=A1"
    sheet.cell(11, PLACE["confirmed_on"]).value = "令和7年13月"
    sheet.cell(12, PLACE["confirmed_on"]).value = "2999-01-01"
    sheet.cell(14, 1).value = sheet.cell(13, 1).value
    sheet.cell(15, 1).value = 77
    sheet.cell(16, 1).value = "壱"
    sheet.merge_cells("I17:J17")
    sheet.cell(20, PLACE["purpose"]).value = "給与の支払"
    sheet.cell(22, PLACE["purpose"]).value = "x"


def test_rows_that_cannot_be_taken_are_refused_with_their_cells(run_long: Run, tmp_path: Path) -> None:
    edit(tmp_path, _eight_faults)
    done = run_long("import", "out.xlsx", "--apply")
    assert done.code == 1
    for address, why in (
        ("I10", "数式"),
        ("AB11", "日付ではない"),
        ("AB12", "先の日付"),
        ("A14", "13行目にもあります"),
        ("A15", "書き出した台帳にありません"),
        ("A16", "書き出した台帳にありません"),
        ("A17", "結合"),
        ("B22", "「管理部門」が要ります"),
    ):
        (said,) = (line for line in done.err.splitlines() if f"（{address}）は取り込めません" in line)
        assert why in said
    assert cell(run_long, 11, "purpose")["value"] == "給与の支払"  # the other rows are taken


def test_of_many_rows_that_cannot_be_taken_some_are_shown(run: Run, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        for row in range(13, 43):
            sheet.cell(row, PLACE["purpose"]).value = "x"

    edit(tmp_path, change)
    done = run("import", "out.xlsx")
    assert len(done.err.splitlines()) == 21
    assert "ほかに 10行あります" in done.err
    assert "取り込めるところはありません" in done.out


def test_a_row_that_cannot_be_taken_is_not_called_deleted(run: Run, tmp_path: Path) -> None:
    edit(tmp_path, lambda sheet: sheet.merge_cells("I10:I11"))
    told = merged(run)
    assert ([one["place"] for one in told["refused"]], told["missing"]) == ([10, 11], [])


@pytest.mark.parametrize("column", ["name", "remarks"])
def test_a_list_that_was_pasted_into_the_sheet_is_refused_whole(run: Run, tmp_path: Path, column: str) -> None:
    def change(sheet: Any) -> None:
        sheet.cell(10, PLACE["purpose"]).value = "採用選考"
        for row in range(13, 13 + 1_001):
            sheet.cell(row, PLACE["department"]).value = "営業部"
            sheet.cell(row, PLACE[column]).value = f"名簿{row}"

    edit(tmp_path, change)
    done = run("import", "out.xlsx", "--apply")
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert "管理Noのない行が 1,001行あります（13行目から）" in done.err
    assert cell(run, 1, "purpose")["state"] == "suggested"


def _without_mark(path: Path) -> None:
    book = load_workbook(path)
    del book["daicho"]
    book.save(path)


def _twice(path: Path) -> None:
    book = load_workbook(path)
    book[TITLE_OF_SHEET].cell(7, 40).value = "purpose"
    book.save(path)


def _merged_to_the_end(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"</mergeCells>", b'<mergeCell ref="A20:C1048576"/>' * 3 + b"</mergeCells>")
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)


def _other(path: Path) -> None:
    book = Workbook()
    book.save(path)


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (_without_mark, "この台帳から書き出した Excel ではありません"),
        (_twice, "「利用目的」の列が2つあります（I列とAN列）"),
        (_other, "台帳のシートが見つかりません"),
        (_merged_to_the_end, "結合されたセルが多すぎます"),
        (lambda path: path.write_bytes(b"PK\x03\x04"), ".xlsx の形で保存し直してください"),
        (lambda path: path.unlink(), "読めません"),
    ],
)
def test_what_is_no_workbook_of_ours_is_refused_whole(
    run: Run, tmp_path: Path, damage: Callable[[Path], None], sentence: str
) -> None:
    damage(tmp_path / "out.xlsx")
    done = run("import", "out.xlsx", "--apply")
    assert done.code == 2
    assert sentence in done.err
    assert len(done.err.splitlines()) == 1


def test_a_workbook_of_another_register_is_refused(run: Run, tmp_path: Path) -> None:
    shutil.move(tmp_path / "out.xlsx", tmp_path / "theirs.xlsx")
    for file in tmp_path.glob("daicho.db*"):
        file.unlink()
    Register.open(tmp_path / "daicho.db", key_file=tmp_path / "key2").close()
    done = run("import", "theirs.xlsx")
    assert (done.code, "この台帳から書き出した" in done.err) == (2, True)
