"""A column of a list once it is judged, and the sample of its cells by which that is done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from detectors.bulk import in_bulk
from detectors.headings import Part
from detectors.normalize import normalize

SAMPLE = 200  # cells by which a column is judged
LONGEST_VALUE = 2_000  # characters of a cell that holds a value or a list of names; more is text


@dataclass(frozen=True, slots=True)
class Column:
    """One column that holds personal data: its kind, how sure, why, and the part of a name it holds.

    `share`: of the sampled cells, how many are values of the kind.
    """

    index: int
    heading: str
    kind: str
    score: float
    evidence: tuple[str, ...]
    part: Part = ""
    share: float = 0.0


def sample(cells: Sequence[str]) -> list[str]:
    """Up to SAMPLE different filled cells, spread over the column, normalized."""
    step = max(1, len(cells) // (SAMPLE * 4))
    chosen = cells[::step]
    seen: dict[str, None] = {}
    for start in range(0, len(chosen), SAMPLE):
        for cell in in_bulk(normalize, chosen[start : start + SAMPLE]):
            value = cell.strip()
            if value and len(value) <= 400:
                seen.setdefault(value)
                if len(seen) >= SAMPLE:
                    return list(seen)
    return list(seen)


def enough(values: Collection[str], test: Callable[[str], object], least: float) -> int:
    """How many of the values pass a test; 0 as soon as it is plain that fewer than `least` do."""
    left = len(values)
    for value in values:
        if not test(value):
            left -= 1
            if left < least:
                return 0
    return left
