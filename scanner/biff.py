"""A look into binary workbooks (xls, xlsb) before they are read: extents, passwords, and what stands outside cells.

python-calamine reads the cells; it neither bounds what it allocates nor sees text boxes, notes, names and hidden rows.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from scanner.compound import Compound
from scanner.document import Unreadable
from scanner.grid import number_text
from scanner.ooxml import Package
from scanner.worksheet import Sheet, margin_text

_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _DIMENSIONS = 0x809, 0x0A, 0x2F, 0x85, 0x200
_TXO, _CONTINUE, _HEADER, _FOOTER, _MULRK = 0x1B6, 0x3C, 0x14, 0x15, 0xBD
_CELLS = frozenset({0x06, 0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E})
_ROW, _COLUMNS, _NOTE, _NAME = 0x208, 0x7D, 0x1C, 0x18
_NAME_COMMENT, _LINKED_CELLS, _DRAWINGS = 0x894, 0x5A, 0xEB
_PIVOT_FIELD, _PIVOT_ROW, _PIVOT_TEXT, _PIVOT_NUMBER, _PIVOT_DATE = 0xC7, 0xC8, 0xCD, 0xC9, 0xCE
_MOST = 100_000  # cells of linked workbooks, names
_ROW_HEADER, _BUNDLE_SHEET, _COMMENT_TEXT = 0, 156, 637  # xlsb; there, cells are the records 1 to 11 and 62
_BROKEN = "ブックの内部の記録が壊れています。"


@dataclass(slots=True)
class Substream:
    """One sheet of an xls: how far it reaches, what its boxes and notes say."""

    rows: int = 0
    columns: int = 0
    texts: list[str] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: int = 0


@dataclass(slots=True)
class Outside:
    """What an xls holds outside its sheets."""

    names: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    drawings: bytearray = field(default_factory=bytearray)


def workbook_stream(file: Compound) -> bytes:
    """The stream of an xls that holds the workbook; Unreadable if there is none."""
    if data := file.read("Workbook") or file.read("Book"):
        return data
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
        elif kind == _ROW and len(body) >= 14:
            current.hidden_rows += bool(body[12] & 0x20)
        elif kind == _COLUMNS and len(body) >= 10 and body[8] & 1:
            first_column, last_column = struct.unpack_from("<HH", body)
            current.hidden_columns += max(0, min(last_column, 255) - first_column + 1)
    return [sheets.get(position, Substream()) for position in order]


def outside(data: bytes) -> Outside:
    """Names, authors of comments, cells copied from linked workbooks, and the drawings of an xls."""
    found = Outside()
    in_drawings = False
    for _, kind, body in _records(data):
        in_drawings = kind == _DRAWINGS or (in_drawings and kind == _CONTINUE)
        if in_drawings:
            found.drawings += body
        elif kind == _NOTE and len(body) > 11:
            found.authors.append(_string(body[8:]))
        elif kind == _NAME and len(body) > 15 and not body[0] & 0x20:
            found.names.append(_name(body))
        elif kind == _NAME_COMMENT and len(body) > 18:
            name, rest = _characters(body[16:], body[12])
            found.names.append(f"{name}：{_characters(rest, int.from_bytes(body[14:16], 'little'))[0]}")
        elif kind == _LINKED_CELLS and len(found.linked) < _MOST:
            found.linked.append("\t".join(filter(None, _linked_cells(body[4:]))))
    return found


def pivot_fields(data: bytes) -> list[list[str]]:
    """The fields of the rows that a pivot table was made from: its heading, then each value that occurs."""
    fields: list[list[str]] = []
    for _, kind, body in _records(data):
        if kind == _PIVOT_FIELD and len(body) > 16:
            fields.append([_string(body[14:])])
        elif kind == _PIVOT_TEXT and fields:
            fields[-1].append(_string(body))
        elif kind == _PIVOT_NUMBER and len(body) >= 8 and fields:
            fields[-1].append(number_text(struct.unpack_from("<d", body)[0]))
        elif kind == _PIVOT_DATE and len(body) >= 5 and fields:
            year, month, day = struct.unpack_from("<HHB", body)
            fields[-1].append(f"{year:04}-{month:02}-{day:02}")
        elif kind == _PIVOT_ROW and fields and fields[-1]:
            fields.append([])  # what follows are values without a list of their own
    return [field for field in fields if field]


def xlsb_comments(data: bytes) -> Iterator[str]:
    """The comments of a sheet of an xlsb."""
    for kind, body in _xlsb_records(data):
        if kind == _COMMENT_TEXT:
            yield _wide_string(body[1:])[0]


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


def _string(data: bytes) -> str:
    """A string: its length, flags (wide, with runs, with a reading), and its characters."""
    length, flags = struct.unpack_from("<HB", data)
    start = (2 if flags & 8 else 0) + (4 if flags & 4 else 0)
    return _characters(data[2:3] + data[3 + start :], length)[0]


def _characters(data: bytes, length: int) -> tuple[str, bytes]:
    """Characters of a known number behind a flag that says whether they are wide, and what follows."""
    is_wide = data[:1] != b"" and data[0] & 1
    end = 1 + length * (2 if is_wide else 1)
    return data[1:end].decode("utf-16-le" if is_wide else "latin-1", "replace"), data[end:]


def _name(body: bytes) -> str:
    """A name and the text that it stands for; what refers to cells is only named."""
    name, formula = _characters(body[14:], body[3])
    if formula[:1] == b"\x17" and len(formula) > 3:
        return f"{name}：{_characters(formula[2:], formula[1])[0]}"
    return name


def _linked_cells(data: bytes) -> Iterator[str]:
    place = 0
    while place + 9 <= len(data):
        kind = data[place]
        if kind == 2:
            yield _string(data[place + 1 :])
            length, flags = struct.unpack_from("<HB", data, place + 1)
            place += 4 + length * (2 if flags & 1 else 1)
            continue
        if kind == 1:
            yield number_text(struct.unpack_from("<d", data, place + 1)[0])
        place += 9


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
