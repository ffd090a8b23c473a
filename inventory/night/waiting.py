"""Files that wait for their examination, the most urgent first, on disk: a share may hold millions of them.

The list lies in a nameless temporary database, which SQLite removes with its last connection, also after a crash.
"""

from __future__ import annotations

import pickle
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Self

from scanner.document import FoundFile

Urgency = tuple[int, int, int]  # the least first
Rank = Callable[[Sequence[FoundFile]], Sequence[Urgency]]
_BATCH = 200  # files asked about, or fetched, at a time
_SLICE = 0.05  # seconds of the walk between two looks at the workers
_CACHE_KB = 8_192


def in_order(files: Sequence[FoundFile]) -> Sequence[Urgency]:
    """No file before another: the order of the walk stays."""
    return [(0, 0, 0)] * len(files)


class Waiting:
    """The list. Use as a context manager."""

    def __init__(self, rank: Rank = in_order) -> None:
        self._rank = rank
        self._number = 0
        self._new: list[FoundFile] = []
        self._next: list[tuple[Any, ...]] = []  # the most urgent rows, the first one last
        self._database = sqlite3.connect("", isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE_KB}"):
            self._database.execute(f"PRAGMA {pragma}").close()
        self._database.execute(
            "CREATE TABLE waiting (a INTEGER, b INTEGER, c INTEGER, number INTEGER, found BLOB, "
            "PRIMARY KEY (a, b, c, number)) WITHOUT ROWID"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def add(self, found: FoundFile) -> None:
        """Put a file on the list."""
        self._new.append(found)
        if len(self._new) >= _BATCH:
            self._keep()

    def take(self) -> FoundFile | None:
        """The most urgent file as it stands now, off the list; None when there is no more. What is gone is left out."""
        while True:
            if not self._next:
                self._fetch()
            if not self._next:
                return None
            found = as_it_stands(pickle.loads(self._next.pop()[-1]))  # our own, never written by anybody else
            if found is not None:
                return found

    def _keep(self) -> None:
        """Write down what came last, and give back what was fetched: the new files may be more urgent."""
        if not self._new:
            return
        rows: list[tuple[Any, ...]] = []
        for found, urgency in zip(self._new, self._rank(self._new), strict=True):
            self._number += 1
            rows.append((*urgency, self._number, pickle.dumps(found, pickle.HIGHEST_PROTOCOL)))
        self._new.clear()
        rows += self._next
        self._next.clear()
        self._database.execute("BEGIN")
        self._database.executemany("INSERT INTO waiting VALUES (?, ?, ?, ?, ?)", rows)
        self._database.execute("COMMIT")

    def _fetch(self) -> None:
        self._keep()
        rows = self._database.execute("SELECT * FROM waiting ORDER BY a, b, c, number LIMIT ?", (_BATCH,)).fetchall()
        if not rows:
            return
        last = rows[-1][:4]
        self._database.execute("DELETE FROM waiting WHERE (a, b, c, number) <= (?, ?, ?, ?)", last)
        self._next = rows[::-1]


def as_it_stands(found: FoundFile) -> FoundFile | None:
    """A file that waited for hours, with its size and time of now; None where there is no such file any more."""
    try:
        status = found.path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return found  # the reader will say why it cannot be read
    if not stat.S_ISREG(status.st_mode):
        return None
    return replace(found, size=status.st_size, modified_ns=status.st_mtime_ns)


def by_urgency(
    walked: Iterator[FoundFile],
    waiting: Waiting,
    head_start: float,
    counted: Callable[[], None],
) -> Iterator[FoundFile | None]:
    """The files of a walk, the most urgent first.

    The walk goes first. If it is not over after `head_start` seconds, the most urgent files so far are handed out
    meanwhile, so that a share too large for one night is examined all the same. None: look at the workers, then ask
    again. `counted` is called when the walk is over.
    """
    begun, going_on = time.monotonic(), True
    while going_on:
        going_on = _walk_on(walked, waiting)
        if going_on:
            found = waiting.take() if time.monotonic() - begun > head_start else None
            yield found
    counted()
    while (found := waiting.take()) is not None:
        yield found


def _walk_on(walked: Iterator[FoundFile], waiting: Waiting) -> bool:
    """Walk for a moment; whether there is more to walk."""
    pause = time.monotonic() + _SLICE
    for found in walked:
        waiting.add(found)
        if time.monotonic() > pause:
            return True
    return False
