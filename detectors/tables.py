"""How a table is laid out: a list under headings, a list without headings, a transposed list, or a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from detectors.bulk import in_bulk
from detectors.headings import Headings
from detectors.normalize import normalize

LOOK = 40  # rows in which headings are sought
TURNED = 200  # rows in which a turned list may stand
WIDE = 40  # headings from which a few known ones are enough, where all are different
MOST_DATA = 0.2  # share of the cells of a heading row that may look like data
DEEPEST = 15  # a heading row stands at the most this far down
_DATA = regex.compile(
    r"[-+0-9.,/:¥\\%() ]+|[0-9]+[-/年].*|.+@.+|0[0-9]+-.*|(?:true|false)"
    r"|.*\p{Han}(?:[0-9]+-)*[0-9]+(?:番地|丁目|番[0-9]|-[0-9]).*",  # an address
    regex.IGNORECASE,
)
_WITH_GAP = regex.compile(r"\p{Han}{1,5} [\p{Han}ぁ-ゖァ-ヺー々]{1,5}", regex.VERSION1)

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Layout:
    """A list: the index of its first data row, and a heading per column ("" where there is none).

    `stacked`: a record takes two rows, under two rows of headings; the headings of the second follow the first's.
    """

    first: int
    headings: tuple[str, ...]
    stacked: bool = False
    heading_rows: int = field(default=1, compare=False)  # of the rows above the first data row

    @property
    def headed(self) -> bool:
        """Whether the list has headings at all."""
        return any(self.headings)


def rows_of(columns: Sequence[Sequence[str]], most: int) -> list[list[str]]:
    """The first rows of a table that is held column by column, cells normalized."""
    return [list(row) for row in zip(*plain_columns(columns, most), strict=True)]


def plain_columns(columns: Sequence[Sequence[str]], most: int) -> list[list[str]]:
    """The first cells of columns, normalized."""
    return [[cell.strip() for cell in in_bulk(normalize, column[:most])] for column in columns]


def find_list(columns: Sequence[Sequence[str]], headings: Headings) -> Layout | None:
    """The list in a table's first chunk, or None where it is a form or free text in cells."""
    return layout_of(rows_of(columns, LOOK), headings)


def layout_of(rows: Rows, headings: Headings) -> Layout | None:
    """The same, told by the table's first rows, cells normalized."""
    if labels_stand_left(rows, headings):
        return None
    for index, row in enumerate(rows[:DEEPEST]):
        if is_heading_row(row, headings):
            if _values_below_labels(rows[index:], headings):
                return None
            if not _is_form(rows, index, headings):
                return _with_second_row(rows, index, headings)
    return _without_headings(rows, headings)


def labels_stand_left(rows: Rows, headings: Headings) -> bool:
    """Whether most rows begin with a label, each another one: a form, not a list."""
    filled = [[cell for cell in row if cell] for row in rows]
    starts = [cells[0] for cells in filled if len(cells) >= 2]
    labels = [cell for cell in starts if headings.is_heading(cell)]
    return len(set(labels)) >= 2 and len(set(labels)) > len(starts) * 0.5 and len(labels) < len(set(labels)) * 1.5


def is_heading_row(row: Sequence[str], headings: Headings) -> bool:
    """Whether the cells of a row are headings: short, different from one another, and enough of them known."""
    cells = [cell for cell in row if cell]
    if not cells or any(len(cell) > 60 for cell in cells):
        return False
    if len(row) == 1 or len(cells) == 1:
        return len(row) == 1 and headings.is_heading(cells[0])
    data = sum(bool(_DATA.fullmatch(cell)) for cell in cells)
    if data > len(cells) * MOST_DATA:
        return False
    known = sum(headings.is_heading(cell) for cell in cells)
    different = len(set(cells))
    if different < len(cells) * 0.7 and not cycle(cells):
        return False
    personal = any(headings.meaning(cell).exact for cell in cells)
    if len(cells) >= WIDE and different >= len(cells) * 0.95 and data <= len(cells) * 0.02:
        return known >= 2 and personal
    if len(cells) > 8 and known < max(2, len(cells) * 0.12):
        return False
    enough = known >= 2 or len(cells) <= 3 or personal
    return known >= 1 and enough and (personal or known >= len(cells) * 0.25)


