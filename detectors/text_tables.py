"""Tables inside running text: consecutive lines whose cells one separator sets apart, under a row of known headings.

A mail, a note or a chat holds what somebody copied from a sheet. Its headings decide there as they do on the sheet, so
the rows are found here by their layout alone, and judged as the columns of any other list.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from detectors import addresses, html_rows, sql_rows
from detectors.cellnames import CellNames
from detectors.heading_lines import HeadingLines
from detectors.headings import Headings
from detectors.normalize import normalize
from detectors.tables import is_heading_row, is_list_below, labels_stand_left
from detectors.text_rows import LONGEST_LINE, SEPARATORS, TAB, Separator, Span, cells_of, first_cell, is_rule, values

MOST_ROWS = 100_000  # of one table
LOOKED_AT = 20  # rows by which it is told whether there is a table at all
LONGEST_HEADING = 40
ODD = 2  # rows of another width that may follow each other within a table
_NO_HEADING = re.compile(r"[:。@㊞]|[0-9]{3}")  # on whose line no heading row of a table can stand, whatever parts it
_CLOCK = re.compile("[0-9]{1,2}:[0-9]{2}(?![0-9])")
MOST_BEFORE_CLOCK = 16  # characters of a line up to the time of day of which it is an entry
_VALUE = regex.compile(r"[:。@㊞]|.〒|〒.|[0-9]{3}")  # what no heading holds, unless it is one of a form


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table in a text: where it stands, its headings, and the cells of its rows.

    A row of another width than the headings holds one cell, the whole line, whose heading is "" (see `odd`).
    """

    start: int
    end: int
    headings: tuple[str, ...]
    rows: tuple[tuple[Span, ...], ...]
    odd: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class TextPair:
    """A label and the cells beside it on the same line (「口座番号,1234567」), or below it."""

    label: str
    cells: tuple[Span, ...]
    below: bool = False


