"""Workbooks: xlsx, xlsm, xls, ods, and a locked xlsx."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from html import escape
from random import Random
from unittest import mock

import openpyxl
from openpyxl.styles import Font

from samples.formats.archive import pack, settle
from samples.tables import Cell, Sheet

FILETIME = 0x01DD_3D00_0000_0000  # some instant of 2026, as Windows counts
MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def xlsx(sheets: Sequence[Sheet]) -> bytes:
    """An Excel workbook; hidden sheets as they say."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        page.sheet_state = sheet.state
        for row in sheet.rows:
            page.append([None if cell == "" else cell for cell in row])
        for area in sheet.merged:
            page.merge_cells(area)
        page["A1"].font = Font(bold=True)
    target = io.BytesIO()
    book.save(target)
    return settle_times(target.getvalue())


def settle_times(content: bytes) -> bytes:
    """The workbook with fixed dates of creation."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["docProps/core.xml"] = MODIFIED.sub(rb"\g<1>2026-10-01T00:00:00Z", parts["docProps/core.xml"])
    return settle(pack(parts))


def xlsm(sheets: Sequence[Sheet]) -> bytes:
    """A workbook that calls itself one with macros."""
    with zipfile.ZipFile(io.BytesIO(xlsx(sheets))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    plain = b"spreadsheetml.sheet.main+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"vnd.openxmlformats-officedocument." + plain, b"vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    return pack(parts)


def locked_xlsx(sheets: Sequence[Sheet], password: str) -> bytes:
    """A workbook that opens with a password only. The salts come from the password, never do that elsewhere."""
    from msoffcrypto.format.ooxml import OOXMLFile

    chance = Random(password)
    target = io.BytesIO()
    with (
        mock.patch("msoffcrypto.method.ecma376_agile._random_buffer", chance.randbytes),
        mock.patch("msoffcrypto.method.container.ecma376_encrypted.datetime2filetime", return_value=FILETIME),
    ):
        OOXMLFile(io.BytesIO(xlsx(sheets))).encrypt(password, target)
    return target.getvalue()


def xls(sheets: Sequence[Sheet]) -> bytes:
    """A workbook of Excel 97-2003."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    days = xlwt.easyxf(num_format_str="YYYY/MM/DD")
    for sheet in sheets:
        page = book.add_sheet(sheet.name)
        page.visibility = ("visible", "hidden", "veryHidden").index(sheet.state)
        for y, row in enumerate(sheet.rows):
            for x, cell in enumerate(row):
                if cell != "":
                    page.write(y, x, cell, days if isinstance(cell, date) else xlwt.Style.default_style)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


ODS_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods(sheets: Sequence[Sheet]) -> bytes:
    """A LibreOffice workbook."""
    pages = []
    for sheet in sheets:
        rows = "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in sheet.rows)
        pages.append(f'<table:table table:name="{escape(sheet.name)}">{rows}</table:table>')
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {ODS_NAMES} office:version="1.3">'
        f"<office:body><office:spreadsheet>{''.join(pages)}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return pack(
        {"mimetype": ODS_TYPE.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()}
    )


def ods_cell(cell: Cell) -> str:
    """One cell with its type."""
    shown = f"<text:p>{escape(str(cell))}</text:p>"
    if isinstance(cell, date):
        kind = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
        return f"<table:table-cell {kind}>{shown}</table:table-cell>"
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}">{shown}</table:table-cell>'
    return f'<table:table-cell office:value-type="string">{shown}</table:table-cell>' if cell else "<table:table-cell/>"