def cycle(cells: Sequence[str]) -> int:
    """After how many cells all come again (氏名, 電話, 氏名, 電話: 2); 0 where they do not.

    >>> cycle(["氏名", "電話", "氏名", "電話"]), cycle(["氏名", "電話", "住所", "電話"]), cycle(["", ""])
    (2, 0, 0)
    """
    width = next((at for at, cell in enumerate(cells) if at and cell == cells[0]), 0)
    again = width >= 2 and len(cells) % width == 0 and all(cells[at] == cells[at % width] for at in range(len(cells)))
    return width if again and all(cells[:width]) and len(set(cells[:width])) == width else 0


def _values_below_labels(rows: Rows, headings: Headings) -> bool:
    """Whether row after row of labels stands above a single row of their values: a form, read downwards."""
    if len(rows) < 4 or not is_heading_row(rows[2], headings) or set(rows[2]) == set(rows[0]):
        return False
    values = [row for row in (rows[1], rows[3]) if any(row) and not is_heading_row(row, headings)]
    after = rows[4] if len(rows) > 4 else ()
    return len(values) == 2 and (not any(after) or is_heading_row(after, headings))


def is_list_below(rows: Rows, index: int, headings: Headings) -> bool:
    """Whether data stands below a row of headings: a list, and no form."""
    return index + 1 < len(rows) and any(rows[index + 1]) and not _is_form(rows, index, headings)


def _is_form(rows: Rows, index: int, headings: Headings) -> bool:
    """Label and value side by side: what stands under the labels is labels again, or nothing."""
    row = rows[index]
    if _alternates([cell for cell in row if cell], headings):
        return True
    known = [column for column, cell in enumerate(row) if headings.is_heading(cell)]
    values = sum(1 for column, cell in enumerate(row) if cell and column not in known)
    below = [next((r[column] for r in rows[index + 1 : index + 4] if r[column]), "") for column in known]
    labels = sum(
        headings.is_heading(cell) and not _comes_again(cell, column, rows[index + 1 : index + 6])
        for column, cell in zip(known, below, strict=True)
    )
    if labels * 2 > len(known):
        return not _is_second_row(rows, index, headings)
    if index + 2 < len(rows) and is_heading_row(rows[index + 2], headings) and set(rows[index + 2]) != set(row):
        return True  # labels above values, again and again
    return bool(values and known and not any(below) and values >= len(known))


def _alternates(cells: Sequence[str], headings: Headings) -> bool:
    """Whether label and value take turns in a row, a number, a sex or a name among them (氏名, 松永仁, 年齢, 41)."""
    if not _take_turns(cells, headings):
        return False
    named = any(
        "PERSON" in headings.meaning(label).kinds and _WITH_GAP.fullmatch(value)
        for label, value in zip(cells[::2], cells[1::2], strict=True)
    )
    return named or any(_DATA.fullmatch(cell) or cell in "男女" for cell in cells[1::2])


def _take_turns(cells: Sequence[str], headings: Headings) -> bool:
    """Whether every other cell of a row is a heading, and none between them."""
    if len(cells) < 4 or len(cells) % 2 or any(map(headings.is_heading, cells[1::2])):
        return False
    return all(map(headings.is_heading, cells[::2]))


def _comes_again(cell: str, column: int, rows: Rows) -> bool:
    """Whether a word stands twice, one below the other: a value (連絡方法「電話」), not a label."""
    return [row[column] for row in rows if row[column]][:2] == [cell, cell]