class TextTables:
    """Finds tables, and labels with their values, by the headings that all rules know."""

    def __init__(self, headings: Headings, names: CellNames) -> None:
        self._headings = headings
        self._names = names
        self._lines = HeadingLines(headings)

    def find(self, text: str, plain: str) -> Iterator[TextTable | TextPair]:
        """What a text holds, in its order; `plain` is the text normalized."""
        if html_rows.may_hold(plain):
            yield from self._in_html(text)
        in_sql = [TextTable(*one) for one in sql_rows.statements(text)] if sql_rows.may_hold(plain) else []
        yield from in_sql
        position = 0
        for start, end in self._lines.find(plain):
            if (before := bisect(in_sql, end, key=lambda table: table.start)) and start < in_sql[before - 1].end:
                continue
            if start >= position and (found := self._at(text, plain, start, end)):
                yield found
                position = found.end if isinstance(found, TextTable) else end

    def _at(self, text: str, plain: str, start: int, end: int) -> TextTable | TextPair | None:
        """The table or pair that begins on a line."""
        pair = None
        may_head = _NO_HEADING.search(plain, start, end) is None
        below = next((line for line in _lines(text, end + 1) if not is_rule(text[slice(*line)])), (end, end))
        for separator in SEPARATORS:
            if not separator.pattern.search(text, start, end):
                continue
            may_be_pair = (
                separator.sure and pair is None and self._begins_with_label(text, plain, start, end, separator)
            )
            if not may_head and not may_be_pair:
                continue
            if not may_be_pair and not self._may_begin(text, plain, start, end, separator):
                continue
            goes_on = separator.pattern.search(text, *below) is not None
            row = cells_of(text, start, end, separator) if goes_on or separator.sure else ()
            if len(row) < 2 or not any(begin < stop for begin, stop in row[1:]):
                continue
            if may_head and (table := self._table(text, plain, start, end, separator, row, goes_on=goes_on)):
                return table
            if may_be_pair and (len(row) == 2 or not separator.padded):
                pair = self._pair(plain, row)
        return pair or self._below(text, plain, start, end)

    def _may_begin(self, text: str, plain: str, start: int, end: int, separator: Separator) -> bool:
        """Whether the first cell can be that of a row of headings, where all of them must be known."""
        if separator.sure and not separator.padded:
            return True
        cell = first_cell(text, start, end, separator)
        first = plain[slice(*cell)].strip() if cell else ""
        return not first or self._headings.is_heading(first)

    def _begins_with_label(self, text: str, plain: str, start: int, end: int, separator: Separator) -> bool:
        """Whether the first cell of a line is a label word for word; also where its quotation marks leave that open."""
        if separator.bars or '"' in text[start:end]:
            return True
        cell = first_cell(text, start, end, separator)
        return cell is not None and self._headings.meaning(plain[slice(*cell)]).exact

    def _table(
        self,
        text: str,
        plain: str,
        start: int,
        end: int,
        separator: Separator,
        row: Sequence[Span],
        *,
        goes_on: bool,
    ) -> TextTable | None:
        headings = tuple(value.strip() for value in values(plain, row))
        if not goes_on and not all(map(self._is_known, filter(None, headings))):
            return None
        if not self._is_heading_row(headings, separator):
            return None
        rows, odd, stop = _rows_below(text, end, separator, len(row), LOOKED_AT)
        shown = [list(headings), *([cell.strip() for cell in values(plain, cells)] for cells in rows)]
        if rows and not labels_stand_left(shown, self._headings) and is_list_below(shown, 0, self._headings):
            if len(rows) == LOOKED_AT:
                rows, odd, stop = _rows_below(text, end, separator, len(row), MOST_ROWS)
            return TextTable(start, stop, headings, tuple(rows), tuple(odd))
        alone = separator.sure and all(map(self._is_known, filter(None, headings)))
        return TextTable(start, end, headings, ()) if alone else None

    def _is_heading_row(self, headings: Sequence[str], separator: Separator) -> bool:
        filled = [heading for heading in headings if heading]
        if len(filled) < 2 or any(len(cell) > LONGEST_HEADING or _VALUE.search(cell) for cell in filled):
            return False
        if not is_heading_row(headings, self._headings):
            return False
        unknown = [cell for cell in filled if not self._headings.is_heading(cell)]
        if separator.padded or not separator.sure:
            return not unknown and (separator.sure or all(map(self._is_known, filled)))
        return not any(self._names.strength(cell) or addresses.may_hold(cell) for cell in unknown)

    def _is_known(self, cell: str) -> bool:
        """Whether a cell is a heading word for word."""
        return cell in self._lines.spellings or self._headings.meaning(cell).exact

    def _pair(self, plain: str, row: Sequence[Span]) -> TextPair | None:
        label, *rest = values(plain, row)
        meaning = self._headings.meaning(label)
        cells = tuple(span for span in row[1:] if span[0] < span[1])
        if not meaning.exact or not cells or any(map(self._is_labelled, rest)):
            return None
        return TextPair(label, cells)

    def _is_labelled(self, cell: str) -> bool:
        """Whether a cell is a heading, or begins with one (「名：山田」)."""
        return self._headings.is_heading(cell) or self._headings.is_heading(cell.partition(":")[0])

    def _below(self, text: str, plain: str, start: int, end: int) -> TextPair | None:
        """Values one below the other under a heading that has a line of its own."""
        row = cells_of(text, start, end, TAB)
        label = plain[slice(*row[0])] if len(row) == 1 else ""
        if not label or not self._headings.meaning(label).exact:
            return None
        cells = []
        for begin, stop in _lines(text, end + 1):
            span = cells_of(text, begin, stop, TAB)[0]
            if _CLOCK.search(plain, begin, min(stop, begin + MOST_BEFORE_CLOCK)):  # an entry of a record
                return None
            if span[0] == span[1] or stop - begin > LONGEST_LINE or self._is_labelled(plain[slice(*span)]):
                break
            cells.append(span)
            if len(cells) == LOOKED_AT:
                break
        return TextPair(label, tuple(cells), below=True) if len(cells) > 1 else None

    def _in_html(self, text: str) -> Iterator[TextTable | TextPair]:
        plain = normalize(text)
        for block in html_rows.blocks(text):
            shown = [[cell.strip() for cell in values(plain, row)] for row in block.rows]
            width = len(shown[0])
            if width > 1 and len(shown) > 1 and self._is_heading_row(shown[0], TAB):
                rows = [_of_width(row, width, block.end) for row in block.rows[1:]]
                even = [_even(row, width) for row in shown[:LOOKED_AT]]
                if not labels_stand_left(even, self._headings) and is_list_below(even, 0, self._headings):
                    yield TextTable(block.start, block.end, tuple(shown[0]), tuple(rows))
                    continue
            for row, cells in zip(block.rows, shown, strict=True):
                yield from self._pairs_beside(row, cells)

    def _pairs_beside(self, row: Sequence[Span], cells: Sequence[str]) -> Iterator[TextPair]:
        """Labels and values side by side, as many as a row holds."""
        for place in range(len(cells) - 1):
            if self._headings.meaning(cells[place]).exact and not self._headings.is_heading(cells[place + 1]):
                yield TextPair(cells[place], (row[place + 1],))


def _rows_below(
    text: str, end: int, separator: Separator, width: int, most: int
) -> tuple[list[tuple[Span, ...]], list[Span], int]:
    """The rows under a heading row that ends at an offset, lines of another width, and where the table ends."""
    rows: list[tuple[Span, ...]] = []
    odd: list[Span] = []
    waiting: list[Span] = []
    last = end
    for start, stop in _lines(text, end + 1):
        if stop - start > LONGEST_LINE or len(rows) >= most or text[start:stop].isspace() or start == stop:
            break
        if is_rule(text[start:stop]):
            last = stop
            continue
        cells = cells_of(text, start, stop, separator)
        if _fits(cells, width, separator):
            odd += waiting
            waiting.clear()
            rows.append(_of_width(cells, width, stop))
            odd += cells[width:]
            last = stop
        elif len(cells) > 1 and rows and len(waiting) < ODD:
            waiting.append((start, stop))
        else:
            break
    return rows, odd, last


def _fits(cells: Sequence[Span], width: int, separator: Separator) -> bool:
    if separator.padded or not separator.sure:
        return len(cells) == width
    return len(cells) > 1 and width - 1 - width // 3 <= len(cells) <= width + 1 + width // 4


def _of_width(cells: Sequence[Span], width: int, end: int) -> tuple[Span, ...]:
    return (*cells[:width], *((end, end),) * (width - len(cells)))


def _even(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *("",) * (width - len(cells))]


def _lines(text: str, start: int) -> Iterator[Span]:
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1
