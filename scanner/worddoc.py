"""The binary Word document: its header, the pieces its text lies in, its stories, and where rows of tables end.

Written after [MS-DOC] (Word 97-2003) and the layout of Word 6 and 95, whose text is in one code page.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from scanner import fields
from scanner.compound import Compound
from scanner.document import Unreadable

_WORD_97 = 0xC1
_AROUND = "ヘッダー・フッター"
_STORIES = ("本文", "脚注", _AROUND, "", "コメント", "脚注", "テキストボックス", _AROUND)
_BROKEN = "Word 文書の内部の記録が壊れているため、読めません"
_ENCRYPTED = "パスワードで保護されています。"
_PAGE = 512
_FIELD = re.compile("[\x13\x14\x15]")  # begin, result, end of a field
_ENDS = re.compile(b"[\r\x07]\0")
_CELL_LINE, _ROW = b"\n", b"\x1d"
_IN_TABLE, _ROW_END = 0x2416, frozenset({0x2417, 0x244C})  # properties of a paragraph: in a table, the end of its row
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)  # bytes that a property of a paragraph takes, by its kind
_SPECIAL = {"\x0b": "\n", "\x0c": "\r", "\x0e": "\r", "\x1e": "-", "\xa0": " "}
_CONTROLS = re.compile("[\x00-\x06\x08\x0b\x0c\x0e-\x1c\x1e\x1f\xa0]")  # but those that end cells, rows, paragraphs


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text: where it begins in the text and in the file, and how wide its characters are."""

    start: int
    end: int
    place: int
    width: int


@dataclass(frozen=True, slots=True)
class Story:
    """One of the texts of a document. Paragraphs end in \\r (in cells \\n), cells in \\x07, rows in \\x1d."""

    place: str
    text: str


def stories(file: Compound) -> Iterator[Story]:
    """The texts of a document in their order: body, notes, headers, comments, boxes."""
    data = file.read("WordDocument")
    if len(data) < 0x200 or data[:2] not in (b"\xec\xa5", b"\xdc\xa5", b"\xdb\xa5"):
        raise Unreadable("corrupt", _BROKEN)
    version, flags = struct.unpack_from("<H6xH", data, 2)
    if flags & 0x100:
        raise Unreadable("encrypted", _ENCRYPTED)
    if version < _WORD_97:
        width, text, lengths = 1, _old_text(data, flags), struct.unpack_from("<8I", data, 0x34)
    else:
        table = file.read("1Table" if flags & 0x200 else "0Table")
        width, text, lengths = 2, _text(data, table), struct.unpack_from("<8I", data, 0x4C)
    position = 0
    for place, length in zip(_STORIES, lengths, strict=True):
        part = text[position : position + length * width]
        position += length * width
        if place and (story := part.decode("utf-16-le" if width == 2 else "cp932", "replace")).strip():
            yield Story(place, story)


@dataclass(slots=True)
class Readable:
    """A story as it is read: its text, and what only the codes of its fields say."""

    text: str = ""
    addresses: list[str] = field(default_factory=list)
    readings: list[str] = field(default_factory=list)


def readable(text: str) -> Readable:
    """A story without field codes and special characters.

    >>> readable('様式\\x13 HYPERLINK "mailto:a@example.jp" \\x14連絡先\\x15\\x08')
    Readable(text='様式連絡先', addresses=['a@example.jp'], readings=[])
    """
    result = Readable()
    shown: list[str] = []
    codes: list[list[str]] = []  # of the fields that are open
    in_code: list[bool] = []
    start = 0
    for found in _FIELD.finditer(text):
        _target(shown, codes, in_code).append(text[start : found.start()])
        start = found.end()
        if found[0] == "\x13":
            codes.append([])
            in_code.append(True)
        elif found[0] == "\x14" and in_code:
            in_code[-1] = False
        elif found[0] == "\x15" and in_code:
            code = "".join(codes.pop())
            has_result = not in_code.pop()
            if not has_result:
                _target(shown, codes, in_code).append(fields.shown_text(code))
            result.addresses += filter(None, [fields.mail_address(code)])
            result.readings += filter(None, [fields.reading(code)])
    _target(shown, codes, in_code).append(text[start:])
    result.text = _CONTROLS.sub(lambda found: _SPECIAL.get(found[0], ""), "".join(shown))
    return result


def _target(shown: list[str], codes: list[list[str]], in_code: list[bool]) -> list[str]:
    """Where text goes: to the code of the innermost field whose code is not over, else to what is shown."""
    return next((codes[number] for number in reversed(range(len(codes))) if in_code[number]), shown)


