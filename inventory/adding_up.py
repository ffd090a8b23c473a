"""What the facts of files add up to: the lines of the 台帳, what is told of their files, what is kept too long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from inventory import cells, headcount, retention, suggestions
from inventory.blocks import COUNTS, SKETCHED, WAITS, Covered, Facts, Words
from inventory.departments import in_order
from inventory.headcount import Crowds, HeadCount, Level
from inventory.ledger import Coverage
from inventory.queries_decided import StoredEntry
from inventory.retention import Period
from inventory.routing import Kept, Routes
from inventory.shelves import Numbers
from inventory.suggestions import Suggestions


class Alike(NamedTuple):
    """What files have in common that are counted together: their line's place, root and flags, whether everybody may
    read them, and whether that is known."""

    line: int
    root: str
    flags: tuple[str, ...]
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

    `alike` counts files, `kinds` those of lines that are not excluded, by department and what kinds they hold.
    `departments` and `everything` are persons, estimate and maximum. `soon` counts, by the last day on which they may
    be kept and by line, the files that will be late within the days that were asked for. `empty` are the lines without
    files.
    """

    coverage: Coverage
    lines: list[Line] = field(default_factory=list)
    alike: Counter[Alike] = field(default_factory=Counter)
    kinds: Counter[tuple[str, tuple[str, ...]]] = field(default_factory=Counter)
    waiting: int = 0
    departments: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    everything: tuple[int, int] = (0, 0)
    soon: Counter[tuple[date, int]] = field(default_factory=Counter)
    empty: int = 0

    def in_order(self) -> Sequence[Line]:
        """The lines as the 台帳 shows them: by department, then consequence, then persons."""
        ranks = {flag: rank for rank, flag in enumerate(suggestions.load().flags)}
        gravest: dict[int, int] = {}
        for alike in self.alike:
            rank = min((ranks[flag] for flag in alike.flags if flag in ranks), default=len(ranks))
            gravest[alike.line] = min(gravest.get(alike.line, len(ranks)), rank)

        def key(place: int) -> tuple[object, ...]:
            line = self.lines[place]
            kept = line.kept
            told = (-line.persons_max, kept.document_type, kept.subject, line.number)
            return *in_order(kept.department), gravest[place], *told

        return [self.lines[place] for place in sorted(range(len(self.lines)), key=key)]


