"""Bad input: one clear Japanese sentence and the right exit code each, nothing half-written, never a traceback."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import rules
from inventory.lock import ScanLock
from tests import shares
from tests.commands import PROGRAM, Run, apart, environment, here, is_one_sentence, within


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    (tmp_path / "share").mkdir()
    (tmp_path / "share/お知らせ.txt").write_text(shares.NOTICE, encoding="utf-8")
    return here(monkeypatch, capsysbinary, tmp_path)


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of one file, and its key."""
    folder = tmp_path_factory.mktemp("scanned")
    (folder / "share").mkdir()
    (folder / "share/名簿.csv").write_text(shares.CUSTOMERS, encoding="utf-8")
    with within(folder) as run:
        assert run("scan", "share", "--workers", "1").code == 0
    return folder


@pytest.mark.parametrize(
    ("command", "part"),
    [
        ("scna", "「scna」というコマンドはありません"),
        ("rules nai", "「nai」というコマンドはありません"),
        ("scan", "「フォルダー」を書いてください"),
        ("scan nai", "nai が見つかりません"),
        ("scan share nai", "nai が見つかりません"),
        ("scan share/お知らせ.txt/x", "お知らせ.txt/x が見つかりません"),
        ("scan --wokers 2 share", "--workers のことでしょうか"),
        ("scan --workers 0 share", "1以上の整数"),
        ("scan --fail-on all share", "選べるのは personal"),
        ("scan --register", "--register の後に値を書いてください"),
        ("scan --full=1 share", "--full の使い方"),
        ("files --format xml", "選べるのは table、json、csv"),
        ("files a b", "余分な指定（a b）"),
        ("text nai", "nai が見つかりません"),
        ("detect nai", "nai を読めません"),
        ("detect share", "share はフォルダーです"),
        ("export", "「出力先」を書いてください"),
        ("export 台帳.xls", "名前の終わりを .xlsx、"),
        ("files", "daicho.db がありません"),
        ("status --register nai/a.db", "a.db がありません"),
        ("scan share --register nai/a.db", "a.db を作れません"),
        ("scan share --register share", "share はフォルダーです"),
        ("scan share --register share/お知らせ.txt", "台帳のファイルではありません"),
        ("scan share --settings nai.toml", "nai.toml がありません"),
        ("scan share --register nai://x", "データベース"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, tmp_path: Path, command: str, part: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    failed = run(*command.split())
    assert (failed.code, failed.out) == (2, "")
    assert part in failed.err
    assert is_one_sentence(failed.err)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("settings", "part"),
    [
        ("workers = [", "値が途中で終わっています"),
        ("wokers = 2", "「wokers」という項目はありません"),
        ("[limits]\nseconds = 0", "「limits.seconds」が正しくありません"),
        ("workers = \"たくさん\"", "「workers」が正しくありません"),
        ("company = 5", "会社名"),
    ],
)  # fmt: skip
def test_bad_settings(run: Run, tmp_path: Path, settings: str, part: str) -> None:
    (tmp_path / "daicho.toml").write_text(settings, encoding="utf-8")
    for command in ("scan share", "status"):
        failed = run(*command.split())
        assert (failed.code, failed.out) == (2, "")
        assert part in failed.err
        assert is_one_sentence(failed.err)
    assert not (tmp_path / "daicho.db").exists()


def _not_a_database(file: Path) -> None:
    file.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 20)


def _another_database(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE other (x)")


def _newer(file: Path) -> None:
    shutil.copy(file.with_name("real.db"), file)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def _damaged(file: Path) -> None:
    content = bytearray(file.with_name("real.db").read_bytes())
    content[4096:] = b"\xaa" * (len(content) - 4096)
    file.write_bytes(content)


@pytest.mark.parametrize(
    ("spoil", "part"),
    [
        (_not_a_database, "台帳のファイルではありません"),
        (_another_database, "別のデータベースです"),
        (_newer, "新しい版の daicho"),
        (_damaged, "壊れています"),
    ],
)
def test_unusable_registers(run: Run, scanned: Path, tmp_path: Path, spoil: Callable[[Path], None], part: str) -> None:
    with (
        closing(sqlite3.connect(scanned / "daicho.db")) as source,
        closing(sqlite3.connect(tmp_path / "real.db")) as copy,
    ):
        source.backup(copy)
    spoil(tmp_path / "bad.db")
    before = (tmp_path / "bad.db").read_bytes()
    for command in ("files", "scan share", "export out.xlsx"):
        failed = run(*command.split(), "--register", "bad.db")
        assert (failed.code, failed.out) == (2, "")
        assert part in failed.err
        assert is_one_sentence(failed.err)
    after = (tmp_path / "bad.db").read_bytes()
    assert after[100:4096] == before[100:4096] and len(after) == len(before)  # the header holds the journal mode
    assert not (tmp_path / "out.xlsx").exists()


def test_a_lost_key_is_said_and_renewed_by_a_full_scan(run: Run, scanned: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(scanned / "daicho.db")) as source, closing(sqlite3.connect(tmp_path / "a.db")) as copy:
        source.backup(copy)
    failed = run("scan", "share", "--register", "a.db")
    assert failed.code == 2
    assert "鍵ファイル" in failed.err and "--full" in failed.err
    renewed = run("scan", "share", "--register", "a.db", "--full", "--workers", "1")
    assert renewed.code == 0
    assert "新しい鍵" in renewed.err


def test_one_scan_at_a_time(run: Run, tmp_path: Path) -> None:
    lock = ScanLock(tmp_path / "daicho.db")
    assert lock.acquire()
    busy = apart(tmp_path, "scan", "share")
    lock.release()
    assert busy.code == 5
    assert "ほかのスキャンが台帳" in busy.err
    assert is_one_sentence(busy.err)


def test_a_rule_that_cannot_be_used(tmp_path: Path) -> None:
    """`scan` names the first fault and leaves with 2; `rules check` lists all."""
    shutil.copytree(Path(rules.__file__).parent, tmp_path / "rules")
    for path in (tmp_path / "rules/kinds").glob("[b-y]*.yaml"):  # the fewer, the sooner done
        path.unlink()
    (tmp_path / "rules/kinds/age.yaml").write_text("name: [", encoding="utf-8")
    (tmp_path / "rules/kinds/zzz.yaml").write_text("name: x\n", encoding="utf-8")
    (tmp_path / "rules/documents/zzz.yaml").write_text("- x\n", encoding="utf-8")
    (tmp_path / "share").mkdir()
    (tmp_path / "share/a.txt").write_text("棚卸し\n", encoding="utf-8")
    failed = apart(tmp_path, "scan", "share", PYTHONPATH=str(tmp_path))
    assert (failed.code, failed.out) == (2, "")
    assert "age.yaml" in failed.err and is_one_sentence(failed.err)
    assert not (tmp_path / "daicho.db").exists()
    checked = apart(tmp_path, "rules", "check", PYTHONPATH=str(tmp_path))
    assert checked.code == 2
    assert {line.split(":")[0] for line in checked.out.splitlines()} == {"age.yaml", "zzz.yaml"}
    assert len(checked.out.splitlines()) == 3


def test_a_register_without_a_scan_says_so_and_no_more(run: Run, tmp_path: Path) -> None:
    """Nothing has been looked at yet: nobody must read that there is no personal data."""
    (tmp_path / "daicho.db").touch(mode=0o600)
    told = run("status")
    assert told.code == 0
    assert told.out.startswith("まだスキャンしていません") and is_one_sentence(told.out)


def test_a_demo_where_nothing_can_be_written(run: Run, tmp_path: Path) -> None:
    failed = run("demo", "share/お知らせ.txt")
    assert (failed.code, failed.out) == (2, "")
    assert "見本を share/お知らせ.txt に作れません（途中に" in failed.err and is_one_sentence(failed.err)


def test_a_share_that_cannot_be_read_is_not_called_clean(run: Run, tmp_path: Path) -> None:
    (tmp_path / "share/壊れた.pdf").write_bytes(b"%PDF-1.4\n" + bytes(range(256)) * 4)
    assert "読めた範囲では、個人情報のあるファイルは見つかりませんでした" in run("scan", "share", "--workers", "1").out


def test_an_empty_share(run: Run, tmp_path: Path) -> None:
    (tmp_path / "share/お知らせ.txt").unlink()
    done = run("scan", "share")
    assert (done.code, done.err) == (0, "")
    assert "個人情報のあるファイルは見つかりませんでした" in done.out
    assert run("files", "--format", "json").out == "[]\n"
    assert run("export", "空.xlsx").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="limits of Unix")
def test_disk_full_while_scanning(tmp_path: Path) -> None:
    """Simulated by a limit on the size of files; what was recorded before stays readable."""
    (tmp_path / "share").mkdir()
    for number in range(150):
        (tmp_path / f"share/{number:03}{'名' * 60}.txt").write_text(shares.NOTICE, encoding="utf-8")
    script = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nfrom inventory.cli.main import main; main()"
    full = subprocess.run(
        [sys.executable, "-c", script, "scan", "share", "--workers", "1"], cwd=tmp_path, env=environment(tmp_path),
        capture_output=True, text=True, check=False, timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (250_000, 250_000)),
    )  # fmt: skip
    assert full.returncode == 2
    assert "台帳" in full.stderr and is_one_sentence(full.stderr)
    listed = apart(tmp_path, "files", "--format", "csv")
    assert listed.code == 0


def test_export_where_nothing_can_be_written(run: Run, scanned: Path, tmp_path: Path) -> None:
    register = scanned / "daicho.db"
    sealed = tmp_path / "sealed"
    sealed.mkdir()
    (tmp_path / "folder.xlsx").mkdir()
    missing = run("export", "nai/out.xlsx", "--register", register)
    folder = run("export", "folder.xlsx", "--register", register)
    assert (missing.code, folder.code) == (2, 2)
    assert "フォルダー" in missing.err and "フォルダーです" in folder.err
    sealed.chmod(0o500)
    if not os.access(sealed, os.W_OK):  # root may write anywhere
        denied = run("export", "sealed/out.xlsx", "--register", register)
        assert denied.code == 2
        assert is_one_sentence(denied.err)
    assert not list(sealed.iterdir())


def test_output_that_nobody_reads(scanned: Path) -> None:
    """`daicho findings | head -1`"""
    command = [*PROGRAM, "findings", "--format", "csv"]
    with subprocess.Popen(
        command, cwd=scanned, env=environment(scanned), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(20) == 0
