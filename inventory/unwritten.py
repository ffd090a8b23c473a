"""What files came to that is not in the register yet: committed together, because each commit costs time.

A scan that is killed examines these files again, like those that were under way.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from inventory.replacing import Examined

FILES = 50
MEMBERS = 1_000  # of these files together
SECONDS = 0.5  # the longest that a file waits for others


@dataclass(slots=True)
class Unwritten:
    """A batch of examined files. It fills up while workers are busy."""

    clock: Callable[[], float] = field(default=time.monotonic, repr=False)
    files: list[Examined] = field(default_factory=list)
    _addresses: set[tuple[str, str]] = field(default_factory=set)
    _contents: set[str] = field(default_factory=set)
    _reports: int = 0
    _since: float = 0.0

    def add(self, file: Examined) -> None:
        """One more file, of another address than those that wait."""
        if not self.files:
            self._since = self.clock()
        self.files.append(file)
        self._addresses.add(file.address)
        self._contents.update(report.sha256 for report in file.reports)
        self._reports += len(file.reports)

    @property
    def is_due(self) -> bool:
        """Whether they should be written now."""
        if not self.files:
            return False
        return len(self.files) >= FILES or self._reports >= MEMBERS or self.clock() - self._since >= SECONDS

    def has_content(self, sha256: str) -> bool:
        """Whether one of these files, or something in it, has this content."""
        return sha256 in self._contents

    def has_address(self, address: tuple[str, str]) -> bool:
        """Whether one of these files is there."""
        return address in self._addresses

    def clear(self) -> None:
        """They were written."""
        self.files = []
        self._addresses.clear()
        self._contents.clear()
        self._reports = 0
