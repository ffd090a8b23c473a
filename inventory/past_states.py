"""What files were like after earlier scans: kept where a scan changes it, taken back from what is there now.

A scan writes one row for each file that it finds other than it was, and none for the rest. So what is kept, and what a
comparison reads, grows with the changes and not with the files. It is bounded in time and in number (`forget`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, delete, func, insert, select

from inventory.models import File, Property, Run
from inventory.models_watched import FileChange
from inventory.queries import CHUNK

KEPT_DAYS = 400  # of changes: a scan can be compared with one a year before
KEPT_ROWS = 1_000_000  # of them at most, those of the scan under way aside
_KEPT_AFTER = "changes_kept_after"  # property: the scan after which no change was forgotten


@dataclass(frozen=True, slots=True)
class FileState:
    """What a file was like after a scan, as far as changes are told by it."""

    size: int
    modified_ns: int
    sha256: str
    status: str
    personal: bool
    document_type: str | None
    flags: tuple[str, ...]
    persons: int
    persons_max: int
    readable_by_all: bool
    gone: bool

    def is_content_of(self, other: FileState) -> bool:
        """Whether the content is the same; where it was not read to the end, size and time of change stand for it."""
        if self.sha256 and other.sha256:
            return self.sha256 == other.sha256
        return (self.size, self.modified_ns) == (other.size, other.modified_ns)

    def differs(self, other: FileState) -> bool:
        """Whether anything is to be told of; a new time of change alone is not."""
        return self._told() != other._told() or not self.is_content_of(other)

    def _told(self) -> tuple[object, ...]:
        return (
            self.sha256, self.status, self.personal, self.document_type, self.flags, self.persons, self.persons_max,
            self.readable_by_all, self.gone,
        )  # fmt: skip


_NAMES = tuple(one.name for one in fields(FileState))  # gone comes last
READABLE = ("read", "partly_read", "media")  # statuses of files that are no gap
STATE = (*(getattr(File, name) for name in _NAMES[:-1]), File.gone_run_id)  # columns from which `state_of` reads

_ABOUT = (File.id, File.root, File.path, File.department, File.note, File.first_run_id, *STATE)
Value = TypeVar("Value")


def state_of(row: Row[Any] | Mapping[str, Any]) -> FileState:
    """The state in a row of `file`."""
    values = row if isinstance(row, Mapping) else row._mapping
    return FileState(**{name: values[name] for name in _NAMES[:-1]}, gone=values["gone_run_id"] is not None)


@dataclass(frozen=True, slots=True)
class Touched:
    """A file that came after one scan or was changed since, with its states after that scan and after a later one.

    A state is None where the file had not been met yet. `is_latest`: the later state is the one it has now.
    """

    id: int
    root: str
    path: str
    department: str
    note: str
    before: FileState | None
    now: FileState | None
    is_latest: bool


def remember(connection: Connection, run: int, states: Mapping[int, FileState]) -> None:
    """Keep what files were like before a scan; what the same scan kept of them earlier stands."""
    for chosen in _portions(list(states)):
        kept = select(FileChange.file_id).where(FileChange.run_id == run, FileChange.file_id.in_(chosen))
        known = set(connection.scalars(kept))
        rows = [
            {"file_id": number, "run_id": run} | {name: getattr(states[number], name) for name in _NAMES}
            for number in chosen
            if number not in known
        ]
        if rows:
            connection.execute(insert(FileChange), rows)


def remember_stored(connection: Connection, run: int, numbers: Sequence[int]) -> None:
    """Keep what files are like that the scan is about to mark as gone, or as back; new ones have no earlier state."""
    for chosen in _portions(numbers):
        rows = connection.execute(select(File.id, *STATE).where(File.id.in_(chosen), File.first_run_id != run))
        remember(connection, run, {row.id: state_of(row) for row in rows})


def touched(connection: Connection, before: int, now: int, contents: Collection[str] = ()) -> Iterator[Touched]:
    """The files that came or changed between the ends of two scans, by root and path.

    Of those that came, files that hold nothing and can be read are left out, unless they changed since or their content
    is one of `contents` or of a file with personal data that changed: a million new files need not fit into memory.
    """
    later: dict[int, list[tuple[int, FileState]]] = defaultdict(list)
    columns = [getattr(FileChange, name) for name in _NAMES]
    changes = select(FileChange.file_id, FileChange.run_id, *columns).where(FileChange.run_id > before)
    for number, run, *state in connection.execute(changes.order_by(FileChange.file_id, FileChange.run_id)):
        later[number].append((run, FileState(*state)))
    followed = {state.sha256 for own in later.values() for _, state in own if state.personal and state.sha256}
    rows = {row.id: row for row in _came(connection, before, now, {*followed, *contents})}
    left = [number for number in later if number not in rows]
    for chosen in _portions(left):
        rows |= {row.id: row for row in connection.execute(select(*_ABOUT).where(File.id.in_(chosen)))}
    for row in sorted(rows.values(), key=lambda row: (row.root, row.path)):
        own = later.get(row.id, [])
        then, since = (_after(row, run, own) for run in (before, now))
        is_latest = not any(run > now for run, _ in own)
        yield Touched(row.id, row.root, row.path, row.department, row.note, then, since, is_latest)


def _came(connection: Connection, before: int, now: int, contents: Collection[str]) -> Iterator[Row[Any]]:
    """The files that were met first after one scan and up to another, as far as they matter."""
    met = select(*_ABOUT).where(File.first_run_id > before, File.first_run_id <= now)
    yield from connection.execute(met.where(File.personal.is_(True) | File.status.not_in(READABLE)))
    for chosen in _portions(sorted(contents)):
        yield from connection.execute(met.where(File.sha256.in_(chosen)))


def _portions(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def _after(row: Row[Any], run: int, later: Sequence[tuple[int, FileState]]) -> FileState | None:
    """The state after a scan: what the first later change found, or what is there now."""
    if row.first_run_id > run:
        return None
    return next((state for changed_in, state in later if changed_in > run), None) or state_of(row)


def kept_after(connection: Connection) -> int:
    """The scan after which all changes are known; 0 where all ever made are."""
    return int(connection.scalar(select(Property.value).where(Property.name == _KEPT_AFTER)) or 0)


def forget(connection: Connection, run: int, *, days: int = KEPT_DAYS, rows: int = KEPT_ROWS) -> None:
    """Drop the changes of scans that are too long ago, or too many to keep; never those of `run` itself."""
    last = max(_too_old(connection, run, days), _too_many(connection, run, rows))
    if not last:
        return
    if connection.execute(delete(FileChange).where(FileChange.run_id <= last)).rowcount and last > kept_after(
        connection
    ):
        connection.execute(delete(Property).where(Property.name == _KEPT_AFTER))
        connection.execute(insert(Property).values(name=_KEPT_AFTER, value=str(last)))


def _too_old(connection: Connection, run: int, days: int) -> int:
    oldest = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return connection.scalar(select(func.max(Run.id)).where(Run.id < run, Run.started < oldest)) or 0


def _too_many(connection: Connection, run: int, rows: int) -> int:
    """The last scan whose changes do not fit any more, counted back from the latest."""
    total = 0
    counted = select(FileChange.run_id, func.count().label("number")).where(FileChange.run_id < run)
    for one in connection.execute(counted.group_by(FileChange.run_id).order_by(FileChange.run_id.desc())):
        total += one.number
        if total > rows:
            return int(one.run_id)
    return 0
