"""Files of one folder that are known together: one digest of all that the share and the scan say of them.

A share is mostly as it was. Where a scan found some files of a folder unchanged one by one, it keeps their digest and
their numbers; the next one compares digests and reads one row for all of them instead of a row for each. The database
notes by itself in which blocks of files a row changes, whoever changes it: digests of such files are forgotten.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, delete, exists, insert, select

from inventory.known import Reading, bytewise, rows
from inventory.models_parts import FolderPart, TouchedBlock
from scanner.crawl import Stood

Rows = Sequence[tuple[int, int]]  # consecutive numbers of files, from the first to the last
FILES = 256  # of a block; the database knows this number too (migration 0010)
AT_ONCE = 1_000  # rows that are read ahead, or written together
_BEFORE_ALL = "\x01"  # sorts before what names are made of


class _Part(NamedTuple):
    """A row of the register."""

    place: str
    digest: bytes
    numbers: str


_REPLACED = delete(FolderPart).where(FolderPart.root == bindparam("in_root"), FolderPart.place == bindparam("at_place"))


@dataclass(slots=True)
class FolderParts:
    """The parts of folders that a scan meets, read ahead in the order of its walk."""

    reading: Reading
    digest: str  # of the scan
    _root: str = ""
    _ahead: Sequence[_Part] = ()
    _first: str = ""
    _is_end: bool = False
    _fresh: dict[tuple[str, str], dict[str, object]] = field(default_factory=dict)  # by root and place

    def find(self, root: str, files: Stood, permitted: tuple[object, ...]) -> tuple[Rows, bytes]:
        """The numbers of files if nothing is new about any of them, else none; and the digest of what they are like.

        All of them are `permitted` to the same people.
        """
        digest = self._digest(files, permitted)
        place = _place(files.addresses[0])
        if not self._covers(root, place):
            self._read(root, place)
        at = bisect_left(self._ahead, (place,))
        if at == len(self._ahead) or self._ahead[at].place != place or self._ahead[at].digest != digest:
            return (), digest
        return _read_rows(self._ahead[at].numbers), digest

    def keep(self, root: str, files: Stood, digest: bytes, numbers: Sequence[int]) -> None:
        """Have files known together from now on, of which this scan found nothing new."""
        place = _place(files.addresses[0])
        self._fresh[root, place] = {
            "root": root,
            "place": place,
            "digest": digest,
            "first_id": min(numbers),
            "last_id": max(numbers),
            "numbers": " ".join(f"{first}-{last}" for first, last in rows(numbers)),
        }

    @property
    def are_due(self) -> bool:
        """Whether enough were kept to be written."""
        return len(self._fresh) >= AT_ONCE

    def write(self, connection: Connection) -> None:
        """Write what was kept since the last time."""
        if not self._fresh:
            return
        connection.execute(_REPLACED, [{"in_root": root, "at_place": place} for root, place in self._fresh])
        connection.execute(insert(FolderPart), list(self._fresh.values()))
        self._fresh.clear()

    def _digest(self, files: Stood, permitted: tuple[object, ...]) -> bytes:
        digest = blake2b(repr((self.digest, permitted)).encode(), digest_size=16)
        digest.update("\0".join(files.addresses).encode())
        for column in (files.modified_ns, files.sizes):
            try:
                digest.update(array("q", column).tobytes())
            except OverflowError:  # a time that no clock shows
                digest.update(repr(column).encode())
        return digest.digest()

    def _covers(self, root: str, place: str) -> bool:
        """Whether a part that was not read ahead is not known."""
        if root != self._root or place < self._first:
            return False
        return self._is_end or place <= self._ahead[-1].place

    def _read(self, root: str, place: str) -> None:
        with self.reading() as connection:
            order = bytewise(FolderPart.place, connection)
            ahead = select(FolderPart.place, FolderPart.digest, FolderPart.numbers).order_by(order).limit(AT_ONCE)
            result = connection.execute(ahead.where(FolderPart.root == root, order >= place))
            self._ahead = [_Part._make(row) for row in result]
        self._root, self._first, self._is_end = root, place, len(self._ahead) < AT_ONCE


def forget_touched(connection: Connection) -> None:
    """Forget the parts of folders in whose blocks a file changed since they were kept."""
    if connection.scalar(select(TouchedBlock.number).limit(1)) is None:
        return
    first, last = FolderPart.first_id // FILES, FolderPart.last_id // FILES
    within = and_(TouchedBlock.number >= first, TouchedBlock.number <= last)
    connection.execute(delete(FolderPart).where(exists().where(within)))
    connection.execute(delete(TouchedBlock))


def _place(address: str) -> str:
    """A text by which parts sort as a walk meets them: the files of a folder come before its folders."""
    folder, slash, name = address.rpartition("/")
    return f"{folder}{slash}".replace("/", _BEFORE_ALL) + _BEFORE_ALL + name


def _read_rows(written: str) -> Rows:
    found = []
    for row in written.split():
        first, _, last = row.partition("-")
        found.append((int(first), int(last)))
    return found
