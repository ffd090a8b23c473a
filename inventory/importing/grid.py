"""The cells of a sheet as a person sees them."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from inventory.importing.sheet import WorkbookRefused, text_of

MOST_ROWS = 20_000
MOST_COLUMNS = 120


class Grid:
    """The cells of a sheet as a person sees them: a merged area says the same in all its cells."""

    def __init__(self, sheet: Worksheet) -> None:
        self.title = sheet.title
        self.height = min(sheet.max_row or 0, MOST_ROWS)
        self.width = min(sheet.max_column or 0, MOST_COLUMNS)
        rows = sheet.iter_rows(max_row=self.height, max_col=self.width)
        self._cells = [["" if cell.data_type == "e" else text_of(cell.value) for cell in row] for row in rows]
        if (sheet.max_row or 0) > MOST_ROWS and any(any(row) for row in self._cells[-100:]):
            raise WorkbookRefused(
                f"シート「{sheet.title}」は {MOST_ROWS:,}行を超えています。台帳の行だけを残してください。"
            )
        self._at: dict[tuple[int, int], tuple[int, int]] = {}
        self.across: dict[int, tuple[int, int]] = {}  # row → columns of its widest merged area of one row
        for area in sheet.merged_cells.ranges:
            self._spread(area.min_row - 1, area.max_row - 1, area.min_col - 1, area.max_col - 1)

    def _spread(self, top: int, bottom: int, left: int, right: int) -> None:
        if top >= len(self._cells) or left >= self.width:
            return
        if top == bottom and right - left > self.across.get(top, (0, 0))[1] - self.across.get(top, (0, 0))[0]:
            self.across[top] = (left, right)
        for row in range(top, min(bottom, len(self._cells) - 1) + 1):
            for place in range(left, min(right, self.width - 1) + 1):
                self._cells[row][place] = self._cells[top][left]
                self._at[row, place] = (top, left)

    def text(self, row: int, place: int) -> str:
        """What a cell says."""
        return self._cells[row][place]

    def filled(self, row: int) -> dict[int, str]:
        """The cells of a row that say something, a merged area once."""
        found = {}
        for place, value in enumerate(self._cells[row]):
            if value and self._at.get((row, place), (row, place))[1] == place:
                found[place] = value
        return found

    def rows(self, first: int) -> range:
        """The rows from one on."""
        return range(first, len(self._cells))

    def address(self, row: int, place: int) -> str:
        """Where a text stands (「台帳!C5」); of a merged area, its first cell."""
        row, place = self._at.get((row, place), (row, place))
        return f"{self.title}!{get_column_letter(place + 1)}{row + 1}"
