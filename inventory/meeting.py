"""What a scan under way has met of the files that the register knows, and what is no longer there."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select, update

from inventory import models, past_states
from inventory.folder_parts import FolderParts
from inventory.known import Known, KnownFile, KnownFiles, Numbers, Reading
from inventory.losses import Losses
from inventory.models import File, storable
from inventory.permitting import Permitted, digest_of
from inventory.queries import CHUNK
from scanner.crawl import Stood

Found = tuple[str, bool, int | None]  # owner, whether everybody may read, number of the combination of readers


@dataclass(slots=True)
class Meeting:
    """The unchanged files that a scan met. Nothing is written about them: a file that stays is no news.

    `returned` are those that an earlier scan no longer found; `digest` is that of the scan.
    """

    reading: Reading
    digest: str
    known: KnownFiles = field(init=False)
    parts: FolderParts = field(init=False)
    unchanged: Numbers = field(default_factory=Numbers)
    stayed: Counter[str] = field(default_factory=Counter)
    returned: list[int] = field(default_factory=list)
    _combinations: dict[str, int] | None = None
    _expected: tuple[Permitted, Found] | None = None
    _whole: set[str] = field(default_factory=set)  # roots below which nothing is missing

    def __post_init__(self) -> None:
        self.known = KnownFiles(self.reading, self.digest)
        self.parts = FolderParts(self.reading, self.digest)

    def tick_off(self, root: str, path: str, size: int, modified_ns: int, digests: Sequence[str]) -> KnownFile | None:
        """The file if it was examined as it stands, by rules of one of these digests; it then counts as met."""
        return self.tick_off_file(self.known.find(root, path), root, size, modified_ns, digests)

    def tick_off_all(self, root: str, files: Stood) -> tuple[Sequence[str], Sequence[tuple[KnownFile, Permitted]]]:
        """Of some files of one folder below a root, the addresses of those that count as met, and the files among them
        that somebody else owns or may read than before."""
        count, told = len(files.addresses), files.told[0]
        are_alike = files.told.count(told) == count
        if are_alike:
            together, digest = self.parts.find(root, files, self._expected_of(told))
            if together:
                for first, last in together:
                    self.unchanged.add_row(first, last)
                self.stayed[root] += count
                return files.addresses, ()
        known = self.known.around(root, files.addresses[0], files.addresses[-1])
        start = bisect_left(known.paths, files.addresses[0])
        beside = known.part(start, start + count)
        if are_alike and self._are_as_they_were(beside, files):
            self.unchanged.add_all(beside.ids)
            self.stayed[root] += count
            self.parts.keep(root, files, digest, beside.ids)
            return files.addresses, ()
        returned = len(self.returned)
        met, numbers, others = self._tick_off_each(root, known, files)
        if are_alike and len(met) == count and not others and len(self.returned) == returned:
            self.parts.keep(root, files, digest, numbers)
        return met, others

    def _are_as_they_were(self, known: Known, files: Stood) -> bool:
        """Whether these are the files, all of them permitted to the same people, and nothing about them is new. It is
        asked of all at once, in a few steps, because nearly everywhere it is so."""
        count = len(files.addresses)
        owner, readable_by_all, access_id = self._expected_of(files.told[0])
        return (
            known.paths == tuple(files.addresses)
            and known.modified_ns == tuple(files.modified_ns)
            and known.sizes == tuple(files.sizes)
            and known.other_digests.count(None) == known.gone_runs.count(None) == count
            and known.owners.count(owner) == count
            and known.readable_by_all.count(readable_by_all) == known.access_ids.count(access_id) == count
        )

    def _tick_off_each(
        self, root: str, known: Known, files: Stood
    ) -> tuple[list[str], list[int], list[tuple[KnownFile, Permitted]]]:
        """The same for a folder in which something may be new, and the numbers of what counts as met."""
        met, numbers, others, returned = [], [], [], len(self.returned)
        for address, status, permitted in zip(*files, strict=True):
            place = known.place(address)
            if place is None or known.other_digests[place] is not None:
                continue
            if (known.sizes[place], known.modified_ns[place]) != (status.st_size, status.st_mtime_ns):
                continue
            met.append(address)
            numbers.append(known.ids[place])
            self.unchanged.add(known.ids[place])
            if known.gone_runs[place] is not None:
                self.returned.append(known.ids[place])
            readers = known.owners[place], known.readable_by_all[place], known.access_ids[place]
            if readers != self._expected_of(permitted):
                others.append((self.known.file(known, place), permitted))
        self.stayed[root] += len(met) - (len(self.returned) - returned)
        return met, numbers, others

    def tick_off_file(
        self, file: KnownFile | None, root: str, size: int, modified_ns: int, digests: Sequence[str]
    ) -> KnownFile | None:
        """The same of a file that was found otherwise."""
        if file is None or (file.size, file.modified_ns) != (size, modified_ns) or file.digest not in digests:
            return None
        self.unchanged.add(file.id)
        if file.gone_run is None:
            self.stayed[root] += 1
        else:
            self.returned.append(file.id)
        return file

    def is_permitted(self, file: KnownFile, permitted: Permitted) -> bool:
        """Whether the same people may read a file as before."""
        return self._expected_of(permitted) == (file.owner, file.readable_by_all, file.access_id)

    def _expected_of(self, permitted: Permitted) -> Found:
        """What the register says of a file that these people may read."""
        if self._expected is None or self._expected[0] != permitted:
            self._expected = permitted, self._found(permitted)
        return self._expected[1]

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
        is_new, is_left = File.first_run_id == run, File.seen_run_id != run
        counts = (func.count(), func.count().filter(is_new), func.count().filter(is_left))
        together, new, left = connection.execute(select(*counts).where(*there)).one()
        if left == self.stayed[root]:
            self._whole.add(root)
        return Losses(together - new, len(self.missing(connection, root, run, members=False)), new)

    def missing(self, connection: Connection, root: str, run: int, *, members: bool = True) -> list[int]:
        """What was not met under a root, except below folders that could not be entered this time."""
        stayed = (File.root == root, File.seen_run_id != run, File.gone_run_id.is_(None))
        on_the_share = select(func.count()).select_from(File).where(*stayed, File.container_id.is_(None))
        if root in self._whole or connection.scalar(on_the_share) == self.stayed[root]:
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
