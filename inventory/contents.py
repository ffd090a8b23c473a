"""What is known of a content that was met before, and the question for it: light, because every command loads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from inventory.report import FileReport


@dataclass(frozen=True, slots=True)
class Content:
    """A content met: its sha256 and what it is."""

    sha256: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Place:
    """A file or member whose content was examined: its number in the register, and how that ended."""

    number: int
    path: str
    media_type: str
    status: str
    note: str


class Memory(Protocol):
    """Where a content was examined before, and what came of it there."""

    def places(self, content: Content) -> Sequence[Place]: ...

    def report(self, number: int) -> FileReport | None: ...


class NoMemory:
    """Of somebody who examines files for the first time."""

    def places(self, content: Content) -> Sequence[Place]:
        """Nowhere."""
        return ()

    def report(self, number: int) -> FileReport | None:
        """Nothing."""
        return None
