"""`daicho schedule`: shown first, then done, and undone; a real cron starts a real scan."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests import shares
from tests.commands import Run, apart, here
from tests.processes import until
from tests.test_schedule import NASTY, UNIX


@pytest.fixture
def share(tmp_path: Path) -> Path:
    (tmp_path / NASTY).mkdir()
    return tmp_path


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    return here(monkeypatch, capfdbinary, tmp_path)


@UNIX
@pytest.mark.parametrize("system", ["systemd", "launchd", "schtasks"])
def test_a_dry_run_tells_all_and_does_nothing(
    share: Path, run: Run, system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(share))
    before = sorted(share.rglob("*"))
    told = run("schedule", "install", NASTY, "--system", system)
    assert told.code == 0 and told.err == ""
    assert told.out.startswith(f"予定 nightly: 毎日 22:00 から 06:00 まで、{share / NASTY} を検査します。\n")
    assert "書き込むファイル: " in told.out and "実行するコマンド: " in told.out
    assert "まだ何も行っていません" in told.out
    assert sorted(share.rglob("*")) == before


def _fake_crontab(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A `crontab` that keeps its table in a folder, found before that of the system."""
    (programs := folder / "bin").mkdir()
    table = shlex.quote(str(folder / "table"))
    script = f'#!/bin/sh\nif [ "$1" = -l ]; then cat {table} 2>/dev/null || {{ echo no crontab >&2; exit 1; }}\n'
    (programs / "crontab").write_text(f"{script}else cat > {table}; fi\n")
    (programs / "crontab").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")


@UNIX
def test_installing_twice_replaces_and_removing_takes_only_ours(
    share: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (share / "table").write_text("0 1 * * * backup\n")
    _fake_crontab(share, monkeypatch)
    for at in ("21:00", "22:15"):
        done = run("schedule", "install", NASTY, "--system", "cron", "--at", at, "--apply")
        assert (done.code, done.err) == (0, "")
    table = (share / "table").read_text(encoding="utf-8")
    assert table.startswith("0 1 * * * backup\n# >>> daicho nightly >>>\n15 22 * * * ")
    assert table.count("nightly >>>") == 1
    shown = run("schedule", "show", "--system", "cron").out
    assert "予定 nightly" in shown and "15 22 * * *" in shown and "backup" not in shown
    assert "まだ何も" in run("schedule", "remove", "--system", "cron").out
    assert run("schedule", "remove", "--system", "cron", "--apply").code == 0
    assert (share / "table").read_text() == "0 1 * * * backup\n"
    assert "ありません" in run("schedule", "remove", "--system", "cron", "--apply").out


@UNIX
def test_settings_and_register_are_named_from_anywhere(share: Path, run: Run) -> None:
    (share / "daicho.toml").write_text('register = "postgresql://daicho:himitsu@db/daicho"\n', encoding="utf-8")
    told = run("schedule", "install", NASTY, "--system", "launchd")
    assert told.code == 0 and "himitsu" not in told.out
    assert f"<string>{share}/daicho.toml</string>" in told.out


# --- the real thing ------------------------------------------------------------------------------------------


def _no_cron() -> str:
    """Why cron cannot start anything here; empty where it can."""
    if sys.platform == "win32" or not shutil.which("crontab"):
        return "cron is not installed"
    running = [subprocess.run(["pgrep", "-x", name], capture_output=True, check=False) for name in ("cron", "crond")]
    if all(found.returncode for found in running):
        return "cron does not run"
    if not (os.environ.get("CI") or os.environ.get("DAICHO_TEST_CRON")):
        return "changes the crontab of this user for two minutes: set DAICHO_TEST_CRON=1 if that may be"
    return ""


@pytest.mark.slow
@pytest.mark.skipif(bool(_no_cron()), reason=_no_cron())
def test_cron_starts_a_scan(share: Path) -> None:
    shares.build(share / NASTY)
    at = (datetime.now() + timedelta(seconds=70)).strftime("%H:%M")
    night = (NASTY, "--system", "cron", "--name", "daicho-test", "--at", at, "--until", "なし")
    done = apart(share, "schedule", "install", *night, "--apply")
    assert done.code == 0, done.err
    try:
        until(lambda: (share / "daicho.log").exists() and "scan_finished" in (share / "daicho.log").read_text(), 180)
    finally:
        apart(share, "schedule", "remove", "--system", "cron", "--name", "daicho-test", "--apply")
    finished = json.loads((share / "daicho.log").read_text(encoding="utf-8").splitlines()[-1])
    assert (finished["complete"], finished["files"], finished["exit_code"]) == (True, 9, 0)
