"""Tables of text: columns share the width there is, and every cell is shown whole, on as many lines as it needs.

A full-width character takes two columns of a terminal. A list 「氏名、住所、電話番号」 breaks behind its commas.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

COMMA = "、"
BETWEEN = 1  # spaces between two columns
RULE = "─"
_FLOORS = (16, 10, 4, 2)  # how narrow a column of text may get: the first that fits
_NOT_FIRST = "、。，．）」』】〕・ー々！？"  # never at the beginning of a line
_GOOD_ENDS = "/!\\、 　"

Cell = str | Sequence[str]


@dataclass(frozen=True, slots=True)
class Column:
    """How a column is laid out: numbers stand right and are never broken; `least` is the width that a path needs."""

    heading: str
    right: bool = False
    least: int = 0


def lines(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int) -> Iterator[str]:
    """The table: the headings, a rule, the rows."""
    widths = fitted(columns, rows, width)
    headings = [folded(column.heading, room) for column, room in zip(columns, widths, strict=True)]
    yield from _side_by_side(columns, headings, widths)
    yield RULE * (sum(widths) + BETWEEN * (len(widths) - 1))
    for row in rows:
        yield from _side_by_side(columns, [wrapped(cell, room) for cell, room in zip(row, widths, strict=True)], widths)


def fitted(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int) -> list[int]:
    """The width of each column: what its text needs, or less where that is too much, so that few lines are added."""
    texts = [[_joined(row[place]) for row in rows] for place in range(len(columns))]
    sizes = [[cell_len(text) for text in column] for column in texts]
    needed = [
        max(cell_len(column.heading), *own, 1) if own else max(cell_len(column.heading), 1)
        for column, own in zip(columns, sizes, strict=True)
    ]
    room = width - BETWEEN * (len(columns) - 1)
    if sum(needed) <= room:
        return needed
    widths = _least(columns, needed, room)
    loads = [sum(own) for own in sizes]
    for _ in range(room - sum(widths)):
        open_ = [place for place, own in enumerate(widths) if own < needed[place]]
        best = max(open_, key=lambda place: loads[place] / (widths[place] * (widths[place] + 1)))
        widths[best] += 1
    return widths


def _least(columns: Sequence[Column], needed: Sequence[int], room: int) -> list[int]:
    widths: list[int] = []
    for floor in _FLOORS:
        widths = [
            need if column.right else min(need, max(floor, column.least if floor > _FLOORS[-2] else 0))
            for column, need in zip(columns, needed, strict=True)
        ]
        if sum(widths) <= room:
            break
    return widths


def _joined(cell: Cell) -> str:
    return cell if isinstance(cell, str) else COMMA.join(cell)


def _side_by_side(columns: Sequence[Column], cells: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    for number in range(max(map(len, cells))):
        parts = []
        for column, cell, width in zip(columns, cells, widths, strict=True):
            text = cell[number] if number < len(cell) else ""
            blank = " " * (width - cell_len(text))
            parts.append(blank + text if column.right else text + blank)
        yield (" " * BETWEEN).join(parts).rstrip(" ")


def wrapped(cell: Cell, width: int) -> list[str]:
    """The lines of a cell; a list keeps its words whole where they fit on a line."""
    if isinstance(cell, str):
        return folded(cell, width)
    written = [""]
    for number, word in enumerate(cell, 1):
        piece = word + COMMA if number < len(cell) else word
        if written[-1] and cell_len(written[-1] + piece) > width:
            written.append("")
        written[-1:] = folded(written[-1] + piece, width)
    return written


def folded(text: str, width: int) -> list[str]:
    """The lines of a text, broken anywhere but before a comma, a closing bracket and the like; best behind a slash."""
    written = []
    while cell_len(text) > width:
        end = _fitting(text, width)
        good = max(text.rfind(char, 0, end) for char in _GOOD_ENDS) + 1
        if 2 * good > end:
            end = good
        while end > 1 and text[end] in _NOT_FIRST:
            end -= 1
        written.append(text[:end])
        text = text[end:]
    return [*written, text] if text or not written else written


def _fitting(text: str, width: int) -> int:
    """How many characters fit, one at least."""
    used = 0
    for place, char in enumerate(text):
        used += cell_len(char)
        if used > width:
            return max(place, 1)
    return len(text)
