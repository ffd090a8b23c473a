"""Scans that nobody watches: gentle, stopped when asked to, and with a log that tells no value."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from inventory.night.log import Log
from inventory.settings import Settings
from tests import shares
from tests.commands import PROGRAM, Outcome, environment, here, is_one_sentence, within
from tests.nights import LINUX, UNIX, last_of, lines_of, nices, slow_share
from tests.processes import until


@pytest.mark.slow
@LINUX
def test_a_gentle_scan_keeps_its_pace_with_all_its_workers(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    for number in range(24):
        (tmp_path / f"share/{number}.bin").write_bytes(bytes([number, 255]) * 50_000)
    (tmp_path / "daicho.toml").write_text('[log]\nfile = "a.log"\nlevel = "debug"\n', encoding="utf-8")
    command = [*PROGRAM, "scan", "share", "--workers", "2", "--gentle", "--rate", "0.5"]
    with subprocess.Popen(
        [*command, "--quiet"], cwd=tmp_path, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        until(lambda: len(nices(process.pid)) >= 3)  # the scan and its workers
        assert min(nices(process.pid)) >= 15
        idle = subprocess.run(["ionice", "-p", str(process.pid)], capture_output=True, text=True, check=False).stdout
        assert not idle or idle.startswith("idle")
        out, err = process.communicate(timeout=120)
    assert (process.returncode, out, err) == (0, b"", b"")
    lines = [line for line in lines_of(tmp_path / "a.log") if line["event"] == "file_examined"]
    first, last = (datetime.fromisoformat(lines[at]["time"]) for at in (0, -1))
    assert len(lines) == 24
    beside = 2 + 5 + 1  # under way with the first one; what a second is good for; the one beyond it
    assert (last - first).total_seconds() >= (24 - beside) * 0.1 / 0.5 - 0.2


# --- the log -------------------------------------------------------------------------------------------------------


def _values() -> set[str]:
    """Every value in the share, as it stands and in its parts."""
    tables = (shares.CUSTOMERS, shares.CUSTOMERS.replace("太郎", "次郎"), shares.MY_NUMBERS)
    rows = [row for table in tables for row in table.splitlines()[1:]]
    return {value for row in rows for value in re.split("[,@]", row) if len(value) > 3}


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome, str]:
    """A folder in which a scan has left its log, within the share itself; what it said, and the log."""
    folder = tmp_path_factory.mktemp("logged")
    shares.build(folder / "share")
    settings = '[log]\nfile = "share/夜.log"\nlevel = "debug"\n'
    (folder / "daicho.toml").write_text(settings, encoding="utf-8")
    with within(folder) as run:
        done = run("scan", "share", "--workers", "1", "--quiet")
    return folder, done, (folder / "share/夜.log").read_text(encoding="utf-8")


def test_the_log_of_a_scan(logged: tuple[Path, Outcome, str]) -> None:
    folder, done, text = logged
    assert (done.code, done.out, done.err) == (0, "", "")
    lines = [json.loads(line) for line in text.splitlines()]
    assert [lines[0]["event"], lines[-1]["event"]] == ["scan_started", "scan_finished"]
    assert all(datetime.fromisoformat(line["time"]).tzinfo and line["level"] for line in lines)
    examined = [line for line in lines if line["event"] == "file_examined"]
    assert {line["status"] for line in examined} >= {"read", "corrupt"} and all(line["run"] == 1 for line in examined)
    assert any(line["path"] == str(folder / "share/営業部/顧客名簿.csv") and line["personal"] for line in examined)
    unread = [line for line in lines if line["event"] == "file_unread"]
    assert {(line["path"], line["level"]) for line in unread} == {(str(folder / "share/総務部/壊れた.pdf"), "warning")}
    told = lines[-1]
    expected = {"run": 1, "complete": True, "files": 9, "examined": 9, "new": 9, "changed": 0, "gone": 0}
    assert told | expected | {"personal": 5, "unread": 1, "exit_code": 0} == told
    assert not [value for value in _values() if value in text]
    assert (folder / "share/夜.log").stat().st_mode & 0o077 == 0 or sys.platform == "win32"


def test_the_last_line_tells_what_changed_and_what_failed(
    logged: tuple[Path, Outcome, str], monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder, log = logged[0], logged[0] / "a.log"
    run = here(monkeypatch, capsysbinary, folder)
    night = ("scan", "share", "--workers", "1", "--log", "a.log", "--quiet")
    (folder / "share/営業部/重要顧客.csv").unlink()
    (folder / "share/総務部/空.txt").write_text(shares.NOTICE, encoding="utf-8")
    (folder / "share/総務部/新.txt").write_text(shares.NOTICE, encoding="utf-8")
    (folder / "share/夜.log").unlink()
    assert run(*night, "--fail-on", "my_number").code == 4
    told = last_of(log)
    assert [told[name] for name in ("new", "changed", "gone", "exit_code")] == [1, 1, 1, 4]
    (folder / "share").rename(folder / "elsewhere")
    assert run(*night).code == 2
    told = last_of(log)
    assert (told["complete"], told["exit_code"]) == (False, 2)
    assert [line["type"] for line in lines_of(log) if line["event"] == "error"] == ["UsageError"]


@pytest.mark.slow
@UNIX
def test_a_service_that_is_stopped_says_so_and_leaves_no_file_as_damaged(tmp_path: Path) -> None:
    slow_share(tmp_path / "share")
    command = [*PROGRAM, "scan", "share", "--workers", "1", "--log", "a.log", "--quiet"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(tmp_path), stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        until(lambda: len(nices(process.pid)) >= 2 and (tmp_path / "daicho.db").exists())
        time.sleep(2.0)
        os.killpg(process.pid, signal.SIGTERM)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert err.decode().startswith("中断しました。")
    told = last_of(tmp_path / "a.log")
    assert (told["complete"], told["exit_code"], told["unread"]) == (False, 130, 0)


def test_a_log_is_renewed_by_size(tmp_path: Path) -> None:
    settings = Settings(log_file=tmp_path / "a.log", log_max_mb=1, log_keep=2)
    with Log(settings) as log:
        for number in range(9_000):
            log.say("progress", files=number, examined="x" * 150)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["a.log", "a.log.1", "a.log.2"]
    assert all(path.stat().st_size <= 1 << 20 for path in tmp_path.iterdir())
    assert lines_of(tmp_path / "a.log")[-1]["files"] == 8_999


def test_a_log_tells_no_text_of_an_error(tmp_path: Path) -> None:
    with Log(Settings(log_file=tmp_path / "a.log", log_level="debug")) as log:
        try:
            int("山田太郎")
        except ValueError as error:
            log.error(error, 1)
    assert "山田" not in (tmp_path / "a.log").read_text(encoding="utf-8")
    assert lines_of(tmp_path / "a.log")[0]["type"] == "ValueError"


def test_a_log_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    shares.build(tmp_path / "share")
    failed = here(monkeypatch, capsysbinary, tmp_path)("scan", "share", "--log", "nai/a.log")
    assert failed.code == 2 and "ログ nai/a.log に書き込めません" in failed.err
    assert is_one_sentence(failed.err)
