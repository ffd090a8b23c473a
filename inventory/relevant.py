"""Which files the 台帳 speaks of: most files of a share hold nothing, and need not be fetched to say so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, case, func, or_, select, true

from inventory.ledger import Coverage
from inventory.models import File
from inventory.queries import CHUNK
from inventory.queries_decided import StoredDecision
from inventory.reviewing import Basis

_MOST_NAMED = 10_000  # files by number in one statement


def relevant(connection: Connection, decisions: Sequence[StoredDecision]) -> ColumnElement[bool]:
    """Files that hold personal data, that were not wholly read, or that people decided about."""
    numbers = set(_decided(connection, decisions))
    if len(numbers) > _MOST_NAMED:
        return true()
    return or_(File.personal.is_(True), File.status != "read", File.id.in_(sorted(numbers)))


def _decided(connection: Connection, decisions: Sequence[StoredDecision]) -> Iterator[int]:
    """The others among the files that have, or had, a content that somebody decided about."""
    clean = (File.personal.is_(False), File.status == "read")
    subjects = sorted({decision.subject for decision in decisions})
    paths = sorted({path for decision in decisions if (basis := Basis.read(decision)) for _, path in basis.places})
    for column, values in ((File.sha256, subjects), (File.path, paths)):
        for start in range(0, len(values), CHUNK):
            yield from connection.scalars(select(File.id).where(*clean, column.in_(values[start : start + CHUNK])))


def coverage(connection: Connection) -> Coverage:
    """What was examined and what was not, counted by the database."""
    on_the_share = case((File.container_id.is_(None), 1), else_=0)
    columns = (File.status, on_the_share, func.count(), func.sum(File.size))
    statement = select(*columns).where(File.gone_run_id.is_(None)).group_by(File.status, on_the_share)
    by_status: Counter[str] = Counter()
    files = size = 0
    for status, is_outer, number, summed in connection.execute(statement):
        by_status[status] += number
        files += number * is_outer
        size += int(summed) * is_outer
    total = by_status.total()
    return Coverage(total, dict(by_status), files, total - files, size)
