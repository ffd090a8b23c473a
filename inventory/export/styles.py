"""How the workbook looks: one calm palette, one font, a `Look` for every kind of cell."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field, replace
from typing import Literal
from weakref import WeakKeyDictionary

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook import Workbook

INK = "1F2933"
MUTED = "5F6B76"
NAVY = "24455C"
MIST = "E3EAEF"
LINE = "B8C4CC"
AMBER = "8A5A00"
CREAM = "FFF4DB"
RED = "A12622"
PAPER = "FFFFFF"
FONT = "BIZ UDPゴシック"  # comes with Windows since 2018
SIZE = 9  # points on the screen; 8 or more on paper, because no sheet is scaled below 89 %


def font(*, size: float = SIZE, bold: bool = False, italic: bool = False, color: str = INK) -> Font:
    """A font made for small print, with narrow lines; where it is missing, another of its family stands in."""
    return Font(name=FONT, family=3, charset=128, sz=size, b=bold, i=italic, color=color)


def fill(color: str) -> PatternFill:
    """One flat colour."""
    return PatternFill("solid", fgColor=color)


def box(style: Literal["thin", "dashed"] = "thin", color: str = LINE) -> Border:
    """A line on all four sides."""
    side = Side(style=style, color=color)
    return Border(left=side, right=side, top=side, bottom=side)


@dataclass(frozen=True)
class Look:
    """Everything about a cell but its value."""

    font: Font = field(default_factory=font)
    fill: PatternFill | None = None
    border: Border | None = field(default_factory=box)
    across: str = "left"
    down: str = "top"
    wrap: bool = True
    indent: int = 0
    number_format: str = "General"

    def put_on(self, cell: Cell, *, quoted: bool = False) -> None:
        """Dress a cell; `quoted` keeps Excel from taking its text for a formula, also after editing."""
        worn = _WORN.setdefault(cell.parent.parent, {})  # type: ignore[arg-type]  # a sheet of a workbook
        key = (id(self.font), id(self.fill), id(self.border), self.across, self.down, self.wrap, self.indent,
               self.number_format, quoted)  # fmt: skip
        if key not in worn:
            self._dress(cell, quoted)
            worn[key] = self, copy(cell._style)  # type: ignore[attr-defined]  # unknown to the stubs
        else:
            cell._style = copy(worn[key][1])  # type: ignore[attr-defined]

    def _dress(self, cell: Cell, quoted: bool) -> None:
        cell.font = self.font
        if self.fill is not None:
            cell.fill = self.fill
        if self.border is not None:
            cell.border = self.border
        cell.alignment = Alignment(horizontal=self.across, vertical=self.down, wrap_text=self.wrap, indent=self.indent)
        cell.number_format = self.number_format
        cell.quotePrefix = quoted

    def but(self, **changes: object) -> Look:
        """The same look with some things changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


# How a look is written down in a workbook, once found out: openpyxl compares all of a style for every cell. The look
# stands beside it so that its parts, by whose identity it is found, live as long.
_WORN: WeakKeyDictionary[Workbook, dict[tuple[object, ...], tuple[Look, StyleArray]]] = WeakKeyDictionary()

FOUND = Look()
CONFIRMED = Look()
SUGGESTED = Look(font=font(italic=True, color="5C4A1E"), fill=fill(CREAM))
BLANK = Look(font=font(color=AMBER), border=box("dashed", AMBER), across="center", down="center")
GONE = Look(font=font(color="8A949C"))
GRAVE = Look(font=font(bold=True, color=RED))
NUMBER = Look(across="right", indent=1, number_format="#,##0")
STRONG = Look(font=font(bold=True, color=PAPER), fill=fill(NAVY), down="center")
STRONG_NUMBER = Look(font=font(bold=True), across="right", number_format="#,##0")
DATE = Look(across="center", number_format="yyyy-mm-dd")
CENTRED = Look(across="center")

HEADING = Look(font=font(bold=True, color=NAVY), fill=fill(MIST), across="center", down="center")
MANDATORY = Look(font=font(bold=True, color=PAPER), fill=fill(NAVY), across="center", down="center")
GROUP = Look(font=font(bold=True, color=NAVY), fill=fill("CBD8E0"), across="center", down="center")
TITLE = Look(font=font(size=18, bold=True, color=NAVY), border=None, down="center", wrap=False)
SECTION = Look(font=font(size=11, bold=True, color=NAVY), border=None, down="center", wrap=False)
COMPANY = Look(font=font(size=12, bold=True), border=None, down="center", wrap=False)
LABEL = Look(font=font(bold=True, color=MUTED), border=None, wrap=False)
TEXT = Look(border=None)
SMALL = Look(font=font(color=MUTED), border=None)


def set_default_font(workbook: Workbook) -> None:
    """Make Excel's own the font in which it measures columns: openpyxl has no public way, its first font is the one."""
    measured = Font(name="游ゴシック", family=3, charset=128, sz=11)
    workbook._fonts = IndexedList([measured])  # type: ignore[attr-defined]
