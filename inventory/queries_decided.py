"""Reading what people decided: lines of the 台帳, decisions, risks, answers, history; frozen records, never rows.

What scans saw is read in `inventory.queries`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from sqlalchemy import Connection, select

from inventory.models_decided import Change, ChecklistAnswer, Decision, Entry, EntryCount, EntryField, Export, Risk

_ENTRY = ("id", "department", "document_type", "subject", "origin", "state", "merged_into", "created")


@dataclass(frozen=True, slots=True)
class StoredField:
    """One value of a line of the 台帳, with who set it and from where."""

    value: str
    source: str
    changed_by: str
    changed_at: str


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """One line of the 台帳 as far as the register keeps it."""

    id: int
    department: str
    document_type: str
    subject: str
    origin: str
    state: str
    merged_into: int | None
    created: str
    suggested: Mapping[str, StoredField] = field(default_factory=lambda: MappingProxyType({}))
    confirmed: Mapping[str, StoredField] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """What somebody decided about a finding, a file or an entry."""

    subject_type: str
    subject: str
    path: str
    verdict: str
    reviewer: str
    decided_at: str
    reason: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class StoredCount:
    """What a line of the 台帳 came to after a scan."""

    entry: int
    files: int
    persons: int
    persons_max: int


@dataclass(frozen=True, slots=True)
class StoredRisk:
    """A risk of a line as a person confirmed it."""

    entry: int
    stage: str
    code: str
    risk: str
    measures: str
    residual: str


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What a department said to a question of the checklist; `entry_id` is the line that came of it."""

    department: str
    item: str
    answer: str
    entry_id: int | None
    note: str
    answered_by: str
    answered_at: str


@dataclass(frozen=True, slots=True)
class StoredChange:
    """One change by a person: who, when, what, from what to what, why."""

    changed_at: str
    changed_by: str
    subject_type: str
    subject: str
    field: str
    before: str
    after: str
    reason: str


def entries(connection: Connection) -> list[StoredEntry]:
    """All lines of the 台帳 with their stored fields, by number."""
    fields: dict[tuple[int, str], dict[str, StoredField]] = defaultdict(dict)
    stored = select(
        EntryField.entry_id,
        EntryField.state,
        EntryField.field,
        EntryField.value,
        EntryField.source,
        EntryField.changed_by,
        EntryField.changed_at,
    )
    for entry_id, state, name, *value in connection.execute(stored):
        fields[entry_id, state][name] = StoredField(*value)
    columns = [getattr(Entry, name) for name in _ENTRY]
    return [
        StoredEntry(
            **row._mapping,
            suggested=MappingProxyType(fields.get((row.id, "suggested"), {})),
            confirmed=MappingProxyType(fields.get((row.id, "confirmed"), {})),
        )
        for row in connection.execute(select(*columns).order_by(Entry.id))
    ]


def decisions(connection: Connection, subject_type: str | None = None, after: int = 0) -> list[StoredDecision]:
    """All decisions in the order they were made, or those behind one: the last one about a subject holds."""
    columns = [getattr(Decision, name) for name in StoredDecision.__dataclass_fields__]
    statement = select(*columns).where(Decision.id > after).order_by(Decision.id)
    if subject_type is not None:
        statement = statement.where(Decision.subject_type == subject_type)
    return [StoredDecision(*row) for row in connection.execute(statement)]


def history(connection: Connection, subject_type: str | None = None, subject: str | None = None) -> list[StoredChange]:
    """All changes in the order they were made, or those of one subject."""
    statement = select(*(getattr(Change, name) for name in StoredChange.__dataclass_fields__)).order_by(Change.id)
    if subject_type is not None:
        statement = statement.where(Change.subject_type == subject_type)
    if subject is not None:
        statement = statement.where(Change.subject == subject)
    return [StoredChange(*row) for row in connection.execute(statement)]


def counts(connection: Connection, run: int) -> dict[int, StoredCount]:
    """What the lines came to after a scan, by 管理No."""
    columns = (EntryCount.entry_id, EntryCount.files, EntryCount.persons, EntryCount.persons_max)
    rows = connection.execute(select(*columns).where(EntryCount.run_id == run))
    return {row.entry_id: StoredCount(*row) for row in rows}


def risks(connection: Connection) -> list[StoredRisk]:
    """The risks that people confirmed, line by line."""
    columns = (Risk.entry_id, Risk.stage, Risk.code, Risk.risk, Risk.measures, Risk.residual)
    statement = select(*columns).where(Risk.state == "confirmed").order_by(Risk.entry_id, Risk.id)
    return [StoredRisk(*row) for row in connection.execute(statement)]


def answers(connection: Connection) -> list[StoredAnswer]:
    """All answers to the checklist in the order they were given: the last one of a department holds."""
    columns = [getattr(ChecklistAnswer, name) for name in StoredAnswer.__dataclass_fields__]
    return [StoredAnswer(*row) for row in connection.execute(select(*columns).order_by(ChecklistAnswer.id))]


def exported(connection: Connection, token: str) -> bytes | None:
    """The snapshot of an export."""
    return connection.scalar(select(Export.snapshot).where(Export.token == token))
