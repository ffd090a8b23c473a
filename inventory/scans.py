"""Scans of a register: what was met is compared with what is known, what was examined is committed in small batches.

A scan that is killed loses the files in flight and those of the last half second (`inventory.unwritten`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, case, insert, update

from inventory import (
    editing,
    meeting,
    past_states,
    permitting,
    queries,
    recording,
    replacing,
    respelling,
    storage,
)
from inventory.contents import Content, Place
from inventory.departments import department
from inventory.editing import now
from inventory.folder_parts import forget_touched
from inventory.known import KnownFile
from inventory.lock import ScanLock
from inventory.losses import Losses
from inventory.meeting import Meeting
from inventory.met_contents import MetContents
from inventory.models import Run, storable
from inventory.os_faults import reason
from inventory.permitting import Permitted
from inventory.queries import StoredRun
from inventory.recording import RunState
from inventory.records import Records
from inventory.replacing import Examined
from inventory.report import FileReport
from inventory.server import ServerLock
from inventory.spelling import other_spelling
from inventory.storage import RegisterBusy, RegisterError
from inventory.version import program_version
from scanner.crawl import Passes, Stood
from scanner.document import FoundFile

DEPARTMENTS = "departments"  # property: the mapping that all files follow
CHANGED = "files_changed"  # property: the last scan that changed what is known of any file
PERMITTED_AT_ONCE = 1_000  # files whose readers changed, in one transaction


class Scans(Records):
    """The part of a register that scans fill; one scan at a time holds the lock, from `begin_run` on."""

    _lock: ScanLock | ServerLock
    _departments: Mapping[str, str]
    _run: RunState | None

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
            number = int(inserted[0]) if inserted else 0
            past_states.forget(connection, number)
            forget_touched(connection)
            if queries.properties(connection).get(DEPARTMENTS) not in (None, self._mapping_digest):
                editing.set_property(connection, DEPARTMENTS, "")  # the scan assigns by another mapping
            is_first = full or not recording.has_met_any(connection, digest)
        self._run = RunState(number, roots, digest, Meeting(self.reading, digest), full)
        self._run.met_contents = MetContents() if is_first else None
        return self._run.id

    def unchanged(
        self,
        root: str,
        path: str,
        size: int,
        modified_ns: int,
        digest: str,
        circumstances: str = "",
        permitted: Permitted | None = None,
    ) -> bool:
        """Whether a file was examined as it stands, by the same rules; it then counts as met, with its members.

        What could not be opened counts only if it was tried in the same circumstances (`inventory.locked_files`).
        If somebody else is `permitted` to read it than before, that is noted.
        """
        digests = (digest, digest + circumstances) if circumstances else (digest,)
        meeting = self._running().meeting
        file = meeting.tick_off(storable(root), storable(path), size, modified_ns, digests)
        if file is None:
            return False
        if permitted is not None and not meeting.is_permitted(file, permitted):
            self._permit(file, permitted)
        return True

    def passing(self) -> Passes:
        """The same question for the files of a walk, folder by folder: a million may be unchanged."""
        meeting = self._running().meeting

        def passes(root: str, files: Stood) -> Collection[str]:
            met, others = meeting.tick_off_all(storable(root), files)
            for file, permitted in others:
                self._permit(file, permitted)
            if meeting.parts.are_due:
                self._write_parts()
            return met

        return passes

    def respelled(self, met: FoundFile, digest: str, circumstances: str = "") -> bool:
        """Whether a file is unchanged but for the spelling of its name (か and ゛ for が); that is noted anyway."""
        run, root = self._running(), storable(str(met.root))
        if root not in run.is_known_root:
            with self.reading() as connection:
                run.is_known_root[root] = respelling.is_known(connection, root, run.id)
        if not run.is_known_root[root] or (other := other_spelling(met.relative)) == met.relative:
            return False
        if run.unwritten.has_address((root, storable(other))):
            self.write()
        with self.reading() as connection:
            file = respelling.known_otherwise(connection, met)
        if file is None:
            return False
        with self._changing() as connection:
            respelling.respell(connection, file, met.relative)
        digests = (digest, digest + circumstances)
        if run.full or run.meeting.tick_off_file(file, root, met.size, met.modified_ns, digests) is None:
            return False
        if not run.meeting.is_permitted(file, (met.owner, met.access)):
            self._permit(file, (met.owner, met.access))
        return True

    def _permit(self, file: KnownFile, permitted: Permitted) -> None:
        run = self._running()
        run.permitted[file.id] = permitted
        if len(run.permitted) >= PERMITTED_AT_ONCE:
            self._flush_met()

    def places(self, content: Content) -> list[Place]:
        """Where a content was examined by the same rules; in a full scan, only by this scan."""
        run = self._running()
        if run.met_contents is not None and content.sha256 not in run.met_contents:
            return []
        if run.unwritten.has_content(content.sha256):
            self.write()
        with self.reading() as connection:
            return recording.places(connection, content.sha256, run.digest, run.id if run.full else None)

    def report(self, number: int) -> FileReport | None:
        """What the file of a number came to."""
        with self.reading() as connection:
            return recording.report(connection, number)

    def record(self, reports: Sequence[FileReport], circumstances: str = "") -> None:
        """Keep what one file (the first report) and its members came to, at once.

        `circumstances` are given for a file with something in it that could not be opened.
        """
        self.record_soon(reports, circumstances)
        self.write()

    def record_soon(self, reports: Sequence[FileReport], circumstances: str = "") -> None:
        """The same, but together with other files, and within half a second where `write_due` is asked so often."""
        run = self._running()
        outer = reports[0]
        place = department(outer.root, outer.path, self._departments)
        file = Examined(reports, run.digest + circumstances, storable(place))
        if run.unwritten.has_address(file.address):
            self.write()
        run.unwritten.add(file)
        if run.met_contents is not None:
            for report in reports:
                run.met_contents.add(report.sha256)
        self.write_due()

    def write_due(self) -> None:
        """Write what was examined if it waited for long enough, or is enough."""
        if self._running().unwritten.is_due:
            self.write()

    def write(self) -> None:
        """Write what was examined until now, in one commit: all of it, or where that fails nothing."""
        run = self._running()
        files = run.unwritten.files
        if not files:
            return
        with self._changing() as connection:
            replacing.replace(connection, files, run.id)
        run.examined += sum(len(file.reports) for file in files)
        run.bytes_examined += sum(file.reports[0].size for file in files)
        run.unwritten.clear()

    @contextmanager
    def batches(self) -> Iterator[None]:
        """Around a scan that records in batches: what was examined is kept, however it ends."""
        try:
            yield
        except BaseException:
            with suppress(RegisterError):
                self.write()
            raise
        self.write()

    def losses(self, root: str) -> Losses:
        """What of the files of a root the scan under way met so far."""
        run = self._running()
        self.write()
        with self.reading() as connection:
            return run.meeting.losses(connection, root, run.id)

    def mark_gone(self, roots: Iterable[str] | None = None) -> int:
        """After a complete walk: mark the files that were not met, and say how many. Nothing is deleted."""
        run = self._running()
        self.write()
        self._flush_met()
        for root in map(storable, run.roots if roots is None else roots):
            with self.reading() as connection:
                missing = run.meeting.missing(connection, root, run.id)
            if missing:
                with self._changing() as connection:
                    meeting.mark_gone(connection, missing, run.id)
                run.gone += len(missing)
        return run.gone

    def finish_run(self, *, complete: bool = True) -> StoredRun:
        """End the scan with its totals, and free the register; not `complete` where its window of time was over."""
        run = self._running()
        self.write()
        self._flush_met()
        with self.writing() as connection:
            run.meeting.parts.write(connection)
            met = run.examined + len(run.meeting.unchanged) + run.meeting.members(connection)
            totals = {"files_met": met, "files_examined": run.examined, "files_gone": run.gone}
            moment = now()
            not_before = case((Run.started > moment, Run.started), else_=moment)  # a clock may be set back meanwhile
            ended = {"ended" if complete else "stopped": not_before, "bytes_examined": run.bytes_examined}
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

    def _flush_met(self) -> None:
        """Write what was met as it was, but for being there again or for who may read it."""
        run = self._running()
        if not (run.meeting.returned or run.permitted):
            return
        with self._changing() as connection:
            meeting.mark_returned(connection, run.meeting.returned, run.id)
            permitting.permit(connection, run.id, run.permitted)
        run.meeting.returned.clear()
        run.permitted.clear()

    def _write_parts(self) -> None:
        """Write which files are known together: that is no news of any of them."""
        with self.writing() as connection:
            self._running().meeting.parts.write(connection)

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        """One transaction that changes what is known of files: figures that were kept before it are old."""
        run = self._running()
        with self.writing() as connection:
            if not run.has_changed_files:
                editing.set_property(connection, CHANGED, str(run.id))
            yield connection
        run.has_changed_files = True

    def assign_departments(self) -> int:
        """Apply the department mapping to all files, and say how many moved (people edit it between scans)."""
        changed = []
        with self.reading() as connection:
            if queries.properties(connection).get(DEPARTMENTS) == self._mapping_digest:
                return 0
            for number, root, path, present in queries.outer_files(connection):
                place = storable(department(root, path, self._departments))
                if place != present:
                    changed.append((number, place))
        with self.writing() as connection:
            recording.assign_departments(connection, changed)
            editing.set_property(connection, DEPARTMENTS, self._mapping_digest)
        return len(changed)

    @property
    def _mapping_digest(self) -> str:
        """What departments follow from: the mapping, and the program that guesses the rest."""
        written = json.dumps([program_version(), sorted(self._departments.items())])
        return hashlib.sha256(written.encode("utf-8", "backslashreplace")).hexdigest()[:32]
