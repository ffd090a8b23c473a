"""A scan under way, and what the register says of a content that was examined before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from inventory.contents import Place
from inventory.meeting import Meeting
from inventory.met_contents import MetContents
from inventory.models import File, KindTotal, PersonMarks, Sample
from inventory.people import PeopleKeys
from inventory.permitting import Permitted
from inventory.report import FileReport, KindReport, MaskedSample
from inventory.unwritten import Unwritten

PLACES_COMPARED = 50  # of one content, with a new one
_COPIED = tuple(one.name for one in fields(FileReport) if one.name not in ("kinds", "people", "access"))


# Made once: to build and to adapt a statement costs several times what the database does.
_PLACES = (
    select(File.id, File.path, File.media_type, File.status, File.note)
    .where(File.sha256 == bindparam("sha256"), File.digest == bindparam("digest"))
    .order_by(File.id)
    .limit(PLACES_COMPARED)
)
_PLACES_OF_RUN = _PLACES.where(File.examined_run_id == bindparam("run"))


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
    has_changed_files: bool = False
    unwritten: Unwritten = field(default_factory=Unwritten)
    met_contents: MetContents | None = None  # none where an earlier scan may have met others by the same rules
    permitted: dict[int, Permitted] = field(default_factory=dict)
    is_known_root: dict[str, bool] = field(default_factory=dict)


def has_met_any(connection: Connection, digest: str) -> bool:
    """Whether any file was examined by the rules of `digest`."""
    return connection.scalar(select(File.id).where(File.digest == digest).limit(1)) is not None


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


def assign_departments(connection: Connection, changed: Sequence[tuple[int, str]]) -> None:
    """Move files, with their members, to the departments that the mapping gives now."""
    if not changed:
        return
    for column in (File.id, File.container_id):
        connection.execute(
            update(File).where(column == bindparam("number")).values(department=bindparam("name")),
            [{"number": number, "name": name} for number, name in changed],
        )
