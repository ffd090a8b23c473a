"""The same content at another place: what it came to there holds here too, where both paths say the same of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from detectors.engine import Engine
from detectors.said_by_path import Said, said_by
from inventory.contents import Content, Memory, Place
from inventory.report import FileReport
from scanner.document import FoundFile
from scanner.extract import CHANGED, Document

_OF_CONTENT = ("read", "partly_read", "corrupt", "unsupported")  # ends that lie in the content, wherever it stands
_OF_FILES = ("timed_out", "too_large")  # and those that do for a file on the share, not in what holds a member
_PATHS_KEPT = 1_000


class Paths:
    """What paths say; remembered for a while, in memory only."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._said: dict[tuple[str, str], Said] = {}

    def said(self, path: str, media_type: str) -> Said:
        """What the detectors read out of a path."""
        if len(self._said) > _PATHS_KEPT:
            self._said.clear()
        key = (path, media_type)
        if key not in self._said:
            self._said[key] = said_by(path, media_type, self._engine)
        return self._said[key]


class Copies:
    """What is known of contents met before: in the file under examination, and in `memory` anywhere else."""

    def __init__(self, paths: Paths, memory: Memory) -> None:
        self._paths = paths
        self._memory = memory
        self._here: dict[str, list[FileReport]] = defaultdict(list)

    def known(self, document: Document) -> FileReport | None:
        """The report of a document whose content was examined before, at a place of which its path says the same."""
        if not document.sha256 or not document.size:
            return None
        places = self._memory.places(Content(document.sha256, document.media_type))
        if document.status != "read" or document.note:  # something was said already: a part could not be unpacked
            return None
        report = self._within(document) or self._elsewhere(document, places)
        if report is None:
            return None
        document.status, document.note = report.status, report.note
        return _at(report, document.found, document.path)

    def keep(self, report: FileReport) -> None:
        """Remember the report of a content for the other members of the same file."""
        if report.sha256 and report.size:
            self._here[report.sha256].append(report)

    def _within(self, document: Document) -> FileReport | None:
        known = self._here.get(document.sha256, ())
        return next((report for report in known if self._fits(report, document)), None)

    def _elsewhere(self, document: Document, places: Sequence[Place]) -> FileReport | None:
        fitting = next((place for place in places if self._fits(place, document)), None)
        return self._memory.report(fitting.number) if fitting else None

    def _fits(self, known: FileReport | Place, document: Document) -> bool:
        if known.media_type != document.media_type or CHANGED in known.note:
            return False
        are_files = "!" not in known.path and "!" not in document.path
        if known.status not in (_OF_CONTENT + _OF_FILES if are_files else ("read", "unsupported")):
            return False
        media_type = document.media_type
        return self._paths.said(known.path, media_type) == self._paths.said(document.path, media_type)


def _at(report: FileReport, found: FoundFile, path: str) -> FileReport:
    return replace(
        report,
        root=str(found.root),
        path=path,
        modified_ns=found.modified_ns,
        owner=found.owner,
        readable_by_all=found.readable_by_all,
        access=found.access,
    )