def _is_second_row(rows: Rows, index: int, headings: Headings) -> bool:
    """Whether the next row is a second heading row and data follows it."""
    if index + 1 >= len(rows):
        return False
    cells = [cell for cell in rows[index + 1] if cell]
    upper = [cell for cell in rows[index] if cell]
    known = sum(headings.is_heading(cell) for cell in cells)
    after = [cell for row in rows[index + 2 : index + 4] for cell in row if cell]
    needed = 0.6 if all(rows[index]) else 0.33  # under headings without a gap there is no place for groups
    return (
        bool(cells)
        and known >= len(cells) * needed
        and len(cells) >= len(upper) * 0.4
        and not _take_turns(upper, headings)
        and max(map(len, cells)) <= 20
        and not any(_DATA.fullmatch(cell) for cell in cells)
        and sum(headings.is_heading(cell) for cell in after) <= len(after) * 0.2
    )


def _with_second_row(rows: Rows, index: int, headings: Headings) -> Layout:
    row = rows[index]
    if not _is_second_row(rows, index, headings):
        return Layout(index + 1, tuple(row))
    below = rows[index + 1]
    both = sum(bool(upper and lower) for upper, lower in zip(row, below, strict=True))
    grouped = any(lower and not upper for upper, lower in zip(row, below, strict=True))
    if both >= 2 and not grouped:
        return Layout(index + 2, (*row, *below), stacked=True, heading_rows=2)
    combined, group = [], ""
    for upper, lower in zip(row, rows[index + 1], strict=True):
        group = upper or group
        combined.append(_joined(group, lower, headings) if lower else upper)
    return Layout(index + 2, tuple(combined), heading_rows=2)


def _joined(group: str, lower: str, headings: Headings) -> str:
    """The heading of a column under a group: 「お客様｜姓」 is 姓, 「緊急連絡先｜氏名」 is 緊急連絡先氏名."""
    meaning = headings.meaning(lower)
    if meaning.part or (meaning.kinds and not headings.meaning(group + lower).exact):
        return lower
    return f"{group}{lower}"


def _without_headings(rows: Rows, headings: Headings) -> Layout | None:
    """A list that begins with data: evenly filled columns, and no labels among the cells."""
    filled = [row for row in rows if sum(map(bool, row)) >= 2]
    if len(filled) < 2 or len(filled) < len(rows) * 0.7:
        return None
    cells = [cell for row in filled for cell in row if cell]
    labels = sum(headings.is_heading(cell) for cell in cells)
    even = sum(1 for column in zip(*filled, strict=True) if sum(map(bool, column)) >= len(filled) * 0.7)
    return Layout(0, ("",) * len(rows[0]), heading_rows=0) if even >= 2 and labels <= len(cells) * 0.08 else None


def unstack(columns: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Records of two rows as one row each: the columns of the upper rows, then those of the lower rows."""
    even = [column if len(column) % 2 == 0 else (*column, "") for column in columns]
    return [column[0::2] for column in even] + [column[1::2] for column in even]


def transpose(columns: Sequence[Sequence[str]], headings: Headings) -> list[tuple[str, ...]] | None:
    """A list whose headings stand in the first column and whose people stand side by side, turned upright."""
    if not columns or sum(headings.is_heading(normalize(cell).strip()) for cell in columns[0][:TURNED]) < 2:
        return None
    rows = rows_of(columns, TURNED)
    lines = [row for row in rows if row and headings.is_heading(row[0]) and sum(map(bool, row[1:])) >= 2]
    labels = sum(headings.is_heading(cell) for row in lines for cell in row[1:] if cell)
    cells = sum(bool(cell) for row in lines for cell in row[1:])
    kinds = {headings.meaning(row[0]).kinds for row in lines}
    if len(lines) < 2 or len(kinds) < 2 or len(lines) < sum(any(row) for row in rows) * 0.6 or labels > cells * 0.1:
        return None
    return [tuple(row) for row in lines]
