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
from scanner.tables import tables

FORMAT = Format("CSV", ("text/csv", "text/tab-separated-values"), (".csv", ".tsv", ".tab", ".psv"), streams=True)

_LONGEST_CELL = 64 << 20
_LINES_IN_A_ROW = 1000
csv.field_size_limit(_LONGEST_CELL)


class _Runaway(Exception):
    """A row of so many lines that its quotation mark must be a stray one."""


def read(file: BinaryIO) -> Iterator[Item]:
    """The rows as they stand; titles above the heading are rows like any other."""
    decoded = encoding.decode(file)
    if decoded.remark:
        yield decoded.remark
    first = next(decoded.blocks, "")
    lines = _lines(chain([first], decoded.blocks))
    yield from tables("表", _rows(lines, delimiter_of(first), ', "' in first[:4096]))


def _rows(lines: Iterator[str], delimiter: str, spaced: bool) -> Iterator[list[str]]:
    """Rows by the csv module. Where a quotation mark is never closed, its lines are split without regard to quotes."""
    pending: list[str] = []  # the lines of the row that is being read
    while True:
        try:
            for row in csv.reader(_watched(lines, pending), delimiter=delimiter, skipinitialspace=spaced):
                if len(pending) > 1 and sum(line.count('"') for line in pending) % 2:
                    raise _Runaway
                pending.clear()
                yield row
            return
        except (csv.Error, _Runaway):
            for line in pending:
                yield line.rstrip("\r\n").split(delimiter)
            pending.clear()


def _watched(lines: Iterator[str], pending: list[str]) -> Iterator[str]:
    for line in lines:
        pending.append(line)
        if len(pending) > _LINES_IN_A_ROW:
            raise _Runaway
        yield line


def _lines(blocks: Iterable[str]) -> Iterator[str]:
    """Whole lines: a block ends inside one only where the line is very long."""
    held = ""
    for block in blocks:
        held += block
        if held.endswith(("\n", "\r")) or len(held) > _LONGEST_CELL:
            yield from io.StringIO(held, newline="")
            held = ""
    yield from io.StringIO(held, newline="")
