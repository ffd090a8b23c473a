"""A 台帳 that somebody else laid out: its tables found on all sheets, its rows read cell by cell.

Headings may stand on any of the first rows, on one row or on several, merged or not; a department may be a column, a
row across the sheet, the name of the sheet or a line above the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from inventory.export.identity import SHEET as OURS
from inventory.importing import rows
from inventory.importing.columns import UNUSED, TheirColumn, digest, field_of, folded, guess, words
from inventory.importing.grid import Grid
from inventory.importing.rows import TheirLine
from inventory.importing.sheet import WorkbookRefused, opened

LOOKED_AT = 40  # rows in which the headings must stand
DEEPEST = 3  # rows of headings
ENOUGH = 3  # columns of ours by which a row of headings is known
LONGEST_HEADING = 40
_TELLING = frozenset(
    ("purpose", "location", "storage", "access", "use_until", "keep_until", "count", "acquisition",
     "disposal", "manager", "medium")
)  # fmt: skip

Mapped = Mapping[str, str]  # heading → our column


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
        if OURS in book.sheetnames:
            raise WorkbookRefused(f"{path} は daicho が書き出した Excel です。「daicho import」で取り込んでください。")
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
    if not sheets:
        tables, poor = _of_a_ledger(tables)
        passed += [(table.sheet, "台帳の項目が少ない、別の表とみました") for table in poor]
    if not tables:
        raise WorkbookRefused(
            f"{path} に台帳の表が見つかりません。"
            "見出しの書き方が独特なら「--map 見出し=項目」で教えてください（例：--map なまえ=個人情報の名称）。"
        )
    _refuse_unknown(told or {}, tables)
    return Existing(tuple(tables), tuple(passed))


def _of_a_ledger(tables: Sequence[TheirTable]) -> tuple[list[TheirTable], list[TheirTable]]:
    """The tables that are a 台帳, and lists of something else beside it, which share few of its columns."""
    told = [len({column.field for column in table.columns} - {"", UNUSED}) for table in tables]
    least = max(told, default=0) / 2
    kept = [table for table, number in zip(tables, told, strict=True) if number >= least]
    return kept, [table for table in tables if table not in kept]


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
    lines, left_out = rows.read(grid, top, first, mapped, places)
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
            if len(fields) < ENOUGH or not fields & {"name", "items"} or not fields & _TELLING:
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
