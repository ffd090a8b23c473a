"""Scans: interrupted ones go on, a second one examines nothing, and what people decided survives."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from inventory import scan as scanning
from inventory.judged_by import JudgedBy
from inventory.keeping import Keeper
from inventory.register import Register
from inventory.scan import Progress, scan
from inventory.settings import Settings
from tests import shares
from tests.commands import PROGRAM, Outcome, environment, here, within

FACTS = (
    "path", "size", "sha256", "media_type", "status", "note", "personal", "document_type", "flags", "persons",
    "persons_max", "reasons", "department", "outer", "kinds", "gone",
)  # fmt: skip


@pytest.fixture
def folder(scanned: Path, tmp_path: Path) -> Path:
    """A copy of the scanned share's register, and the share itself, for a test to change."""
    shutil.copytree(scanned, tmp_path, dirs_exist_ok=True)
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection, connection:  # the share has moved with it
        moved = (str(tmp_path / "share"),)
        connection.execute("UPDATE file SET root = ?", moved)
    return tmp_path


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scanned")
    shares.build(folder / "share")
    _scan(folder)
    return folder


def _opened(folder: Path) -> Register:
    return Register.open(folder / "a.db", key_file=folder / "a.key")


def _scan(folder: Path, *, full: bool = False) -> Progress:
    progress = Progress()
    with _opened(folder) as register:
        scan([folder / "share"], register, Settings(workers=1), progress, full=full)
    return progress


def _counts(progress: Progress) -> tuple[int, int, int]:
    return progress.files, progress.examined, progress.unchanged


def _paths(folder: Path) -> set[str]:
    with _opened(folder) as register:
        return {file.path for file in register.files()}


def test_a_second_scan_examines_nothing(folder: Path) -> None:
    with _opened(folder) as register:
        before = _facts(register)
    assert _counts(_scan(folder)) == (9, 0, 9)
    with _opened(folder) as register:
        assert _facts(register) == before
        assert register.runs()[0].ended


def test_only_what_changed_is_examined(folder: Path) -> None:
    os.utime(folder / "share/営業部/顧客名簿.csv", (1, 1))
    (folder / "share/総務部/空.txt").write_text(shares.NOTICE, encoding="utf-8")
    (folder / "share/総務部/新しい.txt").write_text(shares.NOTICE, encoding="utf-8")
    assert _counts(_scan(folder)) == (10, 3, 7)


def test_deleted_files_are_gone_with_their_members(folder: Path) -> None:
    (folder / "share/人事部/書庫.zip").unlink()
    before = _paths(folder)
    _scan(folder)
    assert before - _paths(folder) == {"人事部/書庫.zip", "人事部/書庫.zip!応募者.csv"}


