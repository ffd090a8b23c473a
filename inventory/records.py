"""Reading a register: files, findings, scans, lines of the 台帳, decisions and history, as frozen records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import ColumnElement, Connection, Engine

from inventory import editing, queries, queries_decided, refuting, storage
from inventory.editing import Subject
from inventory.people import together
from inventory.queries import StoredFile, StoredFinding, StoredRun
from inventory.queries_decided import StoredChange, StoredCount, StoredDecision, StoredEntry, StoredRisk
from inventory.routing import Routes


class Records:
    """What can be read from an open register; the methods need no lock. `writing` is for those that change it."""

    name: str
    _engine: Engine

    def files(self, *, gone: bool = False, chosen: Sequence[ColumnElement[bool]] = ()) -> Iterator[StoredFile]:
        """All files by root and path, members behind their container, or those `chosen` by what the scan stored.

        What is gone only if asked for.
        """
        with self.reading() as connection:
            yield from refuting.adjusted(connection, queries.files(connection, gone=gone, chosen=chosen))

    def counts(self, run: int) -> dict[int, StoredCount]:
        """What the lines came to after a scan, by 管理No."""
        with self.reading() as connection:
            return queries_decided.counts(connection, run)

    def findings(self, path: str | None = None, *, refuted: bool = False) -> Iterator[StoredFinding]:
        """The masked samples of all files, or of one file and its members; what is `refuted` only if asked for."""
        with self.reading() as connection:
            wrong = {} if refuted else refuting.refuted(connection)
            yield from (found for found in queries.findings(connection, path) if found.fingerprint not in wrong)

    def refuted(self) -> dict[str, StoredDecision]:
        """The findings that people called wrong, by fingerprint, with the decision that says so."""
        with self.reading() as connection:
            return refuting.refuted(connection)

    def people_in(self, files: Iterable[StoredFile]) -> tuple[int, int]:
        """How many persons any files hold together, copies and everybody counted once: estimate and maximum."""
        contents: dict[str, int] = {}
        for file in files:  # of copies, the one that was met first
            content = file.sha256 or f"#{file.id}"
            contents[content] = min(contents.get(content, file.id), file.id)
        with self.reading() as connection:
            return together(list(queries.crowds(connection, list(contents.values()))))

    def runs(self) -> list[StoredRun]:
        """All scans, the latest first."""
        with self.reading() as connection:
            return queries.runs(connection)

    def coverage(self) -> dict[str, int]:
        """How many files, members included, ended in each status."""
        with self.reading() as connection:
            return queries.coverage(connection)

    def entries(self) -> list[StoredEntry]:
        """The lines of the 台帳 with their stored fields, by number."""
        with self.reading() as connection:
            return queries_decided.entries(connection)

    def decisions(self, subject_type: Subject | None = None) -> list[StoredDecision]:
        """All decisions, oldest first; the last one about a subject holds."""
        with self.reading() as connection:
            return queries_decided.decisions(connection, subject_type)

    def history(self, subject_type: str | None = None, subject: str | None = None) -> list[StoredChange]:
        """What people changed, the oldest first; of everything, or of one line, file or finding."""
        with self.reading() as connection:
            return queries_decided.history(connection, subject_type, subject)

    def risks(self) -> list[StoredRisk]:
        """The risks that people confirmed."""
        with self.reading() as connection:
            return queries_decided.risks(connection)

    def exported(self, token: str) -> bytes | None:
        """What a workbook said when it left; None where it is none of this register."""
        with self.reading() as connection:
            return queries_decided.exported(connection, token)

    def routes(self) -> Routes:
        """How files find their line."""
        with self.reading() as connection:
            return Routes(editing.routes(connection))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read by; errors of the database become a RegisterError."""
        with storage.explained(self.name), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: everything in it is kept, or nothing."""
        with storage.explained(self.name), storage.writing(self._engine) as connection:
            yield connection
