"""The files that the register knows, as a walk asks for them: read ahead in their order, never all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection, collate, literal, select

from inventory.models import File

WINDOW = 20_000  # files read at a time
_LAST = "\U0010ffff"  # behind every character that a name holds
_BYTEWISE = {"sqlite": "BINARY", "postgresql": "C"}  # the order of addresses, whatever the language of the database


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


@dataclass(frozen=True, slots=True)
class _Window:
    """All known files from one address to another; with a `folder`, only those that lie directly in it."""

    root: str
    first: str
    last: str
    files: Mapping[str, KnownFile]
    folder: str | None = None

    def covers(self, root: str, folder: str, path: str) -> bool:
        """Whether a file that is not in the window is not known."""
        return self.first <= path <= self.last and root == self.root and self.folder in (None, folder)


_NOTHING = _Window("", "", "", {}, "/")


@dataclass(slots=True)
class KnownFiles:
    """Finds files by address. A walk goes folder by folder and in each by name, nearly as the addresses are sorted:
    so one query answers for the next WINDOW files. Where the subfolders of a folder hold more than that between two of
    its files, the files of the folder itself are read apart.
    """

    reading: Callable[[], AbstractContextManager[Connection]]
    _ahead: _Window = field(default=_NOTHING)
    _here: _Window = field(default=_NOTHING)
    _latest: _Window = field(default=_NOTHING)

    def find(self, root: str, path: str) -> KnownFile | None:
        """The file at an address, in the form in which it is stored; None where the register does not know it.

        What was denied is not known: it is always tried again.
        """
        if root == self._latest.root and (file := self._latest.files.get(path)) is not None:
            return file
        folder = path[: path.rfind("/") + 1]
        for window in (self._here, self._ahead):
            if window.covers(root, folder, path):
                self._latest = window
                return window.files.get(path)
        self._latest = self._load(root, folder, path)
        return self._latest.files.get(path)

    def around(self, root: str, first: str, last: str) -> Mapping[str, KnownFile]:
        """Known files among which are those of one folder from one address to another; none where `find` is to be asked
        for each, because too many files lie between."""
        folder = first[: first.rfind("/") + 1]
        for window in (self._here, self._ahead):
            if window.covers(root, folder, first) and window.covers(root, folder, last):
                return window.files
        window = self._load(root, folder, first)
        return window.files if window.covers(root, folder, last) else {}

    def _load(self, root: str, folder: str, path: str) -> _Window:
        with self.reading() as connection:
            self._ahead = _window(connection, root, path)
            if self._ahead.last >= folder + _LAST:
                return self._ahead
            self._here = _window(connection, root, path, folder)
            return self._here


def _window(connection: Connection, root: str, path: str, folder: str | None = None) -> _Window:
    address = collate(File.path, _BYTEWISE[connection.dialect.name])
    about = (File.id, File.path, File.size, File.modified_ns, File.digest)
    statement = (
        select(*about, File.owner, File.readable_by_all, File.access_id, File.gone_run_id)
        .where(File.root == root, address >= path, File.container_id.is_(None), File.status != "denied")
        .order_by(address)
        .limit(WINDOW)
    )
    if folder is not None:
        below = File.path.like(literal(_escaped(folder) + "%/%"), escape="\\")
        statement = statement.where(address < folder + _LAST, ~below)
    made = tuple.__new__  # what KnownFile(...) does, without the way through its arguments
    files = {row[1]: made(KnownFile, row) for row in connection.execute(statement).all()}
    last = next(reversed(files)) if len(files) == WINDOW else (folder or "") + _LAST
    return _Window(root, path, last, files, folder)


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

    def add_all(self, numbers: Iterable[int]) -> None:
        """Put several in."""
        bits = self._bits
        for number in numbers:
            place = number >> 3
            if place >= len(bits):
                self.add(number)
            else:
                bits[place] |= 1 << (number & 7)

    def __contains__(self, number: int) -> bool:
        place = number >> 3
        return place < len(self._bits) and bool(self._bits[place] >> (number & 7) & 1)

    def __len__(self) -> int:
        return int.from_bytes(self._bits, "little").bit_count()
