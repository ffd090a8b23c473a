"""The head of a dBase table (III, IV, FoxPro, Visual FoxPro): its fields, and whether bytes are such a head at all.

Source: the published layout of .dbf (dBase III to V, Visual FoxPro table structure).
"""

from __future__ import annotations

from dataclasses import dataclass

_VERSIONS = frozenset([0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8B, 0x8C, 0xCB, 0xE5, 0xF5, 0xFB])
_TYPES = frozenset(b"CNFDLMGPBIYT@O+VQW0")
_CODECS = {0x13: "cp932", 0x7B: "cp932", 0x03: "cp1252", 0x02: "cp850", 0x01: "cp437", 0x57: "cp1252", 0x4D: "gb18030"}
_FIELD, _END = 32, 0x0D


@dataclass(frozen=True, slots=True)
class DbaseField:
    """A column: name as bytes, letter of its type, place and length in a record, digits behind the point."""

    name: bytes
    kind: str
    start: int
    length: int
    decimals: int


@dataclass(frozen=True, slots=True)
class DbaseHead:
    """`codec` is None where the file does not tell its code page."""

    version: int
    count: int
    start: int
    length: int
    codec: str | None
    fields: tuple[DbaseField, ...]


def head_of(head: bytes) -> DbaseHead | None:
    """The head, or None where the bytes are no dBase table: every part of it must agree with the others."""
    if len(head) < 2 * _FIELD + 1 or head[0] not in _VERSIONS or not _is_date(head[1:4]):
        return None
    start, length = int.from_bytes(head[8:10], "little"), int.from_bytes(head[10:12], "little")
    found: list[DbaseField] = []
    at, place = _FIELD, 1
    while at < len(head) and head[at] != _END:
        entry = head[at : at + _FIELD]
        kind = entry[11:12]
        if len(entry) < _FIELD or kind[0] not in _TYPES or not entry[0]:
            return None
        is_long = kind in b"C" and entry[17]  # FoxPro and Clipper: characters of more than 255 bytes
        size = entry[16] + (entry[17] << 8 if is_long else 0)
        found.append(DbaseField(entry[:11].split(b"\0")[0], chr(kind[0]), place, size, 0 if is_long else entry[17]))
        at, place = at + _FIELD, place + size
    if not found or at >= len(head) or not at < start <= at + 600 or place != length:
        return None
    return DbaseHead(head[0], int.from_bytes(head[4:8], "little"), start, length, _CODECS.get(head[29]), tuple(found))


def _is_date(date: bytes) -> bool:
    """Year, month and day of the last change; some programs leave all three empty."""
    return date == bytes(3) or (1 <= date[1] <= 12 and 1 <= date[2] <= 31)
