"""Makes the Office and PDF samples of this folder: python tests/readers/make_office.py (same bytes each time).

All people, addresses and numbers are invented.
"""

from __future__ import annotations

import datetime
import io
import re
import struct
import zipfile
from pathlib import Path

import openpyxl
import xlwt
from openpyxl.comments import Comment
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).parent
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument"
PEOPLE = (
    ("架空 花子", "カクウ ハナコ", 600001, 9000000001, datetime.date(1985, 4, 1)),
    ("見本 太郎", "ミホン タロウ", 1000001, 8000000002, datetime.date(1972, 12, 31)),
    ("例示 次郎", "レイジ ジロウ", 9000003, 7000000003, datetime.date(2001, 1, 8)),
)


def write_package(name: str, parts: dict[str, str | bytes]) -> None:
    """A ZIP with a fixed date, its parts in the given order."""
    with zipfile.ZipFile(HERE / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


def saved(book: openpyxl.Workbook) -> dict[str, str | bytes]:
    """The parts of a workbook, without the moment at which it was saved."""
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    core = parts["docProps/core.xml"]
    assert isinstance(core, bytes)
    parts["docProps/core.xml"] = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2026-01-01T00:00:00Z", core)
    return parts


def relations(*links: tuple[str, str]) -> str:
    """The rels of a part: kind and target of each link, numbered rId1, rId2, …"""
    lines = (
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links, 1)
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<?xml version="1.0"?><Relationships xmlns="{package}">{"".join(lines)}</Relationships>'


def content_types(*overrides: tuple[str, str]) -> str:
    """[Content_Types].xml with the type of the main part and others."""
    lines = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides)
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{lines}</Types>'
    )


def customers_xlsx() -> None:
    """Headings on row 4, zeros and dates by number format, a comment, a text box, hidden sheets."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "顧客名簿"
    sheet["A1"] = "架空商事株式会社　顧客名簿"
    sheet.merge_cells("A1:E1")
    sheet["A2"] = "2026年4月1日現在"
    sheet["A3"] = "全3名"
    sheet.append(["氏名", "フリガナ", "郵便番号", "電話番号", "生年月日"])
    for row, person in enumerate(PEOPLE, 5):
        sheet.append(person)
        sheet.cell(row, 3).number_format = "000\\-0000"
        sheet.cell(row, 5).number_format = '[$-411]ggge"年"m"月"d"日"'
    sheet["A5"].comment = Comment("入院中のため連絡は家族へ", "担当")
    assert sheet.oddHeader is not None and sheet.oddHeader.center is not None
    sheet.oddHeader.center.text = "社外秘"
    hidden = book.create_sheet("退会者")
    hidden.append(["氏名", "退会日時"])
    hidden.append(["退会 三郎", datetime.datetime(2025, 3, 31, 17, 30)])
    hidden.sheet_state = "hidden"
    secret = book.create_sheet("集計用")
    secret.append(["合計", 1.5, True, datetime.time(9, 0)])
    secret.sheet_state = "veryHidden"
    parts = saved(book)
    parts["xl/drawings/drawing1.xml"] = (
        f'<d:wsDr xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="{DRAWING}">'
        "<d:twoCellAnchor><d:sp><d:txBody><a:p><a:r><a:t>問合せ先：総務部 </a:t></a:r><a:r><a:t>図形 四郎</a:t></a:r>"
        "</a:p></d:txBody></d:sp></d:twoCellAnchor></d:wsDr>"
    )
    rels = parts["xl/worksheets/_rels/sheet1.xml.rels"]
    assert isinstance(rels, bytes)
    link = f'<Relationship Id="rId9" Type="{OFFICE}/drawing" Target="/xl/drawings/drawing1.xml"/></Relationships>'
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = rels.replace(b"</Relationships>", link.encode())
    write_package("customers.xlsx", parts)


def far_cell_xlsx() -> None:
    """One stray cell in the last corner of a sheet, which asks a dense reader for 512 GB."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "遠いセル"
    sheet.append(["氏名", "電話番号", "生年月日"])
    for name, _, _, phone, born in PEOPLE:
        sheet.append([name, phone, born])
    sheet["XFD1048576"] = "端"
    write_package("far_cell.xlsx", saved(book))


