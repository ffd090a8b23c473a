"""A column of a list once it is judged, and the sample of its cells by which that is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    seen: dict[str, None] = {}
    for cell in cells[::step]:
        value = normalize(cell).strip()
        if value and len(value) <= 400:
            seen.setdefault(value)
            if len(seen) >= SAMPLE:
                break
    return list(seen)
