"""Workers: what kills or holds up one of them costs its file only, and none outlives the scan."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from inventory import pool
from inventory.confinement import resident_mb
from inventory.worker import Workers
from scanner.crawl import walk
from scanner.document import FoundFile
from scanner.extract import Limits
from tests import shares
from tests.commands import PROGRAM, environment
from tests.processes import children_of, is_alive, until, workers_of

KEY = b"k" * 32
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and /proc")


def _files(folder: Path, **texts: str) -> list[FoundFile]:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return [met for met in walk([folder]) if isinstance(met, FoundFile)]


def _child() -> int:
    (child,) = multiprocessing.active_children()
    assert child.pid
    return child.pid


def _end_soon(number: signal.Signals) -> None:
    threading.Timer(0.5, os.kill, (_child(), number)).start()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "status", "note"), [(signal.SIGKILL, "read", ""), (signal.SIGSEGV, "corrupt", "異常終了")]
)
def test_a_killed_worker_costs_its_file_at_most(tmp_path: Path, number: signal.Signals, status: str, note: str) -> None:
    """Whom the system kills is not to blame at once: its file is tried once more."""
    first, slow, last = _files(tmp_path, a=shares.NOTICE, m=shares.slow_text(1_200_000), z=shares.NOTICE)

    def pending() -> Iterator[FoundFile]:
        yield first
        _end_soon(number)  # the worker is ready by now
        yield slow
        yield last

    with Workers(1, KEY, Limits()) as workers:
        reports = {report.path: report for (report,) in workers.examine(pending())}
    assert {path: report.status for path, report in reports.items()} == {
        "a.txt": "read", "m.txt": status, "z.txt": "read"
    }  # fmt: skip
    assert note in reports["m.txt"].note
    assert reports["m.txt"].size == slow.size
    assert not multiprocessing.active_children()


@pytest.mark.slow
def test_a_file_that_holds_up_its_worker_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A single piece of the slow text takes longer than the limit, so that the worker cannot stop by itself."""
    monkeypatch.setattr(pool, "GRACE", 0.0)
    files = _files(tmp_path, m=shares.slow_text(900_000), z="")
    with Workers(1, KEY, Limits(seconds=1)) as workers:
        started = time.monotonic()
        reports = {report.path: report for (report,) in workers.examine(files)}
    assert reports["m.txt"].status == "timed_out"
    assert "打ち切りました" in reports["m.txt"].note
    assert reports["z.txt"].status == "read"
    assert time.monotonic() - started < 40


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how large a process is")
def test_memory_runs_out_for_the_worker_first(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """With so little, not even the dictionary of names can be loaded; that is told, and nothing is printed."""
    files = _files(tmp_path, a="担当は山田太郎さんです。\n", b="")
    with Workers(1, KEY, Limits(), memory_mb=8) as workers:
        reports = {report.path: report for (report,) in workers.examine(files)}
    assert reports["a.txt"].status == "partly_read"
    assert reports["a.txt"].note.startswith("判定中に問題が起きました")
    assert set(reports) == {"a.txt", "b.txt"}
    assert capfd.readouterr().err == ""


_UNSTARTED = """
import sys
from pathlib import Path
from inventory.worker import Workers, WorkersFailed
from scanner.crawl import walk
from scanner.limits import Limits

if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    try:
        with Workers(1, bytes(32), Limits()) as workers:
            list(workers.examine(walk([Path(sys.argv[1])])))
    except WorkersFailed as failed:
        print(failed)
"""


def test_workers_that_cannot_start_end_the_scan(tmp_path: Path) -> None:
    """What they load was damaged since the scan itself loaded its part."""
    damaged = tmp_path / "damaged"
    (damaged / "detectors").mkdir(parents=True)
    (damaged / "detectors/__init__.py").write_text("raise SystemExit(1)", encoding="utf-8")
    here = Path(__file__).parents[1]
    (tmp_path / "run.py").write_text(_UNSTARTED, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, tmp_path / "run.py", damaged], env=environment(tmp_path, PYTHONPATH=str(here)), check=False,
        capture_output=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("検査の準備に失敗しました")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_no_worker_outlives_a_scan_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    for name in "abc":
        (tmp_path / f"share/{name}.txt").write_text(shares.slow_text(5_000_000), encoding="utf-8")
    command = [*PROGRAM, "scan", "share", "--workers", "2"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment(tmp_path), stderr=subprocess.PIPE) as process:
        until(lambda: sum(size > 100 for size in resident_mb(workers_of(process.pid)).values()) == 2, 90)
        time.sleep(2)  # the two workers load, then read
        children = [*children_of(process.pid), *workers_of(process.pid)]
        process.kill()
        until(lambda: not any(map(is_alive, children)), seconds=5)
        assert process.stderr and process.stderr.read() == b""
