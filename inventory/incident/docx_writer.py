"""A paper as a Word file: A4, Japanese fonts, what is to be filled in marked, 下書き on every page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import singledispatch
from typing import IO, Any

from docx import Document
from docx.document import Document as Opened
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from inventory.export.celltext import storable
from inventory.incident.paper import Block, Grid, Heading, Note, Paper, Points, Text

MINCHO, GOTHIC = "ＭＳ 明朝", "游ゴシック"
_MARGINS = (  # of a cell, in twentieths of a point
    f'<w:tblCellMar {nsdecls("w")}><w:top w:w="40" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/></w:tblCellMar>'
)
_FONTS = "".join(  # what stands in for ours where they are missing: on a Mac, under Linux
    f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="80"/><w:family w:val="{family}"/></w:font>'
    for name, others, family in (
        (MINCHO, "MS Mincho,游明朝,Hiragino Mincho ProN,Noto Serif CJK JP", "roman"),
        (GOTHIC, "Yu Gothic,Hiragino Sans,Noto Sans CJK JP", "swiss"),
    )
)
_LINE = 165  # millimetres between the margins
_NAVY, _MUTED, _RED = RGBColor(0x24, 0x45, 0x5C), RGBColor(0x5F, 0x6B, 0x76), RGBColor(0xA1, 0x26, 0x22)
_MIST, _CREAM = "E3EAEF", "FFF4DB"
_LONG = 500  # characters of a cell that may run on to the next page
_BLANKS = re.compile("(【要記入[^】]*】)")
_ALIGNED = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def write_docx(paper: Paper, out: IO[bytes]) -> None:
    """Write a paper; what a person wrote may hold any character."""
    document = Document()
    _set_up(document, paper)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(10)
    _run(title, paper.title, font=GOTHIC, size=15, bold=True)
    for block in paper.blocks:
        _add(block, document)
    document.save(out)


@singledispatch
def _add(block: Block, document: Opened) -> None:
    raise TypeError(f"no such block: {block}")


@_add.register
def _heading(block: Heading, document: Opened) -> None:
    paragraph = document.add_paragraph(style="Heading 2")
    _run(paragraph, block.text, font=GOTHIC, size=11.5, bold=True, color=_NAVY)


@_add.register
def _text(block: Text, document: Opened) -> None:
    for line in block.text.split("\n"):
        paragraph = document.add_paragraph()
        paragraph.alignment = _ALIGNED[block.align]
        _runs(paragraph, line, bold=block.bold)


@_add.register
def _points(block: Points, document: Opened) -> None:
    for number, item in enumerate(block.items, 1):
        paragraph = document.add_paragraph()
        mark = f"{number}." if block.numbered else "・"
        paragraph.paragraph_format.left_indent = Mm(7)
        paragraph.paragraph_format.first_line_indent = Mm(-6)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(7))
        _runs(paragraph, f"{mark}\t{item}")


@_add.register
def _grid(block: Grid, document: Opened) -> None:
    columns = len(block.widths)
    table = _table(document, columns, block.widths)
    if block.headings:
        _fill(table.add_row().cells, block.headings, lambda _: True)
        _repeat(table)
    for row in block.rows:
        added = table.add_row()
        if max(map(len, row)) < _LONG:
            added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        cells = added.cells
        if len(row) == 1:
            merged = cells[0].merge(cells[-1])
            _cell(merged, row[0], label=True)
            merged.paragraphs[0].paragraph_format.keep_with_next = True
        else:
            _fill(cells, row, lambda place: not place and not block.headings)
    _space_after(document)


@_add.register
def _note(block: Note, document: Opened) -> None:
    table = _table(document, 1, (100,))
    cell = table.add_row().cells[0]
    _shade(cell, _CREAM)
    for place, line in enumerate(block.lines):
        paragraph = cell.paragraphs[0] if not place else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        _runs(paragraph, line, font=GOTHIC, size=9)
    _space_after(document)


def _table(document: Opened, columns: int, widths: Sequence[int]) -> Any:
    """An empty table; the library types its rows in part only."""
    table: Any = document.add_table(rows=0, cols=columns, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(parse_xml(_MARGINS))
    for column, share in zip(table.columns, widths, strict=True):
        column.width = Mm(_LINE * share / sum(widths))
    return table


def _fill(cells: Sequence[_Cell], texts: Sequence[str], is_label: Callable[[int], bool]) -> None:
    for place, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        _cell(cell, text, label=is_label(place))


def _cell(cell: _Cell, text: str, *, label: bool) -> None:
    if label:
        _shade(cell, _MIST)
    for place, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if not place else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        _runs(paragraph, line, font=GOTHIC if label else MINCHO, size=9.5 if label else 10)


def _shade(cell: _Cell, color: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", color)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _repeat(table: Any) -> None:
    """The headings come again on every page."""
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _space_after(document: Opened) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(8)


def _runs(paragraph: Paragraph, text: str, **looks: Any) -> None:
    """Text with its blanks marked."""
    for piece in _BLANKS.split(text):
        if piece:
            run = _run(paragraph, piece, **looks)
            if _BLANKS.fullmatch(piece):
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _run(
    paragraph: Paragraph, text: str, *, font: str = MINCHO, size: float = 10.5, bold: bool = False,
    color: RGBColor | None = None,
) -> Any:  # fmt: skip
    run = paragraph.add_run(storable(text) if "\t" not in text else "\t".join(map(storable, text.split("\t"))))
    run.font.size = Pt(size)
    run.font.bold = bold
    if color is not None:
        run.font.color.rgb = color
    _set_fonts(run._r.get_or_add_rPr(), font)
    return run


def _set_fonts(properties: Any, font: str) -> None:
    """One font for all scripts: the theme of the template knows no Japanese one."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)
    fonts.set(qn("w:hint"), "eastAsia")


