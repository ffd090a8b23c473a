"""Writing what a scan saw: a file and its members replace what an earlier scan said about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from inventory import past_states, permitting
from inventory.contents import Place
from inventory.meeting import Meeting
from inventory.models import File, KindTotal, PersonMarks, Sample, storable
from inventory.past_states import FileState
from inventory.people import PeopleKeys
from inventory.permitting import Permitted
from inventory.queries import CHUNK
from inventory.report import FileReport, KindReport, MaskedSample

SAMPLES_PER_KIND = 10
PLACES_COMPARED = 50  # of one content, with a new one
_COPIED = tuple(one.name for one in fields(FileReport) if one.name not in ("kinds", "people", "access"))


# Statements of every file, made once: to build and to adapt them costs several times what the database does.
_PLACES = (
    select(File.id, File.path, File.media_type, File.status, File.note)
    .where(File.sha256 == bindparam("sha256"), File.digest == bindparam("digest"))
    .order_by(File.id)
    .limit(PLACES_COMPARED)
)
_PLACES_OF_RUN = _PLACES.where(File.examined_run_id == bindparam("run"))
_ROWS = select(File.id, File.path, File.container_id, File.first_run_id, *past_states.STATE)
_AT = _ROWS.where(File.root == bindparam("root"), File.path == bindparam("path"))
_WITHIN = _ROWS.where(File.container_id == bindparam("container"))
_NEW_FILE, _NEW_KIND, _NEW_SAMPLE, _NEW_MARKS = map(insert, (File, KindTotal, Sample, PersonMarks))


@dataclass(slots=True)
class RunState:
    """The scan under way, and what was met so far."""

    id: int
    roots: tuple[str, ...]
    digest: str
    meeting: Meeting
    full: bool = False
    examined: int = 0
    bytes_examined: int = 0
    gone: int = 0
    permitted: dict[int, Permitted] = field(default_factory=dict)
    is_known_root: dict[str, bool] = field(default_factory=dict)


def places(connection: Connection, sha256: str, digest: str, run: int | None) -> list[Place]:
    """Where a content was examined by the rules of `digest`; with `run`, only what that scan examined."""
    wanted = {"sha256": sha256, "digest": digest}
    statement = _PLACES if run is None else _PLACES_OF_RUN
    rows = connection.execute(statement, wanted if run is None else wanted | {"run": run})
    return [Place(row.id, row.path, row.media_type, row.status, row.note) for row in rows]


def report(connection: Connection, number: int) -> FileReport | None:
    """What a file came to, as it was recorded."""
    file = connection.execute(select(File.__table__).where(File.id == number)).first()
    return _as_report(connection, file) if file else None


def _as_report(connection: Connection, file: Row[Any]) -> FileReport:
    samples = defaultdict(list)
    for found in connection.execute(select(Sample).where(Sample.file_id == file.id).order_by(Sample.id)):
        masked = MaskedSample(found.place, found.masked, found.score, found.evidence, found.fingerprint)
        samples[found.kind].append(masked)
    columns = (KindTotal.kind, KindTotal.count, KindTotal.distinct_count)
    totals = connection.execute(select(*columns).where(KindTotal.file_id == file.id).order_by(KindTotal.kind))
    kinds = (KindReport(kind, count, distinct, tuple(samples[kind])) for kind, count, distinct in totals)
    marks = connection.execute(select(PersonMarks).where(PersonMarks.file_id == file.id)).first()
    people = PeopleKeys(file.person_keys, marks.keys if marks else b"", bool(marks and marks.sketched))
    copied = {name: getattr(file, name) for name in _COPIED}
    return FileReport(**copied, kinds=tuple(kinds), people=people)


def replace(connection: Connection, reports: Sequence[FileReport], *, run: int, digest: str, department: str) -> None:
    """Put one file (the first report) and its members in place of what was recorded at their addresses."""
    outer = reports[0]
    root, path = storable(outer.root), storable(outer.path)
    known = _known(connection, root, path)
    _clear(connection, [one.id for one in known.values()])
    before: dict[int, FileState] = {}
    common = {"root": root, "department": department, "digest": digest, "run": run, "before": before}
    common["access_id"] = permitting.number_of(connection, outer.access)
    container = _put(connection, outer, known.pop(path, None), {**common, "path": path, "container_id": None})
    taken = {path: 1}
    for report in reports[1:]:
        member = _free(connection, root, storable(report.path), taken, known)
        _put(connection, report, known.pop(member, None), {**common, "path": member, "container_id": container})
    past_states.remember(connection, run, before)
    _lose(connection, [one.id for one in known.values() if not one.state.gone], run)


@dataclass(frozen=True, slots=True)
class _Known:
    """A row that a report takes over: its number, the scan that met it first, and what was known of it."""

    id: int
    first_run: int
    state: FileState


def _known(connection: Connection, root: str, path: str) -> dict[str, _Known]:
    """The rows of the file and of its members, also of those that are gone, by address."""
    found = connection.execute(_AT, {"root": root, "path": path}).first()
    if found is None:
        return {}
    if found.container_id is not None:  # a member has that name; the file on the share takes precedence
        moved = _free(connection, root, path, {path: 1}, {})
        connection.execute(update(File).where(File.id == found.id).values(path=moved))
        return {}
    members = connection.execute(_WITHIN, {"container": found.id})
    return {row.path: _Known(row.id, row.first_run_id, past_states.state_of(row)) for row in (found, *members)}


def _lose(connection: Connection, numbers: Sequence[int], run: int) -> None:
    """Mark members as gone that their container no longer holds; nothing is taken over from them any more."""
    past_states.remember_stored(connection, run, numbers)
    for start in range(0, len(numbers), CHUNK):
        chosen = File.id.in_(numbers[start : start + CHUNK])
        connection.execute(update(File).where(chosen).values(gone_run_id=run, digest=""))


def _clear(connection: Connection, numbers: list[int]) -> None:
    for start in range(0, len(numbers), CHUNK):
        for table in (KindTotal, PersonMarks):
            connection.execute(delete(table).where(table.file_id.in_(numbers[start : start + CHUNK])))


def _free(connection: Connection, root: str, path: str, taken: dict[str, int], known: Mapping[str, object]) -> str:
    """An address of its own for a member: archives may hold one name twice, and a file may be called 「a.zip!b」."""
    free, number = path, taken.get(path, 1)
    while free in taken or (free not in known and _occupied(connection, root, free)):
        number += 1
        free = f"{path} ({number})"
    taken[path] = number
    taken[free] = 1
    return free


def _occupied(connection: Connection, root: str, path: str) -> bool:
    return connection.scalar(select(File.id).where(File.root == root, File.path == path)) is not None


def _put(connection: Connection, report: FileReport, known: _Known | None, where: dict[str, Any]) -> int:
    run, before = where.pop("run"), where.pop("before")
    values = where | _values(report) | {"examined_run_id": run, "seen_run_id": run, "gone_run_id": None}
    if known is None:
        inserted = connection.execute(_NEW_FILE, values | {"first_run_id": run}).inserted_primary_key
        number = int(inserted[0]) if inserted else 0
    else:
        number = known.id
        connection.execute(update(File).where(File.id == number), values)
        if known.first_run != run and known.state.differs(past_states.state_of(values)):
            before[number] = known.state
    if report.kinds:
        _put_kinds(connection, report, number)
    if report.people.by_mark:
        marks = {"file_id": number, "keys": report.people.by_mark, "sketched": report.people.sketched}
        connection.execute(_NEW_MARKS, marks)
    return number


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


def _put_kinds(connection: Connection, report: FileReport, number: int) -> None:
    connection.execute(
        _NEW_KIND,
        [
            {"file_id": number, "kind": kind.kind, "count": kind.count, "distinct_count": kind.distinct}
            for kind in report.kinds
        ],
    )
    if samples := list(_samples(report, number)):
        connection.execute(_NEW_SAMPLE, samples)


def _samples(report: FileReport, number: int) -> Iterator[dict[str, Any]]:
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


def assign_departments(connection: Connection, changed: Sequence[tuple[int, str]]) -> None:
    """Move files, with their members, to the departments that the mapping gives now."""
    if not changed:
        return
    for column in (File.id, File.container_id):
        connection.execute(
            update(File).where(column == bindparam("number")).values(department=bindparam("name")),
            [{"number": number, "name": name} for number, name in changed],
        )
