"""Several values of one kind in a cell: two mail addresses, a phone at home and a mobile one."""

from __future__ import annotations

import re
from collections.abc import Sequence

SEVERAL = "\n"  # between the values of a cell that holds several
MOST = 8  # values of a cell by which its person is told apart
_BETWEEN = {
    "EMAIL_ADDRESS": re.compile(r"[;,、/|\s<>]+"),
    "PHONE_NUMBER": re.compile(r" ?[;,、/|\n]+ ?| +(?=[0+])"),
}
_ALIKE = {  # what stands between is told from the values themselves by a glance, the column was judged by their forms
    "EMAIL_ADDRESS": re.compile(r"[^@;,、/|\s<>]+@[^@;,、/|\s<>]+(?:[;,、/|\s]+[^@;,、/|\s<>]+@[^@;,、/|\s<>]+)+"),
    "PHONE_NUMBER": re.compile(r"[0+][0-9() -]{8,15}(?:(?: ?[;,、/|\n]+ ?| +)[0+][0-9() -]{8,15})+"),
}


def apart(kind: str, cell: str) -> list[str]:
    """The parts of a normalized cell, if the kind is one of which a cell may hold several; else the cell."""
    between = _BETWEEN.get(kind)
    return [part for part in map(str.strip, between.split(cell)) if part] if between else [cell]


def first_of_each(kind: str, cells: Sequence[str]) -> Sequence[str]:
    """The first part of every cell, by which a column without a heading is judged."""
    return [part for cell in cells for part in apart(kind, cell)[:1]] if kind in _BETWEEN else cells


def with_several(kind: str, cells: list[str]) -> list[str]:
    """Normalized cells, those that hold several values with SEVERAL between them; the others as they are."""
    between = _BETWEEN.get(kind)
    if not between or not between.search("\0".join(cells)):
        return cells
    alike, put_between = _ALIKE[kind].fullmatch, between.sub
    return [put_between(SEVERAL, cell) if alike(cell) else cell for cell in cells]


def each_of(values: Sequence[str]) -> list[Sequence[str]]:
    """A column of which a row may hold several values as columns of which it holds one: first ones, second ones …"""
    if SEVERAL not in "\0".join(values):
        return [values]
    rows = [value.split(SEVERAL, MOST)[:MOST] for value in values]
    width = max(map(len, rows))
    return [[row[at] if at < len(row) else "" for row in rows] for at in range(width)]
