"""What is put before the people who keep the 台帳: texts for cells, and lines that no scan finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from inventory.routing import Kept


@dataclass(frozen=True, slots=True)
class Proposal:
    """A text for a cell, and where it comes from (「既存の台帳 営業部!C5」)."""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class LineByHand:
    """A line for something outside the scan: its name stands, everything else is to be confirmed."""

    kept: Kept
    name: str
    cells: Mapping[str, Proposal] = field(default_factory=dict)
    reason: str = ""
