"""What people note beside files in the lists of a workbook: 対応 of one not read, 処分 of one that is kept too long.

Notes belong to a file at its place: what was done about it need not be true of its copies. They stand in the history
(subject type `SUBJECT`, its address as subject); the last one holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from inventory.models import storable
from inventory.queries import StoredFile
from inventory.queries_decided import StoredChange

SUBJECT = "file_note"
HANDLING, DISPOSAL = "handling", "disposed"  # the fields of the history
NAMES: Mapping[str, str] = {HANDLING: "対応", DISPOSAL: "処分"}
Notes = Mapping[str, Mapping[str, str]]  # by field and address of the file


def address(file: StoredFile) -> str:
    """The address of a file by which its notes are known."""
    return storable(f"{file.root}/{file.path}")


def notes(history: Iterable[StoredChange]) -> Notes:
    """What people last noted; what they took back is left out."""
    last: dict[str, dict[str, str]] = {field: {} for field in NAMES}
    for change in history:
        if change.field in last:
            last[change.field][change.subject] = change.after
    return {field: {file: text for file, text in found.items() if text} for field, found in last.items()}
