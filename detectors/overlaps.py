"""Findings that claim the same text: who comes first keeps it."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence

from detectors.finding import Finding


def without_overlaps(ordered: Iterable[Finding]) -> list[Finding]:
    """The findings that overlap none before them, in the order of their place."""
    kept: list[Finding] = []
    group: list[tuple[int, Finding]] = []  # findings that hang together, with their rank
    end = 0
    for rank, finding in sorted(enumerate(ordered), key=lambda pair: pair[1].start):
        if group and finding.start >= end:
            kept += _first_come(group)
            group = []
        group.append((rank, finding))
        end = max(end, finding.end)
    return [*kept, *_first_come(group)]


def _first_come(group: Sequence[tuple[int, Finding]]) -> list[Finding]:
    if len(group) < 2:
        return [finding for _, finding in group]
    kept: list[Finding] = []
    starts: list[int] = []
    for _, finding in sorted(group, key=lambda pair: pair[0]):
        place = bisect(starts, finding.start)
        if (place and kept[place - 1].end > finding.start) or (place < len(kept) and starts[place] < finding.end):
            continue
        starts.insert(place, finding.start)
        kept.insert(place, finding)
    return kept
