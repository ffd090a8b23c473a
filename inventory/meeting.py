"""What a scan under way has met of the files that the register knows, and what is no longer there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select, update

from inventory import models, past_states
from inventory.known import KnownFile, KnownFiles, Numbers
from inventory.losses import Losses
from inventory.models import File, storable
from inventory.permitting import Permitted, digest_of
from inventory.queries import CHUNK
from scanner.crawl import Stood

Reading = Callable[[], AbstractContextManager[Connection]]
Found = tuple[str, bool, int | None]  # owner, whether everybody may read, number of the combination of readers


@dataclass(slots=True)
class Meeting:
    """The unchanged files that a scan met. Nothing is written about them: a file that stays is no news.

    `returned` are those that an earlier scan no longer found.
    """

    reading: Reading
    known: KnownFiles = field(init=False)
    unchanged: Numbers = field(default_factory=Numbers)
    stayed: Counter[str] = field(default_factory=Counter)
    returned: list[int] = field(default_factory=list)
    _combinations: dict[str, int] | None = None
    _expected: tuple[Permitted, Found] | None = None

    def __post_init__(self) -> None:
        self.known = KnownFiles(self.reading)

    def tick_off(self, root: str, path: str, size: int, modified_ns: int, digests: Sequence[str]) -> KnownFile | None:
        """The file if it was examined as it stands, by rules of one of these digests; it then counts as met."""
        return self.tick_off_file(self.known.find(root, path), root, size, modified_ns, digests)

    def tick_off_all(
        self, root: str, files: Sequence[Stood], digest: str
    ) -> tuple[list[str], list[tuple[KnownFile, Permitted]]]:
        """Of some files of one folder below a root, the addresses of those that count as met, and the files among them
        that somebody else owns or may read than before."""
        addresses = [address for address, _, _ in files]
        known = self.known.around(root, min(addresses), max(addresses)) if files else {}
        met, numbers, others, returned = [], [], [], 0
        for address, status, permitted in files:
            file = known.get(address)
            if file is None or file[2] != status.st_size or file[3] != status.st_mtime_ns or file[4] != digest:
                continue
            met.append(address)
            numbers.append(file[0])
            if file[8] is not None:
                self.returned.append(file[0])
                returned += 1
            if not self.is_permitted(file, permitted):
                others.append((file, permitted))
        self.unchanged.add_all(numbers)
        self.stayed[root] += len(numbers) - returned
        return met, others

    def tick_off_file(
        self, file: KnownFile | None, root: str, size: int, modified_ns: int, digests: Sequence[str]
    ) -> KnownFile | None:
        """The same of a file that was found otherwise."""
        if file is None or file[2] != size or file[3] != modified_ns or file[4] not in digests:
            return None
        self.unchanged.add(file[0])
        if file[8] is None:
            self.stayed[root] += 1
        else:
            self.returned.append(file[0])
        return file

    def is_permitted(self, file: KnownFile, permitted: Permitted) -> bool:
        """Whether the same people may read a file as before."""
        if self._expected is None or self._expected[0] is not permitted:
            self._expected = permitted, self._found(permitted)
        return self._expected[1] == file[5:8]

    def _found(self, permitted: Permitted) -> Found:
        if self._combinations is None:
            with self.reading() as connection:
                rows = connection.execute(select(models.Access.digest, models.Access.id))
                self._combinations = {row.digest: row.id for row in rows}
        owner, access = permitted
        return storable(owner), access.everyone, self._combinations.get(digest_of(access), -1)

    def members(self, connection: Connection) -> int:
        """How many members the containers among the unchanged files have."""
        there = (File.container_id.is_not(None), File.gone_run_id.is_(None))
        counted = select(File.container_id, func.count()).where(*there)
        rows = connection.execute(counted.group_by(File.container_id))
        return sum(number for container, number in rows if container is not None and container in self.unchanged)

    def losses(self, connection: Connection, root: str, run: int) -> Losses:
        """How many files the root had on the share, how many of them were not met, how many are new."""
        there = (File.root == root, File.gone_run_id.is_(None), File.container_id.is_(None))
        new, known = (
            connection.scalar(select(func.count()).select_from(File).where(*there, is_new)) or 0
            for is_new in (File.first_run_id == run, File.first_run_id != run)
        )
        return Losses(known, len(self.missing(connection, root, run, members=False)), new)

    def missing(self, connection: Connection, root: str, run: int, *, members: bool = True) -> list[int]:
        """What was not met under a root, except below folders that could not be entered this time."""
        stayed = (File.root == root, File.seen_run_id != run, File.gone_run_id.is_(None))
        on_the_share = select(func.count()).select_from(File).where(*stayed, File.container_id.is_(None))
        if connection.scalar(on_the_share) == self.stayed[root]:
            return []
        asked = select(File.id, File.container_id).where(*stayed, *(() if members else (File.container_id.is_(None),)))
        rows = connection.execute(asked.execution_options(yield_per=10_000))
        left = [number for number, container in rows if (container or number) not in self.unchanged]
        barred = _barred(connection, root, run)
        return list(_reachable(connection, left, barred)) if barred else left


def _barred(connection: Connection, root: str, run: int) -> list[str]:
    """The folders of a root that the scan could not enter: what the addresses below them begin with."""
    denied = select(File.path).where(File.root == root, File.seen_run_id == run, File.status == "denied")
    return ["" if path in ("", ".") else f"{path}/" for path in connection.scalars(denied)]


def _reachable(connection: Connection, numbers: Sequence[int], barred: Sequence[str]) -> Iterator[int]:
    for start in range(0, len(numbers), CHUNK):
        chosen = File.id.in_(numbers[start : start + CHUNK])
        for row in connection.execute(select(File.id, File.path).where(chosen)):
            if not row.path.startswith(tuple(barred)):
                yield row.id


def mark_gone(connection: Connection, numbers: Sequence[int], run: int) -> None:
    """Note that a scan no longer found these files and members. Nothing is deleted."""
    past_states.remember_stored(connection, run, numbers)
    for start in range(0, len(numbers), CHUNK):
        chosen = File.id.in_(numbers[start : start + CHUNK])
        connection.execute(update(File).where(chosen).values(gone_run_id=run))


def mark_returned(connection: Connection, numbers: Sequence[int], run: int) -> None:
    """Note that files are there again as they were, with the members that went when they did.

    What a container had lost before stays lost.
    """
    for start in range(0, len(numbers), CHUNK):
        chosen = File.id.in_(numbers[start : start + CHUNK])
        for row in connection.execute(select(File.id, File.gone_run_id).where(chosen)).all():
            family = (File.id == row.id) | ((File.container_id == row.id) & (File.gone_run_id == row.gone_run_id))
            _return(connection, list(connection.scalars(select(File.id).where(family))), run)


def _return(connection: Connection, numbers: Sequence[int], run: int) -> None:
    past_states.remember_stored(connection, run, numbers)
    for start in range(0, len(numbers), CHUNK):
        chosen = File.id.in_(numbers[start : start + CHUNK])
        connection.execute(update(File).where(chosen).values(gone_run_id=None, seen_run_id=run))