def test_changed_rules_examine_all_anew_and_keep_decisions(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with _opened(folder) as register:
        sha256 = next(file.sha256 for file in register.files() if file.path == "営業部/重要顧客.csv")
        Keeper(register, "監査 太郎").decide("file", sha256, "not_applicable", "見本のため")
        decided = register.decisions()
    monkeypatch.setattr(scanning, "judged_by", lambda register: JudgedBy("another", ()))
    assert _counts(_scan(folder)) == (9, 9, 0)
    with _opened(folder) as register:
        assert register.decisions() == decided


def test_a_share_that_is_not_connected_keeps_its_files(folder: Path) -> None:
    """An empty mount point is no reason to strike everything off; a full scan says that it is meant."""
    before = _paths(folder)
    (folder / "share").rename(folder / "disconnected")
    gone = _scan(folder, full=True)
    assert gone.vanished == (folder / "share",)
    (folder / "share").mkdir()
    assert _scan(folder).vanished == (folder / "share",)
    assert before <= _paths(folder)
    assert _scan(folder, full=True).vanished == ()
    assert _paths(folder).isdisjoint(before)


def test_an_empty_share_is_said_in_one_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    shutil.rmtree(folder / "share")
    (folder / "share").mkdir()
    (folder / "daicho.toml").write_text('register = "a.db"\nkey_file = "a.key"\n', encoding="utf-8")
    again = here(monkeypatch, capsysbinary, folder)("scan", "share")
    assert again.code == 0
    assert again.err.startswith("share に、前回あったファイルが1件も見つかりません")
    assert len(again.err.splitlines()) == 1


def test_a_scan_ends_when_its_time_is_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (folder / "daicho.toml").write_text('register = "a.db"\nkey_file = "a.key"\n', encoding="utf-8")
    before = _paths(folder)
    done = here(monkeypatch, capsysbinary, folder)("scan", "share", "--max-hours", "1e-9", "--fail-on-incomplete")
    assert done.code == 3
    assert done.out.startswith("指定の時間になったため、スキャンを止めました")
    assert _paths(folder) == before
    with _opened(folder) as register:
        assert register.runs()[0].ended is None


def test_the_register_does_not_scan_itself(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(shares.NOTICE, encoding="utf-8")
    progress = Progress()
    with Register.open(tmp_path / "a.db", key_file=tmp_path.with_name("a.key")) as register:
        scan([tmp_path], register, Settings(workers=1), progress)
        assert [file.path for file in register.files()] == ["a.txt"]


def test_exit_codes_tell_what_was_found(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    run = here(monkeypatch, capsysbinary, folder)
    (folder / "daicho.toml").write_text('register = "a.db"\nkey_file = "a.key"\n', encoding="utf-8")
    assert run("scan", "share", "--fail-on", "my_number").code == 4
    assert run("scan", "share", "--fail-on", "personal", "--fail-on-incomplete").code == 4
    assert run("scan", "share", "--fail-on-incomplete").code == 3
    assert run("scan", "share").code == 0
    (folder / "quiet").mkdir()
    (folder / "quiet/a.txt").write_text(shares.NOTICE, encoding="utf-8")
    assert run("scan", "quiet", "--fail-on", "personal", "--fail-on-incomplete").code == 0  # the rest does not count


# --- interrupted -------------------------------------------------------------------------------------------------


def _facts(register: Register) -> list[dict[str, Any]]:
    return [{name: getattr(file, name) for name in FACTS} for file in register.files(gone=True)]


def _build_slow(folder: Path) -> None:
    """Twelve quick files, one that takes seconds, twelve quick ones."""
    (folder / "share").mkdir()
    for number in range(12):
        for letter in "az":
            text = shares.CUSTOMERS.replace("太郎", f"太郎{number}")
            (folder / f"share/{letter}{number:02}.csv").write_text(text, encoding="utf-8")
    (folder / "share/m.csv").write_text(shares.slow_table(5_000_000), encoding="utf-8")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("undisturbed")
    _build_slow(folder)
    with within(folder) as run:
        assert run("scan", "share", "--workers", "1").code == 0
    return _stored(folder)


def _stored(folder: Path) -> list[dict[str, Any]]:
    with Register.open(folder / "daicho.db", create=False) as register:
        return _facts(register)


def _recorded(folder: Path) -> int:
    try:
        with closing(sqlite3.connect(folder / "daicho.db")) as connection:
            return int(connection.execute("SELECT count(*) FROM file").fetchone()[0])
    except sqlite3.Error:
        return 0


def _stopped(folder: Path, number: signal.Signals, *, group: bool) -> Outcome:
    """Start a scan and stop it in the middle."""
    command = [*PROGRAM, "scan", "share", "--workers", "1"]
    with subprocess.Popen(
        command, cwd=folder, env=environment(folder), start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        while _recorded(folder) < 12:
            assert process.poll() is None
            time.sleep(0.05)
        (os.killpg if group else os.kill)(process.pid, number)
        out, err = process.communicate(timeout=20)
    return Outcome(process.returncode, out, err)


@pytest.fixture(params=["whole group", "scan only"])
def group(request: pytest.FixtureRequest) -> Iterator[bool]:
    yield request.param == "whole group"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_ctrl_c_keeps_what_was_done(tmp_path: Path, undisturbed: list[dict[str, Any]], group: bool) -> None:
    _build_slow(tmp_path)
    stopped = _stopped(tmp_path, signal.SIGINT, group=group)
    assert (stopped.code, stopped.out) == (130, "")
    assert stopped.err.splitlines() == [
        "中断しました。ここまでの結果は台帳に残っています。もう一度実行すると、続きから検査します。"
    ]
    with Register.open(tmp_path / "daicho.db") as register:
        assert register.runs()[0].ended is None
    with within(tmp_path) as run:
        again = run("scan", "share", "--workers", "1")
    assert again.code == 0
    assert "変わりのないもの 12件" in again.out
    assert _stored(tmp_path) == undisturbed


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_a_killed_scan_goes_on_as_if_undisturbed(tmp_path: Path, undisturbed: list[dict[str, Any]]) -> None:
    _build_slow(tmp_path)
    assert _stopped(tmp_path, signal.SIGKILL, group=False).code == -signal.SIGKILL
    with within(tmp_path) as run:
        assert run("scan", "share", "--workers", "1").code == 0
    assert _stored(tmp_path) == undisturbed