def _set_up(document: Opened, paper: Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - _LINE) / 2)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    for name in ("Normal", "Heading 2"):
        style: Any = document.styles[name]
        _set_fonts(style.element.get_or_add_rPr(), GOTHIC if name != "Normal" else MINCHO)
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.line_spacing = 1.0
        style.paragraph_format.space_before = Pt(10 if name != "Normal" else 0)
    _header(section.header.paragraphs[0], paper)
    _footer(section.footer.paragraphs[0])
    _speak_japanese(document)
    about = document.core_properties
    about.title, about.author, about.language, about.comments = f"{paper.title}（{paper.mark}）", "daicho", "ja-JP", ""
    about.created = about.modified = datetime.now()


def _speak_japanese(document: Opened) -> None:
    """Say that the text is Japanese: other programs then choose Japanese forms of characters and break lines so."""
    defaults: Any = document.styles.element.find(qn("w:docDefaults"))
    language = next(defaults.iter(qn("w:lang")))
    language.set(qn("w:val"), "ja-JP")
    language.set(qn("w:eastAsia"), "ja-JP")
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            fonts: Any = part  # a part that the library only carries along
            fonts._blob = part.blob.replace(b"</w:fonts>", _FONTS.encode() + b"</w:fonts>")


def _header(paragraph: Paragraph, paper: Paper) -> None:
    paragraph.paragraph_format.tab_stops.clear_all()
    paragraph.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _run(paragraph, f"{paper.mark}　", font=GOTHIC, size=10, bold=True, color=_RED)
    _run(paragraph, "社外秘", font=GOTHIC, size=9, color=_MUTED)


def _footer(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for code in ("PAGE", "NUMPAGES"):
        if code == "NUMPAGES":
            _run(paragraph, " / ", font=GOTHIC, size=9, color=_MUTED)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        field.append(_run(paragraph, "1", font=GOTHIC, size=9, color=_MUTED)._r)
        paragraph._p.append(field)
