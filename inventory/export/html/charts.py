"""Where the strokes of the charts lie; the template draws them as inline SVG, with the figures in words beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log1p

STEPS = 5  # of the heat map
_DARK = 10  # from how many files on a cell may be the darkest: one file is not many because no cell has two
WIDTH, HEIGHT = 600, 120  # of the trend, in units of its drawing
_EDGE = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar in hundredths of the longest: `length` the estimate, `most` how far it may reach."""

    length: float
    most: float


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a whole in hundredths, from `start` on."""

    name: str
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the trend."""

    x: float
    y: float


def bars(values: Sequence[tuple[int, int]]) -> list[Bar]:
    """A bar for each estimate and maximum."""
    longest = max((most for _, most in values), default=0) or 1
    return [Bar(round(100 * value / longest, 2), round(100 * most / longest, 2)) for value, most in values]


def slices(parts: Mapping[str, int]) -> list[Slice]:
    """The parts of a whole side by side; what is there stays visible, however small."""
    present = {name: count for name, count in parts.items() if count}
    total = sum(present.values()) or 1
    lengths = {name: max(100 * count / total, 0.6) for name, count in present.items()}
    scale = 100 / (sum(lengths.values()) or 1)
    start, found = 0.0, []
    for name, length in lengths.items():
        found.append(Slice(name, round(start, 2), round(length * scale, 2)))
        start += length * scale
    return found


def heat(count: int, most: int) -> int:
    """How dark a cell is, 0 (nothing) to STEPS: by the logarithm, so that ten differ from one and from thousands."""
    if count <= 0 or most <= 0:
        return 0
    return max(1, min(STEPS, round(STEPS * log1p(count) / log1p(max(most, _DARK)))))


def trend(values: Sequence[int]) -> list[Dot]:
    """The points of a line over time; the scale begins at nothing, so that growth is not made to look larger."""
    if not values:
        return []
    most = max(values) or 1
    step = (WIDTH - 2 * _EDGE) / max(len(values) - 1, 1)
    height = HEIGHT - 2 * _EDGE
    return [
        Dot(round(_EDGE + place * step, 1), round(HEIGHT - _EDGE - height * value / most, 1))
        for place, value in enumerate(values)
    ]
