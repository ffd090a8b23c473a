"""A look into binary workbooks (xls, xlsb) before they are read: extents, passwords, and the text in boxes and notes.

python-calamine reads the cells; it neither bounds what it allocates nor sees text boxes and notes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import olefile

from scanner.document import Unreadable
from scanner.ooxml import Package
from scanner.worksheet import Sheet, margin_text

_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _DIMENSIONS = 0x809, 0x0A, 0x2F, 0x85, 0x200
_TXO, _CONTINUE, _HEADER, _FOOTER, _MULRK = 0x1B6, 0x3C, 0x14, 0x15, 0xBD
_CELLS = frozenset({0x06, 0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E})
_ROW_HEADER, _BUNDLE_SHEET = 0, 156  # xlsb; there, cells are the records 1 to 11 and 62
_BROKEN = "ブックの内部の記録が壊れています。"


@dataclass(slots=True)
class Substream:
    """One sheet of an xls: how far it reaches, what its boxes and notes say."""

    rows: int = 0
    columns: int = 0
    texts: list[str] = field(default_factory=list)


def workbook_stream(file: BinaryIO) -> bytes:
    """The stream of an xls that holds the workbook; Unreadable if there is none."""
    with olefile.OleFileIO(file) as ole:
        for name in ("Workbook", "Book"):
            if ole.exists(name):
                return bytes(ole.openstream(name).read())
    raise Unreadable("corrupt", "Excel のブックが見つかりません。")


def substreams(data: bytes) -> list[Substream]:
    """The sheets of an xls in the order of their tabs; Unreadable if the workbook has a password."""
    sheets: dict[int, Substream] = {}
    order: list[int] = []
    current = Substream()
    pending: list[bytes] = []
    for position, kind, body in _records(data):
        if pending and kind != _CONTINUE:
            current.texts.append(_box_text(pending))
            pending = []
        if kind in _CELLS and len(body) >= 4:
            row, column = struct.unpack_from("<HH", body)
            last = int.from_bytes(body[-2:], "little") if kind == _MULRK else column
            current.rows, current.columns = max(current.rows, row + 1), max(current.columns, last + 1)
        elif kind == _BOF:
            current = sheets.setdefault(position, Substream())
        elif kind == _FILEPASS:
            raise Unreadable("encrypted", "パスワードで保護されています。")
        elif kind == _BOUNDSHEET:
            order.append(int.from_bytes(body[:4], "little"))
        elif kind == _DIMENSIONS and len(body) == 14:  # calamine reserves what it claims
            first_row, last_row, first_column, last_column = struct.unpack_from("<IIHH", body)
            current.rows, current.columns = max(current.rows, last_row), max(current.columns, last_column)
            if last_row > 65536 or last_column > 256 or first_row > last_row or first_column > last_column:
                raise Unreadable("corrupt", _BROKEN)
        elif kind == _TXO or (pending and kind == _CONTINUE):
            pending.append(body)
        elif kind in (_HEADER, _FOOTER):
            current.texts.append(_margin(body))
    return [sheets.get(position, Substream()) for position in order]


def xlsb_sheets(package: Package, main: str) -> list[Sheet]:
    """The sheets of an xlsb workbook in the order of their tabs."""
    targets = {relation.id: relation.target for relation in package.relations(main)}
    found = []
    for kind, body in _xlsb_records(package.read(main)):
        if kind == _BUNDLE_SHEET:
            relation, rest = _wide_string(body[8:])
            name, _ = _wide_string(rest)
            if relation in targets:
                found.append(Sheet(name, body[0] != 0, targets[relation]))
    return found


def xlsb_extent(package: Package, part: str) -> tuple[int, int]:
    """The number of rows and columns from A1 to the last cell of an xlsb sheet."""
    rows = columns = row = 0
    for kind, body in _xlsb_records(package.read(part)):
        if kind == _ROW_HEADER:
            row = int.from_bytes(body[:4], "little") + 1
        elif kind <= 11 or kind == 62:
            rows, columns = max(rows, row), max(columns, int.from_bytes(body[:4], "little") + 1)
    return rows, columns


def _records(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    position, end = 0, len(data) - 4
    while position <= end:
        kind, size = struct.unpack_from("<HH", data, position)
        yield position, kind, data[position + 4 : position + 4 + size]
        position += 4 + size


def _xlsb_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position < len(data):
        kind = data[position]
        position += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[position] & 0x7F) << 7
            position += 1
        size = shift = 0
        while shift < 28:
            byte = data[position]
            position += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        yield kind, data[position : position + size]
        position += size


def _wide_string(data: bytes) -> tuple[str, bytes]:
    end = 4 + 2 * int.from_bytes(data[:4], "little")
    return data[4:end].decode("utf-16-le"), data[end:]


def _box_text(bodies: list[bytes]) -> str:
    """The text of a box: its length in the first record, its characters in the records that continue it."""
    length = int.from_bytes(bodies[0][10:12], "little")
    text = ""
    for body in bodies[1:]:
        if len(text) < length:
            text += body[1:].decode("utf-16-le" if body[:1] == b"\1" else "latin-1", "replace")
    return text[:length].strip()


def _margin(body: bytes) -> str:
    """A page header or footer (BIFF8: length, width of a character, characters)."""
    text = body[3:].decode("utf-16-le" if body[2:3] == b"\1" else "latin-1", "replace")
    return margin_text(f"<oddHeader>{text}<").strip()
