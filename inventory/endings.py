"""How a file ends that nobody could examine: not opened, or lost with the worker that read it; and its time."""

from __future__ import annotations

from inventory.people import PeopleKeys
from inventory.report import FileReport
from scanner.crawl import NotOpened
from scanner.document import UNTOLD, FoundFile, Status

BYTES_PER_SECOND = 1_000_000  # the slowest that a large file may be


def allowed_seconds(seconds: float, size: int) -> float:
    """The time a file may take: what the settings say, and more for a large one."""
    return seconds + size / BYTES_PER_SECOND


def unopened(met: NotOpened) -> FileReport:
    """The report of something that was met and not opened: a denied folder, a link out, a device."""
    return _without_content(str(met.root), met.relative, met.status, met.note)


def lost(found: FoundFile, status: Status, note: str) -> FileReport:
    """The report of a file that cost its worker the life, or more time than a file may take."""
    return _without_content(str(found.root), found.relative, status, note, found)


def _without_content(root: str, path: str, status: Status, note: str, found: FoundFile | None = None) -> FileReport:
    return FileReport(
        root=root,
        path=path,
        size=found.size if found else 0,
        modified_ns=found.modified_ns if found else 0,
        owner=found.owner if found else "",
        readable_by_all=found.readable_by_all if found else False,
        sha256="",
        media_type="",
        status=status,
        note=note,
        personal=False,
        document_type=None,
        flags=(),
        persons=0,
        persons_max=0,
        kinds=(),
        reasons=(),
        people=PeopleKeys(),
        access=found.access if found else UNTOLD,
    )
