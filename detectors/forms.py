"""Forms: labels with their values beside or below them, as lines of text or, one block per person, as records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from detectors.headings import Headings
from detectors.normalize import normalize

REACH = 12  # columns to the right of a label in which its value may stand
ALIKE = 0.6  # share of the labels that one block has in common with the next
MOSTLY = 0.8  # share of the blocks that are like the next one
FEWEST_BLOCKS = 3  # from so many blocks on, labels that come again tell a form without a look at what it holds
IN_BLOCKS = 0.2  # share of the filled cells that are such labels

Rows = Sequence[Sequence[str]]
Spot = tuple[int, int]  # row and column


@dataclass(frozen=True, slots=True)
class Records:
    """The blocks of a form as the rows of a list: a heading per label, a cell per record; and what stands elsewhere."""

    headings: tuple[str, ...]
    rows: list[list[str]]
    other: list[str]

    @property
    def columns(self) -> tuple[tuple[str, ...], ...]:
        """The records column by column."""
        return tuple(zip(*self.rows, strict=True))


def is_in_blocks(columns: Sequence[Sequence[str]], headings: Headings) -> bool:
    """Whether several labels come again and again, all at the same distance of rows: a block for each person.

    `columns`: of the first rows, their cells normalized.
    """
    again = sorted(spot for number, cells in enumerate(columns) for spot in _coming_again(number, cells))
    labels: dict[int, list[int]] = {}  # by distance, how often each label stands there
    for _, _, cell, distance, times in again:
        if headings.is_heading(cell):
            labels.setdefault(distance, []).append(times)
    if not labels:
        return False
    most = max(labels.values(), key=len)
    return len(most) >= 2 and sum(most) >= IN_BLOCKS * sum(len(cells) - cells.count("") for cells in columns)


def _coming_again(column: int, cells: Sequence[str]) -> Iterator[tuple[int, int, str, int, int]]:
    """What stands again and again in a column: its first row, the column, the cell, rows between two, how many."""
    if len(set(cells)) == len(cells):
        return
    for cell, times in Counter(filter(None, cells)).items():
        if times >= FEWEST_BLOCKS:
            places = [number for number, other in enumerate(cells) if other == cell]
            if distance := _distance(places):
                yield places[0], column, cell, distance, times


def _distance(places: Sequence[int]) -> int:
    """How many rows a label stands below itself, again and again; 0 where it does not, or in every row."""
    distance, times = Counter(after - before for before, after in pairwise(places)).most_common(1)[0]
    return distance if distance > 1 and times >= MOSTLY * (len(places) - 1) else 0


class Form:
    """The cells of a form, and which of them is the value of which label."""

    def __init__(self, columns: Sequence[Sequence[str]], headings: Headings) -> None:
        self._rows = [[cell.strip().replace("\n", " ") for cell in row] for row in zip(*columns, strict=True)]
        self._headings = headings
        self._values: dict[Spot, Spot] = {}
        self._join()

    def _join(self) -> None:
        taken: set[Spot] = set()
        for number, row in enumerate(self._rows):
            for column, cell in enumerate(row):
                if cell and (number, column) not in taken and self._headings.is_heading(cell):
                    place = self._value_of(number, column)
                    if place and place not in taken:
                        taken.add(place)
                        self._values[number, column] = place

    def _value_of(self, number: int, column: int) -> Spot | None:
        """Where the value of a label stands: the next filled cell to the right, else the one below."""
        row = self._rows[number]
        for right in range(column + 1, min(len(row), column + REACH)):
            if row[right]:
                if not self._headings.is_heading(row[right]):
                    return number, right
                break
        below = self._rows[number + 1][column] if number + 1 < len(self._rows) else ""
        return (number + 1, column) if below and not self._headings.is_heading(below) else None

    def lines(self, without: frozenset[Spot] = frozenset()) -> Iterator[str]:
        """The form as text, 「label: value」 where a label has its value; `without` some cells."""
        values = frozenset(self._values.values()) | without
        for number, row in enumerate(self._rows):
            line = []
            for column, cell in enumerate(row):
                if not cell or (number, column) in values:
                    continue
                place = self._values.get((number, column))
                line.append(f"{cell}: {self._rows[place[0]][place[1]]}" if place else cell)
            if line:
                yield "\t".join(line)

    def has_only(self, labels: Container[str]) -> bool:
        """Whether its labels with values are those of other blocks: it is one more of them."""
        own = {self._label(spot) for spot in self._values}
        return len(own) > 1 and all(label in labels for label in own)

    def record(self) -> Records:
        """The whole form as a single record."""
        block: dict[str, str] = {}
        for spot, place in self._values.items():
            block[_unused(self._label(spot), block)] = self._rows[place[0]][place[1]]
        used = frozenset((*self._values, *self._values.values()))
        return Records(tuple(block), [list(block.values())], list(self.lines(used)))

    def records(self) -> Records | None:
        """One record per block, where the same labels come again and again; None where they do not."""
        starts = self._starts()
        if len(starts) < 2:
            return None
        blocks: dict[Spot, dict[str, str]] = {start: {} for start in starts}
        used: set[Spot] = set()
        for spot, place in self._values.items():
            start = _start_of(spot, starts)
            if start is None:
                continue
            block, label = blocks[start], self._label(spot)
            block[_unused(label, block)] = self._rows[place[0]][place[1]]
            used |= {spot, place}
        found = [block for block in blocks.values() if block]
        if not _are_alike(found):
            return None
        names = tuple(dict.fromkeys(label for block in found for label in block))
        rows = [[block.get(name, "") for name in names] for block in found]
        return Records(names, rows, list(self.lines(frozenset(used))))

    def _label(self, spot: Spot) -> str:
        return normalize(self._rows[spot[0]][spot[1]]).strip()

    def _starts(self) -> list[Spot]:
        """Where a block begins: at the first of the labels that come most often."""
        counts = Counter(map(self._label, self._values))
        most = max(counts.values(), default=0)
        first = next((label for label in map(self._label, self._values) if counts[label] >= most * 0.9), "")
        return [spot for spot in self._values if self._label(spot) == first]


def _start_of(spot: Spot, starts: Sequence[Spot]) -> Spot | None:
    """The block of a label: the last one that begins above it, where several stand beside each other left of it."""
    low, high = 0, len(starts)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if starts[middle][0] <= spot[0] else (low, middle)
    if not low:
        return None
    band = starts[low - 1][0]
    beside = [start for start in starts[max(0, low - REACH) : low] if start[0] == band]
    if len(beside) == 1:
        return beside[0]
    left = [start for start in beside if start[1] <= spot[1]]
    return left[-1] if left else None


def _unused(label: str, block: dict[str, str]) -> str:
    """The label, numbered where the block has it already (電話, 電話2)."""
    number, name = 1, label
    while name in block:
        number += 1
        name = f"{label}{number}"
    return name


def _are_alike(blocks: Sequence[dict[str, str]]) -> bool:
    if len(blocks) < 2 or max(map(len, blocks)) < 2:
        return False
    shared = sum(
        len(one.keys() & other.keys()) >= ALIKE * len(one.keys() | other.keys()) for one, other in pairwise(blocks)
    )
    return shared >= MOSTLY * (len(blocks) - 1)
