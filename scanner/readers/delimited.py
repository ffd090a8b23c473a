"""Tables in text: cells separated by commas, tabs, semicolons or bars."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from scanner import encoding
from scanner.delimiter import delimiter_of
from scanner.document import Format, Item
from scanner.tables import tables_in_batches

FORMAT = Format("CSV", ("text/csv", "text/tab-separated-values"), (".csv", ".tsv", ".tab", ".psv"), streams=True)

_LONGEST_CELL = 64 << 20
_LINES_IN_A_ROW = 1000
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


def _batches(lines: _Lines, delimiter: str, spaced: bool) -> Iterator[list[list[str]]]:
    """The rows, a block at a time where no row goes on into the next line."""
    while (block := lines.block()) is not None:
        rows = _quickly(block, delimiter, spaced)
        if rows is None:
            lines.put_back(block)
            rows = list(_carefully(lines, delimiter, spaced))
        yield rows


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
