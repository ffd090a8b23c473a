"""Reading the register: every function takes a connection and gives frozen records, never rows or sessions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, func, select

from inventory.models import File, KindTotal, PersonMarks, Property, Run, Sample
from inventory.models_decided import Change, ChecklistAnswer, Decision, Entry, EntryCount, EntryField, Export, Risk
from inventory.people import Crowd, PeopleKeys

CHUNK = 500  # of ids in one statement
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
    """One scan; `ended` is None while it runs and for ever if it was interrupted."""

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


@dataclass(frozen=True, slots=True)
class StoredField:
    """One value of a line of the 台帳, with who set it and from where."""

    value: str
    source: str
    changed_by: str
    changed_at: str


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """One line of the 台帳 as far as the register keeps it."""

    id: int
    department: str
    document_type: str
    subject: str
    origin: str
    state: str
    merged_into: int | None
    created: str
    suggested: Mapping[str, StoredField] = field(default_factory=lambda: MappingProxyType({}))
    confirmed: Mapping[str, StoredField] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """What somebody decided about a finding, a file or an entry."""

    subject_type: str
    subject: str
    path: str
    verdict: str
    reviewer: str
    decided_at: str
    reason: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class StoredCount:
    """What a line of the 台帳 came to after a scan."""

    entry: int
    files: int
    persons: int
    persons_max: int


@dataclass(frozen=True, slots=True)
class StoredRisk:
    """A risk of a line as a person confirmed it."""

    entry: int
    stage: str
    code: str
    risk: str
    measures: str
    residual: str


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What a department said to a question of the checklist; `entry_id` is the line that came of it."""

    department: str
    item: str
    answer: str
    entry_id: int | None
    note: str
    answered_by: str
    answered_at: str


@dataclass(frozen=True, slots=True)
class StoredChange:
    """One change by a person: who, when, what, from what to what, why."""

    changed_at: str
    changed_by: str
    subject_type: str
    subject: str
    field: str
    before: str
    after: str
    reason: str


_ENTRY = ("id", "department", "document_type", "subject", "origin", "state", "merged_into", "created")
_FILE = (
    File.id, File.root, File.path, File.container_id, File.size, File.modified_ns, File.owner, File.readable_by_all,
    File.sha256, File.media_type, File.status, File.note, File.personal, File.document_type, File.flags, File.persons,
    File.persons_max, File.reasons, File.department, File.gone_run_id,
)  # fmt: skip


def files(connection: Connection, *, gone: bool = False, since: int | None = None) -> Iterator[StoredFile]:
    """All files by root and path; those that are gone only if asked for.

    `since`: only what a later scan than that one met first, or no longer.
    """
    met = (File.first_run_id > since) | (File.gone_run_id > since) if since is not None else None
    kinds: dict[int, list[StoredKind]] = defaultdict(list)
    totals = select(KindTotal.file_id, KindTotal.kind, KindTotal.count, KindTotal.distinct_count)
    if met is not None:
        totals = totals.where(KindTotal.file_id.in_(select(File.id).where(met)))
    for file_id, kind, count, distinct in connection.execute(totals.order_by(KindTotal.file_id, KindTotal.kind)):
        kinds[file_id].append(StoredKind(kind, count, distinct))
    statement = select(*_FILE).order_by(File.root, File.path)
    if not gone:
        statement = statement.where(File.gone_run_id.is_(None))
    if met is not None:
        statement = statement.where(met)
    containers: dict[int, str] = {}  # a container sorts before its members
    for row in connection.execute(statement):
        containers[row.id] = outer = containers.get(row.container_id or 0, row.path)
        values: list[Any] = list(row)
        values[-1:] = [row.gone_run_id is not None, outer, tuple(kinds.get(row.id, ()))]
        yield StoredFile(*values)


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
        for persons, persons_max, by_name, by_mark, sketched in connection.execute(statement):
            yield Crowd(persons, persons_max, PeopleKeys(by_name, by_mark or b"", bool(sketched)))


