"""A list as a sheet: heading, columns, filter and print set-up the same for every list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from inventory.export import celltext, page
from inventory.export.streaming import Body, Row, Value
from inventory.export.styles import FOUND, GRAVE, HEADING, SMALL, TITLE, Look

ROWS_OF_A_SHEET = 1_048_576
_SPARE = 100  # rows below a list in which the drop-downs are offered as well


Item = TypeVar("Item")


@dataclass(frozen=True)
class ListColumn(Generic[Item]):
    """One column of a list. `strong` says where a cell stands out.

    `key` names it to the program when the list comes back; it then stands in a hidden row, and moves with the column.
    `choices` are offered in its cells; a cell of a `locked` column is not to be typed over, as the sentence says.
    """

    heading: str
    width: float
    value: Callable[[Item], Value]
    look: Look = FOUND
    strong: Callable[[Item], bool] | None = None
    key: str = ""
    choices: Sequence[str] = ()
    locked: str = ""


@dataclass(frozen=True)
class Listing(Generic[Item]):
    """One list; `above` writes what stands between title and headings and returns the first free row.

    `grows`: its rows become higher when somebody writes more into them.
    """

    title: str
    lead: str
    columns: Sequence[ListColumn[Item]]
    items: Sequence[Item]
    empty: str
    above: Callable[[Worksheet, int], int] | None = None
    grows: bool = False


def add(workbook: Workbook, company: str, listed: Listing[Item], rows_of_a_sheet: int = ROWS_OF_A_SHEET) -> list[Body]:
    """Lay the list out on as many sheets as it needs; the rows follow when the workbook is saved."""
    bodies: list[Body] = []
    start = 0
    while start < len(listed.items) or not start:
        sheet = workbook.create_sheet(listed.title if not start else f"{listed.title} ({len(bodies) + 1})")
        heading = _lay_out(sheet, company, listed)
        count = min(rows_of_a_sheet - heading, len(listed.items) - start)
        if count <= 0:
            page.put(sheet, heading + 1, 1, listed.empty, SMALL.but(wrap=False))
            break
        _guide(sheet, listed.columns, heading + 1, heading + count)
        last = f"{get_column_letter(len(listed.columns))}{heading + count}"
        sheet.auto_filter.ref = f"A{heading}:{last}"
        looks = [(column.look, column.look.but(font=GRAVE.font)) for column in listed.columns]
        rows = partial(_rows, listed, start, count)
        bodies.append(Body(sheet, heading + 1, count, looks, rows, listed.grows))
        start += count
    return bodies


def _lay_out(sheet: Worksheet, company: str, listed: Listing[Item]) -> int:
    """Title, what stands above the list, headings; the row of the headings."""
    columns = listed.columns
    page.set_widths(sheet, [column.width for column in columns])
    page.put(sheet, 1, 1, listed.title, TITLE)
    sheet.row_dimensions[1].height = 28
    page.put(sheet, 2, 1, listed.lead, SMALL.but(wrap=False))
    heading = listed.above(sheet, 4) if listed.above else 4
    for place, column in enumerate(columns, 1):
        page.put(sheet, heading, place, column.heading, HEADING)
        if column.key:
            page.put(sheet, heading - 1, place, column.key, SMALL)
            sheet.row_dimensions[heading - 1].hidden = True
    tallest = max(celltext.lines(column.heading, column.width) for column in columns)
    sheet.row_dimensions[heading].height = celltext.height(tallest) + 6
    page.set_up(sheet, company, heading_rows=f"{heading}:{heading}", freeze=f"A{heading + 1}")
    return heading


def _guide(sheet: Worksheet, columns: Sequence[ListColumn[Item]], first: int, last: int) -> None:
    """Drop-downs, also for rows to be added below, and keys that are not to be typed over."""
    for place, column in enumerate(columns, 1):
        letter = get_column_letter(place)
        if column.choices:
            page.offer(sheet, f"{letter}{first}:{letter}{min(last + _SPARE, ROWS_OF_A_SHEET)}", column.choices)
        if column.locked:
            page.lock(sheet, f"{letter}{first}:{letter}{last}", column.heading.replace("\n", ""), column.locked)


def _rows(listed: Listing[Item], start: int, count: int) -> Iterator[Row]:
    columns = listed.columns
    for number, item in enumerate(listed.items[start : start + count], start + 1):
        values: list[Value] = [number, *(column.value(item) for column in columns[1:])]
        tallest = max(
            celltext.lines(value, column.width) if isinstance(value, str) else 1
            for value, column in zip(values, columns, strict=True)
        )
        strong = frozenset(place for place, column in enumerate(columns) if column.strong and column.strong(item))
        yield Row(values, celltext.height(tallest), strong)
