"""Writing what people decided: lines of the 台帳, their fields, and decisions. No scan comes here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Connection, delete, insert, select

from inventory.models import Decision, Entry, EntryField, storable

Subject = Literal["finding", "file", "entry"]
Verdict = Literal["applicable", "not_applicable", "form_only", "unclear"]
State = Literal["suggested", "confirmed"]


def now() -> str:
    """The time as the register keeps it: UTC, sortable as text."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def ensure_entries(connection: Connection, lines: Sequence[tuple[str, str]]) -> None:
    """Add the lines that are missing, in the order given, so that numbers stay with their lines for good."""
    present = {tuple(row) for row in connection.execute(select(Entry.department, Entry.document_type))}
    wanted = [(storable(department), document_type) for department, document_type in lines]
    missing = [line for line in dict.fromkeys(wanted) if line not in present]
    for department, document_type in missing:
        connection.execute(
            insert(Entry).values(department=department, document_type=document_type, origin="scan", created=now())
        )


def add_entry(connection: Connection, department: str, document_type: str) -> int:
    """A line entered by hand; returns its number."""
    inserted = connection.execute(
        insert(Entry).values(department=department, document_type=document_type, origin="person", created=now())
    ).inserted_primary_key
    return int(inserted[0]) if inserted else 0


def set_field(
    connection: Connection, entry: int, field: str, value: str, *, state: State, by: str, source: str
) -> None:
    """Put a value in place of the former one of the same state; the other state is left alone."""
    address = {"entry_id": entry, "field": field, "state": state}
    connection.execute(
        delete(EntryField).where(EntryField.entry_id == entry, EntryField.field == field, EntryField.state == state)
    )
    connection.execute(
        insert(EntryField).values(address | {"value": value, "source": source, "changed_by": by, "changed_at": now()})
    )


def decide(
    connection: Connection,
    subject_type: Subject,
    subject: str,
    verdict: Verdict,
    reviewer: str,
    reason: str,
    path: str,
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
        )
    )
