"""What people wrote beside files comes back: 対応 of what was not read, 処分 of what is kept too long."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from inventory import file_notes
from inventory.export.line_sheets import OVERDUE
from inventory.export.list_sheets import UNREAD
from inventory.importing.merging import Merge
from inventory.importing.note_merging import NoteCell, NoteMerge
from inventory.keeping import Keeper
from inventory.register import Register
from tests.commands import Run
from tests.registers import scan
from tests.reports import ROOT, report
from tests.returned import copied, exported

BROKEN, LOCKED, OLD, OLDER = "営業部/壊.xlsx", "営業部/鍵.xlsx", "人事部/履歴書.docx", "人事部/昔の履歴書.docx"
NOTE = {UNREAD: "対応（記入欄）", OVERDUE: "処分（記入欄）"}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    reports = [
        report(BROKEN, status="corrupt", personal=False, note="壊れています", kinds=()),
        report(LOCKED, status="encrypted", personal=False, note="パスワード", kinds=(), sha256=""),
        *(report(path, document_type="resume", modified_ns=10**18) for path in (OLD, OLDER)),
    ]
    period = ("entry", "set", "1", "保管期限=受付から3年")
    return exported(tmp_path_factory.mktemp("exported"), reports, ("entries",), period)


@pytest.fixture
def run(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Run:
    return copied(source, tmp_path, monkeypatch, capsysbinary)


def heading_of(sheet: Any) -> tuple[int, dict[str, int]]:
    """The row of the headings, and the columns by heading."""
    for row in range(1, 41):
        found = {str(sheet.cell(row, place).value).replace("\n", ""): place for place in range(1, sheet.max_column + 1)}
        if "ファイル名" in found:
            return row, found
    raise AssertionError(sheet.title)


def write(folder: Path, title: str, notes: Mapping[str, str | None], name: str = "out.xlsx") -> dict[str, str]:
    """Write beside files in Excel; the addresses of the cells by name of the file."""
    book = load_workbook(folder / name)
    sheet = book[title]
    heading, columns = heading_of(sheet)
    written = {}
    for row in range(heading + 1, sheet.max_row + 1):
        file = str(sheet.cell(row, columns["ファイル名"]).value)
        if file in notes:
            cell = sheet.cell(row, columns[NOTE[title]])
            cell.value = notes[file]
            written[file] = f"{title}!{cell.coordinate}"
    assert written.keys() == notes.keys()
    book.save(folder / name)
    return written


def shown(run: Run, folder: Path, title: str) -> dict[str, Any]:
    """The notes of a sheet as it is exported now, by name of the file."""
    assert run("export", "now.xlsx").code == 0
    sheet = load_workbook(folder / "now.xlsx")[title]
    heading, columns = heading_of(sheet)
    rows = range(heading + 1, sheet.max_row + 1)
    return {
        str(sheet.cell(row, columns["ファイル名"]).value): sheet.cell(row, columns[NOTE[title]]).value for row in rows
    }


def imported(run: Run, *options: str) -> dict[str, Any]:
    """What an import comes to for the notes."""
    told: dict[str, Any] = json.loads(run("import", "out.xlsx", "--format", "json", *options).out)["notes"]
    return told


def history(run: Run) -> list[tuple[str, str, str, str]]:
    """What was noted about files."""
    told = json.loads(run("history", "--format", "json").out)
    kept = [one for one in told if one["subject_type"] == file_notes.SUBJECT]
    return [(one["subject"], one["field"], one["after"], one["changed_by"]) for one in kept]


def test_notes_are_shown_then_kept_and_exported_again(run: Run, tmp_path: Path) -> None:
    cells = write(tmp_path, UNREAD, {"壊.xlsx": "バックアップから戻した", "鍵.xlsx": "担当に確認中"})
    cells |= write(tmp_path, OVERDUE, {"履歴書.docx": "2026-11-20 消去"})
    done = run("import", "out.xlsx")
    assert (done.code, "3か所が変わります" in done.out) == (0, True)
    assert all(address in done.out for address in cells.values())
    assert history(run) == []
    done = run("import", "out.xlsx", "--apply", "--by", "営業 鈴木")
    assert (done.code, "3か所を台帳に取り込みました" in done.out) == (0, True)
    assert shown(run, tmp_path, UNREAD) == {"壊.xlsx": "バックアップから戻した", "鍵.xlsx": "担当に確認中"}
    assert shown(run, tmp_path, OVERDUE) == {"履歴書.docx": "2026-11-20 消去", "昔の履歴書.docx": None}
    assert history(run) == [
        (f"{ROOT}/{BROKEN}", "handling", "バックアップから戻した", "営業 鈴木"),
        (f"{ROOT}/{LOCKED}", "handling", "担当に確認中", "営業 鈴木"),
        (f"{ROOT}/{OLD}", "disposed", "2026-11-20 消去", "営業 鈴木"),
    ]
    assert f"{ROOT}/{BROKEN}" in run("history").out
    assert run("import", "out.xlsx", "--apply").out == "台帳と違うところはありません。\n"
    assert run("import", "now.xlsx", "--apply").out == "台帳と違うところはありません。\n"


def test_a_note_is_changed_and_taken_back(run: Run, tmp_path: Path) -> None:
    write(tmp_path, UNREAD, {"壊.xlsx": "確認中", "鍵.xlsx": "確認中"})
    assert run("import", "out.xlsx", "--apply").code == 0
    assert run("export", "out.xlsx").code == 0
    write(tmp_path, UNREAD, {"壊.xlsx": "個人情報なし", "鍵.xlsx": None})
    told = imported(run, "--apply")
    assert [(one["before"], one["after"]) for one in told["changes"]] == [("確認中", "個人情報なし"), ("確認中", "")]
    assert shown(run, tmp_path, UNREAD) == {"壊.xlsx": "個人情報なし", "鍵.xlsx": None}


def test_two_notes_about_one_file_are_a_conflict_and_both_are_kept(run: Run, tmp_path: Path) -> None:
    (tmp_path / "two.xlsx").write_bytes((tmp_path / "out.xlsx").read_bytes())
    write(tmp_path, UNREAD, {"壊.xlsx": "戻した"})
    write(tmp_path, UNREAD, {"壊.xlsx": "捨てた"}, "two.xlsx")
    assert run("import", "two.xlsx", "--apply").code == 0
    done = run("import", "out.xlsx", "--apply")
    assert (done.code, "ほかの人も記入した項目" in done.out) == (0, True)
    assert shown(run, tmp_path, UNREAD)["壊.xlsx"] == "捨てた"
    assert [one[1:3] for one in history(run)] == [("handling", "捨てた"), ("conflict", "戻した")]


def test_a_note_made_while_the_changes_were_shown_is_a_conflict(run: Run, tmp_path: Path) -> None:
    cell = NoteCell("handling", f"{ROOT}/{BROKEN}", "", "", "戻した", "I10")
    with Register.open(tmp_path / "daicho.db", key_file=tmp_path / "key") as register:
        keeper = Keeper(register, "佐藤")
        take = NoteMerge((cell,))
        assert keeper.take(Merge((), (), (), (), (), (), notes=take), "one.xlsx").notes == take
        other = NoteMerge((NoteCell("handling", cell.file, "", "", "捨てた", "I10"),))
        done = keeper.take(Merge((), (), (), (), (), (), notes=other), "two.xlsx").notes
        assert (done.changes, [(one.before, one.after) for one in done.conflicts]) == ((), [("戻した", "捨てた")])


def test_what_was_done_with_a_file_is_kept_when_the_file_is_gone(run: Run, tmp_path: Path) -> None:
    write(tmp_path, OVERDUE, {"昔の履歴書.docx": "溶解した"})
    with Register.open(tmp_path / "daicho.db", key_file=tmp_path / "key") as register:
        scan(register, OLD, document_type="resume")
    assert [one["file"] for one in imported(run, "--apply")["changes"]] == [f"{ROOT}/{OLDER}"]
    assert history(run) == [(f"{ROOT}/{OLDER}", "disposed", "溶解した", "総務 佐藤")]


def test_rows_may_be_sorted_and_the_keys_deleted(run: Run, tmp_path: Path) -> None:
    write(tmp_path, UNREAD, {"壊.xlsx": "戻した"})
    book = load_workbook(tmp_path / "out.xlsx")
    sheet = book[UNREAD]
    heading, columns = heading_of(sheet)
    for place in columns.values():
        one, other = sheet.cell(heading + 1, place), sheet.cell(heading + 2, place)
        one.value, other.value = other.value, one.value
        sheet.cell(heading - 1, place).value = None
    book.save(tmp_path / "out.xlsx")
    assert [one["file"] for one in imported(run)["changes"]] == [f"{ROOT}/{BROKEN}"]


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        ("ファイル名", "壊れた.xlsx", "「営業部/壊れた.xlsx」というファイルは、台帳にありません"),
        ("ファイル名", "鍵.xlsx", "同じファイルについて"),
        ("対応（記入欄）", "=A1", "「対応（記入欄）」に数式が入っています"),
    ],
)
def test_a_note_that_cannot_be_taken_is_refused_with_its_cell(
    run: Run, tmp_path: Path, column: str, value: str, why: str
) -> None:
    cells = write(tmp_path, UNREAD, {"壊.xlsx": "戻した", "鍵.xlsx": "確認中"})
    book = load_workbook(tmp_path / "out.xlsx")
    sheet = book[UNREAD]
    heading, columns = heading_of(sheet)
    row = next(row for row in range(heading, 60) if sheet.cell(row, columns["ファイル名"]).value == "壊.xlsx")
    sheet.cell(row, columns[column]).value = value
    book.save(tmp_path / "out.xlsx")
    done = run("import", "out.xlsx", "--apply")
    assert done.code == 1
    assert any(f"{address}は取り込めません" in done.err for address in cells.values())
    assert why in done.err
    assert len(history(run)) == 1  # the other one is taken
