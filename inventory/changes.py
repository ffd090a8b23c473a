"""What changed between two scans: files, lines of the 台帳, persons by department, what is kept too long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from inventory import changed_files, counted, editing, past_states, suggestions
from inventory.changed_files import Change, ChangedFile
from inventory.compiling import what_it_is
from inventory.counted import DepartmentTotal
from inventory.figures import LineFigures
from inventory.overview import Overview
from inventory.queries import StoredFile, StoredRun
from inventory.queries_decided import StoredCount, StoredEntry
from inventory.register import Register

WHOLE = ""  # the department that stands for all of them together
_NOBODY = DepartmentTotal(WHOLE, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line of the 台帳 before and now; None before for a line that is new, now for one without files."""

    number: int
    department: str
    name: str
    before: StoredCount | None
    now: StoredCount | None

    @property
    def files(self) -> int:
        """How many files came, or went where it is negative."""
        return (self.now.files if self.now else 0) - (self.before.files if self.before else 0)

    @property
    def persons(self) -> int:
        """How many persons more, or fewer."""
        return (self.now.persons if self.now else 0) - (self.before.persons if self.before else 0)


@dataclass(frozen=True, slots=True)
class DepartmentChange:
    """The files with personal data and the persons of a department; `WHOLE` is all of them, each person once."""

    department: str
    before: DepartmentTotal
    now: DepartmentTotal


