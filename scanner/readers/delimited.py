"""Tables in text: cells separated by commas, tabs, semicolons or bars."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from typing import BinaryIO

from scanner import encoding
from scanner.delimiter import delimiter_of
from scanner.document import Format, Item
from scanner.tables import LONGEST_CELL, Columns, tables_in_batches

FORMAT = Format("CSV", ("text/csv", "text/tab-separated-values"), (".csv", ".tsv", ".tab", ".psv"), streams=True)

_LONGEST_CELL = 64 << 20
_LINES_IN_A_ROW = 1000
_MOST_COLUMNS = 1000
_FEWEST_LINES = 500  # of a block that is worth the shorter way
_BEHIND = "\0"  # a line of its own after a block whose rows are complete
csv.field_size_limit(_LONGEST_CELL)


class _Runaway(Exception):
    """A row of so many lines that its quotation mark must be a stray one."""


def read(file: BinaryIO) -> Iterator[Item]:
    """The rows as they stand; titles above the heading are rows like any other."""
    decoded = encoding.decode(file)
    if decoded.remark:
        yield decoded.remark
    first = next(decoded.blocks, "")
    blocks = _whole(chain([first], decoded.blocks))
    yield from tables_in_batches("表", _batches(_Lines(blocks), delimiter_of(first), ', "' in first[:4096]))


class _Lines:
    """The lines of a text that comes in blocks, one by one or a block at a time."""

    def __init__(self, blocks: Iterator[str]) -> None:
        self._blocks = blocks
        self._lines: list[str] = []
        self._next = 0

    def block(self) -> str | None:
        """The next block, when all lines of the one before were taken."""
        return next(self._blocks, None)

    def put_back(self, block: str) -> None:
        """Hand out the lines of a block that was taken."""
        self._lines, self._next = list(io.StringIO(block, newline="")), 0

    @property
    def between_blocks(self) -> bool:
        """Whether all lines of a block were taken."""
        return self._next >= len(self._lines)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        while self.between_blocks:
            self.put_back(next(self._blocks))
        self._next += 1
        return self._lines[self._next - 1]


def _batches(lines: _Lines, delimiter: str, spaced: bool) -> Iterator[Columns | list[list[str]]]:
    """The rows, a block at a time where no row goes on into the next line."""
    while (block := lines.block()) is not None:
        if not spaced and (columns := _by_column(block, delimiter)):
            yield columns
            continue
        rows = _quickly(block, delimiter, spaced)
        if rows is None:
            lines.put_back(block)
            rows = list(_carefully(lines, delimiter, spaced))
        yield rows


def _by_column(block: str, delimiter: str) -> Columns | None:
    """The columns of a block whose lines have as many cells, all in quotation marks or none; else None."""
    if block.count("\r") != block.count("\r\n"):
        return None
    end = "\r\n" if "\r\n" in block else "\n"
    lines = block.removesuffix(end).split(end)
    if len(lines) < _FEWEST_LINES or len(lines) != block.count("\n") + (not block.endswith(end)):
        return None  # few, or line ends of two kinds
    marks = block.count('"')
    if marks:
        if not all(line.startswith('"') and line.endswith('"') for line in lines):
            return None
        lines, delimiter = [line[1:-1] for line in lines], f'"{delimiter}"'
    width = lines[0].count(delimiter) + 1
    if not 1 < width <= _MOST_COLUMNS or max(map(len, lines)) > LONGEST_CELL:
        return None
    if any(count != width - 1 for count in map(str.count, lines, repeat(delimiter))):
        return None
    if marks and marks != 2 * width * len(lines):
        return None  # marks within cells
    cells = delimiter.join(lines).split(delimiter)
    return tuple(tuple(cells[at::width]) for at in range(width))


def _quickly(block: str, delimiter: str, spaced: bool) -> list[list[str]] | None:
    """The rows of a block, or None where a cell holds a line break or its quotation mark is not closed."""
    reader = csv.reader(chain(io.StringIO(block, newline=""), [_BEHIND]), delimiter=delimiter, skipinitialspace=spaced)
    try:
        rows = list(reader)
    except csv.Error:
        return None
    return rows if rows.pop() == [_BEHIND] and reader.line_num == len(rows) + 1 else None


def _carefully(lines: _Lines, delimiter: str, spaced: bool) -> Iterator[list[str]]:
    """Rows until one ends with a block; lines in which a quotation mark is never closed are split as they are."""
    pending: list[str] = []  # the lines of the row that is being read
    while True:
        try:
            for row in csv.reader(_watched(lines, pending), delimiter=delimiter, skipinitialspace=spaced):
                if len(pending) > 1 and sum(line.count('"') for line in pending) % 2:
                    raise _Runaway
                pending.clear()
                yield row
                if lines.between_blocks:
                    return
            return
        except (csv.Error, _Runaway):
            for line in pending:
                yield line.rstrip("\r\n").split(delimiter)
            pending.clear()
            if lines.between_blocks:
                return


def _watched(lines: Iterator[str], pending: list[str]) -> Iterator[str]:
    for line in lines:
        pending.append(line)
        if len(pending) > _LINES_IN_A_ROW:
            raise _Runaway
        yield line


def _whole(blocks: Iterable[str]) -> Iterator[str]:
    """Blocks of whole lines: one ends inside a line only where that is very long."""
    held = []
    length = 0
    for block in blocks:
        held.append(block)
        length += len(block)
        if block.endswith(("\n", "\r")) or length > _LONGEST_CELL:
            yield "".join(held)
            held, length = [], 0
    if held:
        yield "".join(held)
