"""From the rows of a sheet to chunks of a table: cells as text, columns instead of rows, bounded memory."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from scanner.document import Table

CHUNK_ROWS = 10_000
CHUNK_CELLS = 200_000
GAP_ROWS = 100  # a longer stretch of absent rows starts a new chunk instead of being filled with blanks

Row = tuple[int, Sequence[str]]
"""The 1-based number of a row in its sheet, and its cells. All rows of one table have the same length."""


def tables(place: str, rows: Iterable[Row]) -> Iterator[Table]:
    """Cut rows into chunks of one table. Row numbers ascend; short gaps become blank rows."""
    chunk: list[Sequence[str]] = []
    first = 1
    for number, cells in rows:
        gap = number - first - len(chunk)
        if chunk and (gap > GAP_ROWS or len(chunk) >= max(1, min(CHUNK_ROWS, CHUNK_CELLS // max(1, len(cells))))):
            yield _table(place, first, chunk)
            chunk = []
        if chunk:
            chunk.extend([("",) * len(cells)] * gap)
        else:
            first = number
        chunk.append(cells)
    if chunk:
        yield _table(place, first, chunk)


def cell_text(value: object) -> str:
    """The text of a cell as a person would write it: no ".0" behind whole numbers, ISO dates.

    >>> cell_text(9012345678.0), cell_text(datetime.date(1985, 4, 1)), cell_text(True), cell_text(None)
    ('9012345678', '1985-04-01', 'TRUE', '')
    """
    if type(value) is float:  # by far the commonest
        return number_text(value)
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case datetime.datetime():
            return value.isoformat(" ", "minutes" if not value.second else "seconds")
        case datetime.date() | datetime.time():
            return value.isoformat()
        case datetime.timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
        case _:
            return ""


def number_text(value: float) -> str:
    """A number with the fifteen digits that spreadsheets show.

    >>> number_text(0.1 + 0.2), number_text(4111111111111111.0), number_text(float("nan"))
    ('0.3', '4111111111111111', 'nan')
    """
    return str(int(value)) if value.is_integer() and abs(value) < 1e21 else format(value, ".15g")


def _table(place: str, first: int, rows: list[Sequence[str]]) -> Table:
    return Table(place, tuple(zip(*rows, strict=True)), first)
