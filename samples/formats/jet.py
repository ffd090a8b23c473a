"""Access databases (Jet 3 and Jet 4) as small as they can be: a catalogue, tables, memos and objects; no indexes.

The layout is that of `scanner.jet`; mdbtools reads what is written here.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from scanner.jet import rc4

BOOL, LONG, MONEY, DOUBLE, DATE, TEXT, OLE, MEMO = 1, 4, 5, 7, 8, 10, 11, 12
Value = str | int | float | bool | bytes | datetime | None
_SIZES = {BOOL: 1, LONG: 4, MONEY: 8, DOUBLE: 8, DATE: 8}
_INLINE = 64  # bytes of a memo that stands in its row
_CATALOGUE = 2


@dataclass(slots=True)
class JetSheet:
    """A table to be written: columns as (name, kind), rows, captions of columns, numbers of rows that are deleted."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Value]]
    captions: dict[str, str] = field(default_factory=dict)
    deleted: frozenset[int] = frozenset()


class JetFile:
    """A database that grows page by page. `old` is Jet 3 (cp932), else Jet 4; `key` encodes the pages."""

    def __init__(self, old: bool = False, key: int = 0, version: int = 1, codec: str = "cp932") -> None:
        self.old, self.key, self.codec = old, key, codec
        self.version = 0 if old else version
        self.size = 2048 if old else 4096
        self.pages: list[bytes] = [b"", b"\1\1", b"", b""]  # header, global map, catalogue, its rows

    def built(self, sheets: Sequence[JetSheet], linked: Sequence[str] = ()) -> bytes:
        """The file."""
        columns = [("Id", LONG), ("Name", TEXT), ("Type", LONG), ("Flags", LONG), ("LvProp", OLE)]
        rows: list[Sequence[Value]] = [(_CATALOGUE, "MSysObjects", 1, -0x80000000, None)]
        for sheet in sheets:
            number = self._table(sheet.columns, sheet.rows, sheet.deleted)
            rows.append((number, sheet.name, 1, 0, self._properties(sheet.captions) if sheet.captions else None))
        rows += [(0, name, 6, 0, None) for name in linked]
        self._fill(_CATALOGUE, columns, rows, frozenset())
        header = bytearray(b"\0\1\0\0Standard " + (b"ACE" if self.version > 1 else b"Jet") + b" DB\0")
        header += bytes([self.version]) + bytes(self.size - len(header) - 1)
        header[0x3C:0x3E] = struct.pack("<H", 932)
        header[0x3E:0x42] = struct.pack("<I", self.key)
        end = 24 + (126 if self.old else 128)
        header[24:end] = rc4(bytes.fromhex("c7da396b"), bytes(header[24:end]))
        pages = [page.ljust(self.size, b"\0") for page in self.pages[1:]]
        if self.key:
            pages = [rc4((self.key ^ number).to_bytes(4, "little"), page) for number, page in enumerate(pages, 1)]
        return bytes(header) + b"".join(pages)

    def _page(self, content: bytes = b"") -> int:
        self.pages.append(content)
        return len(self.pages) - 1

    def _table(self, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[Value]], gone: frozenset[int]) -> int:
        number = self._page()
        self._fill(number, columns, rows, gone)
        return number

    def _fill(
        self, number: int, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[Value]], gone: frozenset[int]
    ) -> None:
        """The definition of a table on its page, its rows on pages of their own, and the map of these."""
        encoded = [self._row(columns, row) for row in rows]
        owned: list[int] = []
        start = 0
        while start < len(encoded):
            count, used = 0, 32
            while start + count < len(encoded) and used + len(encoded[start + count]) + 2 < self.size:
                used += len(encoded[start + count]) + 2
                count += 1
            page = self._data(encoded[start : start + count], number, frozenset(each - start for each in gone))
            owned.append(self._page(page))
            start += count
        bits = bytearray(64)
        for page_number in owned:
            bits[page_number >> 3] |= 1 << (page_number & 7)
        used_map = self._page(self._data([b"\0" + bytes(4) + bytes(bits)], 0))
        self.pages[number] = self._definition(columns, len(rows), used_map << 8)

    def _data(self, rows: Sequence[bytes], owner: int | bytes, gone: frozenset[int] = frozenset()) -> bytes:
        head = owner if isinstance(owner, bytes) else struct.pack("<I", owner)
        body, end, offsets = b"", self.size, []
        for at, row in enumerate(rows):
            end -= len(row)
            offsets.append(end | (0x8000 if at in gone else 0))
            body = row + body
        start = (
            b"\1\1\0\0"
            + head
            + (b"" if self.old else bytes(4))
            + struct.pack(f"<{len(rows) + 1}H", len(rows), *offsets)
        )
        return start + bytes(end - len(start)) + body

    def _definition(self, columns: Sequence[tuple[str, int]], rows: int, used: int) -> bytes:
        variable = sum(kind not in _SIZES for _, kind in columns)
        counts = struct.pack("<HHHIIII", len(columns), variable, len(columns), 0, 0, used, used)
        middle = struct.pack("<II", rows, 0) if self.old else struct.pack("<IIIIIQ", 0, rows, 0, 1, 0, 0)
        entries, fixed, order = b"", 0, 0
        for number, (_, kind) in enumerate(columns):
            is_fixed = kind in _SIZES
            length = _SIZES.get(kind, 255 if kind == TEXT else 0)
            places = (number, order, number)
            if self.old:
                entries += struct.pack("<BHHHHHHBHH", kind, *places, 0, 932, 0, 2 + is_fixed, fixed, length)
            else:
                entries += struct.pack("<BIHHHHHBBIHH", kind, 0, *places, 0, 0, 2 + is_fixed, 1, 0, fixed, length)
            fixed += length if is_fixed and kind != BOOL else 0
            order += not is_fixed
        wide, codec = ("<B", self.codec) if self.old else ("<H", "utf-16-le")
        names = b"".join(struct.pack(wide, len(name.encode(codec))) + name.encode(codec) for name, _ in columns)
        body = middle + b"\x4e" + counts + entries + names + b"\xff\xff"
        return b"\2\1VC" + bytes(4) + struct.pack("<I", len(body) + 12) + body

    def _row(self, columns: Sequence[tuple[str, int]], values: Sequence[Value]) -> bytes:
        fixed, parts, mask = b"", [], 0
        for number, ((_, kind), value) in enumerate(zip(columns, values, strict=True)):
            mask |= (bool(value) if kind == BOOL else value is not None) << number
            if kind in _SIZES:
                fixed += b"" if kind == BOOL else _fixed(kind, value)
            else:
                parts.append(b"" if value is None else self._variable(kind, value))
        head = bytes([len(columns)]) if self.old else struct.pack("<H", len(columns))
        body, bounds = head + fixed, []
        for part in parts:
            bounds.append(len(body))
            body += part
        bounds.append(len(body))
        nulls = mask.to_bytes((len(columns) + 7) // 8, "little")
        if not parts:
            return body + nulls
        if self.old:
            return body + _old_table(bounds, len(body) + len(bounds) + 1 + len(nulls)) + nulls
        return body + struct.pack(f"<{len(bounds) + 1}H", *reversed(bounds), len(parts)) + nulls

    def _variable(self, kind: int, value: Value) -> bytes:
        if kind == TEXT:
            return self._text(str(value))
        data = value if isinstance(value, bytes) else self._text(str(value))
        if len(data) <= _INLINE:
            return struct.pack("<III", len(data) | 0x80000000, 0, 0) + data
        room = self.size - 32
        if len(data) <= room:
            return struct.pack("<III", len(data) | 0x40000000, self._page(self._data([data], b"LVAL")) << 8, 0)
        pointer = 0
        pieces = [data[at : at + room] for at in range(0, len(data), room)]
        for piece in reversed(pieces):
            pointer = self._page(self._data([struct.pack("<I", pointer) + piece], b"LVAL")) << 8
        return struct.pack("<III", len(data), pointer, 0)

    def _text(self, text: str) -> bytes:
        """Text as Access writes it: compressed where that is shorter and no character ends in a zero byte."""
        if self.old:
            return text.encode(self.codec)
        if text.isascii() and len(text) > 2:
            return b"\xff\xfe" + text.encode("ascii")
        return text.encode("utf-16-le")

    def _properties(self, captions: dict[str, str]) -> bytes:
        codec = self.codec if self.old else "utf-16-le"
        names = _counted("Caption".encode(codec))
        chunks = struct.pack("<IH", 6 + len(names), 0x80) + names
        for column, caption in captions.items():
            named, told = _counted(column.encode(codec)), self._text(caption)
            record = struct.pack("<HBBHH", 8 + len(told), 1, TEXT, 0, len(told)) + told
            block = struct.pack("<I", 4 + len(named)) + named + record
            chunks += struct.pack("<IH", 6 + len(block), 1) + block
        return (b"KKD\0" if self.old else b"MR2\0") + chunks


def _counted(name: bytes) -> bytes:
    return struct.pack("<H", len(name)) + name


def _fixed(kind: int, value: Value) -> bytes:
    if isinstance(value, datetime):
        value = (value - datetime(1899, 12, 30)).total_seconds() / 86_400
    if kind == MONEY:
        return struct.pack("<q", round(float(value or 0) * 10_000))
    return struct.pack({LONG: "<i", DOUBLE: "<d", DATE: "<d"}[kind], value or 0)


def _old_table(bounds: list[int], size: int) -> bytes:
    """The ends of the variable columns in Jet 3: their low bytes, and where the next 256 begin."""
    jumps = [next((at for at, bound in enumerate(bounds) if bound >= 256 * step), 255) for step in range(1, 9)]
    count = (size + sum(jump != 255 for jump in jumps) - 1) // 256
    return bytes(bound & 255 for bound in reversed(bounds)) + bytes(reversed(jumps[:count])) + bytes([len(bounds) - 1])


def as_object(name: str, content: bytes) -> bytes:
    """A file as Access embeds it: wrapped as an OLE package."""
    header = struct.pack("<HHIHHHHI", 0x1C15, 20, 2, 0, 0, 20, 20, 0xFFFFFFFF)
    native = struct.pack("<III", 0x0501, 2, 8) + b"Package\0" + bytes(8)
    return header + native + struct.pack("<IH", len(content) + 40, 2) + name.encode("cp932") + b"\0" + content
