"""What all sheets share on paper and on the screen, and how a value gets into a cell safely."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.worksheet import Worksheet

from inventory.export import celltext
from inventory.export.styles import Look

FORBIDDEN = "社外秘"
MARGIN = 0.25  # inches, left and right
WIDEST = 172.0  # units of all printed columns: 9-point text is then still 8 points high on A4 landscape
_FONT = "游ゴシック,標準"


def set_up(sheet: Worksheet, company: str, *, heading_rows: str, freeze: str) -> None:
    """A4 landscape, one page wide, repeated headings, header and footer, frozen panes."""
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.orientation = Worksheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = MARGIN
    sheet.page_margins.top, sheet.page_margins.bottom = 0.55, 0.5
    sheet.page_margins.header = sheet.page_margins.footer = 0.25
    sheet.print_options.horizontalCentered = True
    if heading_rows:
        sheet.print_title_rows = heading_rows
    sheet.freeze_panes = freeze
    sheet.sheet_view.showGridLines = False
    _write(sheet.oddHeader.left, f"{company}　個人情報管理台帳" if company else "個人情報管理台帳")
    _write(sheet.oddHeader.right, FORBIDDEN, bold=True)
    _write(sheet.oddFooter.left, "&A")
    _write(sheet.oddFooter.center, "&P / &N ページ")


def put(sheet: Worksheet, row: int, column: int, value: str | int | None, look: Look) -> Cell:
    """Write a value; text stays text, whatever it begins with."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    if isinstance(value, str):
        cell.value = celltext.paragraph(value) or None
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


def set_widths(sheet: Worksheet, widths: Iterable[float]) -> None:
    """The widths of the columns, from the first on."""
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def _write(item: HeaderFooterItem, text: str, *, bold: bool = False) -> None:
    """Fill one part of a header or footer; & begins a code there, so that a company's & is doubled."""
    item.text = text if text.startswith("&") else celltext.one_line(text).replace("&", "&&")
    item.size = 9
    item.font = _FONT.replace("標準", "太字") if bold else _FONT
