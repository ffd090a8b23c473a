"""Writing what a scan saw: files and their members replace what earlier scans said about them, many in one go.

What is written of a file is little. So what a statement costs by itself is paid once for all files of a batch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from inventory import past_states, permitting
from inventory.models import File, KindTotal, PersonMarks, Sample, storable
from inventory.past_states import FileState
from inventory.portions import portions
from inventory.queries import CHUNK
from inventory.report import FileReport
from scanner.document import Access

SAMPLES_PER_KIND = 10
_ROWS = select(File.id, File.path, File.container_id, File.first_run_id, *past_states.STATE)
_AT = _ROWS.where(File.root == bindparam("root"), File.path.in_(bindparam("paths", expanding=True)))
_WITHIN = _ROWS.where(File.container_id.in_(bindparam("containers", expanding=True)))
_NUMBERS = select(File.path, File.id).where(
    File.root == bindparam("root"), File.path.in_(bindparam("paths", expanding=True))
)
_NEW_FILE, _NEW_KIND, _NEW_SAMPLE, _NEW_MARKS = map(insert, (File, KindTotal, Sample, PersonMarks))
_KNOWN_FILE = update(File).where(File.id == bindparam("number"))


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file on the share (the first report) and its members came to, by rules of which digest."""

    reports: Sequence[FileReport]
    digest: str
    department: str

    @property
    def address(self) -> tuple[str, str]:
        """Root and path, as they are stored."""
        return storable(self.reports[0].root), storable(self.reports[0].path)


@dataclass(frozen=True, slots=True)
class _Known:
    """A row that a report takes over: its number, the scan that met it first, and what was known of it."""

    id: int
    first_run: int
    state: FileState


@dataclass(frozen=True, slots=True)
class _New:
    """A row as it will stand, and the one that it takes over."""

    report: FileReport
    values: dict[str, Any]
    known: _Known | None


_Families = dict[tuple[str, str], dict[str, _Known]]


def replace(connection: Connection, files: Sequence[Examined], run: int) -> None:
    """Put files, of which no two have one address, and their members in place of what was recorded there."""
    families = _known(connection, files)
    _clear(connection, [one.id for family in families.values() for one in family.values()])
    put = _Put(connection, run)
    outers = [(file, *file.address) for file in files]
    numbers = put.rows(
        [put.row(file.reports[0], file, path, families[root, path].pop(path, None)) for file, root, path in outers]
    )
    taken = _Taken(connection, families, outers)
    for portion in portions(taken.members(numbers), CHUNK):
        put.rows([put.row(report, file, path, known, number) for report, file, path, known, number in portion])
    past_states.remember(connection, run, put.before)
    _lose(connection, [one.id for left in families.values() for one in left.values() if not one.state.gone], run)


def _known(connection: Connection, files: Sequence[Examined]) -> _Families:
    """The rows of each file and of its members, also of those that are gone, by address."""
    families: _Families = {file.address: {} for file in files}
    containers: dict[int, dict[str, _Known]] = {}
    for root, path, row in _rows(connection, _AT, families):
        if row.container_id is None:
            containers[row.id] = families[root, path]
            families[root, path][path] = _Known(row.id, row.first_run_id, past_states.state_of(row))
        else:  # a member has that name; the file on the share takes precedence
            moved = _free(connection, root, path, {path: 1})
            connection.execute(update(File).where(File.id == row.id).values(path=moved))
    for portion in portions(containers, CHUNK):
        for row in connection.execute(_WITHIN, {"containers": portion}):
            known = _Known(row.id, row.first_run_id, past_states.state_of(row))
            containers[row.container_id][row.path] = known
    return families


def _rows(
    connection: Connection, statement: Any, addresses: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str, Any]]:
    """What stands at addresses; read to the end before the first is handed out."""
    paths: dict[str, list[str]] = defaultdict(list)
    for root, path in addresses:
        paths[root].append(path)
    for root, of_root in paths.items():
        for portion in portions(of_root, CHUNK):
            for row in connection.execute(statement, {"root": root, "paths": portion}).all():
                yield root, row.path, row


def _clear(connection: Connection, numbers: Sequence[int]) -> None:
    for portion in portions(numbers, CHUNK):
        for table in (KindTotal, PersonMarks):
            connection.execute(delete(table).where(table.file_id.in_(portion)))


def _lose(connection: Connection, numbers: Sequence[int], run: int) -> None:
    """Mark members as gone that their container no longer holds; nothing is taken over from them any more."""
    past_states.remember_stored(connection, run, numbers)
    for portion in portions(numbers, CHUNK):
        connection.execute(update(File).where(File.id.in_(portion)).values(gone_run_id=run, digest=""))


