"""Rows as they come, handed out as chunks of a table, column by column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from operator import itemgetter

from scanner.document import Passage, Table
from scanner.passages import passages

ROWS = 10_000
CELLS = 400_000
LONGEST_CELL = 32_768  # characters, of which Excel allows one less
_COLUMNS = 65_536


class Chunks:
    """Collects rows of one table; `full` says when to hand over a chunk with `take`."""

    def __init__(self, place: str, first_row: int = 1) -> None:
        self.place = place
        self._first_row = first_row
        self._rows: list[Sequence[str]] = []
        self._width = 0

    def add(self, row: Sequence[str]) -> None:
        """One more row; short rows are padded when the chunk is taken."""
        self._rows.append(row)
        if len(row) > self._width:
            self._width = len(row)

    def extend(self, rows: Sequence[Sequence[str]]) -> bool:
        """Many more rows, unless they would make the chunk far too large: whether they were taken."""
        width = max(map(len, rows), default=0)
        if len(rows) > ROWS or max(width, self._width) * (len(self._rows) + len(rows)) > 2 * CELLS:
            return False
        self._rows += rows
        self._width = max(width, self._width)
        return True

    def of_columns(self, columns: Columns) -> Iterator[Table | Passage]:
        """Rows that come as columns of the same length, with cells of usual size: in chunks of their own."""
        step = max(1, min(ROWS, CELLS // len(columns)))
        for start in range(0, len(columns[0]), step):
            part = tuple(column[start : start + step] for column in columns)
            yield Table(self.place, part, self._first_row)
            self._first_row += len(part[0])

    @property
    def full(self) -> bool:
        """Whether the chunk is as large as it should become."""
        return len(self._rows) >= ROWS or self._width * len(self._rows) >= CELLS

    def take(self) -> Iterator[Table | Passage]:
        """The chunk, unless it is empty. A row too wide for any table becomes a passage."""
        rows, first_row = self._rows, self._first_row
        self._first_row += len(rows)
        self._rows, self._width = [], 0
        yield from _chunk(self.place, rows, first_row)


def tables(place: str, rows: Iterable[Sequence[str]]) -> Iterator[Table | Passage]:
    """All rows of a table, in chunks."""
    chunks = Chunks(place)
    for row in rows:
        chunks.add(row)
        if chunks.full:
            yield from chunks.take()
    yield from chunks.take()


Columns = tuple[tuple[str, ...], ...]


def tables_in_batches(place: str, batches: Iterable[Columns | list[list[str]]]) -> Iterator[Table | Passage]:
    """As `tables`, for rows that come many at a time: as lists, or as columns already."""
    chunks = Chunks(place)
    for batch in batches:
        if isinstance(batch, tuple):
            yield from chunks.take()
            yield from chunks.of_columns(batch)
            continue
        for start in range(0, len(batch), ROWS):
            rows = batch[start : start + ROWS]
            if not chunks.extend(rows):
                yield from chunks.take()
                yield from _one_by_one(chunks, rows)
            if chunks.full:
                yield from chunks.take()
    yield from chunks.take()


def _one_by_one(chunks: Chunks, rows: Sequence[Sequence[str]]) -> Iterator[Table | Passage]:
    for row in rows:
        chunks.add(row)
        if chunks.full:
            yield from chunks.take()


def _chunk(place: str, rows: list[Sequence[str]], first_row: int) -> Iterator[Table | Passage]:
    if not any(rows):
        return
    width = max(map(len, rows))
    if width <= _COLUMNS:
        texts: list[str] = []
        yield Table(place, tuple(_without_texts(cells, texts) for cells in _columns(rows, width)), first_row)
        yield from (Passage(part.text, place) for part in passages(texts))
        return
    for number, row in enumerate(rows, first_row):
        if len(row) > _COLUMNS:
            yield from (Passage(part.text, f"{place} {number:,}行目") for part in passages(["\n".join(row)]))
        else:
            yield from _chunk(place, [row], number)


def _without_texts(cells: tuple[str, ...], texts: list[str]) -> tuple[str, ...]:
    """A column whose cells are short enough for one; the longer are put to the `texts`, which are read by and by."""
    if max(map(len, cells)) <= LONGEST_CELL:
        return cells
    texts += (cell for cell in cells if len(cell) > LONGEST_CELL)
    return tuple("" if len(cell) > LONGEST_CELL else cell for cell in cells)


def _columns(rows: list[Sequence[str]], width: int) -> Iterator[tuple[str, ...]]:
    if len(rows) > width and min(map(len, rows)) == width:  # a column at a time is far faster
        return (tuple(map(itemgetter(at), rows)) for at in range(width))
    return zip_longest(*rows, fillvalue="")
