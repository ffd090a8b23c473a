"""What a command costs: seconds, and the memory of all its processes together."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import metadata
from pathlib import Path
from threading import Event, Thread

_EVERY = 0.4  # seconds between two looks at the memory; each look costs the system some milliseconds
_PEERS = ("markitdown", "presidio-analyzer", "ja-ginza", "spacy", "openpyxl", "pdfminer.six", "hyperscan")


class Failed(Exception):
    """A command that ended with an error: its last words."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took, and what it printed."""

    seconds: float
    peak: int  # bytes
    output: str


Costing = Callable[[Sequence[str], Path], Cost]  # runs a command in a folder


def cost(command: Sequence[str], directory: Path) -> Cost:
    """Run a command. `peak` is what its processes held at the same moment at most, shared pages counted once."""
    here = Path(__file__).resolve().parents[1]
    environment = {**os.environ, "PYTHONPATH": str(here), "PYTHONUTF8": "1"}
    started = time.perf_counter()
    with subprocess.Popen(
        command, cwd=directory, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        with _Memory(process.pid) as memory:
            output, errors = process.communicate()
        seconds = time.perf_counter() - started
    if process.returncode:
        raise Failed(f"{command[0]} … ended with {process.returncode}: {errors.strip()[-600:]}")
    return Cost(seconds, memory.peak, output)


class _Memory:
    """Looks at a process and its descendants while it runs (Linux; elsewhere the peak stays 0)."""

    def __init__(self, pid: int) -> None:
        self.peak = 0
        self._pid = pid
        self._done = Event()
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> _Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(_EVERY):
            self.peak = max(self.peak, sum(map(_resident, _family(self._pid))))


def _family(pid: int) -> list[int]:
    try:
        children = [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return [pid]
    return [pid, *(member for child in children for member in _family(child))]


def _resident(pid: int) -> int:
    """The proportional set size of a process: a page that several hold counts once."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:")), 0)


def median_of(function: Callable[[], object], runs: int = 3) -> float:
    """Seconds that a call takes of one core: the median of some runs after one that warms up."""
    function()
    taken = []
    for _ in range(runs):
        started = time.process_time()
        function()
        taken.append(time.process_time() - started)
    return statistics.median(taken)


def machine() -> str:
    """Where and when this was measured."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in _PEERS if installed(name))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{date.today()}: {platform.system()} {platform.machine()}, {cores} cores{load}, "
        f"Python {platform.python_version()}, daicho {metadata.version('daicho')}; {versions}"
    )


def installed(name: str) -> bool:
    """Whether a package is there."""
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def python(*arguments: str) -> list[str]:
    """A command of this interpreter."""
    return [sys.executable, *arguments]