def runs(connection: Connection) -> list[StoredRun]:
    """All scans, the latest first."""
    columns = [getattr(Run, name) for name in StoredRun.__dataclass_fields__]
    return [StoredRun(*row) for row in connection.execute(select(*columns).order_by(Run.id.desc()))]


def coverage(connection: Connection) -> dict[str, int]:
    """How many files, members included, ended in each status."""
    statement = select(File.status, func.count()).where(File.gone_run_id.is_(None)).group_by(File.status)
    return {row.status: row[1] for row in connection.execute(statement)}


def entries(connection: Connection) -> list[StoredEntry]:
    """All lines of the 台帳 with their stored fields, by number."""
    fields: dict[tuple[int, str], dict[str, StoredField]] = defaultdict(dict)
    stored = select(
        EntryField.entry_id,
        EntryField.state,
        EntryField.field,
        EntryField.value,
        EntryField.source,
        EntryField.changed_by,
        EntryField.changed_at,
    )
    for entry_id, state, name, *value in connection.execute(stored):
        fields[entry_id, state][name] = StoredField(*value)
    columns = [getattr(Entry, name) for name in _ENTRY]
    return [
        StoredEntry(
            **row._mapping,
            suggested=MappingProxyType(fields.get((row.id, "suggested"), {})),
            confirmed=MappingProxyType(fields.get((row.id, "confirmed"), {})),
        )
        for row in connection.execute(select(*columns).order_by(Entry.id))
    ]


def decisions(connection: Connection, subject_type: str | None = None) -> list[StoredDecision]:
    """All decisions in the order they were made: the last one about a subject holds."""
    columns = [getattr(Decision, name) for name in StoredDecision.__dataclass_fields__]
    statement = select(*columns).order_by(Decision.id)
    if subject_type is not None:
        statement = statement.where(Decision.subject_type == subject_type)
    return [StoredDecision(*row) for row in connection.execute(statement)]


def history(connection: Connection, subject_type: str | None = None, subject: str | None = None) -> list[StoredChange]:
    """All changes in the order they were made, or those of one subject."""
    statement = select(*(getattr(Change, name) for name in StoredChange.__dataclass_fields__)).order_by(Change.id)
    if subject_type is not None:
        statement = statement.where(Change.subject_type == subject_type)
    if subject is not None:
        statement = statement.where(Change.subject == subject)
    return [StoredChange(*row) for row in connection.execute(statement)]


def counts(connection: Connection, run: int) -> dict[int, StoredCount]:
    """What the lines came to after a scan, by 管理No."""
    columns = (EntryCount.entry_id, EntryCount.files, EntryCount.persons, EntryCount.persons_max)
    rows = connection.execute(select(*columns).where(EntryCount.run_id == run))
    return {row.entry_id: StoredCount(*row) for row in rows}


def risks(connection: Connection) -> list[StoredRisk]:
    """The risks that people confirmed, line by line."""
    columns = (Risk.entry_id, Risk.stage, Risk.code, Risk.risk, Risk.measures, Risk.residual)
    statement = select(*columns).where(Risk.state == "confirmed").order_by(Risk.entry_id, Risk.id)
    return [StoredRisk(*row) for row in connection.execute(statement)]


def answers(connection: Connection) -> list[StoredAnswer]:
    """All answers to the checklist in the order they were given: the last one of a department holds."""
    columns = [getattr(ChecklistAnswer, name) for name in StoredAnswer.__dataclass_fields__]
    return [StoredAnswer(*row) for row in connection.execute(select(*columns).order_by(ChecklistAnswer.id))]


def exported(connection: Connection, token: str) -> bytes | None:
    """The snapshot of an export."""
    return connection.scalar(select(Export.snapshot).where(Export.token == token))


def properties(connection: Connection) -> dict[str, str]:
    """What the register says about itself."""
    return {row.name: row.value for row in connection.execute(select(Property.name, Property.value))}
