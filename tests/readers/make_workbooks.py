"""Makes the workbooks of this folder: python -m tests.readers.make_workbooks (same bytes each time)."""

from __future__ import annotations

import datetime
import struct

import openpyxl
import xlwt
from openpyxl.comments import Comment

from tests.readers.office_package import (
    DRAWING,
    HERE,
    OFFICE,
    PEOPLE,
    content_types,
    relations,
    saved,
    write_package,
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


if __name__ == "__main__":
    customers_xlsx()
    far_cell_xlsx()
    members_xls()
    staff_xlsb()
    suppliers_ods()