def _text(data: bytes, table: bytes) -> bytes:
    """The whole text in UTF-16, in which every position counts as Word counts it."""
    start, size = struct.unpack_from("<II", data, 0x1A2)
    pieces = _pieces(table[start : start + size])
    marks = _table_marks(data, table)
    parts: list[bytes] = []
    left = len(data) * 2  # pieces that overlap cannot make the text longer than this
    for piece in pieces:
        length = piece.end - piece.start
        left -= length
        if left < 0:
            raise Unreadable("corrupt", _BROKEN)
        raw = data[piece.place : piece.place + length * piece.width]
        text = raw if piece.width == 2 else raw.decode("cp1252", "replace").encode("utf-16-le")
        text = text.ljust(2 * length, b"\0")
        parts.append(_marked(text, piece, marks) if marks else text)
    return b"".join(parts)


def _marked(text: bytes, piece: Piece, marks: dict[int, bytes]) -> bytes:
    """The text with marks of its own where paragraphs in cells and rows of tables end."""
    letters = bytearray(text)
    for found in _ENDS.finditer(text):
        at, odd = divmod(found.start(), 2)
        mark = b"" if odd else marks.get(piece.place + (at + 1) * piece.width, b"")
        if mark == _ROW or (mark and found[0] == b"\r\0"):
            letters[found.start()] = mark[0]
    return bytes(letters)


def _pieces(clx: bytes) -> list[Piece]:
    """The piece table, as fast saving leaves it: the text in its order, wherever it lies in the file."""
    place = 0
    while clx[place : place + 1] == b"\x01":
        place += 3 + int.from_bytes(clx[place + 1 : place + 3], "little")
    if clx[place : place + 1] != b"\x02":
        raise Unreadable("corrupt", _BROKEN)
    plc = clx[place + 5 : place + 5 + int.from_bytes(clx[place + 1 : place + 5], "little")]
    count = (len(plc) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", plc)
    pieces = []
    for number in range(count):
        where = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)[0]
        is_narrow = where & 0x40000000
        at = (where & 0x3FFFFFFF) // 2 if is_narrow else where & 0x3FFFFFFF
        if ends[number + 1] < ends[number] or ends[number + 1] > 1 << 28:
            raise Unreadable("corrupt", _BROKEN)
        pieces.append(Piece(ends[number], ends[number + 1], at, 1 if is_narrow else 2))
    return pieces


def _old_text(data: bytes, flags: int) -> bytes:
    """The text of Word 6 and 95: one stretch in the code page of the language (Japanese unless it is plainly not)."""
    first, last = struct.unpack_from("<II", data, 0x18)
    raw = data[first:last]
    if flags & 0x4:
        start, size = struct.unpack_from("<II", data, 0x160)
        raw = b"".join(data[piece.place : piece.place + piece.end - piece.start] for piece in _old(data, start, size))
    return raw


def _old(data: bytes, start: int, size: int) -> Iterator[Piece]:
    for piece in _pieces(data[start : start + size]):
        yield Piece(piece.start, piece.end, piece.place * (2 if piece.width == 1 else 1), 1)


def _table_marks(data: bytes, table: bytes) -> dict[int, bytes]:
    """What ends at which place in the file: a paragraph in a cell (\\n) or the row of a table (\\x1d)."""
    start, size = struct.unpack_from("<II", data, 0x102)
    plc = table[start : start + size]
    count = max(0, (len(plc) - 4) // 8)
    marks: dict[int, bytes] = {}
    for number in range(count):
        page = struct.unpack_from("<I", plc, 4 * (count + 1) + 4 * number)[0] & 0x3FFFFF
        marks.update(_marks_of(data[page * _PAGE : (page + 1) * _PAGE]))
    return marks


def _marks_of(page: bytes) -> Iterator[tuple[int, bytes]]:
    """The same for one page of paragraph properties."""
    if len(page) < _PAGE:
        return
    runs = page[_PAGE - 1]
    if 4 * (runs + 1) + 13 * runs > _PAGE - 1:
        return
    ends = struct.unpack_from(f"<{runs + 1}I", page)
    for number in range(runs):
        place = page[4 * (runs + 1) + 13 * number] * 2
        length = page[place] * 2 - 1 if page[place] else page[place + 1 & 0x1FF] * 2
        begin = place + (1 if page[place] else 2)
        if place and (mark := _mark(page[begin + 2 : begin + length])):
            yield ends[number + 1], mark


def _mark(properties: bytes) -> bytes:
    place, mark = 0, b""
    while place + 3 <= len(properties):
        kind = int.from_bytes(properties[place : place + 2], "little")
        if kind in _ROW_END and properties[place + 2]:
            return _ROW
        if kind == _IN_TABLE and properties[place + 2]:
            mark = _CELL_LINE
        size = _SIZES[kind >> 13]
        if kind == 0xD608:  # the shape of a table says its size in two bytes
            size = int.from_bytes(properties[place + 2 : place + 4], "little") + 1
        elif not size:
            size = properties[place + 2] + 1
        place += 2 + size
    return mark
