"""The rows of somebody's 台帳: what stands in every column of ours, and whose line it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from inventory.departments import clean, is_unit
from inventory.importing.columns import TheirColumn, folded, mark, words
from inventory.importing.grid import Grid

ENOUGH = 3  # cells by which a row is the headings once more
_DEPARTMENT = re.compile(r"(?:部門|部署)名?[：:\s]*([^：:\s]{1,20})$")
_NO_ROW = re.compile(r"^(?:※|注[)）:：]|合計|計$|小計|以上$|以下余白|\(?記入例)")
_AROUND = " 　【】[]()（）<>《》〈〉■□◆◇●○◎▼▽・:："


@dataclass(frozen=True, slots=True)
class Stood:
    """What stands in a cell, and where (「台帳!C5」)."""

    value: str
    address: str


@dataclass(frozen=True, slots=True)
class TheirLine:
    """One row of their 台帳: the cells by our column, several where several columns are one of ours."""

    sheet: str
    row: int
    department: str
    cells: Mapping[str, tuple[tuple[TheirColumn, Stood], ...]]

    def text(self, field: str) -> str:
        """What stands in the columns that are ours of this name."""
        return "\n".join(dict.fromkeys(stood.value for _, stood in self.cells.get(field, ()) if stood.value))

    def address(self, field: str) -> str:
        """The cell of a column; of the name where there is none."""
        cells = self.cells.get(field) or self.cells.get("name") or next(iter(self.cells.values()), ())
        return next((stood.address for _, stood in cells if stood.value), cells[0][1].address if cells else "")

    @property
    def says_more(self) -> bool:
        """Whether it says anything but what it is called and whose it is."""
        return any(self.text(field) for field in self.cells if field not in ("name", "number", "department"))

    @property
    def name(self) -> str:
        """個人情報の名称."""
        return self.text("name")


def read(
    grid: Grid, top: int, first: int, columns: Sequence[TheirColumn], places: Mapping[str, int]
) -> tuple[list[TheirLine], list[int]]:
    """The rows of a table, and the numbers of those that say something but no name."""
    used = [(column, places[column.letter]) for column in columns]
    headings = {folded(column.heading.split("\n")[-1]) for column in columns}
    usual = _department_above(grid, top)
    lines: list[TheirLine] = []
    left_out: list[int] = []
    above: dict[int, str] = {}
    for row in grid.rows(first):
        filled = grid.filled(row)
        if not filled:
            continue
        if section := _section(grid, row, filled):
            usual = section
            continue
        if _NO_ROW.match(unicodedata.normalize("NFKC", next(iter(filled.values())))) or _repeated(filled, headings):
            continue
        line = _line(grid, row, used, above, usual)
        if line.name and (line.says_more or len(used) < ENOUGH):
            lines.append(line)
        elif lines and not line.name and not line.text("number") and line.says_more:
            lines[-1] = _continued(lines[-1], line)
        elif len(filled) > 2:
            left_out.append(row + 1)
    return lines, left_out


def _line(
    grid: Grid, row: int, used: Sequence[tuple[TheirColumn, int]], above: dict[int, str], usual: str
) -> TheirLine:
    cells: dict[str, list[tuple[TheirColumn, Stood]]] = {}
    for column, place in used:
        value = grid.text(row, place)
        if mark(value) in words().ditto or (not value and column.field == "department"):
            value = above.get(place, "")
        above[place] = value
        if column.field:
            cells.setdefault(column.field, []).append((column, Stood(value, grid.address(row, place))))
    told = {key: tuple(stood) for key, stood in cells.items()}
    return TheirLine(grid.title, row + 1, _said(cells, "department") or usual, told)


def _continued(line: TheirLine, more: TheirLine) -> TheirLine:
    """A line with what stands in the row below it, which has no name of its own (the same document, electronic)."""
    fields = dict.fromkeys((*line.cells, *more.cells))
    cells = {key: (*line.cells.get(key, ()), *more.cells.get(key, ())) for key in fields}
    return replace(line, cells=cells)


def _said(cells: Mapping[str, Sequence[tuple[TheirColumn, Stood]]], field: str) -> str:
    return next((stood.value for _, stood in cells.get(field, ()) if stood.value), "")


def _section(grid: Grid, row: int, filled: Mapping[int, str]) -> str:
    """The department of a row that names nothing else: 「■営業部」 alone, or merged across the table."""
    if len(filled) > 1:
        return ""
    name = unit(next(iter(filled.values())))
    return name if is_unit(name) else ""


def _repeated(filled: Mapping[int, str], headings: set[str]) -> bool:
    """Whether a row is the headings once more, as on the second printed page."""
    return len(filled) >= ENOUGH and sum(folded(text) in headings for text in filled.values()) >= 0.7 * len(filled)


def _department_above(grid: Grid, top: int) -> str:
    """The department that the sheet is about: a line above the table says so, or its name."""
    for row in range(top):
        filled = list(grid.filled(row).values())
        for place, text in enumerate(filled):
            if found := _DEPARTMENT.search(unicodedata.normalize("NFKC", text)):
                return unit(found[1])
            if folded(text) in ("部門", "部門名", "部署", "部署名") and place + 1 < len(filled):
                return unit(filled[place + 1])
    name = unit(grid.title)
    return name if is_unit(name) else next(_units(grid.title), "")


def _units(title: str) -> Iterator[str]:
    """A department in a longer name of a sheet: 「台帳（営業部）」, 「営業部_個人情報台帳」."""
    for part in re.split(r"[（）()\[\]【】_＿\s・-]+", title):
        if is_unit(clean(part)):
            yield clean(part)


def unit(text: str) -> str:
    """The name of a department without what people put around it: 「【営業部】」, 「■営業部：」."""
    return clean(unicodedata.normalize("NFKC", text).strip(_AROUND))
