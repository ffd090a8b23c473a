"""リスク分析表 comes back: risks reworded, confirmed, reviewed and added; what cannot be taken is named by its cell."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from inventory import risks
from inventory.export.risk_sheet import KEYS, TITLE_OF_SHEET
from inventory.keeping import Keeper
from inventory.queries_decided import StoredRisk
from inventory.register import Register
from tests.commands import Run
from tests.reports import report
from tests.returned import copied, exported

HEADINGS = 4
COLUMN = {key.partition(".")[2]: place for place, key in enumerate(KEYS, 2)}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    reports = [report("営業部/顧客.csv"), report("人事部/履歴書.docx", document_type="resume")]
    return exported(tmp_path_factory.mktemp("exported"), reports)


@pytest.fixture
def run(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Run:
    return copied(source, tmp_path, monkeypatch, capsysbinary)


def edit(folder: Path, change: Callable[[Any], None], name: str = "out.xlsx") -> None:
    """What somebody does in Excel on the sheet."""
    book = load_workbook(folder / name)
    change(book[TITLE_OF_SHEET])
    book.save(folder / name)


def put(sheet: Any, row: int, **cells: Any) -> None:
    """Write into a row, counted from the first below the headings."""
    for key, value in cells.items():
        sheet.cell(HEADINGS + row, COLUMN[key]).value = value


def shown(run: Run, folder: Path) -> dict[str, dict[str, Any]]:
    """The sheet as it is exported now, by リスクNo."""
    assert run("export", "now.xlsx").code == 0
    sheet = load_workbook(folder / "now.xlsx")[TITLE_OF_SHEET]
    rows = ({key: sheet.cell(row, place).value for key, place in COLUMN.items()} for row in range(5, sheet.max_row + 1))
    return {str(row["number"]): row for row in rows}


def imported(run: Run, *options: str) -> dict[str, Any]:
    """What an import comes to for the risks."""
    told: dict[str, Any] = json.loads(run("import", "out.xlsx", "--format", "json", *options).out)["risks"]
    return told


def history(run: Run) -> list[tuple[str, str, str]]:
    """Who changed what of the risks, from where."""
    told = json.loads(run("history", "--format", "json").out)
    return [(one["subject"], one["field"], one["reason"]) for one in told if one["subject_type"] == "risk"]


def test_the_company_keeps_its_codes_apart_from_those_of_the_catalogue() -> None:
    assert all(int(risk.code[1:]) < risks.OWN_FROM for risk in risks.load().risks)
    assert len(risks.LETTERS) == len(risks.load().stages)


def test_an_untouched_sheet_changes_nothing(run: Run) -> None:
    assert run("import", "out.xlsx", "--apply").out == "台帳と違うところはありません。\n"


def test_measures_state_and_review_are_merged(run: Run, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        put(sheet, 1, measures="申込書に利用目的を印刷", residual="電話での申込み")
        put(sheet, 2, state="確認済")
        put(sheet, 3, note="2026年11月に見直し")

    edit(tmp_path, change)
    before = shown(run, tmp_path)
    seen = run("import", "out.xlsx")
    assert (seen.code, "リスク分析表!H5" in seen.out, "4か所が変わります" in seen.out) == (0, True, True)
    assert shown(run, tmp_path) == before  # nothing is merged before it is told
    assert run("import", "out.xlsx", "--apply", "--by", "鈴木").code == 0
    after = shown(run, tmp_path)
    assert (after["1-A1"]["measures"], after["1-A1"]["state"]) == ("申込書に利用目的を印刷", "確認済")
    assert after["1-A2"] == {**before["1-A2"], "state": "確認済"}
    assert after["1-B1"] == {**before["1-B1"], "note": "2026年11月に見直し"}
    assert history(run) == [
        ("1-A1", "risk", "out.xlsx リスク分析表!H5"),
        ("1-A2", "risk", "out.xlsx リスク分析表!J6"),
        ("1-B1", "review", "out.xlsx リスク分析表!K7"),
    ]
    again = imported(run, "--apply")
    assert (again["edits"], again["conflicts"], len(history(run))) == ([], [], 3)


def test_a_row_without_a_number_is_a_risk_of_the_company_s_own(run: Run, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        put(sheet, 60, line="２", stage="利用・加工", risk="席を離れた画面を見られる", measures="自動ロック")

    edit(tmp_path, change)
    assert "管理No 2 に加えるリスク「席を離れた画面を見られる」" in run("import", "out.xlsx").out
    assert run("import", "out.xlsx", "--apply").code == 0
    added = shown(run, tmp_path)["2-C21"]
    assert (added["risk"], added["measures"], added["residual"]) == ("席を離れた画面を見られる", "自動ロック", None)
    again = imported(run, "--apply")  # the same workbook adds it once
    assert (again["new"], again["refused"]) == ([], [])
    edit(tmp_path, lambda sheet: put(sheet, 60, measures="のぞき見防止フィルター"))
    assert [one["reason"] for one in imported(run)["refused"]] == [
        "リスクNo 2-C21 に同じリスクがあります。直すときは、その行に書いてください。"
    ]


def _ten_faults(sheet: Any) -> None:
    """A fault a row, and row 12 as it should be."""
    put(sheet, 1, stage="消去・廃棄")
    put(sheet, 2, measures="=1+1")
    sheet.merge_cells("H7:H8")
    put(sheet, 5, number="9-A1")
    put(sheet, 7, number=sheet.cell(HEADINGS + 6, COLUMN["number"]).value)
    put(sheet, 8, measures="施錠する")
    put(sheet, 9, line=2)
    put(sheet, 10, state="済")
    put(sheet, 11, risk=None)
    put(sheet, 12, department="営業一課")
    put(sheet, 60, line=77, stage="利用・加工", risk="x")
    put(sheet, 61, line=1, stage="どこか", risk="x")
    put(sheet, 62, line=1, stage="利用・加工", measures="x")


def test_rows_that_cannot_be_taken_are_refused_with_their_cells(run: Run, tmp_path: Path) -> None:
    edit(tmp_path, _ten_faults)
    done = run("import", "out.xlsx", "--apply")
    assert done.code == 1
    for address, why in (
        ("F5", "局面は「取得・入力」です"),
        ("H6", "数式"),
        ("B7", "結合されたセル H7:H8"),
        ("B9", "書き出した表にありません"),
        ("B11", "リスク分析表!B10 にもあります"),
        ("C13", "台帳No 1 のものです"),
        ("J14", "「候補」か「確認済」"),
        ("G15", "「リスク」が空です"),
        ("D16", "台帳のシートで直してください"),
        ("C64", "台帳の行の管理No"),
        ("F65", "「局面」を一覧から"),
        ("G66", "起こりうること"),
    ):
        (said,) = (line for line in done.err.splitlines() if f"リスク分析表!{address}は取り込めません" in line)
        assert why in said
    assert any(row["measures"] == "施錠する" for row in shown(run, tmp_path).values())  # the others are taken


def test_what_was_confirmed_here_meanwhile_is_a_conflict_and_in_the_history(run: Run, tmp_path: Path) -> None:
    edit(tmp_path, lambda sheet: put(sheet, 1, measures="申込書に印刷"))
    assert run("entry", "risk", "1-A1", "--measures", "窓口で説明", "--by", "鈴木").code == 0
    done = run("import", "out.xlsx", "--apply")
    assert "書き出した後にリスク分析表でも変わった項目" in done.out
    assert shown(run, tmp_path)["1-A1"]["measures"] == "窓口で説明"
    assert ("1-A1", "conflict", "out.xlsx リスク分析表!H5") in history(run)
    assert "採らなかった記入" in run("history").out


def test_what_is_confirmed_between_reading_and_merging_is_a_conflict(run: Run, tmp_path: Path) -> None:
    from inventory.importing.merging import Merge
    from inventory.importing.risk_merging import RiskCell, RiskEdit, RiskMerge

    now = StoredRisk(1, "acquisition", "A1", "リスク", "案", "残り")
    merge = RiskMerge((RiskEdit(now, None, (RiskCell("1-A1", "measures", "案", "案", "乙の対策", "H5"),)),))
    with Register.open(tmp_path / "daicho.db", key_file=tmp_path / "key") as register:
        Keeper(register, "甲").set_risk(StoredRisk(1, "acquisition", "A1", "リスク", "甲の対策", ""), "")
        done = Keeper(register, "乙").take(Merge((), (), (), (), (), (), merge), "out.xlsx").risks
        assert ([one.before for one in done.conflicts], done.edits) == (["甲の対策"], ())
        assert [one.measures for one in register.risks()] == ["甲の対策"]


def test_columns_may_be_moved_and_rows_sorted_and_deleted(run: Run, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        put(sheet, 2, measures="二重に照合する")
        rows = [[sheet.cell(row, column).value for column in range(1, 12)] for row in range(5, sheet.max_row + 1)]
        for place, row in enumerate(reversed(rows[1:]), 5):  # the first one is deleted
            for column, value in enumerate(row, 1):
                sheet.cell(place, column).value = value
        for column in range(1, 12):
            sheet.cell(4 + len(rows), column).value = None
        sheet.insert_cols(8)
        sheet.cell(HEADINGS, 8).value = "評価"

    edit(tmp_path, change)
    told = imported(run)
    assert [(cell["number"], cell["after"]) for one in told["edits"] for cell in one["cells"]] == [
        ("1-A2", "二重に照合する")
    ]
    assert told["missing"] == ["1-A1"]
    assert "台帳に無い列（取り込みません）: 評価" in run("import", "out.xlsx").out


def test_without_the_sheet_the_lines_are_read_all_the_same(run: Run, tmp_path: Path) -> None:
    book = load_workbook(tmp_path / "out.xlsx")
    del book[TITLE_OF_SHEET]
    book.save(tmp_path / "out.xlsx")
    done = run("import", "out.xlsx")
    assert (done.code, "台帳のシートだけを読みました" in done.out) == (0, True)


def test_a_department_s_risks_come_back(run: Run, tmp_path: Path) -> None:
    assert run("export", "out.xlsx", "--for", "人事部").code == 0
    edit(tmp_path, lambda sheet: put(sheet, 1, measures="採用の面接で説明"))
    told = imported(run, "--apply")
    assert ([one["now"]["entry"] for one in told["edits"]], told["missing"]) == ([1], [])
