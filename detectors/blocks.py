"""Where one list of a sheet ends and the next begins: below each other, beside each other, again on every page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detectors.bulk import in_bulk
from detectors.headings import Headings
from detectors.normalize import normalize
from detectors.tables import DEEPEST, cycle, find_list, is_heading_row, is_list_below, labels_stand_left

WINDOW = 12  # rows that are looked at below a row that may be the headings of another list
TITLES = 4  # rows of titles that may stand between a blank row and the headings
MOST_TRIED = 500  # rows of a chunk that are looked at
VALUES = 0.2  # share of a column from which a word in it is a value (連絡方法「電話」), not a heading
FEW = 20  # headings that come again so often are not values yet
FORM_HEADINGS_SHOWN = 0.5  # share of the cells of a heading row below a form that are known
HEADINGS_SHOWN = 0.6  # share of the cells of a heading row that are known, where no blank row stands above

_NOTHING = frozenset(["", " ", "\u3000"])

Columns = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Break:
    """What interrupts a list: the row at which something else begins, and rows that only repeat its headings."""

    start: int | None
    repeated: tuple[int, ...]


def row_at(columns: Columns, index: int) -> list[str]:
    """A row, its cells normalized."""
    return [cell.strip() for cell in in_bulk(normalize, [column[index] for column in columns])]


def rows_between(columns: Columns, start: int, end: int | None = None) -> tuple[Sequence[str], ...]:
    """Some rows of columns."""
    return tuple(column[start:end] for column in columns)


def without_rows(columns: Columns, left_out: Sequence[int]) -> Columns:
    """All rows but some."""
    if not left_out:
        return columns
    gone = set(left_out)
    return tuple([cell for index, cell in enumerate(column) if index not in gone] for column in columns)


def blank_rows(columns: Columns) -> list[int]:
    """The rows without anything in them."""
    blank: Sequence[int] = range(len(columns[0])) if columns else ()
    for column in columns:
        if _NOTHING.isdisjoint(column):
            return []
        blank = [index for index in blank if column[index] in _NOTHING]
        if not blank:
            break
    return list(blank)


def next_break(columns: Columns, repeats: frozenset[tuple[str, ...]], headings: Headings, *, after: int = 0) -> Break:
    """Where something else begins among the data rows of a list whose heading rows are `repeats`."""
    blank = blank_rows(columns)
    after_blank = {index + 1 for index in blank} - set(blank) - {len(columns[0])}
    worded = _rows_with_headings(columns, headings)
    repeated = []
    tried = 0
    for index in sorted(after_blank | worded):
        if index < after:
            continue
        row = row_at(columns, index)
        if index in worded and tuple(row) in repeats:
            repeated.append(index)
            continue
        tried += 1
        if tried > MOST_TRIED:
            break
        if _begins_list(columns, index, row, headings, is_parted=_is_near(index, blank)):
            return Break(with_titles(columns, index, blank), tuple(repeated))
        if index in after_blank and _begins_form(columns, index, headings):
            return Break(index, tuple(repeated))
    return Break(None, tuple(repeated))


def list_below_form(columns: Columns, headings: Headings) -> int | None:
    """The row at which a list begins below a form, its title included; None where only the form is there."""
    blank = blank_rows(columns)
    for index in range(1, len(columns[0]) if columns else 0):
        row = row_at(columns, index)
        known = sum(headings.is_heading(cell) for cell in row)
        if known >= 2 and known >= FORM_HEADINGS_SHOWN * sum(map(bool, row)) and is_heading_row(row, headings):
            window = _window(columns, index)
            filled = [cells for cells in window[1:] if sum(map(bool, cells)) >= 2]
            if len(filled) >= 2 and is_list_below(window, 0, headings) and not labels_stand_left(filled, headings):
                return with_titles(columns, index, blank)
    return None


def spans(columns: Columns, headings: Headings) -> list[tuple[int, int | None]]:
    """The columns of each of the lists that stand side by side: one span where there is a single list.

    Lists are parted by a blank column; each has headings of its own, and one of people, or those of the list beside it.
    Without a blank column the headings of the first come again.
    """
    parts = list(_parts(columns))
    if len(parts) == 1 and _may_come_again(columns):
        layout = find_list(columns, headings)
        width = cycle(layout.headings) if layout else 0
        if not width:
            return [(0, None)]
        return [(at, at + width if at + width < len(columns) else None) for at in range(0, len(columns), width)]
    if len(parts) < 2:
        return [(0, None)]
    layouts = [find_list(columns[start:end], headings) for start, end in parts]
    named: list[frozenset[str]] = []
    for layout in layouts:
        if layout is None or sum(map(bool, layout.headings)) < 2:
            return [(0, None)]
        named.append(frozenset(filter(None, layout.headings)))
    people = [any("PERSON" in headings.meaning(heading).kinds for heading in names) for names in named]
    shared = any(named[0] & names for names in named[1:])
    if not all(people) and not (shared and all(names & named[0] for names in named)):
        return [(0, None)]
    starts = [0, *(start for start, _ in parts[1:])]
    return list(zip(starts, [*starts[1:], None], strict=True))


def _may_come_again(columns: Columns) -> bool:
    """Whether the first cell of one of the first rows stands in it once more."""
    rows = ([column[index] for column in columns] for index in range(min(DEEPEST, len(columns[0]))))
    return any(row[0] and row[0] in row[1:] for row in rows)


def _parts(columns: Columns) -> Iterator[tuple[int, int]]:
    """Runs of columns between blank ones."""
    start = None
    for index, column in enumerate(columns):
        if any(column):
            start = index if start is None else start
        elif start is not None:
            yield start, index
            start = None
    if start is not None:
        yield start, len(columns)


def _rows_with_headings(columns: Columns, headings: Headings) -> set[int]:
    """Rows in which two cells, or the only one, are spelt as headings are."""
    met: set[int] = set()
    twice: set[int] = set()
    for column in columns:
        if headings.spellings.isdisjoint(column):
            continue
        rows = {index for index, cell in enumerate(column) if cell in headings.spellings}
        if len(rows) <= max(FEW, len(column) * VALUES):
            twice |= met & rows
            met |= rows
    return twice if len(columns) > 1 else met


def _is_near(index: int, blank: Sequence[int]) -> bool:
    return any(index - TITLES <= other < index for other in blank)


def with_titles(columns: Columns, index: int, blank: Sequence[int]) -> int:
    """The row below the blank one above a heading row, where its titles begin; titles may have blank rows between."""
    start = max((other + 1 for other in blank if index - TITLES <= other < index), default=index)
    above = start - 1
    while above > 0 and index - above <= 2 * TITLES and sum(map(bool, row_at(columns, above - 1))) <= 1:
        above -= 1
        start = above + 1 if above in blank else start
    return start


def unfinished(columns: Columns, headings: Headings) -> int:
    """The rows of a chunk down to where a list may begin of which the next chunk shows more."""
    height = len(columns[0])
    low = max(0, height - TITLES)
    if blank := blank_rows(rows_between(columns, low)):
        return low + blank[0]
    last = row_at(columns, height - 1)
    known = sum(headings.is_heading(cell) for cell in last)
    return height - 1 if known >= 2 and is_heading_row(last, headings) else height


def _window(columns: Columns, index: int) -> list[list[str]]:
    """A row and those below it, down to the next blank one."""
    rows: list[list[str]] = []
    for number in range(index, min(index + WINDOW, len(columns[0]))):
        row = row_at(columns, number)
        if not any(row):
            break
        rows.append(row)
    return rows


def _begins_list(columns: Columns, index: int, row: list[str], headings: Headings, *, is_parted: bool) -> bool:
    if not is_heading_row(row, headings) or not is_list_below(_window(columns, index), 0, headings):
        return False
    known = [column for column, cell in enumerate(row) if cell and headings.is_heading(cell)]
    if len(known) < 2 and not (is_parted and known and known[0] == 0 and sum(map(bool, row)) == 2):
        return False
    same = sum(row_at(columns, other) == row for other in _where(columns[known[0]], columns[known[0]][index]))
    only_here = sum(columns[column].count(columns[column][index]) == same for column in known)
    if is_parted:
        return only_here >= HEADINGS_SHOWN * len(known)
    return only_here == len(known) >= HEADINGS_SHOWN * sum(map(bool, row))


def _where(column: Sequence[str], cell: str) -> list[int]:
    return [index for index, other in enumerate(column) if other == cell]


def _begins_form(columns: Columns, index: int, headings: Headings) -> bool:
    return len(window := _window(columns, index)) >= 2 and labels_stand_left(window, headings)
