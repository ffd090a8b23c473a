"""PDF with Japanese text, in the fonts every reader has (not embedded, as old business software does)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from html import escape

from samples.tables import Row

GOTHIC, MINCHO = "HeiseiKakuGo-W5", "HeiseiMin-W3"


def pdf(title: str, blocks: Sequence[str | bytes | Sequence[Row]], font: str = GOTHIC, password: str = "") -> bytes:
    """A document on A4: among the blocks strings are lines, bytes a picture of 3 × 4 cm, anything else a table."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import cm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Spacer

    pdfmetrics.registerFont(UnicodeCIDFont(font))
    heading = ParagraphStyle("heading", fontName=font, fontSize=15, leading=24, alignment=1)
    plain = ParagraphStyle("plain", fontName=font, fontSize=10, leading=16, wordWrap="CJK")
    story = [Paragraph(escape(title), heading)]
    for block in blocks:
        if isinstance(block, str):
            story += [Paragraph(escape(line) or "&nbsp;", plain) for line in block.strip("\n").split("\n")]
        elif isinstance(block, bytes):
            story.append(Image(io.BytesIO(block), 3 * cm, 4 * cm, hAlign="RIGHT"))
        else:
            story.append(grid(block, font))
        story.append(Spacer(1, 8))
    target = io.BytesIO()
    SimpleDocTemplate(target, pagesize=A4, title=title, author="", invariant=1, encrypt=password or None).build(story)
    return target.getvalue()


def grid(rows: Sequence[Row], font: str) -> object:
    """A ruled table."""
    from reportlab.platypus import Table, TableStyle

    table = Table([[str(cell) for cell in row] for row in rows], repeatRows=1)
    table.setStyle(TableStyle([("FONT", (0, 0), (-1, -1), font, 8), ("GRID", (0, 0), (-1, -1), 0.4, "black")]))
    return table
