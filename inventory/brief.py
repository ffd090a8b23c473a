"""The files that the figures of a register speak of, each in the few facts that figures need.

A share of a million files has hundreds of thousands with personal data: a row each, and a closer look only at those
that somebody decided about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute

from inventory import queries, refuting
from inventory.models import Access, File, KindTotal, PersonMarks
from inventory.queries import CHUNK
from inventory.queries_decided import StoredDecision
from inventory.reviewing import Basis, Decided
from inventory.spelling import composed, other_spelling

_AT_ONCE = 250  # rows, some of them with the keys of thousands of persons


class Brief(NamedTuple):
    """A file with personal data, or about which somebody decided; `verdict` is empty where nobody did.

    `by_name` and `by_mark` are the keys of its persons, or sketches of them.
    """

    id: int
    root: str
    path: str
    sha256: str
    department: str
    document_type: str | None
    flags: tuple[str, ...]
    kinds: frozenset[str]
    readable_by_all: bool
    access_known: bool
    modified_ns: int
    persons: int
    persons_max: int
    by_name: bytes
    by_mark: bytes
    sketched: bool
    personal: bool = True
    verdict: str = ""


_KINDS = select(func.aggregate_strings(KindTotal.kind, ",")).where(KindTotal.file_id == File.id).scalar_subquery()
_THERE = File.gone_run_id.is_(None)
_NUMBERED = (File.id >= bindparam("first"), File.id < bindparam("end"))
_ROWS = (
    select(
        File.id, File.root, File.path, File.sha256, File.department, File.document_type, File.flags,
        _KINDS.label("kinds"), File.readable_by_all, File.access_id, File.modified_ns, File.persons, File.persons_max,
        File.person_keys, PersonMarks.keys.label("marks"), PersonMarks.sketched,
    )
    .outerjoin(PersonMarks, PersonMarks.file_id == File.id)
    .where(_THERE)
    .execution_options(yield_per=_AT_ONCE)
)  # fmt: skip
_PERSONAL = _ROWS.where(File.personal.is_(True), *_NUMBERED)
_OTHERS = select(File.id, File.root, File.path, File.sha256).where(File.personal.is_(False), _THERE, *_NUMBERED)


class Briefs:
    """The files of a register in brief, as people decided about them until now."""

    def __init__(self, connection: Connection, decisions: Sequence[StoredDecision]) -> None:
        self._connection = connection
        self._closer = _Closer(connection, decisions)
        readers = connection.execute(select(Access.id).where(Access.known.is_(True)))
        self._known = {number for (number,) in readers}

    def between(self, first: int, end: int) -> Iterator[Brief]:
        """The files from a number to the one before `end` that hold personal data by the scan, and the others that
        somebody decided about, in no order."""
        numbers, closer, known = {"first": first, "end": end}, self._closer, self._known
        for rows in self._connection.execute(_PERSONAL, numbers).partitions():
            for row in rows:
                (number, root, path, sha256, department, document_type, flags, kinds, everyone, access, modified_ns,
                 persons, persons_max, by_name, by_mark, sketched) = row  # fmt: skip
                if closer.is_needed(number, root, path, sha256):
                    yield from closer.look(row)
                    continue
                yield Brief(
                    number, root, path, sha256, department, document_type, flags, _kinds(kinds), everyone,
                    access in known, modified_ns, persons, persons_max, by_name, by_mark or b"", bool(sketched),
                )  # fmt: skip
        if closer.knows_any:
            others = self._connection.execute(_OTHERS, numbers).all()
            wanted = [row.id for row in others if closer.is_needed(*row)]
            for start in range(0, len(wanted), CHUNK):
                for row in self._connection.execute(_ROWS.where(File.id.in_(wanted[start : start + CHUNK]))):
                    yield from closer.look(row)
        yield from closer.rest()


class _Closer:
    """Files in which something was called wrong, or about which somebody decided: read as a whole, some at a time."""

    def __init__(self, connection: Connection, decisions: Sequence[StoredDecision]) -> None:
        self._connection = connection
        self._decided = Decided(decisions)
        self._wrong = refuting.holders(connection, refuting.refuted(connection))
        self._rows: dict[int, Row[Any]] = {}

    @property
    def knows_any(self) -> bool:
        """Whether there are such files."""
        return bool(self._wrong) or bool(self._decided)

    def is_needed(self, number: int, root: str, path: str, sha256: str) -> bool:
        """Whether the row of a file does not say all."""
        return number in self._wrong or (bool(self._decided) and self._decided.about(root, path, sha256))

    def look(self, row: Row[Any]) -> Iterator[Brief]:
        """A file to look at; what comes are those whose turn it is."""
        self._rows[row.id] = row
        if len(self._rows) >= CHUNK:
            yield from self.rest()

    def rest(self) -> Iterator[Brief]:
        """The files that are left."""
        rows, self._rows = self._rows, {}
        outer = {number: row.path for number, row in rows.items()}
        for file in queries.files_of(self._connection, outer):
            row = rows[file.id]
            if file.id in self._wrong:
                file = refuting.without(file, self._wrong[file.id])
            yield Brief(
                file.id, file.root, file.path, file.sha256, file.department, file.document_type, file.flags,
                frozenset(kind.kind for kind in file.kinds), file.readable_by_all, file.access_known, file.modified_ns,
                row.persons, row.persons_max, row.person_keys, row.marks or b"", bool(row.sketched), file.personal,
                self._decided.of(file).verdict,
            )  # fmt: skip


@lru_cache(maxsize=1 << 14)
def _kinds(written: str | None) -> frozenset[str]:
    """The kinds of a file; most files hold the same few."""
    return frozenset(written.split(",")) if written else frozenset()


def concerned(decisions: Sequence[StoredDecision]) -> Iterator[ColumnElement[bool]]:
    """Conditions under which a file has, or had, a content that somebody decided about."""
    subjects = {decision.subject for decision in decisions}
    places = {path for decision in decisions if (basis := Basis.read(decision)) for _, path in basis.places}
    addresses = {decision.subject for decision in decisions if not decision.basis and "/" in decision.subject}
    wanted: Sequence[tuple[ColumnElement[str] | InstrumentedAttribute[str], Collection[str]]] = (
        (File.sha256, subjects),
        (File.path, _spelt(places)),
        (File.root + "/" + File.path, _spelt(addresses)),
    )
    for column, values in wanted:
        ordered = sorted(values)
        for start in range(0, len(ordered), CHUNK):
            yield column.in_(ordered[start : start + CHUNK])


def _spelt(names: Collection[str]) -> set[str]:
    return {spelling for name in names for spelling in (name, composed(name), other_spelling(name))}
