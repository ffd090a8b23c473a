"""The files that the register knows, as a walk asks for them: read ahead in their order, never all of them at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, collate, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from inventory.models import File

Reading = Callable[[], AbstractContextManager[Connection]]  # of the register
WINDOW = 20_000  # files read at a time
_LAST = "\U0010ffff"  # behind every character that a name holds
_BYTEWISE = {"sqlite": "BINARY", "postgresql": "C"}


class KnownFile(NamedTuple):
    """A file on the share as the last scan left it; `gone_run` tells the scan that no longer found it."""

    id: int
    path: str
    size: int
    modified_ns: int
    digest: str
    owner: str
    readable_by_all: bool
    access_id: int | None
    gone_run: int | None


class Known(NamedTuple):
    """Some known files in the order of their addresses, column by column: nothing is made for each of a million files
    that are as they were. `other_digests` has None for those that were judged as this scan would judge them.
    """

    ids: tuple[int, ...] = ()
    paths: tuple[str, ...] = ()
    sizes: tuple[int, ...] = ()
    modified_ns: tuple[int, ...] = ()
    other_digests: tuple[str | None, ...] = ()
    owners: tuple[str, ...] = ()
    readable_by_all: tuple[bool, ...] = ()
    access_ids: tuple[int | None, ...] = ()
    gone_runs: tuple[int | None, ...] = ()

    def place(self, path: str) -> int | None:
        """At which place a file stands; None where it does not."""
        place = bisect_left(self.paths, path)
        return place if place < len(self.paths) and self.paths[place] == path else None

    def part(self, start: int, end: int) -> Known:
        """Those from one place to another."""
        return Known._make(column[start:end] for column in self)


@dataclass(frozen=True, slots=True)
class _Window:
    """All known files from one address to another; with a `folder`, only those that lie directly in it."""

    root: str
    first: str
    last: str
    files: Known
    folder: str | None = None

    def covers(self, root: str, folder: str, path: str) -> bool:
        """Whether a file that is not in the window is not known."""
        return self.first <= path <= self.last and root == self.root and self.folder in (None, folder)


_NOTHING = _Window("", "", "", Known(), "/")


@dataclass(slots=True)
class KnownFiles:
    """Finds files by address. A walk goes folder by folder and in each by name, nearly as the addresses are sorted:
    so one query answers for the next WINDOW files. Where the subfolders of a folder hold more than that between two of
    its files, the files of the folder itself are read apart. `digest` is that of the scan.
    """

    reading: Reading
    digest: str = ""
    _ahead: _Window = field(default=_NOTHING)
    _here: _Window = field(default=_NOTHING)
    _latest: _Window = field(default=_NOTHING)

    def find(self, root: str, path: str) -> KnownFile | None:
        """The file at an address, in the form in which it is stored; None where the register does not know it.

        What was denied is not known: it is always tried again.
        """
        place = self._latest.files.place(path) if root == self._latest.root else None
        if place is None:
            self._latest = self._covering(root, path)
            place = self._latest.files.place(path)
        return None if place is None else self.file(self._latest.files, place)

    def around(self, root: str, first: str, last: str) -> Known:
        """Known files among which are those of one folder from one address to another; none where `find` is to be asked
        for each, because too many files lie between."""
        folder = _folder(first)
        for window in (self._here, self._ahead):
            if window.covers(root, folder, first) and window.covers(root, folder, last):
                return window.files
        window = self._load(root, folder, first)
        return window.files if window.covers(root, folder, last) else Known()

    def _covering(self, root: str, path: str) -> _Window:
        folder = _folder(path)
        for window in (self._here, self._ahead):
            if window.covers(root, folder, path):
                return window
        return self._load(root, folder, path)

    def _load(self, root: str, folder: str, path: str) -> _Window:
        with self.reading() as connection:
            self._ahead = _window(connection, self.digest, root, path)
            if self._ahead.last >= folder + _LAST:
                return self._ahead
            self._here = _window(connection, self.digest, root, path, folder)
            return self._here

    def file(self, files: Known, place: int) -> KnownFile:
        """The file that stands at a place."""
        digest = files.other_digests[place]
        return KnownFile(
            files.ids[place],
            files.paths[place],
            files.sizes[place],
            files.modified_ns[place],
            self.digest if digest is None else digest,
            files.owners[place],
            bool(files.readable_by_all[place]),
            files.access_ids[place],
            files.gone_runs[place],
        )


def bytewise(column: InstrumentedAttribute[str], connection: Connection) -> ColumnElement[str]:
    """A column of addresses, sorted and compared as a walk goes, whatever the language of the database."""
    return collate(column, _BYTEWISE[connection.dialect.name])


def _window(connection: Connection, digest: str, root: str, path: str, folder: str | None = None) -> _Window:
    address = bytewise(File.path, connection)
    about = (File.id, File.path, File.size, File.modified_ns, func.nullif(File.digest, digest))
    statement = (
        select(*about, File.owner, File.readable_by_all, File.access_id, File.gone_run_id)
        .where(File.root == root, address >= path, File.container_id.is_(None), File.status != "denied")
        .order_by(address)
        .limit(WINDOW)
    )
    if folder is not None:
        below = File.path.like(literal(_escaped(folder) + "%/%"), escape="\\")
        statement = statement.where(address < folder + _LAST, ~below)
    result = connection.execute(statement)
    rows = result.cursor.fetchall() if result.cursor else []  # bare ones: SQLAlchemy would make an object of each
    result.close()
    files = Known(*zip(*rows, strict=True))
    last = files.paths[-1] if len(rows) == WINDOW else (folder or "") + _LAST
    return _Window(root, path, last, files, folder)


def _folder(path: str) -> str:
    return path[: path.rfind("/") + 1]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


class Numbers:
    """Some numbers of files, a bit for each that could be among them: a million take an eighth of a megabyte."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, number: int) -> None:
        """Put a number in."""
        place = number >> 3
        if place >= len(self._bits):
            self._bits.extend(bytes(max(place + 1 - len(self._bits), 4096)))
        self._bits[place] |= 1 << (number & 7)

    def add_all(self, numbers: Sequence[int]) -> None:
        """Put several in, row by row of them."""
        for first, last in rows(numbers):
            self.add_row(first, last)

    def add_row(self, first: int, last: int) -> None:
        """Put all numbers from one to another in, which is one step."""
        self.add(last)
        start, end = first >> 3, (last >> 3) + 1
        present = int.from_bytes(self._bits[start:end], "little")
        row = (1 << last - first + 1) - 1 << (first & 7)
        self._bits[start:end] = (present | row).to_bytes(end - start, "little")

    def __contains__(self, number: int) -> bool:
        place = number >> 3
        return place < len(self._bits) and bool(self._bits[place] >> (number & 7) & 1)

    def __len__(self) -> int:
        return int.from_bytes(self._bits, "little").bit_count()


def rows(numbers: Sequence[int]) -> Sequence[tuple[int, int]]:
    """Numbers in their order as rows of consecutive ones, each from its first to its last.

    Files of a folder mostly have numbers in one row.
    """
    if not numbers:
        return ()
    if tuple(numbers) == tuple(range(numbers[0], numbers[0] + len(numbers))):
        return ((numbers[0], numbers[-1]),)
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return found
