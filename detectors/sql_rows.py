"""INSERT statements that stand in running text: the rows under the names of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from detectors.text_rows import Span, trimmed

MOST_ROWS = 10_000  # of one statement
LONGEST = 4_000  # characters of a row
_NAME = r"[`\"\[]?[^\s(),;`\"\[\]]{1,64}[`\"\]]?"
_INSERT = re.compile(
    rf"\b(?:INSERT|REPLACE)\s{{1,8}}(?:IGNORE\s{{1,8}})?INTO\s{{1,8}}{_NAME}\s{{0,8}}"
    r"\((?P<columns>[^()]{1,4000})\)\s{0,8}VALUES\s{0,8}",
    re.IGNORECASE,
)
_CELL = re.compile(
    r"\s{0,8}(?:N?'(?P<quoted>(?:[^'\\]|\\.|'')*)'|(?P<plain>[^,()']{0,200}(?:\([^()']{0,100}\))?))\s{0,8}"
)
_NEXT_ROW = re.compile(r"\s{0,8},\s{0,8}(?=\()")
_QUOTES = "`\"[]' \t\r\n"


class Statement(NamedTuple):
    """The rows of one statement, cell by cell, under the names of its columns, and where it stands in the text."""

    start: int
    end: int
    columns: tuple[str, ...]
    rows: tuple[tuple[Span, ...], ...]


def may_hold(text: str) -> bool:
    """Whether a text can hold statements at all."""
    return "VALUES" in text or "values" in text


def statements(text: str) -> Iterator[Statement]:
    """The statements of a text that name their columns, in their order."""
    for match in _INSERT.finditer(text):
        columns = tuple(name.strip(_QUOTES) for name in match["columns"].split(","))
        rows, end = _rows(text, match.end(), len(columns))
        if rows:
            yield Statement(match.start(), end, columns, tuple(rows))


def _rows(text: str, position: int, width: int) -> tuple[list[tuple[Span, ...]], int]:
    rows: list[tuple[Span, ...]] = []
    end = position
    while len(rows) < MOST_ROWS and (row := _row(text, position)) and len(row[0]) == width:
        rows.append(tuple(row[0]))
        end = row[1]
        if not (following := _NEXT_ROW.match(text, end)):
            break
        position = following.end()
    return rows, end


def _row(text: str, start: int) -> tuple[list[Span], int] | None:
    """The cells of the row in brackets that begins at an offset, and where it ends."""
    if text[start : start + 1] != "(":
        return None
    cells: list[Span] = []
    position, last = start + 1, min(len(text), start + LONGEST)
    while match := _CELL.match(text, position, last):
        cells.append(match.span("quoted") if match["quoted"] is not None else trimmed(text, *match.span("plain")))
        position = match.end()
        if text[position : position + 1] == ")":
            return cells, position + 1
        if text[position : position + 1] != ",":
            return None
        position += 1
    return None
