"""Makes the OpenDocument texts, an e-book and a drawing: python -m tests.readers.make_open_documents (same bytes).

minutes.odt and agenda.fodp: tables, notes, comments, deleted text, readings, boxes, headers, a hidden slide.
guide.epub: chapters in the order of the spine. staff.vsdx: shapes with data, a comment.
"""

from __future__ import annotations

from tests.readers.office_package import HERE, OFFICE, content_types, properties, relations, write_package

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "style", "text", "table", "drawing", "presentation", "meta")
) + (
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink"'
)
TYPE = "application/vnd.oasis.opendocument."


def _p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def _table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<table:table-cell>{_p(cell)}</table:table-cell>" for cell in row) for row in rows)
    return "<table:table>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in cells) + "</table:table>"


def _comment(author: str, text: str) -> str:
    return f"<office:annotation><dc:creator>{author}</dc:creator>{_p(text)}</office:annotation>"


def minutes_odt() -> None:
    """A text with everything beside its lines."""
    note = (
        f"<text:note><text:note-citation>1</text:note-citation><text:note-body>{_p('脚注：署名 七子')}</text:note-body>"
    )
    ruby = "<text:ruby><text:ruby-base>例示</text:ruby-base><text:ruby-text>れいじ</text:ruby-text></text:ruby>"
    blanks = '<text:s text:c="2"/>'
    box = f"<draw:frame><draw:text-box>{_p('枠：窓口 九太')}</draw:text-box></draw:frame>"
    deleted = (
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info>"
        "<dc:creator>訂正 五子</dc:creator><dc:date>2026-01-01T00:00:00</dc:date></office:change-info>"
        f"{_p('旧姓 見本')}</text:deletion>"
        "</text:changed-region></text:tracked-changes>"
    )
    link = '<text:a xlink:href="mailto:hanako@example.co.jp">窓口</text:a>'
    body = (
        deleted
        + "<text:h>議事録</text:h>"
        + _p(f"出席：{ruby}{blanks}次郎{note}</text:note>")
        + _table(("氏名", "電話番号"), ("架空 花子", "090-0000-0001"))
        + _p(f"連絡先{link}{_comment('確認 五子', '妊娠中のため欠席')}{box}")
    )
    content = f"<office:document-content {SPACES}><office:body><office:text>{body}</office:text></office:body>"
    header = f"<style:header>{_p('社外秘 八重')}</style:header>"
    styles = f"<office:document-styles {SPACES}><office:master-styles><style:master-page>{header}</style:master-page>"
    meta = "<meta:initial-creator>作成 八重</meta:initial-creator><dc:creator>更新 九太</dc:creator>"
    write_package(
        "minutes.odt",
        {
            "mimetype": f"{TYPE}text",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": content + "</office:document-content>",
            "styles.xml": styles + "</office:master-styles></office:document-styles>",
            "meta.xml": f"<office:document-meta {SPACES}><office:meta>{meta}</office:meta></office:document-meta>",
            "Object 1/content.xml": f"<office:document-content {SPACES}>{_table(('部署', '人数'), ('総務部', '3'))}"
            "</office:document-content>",
        },
    )


def agenda_fodp() -> None:
    """A flat presentation: one XML file."""
    frame = "<draw:frame><draw:text-box>{}</draw:text-box></draw:frame>"
    notes = f"<presentation:notes>{frame.format(_p('花子さんは産休中'))}</presentation:notes>"
    first = (
        frame.format(_p("緊急連絡網")) + f"<draw:frame>{_table(('役割', '氏名'), ('班長', '架空 花子'))}</draw:frame>"
    )
    pages = (
        f"<draw:page>{first}{_comment('確認 五子', '電話番号を追記')}{notes}</draw:page>"
        f'<draw:page draw:style-name="dp2">{frame.format(_p("控え：見本 太郎"))}</draw:page>'
    )
    hidden = '<style:drawing-page-properties presentation:visibility="hidden"/>'
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {SPACES} office:mimetype="{TYPE}presentation">'
        f"<office:meta><dc:title>連絡網</dc:title></office:meta><office:automatic-styles>"
        f'<style:style style:name="dp2">{hidden}</style:style></office:automatic-styles>'
        f"<office:body><office:presentation>{pages}</office:presentation></office:body></office:document>"
    )
    (HERE / "agenda.fodp").write_text(text, encoding="utf-8", newline="\n")


def guide_epub() -> None:
    """Two chapters, the second of which comes first."""
    container = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    book = (
        '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>社員の手引き</dc:title>'
        "<dc:creator>著者 一子</dc:creator></metadata><manifest>"
        '<item id="a" href="one.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="b" href="two%20b.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="b"/><itemref idref="a"/><itemref idref="gone"/></spine></package>'
    )
    page = "<html><head><title>{0}</title></head><body><p>{1}</p></body></html>"
    rows = "<table><tr><th>氏名</th><th>内線</th></tr><tr><td>架空 花子</td><td>0001</td></tr></table>"
    write_package(
        "guide.epub",
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "OEBPS/book.opf": book,
            "OEBPS/one.xhtml": page.format("名簿", "担当の一覧").replace("</p>", f"</p>{rows}"),
            "OEBPS/two b.xhtml": page.format("初めに", "責任者は見本 太郎です。"),
        },
    )


def staff_vsdx() -> None:
    """An organisation chart: the names stand on the shapes, the duties in their data."""
    data = '<Section N="Property"><Row N="Row_1"><Cell N="Label" V="内線"/><Cell N="Value" V="0001"/></Row></Section>'
    shapes = f"<Shape>{data}<Text>部長<cp/> 架空 花子</Text></Shape><Shape><Text>課長 見本 太郎</Text></Shape>"
    page = f'<PageContents xmlns="x"><Shapes>{shapes}</Shapes></PageContents>'
    spaces = f'xmlns="x" xmlns:r="{OFFICE}"'
    comments = '<Comments xmlns="x"><AuthorList><AuthorEntry Name="確認 五子"/></AuthorList>'
    write_package(
        "staff.vsdx",
        {
            "[Content_Types].xml": content_types(("/visio/document.xml", "application/vnd.ms-visio.drawing.main+xml")),
            "_rels/.rels": relations(("document", "visio/document.xml"), ("core-properties", "docProps/core.xml")),
            "docProps/core.xml": properties(creator="作成 八重"),
            "visio/document.xml": '<VisioDocument xmlns="x"/>',
            "visio/_rels/document.xml.rels": relations(("pages", "pages/pages.xml"), ("comments", "comments.xml")),
            "visio/comments.xml": comments
            + "<CommentList><CommentEntry>来月に異動</CommentEntry></CommentList></Comments>",
            "visio/pages/pages.xml": f'<Pages {spaces}><Page Name="組織図"><Rel r:id="rId1"/></Page></Pages>',
            "visio/pages/_rels/pages.xml.rels": relations(("page", "page1.xml")),
            "visio/pages/page1.xml": page,
        },
    )


if __name__ == "__main__":
    minutes_odt()
    agenda_fodp()
    guide_epub()
    staff_vsdx()
