"""How workers come into being: what they import, what they are copies of, and that nothing of it stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from inventory.worker import Workers
from scanner.crawl import walk
from scanner.document import FoundFile
from scanner.limits import Limits
from tests import shares
from tests.commands import PROGRAM, environment
from tests.processes import children_of, until, workers_of


def test_nothing_is_imported_from_the_share(tmp_path: Path) -> None:
    """Whoever may write to a share could else have a program run by the one who scans it."""
    (tmp_path / "a.csv").write_text(shares.CUSTOMERS, encoding="utf-8")
    for module in ("numpy", "multiprocessing", "random", "lxml"):
        (tmp_path / f"{module}.py").write_text("open('run.txt', 'w')\nraise SystemExit(1)\n", encoding="utf-8")
    folder = tmp_path / "register"
    folder.mkdir()
    scanned = subprocess.run(
        [Path(sys.executable).parent / "daicho", "scan", ".", "--register", folder / "daicho.db", "--workers", "1"],
        cwd=tmp_path, env=environment(folder, PYTHONPATH=str(Path(__file__).parents[1])), check=False,
        capture_output=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert scanned.returncode == 0, scanned.stderr
    assert not (tmp_path / "run.txt").exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="workers are copies there")
def test_what_workers_are_copies_of_may_be_killed(tmp_path: Path) -> None:
    """The files under way are tried once more, by copies of another one."""
    (tmp_path / "share").mkdir()
    for name in "ab":
        (tmp_path / f"share/{name}.txt").write_text(shares.slow_text(700_000), encoding="utf-8")
    command = [*PROGRAM, "scan", "share", "--workers", "2"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        until(lambda: len(workers_of(process.pid)) == 2, 90)
        (parent,) = (child for child in children_of(process.pid) if children_of(child))
        os.kill(parent, signal.SIGKILL)
        out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    assert "検査したもの 2件" in out
    assert "読めたもの 2件" in out


@pytest.mark.skipif(sys.platform != "linux", reason="workers are copies there")
def test_workers_share_an_engine_of_the_shipped_rules(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(shares.CUSTOMERS, encoding="utf-8")
    files = [met for met in walk([tmp_path]) if isinstance(met, FoundFile)]
    found = []
    for _ in range(2):
        with Workers(1, b"k" * 32, Limits()) as workers:
            found += [report for reports in workers.examine(files) for report in reports]
    assert found[0] == found[1]
    assert found[0].personal
