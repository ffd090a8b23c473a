"""A 台帳 that somebody else laid out: its tables found on all sheets, its rows read cell by cell.

Headings may stand on any of the first rows, on one row or on several, merged or not; a department may be a column, a
row across the sheet, the name of the sheet or a line above the table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from inventory.departments import clean, is_unit
from inventory.importing.columns import UNUSED, TheirColumn, digest, field_of, folded, guess, mark, words
from inventory.importing.grid import Grid
from inventory.importing.sheet import WorkbookRefused, opened

LOOKED_AT = 40  # rows in which the headings must stand
DEEPEST = 3  # rows of headings
ENOUGH = 3  # columns of ours by which a row of headings is known
LONGEST_HEADING = 40
_TELLING = frozenset(
    ("items", "purpose", "location", "storage", "access", "use_until", "keep_until", "count", "acquisition",
     "disposal", "manager", "medium")
)  # fmt: skip
_DEPARTMENT = re.compile(r"(?:部門|部署)名?[：:\s]*([^：:\s]{1,20})$")
_NO_ROW = re.compile(r"^(?:※|注[)）:：]|合計|計$|小計|以上$|以下余白|\(?記入例)")

Mapped = Mapping[str, str]  # heading → our column


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
    def name(self) -> str:
        """個人情報の名称."""
        return self.text("name")


@dataclass(frozen=True, slots=True)
class TheirTable:
    """A table on a sheet of theirs; `digest` is that of its headings."""

    sheet: str
    heading_row: int
    columns: tuple[TheirColumn, ...]
    lines: tuple[TheirLine, ...]
    digest: str
    left_out: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Existing:
    """All tables of a workbook, and the sheets that hold none with the reason."""

    tables: tuple[TheirTable, ...]
    passed: tuple[tuple[str, str], ...]

    @property
    def lines(self) -> tuple[TheirLine, ...]:
        """The rows of all tables."""
        return tuple(line for table in self.tables for line in table.lines)


def read(
    path: Path, sheets: Sequence[str] = (), told: Mapped | None = None, kept: Mapping[str, Mapped] | None = None
) -> Existing:
    """Read a workbook; WorkbookRefused where no sheet of it is a 台帳.

    `told`: columns as a person names them, by heading or letter. `kept`: what was told before, by digest of headings.
    """
    book = opened(path, values=True)
    try:
        unknown = [name for name in sheets if name not in book.sheetnames]
        if unknown:
            raise WorkbookRefused(f"シート「{unknown[0]}」はありません。あるのは {'、'.join(book.sheetnames)} です。")
        tables, passed = [], []
        for sheet in book.worksheets:
            why = "" if sheets else _skipped(sheet)
            if sheets and sheet.title not in sheets:
                continue
            table = None if why else _table(sheet, told or {}, kept or {})
            if table is None:
                passed.append((sheet.title, why or "台帳の見出しが見つかりません"))
            else:
                tables.append(table)
    finally:
        book.close()
    if not tables:
        raise WorkbookRefused(
            f"{path} に台帳の表が見つかりません。"
            "見出しの書き方が独特なら「--map 見出し=項目」で教えてください（例：--map なまえ=個人情報の名称）。"
        )
    _refuse_unknown(told or {}, tables)
    return Existing(tuple(tables), tuple(passed))


def _refuse_unknown(told: Mapped, tables: Sequence[TheirTable]) -> None:
    known = {heading for table in tables for column in table.columns for heading in _ways(column)}
    for heading in told:
        if heading not in known and folded(heading) not in known:
            named = "、".join(dict.fromkeys(_one_line(column.heading) for table in tables for column in table.columns))
            raise WorkbookRefused(f"「{heading}」という見出しの列はありません。あるのは {named} です。")


def _ways(column: TheirColumn) -> tuple[str, ...]:
    """How a person may name a column: by its heading, the last row of it, or its letter."""
    return folded(column.heading), folded(column.heading.split("\n")[-1]), column.letter, f"{column.letter}列"


def _one_line(heading: str) -> str:
    return heading.replace("\n", " ")


def _skipped(sheet: Worksheet) -> str:
    if sheet.sheet_state != Worksheet.SHEETSTATE_VISIBLE:
        return "隠されたシートです"
    return next((f"「{word}」のシートとみました" for word in words().skip_sheets if word in sheet.title), "")


def _table(sheet: Worksheet, told: Mapped, kept: Mapping[str, Mapped]) -> TheirTable | None:
    grid = Grid(sheet)
    found = _headings(grid, _known(told, kept))
    if found is None:
        return None
    top, depth, headings = found
    columns = [TheirColumn(get_column_letter(place + 1), heading) for place, heading in headings.items()]
    first = top + depth
    places = {get_column_letter(place + 1): place for place in headings}
    content = {letter: [grid.text(row, place) for row in grid.rows(first)] for letter, place in places.items()}
    mark_of = digest(headings.values())
    by_heading = {column.heading: told[way] for column in columns for way in told if _is_way(column, way)}
    mapped = guess(columns, content, by_heading, _unfold(columns, kept.get(mark_of, {})))
    if not any(column.field == "name" for column in mapped):
        return None
    lines, left_out = _lines(grid, top, first, mapped, places)
    return TheirTable(sheet.title, top + depth, mapped, tuple(lines), mark_of, tuple(left_out))


def _is_way(column: TheirColumn, way: str) -> bool:
    return way in _ways(column) or folded(way) in _ways(column)


def _unfold(columns: Sequence[TheirColumn], kept: Mapped) -> dict[str, str]:
    """What is remembered goes by folded heading."""
    return {column.heading: kept[folded(column.heading)] for column in columns if folded(column.heading) in kept}


def _headings(grid: Grid, known: Mapped) -> tuple[int, int, dict[int, str]] | None:
    """First row, number of rows and texts of the headings: where most columns of ours are recognised."""
    best: tuple[int, int, int] = (0, 0, 0)
    chosen: tuple[int, int, dict[int, str]] | None = None
    for top in range(min(grid.height, LOOKED_AT)):
        for depth in range(1, DEEPEST + 1):
            if top + depth > grid.height:
                break
            headings = _labels(grid, top, depth)
            told = [(field, strength) for field, strength in (_field(one, known) for one in headings.values()) if field]
            fields = {field for field, _ in told}
            if len(fields) < ENOUGH or not fields & {"name", "items"} or len(fields & _TELLING) < 2:
                continue
            score = (len(fields), sum(strength for _, strength in told), -depth)
            if score > best:
                best, chosen = score, (top, depth, headings)
    return chosen


def _known(told: Mapped, kept: Mapping[str, Mapped]) -> dict[str, str]:
    """Folded headings that a person explained, of this layout or of any."""
    found = {heading: field for layout in kept.values() for heading, field in layout.items()}
    found |= {folded(heading): field for heading, field in told.items()}
    return {heading: field for heading, field in found.items() if field != UNUSED}


def _field(heading: str, known: Mapped) -> tuple[str, int]:
    field = known.get(folded(heading)) or known.get(folded(heading.split("\n")[-1]))
    return (field, 3) if field else field_of(heading)


def _labels(grid: Grid, top: int, depth: int) -> dict[int, str]:
    """The headings of columns over several rows; equal texts of merged cells once."""
    found: dict[int, str] = {}
    seen: dict[str, int] = {}
    for place in range(grid.width):
        texts = dict.fromkeys(grid.text(row, place) for row in range(top, top + depth))
        label = "\n".join(" ".join(text.split()) for text in texts if text)
        if not label or max(len(text) for text in texts) > LONGEST_HEADING:
            continue
        seen[label] = seen.get(label, 0) + 1
        found[place] = label if seen[label] == 1 else f"{label}（{seen[label]}）"
    return found


def _lines(
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
        if line is not None:
            lines.append(line)
        elif len(filled) > 2:
            left_out.append(row + 1)
    return lines, left_out


def _line(
    grid: Grid, row: int, used: Sequence[tuple[TheirColumn, int]], above: dict[int, str], usual: str
) -> TheirLine | None:
    cells: dict[str, list[tuple[TheirColumn, Stood]]] = {}
    for column, place in used:
        value = grid.text(row, place)
        if mark(value) in words().ditto or (not value and column.field == "department"):
            value = above.get(place, "")
        above[place] = value
        if column.field:
            cells.setdefault(column.field, []).append((column, Stood(value, grid.address(row, place))))
    line = TheirLine(
        grid.title, row + 1, _said(cells, "department") or usual, {key: tuple(stood) for key, stood in cells.items()}
    )
    others = [field for field in cells if field not in ("name", "number", "department") and _said(cells, field)]
    return line if line.name and (others or len(used) < ENOUGH) else None


def _said(cells: Mapping[str, Sequence[tuple[TheirColumn, Stood]]], field: str) -> str:
    return next((stood.value for _, stood in cells.get(field, ()) if stood.value), "")


def _section(grid: Grid, row: int, filled: Mapping[int, str]) -> str:
    """The department of a row that names nothing else: 「■営業部」 alone, or merged across the table."""
    if len(filled) > 1:
        return ""
    name = clean(next(iter(filled.values())))
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
                return clean(found[1])
            if folded(text) in ("部門", "部門名", "部署", "部署名") and place + 1 < len(filled):
                return clean(filled[place + 1])
    name = clean(grid.title)
    return name if is_unit(name) else next(_units(grid.title), "")


def _units(title: str) -> Iterator[str]:
    """A department in a longer name of a sheet: 「台帳（営業部）」, 「営業部_個人情報台帳」."""
    for part in re.split(r"[（）()\[\]【】_＿\s・-]+", title):
        if is_unit(clean(part)):
            yield clean(part)
