"""Damage every golden sample many times and read it: python -m tools.fuzz [--times 500] [--format pdf]

Only passages, tables, pictures, remarks or a status may come out. Each damaged file is read by a worker within limits
of time and memory; the same seed damages alike, so that `--sample NAME --seed N` shows a failure again.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import gettempdir
from typing import get_args

from inventory.pool import Outcome, Pool
from inventory.serving import Ask, Work
from scanner.crawl import walk
from scanner.document import FoundFile, Image, Passage, Status, Table
from scanner.extract import Document, Limits, extract
from tools.damage import damaged

GOLDEN = Path(__file__).parents[1] / "tests/readers"
SECONDS = 20.0  # for one damaged file; the samples themselves take milliseconds
SLOW = 5.0  # seconds from which a damaged file is named
MEMORY_MB = 1_000
SEED_MARK = "?"


@dataclass(slots=True)
class Tally:
    """What came out of the damaged copies of one sample."""

    statuses: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    aborted: list[str] = field(default_factory=list)  # by a library that got no more memory: kept within the limit
    slowest: float = 0.0


@dataclass(frozen=True, slots=True)
class _Part:
    """One document of a damaged file: its status, and what is wrong with what came out."""

    status: str
    fault: str
    seconds: float


@dataclass(frozen=True, slots=True)
class _Fuzzing:
    """The task of a worker: damage the sample as its seed says, and read it."""

    pictures: bool

    def prepare(self) -> Work:
        limits = Limits(seconds=SECONDS, reads_pictures=self.pictures, sees_faces=False)

        def work(file: FoundFile, ask: Ask) -> Iterator[_Part]:
            hurt = Path(gettempdir()) / file.path.name
            seed = file.relative.rpartition(SEED_MARK)[2]
            hurt.write_bytes(damaged(file.path.read_bytes(), Random(f"{file.path.name}{SEED_MARK}{seed}")))
            started = time.monotonic()
            for document in extract(_found(hurt), limits):
                fault = next(filter(None, map(_fault_of_item, document.items())), "") or _fault(document)
                yield _Part(document.status, fault, time.monotonic() - started)

        return work


def main() -> int:
    """Damage, read, print what came out; 1 where anything else came out."""
    arguments = argparse.ArgumentParser(prog="tools.fuzz")
    arguments.add_argument("--times", type=int, default=500, help="damages of each sample")
    arguments.add_argument("--seed", type=int, help="only this one damage")
    arguments.add_argument("--format", help="only samples with this ending (pdf)")
    arguments.add_argument("--sample", help="only the sample of this name")
    arguments.add_argument("--folder", type=Path, action="append", help="other samples than those of tests/readers")
    arguments.add_argument("--pictures", action="store_true", help="also recognise text in pictures (slow)")
    arguments.add_argument("--workers", type=int, default=2)
    given = arguments.parse_args()
    chosen = [
        path
        for folder in given.folder or [GOLDEN]
        for path in samples(folder)
        if given.format in (None, path.suffix.lstrip(".")) and given.sample in (None, path.name)
    ]
    seeds = range(given.times) if given.seed is None else [given.seed]
    started = time.monotonic()
    tallies = run(chosen, seeds, workers=given.workers, pictures=given.pictures)
    return show(tallies, time.monotonic() - started)


def samples(folder: Path) -> list[Path]:
    """The samples in a folder: neither what is expected of them nor what makes them."""
    return sorted(path for path in folder.iterdir() if path.is_file() and path.suffix not in (".expected", ".py"))


def run(chosen: Sequence[Path], seeds: Sequence[int], *, workers: int = 1, pictures: bool = False) -> dict[str, Tally]:
    """What came out of the samples, each damaged once for every seed."""
    tallies = {path.name: Tally() for path in chosen}
    files = _damages(chosen, seeds)
    with Pool(_Fuzzing(pictures), workers, lambda file: SECONDS, MEMORY_MB) as pool:
        for outcome in pool.run(files):
            _count(outcome, tallies[outcome.file.path.name])
    return tallies


def _damages(chosen: Sequence[Path], seeds: Sequence[int]) -> Iterator[FoundFile]:
    for path in chosen:
        size = path.stat().st_size
        for seed in seeds:
            name = f"{path.name}{SEED_MARK}{seed}"
            yield FoundFile(path.parent, name, size, 0, "", readable_by_all=False, location=path)


def _count(outcome: Outcome, tally: Tally) -> None:
    parts: Iterable[_Part] = outcome.parts
    for part in parts:
        tally.statuses[part.status] += 1
        tally.slowest = max(tally.slowest, part.seconds)
        if part.fault:
            tally.failures.append(f"{outcome.file.relative}: {part.fault}")
    if tally.slowest > SLOW and outcome.parts and outcome.parts[-1].seconds > SLOW:
        tally.failures.append(f"{outcome.file.relative}: slow, {outcome.parts[-1].seconds:.0f} s")
    if outcome.failure:
        status, note = outcome.failure
        tally.statuses[status] += 1
        told = f"{outcome.file.relative}: lost its worker ({status}: {note})"
        (tally.aborted if status == "too_large" else tally.failures).append(told)
    elif not outcome.parts:
        tally.failures.append(f"{outcome.file.relative}: no document")


def _found(path: Path) -> FoundFile:
    found = next(walk([path]))
    assert isinstance(found, FoundFile)
    return found


def _fault_of_item(item: object) -> str:
    """What is wrong with something that a reader handed over."""
    match item:
        case Passage(text=str(), place=str()):
            return ""
        case Table(place=str(), columns=columns, first_row=first):
            if len({len(column) for column in columns}) > 1 or first < 1:
                return "a table whose columns differ in length"
            return "" if all(isinstance(cell, str) for column in columns for cell in column) else "a cell is no text"
        case Image(width=width, height=height, pixels=pixels):
            return "" if len(pixels) == width * height * 3 else "a picture with other pixels than its size says"
    return f"something else came out: {type(item).__name__}"


def _fault(document: Document) -> str:
    if document.status not in get_args(Status):
        return f"no status but {document.status}"
    return "" if document.note or document.status == "read" else f"{document.status} without a note"


def show(tallies: dict[str, Tally], seconds: float) -> int:
    """A line for each sample, then what must not have come out; 1 where there is anything."""
    failures = [failure for tally in tallies.values() for failure in tally.failures]
    total: Counter[str] = Counter()
    for name, tally in tallies.items():
        total += tally.statuses
        told = "  ".join(f"{status} {number:,}" for status, number in sorted(tally.statuses.items()))
        print(f"{name:36}{tally.slowest:6.1f} s  {told}")
    print(f"{len(tallies):,} samples, {sum(total.values()):,} documents, {seconds:,.0f} s: {dict(total)}")
    for told in (told for tally in tallies.values() for told in tally.aborted):
        print(f"ABORTED {told}")
    for failure in failures:
        print(f"FAILED {failure}")
    print(f"{len(failures):,} failures")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
