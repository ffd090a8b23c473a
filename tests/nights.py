"""What tests of nightly scans share: files that take long, the lines of a log, how gently processes run."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests import shares
from tests.processes import children_of, workers_of

UNIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and priorities of Unix")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="/proc of Linux")


def slow_share(folder: Path) -> None:
    """A share whose first file takes far longer than a test."""
    folder.mkdir()
    (folder / "a.txt").write_text(shares.slow_text(12_000_000), encoding="utf-8")
    (folder / "b.txt").write_text(shares.NOTICE, encoding="utf-8")


def lines_of(log: Path) -> list[dict[str, Any]]:
    """The lines of a log."""
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def last_of(log: Path) -> dict[str, Any]:
    """The line that tells how a scan ended."""
    last = lines_of(log)[-1]
    assert last["event"] == "scan_finished"
    return last


def nices(parent: int) -> list[int]:
    """How gently a process and its children run: 0 to 19."""
    found = []
    with suppress(OSError):
        found = [os.getpriority(os.PRIO_PROCESS, pid) for pid in (parent, *children_of(parent), *workers_of(parent))]
    return found


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now