@dataclass(frozen=True, slots=True)
class OverdueChange:
    """How many files of a line are kept longer than it allows."""

    number: int
    department: str
    name: str
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that two scans tell apart.

    `knows_all` is False where changes that lie between them were not kept: then only what is new and gone is known.
    `counted` is False where a scan ended before its lines were counted.
    """

    before: StoredRun
    now: StoredRun
    files: Sequence[ChangedFile]
    lines: Sequence[LineChange] = ()
    departments: Sequence[DepartmentChange] = ()
    overdue: Sequence[OverdueChange] = ()
    knows_all: bool = True
    counted: bool = True

    def _all(self, change: Change) -> list[ChangedFile]:
        return [one for one in self.files if one.change == change and one.personal]

    @property
    def new(self) -> list[ChangedFile]:
        """Files with personal data that were not there."""
        return self._all("new")

    @property
    def changed(self) -> list[ChangedFile]:
        """Files whose content changed, with personal data before or now."""
        return self._all("changed")

    @property
    def moved(self) -> list[ChangedFile]:
        """Files with personal data that lie at another place."""
        return self._all("moved")

    @property
    def gone(self) -> list[ChangedFile]:
        """Files with personal data that are no longer there."""
        return self._all("gone")

    @property
    def rejudged(self) -> list[ChangedFile]:
        """Files of the same content that rules, readers or people judge otherwise: 判定の変化."""
        return self._all("rejudged")

    @property
    def sensitive(self) -> list[ChangedFile]:
        """New places of 特定個人情報 and 要配慮個人情報."""
        return [one for one in self.files if one.new_flags]

    @property
    def unregistered(self) -> list[ChangedFile]:
        """Files with personal data that came or changed, whose line nobody has confirmed."""
        return [one for one in self.files if one.unregistered and one.change != "state"]

    @property
    def unreadable(self) -> list[ChangedFile]:
        """Files that cannot be read any more, and new ones that cannot."""
        return [one for one in self.files if one.became_unreadable]

    @property
    def readable(self) -> list[ChangedFile]:
        """Files that could not be read and now can."""
        return [one for one in self.files if one.became_readable]

    @property
    def opened(self) -> list[ChangedFile]:
        """Files with personal data that everybody may read since."""
        return [one for one in self.files if one.became_open and one.last.personal]

    @property
    def closed(self) -> list[ChangedFile]:
        """Files with personal data that everybody could read before, and cannot now."""
        return [one for one in self.files if one.became_closed and one.last.personal]

    @property
    def persons(self) -> list[DepartmentChange]:
        """Departments with more or fewer persons, the whole first."""
        return [one for one in self.departments if one.before.persons != one.now.persons]

    @property
    def newly_overdue(self) -> list[OverdueChange]:
        """Lines with more files that are kept too long than before."""
        return [one for one in self.overdue if one.now > one.before]

    @property
    def is_empty(self) -> bool:
        """Whether all is as it was."""
        return not (self.files or self.lines or self.persons or self.newly_overdue)

    def of(self, department: str) -> Changes:
        """What one department is told."""
        return replace(
            self,
            files=[one for one in self.files if one.department == department],
            lines=[one for one in self.lines if one.department == department],
            departments=[one for one in self.departments if one.department == department],
            overdue=[one for one in self.overdue if one.department == department],
        )


def since_last_scan(register: Register, names: Mapping[str, str], subjects: Mapping[str, str]) -> Changes | None:
    """What the last scan changed, with those before it that were cut short; None where there is nothing to compare."""
    runs = register.runs()
    before = next((run for run in runs[1:] if run.ended), None)
    return between(register, before, runs[0], names, subjects) if before else None


def between(
    register: Register,
    before: StoredRun,
    now: StoredRun,
    names: Mapping[str, str],
    subjects: Mapping[str, str],
) -> Changes:
    """What two scans tell apart. `names` are those of document types, `subjects` as in `compile_ledger`."""
    entries = {entry.id: entry for entry in register.entries() if entry.state == "active"}
    line_of = _lines_of(register, subjects)
    with register.reading() as connection:
        files = changed_files.find(connection, before.id, now.id, line_of)
        knows_all = past_states.kept_after(connection) <= before.id
        totals = [counted.departments(connection, run.id) for run in (before, now)]
        late = [counted.overdue(connection, run.id) for run in (before, now)]
    counts = [register.counts(run.id) for run in (before, now)]
    return Changes(
        before,
        now,
        _gravest_first(_with_lines(files, entries)),
        lines=_lines(entries, counts[0], counts[1], names) if all(totals) or all(counts) else (),
        departments=_departments(*totals),
        overdue=_overdue(entries, late[0], late[1], names) if all(totals) else (),
        knows_all=knows_all,
        counted=all(totals),
    )


def keep_counts(register: Register, run: int, figures: Overview, lines: LineFigures, today: date) -> None:
    """Keep with a scan what lines and departments came to, so that it can be compared with others."""
    whole = figures.everything or next(iter(figures.departments), None)
    totals = [DepartmentTotal(one.department, one.files, one.persons, one.persons_max) for one in figures.departments]
    totals.append(DepartmentTotal(WHOLE, whole.files, whole.persons, whole.persons_max) if whole else _NOBODY)
    with register.writing() as connection:
        editing.count_entries(connection, run, lines.counts)
        counted.keep(connection, run, totals, lines.late_on(today))


def _lines_of(register: Register, subjects: Mapping[str, str]) -> Callable[[StoredFile], int | None]:
    routes = register.routes()
    return lambda file: routes.entry_of(file, what_it_is(file, suggestions.load(), subjects))


def _with_lines(files: Iterable[ChangedFile], entries: Mapping[int, StoredEntry]) -> list[ChangedFile]:
    """The files, with whether their line waits for somebody to confirm it."""
    waiting = {number for number, entry in entries.items() if entry.origin == "scan" and not entry.confirmed}
    return [
        replace(one, unregistered=bool(one.now and one.now.personal and (one.line is None or one.line in waiting)))
        for one in files
    ]


def _gravest_first(files: Iterable[ChangedFile]) -> list[ChangedFile]:
    files = list(files)
    order = {flag: place for place, flag in enumerate(suggestions.load().flags)} if files else {}

    def key(one: ChangedFile) -> tuple[object, ...]:
        flags = {flag for state in (one.before, one.now) if state for flag in state.flags}
        gravest = min((order.get(flag, len(order)) for flag in flags), default=len(order) + 1)
        return gravest, not one.last.readable_by_all, -one.last.persons_max, one.root, one.path

    return sorted(files, key=key)


def _lines(
    entries: Mapping[int, StoredEntry],
    before: Mapping[int, StoredCount],
    now: Mapping[int, StoredCount],
    names: Mapping[str, str],
) -> list[LineChange]:
    changed = []
    for number, entry in entries.items():
        was, is_ = before.get(number), now.get(number)
        if _figures(was) != _figures(is_):
            changed.append(LineChange(number, entry.department, title(entry, names), was, is_))
    return sorted(changed, key=lambda one: (one.before is not None, -abs(one.persons), -abs(one.files), one.number))


def _figures(count: StoredCount | None) -> tuple[int, ...]:
    return (count.files, count.persons, count.persons_max) if count else (0, 0, 0)


def title(entry: StoredEntry, names: Mapping[str, str]) -> str:
    """The name of a line: what a person called it, or that of its kind of document."""
    if confirmed := entry.confirmed.get("name"):
        return confirmed.value
    known = names.get(entry.document_type)
    return known or suggestions.load().group_names.get(entry.document_type, entry.document_type)


def _departments(before: Mapping[str, DepartmentTotal], now: Mapping[str, DepartmentTotal]) -> list[DepartmentChange]:
    if not (before and now):
        return []
    names = sorted({*before, *now})
    return [DepartmentChange(name, before.get(name, _NOBODY), now.get(name, _NOBODY)) for name in names]


def _overdue(
    entries: Mapping[int, StoredEntry], before: Mapping[int, int], now: Mapping[int, int], names: Mapping[str, str]
) -> list[OverdueChange]:
    rows = [
        OverdueChange(number, entry.department, title(entry, names), before.get(number, 0), now.get(number, 0))
        for number, entry in entries.items()
        if before.get(number) or now.get(number)
    ]
    return sorted(rows, key=lambda one: (-one.now, one.number))
