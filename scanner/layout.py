"""Pieces of text on a page, put in the order in which a person reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_CELL_LENGTH = 20  # on average; longer pieces are lines of prose, which may stand in columns of their own


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text on one line; `bottom` grows upwards, as PDF counts."""

    left: float
    bottom: float
    top: float
    text: str


def drawn_by_column(bottoms: Sequence[float]) -> bool:
    """Whether the pen went up again, as it does when a table is drawn column after column.

    >>> drawn_by_column([800, 780, 760, 800, 780, 760]), drawn_by_column([800, 800, 780, 780])
    (True, False)
    """
    return any(after > before + 4 for before, after in pairwise(bottoms))


def rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces on the same height together, from top to bottom and left to right."""
    if not pieces:
        return []
    tolerance = max(3.0, median(piece.top - piece.bottom for piece in pieces) / 2)
    found: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.bottom):
        if found and found[-1][0].bottom - piece.bottom <= tolerance:
            found[-1].append(piece)
        else:
            found.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in found]


def reading_order(pieces: Sequence[Piece]) -> str:
    """The text row by row; "" if that would mix lines of prose that stand in columns side by side.

    >>> left = [Piece(50, 80, 90, "氏名"), Piece(50, 60, 70, "山田")]
    >>> reading_order([*left, Piece(99, 80, 90, "電話"), Piece(99, 60, 70, "03")])
    '氏名 電話\\n山田 03'
    """
    lines = rows(pieces)
    mostly_shared = 2 * sum(len(row) > 1 for row in lines) > len(lines)
    if mostly_shared and sum(len(piece.text) for piece in pieces) > _CELL_LENGTH * len(pieces):
        return ""
    return "\n".join(" ".join(piece.text for piece in row) for row in lines)


def right_to_left(boxes: Sequence[tuple[float, float, float, float]]) -> list[int]:
    """The order of lines in vertical writing, each given as left, bottom, right and top: tier by tier from the right.

    >>> right_to_left([(100, 400, 112, 800), (200, 400, 212, 800), (150, 100, 162, 300)])
    [1, 0, 2]
    """
    tiers: list[list[int]] = []
    floor = 0.0
    for index in sorted(range(len(boxes)), key=lambda index: -boxes[index][3]):
        _, bottom, _, top = boxes[index]
        if not tiers or top <= floor:
            tiers.append([])
            floor = bottom
        tiers[-1].append(index)
        floor = min(floor, bottom)
    return [index for tier in tiers for index in sorted(tier, key=lambda index: -boxes[index][2])]
