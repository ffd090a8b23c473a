"""How many of the known files a scan did not meet."""

from __future__ import annotations

from dataclasses import dataclass

FEW = 20  # files that may always disappear


@dataclass(frozen=True, slots=True)
class Losses:
    """Files of a root, members left out: known before, not met this time, met for the first time."""

    known: int
    missing: int
    new: int

    def are_many(self, percent: int) -> bool:
        """Whether more than `percent` of the files went, and none came in their place."""
        lost = self.missing - self.new
        return lost > FEW and lost * 100 > self.known * percent
