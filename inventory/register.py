"""The register of one client: opened, filled by scans, read. What people do with it is `inventory.keeping`.

Every file is committed by itself: a scan that is killed loses the files in flight and nothing else.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from inventory import editing, keys, queries, recording, refuting, storage
from inventory.copies import Content, Place
from inventory.departments import department
from inventory.editing import now
from inventory.lock import ScanLock
from inventory.models import File, Property, Run, storable
from inventory.os_faults import reason
from inventory.queries import (
    StoredCount,
    StoredRun,
)
from inventory.recording import RunState
from inventory.records import Records
from inventory.refuting import RefutedValues
from inventory.report import FileReport
from inventory.routing import Kept
from inventory.server import ServerLock
from inventory.storage import RegisterBusy, RegisterError

__all__ = ["Register", "RegisterBusy", "RegisterError", "RegisterKeyLost"]


class RegisterKeyLost(RegisterError):
    """The key of the register is missing or wrong: old fingerprints cannot be matched any more."""


class Register(Records):
    """An open register. Use as a context manager; reading needs no lock, scanning takes it in `begin_run`."""

    def __init__(
        self,
        engine: Engine,
        name: str,
        lock: ScanLock | ServerLock,
        key_file: Path | None,
        departments: Mapping[str, str],
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
        register_key: str | None = None,
        departments: Mapping[str, str] | None = None,
    ) -> Self:
        """Open a register by path or database URL; raises RegisterError with a sentence for the user."""
        url = storage.locate(where)
        file = storage.file_of(url)
        engine = storage.connect(url, create=create, register_key=register_key)
        name = str(file) if file else url.render_as_string(hide_password=True)
        return cls(engine, name, ScanLock(file) if file else ServerLock(engine), key_file, departments or {})

    def close(self) -> None:
        """Let go of the database and of the scan lock."""
        self._engine.dispose()
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
            with self.reading() as connection:
                about = queries.properties(connection)
            try:
                self._key = self._load_key(about) if "key_check" in about else self._new_key()
            except keys.KeyLost as lost:
                raise RegisterKeyLost(str(lost)) from None
        return self._key

    def renew_key(self) -> None:
        """Give up a lost key: a new one is made and every file is examined anew by the next scan."""
        with self.writing() as connection:
            connection.execute(delete(Property).where(Property.name.in_(("register_id", "key_check"))))
            connection.execute(update(File).values(digest=""))
        self._key = None

    def _load_key(self, about: Mapping[str, str]) -> bytes:
        register_id = about["register_id"]
        return keys.load(self._key_file or keys.default_key_file(register_id), (register_id, about["key_check"]))

    def _new_key(self) -> bytes:
        with self.writing() as connection:
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

    def begin_run(self, roots: Iterable[str], version: str, digest: str, *, full: bool = False) -> int:
        """Start a scan; RegisterBusy if another one holds the register. `digest` is of rules, models and version."""
        if not self._take_lock():
            raise RegisterBusy(
                f"ほかのスキャンが台帳 {self.name} を使用中です（{self._lock.holder()}）。終わるまでお待ちください。"
            )
        roots = tuple(roots)
        values = {"roots": roots, "started": now(), "version": version, "digest": digest}
        with self.writing() as connection:
            inserted = connection.execute(insert(Run).values(values)).inserted_primary_key
        self._run = RunState(int(inserted[0]) if inserted else 0, roots, digest, full)
        return self._run.id

    def refuted_values(self) -> RefutedValues | None:
        """What people called wrong, for the workers. What holds it still, as an interrupted scan leaves it, is due."""
        with self.writing() as connection:
            wrong = refuting.refuted(connection)
            refuting.read_anew(connection, wrong)
        return refuting.values(self.key, wrong)

    def unchanged(
        self, root: str, path: str, size: int, modified_ns: int, digest: str, circumstances: str = ""
    ) -> bool:
        """Whether a file was examined as it stands, by the same rules; it then counts as met, with its members.

        What could not be opened counts only if it was tried in the same circumstances (`inventory.locked_files`).
        """
        run = self._running()
        if (root, digest) not in run.current:
            with self.reading() as connection:
                run.current[root, digest] = recording.current(connection, root, digest)
        known = run.current[root, digest]
        states = (recording.state(path, size, modified_ns, each) for each in dict.fromkeys(("", circumstances)))
        number = next((known[each] for each in states if each in known), None)
        if number is not None:
            run.seen.append(number)
        return number is not None

    def places(self, content: Content) -> list[Place]:
        """Where a content was examined by the same rules; in a full scan, only by this scan."""
        run = self._running()
        with self.reading() as connection:
            return recording.places(connection, content.sha256, run.digest, run.id if run.full else None)

    def report(self, number: int) -> FileReport | None:
        """What the file of a number came to."""
        with self.reading() as connection:
            return recording.report(connection, number)

    def record(self, reports: Sequence[FileReport], circumstances: str = "") -> None:
        """Keep what one file (the first report) and its members came to, in one commit.

        `circumstances` are given for a file with something in it that could not be opened.
        """
        run = self._running()
        outer = reports[0]
        place = department(outer.root, outer.path, self._departments)
        with self.writing() as connection:
            recording.replace(
                connection, reports, run=run.id, digest=run.digest + circumstances, department=storable(place)
            )
        run.examined += len(reports)
        run.bytes_examined += outer.size

    def mark_gone(self, roots: Iterable[str] | None = None) -> int:
        """After a complete walk: mark the files that were not met, and say how many. Nothing is deleted."""
        run = self._running()
        with self.writing() as connection:
            self._flush_seen(connection, run)
            chosen = run.roots if roots is None else tuple(roots)
            run.gone += recording.mark_gone(connection, chosen, run.id)
        return run.gone

    def finish_run(self) -> StoredRun:
        """End the scan, also an interrupted one, with its totals, and free the register."""
        run = self._running()
        with self.writing() as connection:
            self._flush_seen(connection, run)
            met = connection.scalar(select(func.count()).select_from(File).where(File.seen_run_id == run.id)) or 0
            totals = {"files_met": met, "files_examined": run.examined, "files_gone": run.gone}
            ended = {"ended": now(), "bytes_examined": run.bytes_examined}
            connection.execute(update(Run).where(Run.id == run.id).values(totals | ended))
        self._run = None
        self._lock.release()
        return self.runs()[0]

    def _take_lock(self) -> bool:
        try:
            with storage.explained(self.name):
                return self._lock.acquire()
        except OSError as error:
            file = error.filename or self.name
            raise RegisterError(f"{file} を作れません（{reason(error)}）。権限を確かめてください。") from None

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
        with self.reading() as connection:
            for number, root, path, present in queries.outer_files(connection):
                place = storable(department(root, path, self._departments))
                if place != present:
                    changed.append((number, place))
        if changed:
            with self.writing() as connection:
                recording.assign_departments(connection, changed)
        return len(changed)

    def ensure_entries(self, lines: Sequence[Kept]) -> None:
        """Give every kind of document that has no line of the 台帳 yet the next numbers, in this order."""
        with self.writing() as connection:
            editing.ensure_entries(connection, lines)

    def count_entries(self, run: int, counts: Iterable[StoredCount]) -> None:
        """Keep what the lines came to after a scan."""
        with self.writing() as connection:
            editing.count_entries(connection, run, counts)

    def remember_export(self, token: str, department: str, snapshot: bytes) -> None:
        """Keep what a workbook said when it left."""
        with self.writing() as connection:
            editing.remember_export(connection, token, department, snapshot)
