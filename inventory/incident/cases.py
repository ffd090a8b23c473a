"""Cases as the register keeps them: what is known, what is concerned, what was judged, done and asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import TypeVar

from sqlalchemy import Connection, select

from inventory.incident.kept import KeptAssessment
from inventory.models import Base
from inventory.models_incidents import (
    Incident,
    IncidentAssessment,
    IncidentFact,
    IncidentRequest,
    IncidentStep,
    IncidentSubject,
)
from inventory.records import Records

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class StoredSubject:
    """Something that a case concerns; `words` and `persons` (0: unknown) only of what the register does not hold."""

    id: int
    incident_id: int
    kind: str
    path: str
    entry_id: int | None
    words: str
    persons: int

    def shown(self) -> str:
        """What it is, on one line."""
        if self.kind == "entry":
            return f"台帳の管理No {self.entry_id}"
        if self.kind == "other":
            return f"{self.words}（{f'{self.persons:,}人' if self.persons else '人数は不明'}、台帳の外）"
        return self.path


@dataclass(frozen=True, slots=True)
class StoredStep:
    """Something that happened or was done; `happened` is a day, with the time where it is known."""

    id: int
    incident_id: int
    kind: str
    happened: str
    text: str
    recorded_at: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class StoredRequest:
    """Somebody was asked to delete or return what leaked; `done_on` is None while it is awaited."""

    id: int
    incident_id: int
    recipient: str
    what: str
    asked_on: str
    done_on: str | None
    note: str


@dataclass(frozen=True, slots=True)
class StoredFact:
    """One thing learned, and when."""

    id: int
    incident_id: int
    fact: str
    value: str
    recorded_at: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class StoredAssessment:
    """What was judged, when and why."""

    id: int
    incident_id: int
    assessed_at: str
    assessed_by: str
    reason: str
    result: str

    @property
    def kept(self) -> KeptAssessment:
        """The assessment itself."""
        return KeptAssessment.read(self.result)


@dataclass(frozen=True, slots=True)
class Case:
    """One incident with everything about it; `facts` hold what is known now, `learned` everything ever said."""

    id: int
    title: str
    state: str
    opened_at: str
    opened_by: str
    closed_at: str | None
    closed_by: str
    closed_reason: str
    subjects: tuple[StoredSubject, ...]
    learned: tuple[StoredFact, ...]
    steps: tuple[StoredStep, ...]
    assessments: tuple[StoredAssessment, ...]
    requests: tuple[StoredRequest, ...]

    @property
    def open(self) -> bool:
        """Whether there is still something to do."""
        return self.state == "open"

    @property
    def facts(self) -> Mapping[str, str]:
        """What is known now; what was taken back is left out."""
        latest = {one.fact: one.value for one in self.learned}
        return MappingProxyType({name: value for name, value in latest.items() if value})

    @property
    def latest(self) -> KeptAssessment:
        """The assessment that holds; a case is never recorded without one."""
        return self.assessments[-1].kept


def read(connection: Connection, *numbers: int) -> list[Case]:
    """All cases by number, or those asked for."""
    columns = [getattr(Incident, name) for name in _CASE]
    statement = select(*columns).order_by(Incident.id)
    if numbers:
        statement = statement.where(Incident.id.in_(numbers))
    subjects = _by_case(connection, IncidentSubject, StoredSubject, numbers, withdrawn_at=None)
    learned = _by_case(connection, IncidentFact, StoredFact, numbers)
    steps = _by_case(connection, IncidentStep, StoredStep, numbers)
    assessments = _by_case(connection, IncidentAssessment, StoredAssessment, numbers)
    requests = _by_case(connection, IncidentRequest, StoredRequest, numbers)
    return [
        Case(
            **row._mapping,
            subjects=tuple(subjects[row.id]),
            learned=tuple(learned[row.id]),
            steps=tuple(sorted(steps[row.id], key=lambda step: (step.happened, step.id))),
            assessments=tuple(assessments[row.id]),
            requests=tuple(requests[row.id]),
        )
        for row in connection.execute(statement)
    ]


def all_cases(records: Records) -> list[Case]:
    """All cases of a register by number."""
    with records.reading() as connection:
        return read(connection)


_CASE = ("id", "title", "state", "opened_at", "opened_by", "closed_at", "closed_by", "closed_reason")


def _by_case(
    connection: Connection, table: type[Base], record: type[Record], numbers: Sequence[int], **where: object
) -> dict[int, list[Record]]:
    """The rows of a table in the order in which they came, by the number of their case."""
    columns = [getattr(table, field.name) for field in fields(record)]  # type: ignore[arg-type]  # they are dataclasses
    statement = select(*columns).filter_by(**where).order_by(columns[0])
    if numbers:
        statement = statement.where(columns[1].in_(numbers))
    found: dict[int, list[Record]] = defaultdict(list)
    for row in connection.execute(statement):
        found[row.incident_id].append(record(*row))
    return found