@dataclass(slots=True)
class _Taken:
    """Addresses of their own for members: archives may hold one name twice, and a file may be called 「a.zip!b」."""

    connection: Connection
    families: _Families
    outers: Sequence[tuple[Examined, str, str]]

    def members(self, numbers: Sequence[int]) -> Iterator[tuple[FileReport, Examined, str, _Known | None, int]]:
        """Every member with its file, its address, the row it takes over and the number of its container."""
        taken: dict[str, dict[str, int]] = defaultdict(dict)
        for (file, root, path), number in zip(self.outers, numbers, strict=True):
            family = self.families[root, path]
            taken[root][path] = 1
            for portion in portions(file.reports[1:], CHUNK):
                wanted = [(root, storable(report.path)) for report in portion]
                occupied = {path for _, path, _ in _rows(self.connection, _NUMBERS, wanted)}
                for report, (_, path) in zip(portion, wanted, strict=True):
                    free = path
                    if path in taken[root] or (path not in family and path in occupied):
                        free = _free(self.connection, root, path, taken[root], family)
                    taken[root][free] = 1
                    yield report, file, free, family.pop(free, None), number


def _free(
    connection: Connection, root: str, path: str, taken: dict[str, int], known: Collection[str] = frozenset()
) -> str:
    """The address with the first number behind it that nothing else has."""
    free, number = path, taken.get(path, 1)
    while free in taken or (free not in known and _occupied(connection, root, free)):
        number += 1
        free = f"{path} ({number})"
    taken[path] = number
    return free


def _occupied(connection: Connection, root: str, path: str) -> bool:
    return connection.scalar(select(File.id).where(File.root == root, File.path == path)) is not None


@dataclass(slots=True)
class _Put:
    """Puts rows in; `before` is what the files were like that changed."""

    connection: Connection
    run: int
    before: dict[int, FileState] = field(default_factory=dict)
    _readers: dict[Access, int] = field(default_factory=dict)

    def row(
        self, report: FileReport, file: Examined, path: str, known: _Known | None, container: int | None = None
    ) -> _New:
        """A row to be put; members have the readers of the file that holds them."""
        access = file.reports[0].access
        if access not in self._readers:
            self._readers[access] = permitting.number_of(self.connection, access)
        values = {
            "root": storable(file.reports[0].root),
            "path": path,
            "container_id": container,
            "department": file.department,
            "digest": file.digest,
            "access_id": self._readers[access],
            "examined_run_id": self.run,
            "seen_run_id": self.run,
            "gone_run_id": None,
        }
        return _New(report, values | _values(report), known)

    def rows(self, rows: Sequence[_New]) -> list[int]:
        """Put rows in with all that belongs to them; their numbers."""
        new = [row.values | {"first_run_id": self.run} for row in rows if row.known is None]
        for portion in portions(new, CHUNK):
            self.connection.execute(_NEW_FILE, portion)
        if kept := [row.values | {"number": row.known.id} for row in rows if row.known]:
            self.connection.execute(_KNOWN_FILE, kept)
        addresses = ((row["root"], row["path"]) for row in new)
        given = {(root, path): row.id for root, path, row in _rows(self.connection, _NUMBERS, addresses)}
        numbers = [row.known.id if row.known else given[row.values["root"], row.values["path"]] for row in rows]
        for row, number in zip(rows, numbers, strict=True):
            if row.known and row.known.first_run != self.run:
                self._compare(number, row.known.state, row.values)
        self._belongings(list(zip(numbers, (row.report for row in rows), strict=True)))
        return numbers

    def _compare(self, number: int, state: FileState, values: Mapping[str, Any]) -> None:
        if state.differs(past_states.state_of(values)):
            self.before[number] = state

    def _belongings(self, reports: Sequence[tuple[int, FileReport]]) -> None:
        belongings = ((_NEW_KIND, _kinds(reports)), (_NEW_SAMPLE, _samples(reports)), (_NEW_MARKS, _marks(reports)))
        for statement, rows in belongings:
            for portion in portions(rows, CHUNK):
                self.connection.execute(statement, portion)


def _values(report: FileReport) -> dict[str, Any]:
    return {
        "size": report.size,
        "modified_ns": report.modified_ns,
        "owner": report.owner,
        "readable_by_all": report.readable_by_all,
        "sha256": report.sha256,
        "media_type": report.media_type,
        "status": report.status,
        "note": report.note,
        "personal": report.personal,
        "document_type": report.document_type,
        "flags": report.flags,
        "persons": report.persons,
        "persons_max": max(report.persons, report.persons_max),
        "person_keys": report.people.by_name,
        "reasons": report.reasons,
    }


def _kinds(reports: Iterable[tuple[int, FileReport]]) -> Iterator[dict[str, Any]]:
    for number, report in reports:
        for kind in report.kinds:
            yield {"file_id": number, "kind": kind.kind, "count": kind.count, "distinct_count": kind.distinct}


def _samples(reports: Iterable[tuple[int, FileReport]]) -> Iterator[dict[str, Any]]:
    for number, report in reports:
        for kind in report.kinds:
            for sample in kind.samples[:SAMPLES_PER_KIND]:
                yield {
                    "file_id": number,
                    "kind": kind.kind,
                    "place": sample.place,
                    "masked": sample.masked,
                    "score": sample.score,
                    "evidence": sample.evidence,
                    "fingerprint": sample.fingerprint,
                }


def _marks(reports: Iterable[tuple[int, FileReport]]) -> Iterator[dict[str, Any]]:
    for number, report in reports:
        if report.people.by_mark:
            yield {"file_id": number, "keys": report.people.by_mark, "sketched": report.people.sketched}
