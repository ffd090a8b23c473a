"""The pages of an Access database (Jet 3 of Access 97, Jet 4 of 2000-2003, ACE of 2007 and later), only ever read.

Sources: HACKING.md of mdbtools and the constants of Jackcess (Apache-2.0), held against real files.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from scanner.document import Unreadable

DATA_PAGE, TABLE_PAGE = 1, 2
_HEADER_KEY = bytes.fromhex("c7da396b")
_HEADER_START = 24
_CODE_PAGE, _KEY, _PASSWORD = 0x3C - _HEADER_START, 0x3E - _HEADER_START, 0x42 - _HEADER_START
_DELETED, _ELSEWHERE, _OFFSET = 0x8000, 0x4000, 0x1FFF
_MAP_PAGE = 5
LONGEST = 64 << 20  # bytes of a long value that are read
_CODECS = {932: "cp932", 1252: "cp1252", 936: "gb18030", 949: "cp949", 950: "cp950", 0: "cp932", 10001: "cp932"}


class BrokenPage(Exception):
    """A page that is not what the page pointing to it says, or lies behind the end of the file."""


def rc4(key: bytes, data: bytes) -> bytes:
    """The stream cipher that hides the header, and the pages of an encoded database."""
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) & 255
        state[i], state[j] = state[j], state[i]
    i = j = 0
    result = bytearray(len(data))
    for at, byte in enumerate(data):
        i = (i + 1) & 255
        j = (j + state[i]) & 255
        state[i], state[j] = state[j], state[i]
        result[at] = byte ^ state[(state[i] + state[j]) & 255]
    return bytes(result)


class Pages:
    """The pages of one file. `version` 0 is Jet 3, 1 is Jet 4, from 2 on ACE; `codec` is that of text in Jet 3."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        file.seek(0)
        head = file.read(_HEADER_START + 128)
        if len(head) < _HEADER_START + 128:
            raise Unreadable("corrupt", "Access データベースが途中で切れているため、読めません")
        self.version = head[0x14]
        self.is_old = self.version == 0
        self.size = 2048 if self.is_old else 4096
        hidden = rc4(_HEADER_KEY, head[_HEADER_START : _HEADER_START + (126 if self.is_old else 128)])
        self._key = int.from_bytes(hidden[_KEY : _KEY + 4], "little")
        if self._key and self.version >= 2:
            raise Unreadable("encrypted", "パスワードで暗号化された Access データベースのため、読めません")
        code_page = int.from_bytes(hidden[_CODE_PAGE : _CODE_PAGE + 2], "little")
        self.codec = _CODECS.get(code_page, "cp932")
        self.count = file.seek(0, 2) // self.size
        self._rows_at = 10 if self.is_old else 14

    def page(self, number: int) -> bytes:
        """One page, decoded where the database is encoded (a key in its header, no password needed)."""
        if not 0 < number < self.count:
            raise BrokenPage
        self._file.seek(number * self.size)
        content = self._file.read(self.size)
        if len(content) < self.size:
            raise BrokenPage
        return rc4((self._key ^ number).to_bytes(4, "little"), content) if self._key else content

    def rows(self, page: bytes) -> Iterator[tuple[int, int, int]]:
        """Flags, start and end of the rows on a data page, in the order of their numbers."""
        count = int.from_bytes(page[self._rows_at - 2 : self._rows_at], "little")
        if self._rows_at + 2 * count > self.size:
            raise BrokenPage
        end = self.size
        for entry in struct.unpack_from(f"<{count}H", page, self._rows_at):
            start = entry & _OFFSET
            if self._rows_at <= start <= end:
                yield entry & ~_OFFSET, start, end
                end = start
            else:
                yield _DELETED, 0, 0

    def data_rows(self, page: bytes) -> Iterator[bytes]:
        """The rows of a table on one of its pages; those that grew lie on another page, deleted ones are left out."""
        for flags, start, end in self.rows(page):
            if flags & _DELETED:
                continue
            if not flags & _ELSEWHERE:
                yield page[start:end]
            elif end - start >= 4:
                yield self.pointed(int.from_bytes(page[start : start + 4], "little"))

    def pointed(self, pointer: int) -> bytes:
        """What a pointer (page and number of a row on it) points to."""
        number, row = pointer >> 8, pointer & 255
        page = self.page(number)
        if page[0] != DATA_PAGE:
            raise BrokenPage
        found = next((each for at, each in enumerate(self.rows(page)) if at == row), None)
        if found is None or found[2] <= found[1]:
            raise BrokenPage
        return page[found[1] : found[2]]

    def long_value(self, field: bytes) -> bytes:
        """A memo or OLE object: in its field, in a row of its own, or in a chain of rows; at most `LONGEST` bytes."""
        if len(field) < 12:
            raise BrokenPage
        told, pointer = struct.unpack_from("<II", field)
        length = min(told & 0x3FFFFFFF, LONGEST)
        if told & 0x80000000:
            return field[12 : 12 + length]
        if told & 0x40000000:
            return self.pointed(pointer)[:length]
        parts: list[bytes] = []
        seen: set[int] = set()
        size = 0
        while pointer and size < length:
            if pointer in seen:
                raise BrokenPage
            seen.add(pointer)
            row = self.pointed(pointer)
            pointer = int.from_bytes(row[:4], "little")
            parts.append(row[4:])
            size += len(row) - 4
        return b"".join(parts)[:length]

    def owned(self, pointer: int) -> Iterator[int]:
        """The numbers of the pages in a usage map, which a row holds or lists the pages of."""
        row = self.pointed(pointer)
        if row[0] == 0:
            yield from _set_bits(row[5:], int.from_bytes(row[1:5], "little"))
            return
        for order in range((len(row) - 1) // 4):
            number = int.from_bytes(row[1 + 4 * order : 5 + 4 * order], "little")
            if number:
                page = self.page(number)
                if page[0] != _MAP_PAGE:
                    raise BrokenPage
                yield from _set_bits(page[4:], order * (self.size - 4) * 8)


def _set_bits(bits: bytes, first: int) -> Iterator[int]:
    for at, byte in enumerate(bits):
        if byte:
            yield from (first + 8 * at + bit for bit in range(8) if byte >> bit & 1)
