"""When a file that could not be opened is worth another try: other known passwords, other mails beside a mail."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from inventory.known_passwords import mark
from inventory.report import FileReport
from scanner.document import FoundFile


class Circumstances:
    """What decides besides its content whether a locked file can be opened, as a mark that tells no password."""

    def __init__(self, key: bytes, passwords: Sequence[str]) -> None:
        self._passwords = mark(key, passwords)
        self._under_way: dict[tuple[str, str], str] = {}
        self._folder: Path | None = None
        self._mails = ""

    def begin(self, found: FoundFile) -> None:
        """Note the mark of a file that is about to be examined: a mail that comes later was not looked at."""
        self._under_way[str(found.root), found.relative] = self.of(found)

    def end(self, reports: Sequence[FileReport]) -> str:
        """The mark with which an examined file was begun if something in it stayed locked, else nothing."""
        begun = self._under_way.pop((reports[0].root, reports[0].path), "")
        return begun if any(report.status == "encrypted" for report in reports) else ""

    def of(self, found: FoundFile) -> str:
        """The mark for a file; a walk goes through folder by folder, so that one folder is remembered."""
        from scanner.mails_beside import SUFFIXES, beside  # with all readers

        if found.path.suffix.lower() not in SUFFIXES:
            return f"~{self._passwords}"
        if found.path.parent != self._folder:
            self._folder = found.path.parent
            self._mails = hashlib.sha256(repr(beside(found.path)).encode("utf-8", "replace")).hexdigest()[:16]
        return f"~{self._passwords}~{self._mails}"
