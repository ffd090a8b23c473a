"""Word documents, put together by hand: paragraphs, tables, header, footer, text box, comment."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from samples.formats.archive import pack
from samples.tables import Row

Block = str | Sequence[Row]

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
NAMES = f'xmlns:w="{WORD}" xmlns:r="{LINKS}"'
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SIDE_PARTS = ("header", "footer", "comments")


def docx(
    blocks: Sequence[Block], header: str = "", footer: str = "", comment: tuple[str, str] = ("", ""), box: str = ""
) -> bytes:
    """A document. `comment` is its author and its text; a string among the blocks is lines, anything else a table."""
    author, remark = comment
    parts = {
        "header": f"<w:hdr {NAMES}>{paragraphs(header)}</w:hdr>" if header else "",
        "footer": f"<w:ftr {NAMES}>{paragraphs(footer)}</w:ftr>" if footer else "",
        "comments": f"<w:comments {NAMES}>"
        f'<w:comment w:id="0" w:author="{escape(author)}" w:date="2026-09-30T10:00:00Z">'
        f"{paragraphs(remark)}</w:comment></w:comments>"
        if remark
        else "",
    }
    used = [name for name in SIDE_PARTS if parts[name]]
    body = "".join(paragraphs(block) if isinstance(block, str) else table(block) for block in blocks)
    ends = "".join(f'<w:{n}Reference w:type="default" r:id="{n}"/>' for n in used if n != "comments")
    mark = '<w:p><w:r><w:commentReference w:id="0"/></w:r></w:p>' if remark else ""
    body += (text_box(box) if box else "") + mark
    document = f"<w:document {NAMES}><w:body>{body}<w:sectPr>{ends}</w:sectPr></w:body></w:document>"
    types = "".join(f'<Override PartName="/word/{n}.xml" ContentType="{OFFICE}.{n}+xml"/>' for n in used)
    links = "".join(f'<Relationship Id="{n}" Type="{LINKS}/{n}" Target="{n}.xml"/>' for n in used)
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{OFFICE}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="document" Type="{LINKS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": document,
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
        **{f"word/{name}.xml": parts[name] for name in used},
    }
    return pack({name: (XML + content).encode() for name, content in files.items()})


def paragraphs(lines: str) -> str:
    """Lines as paragraphs; Word splits them into runs wherever it likes, so names are torn apart here too."""
    return "".join(f"<w:p>{runs(line)}</w:p>" for line in lines.strip("\n").split("\n"))


def runs(line: str) -> str:
    """A line in runs of seven characters."""
    pieces = [line[start : start + 7] for start in range(0, len(line), 7)]
    return "".join(f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>' for piece in pieces)


def table(rows: Sequence[Row]) -> str:
    """A table."""
    lines = ("".join(f"<w:tc>{paragraphs(str(cell))}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"


def text_box(content: str) -> str:
    """A text box, written twice as Word does: for new and for old readers."""
    inner = f"<w:txbxContent>{paragraphs(content)}</w:txbxContent>"
    return (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" Requires="wps">'
        '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        f'<wp:extent cx="3600000" cy="900000"/><wp:docPr id="1" name="テキスト ボックス 1"/>'
        f'<a:graphic xmlns:a="{DRAWING}/main">'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<wps:wsp><wps:cNvSpPr/><wps:spPr/><wps:txbx>{inner}</wps:txbx><wps:bodyPr/></wps:wsp>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        '<mc:Fallback><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
        f"<v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
