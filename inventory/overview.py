"""What a register comes to, in figures: compiled once after each scan or decision, then kept until the next one."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import Connection, func, select

from inventory import editing, exposure, queries
from inventory.ledger import Coverage, Ledger
from inventory.models import Run
from inventory.models_decided import Change, Decision
from inventory.queries import StoredFile
from inventory.register import Register
from inventory.settings import Settings
from inventory.version import program_version

WARNED_OF = ("my_number", "special_care")  # flags whose files are counted
_KEPT = "overview"  # property: the figures, and of which state of the register they are


@dataclass(frozen=True, slots=True)
class DepartmentFigures:
    """The files with personal data of a department: how many, with how many persons, by kind, with which flags."""

    department: str
    files: int
    persons: int
    persons_max: int
    kinds: Mapping[str, int]
    flags: Sequence[str]


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures. `everything` is None where there are fewer than two departments; `flagged` counts files by flag.

    `causes` counts files that were not wholly read by the name of their status; `waiting` are contents that a person
    has still to decide about.
    """

    headline: str
    coverage: Coverage
    personal: int
    entries: int
    exposed: int
    waiting: int
    departments: Sequence[DepartmentFigures]
    everything: DepartmentFigures | None
    flagged: Mapping[str, int]
    causes: Mapping[str, int]

    @classmethod
    def of(cls, ledger: Ledger, register: Register) -> Overview:
        """What the 台帳 comes to."""
        files = {line.file.id: line.file for line in ledger.files}
        held: dict[str, list[StoredFile]] = {}
        for line in ledger.lines:
            if line.files:
                held.setdefault(line.department, []).extend(files[number] for number in line.files)
        all_held = [file for chosen in held.values() for file in chosen]
        departments = [_figures(name, chosen, register) for name, chosen in held.items()]
        personal = {number for line in ledger.lines for number in line.files}
        flagged = Counter(flag for number in personal for flag in files[number].flags if flag in WARNED_OF)
        causes = Counter(line.status_name for line in ledger.unread)
        return cls(
            headline=exposure.headline(ledger),
            coverage=ledger.coverage,
            personal=len(personal),
            entries=len(ledger.lines),
            exposed=len(exposure.exposed_sensitive(ledger)),
            waiting=_waiting(ledger),
            departments=departments,
            everything=_figures("", all_held, register) if len(departments) > 1 else None,
            flagged=dict(flagged),
            causes=dict(causes.most_common()),
        )


def _figures(department: str, files: Sequence[StoredFile], register: Register) -> DepartmentFigures:
    kinds = dict(Counter(kind.kind for file in files for kind in file.kinds))
    flags = sorted({flag for file in files for flag in file.flags})
    return DepartmentFigures(department, len(files), *register.people_in(files), dict(kinds), flags)


def _waiting(ledger: Ledger) -> int:
    return len(
        {
            line.file.sha256 or line.file.id
            for line in ledger.files
            if line.verdict == "unclear" or (line.file.personal and not line.verdict)
        }
    )


def overview(register: Register, settings: Settings, compiled: Callable[[], Ledger]) -> Overview:
    """The figures as they are now: those that were kept, where nothing happened since; else from the 台帳."""
    with register.reading() as connection:
        kept = json.loads(queries.properties(connection).get(_KEPT, "{}"))
        if kept and kept["state"] == _state(connection, settings):
            return _read(kept["figures"])
    return keep(register, settings, compiled())


def keep(register: Register, settings: Settings, ledger: Ledger) -> Overview:
    """The figures of a 台帳 that was just compiled, kept for the next who asks."""
    figures = Overview.of(ledger, register)
    with register.writing() as connection:
        if state := _state(connection, settings):
            editing.set_property(connection, _KEPT, json.dumps({"state": state, "figures": asdict(figures)}))
    return figures


def _state(connection: Connection, settings: Settings) -> str:
    """What the figures depend on; empty while a scan is under way, and after one that was cut short."""
    last = connection.execute(select(Run.id, Run.ended).order_by(Run.id.desc())).first()
    if last is None or last.ended is None:
        return ""
    people = [connection.scalar(select(func.max(table.id))) for table in (Decision, Change)]
    mappings = [sorted(each.items()) for each in (settings.departments, settings.subjects)]
    written = json.dumps([last.id, last.ended, people, mappings, program_version()])
    return hashlib.sha256(written.encode("utf-8", "backslashreplace")).hexdigest()


def _read(kept: Mapping[str, Any]) -> Overview:
    values = {field.name: kept[field.name] for field in fields(Overview)}
    values["coverage"] = Coverage(**values["coverage"])
    values["departments"] = [DepartmentFigures(**one) for one in values["departments"]]
    values["everything"] = DepartmentFigures(**values["everything"]) if values["everything"] else None
    return Overview(**values)