class AddedUp:
    """All files with what they are; `place_of` says by number of what a file is its line, below 0 where none is."""

    def __init__(self, facts: Facts, words: Words, routes: Routes, entries: Sequence[StoredEntry]) -> None:
        self._facts, self._words = facts, words
        self._entries = {entry.id: entry for entry in entries}
        self.lines: list[Line] = []
        counts = np.flatnonzero(facts["state"] & COUNTS)
        self.place_of = self._placed(np.unique(facts["what"][counts]), routes)
        lines = self.place_of[facts["what"][counts]]
        excluded = np.array([line.excluded for line in self.lines], dtype=bool)
        self._all, self._lines_of_all = counts, lines
        self._counted = counts[~excluded[lines]]  # places of files that are of the 台帳
        self._lines_of_counted = lines[~excluded[lines]]
        names = sorted({line.department for line in self.lines if not line.excluded}, key=in_order)
        self.departments: Sequence[str] = names
        places = {name: place for place, name in enumerate(names)}
        self.department_of = np.array([places.get(line.department, 0) for line in self.lines], dtype=np.int64)
        self.crowds = self._crowds()
        self.levels: Sequence[Level] = headcount.levels(self.crowds, self.department_of)

    def _placed(self, whats: Numbers, routes: Routes) -> Numbers:
        found = np.full(len(self._words.whats.words), -1, dtype=np.int64)
        places: dict[int | Kept, int] = {}
        rules = suggestions.load()
        for number in whats.tolist():
            *what, by_place = self._words.whats.words[number]
            kept = Kept(*what)
            entry = by_place or routes.entry_by_kind(kept)
            place = places.setdefault(entry or kept, len(self.lines))
            if place == len(self.lines):
                self.lines.append(_line(kept, self._entries.get(entry or 0), rules))
            found[number] = place
        return found

    def _crowds(self) -> Crowds:
        """The files whose persons are counted."""
        own = self._facts[self._counted]
        keyed = np.where(own["state"] & SKETCHED, -1, own["names"]).astype(np.int64)
        columns = (np.ascontiguousarray(own[name]) for name in ("file", "content", "persons", "persons_max"))
        files, contents, persons, most = columns
        return Crowds(self._counted, files, contents, self._lines_of_counted, persons, most, keyed)

    def members(self) -> list[Numbers]:
        """By level, the group in which each file counts, below 0 where it counts in none."""
        found = []
        for level in self.levels:
            own = np.full(len(self._facts), -1, dtype=np.int64)
            own[self._counted[level.chosen]] = level.groups
            found.append(own)
        return found

    def groups(self) -> list[Numbers]:
        """By level, the group to which each file belongs, below 0 where it belongs to none."""
        lines = np.full(len(self._facts), -1, dtype=np.int64)
        lines[self._counted] = self._lines_of_counted
        departments, whole = lines.copy(), lines.copy()
        departments[self._counted] = self.department_of[self._lines_of_counted]
        whole[self._counted] = 0
        return [lines, departments, whole]

    def tally(self, heads: HeadCount, covered: Iterable[Covered], today: date, horizon: date) -> Tally:
        """The figures, on a day."""
        facts = self._facts
        counted = Tally(_coverage(covered), self.lines)
        for place, files in enumerate(np.bincount(self._lines_of_all, minlength=len(self.lines)).tolist()):
            self.lines[place].files = files
        for line, persons in zip(self.lines, heads.lines, strict=True):
            line.persons, line.persons_max = persons
        looks, kinds = self._words.looks.words, self._words.kinds.words
        for place, look, files in _together(self._lines_of_all, facts["look"][self._all]):
            counted.alike[Alike(place, *looks[look])] += files
        departments = self.department_of[self._lines_of_counted]
        for place, held, files in _together(departments, facts["kinds"][self._counted]):
            counted.kinds[self.departments[place], kinds[held]] += files
        for place, began, files in _together(self._lines_of_counted, facts["began"][self._counted]):
            self._put_dates(counted, place, date.fromordinal(began), files, today, horizon)
        counted.departments = dict(zip(self.departments, heads.departments, strict=False))
        counted.everything = heads.everything
        counted.waiting = len(np.unique(facts["content"][(facts["state"] & WAITS) > 0]))
        with_files = {line.number for line in self.lines}
        counted.empty = sum(_is_empty_line(entry) for entry in self._entries.values() if entry.id not in with_files)
        return counted

    def _put_dates(self, counted: Tally, place: int, began: date, files: int, today: date, horizon: date) -> None:
        line = self.lines[place]
        if line.period is None:
            return
        due = _due(line.period, began)
        if due < today:
            line.late += files
        elif due < horizon:
            counted.soon[due, place] += files


def _together(first: Numbers, second: Numbers) -> Iterable[tuple[int, int, int]]:
    """Each pair of two columns with how often it stands there."""
    number = int(second.max(initial=0)) + 1
    pairs, times = np.unique(first.astype(np.int64) * number + second, return_counts=True)
    return zip((pairs // number).tolist(), (pairs % number).tolist(), times.tolist(), strict=True)


def _coverage(covered: Iterable[Covered]) -> Coverage:
    by_status: Counter[str] = Counter()
    files = size = 0
    for status, is_outer, number, summed in covered:
        by_status[status] += number
        files += number * is_outer
        size += summed * is_outer
    total = by_status.total()
    return Coverage(total, dict(sorted(by_status.items())), files, total - files, size)


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
