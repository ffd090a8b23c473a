"""Makes hidden_places.xlsx and .xls: python -m tests.readers.make_hidden_places (same bytes each time).

What a workbook holds outside its cells: the deleted source of a pivot table, cells copied from a linked workbook,
names with remarks, choices of a drop-down list, threads of comments, a connection, properties, inserted files.
"""

from __future__ import annotations

import struct

import openpyxl
import xlwt
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from scanner.compound import Compound, packed
from tests.readers.office_package import HERE, OFFICE, SHEETS, properties, property_set, saved, write_package

THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
FIELDS = (("氏名", ("消去 一子", "消去 二郎")), ("電話番号", ("03-0000-0001", "03-0000-0002")))


def _link(number: int, kind: str, target: str, outside: bool = False) -> str:
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="rIdX{number}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'


def _rels(*links: str) -> str:
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<?xml version="1.0"?><Relationships xmlns="{package}">{"".join(links)}</Relationships>'


def _pivot_cache() -> dict[str, str]:
    """The definition shares the values of the first field; those of the second stand in the records."""
    names = "".join(f'<s v="{name}"/>' for name in FIELDS[0][1])
    fields = (
        f'<cacheField name="氏名"><sharedItems>{names}</sharedItems></cacheField><cacheField name="電話番号"/>'
        '<cacheField name="人数"/>'
    )
    source = '<cacheSource type="worksheet"><worksheetSource ref="A1:C3" sheet="退会者一覧"/></cacheSource>'
    rows = "".join(f'<r><x v="{n}"/><s v="{phone}"/><n v="{n}.5"/></r>' for n, phone in enumerate(FIELDS[1][1]))
    records = _link(1, "pivotCacheRecords", "pivotCacheRecords1.xml")
    return {
        "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{SHEETS}">{source}'
        f'<cacheFields count="3">{fields}</cacheFields></pivotCacheDefinition>',
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": _rels(records),
        "xl/pivotCache/pivotCacheRecords1.xml": f'<pivotCacheRecords xmlns="{SHEETS}">{rows}</pivotCacheRecords>',
    }


def _linked_book() -> dict[str, str]:
    cells = '<row r="2"><cell r="B2" t="str"><v>社外 三枝</v></cell><cell r="D2"><v>9000000009</v></cell></row>'
    book = (
        f'<externalLink xmlns="{SHEETS}"><externalBook><sheetNames><sheetName val="名簿"/></sheetNames>'
        f'<sheetDataSet><sheetData sheetId="0">{cells}</sheetData></sheetDataSet></externalBook></externalLink>'
    )
    path = "file:///\\\\server\\%E5%85%B1%E6%9C%89\\取引先.xlsx"
    return {
        "xl/externalLinks/externalLink1.xml": book,
        "xl/externalLinks/_rels/externalLink1.xml.rels": _rels(_link(1, "externalLinkPath", path, outside=True)),
    }


def hidden_places_xlsx() -> None:
    """A small sheet, and everything that it does not show."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "集計"
    for row in (["担当", "件数"], ["隠れ 四郎", 3], ["見本 太郎", 5]):
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.add_data_validation(DataValidation(type="list", formula1='"架空 花子,例示 次郎"', sqref="A4"))
    book.defined_names["責任者"] = DefinedName("責任者", attr_text='"名前 五子"', comment="内線0001")
    parts = saved(book)
    parts |= _pivot_cache() | _linked_book()
    parts["xl/connections.xml"] = (
        f'<connections xmlns="{SHEETS}"><connection id="1" name="顧客DB"><dbPr '
        'connection="Provider=SQLOLEDB;Server=db;User ID=kaku;Password=example" command="SELECT 氏名 FROM 顧客"/>'
        "</connection></connections>"
    )
    parts["xl/persons/person.xml"] = f'<personList xmlns="{THREADS}"><person displayName="記入 六美"/></personList>'
    parts["xl/threadedComments/threadedComment1.xml"] = (
        f'<ThreadedComments xmlns="{THREADS}"><threadedComment ref="A2"><text>要確認：妊娠中</text></threadedComment>'
        "</ThreadedComments>"
    )
    parts["xl/embeddings/oleObject1.bin"] = packed({"Package": "番号,氏名\n1,添付 七郎\n".encode("cp932")})
    parts["docProps/core.xml"] = properties(creator="作成 八重", lastModifiedBy="更新 九太", keywords="社外秘")
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = _rels(
        _link(1, "threadedComment", "../threadedComments/threadedComment1.xml"),
        _link(2, "hyperlink", "mailto:hanako@example.co.jp?subject=x", outside=True),
    )
    rels = parts["xl/_rels/workbook.xml.rels"]
    assert isinstance(rels, bytes)
    links = (
        _link(1, "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
        _link(2, "externalLink", "externalLinks/externalLink1.xml"),
        _link(3, "connections", "connections.xml"),
        _link(4, "person", "persons/person.xml"),
    )
    end = b"</Relationships>"
    parts["xl/_rels/workbook.xml.rels"] = rels.replace(end, "".join(links).encode() + end)
    write_package("hidden_places.xlsx", parts)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _text(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def _wide(text: str) -> bytes:
    return b"\1" + text.encode("utf-16-le")


def _pivot_stream() -> bytes:
    out = b""
    for heading, values in FIELDS:
        out += _record(0xC7, bytes(14) + _text(heading))
        out += b"".join(_record(0xCD, _text(value)) for value in values)
    return out + _record(0xC8, b"\0\0") + _record(0x0A, b"")


def _workbook_stream() -> bytes:
    """A workbook of xlwt, with records behind its sheets that xlwt cannot write."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("集計")
    for row, name in enumerate(("担当", "隠れ 四郎", "見本 太郎")):
        sheet.write(row, 0, name)
    sheet.row(1).hidden = True
    sheet.col(2).hidden = True
    path = HERE / "hidden_places.xls"
    book.save(str(path))
    with path.open("rb") as file:
        stream = Compound(file).read("Workbook").rstrip(b"\0")
    stream += b"\0\0\0"  # of the last record
    name, text = "責任者", "名前 五子"
    formula = b"\x17" + bytes([len(text)]) + _wide(text)
    stream += _record(0x18, struct.pack("<HBBHHHI", 0, 0, len(name), len(formula), 0, 0, 0) + _wide(name) + formula)
    remark = "内線0001"
    stream += _record(0x894, bytes(12) + struct.pack("<HH", len(name), len(remark)) + _wide(name) + _wide(remark))
    stream += _record(0x1C, struct.pack("<HHHH", 1, 0, 0, 1) + _text("記入 六美") + b"\0")
    return stream + _record(0x5A, b"\0\0\0\0\2" + _text("社外 三枝") + b"\1" + struct.pack("<d", 9000000009))


def hidden_places_xls() -> None:
    """The same of Excel 97-2003."""
    facts = {2: "集計", 4: "作成 八重", 8: "更新 九太"}
    content = packed(
        {
            "Workbook": _workbook_stream(),
            "\x05SummaryInformation": property_set(facts),
            "_SX_DB_CUR": {"0001": _pivot_stream()},
            "MBD0001": {"Package": "番号,氏名\n1,添付 七郎\n".encode("cp932")},
        }
    )
    (HERE / "hidden_places.xls").write_bytes(content)


if __name__ == "__main__":
    hidden_places_xlsx()
    hidden_places_xls()
