"""The command line: what every command prints and with which code it ends."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from inventory.cli.japanese import width
from inventory.cli.main import COMMANDS
from inventory.cli.screen import harmless
from tests import shares
from tests.commands import Run, apart, here, within

HEAVY = ("spacy", "presidio_analyzer", "hyperscan", "sqlalchemy", "openpyxl", "numpy", "rich", "sudachipy")
FILE_KEYS = {
    "path", "status", "note", "media_type", "size", "personal", "persons", "persons_max", "document_type", "flags",
    "entities", "owner", "exposed", "readable_by",
}  # fmt: skip


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a share and its register."""
    folder = tmp_path_factory.mktemp("scanned")
    shares.build(folder / "share")
    with within(folder) as run:
        done = run("scan", "share", "--workers", "1")
    assert done.code == 0, done.err
    (folder / "scan.txt").write_text(done.out, encoding="utf-8")
    return folder


@pytest.fixture
def run(scanned: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Iterator[Run]:
    yield here(monkeypatch, capsysbinary, scanned)


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys\nfrom inventory.cli import main\nassert main.run(['--help']) == 0\n"
        f"print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert all(name in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("command", [*COMMANDS, "rules list", "rules check", ""])
def test_help_is_japanese(run: Run, command: str) -> None:
    page = run(*command.split(), "--help")
    assert page.code == 0
    assert page.out.startswith("使い方: daicho")
    assert not any(word in page.out for word in ("Usage", "Options", "OPTIONS", "Commands", "Show", "ARGS"))
    assert max(map(width, page.out.splitlines())) <= 80
    assert "   " not in page.out.partition("指定できるもの")[0]  # the indentation of the source


def test_files_have_the_shape_that_scripts_rely_on(run: Run) -> None:
    files = json.loads(run("files", "--format", "json").out)
    assert all(set(file) >= FILE_KEYS for file in files)
    by_path = {file["path"]: file for file in files}
    customers = by_path["営業部/顧客名簿.csv"]
    assert (customers["status"], customers["personal"], customers["persons"]) == ("read", True, 4)
    assert customers["entities"]["PERSON"] == {"count": 4, "distinct": 4}
    assert by_path["人事部/個人番号.csv"]["flags"][0] == "my_number"
    assert by_path["人事部/書庫.zip!応募者.csv"]["personal"] is True
    of_this_computer = {"size": 0, "reasons": [], "root": "", "owner": "", "exposed": False, "readable_by": []}
    assert by_path["総務部/お知らせ.txt"] | of_this_computer == {
        "path": "総務部/お知らせ.txt", "status": "read", "note": "", "media_type": "text/plain", "size": 0,
        "personal": False, "persons": 0, "persons_max": 0, "document_type": None, "flags": [], "entities": {},
        "root": "", "department": "総務部", "reasons": [], "verdict": "",
        "owner": "", "exposed": False, "readable_by": [],
    }  # fmt: skip
    assert by_path["総務部/壊れた.pdf"]["status"] == "corrupt"
    assert by_path["総務部/空.txt"]["status"] == "read"
    assert by_path["総務部/\\xFF\\x83memo.txt"]["status"] == "read"
    assert len(files) == 10


def test_files_can_be_narrowed(run: Run) -> None:
    assert {file["status"] for file in json.loads(run("files", "--unread", "--format", "json").out)} == {"corrupt"}
    assert all(file["personal"] for file in json.loads(run("files", "--personal", "--format", "json").out))


def test_csv_opens_in_excel(run: Run) -> None:
    out = run("files", "--format", "csv").out
    rows = list(csv.reader(io.StringIO(out.removeprefix("\ufeff"))))
    assert out.startswith("\ufeff")
    assert rows[0][0] == "ファイル"
    assert len(rows) == 11


@pytest.mark.parametrize("command", ["status", "files", "findings", "entries", "rules list"])
def test_tables_fit_redirected_output(run: Run, command: str) -> None:
    table = run(*command.split())
    assert (table.code, table.err) == (0, "")
    assert 60 < max(map(width, table.out.splitlines())) <= 120


def test_findings_show_masks_and_evidence_only(run: Run) -> None:
    found = json.loads(run("findings", "営業部/顧客名簿.csv", "--format", "json").out)
    assert {one["path"] for one in found} == {"営業部/顧客名簿.csv"}
    assert {"PERSON", "PHONE_NUMBER", "EMAIL_ADDRESS"} <= {one["type"] for one in found}
    assert all("●" in one["masked"] and one["evidence"] and one["fingerprint"] for one in found)


def test_findings_of_an_unknown_file(run: Run) -> None:
    missing = run("findings", "ない.csv")
    assert (missing.code, missing.out) == (2, "")
    assert "台帳にありません" in missing.err


def test_entries_are_kinds_of_document_in_a_department(run: Run) -> None:
    entries = json.loads(run("entries", "--format", "json").out)
    sales = next(entry for entry in entries if entry["department"] == "営業部")
    assert (sales["persons"], sales["cells"]["purpose"]["state"]) == (4, "suggested")
    assert [entry["number"] for entry in entries] == list(range(1, len(entries) + 1))


def test_status_says_when_where_and_how_much(run: Run, scanned: Path) -> None:
    assert str(scanned / "share") in run("status").out
    status = json.loads(run("status", "--format", "json").out)
    assert (status["runs"], status["files"], status["statuses"]) == (1, 10, {"read": 9, "corrupt": 1})
    assert status["last_run"]["ended"]


def test_the_summary_counts_everybody_once(scanned: Path) -> None:
    """Three files of 営業部 hold the same four people."""
    said = (scanned / "scan.txt").read_text(encoding="utf-8")
    row = next(line for line in said.splitlines() if line.startswith("営業部"))
    assert row.split()[1:3] == ["3", "4人"]
    assert "特定個人情報のあるファイルが 1件" in said
    assert "～" not in row and "（マイナンバー）" not in said


def test_text_shows_what_readers_see(run: Run, scanned: Path) -> None:
    lines = run("text", "share/人事部", "--format", "jsonl").out.splitlines()
    seen = {record["path"]: record for record in map(json.loads, lines)}
    assert set(seen) == {"個人番号.csv", "書庫.zip", "書庫.zip!応募者.csv"}
    assert set(seen["個人番号.csv"]) == {"path", "status", "note", "text"}
    assert "田中健太\t123456789018" in seen["個人番号.csv"]["text"]
    shown = run("text", "share/総務部/お知らせ.txt")
    assert shown.out == shares.NOTICE
    assert "お知らせ.txt（検査済）" in shown.err


def test_export_writes_the_workbook(run: Run, scanned: Path) -> None:
    done = run("export", "台帳.xlsx")
    assert (done.code, done.err) == (0, "")
    assert (scanned / "台帳.xlsx").read_bytes().startswith(b"PK")


def test_rules_are_listed(run: Run) -> None:
    kinds = {rule["kind"] for rule in json.loads(run("rules", "list", "--format", "json").out)}
    assert {"PERSON", "JP_MY_NUMBER"} <= kinds


def test_output_is_utf_8_and_harmless_whatever_the_terminal(scanned: Path) -> None:
    listed = apart(scanned, "files", "--format", "json", PYTHONIOENCODING="cp932")
    assert {"営業部/顧客名簿.csv"} <= {file["path"] for file in json.loads(listed.out)}
    shown = apart(scanned, "files", PYTHONIOENCODING="ascii")
    assert (shown.code, shown.err) == (0, "")


def test_harmless_text_keeps_japanese_and_loses_controls() -> None:
    assert harmless("山田　太郎\t①") == "山田　太郎\t①"
    assert harmless("a\x1b[31m\u202eb\udcff\n") == "a\ufffd[31m\ufffdb\ufffd\ufffd"


def test_explain_says_why_without_a_value(run: Run) -> None:
    """Judgement, kinds with their law, masks and places; the whole archive is explained with its members."""
    told = run("explain", "人事部/個人番号.csv")
    assert told.code == 0
    for words in ("個人情報です", "特定個人情報", "見出し『個人番号』", "番号法", "2人"):
        assert words in told.out
    assert "123456789018" not in told.out
    assert "田中" not in told.out
    assert "書庫.zip!応募者.csv" in run("explain", "人事部/書庫.zip").out
    assert "個人情報とは考えられません" in run("explain", "総務部/お知らせ.txt").out


def test_explain_does_not_judge_what_could_not_be_read(run: Run) -> None:
    told = run("explain", "総務部/壊れた.pdf").out
    assert "判断: 読めないため、判断していません" in told
    assert "個人情報とは" not in told
    broken = next(file for file in json.loads(run("files", "--unread", "--format", "json").out))
    assert (broken["personal"], broken["reasons"]) == (False, [])


def test_explain_names_the_person_first(run: Run) -> None:
    """Kinds come in the order of the 台帳, not in that of their codes."""
    told = run("explain", "営業部/顧客名簿.csv").out
    assert told.index("  氏名: ") < told.index("  電話番号: ") < told.index("  メールアドレス: ")
    assert told.index("  本人の数: ") < told.index("  根拠:") < told.index("  氏名: ")


@pytest.mark.parametrize("command", ["explain", "findings"])
def test_files_are_found_by_their_place_on_the_disk(run: Run, scanned: Path, command: str) -> None:
    """As a shell completes it, from the working folder or from the root; members too."""
    listed = run(command, "人事部/書庫.zip!応募者.csv").out
    assert listed
    assert run(command, "share/人事部/書庫.zip!応募者.csv").out == listed
    assert run(command, scanned / "share/人事部/書庫.zip!応募者.csv").out == listed


def test_explain_of_an_unknown_file(run: Run) -> None:
    told = run("explain", "どこにもない.txt")
    assert (told.code, told.out) == (2, "")
    assert "台帳にありません" in told.err
