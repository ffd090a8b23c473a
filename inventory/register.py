"""The register of one client: opened, filled by scans, completed by people. No other module changes it.

Every file is committed by itself: a scan that is killed loses the files in flight and nothing else.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from inventory import editing, keys, queries, recording, storage
from inventory.departments import department
from inventory.editing import Subject, Verdict, now
from inventory.lock import ScanLock
from inventory.models import File, Property, Run, storable
from inventory.os_faults import reason
from inventory.people import together
from inventory.queries import StoredDecision, StoredEntry, StoredFile, StoredFinding, StoredRun
from inventory.recording import RunState
from inventory.report import FileReport
from inventory.storage import RegisterBusy, RegisterError

__all__ = ["Register", "RegisterBusy", "RegisterError", "RegisterKeyLost"]


class RegisterKeyLost(RegisterError):
    """The key of the register is missing or wrong: old fingerprints cannot be matched any more."""


class Register:
    """An open register. Use as a context manager; reading needs no lock, scanning takes it in `begin_run`."""

    def __init__(
        self, engine: Engine, name: str, lock: ScanLock | None, key_file: Path | None, departments: Mapping[str, str]
    ) -> None:
        self.name = name
        self._engine = engine
        self._lock = lock
        self._key_file = key_file
        self._departments = departments
        self._key: bytes | None = None
        self._run: RunState | None = None

    @classmethod
    def open(
        cls,
        where: str | Path,
        *,
        create: bool = True,
        key_file: Path | None = None,
        departments: Mapping[str, str] | None = None,
    ) -> Self:
        """Open a register by path or database URL; raises RegisterError with a sentence for the user."""
        url = storage.locate(where)
        file = storage.file_of(url)
        engine = storage.connect(url, create=create)
        name = str(file) if file else url.render_as_string(hide_password=True)
        return cls(engine, name, ScanLock(file) if file else None, key_file, departments or {})

    def close(self) -> None:
        """Let go of the database and of the scan lock."""
        self._engine.dispose()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- the key ---------------------------------------------------------------------------------------------

    @property
    def key(self) -> bytes:
        """The secret for fingerprints and person hashes; made at first use, RegisterKeyLost if it is gone."""
        if self._key is None:
            with self._reading() as connection:
                about = queries.properties(connection)
            try:
                self._key = self._load_key(about) if "key_check" in about else self._new_key()
            except keys.KeyLost as lost:
                raise RegisterKeyLost(str(lost)) from None
        return self._key

    def renew_key(self) -> None:
        """Give up a lost key: a new one is made and every file is examined anew by the next scan."""
        with self._writing() as connection:
            connection.execute(delete(Property))
            connection.execute(update(File).values(digest=""))
        self._key = None

    def _load_key(self, about: Mapping[str, str]) -> bytes:
        register_id = about["register_id"]
        return keys.load(self._key_file or keys.default_key_file(register_id), (register_id, about["key_check"]))

    def _new_key(self) -> bytes:
        with self._writing() as connection:
            about = queries.properties(connection)
            if "key_check" in about:  # another scan was faster
                return self._load_key(about)
            register_id = secrets.token_hex(8)
            key = keys.create(self._key_file or keys.default_key_file(register_id))
            check = keys.check_value(key, register_id)
            rows = [{"name": "register_id", "value": register_id}, {"name": "key_check", "value": check}]
            connection.execute(insert(Property), rows)
        return key

    # --- a scan ----------------------------------------------------------------------------------------------

    def begin_run(self, roots: Iterable[str], version: str, digest: str) -> int:
        """Start a scan; RegisterBusy if another one holds the register. `digest` is of rules, models and version."""
        if self._lock is not None and not self._take_lock(self._lock):
            raise RegisterBusy(
                f"ほかのスキャンが台帳 {self.name} を使用中です（{self._lock.holder()}）。終わるまでお待ちください。"
            )
        roots = tuple(roots)
        values = {"roots": roots, "started": now(), "version": version, "digest": digest}
        with self._writing() as connection:
            inserted = connection.execute(insert(Run).values(values)).inserted_primary_key
        self._run = RunState(int(inserted[0]) if inserted else 0, roots, digest)
        return self._run.id

    def unchanged(self, root: str, path: str, size: int, modified_ns: int, digest: str) -> bool:
        """Whether a file was examined as it stands, by the same rules; it then counts as met, with its members."""
        run = self._running()
        if (root, digest) not in run.current:
            with self._reading() as connection:
                run.current[root, digest] = recording.current(connection, root, digest)
        number = run.current[root, digest].get(recording.state(path, size, modified_ns))
        if number is not None:
            run.seen.append(number)
        return number is not None

    def record(self, reports: Sequence[FileReport]) -> None:
        """Keep what one file (the first report) and its members came to, in one commit."""
        run = self._running()
        outer = reports[0]
        place = department(outer.root, outer.path, self._departments)
        with self._writing() as connection:
            recording.replace(connection, reports, run=run.id, digest=run.digest, department=storable(place))
        run.examined += len(reports)
        run.bytes_examined += outer.size

    def mark_gone(self, roots: Iterable[str] | None = None) -> int:
        """After a complete walk: mark the files that were not met, and say how many. Nothing is deleted."""
        run = self._running()
        with self._writing() as connection:
            self._flush_seen(connection, run)
            chosen = run.roots if roots is None else tuple(roots)
            run.gone += recording.mark_gone(connection, chosen, run.id)
        return run.gone

    def finish_run(self) -> StoredRun:
        """End the scan, also an interrupted one, with its totals, and free the register."""
        run = self._running()
        with self._writing() as connection:
            self._flush_seen(connection, run)
            met = connection.scalar(select(func.count()).select_from(File).where(File.seen_run_id == run.id)) or 0
            totals = {"files_met": met, "files_examined": run.examined, "files_gone": run.gone}
            ended = {"ended": now(), "bytes_examined": run.bytes_examined}
            connection.execute(update(Run).where(Run.id == run.id).values(totals | ended))
        self._run = None
        if self._lock is not None:
            self._lock.release()
        return self.runs()[0]

    def _take_lock(self, lock: ScanLock) -> bool:
        try:
            return lock.acquire()
        except OSError as error:
            raise RegisterError(f"{lock.path} を作れません（{reason(error)}）。権限を確かめてください。") from None

    def _running(self) -> RunState:
        if self._run is None:
            raise RuntimeError("begin_run comes first")
        return self._run

    @staticmethod
    def _flush_seen(connection: Connection, run: RunState) -> None:
        recording.mark_seen(connection, run.seen, run.id)
        run.seen.clear()

    # --- what people decide ----------------------------------------------------------------------------------

    def assign_departments(self) -> int:
        """Apply the department mapping to all files, and say how many moved (people edit it between scans)."""
        changed = []
        with self._reading() as connection:
            for number, root, path, present in queries.outer_files(connection):
                place = storable(department(root, path, self._departments))
                if place != present:
                    changed.append((number, place))
        if changed:
            with self._writing() as connection:
                recording.assign_departments(connection, changed)
        return len(changed)

    def ensure_entries(self, lines: Sequence[tuple[str, str]]) -> None:
        """Give every (department, document type) that has no line of the 台帳 yet the next numbers, in this order."""
        with self._writing() as connection:
            editing.ensure_entries(connection, lines)

    def add_entry(self, department: str, document_type: str) -> int:
        """A line for what no scan can find (paper, cameras); returns its number."""
        with self._writing() as connection:
            return editing.add_entry(connection, department, document_type)

    def confirm(self, entry: int, field: str, value: str, by: str, source: str = "") -> None:
        """Set a field of a line as a person wants it; scans never touch it."""
        with self._writing() as connection:
            editing.set_field(connection, entry, field, value, state="confirmed", by=by, source=source)

    def suggest(self, entry: int, field: str, value: str, source: str, by: str = "") -> None:
        """Propose a value for a field of a line beside what a person may have confirmed."""
        with self._writing() as connection:
            editing.set_field(connection, entry, field, value, state="suggested", by=by, source=source)

    def decide(
        self, subject_type: Subject, subject: str, verdict: Verdict, reviewer: str, reason: str = "", path: str = ""
    ) -> None:
        """Add a decision about a finding (fingerprint), a file (sha256) or an entry (number)."""
        with self._writing() as connection:
            editing.decide(connection, subject_type, subject, verdict, reviewer, reason, path)

    # --- reading ---------------------------------------------------------------------------------------------

    def files(self, *, gone: bool = False) -> Iterator[StoredFile]:
        """All files by root and path, members behind their container; what is gone only if asked for."""
        with self._reading() as connection:
            yield from queries.files(connection, gone=gone)

    def findings(self, path: str | None = None) -> Iterator[StoredFinding]:
        """The masked samples of all files, or of one file and its members."""
        with self._reading() as connection:
            yield from queries.findings(connection, path)

    def people_in(self, files: Iterable[StoredFile]) -> tuple[int, int]:
        """How many persons any files hold together, copies and everybody counted once: estimate and maximum."""
        contents = {file.sha256 or f"#{file.id}": file.id for file in files}
        with self._reading() as connection:
            return together(list(queries.crowds(connection, list(contents.values()))))

    def runs(self) -> list[StoredRun]:
        """All scans, the latest first."""
        with self._reading() as connection:
            return queries.runs(connection)

    def coverage(self) -> dict[str, int]:
        """How many files, members included, ended in each status."""
        with self._reading() as connection:
            return queries.coverage(connection)

    def entries(self) -> list[StoredEntry]:
        """The lines of the 台帳 with their stored fields, by number."""
        with self._reading() as connection:
            return queries.entries(connection)

    def decisions(self, subject_type: Subject | None = None) -> list[StoredDecision]:
        """All decisions, oldest first; the last one about a subject holds."""
        with self._reading() as connection:
            return queries.decisions(connection, subject_type)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with storage.explained(self.name), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with storage.explained(self.name), storage.writing(self._engine) as connection:
            yield connection