def members_xls() -> None:
    """The binary format, with a hidden sheet."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("会員")
    date = xlwt.easyxf(num_format_str="yyyy/mm/dd")
    for column, heading in enumerate(("氏名", "電話番号", "生年月日")):
        sheet.write(0, column, heading)
    for row, (name, _, _, phone, born) in enumerate(PEOPLE, 1):
        sheet.write(row, 0, name)
        sheet.write(row, 1, phone)
        sheet.write(row, 2, born, date)
    hidden = book.add_sheet("旧会員")
    hidden.write(2, 1, "旧姓 五子")
    hidden.visibility = 2
    book.save(str(HERE / "members.xls"))


def staff_xlsb() -> None:
    """The binary package, written record by record."""

    def record(kind: int, body: bytes = b"") -> bytes:
        number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
        size = bytes([len(body)]) if len(body) < 128 else bytes([len(body) & 0x7F | 0x80, len(body) >> 7])
        return number + size + body

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    def row(number: int, *cells: str | float) -> bytes:
        out = record(0, struct.pack("<IIHHBI", number, 0, 300, 0, 0, 0))
        for column, value in enumerate(cells):
            place = struct.pack("<II", column, 0)
            string = isinstance(value, str)
            out += record(6, place + text(str(value))) if string else record(5, place + struct.pack("<d", value))
        return out

    bundle = record(156, struct.pack("<II", 1, 1) + text("rId1") + text("社員"))
    book = record(131) + record(143) + bundle + record(144) + record(132)
    extent = record(148, struct.pack("<IIII", 0, 3, 0, 1))
    rows = row(0, "氏名", "電話番号") + b"".join(row(n, p[0], p[3]) for n, p in enumerate(PEOPLE, 1))
    sheet = record(129) + extent + record(145) + rows + record(146) + record(130)
    main = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    types = content_types(
        ("/xl/workbook.bin", main), ("/xl/worksheets/sheet1.bin", "application/vnd.ms-excel.worksheet")
    )
    write_package(
        "staff.xlsb",
        {
            "[Content_Types].xml": types,
            "_rels/.rels": relations(("officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": relations(("worksheet", "worksheets/sheet1.bin")),
            "xl/worksheets/sheet1.bin": sheet,
        },
    )


def suppliers_ods() -> None:
    """Repeated cells and rows as LibreOffice writes them, a note, a hidden sheet."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "style", "text", "table")
    )

    def cell(shown: str, kind: str = "string", inner: str = "", **more: str) -> str:
        given = "".join(f' office:{key.replace("_", "-")}="{text}"' for key, text in more.items())
        return f'<table:table-cell office:value-type="{kind}"{given}>{inner}<text:p>{shown}</text:p></table:table-cell>'

    blank = '<table:table-cell table:number-columns-repeated="16381"/>'
    note = "<office:annotation><text:p>携帯は夜間のみ</text:p></office:annotation>"
    rows = [cell("氏名") + cell("電話番号", inner=note) + cell("契約日")]
    rows += [
        cell(name)
        + cell(str(phone), "float", value=str(phone))
        + cell("昭和", "date", date_value=f"{born.isoformat()}T00:00:00")
        for name, _, _, phone, born in PEOPLE
    ]
    body = "".join(f"<table:table-row>{row}{blank}</table:table-row>" for row in rows)
    rest = (
        '<table:table-row table:number-rows-repeated="1048572"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    hidden = f"<table:table-row>{cell('取引停止　停止 六郎')}</table:table-row>"
    invisible = '<style:table-properties table:display="false"/>'
    styles = f'<style:style style:name="ta2" style:family="table">{invisible}</style:style>'
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f'<office:body><office:spreadsheet><table:table table:name="仕入先">{body}{rest}</table:table>'
        f'<table:table table:name="停止" table:style-name="ta2">{hidden}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    media_type = "application/vnd.oasis.opendocument.spreadsheet"
    write_package(
        "suppliers.ods",
        {"mimetype": media_type, "META-INF/manifest.xml": "<manifest/>", "content.xml": content},
    )


def application_docx() -> None:
    """A form: merged and nested cells, a text box said twice, ruby, a deletion, notes, header and footer."""

    def p(text: str) -> str:
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    box = f"<w:txbxContent>{p('受付：窓口 七子')}</w:txbxContent>"
    choice = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    ruby = (
        "<w:ruby><w:rt><w:r><w:t>みほん</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>見本</w:t></w:r></w:rubyBase></w:ruby>"
    )
    nested = f"<w:tbl><w:tr><w:tc>{p('自宅')}</w:tc><w:tc>{p('03-0000-0001')}</w:tc></w:tr></w:tbl>"
    wide, down, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    cells = (
        (("", p("申込者")), (wide, p("見本 太郎"))),
        ((down, p("連絡先")), ("", p("携帯")), ("", p("080-0000-0002"))),
        ((on, p("")), ("", p("電話")), ("", nested + p(""))),
    )
    table = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:tcPr>{shape}</w:tcPr>{text}</w:tc>" for shape, text in row) + "</w:tr>"
        for row in cells
    )
    body = (
        p("申込書")
        + f"<w:p><w:r>{choice}</w:r><w:r>{ruby}</w:r><w:r><w:t> 太郎</w:t><w:tab/><w:t>様</w:t></w:r>"
        + "<w:del><w:r><w:delText>旧姓 例示</w:delText></w:r></w:del></w:p>"
        + f"<w:tbl>{table}</w:tbl><w:sdt><w:sdtContent>{p('以上のとおり申し込みます。')}</w:sdtContent></w:sdt>"
    )
    spaces = f'xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    around = {
        "header1": "架空商事 申込書式",
        "footer1": "個人情報保護管理者",
        "footnotes": "本人が署名する",
        "comments": "要本人確認",
    }
    kinds = ("header", "footer", "footnotes", "comments")
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(("/word/document.xml", f"{MAIN_TYPE}.wordprocessingml.document.main+xml")),
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {spaces}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(*zip(kinds, (f"{name}.xml" for name in around), strict=True)),
    }
    for name, text in around.items():
        parts[f"word/{name}.xml"] = f"<w:story {spaces}>{p(text)}</w:story>"
    write_package("application.docx", parts)


