"""The comparison with real files: what counts as a miss. (The files themselves are not part of the repository.)"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from inventory.reading import ReadText
from scanner.document import Status
from tests import shares
from tools import corpus
from tools.corpus import Row, contains, judge, opened


def read(status: Status = "read", text: str = "", note: str = "", path: str = "a.txt") -> ReadText:
    return ReadText(path, "text/plain", status, note, text)


def row(snippet: str = "", fails: str = "none", passwords: tuple[str, ...] = ()) -> Row:
    return Row("a.txt", "txt", snippet, fails, passwords)


def test_width_and_white_space_do_not_matter() -> None:
    assert contains([read(text="ｶﾌﾞｼｷ\n 会 社")], "カブシキ会社")
    assert contains([read(path="a.lzh!漢字.txt")], "漢字.txt")
    assert not contains([read(text="株式会社")], "有限会社")


@pytest.mark.parametrize(
    ("wanted", "documents", "miss"),
    [
        (row("山田"), [read(text="山 田")], ""),
        (row("山田"), [read(text="佐藤")], "snippet not found"),
        (row(), [read("partly_read", "x", "1ページ")], ""),
        (row(), [read("unsupported", note="未対応")], "not read"),
        (row(), [], "no status"),
        (row(fails="encrypted"), [read("encrypted")], ""),
        (row(fails="encrypted"), [read(), read("encrypted", path="a.zip!b")], ""),
        (row(fails="encrypted"), [read("corrupt")], "should end as encrypted"),
        (row(fails="corrupt"), [read("timed_out")], "timed out"),
        (row(fails="bomb"), [read("timed_out")], ""),
        (row("体", "encrypted-part"), [read(text="本体"), read("encrypted", path="a.eml!b.zip")], ""),
        (row(fails="bomb"), [read("too_large", note="読み取り中に処理が異常終了しました")], "crashed"),
    ],
)
def test_what_is_a_miss(wanted: Row, documents: list[ReadText], miss: str) -> None:
    assert judge(wanted, documents).startswith(miss) and bool(judge(wanted, documents)) == bool(miss)


def test_a_password_must_open_its_file() -> None:
    assert opened(row(passwords=("x",)), [read(text="中身")]) == ""
    assert opened(row(passwords=("x",)), [read("encrypted")]).startswith("not opened")


@pytest.mark.slow
def test_the_run_prints_a_table_and_asks_for_reasons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "名簿.csv").write_text(shares.CUSTOMERS, encoding="cp932")
    (files / "壊れた.zip").write_bytes(b"PK\x03\x04" + bytes(60))
    lines = [
        "path\tformat\texpect_snippet\tshould_fail_cleanly\tpassword",
        "名簿.csv\tcsv\t山田太郎\tnone\t",
        "壊れた.zip\tzip\t\tcorrupt\t",
        "ない.txt\ttxt\t何か\tnone\t",
    ]
    (files / "MANIFEST.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = tmp_path / "corpus.md"
    report.write_text("# Files\n<!-- misses -->\nNone.\n<!-- /misses -->\n", encoding="utf-8")
    monkeypatch.setattr(corpus, "REPORT", report)
    monkeypatch.setattr(sys, "argv", ["corpus", str(files), "--write", "--workers", "1"])
    assert corpus.main() == 1
    told = capsys.readouterr().out
    assert "MISS ない.txt: could not be opened" in told and "1 without a reason" in told
    assert "| `ない.txt` | could not be opened | ? |" in report.read_text(encoding="utf-8")
    report.write_text(report.read_text(encoding="utf-8").replace("| ? |", "| It was never there. |"), encoding="utf-8")
    assert corpus.main() == 0
    assert "It was never there." in report.read_text(encoding="utf-8")


def test_without_the_files_there_is_nothing_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["corpus", str(tmp_path)])
    assert corpus.main() == 0
    assert "skipped" in capsys.readouterr().out
