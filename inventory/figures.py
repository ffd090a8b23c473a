"""The figures of a register as they are kept: counted once after each change of files or decision, then read.

They stand until a scan changes a file or a person decides something; then only what that changed is counted again
(`inventory.tally`). A scan that changes nothing counts nothing, but for the files whose 保管期限 passes from one day to
the next, which are known some weeks ahead.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from inventory import as_of, editing, queries
from inventory.ledger import Coverage
from inventory.overview import DepartmentFigures, Overview
from inventory.queries_decided import StoredCount
from inventory.register import Register
from inventory.settings import Settings
from inventory.version import program_version

if TYPE_CHECKING:
    from inventory.adding_up import Tally

FORESEEN = 31  # days for which it is known beforehand what will be kept too long
_OVERVIEW, _LINES = "overview", "overview of lines"  # properties: figures, and of which state of the register they are


@dataclass(frozen=True, slots=True)
class LineFigures:
    """What the lines of the 台帳 come to, and on which day that was counted.

    `late` counts by line the files that were kept too long, `soon` those that will be, with the last day of theirs.
    """

    counted: date
    counts: tuple[StoredCount, ...]
    late: Mapping[int, int]
    soon: tuple[tuple[date, int, int], ...]

    @classmethod
    def of(cls, found: Tally, counted: date) -> LineFigures:
        """The lines that belong to the 台帳."""
        lines = {place: line for place, line in enumerate(found.lines) if not line.excluded}
        ordered = sorted(lines.values(), key=lambda line: line.number)
        counts = (StoredCount(line.number, line.files, line.persons, line.persons_max) for line in ordered)
        late = {line.number: line.late for line in ordered if line.late}
        soon = sorted((due, lines[place].number, files) for (due, place), files in found.soon.items())
        return cls(counted, tuple(counts), late, tuple(soon))

    def are_of(self, today: date) -> bool:
        """Whether they tell what is kept too long on a day."""
        return self.counted <= today < self.counted + timedelta(days=FORESEEN)

    def late_on(self, today: date) -> Mapping[int, int]:
        """By line, how many files are kept too long on a day."""
        late = Counter(self.late)
        for due, number, files in self.soon:
            if due < today:
                late[number] += files
        return late


def overview(register: Register, settings: Settings) -> Overview:
    """What the register comes to now: as it was kept, where nothing happened since; else counted."""
    with register.reading() as connection:
        if kept := _kept(connection, settings, _OVERVIEW):
            return _read_overview(kept)
    return _count(register, settings, date.today())[0]


def lines(register: Register, settings: Settings, today: date) -> tuple[Overview, LineFigures]:
    """The same with what the lines come to, on a day."""
    with register.reading() as connection:
        kept, of_lines = (_kept(connection, settings, name) for name in (_OVERVIEW, _LINES))
        if kept and of_lines and (found := _read_lines(of_lines)).are_of(today):
            return _read_overview(kept), found
    return _count(register, settings, today)


def _count(register: Register, settings: Settings, today: date) -> tuple[Overview, LineFigures]:
    register.assign_departments()
    with register.reading() as connection:
        before = _state(connection, settings)
    from inventory.tally import tally  # figures that were kept need no counting

    found = tally(register, settings.subjects, today, foreseen=FORESEEN)
    figures, of_lines = Overview.counted(found), LineFigures.of(found, today)
    written = {_OVERVIEW: asdict(figures), _LINES: asdict(of_lines)}
    with register.writing() as connection:
        if before and _state(connection, settings) == before:
            for name, values in written.items():
                told = json.dumps({"state": before, "figures": values}, default=str, ensure_ascii=False)
                editing.set_property(connection, name, told)
    return figures, of_lines


def _kept(connection: Connection, settings: Settings, name: str) -> Mapping[str, Any] | None:
    """The figures of a name, if they are of now."""
    kept = json.loads(queries.properties(connection).get(name, "{}"))
    current: bool = bool(kept) and kept["state"] == _state(connection, settings)
    return kept["figures"] if current else None


def _state(connection: Connection, settings: Settings) -> str:
    """What the figures depend on; empty where they cannot be kept."""
    moment = as_of.moment(connection)
    if not moment:
        return ""
    mappings = [sorted(each.items()) for each in (settings.departments, settings.subjects)]
    forms = [field.name for form in (Overview, DepartmentFigures, LineFigures) for field in fields(form)]
    written = json.dumps([moment, mappings, program_version(), forms])
    return hashlib.sha256(written.encode("utf-8", "backslashreplace")).hexdigest()


def _read_overview(kept: Mapping[str, Any]) -> Overview:
    values = {field.name: kept[field.name] for field in fields(Overview)}
    values["coverage"] = Coverage(**values["coverage"])
    values["departments"] = [DepartmentFigures(**one) for one in values["departments"]]
    values["everything"] = DepartmentFigures(**values["everything"]) if values["everything"] else None
    return Overview(**values)


def _read_lines(kept: Mapping[str, Any]) -> LineFigures:
    late: Iterable[tuple[str, int]] = kept["late"].items()
    return LineFigures(
        date.fromisoformat(kept["counted"]),
        tuple(StoredCount(**one) for one in kept["counts"]),
        {int(number): files for number, files in late},
        tuple((date.fromisoformat(due), number, files) for due, number, files in kept["soon"]),
    )
