"""A sheet or text table, chunk after chunk: the lists and forms that stand on it, below and beside each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, zip_longest
from typing import Protocol

from detectors.blocks import (
    Columns,
    blank_rows,
    list_below_form,
    next_break,
    row_at,
    rows_between,
    spans,
    unfinished,
    with_titles,
    without_rows,
)
from detectors.forms import Form, is_in_blocks
from detectors.headings import Headings
from detectors.tables import LOOK, TURNED, Layout, find_list, layout_of, plain_columns, transpose

HELD = 1_000_000  # cells that may wait for the rows below them
TAIL = 200  # rows at the end of a chunk of a form that may belong to a block which the next chunk goes on with


class List(Protocol):
    """A list under judgement: takes its data rows."""

    def more(self, columns: Columns) -> None: ...


class Sink(Protocol):
    """Who takes what a sheet holds."""

    def begin_list(self, place: str, layout: Layout, columns: Columns) -> List:
        """The first rows of a list, titles and headings included."""

    def add_form(self, place: str, lines: Sequence[str]) -> None:
        """A form or other text in cells, line by line."""

    def add_records(self, lines: Sequence[str]) -> None:
        """The lines of a form whose values are handed over as a list."""


class SheetReader:
    """Cuts the chunks of one sheet into its lists and forms."""

    def __init__(self, place: str, headings: Headings, sink: Sink) -> None:
        self._headings = headings
        self._new_strip: Callable[[], _Strip] = lambda: _Strip(place, headings, sink)
        self._strips: list[tuple[int, int | None, _Strip]] = []
        self._held: Columns = ()

    def more(self, columns: Columns) -> None:
        """The next chunk; few rows wait for those below them."""
        if not columns:
            return
        if not self._strips:
            columns = self._held = _below(self._held, columns)
            if len(columns[0]) < LOOK and len(columns) * len(columns[0]) < HELD:
                return
        self._hand_over(columns)

    def _hand_over(self, columns: Columns) -> None:
        if not self._strips:
            self._strips = [(start, end, self._new_strip()) for start, end in spans(columns, self._headings)]
            self._held = ()
        for start, end, strip in self._strips:
            strip.more(columns[start:end])

    def finish(self) -> None:
        """What waits for rows that do not come."""
        if self._held:
            self._hand_over(self._held)
        for _, _, strip in self._strips:
            strip.finish()


class _Strip:
    """The columns of a sheet in which one list or form follows the other."""

    def __init__(self, place: str, headings: Headings, sink: Sink) -> None:
        self._place = place
        self._headings = headings
        self._sink = sink
        self._list: List | None = None
        self._repeats: frozenset[tuple[str, ...]] = frozenset()
        self._records: tuple[tuple[str, ...], List] | None = None
        self._held: Columns = ()

    def more(self, columns: Columns, *, last: bool = False) -> None:
        if self._held:
            columns, self._held = _below(self._held, columns), ()
        while columns and columns[0]:
            if self._list:
                columns = self._go_on(self._list, columns, last=last)
            elif not last and len(columns[0]) < LOOK and len(columns) * len(columns[0]) < HELD:
                self._hold(columns)
                return
            else:
                columns = self._begin(columns, last=last)

    def finish(self) -> None:
        self.more((), last=True)

    def _go_on(self, current: List, columns: Columns, *, last: bool) -> Columns:
        """Data rows of the open list; what begins below it is handed back."""
        columns = self._without_tail(columns, last=last)
        found = next_break(columns, self._repeats, self._headings)
        rows = without_rows(rows_between(columns, 0, found.start), found.repeated)
        if rows and rows[0]:
            current.more(rows)
        if found.start is None:
            return ()
        self._list = None
        return rows_between(columns, found.start)

    def _begin(self, columns: Columns, *, last: bool) -> Columns:
        """Open what stands at the top; the rows below it are handed back."""
        plain = plain_columns(columns, TURNED)
        if is_in_blocks(plain, self._headings) or (last and self._is_one_more(columns)):
            return self._form(columns, last=last, in_blocks=True)
        if upright := transpose(columns, self._headings):
            return self._turned(upright, columns)
        layout = layout_of(list(zip(*(cells[:LOOK] for cells in plain), strict=True)), self._headings)
        if layout is None:
            return self._form(columns, last=last)
        if end := self._end_of_what_stands_above(layout, columns):
            self._alone(rows_between(columns, 0, end))
            return rows_between(columns, end)
        return self._open(layout, columns, last=last)

    def _end_of_what_stands_above(self, layout: Layout, columns: Columns) -> int:
        """The rows above the title of a list that hold more than titles: another list, or a form."""
        headings = layout.first - layout.heading_rows
        above = rows_between(columns, 0, headings)
        end = with_titles(columns, headings, blank_rows(above)) if headings else 0
        filled = [row for index in range(end) if sum(map(bool, row := row_at(columns, index))) >= 2]
        return end if len(filled) >= 2 or any(map(self._headings.is_heading, chain(*filled))) else 0

    def _alone(self, columns: Columns) -> None:
        """A list or form of which all rows are there."""
        if layout := find_list(columns, self._headings):
            self._sink.begin_list(self._place, layout, columns)
        else:
            self._hand_over_form(columns)

    def _hold(self, columns: Columns) -> None:
        """Rows that wait for the next chunk, above those that wait already."""
        if columns and columns[0]:
            self._held = _below(columns, self._held)

    def _without_tail(self, columns: Columns, *, last: bool) -> Columns:
        """Data rows without those that wait for the next chunk."""
        end = len(columns[0]) if last else unfinished(columns, self._headings)
        self._hold(rows_between(columns, end))
        return rows_between(columns, 0, end)

    def _open(self, layout: Layout, columns: Columns, *, last: bool) -> Columns:
        above = range(layout.first - layout.heading_rows, layout.first)
        self._repeats = frozenset(tuple(row_at(columns, index)) for index in above)
        data: Columns = rows_between(columns, layout.first)
        if data and data[0]:
            data = self._without_tail(data, last=last)
        found = next_break(data, self._repeats, self._headings, after=0 if layout.first else 1)
        rows = without_rows(rows_between(data, 0, found.start), found.repeated)
        begun = self._sink.begin_list(self._place, layout, _below(rows_between(columns, 0, layout.first), rows))
        self._list = begun if found.start is None else None
        return () if found.start is None else rows_between(data, found.start)

    def _turned(self, upright: Sequence[tuple[str, ...]], columns: Columns) -> Columns:
        """A list whose people stand side by side; other rows among its lines are titles and notes."""
        lines = set(map(tuple, upright))
        self._sink.begin_list(self._place, Layout(1, tuple(line[0] for line in upright)), upright)
        rows = [row_at(columns, index) for index in range(min(TURNED, len(columns[0])))]
        other = ["\t".join(filter(None, row)) for row in rows if tuple(row) not in lines and any(row)]
        if other:
            self._sink.add_form(self._place, other)
        return rows_between(columns, TURNED)

    def _form(self, columns: Columns, *, last: bool, in_blocks: bool = False) -> Columns:
        start = None if in_blocks else list_below_form(columns, self._headings)
        end = start if start is not None else len(columns[0])
        if start is None and not last:
            end = _settled(columns)
            self._hold(rows_between(columns, end))
        self._hand_over_form(rows_between(columns, 0, end))
        return rows_between(columns, start) if start is not None else ()

    def _is_one_more(self, columns: Columns) -> bool:
        """Whether the rows left are the last block of those before."""
        return self._records is not None and Form(columns, self._headings).has_only(self._records[0])

    def _hand_over_form(self, columns: Columns) -> None:
        form = Form(columns, self._headings)
        is_one_more = self._records is not None and form.has_only(self._records[0])
        if records := form.records() or (form.record() if is_one_more else None):
            self._add_records(records.headings, records.columns)
            self._sink.add_records(list(form.lines()))
        lines = records.other if records else list(form.lines())
        if lines:
            self._sink.add_form(self._place, lines)

    def _add_records(self, names: tuple[str, ...], columns: Columns) -> None:
        """People of whom each has a block of labels and values, as the rows of a list."""
        if self._records and set(names) <= set(self._records[0]):
            known, begun = self._records
            empty = ("",) * len(columns[0])
            begun.more([columns[names.index(name)] if name in names else empty for name in known])
            return
        layout = Layout(0, names, heading_rows=0)
        self._records = names, self._sink.begin_list(self._place, layout, columns)


def _below(upper: Columns, lower: Columns) -> Columns:
    """Rows below rows; where one part is narrower, its missing cells are blank."""
    heights = (len(upper[0]) if upper else 0), (len(lower[0]) if lower else 0)
    blank = ("",) * heights[0], ("",) * heights[1]
    return tuple(
        (*(blank[0] if above is None else above), *(blank[1] if below is None else below))
        for above, below in zip_longest(upper, lower)
    )


def _settled(columns: Columns) -> int:
    """The rows of a chunk that hold whole blocks: to the last blank row, or to where the first label comes again."""
    height = len(columns[0])
    recent = rows_between(columns, max(0, height - TAIL))
    offset = height - len(recent[0])
    if blank := blank_rows(recent):
        return offset + blank[-1] + 1
    label = next((cell for cell in columns[0] if cell), "")
    again = [index for index, cell in enumerate(recent[0]) if cell and cell == label]
    return offset + again[-1] if again and offset + again[-1] > 0 else height
