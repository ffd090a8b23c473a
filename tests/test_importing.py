"""The workbook comes back: what people changed is shown and merged, and nothing is lost."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from inventory.export.ledger_sheet import TITLE_OF_SHEET
from inventory.importing.merging import CellChange, Merge
from inventory.keeping import Keeper
from inventory.ledger import COLUMNS
from inventory.register import Register
from tests.commands import Run
from tests.returned import HEADINGS, PLACE, cell, copied, edit, exported, merged


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(tmp_path_factory.mktemp("exported"))


@pytest.fixture
def run(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Run:
    return copied(source, tmp_path, monkeypatch, capsysbinary)


def test_an_untouched_workbook_changes_nothing(run: Run) -> None:
    done = run("import", "out.xlsx", "--apply")
    assert (done.code, done.out) == (0, "台帳と違うところはありません。\n")


def test_changes_are_shown_first_and_merged_when_told(run: Run, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.cell(HEADINGS + 1, PLACE["purpose"]).value = "採用選考"
        sheet.cell(HEADINGS + 1, PLACE["confirmed_on"]).value = datetime(2026, 4, 1)
        sheet.cell(HEADINGS + 2, PLACE["confirmed_on"]).value = "令和8年4月1日"
        sheet.cell(HEADINGS + 3, PLACE["entrusted"]).value = "社労士 みほん事務所"

    edit(tmp_path, change)
    done = run("import", "out.xlsx")
    assert done.code == 0
    assert "4か所が変わります" in done.out
    assert "I10" in done.out
    assert cell(run, 1, "purpose")["state"] == "suggested"
    assert run("import", "out.xlsx", "--apply", "--by", "人事 鈴木").code == 0
    purpose = cell(run, 1, "purpose")
    assert (purpose["value"], purpose["state"]) == ("採用選考", "confirmed")
    assert purpose["note"].startswith("スキャンの結果・候補：")
    assert [cell(run, number, "confirmed_on")["value"] for number in (1, 2)] == ["2026-04-01", "2026-04-01"]
    changes = json.loads(run("history", "1", "--format", "json").out)
    assert [(change["field"], change["changed_by"], change["reason"]) for change in changes] == [
        ("purpose", "人事 鈴木", "out.xlsx I10"),
        ("confirmed_on", "人事 鈴木", "out.xlsx AB10"),
    ]
    assert merged(run, "--apply")["changes"] == []  # the same workbook a second time


def test_columns_and_rows_may_be_moved_renamed_added_and_sorted(run: Run, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.cell(HEADINGS + 1, PLACE["purpose"]).value = "採用選考"
        sheet.cell(HEADINGS, PLACE["purpose"]).value = "目的"
        for column in PLACE.values():  # the first two lines change places
            one, other = sheet.cell(HEADINGS + 1, column), sheet.cell(HEADINGS + 2, column)
            one.value, other.value = other.value, one.value
        for row in (7, *range(HEADINGS, HEADINGS + 4)):  # a column of their own at the end, and one moved behind it
            sheet.cell(row, 40).value = "メモ" if row == HEADINGS else None
            sheet.cell(row, 41).value = sheet.cell(row, PLACE["purpose"]).value
            sheet.cell(row, PLACE["purpose"]).value = None

    edit(tmp_path, change)
    told = merged(run)
    assert [(change["number"], change["field"], change["after"]) for change in told["changes"]] == [
        (1, "purpose", "採用選考")
    ]
    assert told["changes"][0]["address"] == "AO11"
    assert told["unknown"] == ["メモ"]


def test_without_the_keys_the_headings_tell(run: Run, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        for column in range(1, len(COLUMNS) + 1):
            sheet.cell(7, column).value = None
        sheet.cell(HEADINGS, PLACE["purpose"]).value = "利用 目的"
        sheet.cell(HEADINGS + 1, PLACE["purpose"]).value = "採用選考"

    edit(tmp_path, change)
    assert [change["field"] for change in merged(run)["changes"]] == ["purpose"]


def test_two_edits_of_one_cell_are_a_conflict_and_both_are_kept(run: Run, tmp_path: Path) -> None:
    edit(tmp_path, lambda sheet: setattr(sheet.cell(HEADINGS + 1, PLACE["purpose"]), "value", "採用選考"))
    assert run("entry", "set", "1", "利用目的=応募者との連絡", "--by", "鈴木").code == 0
    told = merged(run, "--apply")
    assert told["changes"] == []
    assert [(one["ours"], one["theirs"]) for one in told["conflicts"]] == [("応募者との連絡", "採用選考")]
    kept = cell(run, 1, "purpose")
    assert (kept["value"], kept["state"]) == ("応募者との連絡", "confirmed")
    assert "採用選考" in kept["note"]


def test_a_row_without_a_number_is_a_new_line(run: Run, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        row = HEADINGS + 4
        sheet.cell(row, PLACE["department"]).value = "総務部"
        sheet.cell(row, PLACE["name"]).value = "来訪者名簿（紙）"
        sheet.cell(row, PLACE["storage"]).value = "鍵付き書庫"

    edit(tmp_path, change)
    assert run("import", "out.xlsx", "--apply").code == 0
    assert cell(run, 4, "storage") == {"value": "鍵付き書庫", "state": "confirmed", "note": ""}


def test_deleted_rows_and_emptied_suggestions_lose_nothing(run: Run, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.delete_rows(HEADINGS + 2)
        sheet.cell(HEADINGS + 1, PLACE["purpose"]).value = None

    edit(tmp_path, change)
    told = merged(run, "--apply")
    assert told["missing"] == [2]
    assert cell(run, 2, "name")["value"]
    assert cell(run, 1, "purpose")["state"] == "suggested"


def test_a_department_gets_its_own_lines(run: Run, tmp_path: Path) -> None:
    assert run("export", "人事.xlsx", "--for", "人事部").code == 0
    sheet = load_workbook(tmp_path / "人事.xlsx")[TITLE_OF_SHEET]
    assert [sheet.cell(row, 1).value for row in (HEADINGS + 1, HEADINGS + 2)] == [1, None]
    edit(tmp_path, lambda sheet: setattr(sheet.cell(HEADINGS + 1, PLACE["purpose"]), "value", "採用"), "人事.xlsx")
    told = json.loads(run("import", "人事.xlsx", "--apply", "--format", "json").out)
    assert ([change["number"] for change in told["changes"]], told["missing"]) == ([1], [])
    refused = run("export", "x.xlsx", "--for", "製造部")
    assert (refused.code, "「製造部」の行は台帳にありません" in refused.err) == (2, True)
    assert not (tmp_path / "x.xlsx").exists()


def test_what_was_confirmed_while_the_changes_were_shown_is_a_conflict(run: Run, tmp_path: Path) -> None:
    """Between reading and merging somebody else writes: found inside the transaction."""
    with Register.open(tmp_path / "daicho.db", key_file=tmp_path / "key") as register:
        Keeper(register, "鈴木").set(1, "purpose", "応募者との連絡")
        merge = Merge((CellChange(1, "purpose", "案", "採用選考", "I10"),), (), (), (), (), ())
        done = Keeper(register, "佐藤").take(merge, "out.xlsx")
        assert (done.changes, [one.ours for one in done.conflicts]) == ((), ["応募者との連絡"])
        assert register.entries()[0].confirmed["purpose"].value == "応募者との連絡"


def test_a_line_that_was_added_is_not_added_again(run: Run, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        for row in (13, 14):  # the second one is the first one, copied
            sheet.cell(row, PLACE["department"]).value = "総務部"
            sheet.cell(row, PLACE["name"]).value = "来訪者名簿（紙）"

    edit(tmp_path, change)
    first = run("import", "out.xlsx", "--apply")
    assert (first.code, "14行目（D14）は取り込めません。13行目と同じ内容です。" in first.err) == (1, True)
    again = merged(run, "--apply")
    assert again["new"] == []
    assert len(json.loads(run("entries", "--format", "json").out)) == 4
    edit(tmp_path, lambda sheet: setattr(sheet.cell(13, PLACE["storage"]), "value", "鍵付き書庫"))
    assert "管理No 4 に、同じ部門と名称の行があります" in run("import", "out.xlsx").err
