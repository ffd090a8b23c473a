"""Notes beside files as people take them over: each with its line in the history, in the transaction of the caller."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from inventory import editing, file_notes, queries_decided
from inventory.importing.note_merging import NoteMerge

_LEFT_OUT = "conflict"  # the field of the history that keeps what was not taken


def take(connection: Connection, merge: NoteMerge, by: str, source: str) -> NoteMerge:
    """Merge the notes of a returned workbook; returns what was done. What was changed meanwhile becomes a conflict."""
    if not (merge.changes or merge.conflicts):
        return merge
    now = file_notes.notes(queries_decided.history(connection, file_notes.SUBJECT))
    changes, conflicts = [], list(merge.conflicts)
    for cell in merge.changes:
        ours = now[cell.field].get(cell.file, "")
        if ours == cell.before:
            where = f"{source} {cell.address}"
            editing.remember(connection, file_notes.SUBJECT, cell.file, cell.field, ours, cell.after, by, where)
            changes.append(cell)
        elif ours != cell.after:
            conflicts.append(replace(cell, before=ours, conflict=True))
    for cell in conflicts:
        where = f"{source} {cell.address}"
        editing.remember(connection, file_notes.SUBJECT, cell.file, _LEFT_OUT, cell.before, cell.after, by, where)
    return replace(merge, changes=tuple(changes), conflicts=tuple(conflicts))
