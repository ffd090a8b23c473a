"""The blocks of a RAR archive, only to find how far it is whole: what is behind a damaged or missing one is cut off.

Source: RAR 5.0 archive format (rarlab.com/technote.htm); for RAR 4 the technote of that version.
"""

from __future__ import annotations

import struct
import zlib

MARK_4 = b"Rar!\x1a\x07\0"
MARK_5 = b"Rar!\x1a\x07\x01\0"
_END_4 = bytes.fromhex("c43d7b00400700")
_END_5 = bytes.fromhex("1d77565103050400")
_LONG, _LARGE, _FILE_4, _END_TYPE_4, _END_TYPE_5 = 0x8000, 0x100, 0x74, 0x7B, 5
_FILLED = 64 << 20


def mended(data: bytes) -> bytes | None:
    """The archive up to the last whole block, with an end of its own; None where it has no beginning.

    A last file that breaks off keeps its name: what is missing of it is filled with zeros, and so it is not unpacked.
    """
    is_new = data.startswith(MARK_5)
    if not is_new and not data.startswith(MARK_4):
        return None
    at = len(MARK_5 if is_new else MARK_4)
    while block := (_block_5 if is_new else _block_4)(data, at):
        kind, following = block
        if kind == (_END_TYPE_5 if is_new else _END_TYPE_4):
            break
        if following > len(data):
            missing = following - len(data)
            return data + b"\0" * missing + (_END_5 if is_new else _END_4) if missing <= _FILLED else _cut(data, at)
        at = following
    return _cut(data, at)


def _cut(data: bytes, at: int) -> bytes:
    return data[:at] + (_END_5 if data.startswith(MARK_5) else _END_4)


def _block_4(data: bytes, at: int) -> tuple[int, int] | None:
    """The type of the block and where the next one begins; None where its header is missing or damaged."""
    if at + 7 > len(data):
        return None
    crc, kind, flags, size = struct.unpack_from("<HBHH", data, at)
    header = data[at : at + size]
    if size < 7 or len(header) < size or zlib.crc32(header[2:]) & 0xFFFF != crc:
        return None
    added = struct.unpack_from("<L", header, 7)[0] if flags & _LONG and size >= 11 else 0
    if kind == _FILE_4 and flags & _LARGE and size >= 36:
        added += struct.unpack_from("<L", header, 32)[0] << 32
    return kind, at + size + added


def _block_5(data: bytes, at: int) -> tuple[int, int] | None:
    if at + 7 > len(data):
        return None
    size, first = _number(data, at + 4)
    end = first + size
    if end > len(data) or zlib.crc32(data[at + 4 : end]) != struct.unpack_from("<L", data, at)[0]:
        return None
    kind, place = _number(data, first)
    flags, place = _number(data, place)
    if flags & 1:
        _, place = _number(data, place)
    added = _number(data, place)[0] if flags & 2 else 0
    return kind, end + added


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where what follows it stands."""
    value = 0
    for shift in range(0, 70, 7):
        byte = data[at] if at < len(data) else 0
        at += 1
        value |= (byte & 0x7F) << shift
        if not byte & 0x80:
            break
    return value, at
