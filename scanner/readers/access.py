"""Access databases (mdb, accdb): the rows of every table people made; pictures and documents in them are members."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from scanner import blobs
from scanner.document import Format, Item, Remark, Unreadable
from scanner.held import tables_of
from scanner.jet import BrokenPage, Pages
from scanner.jet_tables import Catalogue, JetTable, catalogue
from scanner.jet_values import BINARY, OLE, Column, shown

FORMAT = Format("Access データベース", ("application/x-msaccess",), (".mdb", ".accdb"), streams=True)


def read(file: BinaryIO) -> Iterator[Item]:
    """A table for each of the database's, under the names of its columns, or their captions where those tell more."""
    pages = Pages(file)
    tables = _catalogue(pages)
    yield from _told(tables)
    for table in tables.tables:
        unread = blobs.Fields(table.name)
        yield from tables_of(f"表『{table.name}』", _rows(table, pages, unread))
        yield from unread.remarks()
        if table.lost:
            yield Remark(f"表『{table.name}』の{table.lost:,}か所が壊れているため、残りを読みました", incomplete=True)


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """The files in the fields of OLE objects, named by table, column and row."""
    pages = Pages(file)
    for table in _catalogue(pages).tables:
        places = [(at, column.name) for at, column in enumerate(table.columns) if column.kind == OLE]
        for number, row in enumerate(table.rows() if places else (), 1):
            for at, name in places:
                if (content := blobs.embedded(_object(row[at], pages))) is not None:
                    yield f"表『{table.name}』の『{name}』{number:,}行目", io.BytesIO(content)


def _catalogue(pages: Pages) -> Catalogue:
    try:
        return catalogue(pages)
    except (BrokenPage, IndexError) as error:
        raise Unreadable("corrupt", "Access データベースの表の一覧が壊れているため、読めません") from error


def _told(tables: Catalogue) -> Iterator[Remark]:
    for name in tables.linked:
        yield Remark(f"リンクテーブル『{name}』の中身は別のファイルにあるため、ここでは読んでいません")
    for name in tables.broken:
        place = f"表『{name}』の定義" if name else "表の一覧の一部"
        yield Remark(f"{place}が壊れているため、読めませんでした", incomplete=True)


def _rows(table: JetTable, pages: Pages, unread: blobs.Fields) -> Iterator[list[str]]:
    yield [_heading(column.name, table.captions) for column in table.columns]
    for row in table.rows():
        yield [_cell(value, column, pages, unread) for value, column in zip(row, table.columns, strict=True)]


def _heading(name: str, captions: Mapping[str, str]) -> str:
    """The column's name; where it is an abbreviation in Latin letters, what it is called on the screen."""
    return captions.get(name, name) if name.isascii() else name


def _cell(value: bytes | bool | None, column: Column, pages: Pages, unread: blobs.Fields) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    try:
        if column.kind not in (OLE, BINARY):
            return shown(value, column, pages)
        content = pages.long_value(value) if column.kind == OLE else value
    except (BrokenPage, IndexError):
        unread.lose(column.name)
        return ""
    return unread.cell(content, column.name) if blobs.embedded(content) is None else ""


def _object(value: bytes | bool | None, pages: Pages) -> bytes:
    try:
        return pages.long_value(value) if isinstance(value, bytes) else b""
    except (BrokenPage, IndexError):
        return b""