def meeting_pptx() -> None:
    """Slides listed in another order than they are numbered, a table, a group, a note, a hidden slide."""
    spaces = f'xmlns:p="{SLIDES}" xmlns:a="{DRAWING}" xmlns:r="{OFFICE}"'

    def shape(text: str, placeholder: str = "") -> str:
        return (
            f"<p:sp><p:nvPr>{placeholder}</p:nvPr><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
        )

    def slide(inner: str, show: str = "") -> str:
        return f"<p:sld {spaces}{show}><p:cSld><p:spTree>{inner}</p:spTree></p:cSld></p:sld>"

    cells = (("役割", "氏名"), ("班長", "架空 花子"))
    table = "".join(
        "<a:tr>"
        + "".join(f"<a:tc><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>" for text in row)
        + "</a:tr>"
        for row in cells
    )
    first = (
        shape("緊急連絡網")
        + f"<p:grpSp>{shape('総務部')}</p:grpSp><p:graphicFrame><a:tbl>{table}</a:tbl></p:graphicFrame>"
    )
    number = shape("1", '<p:ph type="sldNum"/>')
    write_package(
        "meeting.pptx",
        {
            "[Content_Types].xml": content_types(
                ("/ppt/presentation.xml", f"{MAIN_TYPE}.presentationml.presentation.main+xml")
            ),
            "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": f'<p:presentation {spaces}><p:sldIdLst><p:sldId id="256" r:id="rId2"/>'
            '<p:sldId id="257" r:id="rId1"/></p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": relations(
                ("slide", "slides/slide1.xml"), ("slide", "slides/slide2.xml")
            ),
            "ppt/slides/slide1.xml": slide(shape("控え：見本 太郎"), ' show="0"'),
            "ppt/slides/slide2.xml": slide(first),
            "ppt/slides/_rels/slide2.xml.rels": relations(("notesSlide", "../notesSlides/notesSlide1.xml")),
            "ppt/notesSlides/notesSlide1.xml": slide(shape("花子さんは産休中") + number),
        },
    )


def form_pdf() -> None:
    """A table drawn column by column, letters drawn one by one, a form field, a page that is only a picture."""
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
    canvas = Canvas(str(HERE / "form.pdf"), invariant=True)
    canvas.setFont("HeiseiKakuGo-W5", 12)
    columns = (
        [person[0] for person in PEOPLE],
        [f"0{person[3]}" for person in PEOPLE],
        [person[4].isoformat() for person in PEOPLE],
    )
    for left, heading, texts in zip((50, 200, 350), ("氏名", "電話番号", "生年月日"), columns, strict=True):
        for line, text in enumerate([heading, *texts]):
            canvas.drawString(left, 780 - 20 * line, text)
    for place, letter in enumerate("申込者"):
        canvas.drawString(50 + 18 * place, 640, letter)
    canvas.drawString(200, 640, "見本 太郎")
    canvas.acroForm.textfield(name="E-mail", x=100, y=560, value="hanako@example.co.jp", width=200, height=20)
    canvas.showPage()
    picture = ImageReader(Image.new("RGB", (40, 40), "white"))
    for _ in range(2):
        canvas.drawImage(picture, 0, 0, 500, 500)
        canvas.showPage()
    canvas.save()


if __name__ == "__main__":
    customers_xlsx()
    far_cell_xlsx()
    members_xls()
    staff_xlsb()
    suppliers_ods()
    application_docx()
    meeting_pptx()
    form_pdf()
