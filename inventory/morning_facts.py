"""What the morning's news is made from, read without compiling the 台帳: a register may hold a million files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import NamedTuple

from sqlalchemy import Connection, select

from inventory import counted, queries, queries_decided, refuting
from inventory.changes import WHOLE, Changes
from inventory.entrusted import contractors, takeouts
from inventory.entrusted.contractors import StoredContractor
from inventory.entrusted.takeouts import StoredTakeout
from inventory.incident.duties import Duty, due_incidents
from inventory.models import Access, File
from inventory.queries import CHUNK, StoredRun
from inventory.queries_decided import StoredEntry
from inventory.register import Register
from inventory.reviewing import OPEN, Decided, subject_of
from inventory.verdicts import NO_PERSONAL_DATA

_AT_ONCE = 2_000  # rows


class Flagged(NamedTuple):
    """What files with personal data of any flag have in common that are told of together."""

    department: str
    flags: tuple[str, ...]
    readable_by_all: bool
    access_known: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What the items are made from.

    `flagged` counts the files with personal data of any flag, `waiting` by department the contents that somebody has to
    decide about; `taken_out` are the requests that wait and what should be back, `contractors` those to look at;
    `vanished` counts roots that held files before the scan and none in it.
    """

    today: date
    last: StoredRun | None
    changes: Changes | None
    flagged: Counter[Flagged]
    unread: int
    waiting: Counter[str]
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
            flagged=Counter({one: files for one, files in self.flagged.items() if one.department == department}),
            unread=0,
            waiting=Counter({department: self.waiting[department]}),
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


def _standing(connection: Connection) -> tuple[Counter[Flagged], Counter[str]]:
    """The files with personal data of any flag, and by department the contents that wait for a person.

    Only what was decided about at its address or in part is read as a whole.
    """
    decisions = queries_decided.decisions(connection, "file")
    decided, verdicts = Decided(decisions), {decision.subject: decision.verdict for decision in decisions}
    partly_wrong = refuting.holders(connection, refuting.refuted(connection))
    known = {number for (number,) in connection.execute(select(Access.id).where(Access.known.is_(True)))}
    closer: dict[int, str] = {}
    flagged: Counter[Flagged] = Counter()
    waiting: dict[int, str] = {}  # by content: a number of it is shorter
    rows = connection.execute(_PERSONAL.execution_options(yield_per=_AT_ONCE)).partitions()
    for number, root, path, sha256, department, flags, everyone, access in chain.from_iterable(rows):
        if number in partly_wrong or (decided and decided.knows(root, path)):
            closer[number] = path.partition("!")[0]
            continue
        subject = sha256 or f"{root}/{path}"
        verdict = verdicts.get(subject, "") if verdicts else ""
        if not verdict or verdict == OPEN:
            waiting[hash(subject)] = department
        if flags and verdict not in NO_PERSONAL_DATA:
            flagged[Flagged(department, flags, everyone, access in known)] += 1
    for file in refuting.adjusted(connection, queries.files_of(connection, closer)):
        verdict = decided.of(file).verdict
        if verdict == OPEN or (file.personal and not verdict):
            waiting[hash(subject_of(file))] = file.department
        if file.flags and file.personal and verdict not in NO_PERSONAL_DATA:
            flagged[Flagged(file.department, file.flags, file.readable_by_all, file.access_known)] += 1
    waiting |= _doubtful(connection, [subject for subject, verdict in verdicts.items() if verdict == OPEN])
    return flagged, Counter(waiting.values())


_PERSONAL = select(
    File.id, File.root, File.path, File.sha256, File.department, File.flags, File.readable_by_all, File.access_id
).where(File.personal.is_(True), File.gone_run_id.is_(None))


def _doubtful(connection: Connection, contents: Sequence[str]) -> Mapping[int, str]:
    """The contents that somebody was not sure about and that are still there, with a department."""
    found: dict[int, str] = {}
    for start in range(0, len(contents), CHUNK):
        chosen = File.sha256.in_(contents[start : start + CHUNK])
        rows = connection.execute(select(File.sha256, File.department).where(chosen, File.gone_run_id.is_(None)))
        found.update((hash(row.sha256), row.department) for row in rows)
    return found
