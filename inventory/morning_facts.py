"""What the morning's news is made from, read without compiling the 台帳: a register may hold a million files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select

from inventory import counted, queries, queries_decided, refuting
from inventory.changes import WHOLE, Changes
from inventory.entrusted import contractors, takeouts
from inventory.entrusted.contractors import StoredContractor
from inventory.entrusted.takeouts import StoredTakeout
from inventory.incident.duties import Duty, due_incidents
from inventory.models import File
from inventory.queries import CHUNK, StoredFile, StoredRun
from inventory.queries_decided import StoredEntry
from inventory.register import Register
from inventory.reviewing import OPEN, Decided, subject_of
from inventory.verdicts import NO_PERSONAL_DATA


@dataclass(frozen=True, slots=True)
class Facts:
    """What the items are made from.

    `flagged` are the files with personal data of any flag, `waiting` the departments of the contents that somebody has
    to decide about; `taken_out` are the requests that wait and what should be back, `contractors` those to look at;
    `vanished` counts roots that held files before the scan and none in it.
    """

    today: date
    last: StoredRun | None
    changes: Changes | None
    flagged: Sequence[StoredFile]
    unread: int
    waiting: Sequence[str]
    entries: Sequence[StoredEntry]
    overdue: Mapping[int, int]
    vanished: int = 0
    department: str = WHOLE
    incidents: Sequence[Duty] = ()
    taken_out: Sequence[StoredTakeout] = ()
    contractors: Sequence[StoredContractor] = ()

    def of(self, department: str) -> Facts:
        """What concerns one department."""
        return replace(
            self,
            changes=self.changes.of(department) if self.changes else None,
            flagged=[file for file in self.flagged if file.department == department],
            unread=0,
            waiting=[one for one in self.waiting if one == department],
            entries=[entry for entry in self.entries if entry.department == department],
            department=department,
            incidents=(),
            taken_out=(),
            contractors=(),
        )


def gather(register: Register, changes: Changes | None, today: date) -> Facts:
    """Everything that is told."""
    runs = register.runs()
    with register.reading() as connection:
        flagged, waiting = _standing(connection)
        coverage = queries.coverage(connection)
        latest = next((run.id for run in runs if counted.departments(connection, run.id)), None)
        late = counted.overdue(connection, latest) if latest else {}
    return Facts(
        today=today,
        last=runs[0] if runs else None,
        changes=changes,
        flagged=flagged,
        unread=sum(number for status, number in coverage.items() if status != "read"),
        waiting=waiting,
        entries=[entry for entry in register.entries() if entry.state == "active"],
        overdue=late,
        incidents=due_incidents(register),
        taken_out=[one for one in takeouts.takeouts(register) if one.state == "requested" or one.is_overdue(today)],
        contractors=contractors.due(register, today),
    )


def _standing(connection: Connection) -> tuple[list[StoredFile], list[str]]:
    """The files with personal data of any flag, and the departments of the contents that wait for a person.

    Only what needs a closer look is read as a whole: what has a flag, or was decided about at its address or in part.
    """
    decisions = queries_decided.decisions(connection, "file")
    decided, verdicts = Decided(decisions), {decision.subject: decision.verdict for decision in decisions}
    partly_wrong = refuting.holders(connection, refuting.refuted(connection))
    columns = (File.id, File.root, File.path, File.sha256, File.department, File.flags)
    closer: dict[int, str] = {}
    waiting: dict[str, str] = {}
    for row in connection.execute(select(*columns).where(File.personal.is_(True), File.gone_run_id.is_(None))):
        if row.flags or row.id in partly_wrong or decided.knows(row.root, row.path):
            closer[row.id] = row.path.partition("!")[0]
        elif verdicts.get(subject := row.sha256 or f"{row.root}/{row.path}", OPEN) == OPEN:
            waiting[subject] = row.department
    files = list(refuting.adjusted(connection, queries.files_of(connection, closer)))
    for file in files:
        verdict = decided.of(file).verdict
        if verdict == OPEN or (file.personal and not verdict):
            waiting[subject_of(file)] = file.department
    waiting |= _doubtful(connection, [subject for subject, verdict in verdicts.items() if verdict == OPEN])
    held = [file for file in files if file.personal and decided.of(file).verdict not in NO_PERSONAL_DATA]
    return held, list(waiting.values())


def _doubtful(connection: Connection, contents: Sequence[str]) -> Mapping[str, str]:
    """The contents that somebody was not sure about and that are still there, with a department."""
    found: dict[str, str] = {}
    for start in range(0, len(contents), CHUNK):
        chosen = File.sha256.in_(contents[start : start + CHUNK])
        rows = connection.execute(select(File.sha256, File.department).where(chosen, File.gone_run_id.is_(None)))
        found.update((row.sha256, row.department) for row in rows)
    return found
