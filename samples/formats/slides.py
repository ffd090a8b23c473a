"""PowerPoint presentations, put together by hand: title, lines, table, speaker notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from samples.formats.archive import pack
from samples.tables import Row

LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument.presentationml"
NAMES = (
    f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{LINKS}" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide with its speaker notes."""

    title: str
    lines: str = ""
    rows: Sequence[Row] = ()
    notes: str = ""


def pptx(slides: Sequence[Slide]) -> bytes:
    """A presentation."""
    numbered = list(enumerate(slides, 1))
    with_notes = [number for number, slide in numbered if slide.notes]
    types = [f'<Override PartName="/ppt/slides/slide{n}.xml" ContentType="{OFFICE}.slide+xml"/>' for n, _ in numbered]
    types += [
        f'<Override PartName="/ppt/notesSlides/notesSlide{n}.xml" ContentType="{OFFICE}.notesSlide+xml"/>'
        for n in with_notes
    ]
    ids = "".join(f'<p:sldId id="{255 + n}" r:id="slide{n}"/>' for n, _ in numbered)
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/ppt/presentation.xml" ContentType="{OFFICE}.presentation.main+xml"/>'
        f"{''.join(types)}</Types>",
        "_rels/.rels": links([("presentation", "officeDocument", "ppt/presentation.xml")]),
        "ppt/presentation.xml": f"<p:presentation {NAMES}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": links([(f"slide{n}", "slide", f"slides/slide{n}.xml") for n, _ in numbered]),
    }
    for number, slide in numbered:
        shapes = shape(2, slide.title) + (shape(3, slide.lines) if slide.lines else "") + table(slide.rows)
        files[f"ppt/slides/slide{number}.xml"] = page("p:sld", shapes)
        if slide.notes:
            target = f"../notesSlides/notesSlide{number}.xml"
            files[f"ppt/slides/_rels/slide{number}.xml.rels"] = links([("notes", "notesSlide", target)])
            files[f"ppt/notesSlides/notesSlide{number}.xml"] = page("p:notes", shape(2, slide.notes))
    return pack({name: (XML + content).encode() for name, content in files.items()})


def links(entries: Sequence[tuple[str, str, str]]) -> str:
    """Relationships: id, type, target."""
    lines = (f'<Relationship Id="{name}" Type="{LINKS}/{kind}" Target="{target}"/>' for name, kind, target in entries)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def page(element: str, shapes: str) -> str:
    """A slide or a page of notes."""
    group = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    return f"<{element} {NAMES}><p:cSld><p:spTree>{group}{shapes}</p:spTree></p:cSld></{element}>"


def shape(number: int, lines: str) -> str:
    """A shape with lines of text."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="テキスト {number}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/>{paragraphs(lines)}</p:txBody></p:sp>"
    )


def paragraphs(lines: str) -> str:
    """Lines as paragraphs."""
    return "".join(f"<a:p><a:r><a:t>{escape(line)}</a:t></a:r></a:p>" for line in lines.strip("\n").split("\n"))


def table(rows: Sequence[Row]) -> str:
    """A table in its frame, or nothing."""
    if not rows:
        return ""
    lines = (
        "".join(f"<a:tc><a:txBody><a:bodyPr/>{paragraphs(str(cell))}</a:txBody><a:tcPr/></a:tc>" for cell in row)
        for row in rows
    )
    body = "".join(f'<a:tr h="370840">{line}</a:tr>' for line in lines)
    grid = '<a:gridCol w="1800000"/>' * len(rows[0])
    return (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="9" name="表 9"/>'
        "<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>"
        '<p:xfrm><a:off x="0" y="0"/><a:ext cx="8000000" cy="3000000"/></p:xfrm><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table">'
        f"<a:tbl><a:tblPr/><a:tblGrid>{grid}</a:tblGrid>{body}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )
