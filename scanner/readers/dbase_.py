"""dBase tables (dbf), also of FoxPro: the records under the names of their fields."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import BinaryIO

from scanner import encoding
from scanner.dbase import DbaseField, DbaseHead, head_of
from scanner.document import Format, Item, Remark, Unreadable
from scanner.held import tables_of

FORMAT = Format("dBASE データベース", ("application/x-dbf",), (".dbf",), streams=True)

_HEAD = 64 << 10
_SAMPLE = 256 << 10
_BLOCK = 1 << 20
_MEMOS = "MGPW"
_BINARY = {"I": "<i", "+": "<i", "O": "<d"}
_DAY_0 = 1_721_425  # the Julian day of which Python's count of days begins


def read(file: BinaryIO) -> Iterator[Item]:
    """All records, also those that are only marked as deleted: they stand in the file until it is packed."""
    head = head_of(file.read(_HEAD))
    if head is None:
        raise Unreadable("corrupt", "dBASE データベースの見出しが壊れているため、読めません")
    codec = head.codec or _codec(file, head)
    records = _Records(file, head, codec)
    yield from tables_of("レコード", records)
    if memos := [_text(field.name, codec) for field in head.fields if field.kind in _MEMOS]:
        yield Remark(f"『{'』『'.join(memos)}』の本文は、同じ場所の別のファイル（.dbt／.fpt）にあります")
    if records.deleted:
        yield Remark(f"削除の印が付いた{records.deleted:,}件も読みました（ファイルに残っています）")
    if records.count < head.count:
        missing = f"{head.count:,}件のうち{records.count:,}件まで"
        yield Remark(f"途中で切れているため、{missing}を読みました", incomplete=True)


def _codec(file: BinaryIO, head: DbaseHead) -> str:
    """The encoding of a file that does not tell its own: told by the characters of its first records."""
    file.seek(head.start)
    content = file.read(max(head.length, _SAMPLE // head.length * head.length))
    pieces = [field.name for field in head.fields]
    for start in range(0, len(content), head.length):
        pieces += [
            content[start + field.start : start + field.start + field.length].strip()
            for field in head.fields
            if field.kind == "C"
        ]
    return encoding.decode(io.BytesIO(b"\n".join(pieces))).encoding


class _Records:
    """The records as rows of text, headings first."""

    def __init__(self, file: BinaryIO, head: DbaseHead, codec: str) -> None:
        self._file = file
        self._head = head
        self._codec = codec
        self._fields = [field for field in head.fields if field.kind != "0"]  # the last: which fields are empty
        self.count = 0
        self.deleted = 0

    def __iter__(self) -> Iterator[list[str]]:
        yield [_text(field.name, self._codec) for field in self._fields]
        length = self._head.length
        self._file.seek(self._head.start)
        while self.count < self._head.count:
            block = self._file.read(max(1, _BLOCK // length) * length)
            for start in range(0, len(block) - length + 1, length):
                if self.count >= self._head.count:
                    return
                record = block[start : start + length]
                self.count += 1
                self.deleted += record[:1] == b"*"
                yield [self._cell(record, field) for field in self._fields]
            if len(block) < length:
                return

    def _cell(self, record: bytes, field: DbaseField) -> str:
        data = record[field.start : field.start + field.length]
        if field.kind == "C":
            return _text(data, self._codec)
        if field.kind in _MEMOS or (field.kind == "B" and len(data) == 10):
            return ""
        return _value(data, field)


def _text(data: bytes, codec: str) -> str:
    return data.split(b"\0")[0].decode(codec, "replace").strip(" ")


def _value(data: bytes, field: DbaseField) -> str:
    """Numbers and dates; empty where the bytes are none."""
    with suppress(ValueError, OverflowError, struct.error):
        if field.kind == "D" and data.strip().isdigit() and len(data) == 8:
            return f"{data[:4].decode()}-{data[4:6].decode()}-{data[6:].decode()}"
        if field.kind == "L":
            return {"T": "はい", "Y": "はい", "F": "いいえ", "N": "いいえ"}.get(
                data.decode("ascii", "replace").upper(), ""
            )
        if field.kind in _BINARY:
            return str(struct.unpack(_BINARY[field.kind], data)[0])
        if field.kind == "Y":
            return f"{int.from_bytes(data, 'little', signed=True) / 10_000:.15g}"
        if field.kind == "B":
            return f"{struct.unpack('<d', data)[0]:.{min(field.decimals, 15)}f}"
        if field.kind in "T@":
            return _moment(data)
        if field.kind in "VQ":  # the length stands in the last byte where the value is shorter
            return encoding.decode_bytes(data.split(b"\0")[0]).strip()
    return data.decode("ascii", "replace").strip(" \0") if field.kind in "NFD" else ""


def _moment(data: bytes) -> str:
    day, thousandths = struct.unpack("<iI", data)
    if not day:
        return ""
    moment = datetime.combine(date.fromordinal(day - _DAY_0), datetime.min.time())
    return f"{moment + timedelta(milliseconds=thousandths):%Y-%m-%d %H:%M:%S}".removesuffix(" 00:00:00")
