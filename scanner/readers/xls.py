"""Excel 97-2003 workbooks: every sheet as a table, hidden ones too, with comments, text boxes, names, properties,
the sources of pivot tables and copies of linked workbooks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import BinaryIO

from python_calamine import SheetVisibleEnum

from scanner import biff, properties
from scanner.cells import MAX_XLS_RECTANGLE, each_sheet, hidden_lines, opened, rows_of, sheet_of
from scanner.compound import Compound, inserted
from scanner.document import Format, Item, Passage, Remark, Unreadable
from scanner.drawings import pictures
from scanner.grid import tables
from scanner.pixels import placed
from scanner.salvage import or_what_is_left
from scanner.tables import tables as table_of
from scanner.worksheet import Sheet

FORMAT = Format(
    name="Excel 97-2003 ブック", media_types=("application/vnd.ms-excel",), extensions=(".xls", ".xlt", ".xla")
)


def read(file: BinaryIO) -> Iterator[Item]:
    """The tables of all sheets in the order of their tabs, then what lies outside; of a damaged file, what is left."""
    yield from or_what_is_left(_read(file), file)


def _read(file: BinaryIO) -> Iterator[Item]:
    compound = Compound(file)
    if "EncryptedPackage" in compound:
        raise Unreadable("encrypted", "パスワードで保護されています。")
    data = biff.workbook_stream(compound)
    streams = biff.substreams(data)
    if sum(stream.rows * stream.columns for stream in streams) > MAX_XLS_RECTANGLE:
        raise Unreadable("too_large", "シートの範囲が広すぎて読めません。")
    book = opened(file)
    by_name = dict(zip(book.sheet_names, streams, strict=False))

    def sheet_tables(sheet: Sheet) -> Iterator[Item]:
        place = f"シート『{sheet.name}』"
        yield from tables(place, rows_of(sheet_of(book, sheet.name)))
        stream = by_name.get(sheet.name, biff.Substream())
        if text := "\n".join(filter(None, stream.texts)):
            yield Passage(text, f"{place}の図形・コメント")
        yield from hidden_lines(sheet.name, stream.hidden_rows, stream.hidden_columns)

    found = [Sheet(meta.name, meta.visible != SheetVisibleEnum.Visible, "") for meta in book.sheets_metadata]
    yield from each_sheet(found, sheet_tables)
    yield from _outside(compound, data)


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Files that were inserted into a sheet."""
    yield from inserted(file, "mbd")


def _outside(compound: Compound, data: bytes) -> Iterator[Item]:
    found = biff.outside(data)
    for lines, place in ((found.names, "名前の定義"), (found.linked, "リンク先のブックの控え")):
        if text := "\n".join(filter(None, lines)):
            yield Passage(text, place)
    for path in compound.paths():
        if path.lower().startswith("_sx_db_cur/"):
            fields = biff.pivot_fields(compound.read(path))
            if any(len(field) > 1 for field in fields):
                yield from table_of("ピボットテーブルの元データの項目", itertools.zip_longest(*fields, fillvalue=""))
                yield Remark("ピボットテーブルが持つ元データの項目（表から消されていても残ります）も読みました。")
    yield from properties.of_compound(compound, found.authors)
    yield from placed(pictures(bytes(found.drawings)))
