"""What a scan costs every night: a share in which nothing changed, a first scan, a register of a million files."""

from __future__ import annotations

import resource
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import bulk, small
from benchmarks.endtoend import DAICHO, workplace
from benchmarks.measure import Costing, python
from benchmarks.table import Section, number, times

_READ_ALL = (
    "import sqlite3\n"
    "for row in sqlite3.connect('daicho.db').execute('SELECT path, size, modified_ns, digest FROM file'): pass"
)
_FILES = ("files", "--format", "json")
_GRAVE = ("--filter", "部門=営業部", "--filter", "区分=特定個人情報")
_ASKED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("status, for the first time", ("status",)),
    ("status", ("status",)),
    ("files --filter ファイル=案件0000", ("files", "--filter", "ファイル=案件0000", "--format", "json")),
    (
        "files --filter 部門, 区分",
        ("files", "--filter", "部門=営業部", "--filter", "区分=特定個人情報", "--format", "json"),
    ),
    ("diff", ("diff",)),
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Files: of the share in which nothing changed, of the first scan, of the register; and runs for a median."""

    known: int = 200_000
    first: int = 3_000
    register: int = 1_000_000
    runs: int = 3

    def times(self, scale: float) -> Sizes:
        """Smaller ones."""
        return Sizes(*(max(16, round(size * scale)) for size in (self.known, self.first, self.register)))


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds on the clock and of the processors, and the most memory in bytes."""

    wall: float
    cpu: float
    peak: int


def sections(directory: Path, sizes: Sizes, cost: Costing) -> Iterator[Section]:
    """Shares and registers are made below the directory first; nobody's data is in them."""
    yield _unchanged(directory, sizes.known, sizes.runs, cost)
    yield _first(directory, sizes.first, cost)
    yield _asked(directory, sizes.register, sizes.runs, cost)


def _unchanged(directory: Path, files: int, runs: int, cost: Costing) -> Section:
    share, work = directory / "known", workplace(directory / "night")
    small.trifles(share, files)
    (directory / "nothing").mkdir()
    _median(_daicho("scan", "../nothing"), work, 1, cost)
    small.known(work / "daicho.db", share)
    scan = _daicho("scan", str(share))
    _median(scan, work, 2, cost)  # who may read the files is new to the register, then what is known together
    find = _median(["find", str(share), "-printf", "%p %s %T@\\n"], work, runs, cost)
    read = _median(python("-c", _READ_ALL), work, runs, cost)
    ours = _median(scan, work, runs, cost)
    both = Taken(find.wall + read.wall, find.cpu + read.cpu, max(find.peak, read.peak))
    named = (("find -printf '%p %s %T@'", find), ("reading the register", read), ("both", both), ("daicho scan", ours))
    rows = [(*_row(name, taken), f"{number(taken.cpu / both.cpu)}x") for name, taken in named]
    note = f"{files:,} small files, medians of {runs}; the ratio is of processor seconds to those of both."
    return Section("A night in which nothing changed", ("command", *_HEADINGS, "ratio"), rows, (note,))


def _first(directory: Path, files: int, cost: Costing) -> Section:
    share, one = directory / "mixed", directory / "single"
    small.mixed(share, files)
    small.mixed(one, 1)
    start = _fresh(directory, one, 1, cost).wall
    taken = [(count, _fresh(directory, share, count, cost)) for count in (1, 2)]
    rows = [
        (*_row(f"daicho scan, {count} worker{'s' * (count > 1)}", ran), number(files / max(ran.wall - start, 0.01)),
         times(taken[0][1].wall - start, ran.wall - start))
        for count, ran in taken
    ]  # fmt: skip
    note = f"{files:,} texts, CSV files and small office files. Files a second without the start ({number(start)} s)."
    return Section("A first scan", ("command", *_HEADINGS, "files/s", "times"), rows, (note,))


def _fresh(directory: Path, share: Path, workers: int, cost: Costing) -> Taken:
    work = workplace(directory / f"first-{share.name}-{workers}")
    return _median(_daicho("scan", str(share), "--workers", str(workers)), work, 1, cost)


def _asked(directory: Path, files: int, runs: int, cost: Costing) -> Section:
    work = workplace(directory / "years")
    bulk.fill(work / "daicho.db", files)
    rows = []
    for name, arguments in _ASKED:
        rows.append(_row(name, _median(_daicho(*arguments), work, 1 if "first" in name else runs, cost)))
    size = (work / "daicho.db").stat().st_size
    note = f"A register of {files:,} files, a quarter of them with personal data: {size / 1e6:,.0f} MB."
    return Section("A register of years", ("command", *_HEADINGS), rows, (note,))


_HEADINGS = ("seconds", "processor s", "peak MB")


def _row(name: str, taken: Taken) -> tuple[str, ...]:
    return name, number(taken.wall), number(taken.cpu), f"{taken.peak / 1e6:,.0f}" if taken.peak else ""


def _daicho(*arguments: str) -> list[str]:
    return python("-c", DAICHO, *arguments)


def _median(command: Sequence[str], folder: Path, runs: int, cost: Costing) -> Taken:
    taken = [_once(command, folder, cost) for _ in range(runs)]
    wall, cpu = (statistics.median(getattr(one, name) for one in taken) for name in ("wall", "cpu"))
    return Taken(wall, cpu, max(one.peak for one in taken))


def _once(command: Sequence[str], folder: Path, cost: Costing) -> Taken:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = cost(command, folder)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(ran.seconds, cpu, ran.peak)
