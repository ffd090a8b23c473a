"""What all sheets share on paper and on the screen, and how a value gets into a cell safely."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from inventory.export import celltext
from inventory.export.styles import FONT, SIZE, Look

FORBIDDEN = "社外秘"
MARGIN = 0.25  # inches, left and right
WIDEST = 1_206  # pixels of all printed columns: A4 landscape is then scaled to 89 %, 9-point text to 8 points
_LONGEST_HEADER = 80  # Excel takes 255 characters with all codes


def set_up(sheet: Worksheet, company: str, *, heading_rows: str, freeze: str) -> None:
    """A4 landscape, one page wide, repeated headings, header and footer, frozen panes."""
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.orientation = Worksheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = MARGIN
    sheet.page_margins.top, sheet.page_margins.bottom = 0.55, 0.5
    sheet.page_margins.header = sheet.page_margins.footer = 0.25
    sheet.print_options.horizontalCentered = True
    if heading_rows:
        sheet.print_title_rows = heading_rows
    sheet.freeze_panes = freeze
    sheet.sheet_view.showGridLines = False
    header, footer = HeaderFooterItem(), HeaderFooterItem()
    _write(header.left, f"{company}　個人情報管理台帳" if company else "個人情報管理台帳")
    _write(header.right, FORBIDDEN, bold=True)
    _write(footer.left, "&A", code=True)
    _write(footer.center, "&P / &N ページ", code=True)
    sheet.HeaderFooter.oddHeader, sheet.HeaderFooter.oddFooter = header, footer


def put(sheet: Worksheet, row: int, column: int, value: str | int | None, look: Look) -> Cell:
    """Write a value; text stays text, whatever it begins with."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    if isinstance(value, str):
        cell.value = celltext.storable(value) or None
        cell.data_type = "s"
    else:
        cell.value = value
    look.put_on(cell, quoted=isinstance(value, str) and celltext.could_be_formula(value))
    return cell


def span(sheet: Worksheet, row: int, first: int, last: int, value: str | int | None, look: Look) -> None:
    """Write a value across several columns."""
    for column in range(first, last + 1):
        put(sheet, row, column, value if column == first else None, look)
    if last > first:
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)


def break_before(sheet: Worksheet, row: int) -> None:
    """Begin a new printed page with this row."""
    sheet.row_breaks.append(Break(id=row - 1))


class _GrowingRow(RowDimension):
    """A row that has a height and grows all the same when somebody writes more into it."""

    @property
    def customHeight(self) -> bool:  # as openpyxl calls it
        return False


def set_height(sheet: Worksheet, row: int, points: float) -> None:
    """Make a row so high, until what stands in it changes."""
    sheet.row_dimensions[row] = _GrowingRow(sheet, index=row, ht=points)


def lock(sheet: Worksheet, area: str, heading: str, sentence: str) -> None:
    """Keep a person from typing over keys, with a sentence; sorting, inserting and deleting rows stays possible."""
    guard = DataValidation("custom", formula1="FALSE", showErrorMessage=True, errorStyle="stop")
    guard.errorTitle, guard.error = heading, sentence
    guard.add(area)
    sheet.add_data_validation(guard)


def offer(sheet: Worksheet, area: str, choices: Iterable[str]) -> None:
    """Let Excel offer the few usual answers; others may be written all the same."""
    listed = ",".join(choices)
    choice = DataValidation("list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
    choice.add(area)
    sheet.add_data_validation(choice)


def set_widths(sheet: Worksheet, widths: Iterable[float]) -> None:
    """The widths of the columns, from the first on, in half-width characters."""
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = celltext.column_width(width)


def _write(part: _HeaderFooterPart, text: str, *, bold: bool = False, code: bool = False) -> None:
    """Fill one part of a header or footer. & begins a code there: that of a company's name is doubled."""
    part.text = text if code else celltext.visible(text)[:_LONGEST_HEADER].replace("&", "&&")
    part.size = SIZE
    part.font = f"{FONT},{'太字' if bold else '標準'}"
