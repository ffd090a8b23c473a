"""Writing what a scan saw: a file and its members replace what an earlier scan said about them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, or_, select, update

from inventory.copies import Place
from inventory.models import File, KindTotal, PersonMarks, Sample, storable
from inventory.people import PeopleKeys
from inventory.queries import CHUNK
from inventory.report import FileReport, KindReport, MaskedSample

SAMPLES_PER_KIND = 10
PLACES_COMPARED = 50  # of one content, with a new one
_COPIED = tuple(one.name for one in fields(FileReport) if one.name not in ("kinds", "people"))


@dataclass(slots=True)
class RunState:
    """The scan under way: which files are current, by root and digest, and what was met so far."""

    id: int
    roots: tuple[str, ...]
    digest: str
    full: bool = False
    current: dict[tuple[str, str], dict[bytes, int]] = field(default_factory=dict)
    seen: list[int] = field(default_factory=list)
    examined: int = 0
    bytes_examined: int = 0
    gone: int = 0


def state(path: str, size: int, modified_ns: int, circumstances: str = "") -> bytes:
    """A file as it stands, in 16 bytes: a million of them must fit into memory."""
    text = f"{size}\x1f{modified_ns}\x1f{storable(path)}\x1f{circumstances}"
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def current(connection: Connection, root: str, digest: str) -> dict[bytes, int]:
    """The files of a root that need no new look; what was denied is always tried again.

    A file with something locked in it also tells the circumstances in which it was tried (`digest` goes on with them).
    """
    statement = select(File.id, File.path, File.size, File.modified_ns, File.digest).where(
        File.root == storable(root),
        or_(File.digest == digest, File.digest.startswith(f"{digest}~", autoescape=True)),
        File.container_id.is_(None),
        File.status != "denied",
    )
    return {
        state(row.path, row.size, row.modified_ns, row.digest.removeprefix(digest)): row.id
        for row in connection.execute(statement)
    }


def places(connection: Connection, sha256: str, digest: str, run: int | None) -> list[Place]:
    """Where a content was examined by the rules of `digest`; with `run`, only what that scan examined."""
    columns = (File.id, File.path, File.media_type, File.status, File.note)
    statement = select(*columns).where(File.sha256 == sha256, File.digest == digest).order_by(File.id)
    if run is not None:
        statement = statement.where(File.examined_run_id == run)
    rows = connection.execute(statement.limit(PLACES_COMPARED))
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
    _clear(connection, list(known.values()))
    common = {"root": root, "department": department, "digest": digest, "run": run}
    container = _put(connection, outer, known.pop(path, None), {**common, "path": path, "container_id": None})
    taken = {path: 1}
    for report in reports[1:]:
        member = _free(connection, root, storable(report.path), taken, known)
        _put(connection, report, known.pop(member, None), {**common, "path": member, "container_id": container})
    for start in range(0, len(left := list(known.values())), CHUNK):
        connection.execute(delete(File).where(File.id.in_(left[start : start + CHUNK])))


def _known(connection: Connection, root: str, path: str) -> dict[str, int]:
    """The rows of the file and of its members, by address."""
    found = connection.execute(select(File.id, File.container_id).where(File.root == root, File.path == path)).first()
    if found is None:
        return {}
    if found.container_id is not None:  # a member has that name; the file on the share takes precedence
        moved = _free(connection, root, path, {path: 1}, {})
        connection.execute(update(File).where(File.id == found.id).values(path=moved))
        return {}
    members = connection.execute(select(File.path, File.id).where(File.container_id == found.id))
    return {path: found.id} | {row.path: row.id for row in members}


def _clear(connection: Connection, numbers: list[int]) -> None:
    for start in range(0, len(numbers), CHUNK):
        for table in (KindTotal, PersonMarks):
            connection.execute(delete(table).where(table.file_id.in_(numbers[start : start + CHUNK])))


def _free(connection: Connection, root: str, path: str, taken: dict[str, int], known: dict[str, int]) -> str:
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


def _put(connection: Connection, report: FileReport, number: int | None, where: dict[str, Any]) -> int:
    run = where.pop("run")
    values = where | _values(report) | {"examined_run_id": run, "seen_run_id": run, "gone_run_id": None}
    if number is None:
        inserted = connection.execute(insert(File), values | {"first_run_id": run}).inserted_primary_key
        number = int(inserted[0]) if inserted else 0
    else:
        connection.execute(update(File).where(File.id == number), values)
    if report.kinds:
        _put_kinds(connection, report, number)
    if report.people.by_mark:
        marks = {"file_id": number, "keys": report.people.by_mark, "sketched": report.people.sketched}
        connection.execute(insert(PersonMarks), marks)
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
        insert(KindTotal),
        [
            {"file_id": number, "kind": kind.kind, "count": kind.count, "distinct_count": kind.distinct}
            for kind in report.kinds
        ],
    )
    if samples := list(_samples(report, number)):
        connection.execute(insert(Sample), samples)


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


def mark_seen(connection: Connection, numbers: Sequence[int], run: int) -> None:
    """Note that files (and with them their members) are still there."""
    for start in range(0, len(numbers), CHUNK):
        chosen = numbers[start : start + CHUNK]
        for column in (File.id, File.container_id):
            connection.execute(update(File).where(column.in_(chosen)).values(seen_run_id=run, gone_run_id=None))


def mark_gone(connection: Connection, roots: Sequence[str], run: int) -> int:
    """Mark what was not met under the roots, except below folders that could not be entered this time."""
    under = File.root.in_([storable(root) for root in roots])
    barred = [
        (row.root, "" if row.path in ("", ".") else f"{row.path}/")
        for row in connection.execute(
            select(File.root, File.path).where(under, File.seen_run_id == run, File.status == "denied")
        )
    ]
    missing = connection.execute(
        select(File.id, File.root, File.path).where(under, File.seen_run_id != run, File.gone_run_id.is_(None))
    )
    gone = [
        row.id
        for row in missing
        if not any(row.root == root and row.path.startswith(folder) for root, folder in barred)
    ]
    for start in range(0, len(gone), CHUNK):
        chosen = gone[start : start + CHUNK]
        connection.execute(update(File).where(File.id.in_(chosen)).values(gone_run_id=run))
    return len(gone)


def assign_departments(connection: Connection, changed: Sequence[tuple[int, str]]) -> None:
    """Move files, with their members, to the departments that the mapping gives now."""
    for column in (File.id, File.container_id):
        connection.execute(
            update(File).where(column == bindparam("number")).values(department=bindparam("name")),
            [{"number": number, "name": name} for number, name in changed],
        )
