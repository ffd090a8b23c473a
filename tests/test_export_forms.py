"""The 台帳 in other forms: CSV and JSON for other programs, and the layout of a データマッピング表."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from inventory.export.mapping_sheet import GROUPS
from inventory.ledger import COLUMNS
from inventory.register import Register
from tests.commands import Run, here
from tests.registers import made
from tests.reports import ROOT, report


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Iterator[Run]:
    with Register.open(made(tmp_path / "daicho.db"), key_file=tmp_path / "key") as register:
        register.begin_run([ROOT], "0.1", "d1")
        register.record([report("営業部/顧客.csv")])
        register.record([report("人事部/履歴書.docx", document_type="resume")])
        register.finish_run()
    (tmp_path / "daicho.toml").write_text('reviewer = "総務 佐藤"\nkey_file = "key"\n', encoding="utf-8")
    yield here(monkeypatch, capsysbinary, tmp_path)


def number_of(run: Run, department: str) -> int:
    """The line of a department."""
    lines = json.loads(run("entries", "--format", "json").out)
    found: int = next(line["number"] for line in lines if line["department"] == department)
    return found


def test_csv_opens_in_excel_and_holds_no_formula(run: Run, tmp_path: Path) -> None:
    number = number_of(run, "営業部")
    assert run("entry", "set", str(number), '備考==HYPERLINK("http://x")', "利用目的=案内、発送").code == 0
    assert run("export", "out.csv").code == 0
    data = (tmp_path / "out.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    assert list(rows[0])[: len(COLUMNS)] == [column.heading for column in COLUMNS]
    row = next(row for row in rows if row["管理部門"] == "営業部")
    assert row["備考"] == '\'=HYPERLINK("http://x")'
    assert row["利用目的"] == "案内、発送"
    assert "利用目的" not in row["候補の項目（要確認）"].split("、")
    assert "取得方法" in row["候補の項目（要確認）"].split("、")
    assert "第三者提供" in row["未記入の項目"].split("、")


def test_json_says_what_entries_say(run: Run, tmp_path: Path) -> None:
    assert run("export", "out.json", "--for", "人事部").code == 0
    told = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    shown = json.loads(run("entries", "--format", "json").out)
    assert told["entries"] == [line for line in shown if line["department"] == "人事部"]
    assert told["columns"]["purpose"] == "利用目的"


def test_the_layout_of_a_data_mapping(run: Run, tmp_path: Path) -> None:
    assert [len(columns) for _, columns in GROUPS] == [11, 10, 13, 4]
    known = {column.key for column in COLUMNS}
    assert all(key in known for _, columns in GROUPS for _, key, _ in columns if key)
    assert run("export", "out.xlsx", "--layout", "ppc").code == 0
    sheet = load_workbook(tmp_path / "out.xlsx")["データマッピング表"]
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    lines = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert {line["取扱部署"] for line in lines} == {"営業部", "人事部"}
    assert lines[0]["委託先の国"] == "（要記入）"
    assert "原本と照合していない" in sheet["D2"].value


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("out.txt",), ".xlsx、.csv、.json、.sarif、.jsonl のどれか"),
        (("out.csv", "--layout", "ppc"), "データマッピング表は Excel だけです"),
        (("out.csv", "--for", "経理部"), "「経理部」の行は台帳にありません"),
        (("nowhere/out.json",), "保存先のフォルダー「nowhere」がありません"),
    ],
)
def test_what_cannot_be_written(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    done = run("export", *arguments)
    assert (done.code, sentence in done.err) == (2, True)
