"""What the lines of the 台帳 come to, counted file by file without building the 台帳: it need not fit into memory.

`compile_ledger` comes to the same figures, with every cell and every file; here a file is counted and let go.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection

from inventory import cells, editing, headcount, queries_decided, retention, suggestions
from inventory.brief import Brief, briefs
from inventory.departments import in_order
from inventory.headcount import Crowds
from inventory.ledger import Coverage
from inventory.queries_decided import StoredEntry
from inventory.register import Register
from inventory.relevant import coverage
from inventory.retention import Period
from inventory.reviewing import OPEN
from inventory.routing import Kept, Routes
from inventory.subjects import subject
from inventory.suggestions import Suggestions
from inventory.verdicts import NO_PERSONAL_DATA


class Alike(NamedTuple):
    """What files have in common that are counted together: their line's place, root, flags and kinds, whether everybody
    may read them, and whether that is known."""

    line: int
    root: str
    flags: tuple[str, ...]
    kinds: frozenset[str]
    readable_by_all: bool
    access_known: bool


@dataclass(slots=True)
class Line:
    """A line of the 台帳 with files: whose it is, what its files add up to. `number` is 0 as long as it has none.

    `late` are the files that are kept too long.
    """

    kept: Kept
    number: int
    department: str
    excluded: bool
    period: Period | None
    files: int = 0
    persons: int = 0
    persons_max: int = 0
    late: int = 0


@dataclass(slots=True)
class Tally:
    """The figures of a register.

    `alike` counts files. `departments` and `everything` are persons, estimate and maximum. `soon` counts, by the last
    day on which they may be kept and by line, the files that will be late within the days that were asked for. `empty`
    are the lines without files.
    """

    coverage: Coverage
    lines: list[Line] = field(default_factory=list)
    alike: Counter[Alike] = field(default_factory=Counter)
    waiting: int = 0
    departments: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    everything: tuple[int, int] = (0, 0)
    soon: Counter[tuple[date, int]] = field(default_factory=Counter)
    empty: int = 0


def tally(register: Register, subjects: Mapping[str, str], today: date, foreseen: int = 0) -> Tally:
    """Count everything as of now; kinds of document that are new get their 管理No on the way.

    `subjects` maps the beginning of a path to the 本人の区分; what will be late within `foreseen` days is told as well.
    """
    register.assign_departments()
    with register.reading() as connection:
        counting = _Counting(connection, subjects, today, foreseen)
        for file in briefs(connection, queries_decided.decisions(connection, "file")):
            counting.put(file)
        counted = counting.counted(connection)
    if fresh := [line for line in counting.in_order() if not line.number]:
        register.ensure_entries([line.kept for line in fresh])
        routes = register.routes()
        for line in fresh:
            line.number = routes.entry_by_kind(line.kept) or 0
    return counted


class _Counting:
    """Files are put in one by one."""

    def __init__(self, connection: Connection, subjects: Mapping[str, str], today: date, foreseen: int) -> None:
        self._rules = suggestions.load()
        self._routes = Routes(editing.routes(connection))
        self._entries = {entry.id: entry for entry in queries_decided.entries(connection)}
        self._subjects = subjects
        self._today, self._horizon = today, today + timedelta(days=foreseen)
        self._tally = Tally(coverage(connection))
        self._places: dict[int | Kept, int] = {}  # of lines
        self._by_kind: dict[tuple[str, str, str], int] = {}  # the same, where a line needs no more to be told
        self._codes: dict[tuple[tuple[str, ...], frozenset[str]], str] = {}
        self._crowds = Crowds()
        self._waiting = array("q")

    def put(self, file: Brief) -> None:
        """Count a file."""
        content = hash(file.sha256 or f"#{file.id}")
        if file.verdict == OPEN or (file.personal and not file.verdict):
            self._waiting.append(content)
        if file.verdict in NO_PERSONAL_DATA or not (file.personal or file.verdict == "applicable"):
            return
        place = self._place(file)
        line = self._tally.lines[place]
        line.files += 1
        alike = Alike(place, file.root, file.flags, file.kinds, file.readable_by_all, file.access_known)
        self._tally.alike[alike] += 1
        if line.excluded:
            return
        if line.period is not None:
            self._put_date(line, place, file)
        crowds = self._crowds
        crowds.files.append(file.id)
        crowds.contents.append(content)
        crowds.lines.append(place)
        crowds.persons.append(file.persons)
        crowds.persons_max.append(file.persons_max)
        crowds.keyed.append(file.keyed)

    def _place(self, file: Brief) -> int:
        """Of the line to which a file belongs."""
        code = file.document_type or self._code(file)
        what = (file.department, code, subject(file.path, code, self._subjects))
        place = self._by_kind.get(what)
        if place is None:
            kept = Kept(*what)
            number = self._routes.entry_of(file, kept)
            place = self._places.get(number or kept)
            if place is None:
                place = self._places[number or kept] = len(self._tally.lines)
                self._tally.lines.append(_line(kept, self._entries.get(number or 0), self._rules))
            if self._routes.by_kind_only:
                self._by_kind[what] = place
        return place

    def _code(self, file: Brief) -> str:
        known = self._codes.get((file.flags, file.kinds))
        if known is None:
            known = self._codes[file.flags, file.kinds] = self._rules.group(file.flags, file.kinds).code
        return known

    def _put_date(self, line: Line, place: int, file: Brief) -> None:
        assert line.period is not None
        began = max(retention.changed_on(file.modified_ns), retention.told_by_path(file.path))
        due = _due(line.period, began)
        if due < self._today:
            line.late += 1
        elif due < self._horizon:
            self._tally.soon[due, place] += 1

    def counted(self, connection: Connection) -> Tally:
        """What all the files that were put in come to."""
        counted = self._tally
        names = sorted({line.department for line in counted.lines if not line.excluded}, key=in_order)
        places = {name: place for place, name in enumerate(names)}
        heads = headcount.count(connection, self._crowds, [places.get(line.department, 0) for line in counted.lines])
        for line, persons in zip(counted.lines, heads.lines, strict=True):
            line.persons, line.persons_max = persons
        counted.departments = dict(zip(names, heads.departments, strict=False))
        counted.everything = heads.everything
        counted.waiting = headcount.different(self._waiting)
        with_files = {line.number for line in counted.lines}
        counted.empty = sum(_is_empty_line(entry) for entry in self._entries.values() if entry.id not in with_files)
        return counted

    def in_order(self) -> Sequence[Line]:
        """The lines as the 台帳 shows them: by department, then consequence, then persons."""
        ranks = {flag: rank for rank, flag in enumerate(self._rules.flags)}
        gravest: dict[int, int] = {}
        for alike in self._tally.alike:
            rank = min((ranks[flag] for flag in alike.flags if flag in ranks), default=len(ranks))
            gravest[alike.line] = min(gravest.get(alike.line, len(ranks)), rank)

        def key(place: int) -> tuple[object, ...]:
            line = self._tally.lines[place]
            kept = line.kept
            told = (-line.persons_max, kept.document_type, kept.subject, line.number)
            return *in_order(kept.department), gravest[place], *told

        return [self._tally.lines[place] for place in sorted(range(len(self._tally.lines)), key=key)]


def _line(kept: Kept, entry: StoredEntry | None, rules: Suggestions) -> Line:
    suggested = rules.cells(entry.document_type if entry else kept.document_type)
    if entry is None:
        return Line(kept, 0, kept.department, False, retention.period(suggested.get("keep_until", "")))
    cell = cells.fill(entry, {}, suggested)["keep_until"]
    return Line(kept, entry.id, entry.department, entry.state == "excluded", retention.period(cell.value))


def _is_empty_line(entry: StoredEntry) -> bool:
    line = cells.line_without_files(entry, {})
    return line is not None and not line.excluded


@lru_cache(maxsize=1 << 15)
def _due(period: Period, began: date) -> date:
    return period.after(began)
