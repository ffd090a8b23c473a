"""Writing what people decided: lines of the 台帳, their fields, routes, decisions and the history of it all.

No scan comes here. Every function works within the transaction of its caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, delete, insert, select, update

from inventory.models import Property, storable
from inventory.models_decided import (
    Change,
    ChecklistAnswer,
    Decision,
    Disposal,
    Entry,
    EntryCount,
    EntryField,
    Export,
    Risk,
    Route,
)
from inventory.queries_decided import StoredCount, StoredRisk
from inventory.routing import Kept, StoredRoute

Subject = Literal["finding", "file", "entry"]
Verdict = Literal["applicable", "not_applicable", "form_only", "unclear"]
State = Literal["suggested", "confirmed"]
Origin = Literal["scan", "person"]
Answer = Literal["yes", "no", "later"]


def now() -> str:
    """The time as the register keeps it: UTC, sortable as text."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def ensure_entries(connection: Connection, lines: Sequence[Kept]) -> None:
    """Add a line with its route for what has none, in the order given: numbers stay with their lines for good."""
    present = {(route.department, route.document_type, route.subject) for route in general_routes(connection)}
    for line in dict.fromkeys(lines):
        if (storable(line.department), line.document_type, storable(line.subject)) not in present:
            number = add_entry(connection, line, "scan")
            add_route(connection, StoredRoute(number, **asdict(line)))


def add_entry(connection: Connection, line: Kept, origin: Origin) -> int:
    """A new line; returns its number."""
    values = {**asdict(line), "origin": origin, "state": "active", "created": now()}
    return _number(connection.execute(insert(Entry).values(values)).inserted_primary_key)


def routes(connection: Connection) -> list[StoredRoute]:
    """All routes, the oldest first."""
    columns = (
        Route.entry_id, Route.sha256, Route.root, Route.folder, Route.department, Route.document_type, Route.subject,
    )  # fmt: skip
    return [StoredRoute(*row) for row in connection.execute(select(*columns).order_by(Route.id))]


def general_routes(connection: Connection) -> list[StoredRoute]:
    """The routes by kind of document alone."""
    return [route for route in routes(connection) if not (route.sha256 or route.root or route.folder)]


def add_route(connection: Connection, route: StoredRoute) -> None:
    """Send files to a line, also if the same files went to another one before."""
    values = {key: storable(value) if isinstance(value, str) else value for key, value in asdict(route).items()}
    number = values.pop("entry")
    same = [getattr(Route, name) == value for name, value in values.items()]
    if not connection.execute(update(Route).where(*same).values(entry_id=number)).rowcount:
        connection.execute(insert(Route).values(entry_id=number, **values))


def redirect(connection: Connection, old: int, new: int) -> None:
    """Send all files of one line to another."""
    connection.execute(update(Route).where(Route.entry_id == old).values(entry_id=new))


def set_entry(connection: Connection, number: int, **values: Any) -> None:
    """Change what a line is."""
    connection.execute(update(Entry).where(Entry.id == number).values(values))


def set_field(
    connection: Connection, entry: int, field: str, value: str, *, state: State, by: str, source: str
) -> None:
    """Put a value in place of the former one of the same state; the other state is left alone."""
    clear_field(connection, entry, field, state)
    connection.execute(
        insert(EntryField).values(
            entry_id=entry, field=field, state=state, value=value, source=source, changed_by=by, changed_at=now()
        )
    )


def clear_field(connection: Connection, entry: int, field: str, state: State) -> None:
    """Take a value back."""
    connection.execute(
        delete(EntryField).where(EntryField.entry_id == entry, EntryField.field == field, EntryField.state == state)
    )


def field_value(connection: Connection, entry: int, field: str, state: State = "confirmed") -> str:
    """The value of a field; empty where there is none."""
    wanted = (EntryField.entry_id == entry, EntryField.field == field, EntryField.state == state)
    return connection.scalar(select(EntryField.value).where(*wanted)) or ""


def decide(
    connection: Connection,
    subject_type: Subject,
    subject: str,
    verdict: Verdict,
    reviewer: str,
    reason: str,
    path: str,
    basis: str = "",
) -> None:
    """Append a decision."""
    connection.execute(
        insert(Decision).values(
            subject_type=subject_type,
            subject=subject,
            path=path,
            verdict=verdict,
            reviewer=reviewer,
            decided_at=now(),
            reason=reason,
            basis=basis,
        )
    )


def latest_decision(connection: Connection, subject_type: Subject, subject: str) -> tuple[str, str]:
    """The verdict that holds for a subject and when it was given; empty where nobody decided."""
    wanted = (Decision.subject_type == subject_type, Decision.subject == subject)
    row = connection.execute(
        select(Decision.verdict, Decision.decided_at).where(*wanted).order_by(Decision.id.desc())
    ).first()
    return (row.verdict, row.decided_at) if row else ("", "")


def remember(
    connection: Connection,
    subject_type: str,
    subject: str | int,
    field: str,
    before: str,
    after: str,
    by: str,
    reason: str = "",
) -> None:
    """Append a change to the history."""
    connection.execute(
        insert(Change).values(
            changed_at=now(),
            changed_by=by,
            subject_type=subject_type,
            subject=str(subject),
            field=field,
            before=before,
            after=after,
            reason=reason,
        )
    )


def remember_export(connection: Connection, token: str, department: str, snapshot: bytes) -> None:
    """Keep what a workbook said when it left."""
    connection.execute(insert(Export).values(token=token, exported_at=now(), department=department, snapshot=snapshot))


def set_risk(connection: Connection, entry: int, risk: StoredRisk, by: str) -> None:
    """Put a confirmed risk in place of the former one of its code."""
    connection.execute(delete(Risk).where(Risk.entry_id == entry, Risk.code == risk.code, Risk.state == "confirmed"))
    values = {name: getattr(risk, name) for name in ("stage", "code", "risk", "measures", "residual")}
    connection.execute(
        insert(Risk).values(entry_id=entry, state="confirmed", changed_by=by, changed_at=now(), **values)
    )


def record_disposal(connection: Connection, entry: int, what: str, method: str, on: str, by: str, files: int) -> None:
    """Append a record of what was deleted or destroyed."""
    values = {"entry_id": entry, "what": what, "method": method, "disposed_on": on, "files": files}
    connection.execute(insert(Disposal).values(**values, recorded_by=by, recorded_at=now()))


def record_answer(
    connection: Connection, department: str, item: str, answer: Answer, entry: int | None, note: str, by: str
) -> None:
    """Append what a department said to a question of the checklist."""
    values = {"department": department, "item": item, "answer": answer, "entry_id": entry, "note": note}
    connection.execute(insert(ChecklistAnswer).values(**values, answered_by=by, answered_at=now()))


def set_property(connection: Connection, name: str, value: str) -> str:
    """Put a fact about the register in place of the former one, which is returned."""
    before = connection.scalar(select(Property.value).where(Property.name == name)) or ""
    connection.execute(delete(Property).where(Property.name == name))
    connection.execute(insert(Property).values(name=name, value=value))
    return before


def count_entries(connection: Connection, run: int, counts: Iterable[StoredCount]) -> None:
    """Keep what the lines came to after a scan."""
    connection.execute(delete(EntryCount).where(EntryCount.run_id == run))
    rows = [
        {
            "run_id": run,
            "entry_id": one.entry,
            "files": one.files,
            "persons": one.persons,
            "persons_max": one.persons_max,
        }
        for one in counts
    ]
    if rows:
        connection.execute(insert(EntryCount), rows)


def _number(inserted: Any) -> int:
    return int(inserted[0]) if inserted else 0
