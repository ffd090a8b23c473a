"""Reading what scans saw: every function takes a connection and gives frozen records, never rows or sessions.

What people decided is read in `inventory.queries_decided`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.orm import aliased

from inventory.models import Access, File, KindTotal, PersonMarks, Property, Run, Sample
from inventory.people import Crowd, PeopleKeys

CHUNK = 500  # of ids in one statement
_AT_ONCE = 2_000  # files
COLUMNS_OF = "columns "  # begins the name of a property that says which columns the headings of a layout are


@dataclass(frozen=True, slots=True)
class StoredKind:
    """How much of one kind of personal data a file holds."""

    kind: str
    count: int
    distinct: int


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as the register knows it; of a member, `container` and `outer` are number and path of its container."""

    id: int
    root: str
    path: str
    container: int | None
    size: int
    modified_ns: int
    owner: str
    readable_by_all: bool
    sha256: str
    media_type: str
    status: str
    note: str
    personal: bool
    document_type: str | None
    flags: tuple[str, ...]
    persons: int
    persons_max: int
    reasons: tuple[str, ...]
    department: str
    gone: bool
    outer: str
    kinds: tuple[StoredKind, ...]
    readers: tuple[str, ...] = ()
    access_known: bool = False


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """One masked sample with the file it stands in."""

    root: str
    path: str
    kind: str
    place: str
    masked: str
    score: float
    evidence: tuple[str, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class StoredRun:
    """One scan. `ended` is None while it runs, and for ever if it did not come to its end: `stopped` says when its
    window of time was over; both are None where it was interrupted.
    """

    id: int
    roots: tuple[str, ...]
    started: str
    ended: str | None
    version: str
    digest: str
    files_met: int
    files_examined: int
    files_gone: int
    bytes_examined: int
    stopped: str | None = None


_FILE = (
    File.id, File.root, File.path, File.container_id, File.size, File.modified_ns, File.owner, File.readable_by_all,
    File.sha256, File.media_type, File.status, File.note, File.personal, File.document_type, File.flags, File.persons,
    File.persons_max, File.reasons, File.department, File.access_id, File.gone_run_id,
)  # fmt: skip


def files(
    connection: Connection, *, gone: bool = False, chosen: Sequence[ColumnElement[bool]] = ()
) -> Iterator[StoredFile]:
    """All files by root and path, or those `chosen`, some at a time; those that are gone only if asked for."""
    container = aliased(File, name="container")
    outer = func.coalesce(container.path, File.path).label("outer")
    statement = select(*_FILE, outer).outerjoin(container, container.id == File.container_id).where(*chosen)
    if not gone:
        statement = statement.where(File.gone_run_id.is_(None))
    readers = _readers(connection)
    ordered = statement.order_by(File.root, File.path).execution_options(yield_per=_AT_ONCE)
    for rows in connection.execute(ordered).partitions():
        kinds = _kinds(connection, KindTotal.file_id.in_([row.id for row in rows]))
        for row in rows:
            yield _file(row[:-1], row.outer, kinds, readers)


def files_of(connection: Connection, outer: Mapping[int, str]) -> Iterator[StoredFile]:
    """Some files, also those that are gone, by number; `outer` says for each the path of its container, or its own."""
    numbers, readers = list(outer), _readers(connection)
    for start in range(0, len(numbers), CHUNK):
        chosen = numbers[start : start + CHUNK]
        kinds = _kinds(connection, KindTotal.file_id.in_(chosen))
        for row in connection.execute(select(*_FILE).where(File.id.in_(chosen)).order_by(File.root, File.path)):
            yield _file(row, outer[row.id], kinds, readers)


def _kinds(connection: Connection, chosen: ColumnElement[bool] | None) -> Mapping[int, list[StoredKind]]:
    kinds: dict[int, list[StoredKind]] = defaultdict(list)
    totals = select(KindTotal.file_id, KindTotal.kind, KindTotal.count, KindTotal.distinct_count)
    if chosen is not None:
        totals = totals.where(chosen)
    for file_id, kind, count, distinct in connection.execute(totals.order_by(KindTotal.file_id, KindTotal.kind)):
        kinds[file_id].append(StoredKind(kind, count, distinct))
    return kinds


Readers = Mapping[int, tuple[tuple[str, ...], bool]]  # by number of the combination: who, and whether that is all


def _readers(connection: Connection) -> Readers:
    columns = (Access.id, Access.readers, Access.known)
    return {row.id: (row.readers, row.known) for row in connection.execute(select(*columns))}


def _file(row: Sequence[Any], outer: str, kinds: Mapping[int, list[StoredKind]], readers: Readers) -> StoredFile:
    *values, access_id, gone_run = row
    values += gone_run is not None, outer, tuple(kinds.get(row[0], ())), *readers.get(access_id or 0, ((), False))
    return StoredFile(*values)


def outer_files(connection: Connection) -> Iterator[tuple[int, str, str, str]]:
    """Number, root, path and department of every file on the shares, members left out."""
    statement = select(File.id, File.root, File.path, File.department).where(File.container_id.is_(None))
    for row in connection.execute(statement):
        yield row.id, row.root, row.path, row.department


def findings(connection: Connection, path: str | None = None) -> Iterator[StoredFinding]:
    """The masked samples of all files, or of one file and its members."""
    statement = (
        select(
            File.root,
            File.path,
            Sample.kind,
            Sample.place,
            Sample.masked,
            Sample.score,
            Sample.evidence,
            Sample.fingerprint,
        )
        .join(File, File.id == Sample.file_id)
        .where(File.gone_run_id.is_(None))
        .order_by(File.root, File.path, Sample.id)
    )
    if path is not None:
        outer = select(File.id).where(File.path == path)
        statement = statement.where(File.id.in_(outer) | File.container_id.in_(outer))
    for row in connection.execute(statement):
        yield StoredFinding(*row)


def crowds(connection: Connection, file_ids: Sequence[int]) -> Iterator[Crowd]:
    """The persons of some files."""
    for start in range(0, len(file_ids), CHUNK):
        chosen = file_ids[start : start + CHUNK]
        statement = (
            select(File.persons, File.persons_max, File.person_keys, PersonMarks.keys, PersonMarks.sketched)
            .outerjoin(PersonMarks, PersonMarks.file_id == File.id)
            .where(File.id.in_(chosen))
        )
        for persons, persons_max, by_name, by_mark, sketched in connection.execute(statement).all():
            yield Crowd(persons, persons_max, PeopleKeys(by_name, by_mark or b"", bool(sketched)))


def runs(connection: Connection) -> list[StoredRun]:
    """All scans, the latest first."""
    columns = [getattr(Run, name) for name in StoredRun.__dataclass_fields__]
    return [StoredRun(*row) for row in connection.execute(select(*columns).order_by(Run.id.desc()))]


def coverage(connection: Connection) -> dict[str, int]:
    """How many files, members included, ended in each status."""
    statement = select(File.status, func.count()).where(File.gone_run_id.is_(None)).group_by(File.status)
    return {row.status: row[1] for row in connection.execute(statement)}


def properties(connection: Connection) -> dict[str, str]:
    """What the register says about itself."""
    return {row.name: row.value for row in connection.execute(select(Property.name, Property.value))}
