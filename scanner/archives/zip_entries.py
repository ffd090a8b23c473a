"""The files in a ZIP archive: by its directory or, where that is cut off or damaged, by the header before each file."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_HEADER = struct.Struct("<4s5H3L2H")
_SIGNATURE = b"PK\x03\x04"
_OF_LOCKED_IWORK = (25451, 25452)  # methods in which iWork '09 names what it has encrypted, with no flag for it
_ENCRYPTED, _SIZES_FOLLOW, _STRONG, _UTF8 = 0x1, 0x8, 0x40, 0x800
_UNICODE_PATH, _AES = 0x7075, 0x9901
_AES_METHOD = _LAST_METHOD = 99
_BLOCK = 256 << 10
UNKNOWN = 1 << 62


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive: its name as bytes, and where and how its packed content stands.

    `strength` is that of AES (1 to 3), 0 for the traditional lock, whose right password is told by `proof`.
    `is_short` says that the file ends before the content does.
    """

    raw_name: bytes
    is_utf8: bool
    is_encrypted: bool
    is_lock_known: bool
    method: int
    start: int
    end: int
    size: int
    crc: int | None
    strength: int = 0
    proof: int = 0
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class _Local:
    """The header that stands before the content."""

    flags: int
    method: int
    time: int
    crc: int
    packed: int
    size: int
    start: int
    raw_name: bytes
    extra: bytes


def entries(file: BinaryIO) -> tuple[list[Entry], bool]:
    """The entries, and whether the directory was there. A directory that cannot be read is not trusted in part."""
    size = file.seek(0, io.SEEK_END)
    try:
        with zipfile.ZipFile(file) as archive:
            return [_listed(info, file, size) for info in archive.infolist()], True
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, EOFError, OSError):
        return list(_salvaged(file, size)), False


def _listed(info: zipfile.ZipInfo, file: BinaryIO, size: int) -> Entry:
    is_utf8 = bool(info.flag_bits & _UTF8)
    raw = info.orig_filename.encode("utf-8" if is_utf8 else "cp437", "replace")
    local = _local(file, info.header_offset)
    start = local.start if local else info.header_offset
    return _entry(
        (raw, is_utf8), info.flag_bits, info.compress_type, (start, info.compress_size, size), info.file_size,
        info.CRC, local.time if local else 0, info.extra,
    )  # fmt: skip


def _entry(
    name: tuple[bytes, bool], flags: int, method: int, place: tuple[int, int, int], size: int, crc: int | None,
    time: int, extra: bytes,
) -> Entry:  # fmt: skip
    raw, is_utf8 = name
    start, packed, whole = place
    extras = _extras(extra)
    unicode_name = extras.get(_UNICODE_PATH, b"")
    if len(unicode_name) > 5 and struct.unpack_from("<L", unicode_name, 1)[0] == zlib.crc32(raw):
        raw, is_utf8 = unicode_name[5:], True
    strength = 0
    if method == _AES_METHOD and len(lock := extras.get(_AES, b"")) >= 7:
        version, strength, method = lock[0], lock[4], struct.unpack_from("<H", lock, 5)[0]
        crc = None if version == 2 else crc
    proof = time >> 8 if flags & _SIZES_FOLLOW else (crc or 0) >> 24
    is_known = not flags & _STRONG and method not in (_AES_METHOD, *_OF_LOCKED_IWORK) and strength <= 3
    is_short = start + packed > whole
    is_encrypted = bool(flags & _ENCRYPTED) or method in _OF_LOCKED_IWORK
    return Entry(
        raw, is_utf8, is_encrypted, is_known, method, start, min(start + packed, whole), size, crc,
        strength, proof, is_short,
    )  # fmt: skip


def _extras(extra: bytes) -> dict[int, bytes]:
    """The additional fields of a header, by their kind."""
    found: dict[int, bytes] = {}
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        found.setdefault(kind, extra[4 : 4 + length])
        extra = extra[4 + length :]
    return found


def _local(file: BinaryIO, at: int) -> _Local | None:
    file.seek(at)
    header = file.read(_HEADER.size)
    if len(header) < _HEADER.size or not header.startswith(_SIGNATURE):
        return None
    _, _, flags, method, time, _, crc, packed, size, name_size, extra_size = _HEADER.unpack(header)
    name, extra = file.read(name_size), file.read(extra_size)
    start = at + _HEADER.size + name_size + extra_size
    return _Local(flags, method, time, crc, packed, size, start, name, extra)


def _salvaged(file: BinaryIO, size: int) -> Iterator[Entry]:
    """Each header that can be found; the content of a file ends at the latest where the next one begins."""
    at = _next_header(file, 0)
    while at is not None and (local := _local(file, at)):
        is_known = local.packed and local.packed != 0xFFFFFFFF and not local.flags & _SIZES_FOLLOW
        following = _next_header(file, min(local.start + local.packed, size) if is_known else local.start)
        packed = local.packed if is_known else (following or size) - local.start
        is_sure = is_known and local.start + packed <= size
        if local.start <= size and local.method <= _LAST_METHOD:
            yield _entry(
                (local.raw_name, bool(local.flags & _UTF8)), local.flags, local.method,
                (local.start, packed, size), local.size if is_known else UNKNOWN,
                local.crc if is_sure else None, local.time, local.extra,
            )  # fmt: skip
        at = following


def _next_header(file: BinaryIO, start: int) -> int | None:
    """Where the next header begins."""
    file.seek(start)
    held = b""
    while block := file.read(_BLOCK):
        held += block
        found = held.find(_SIGNATURE)
        if found >= 0:
            return start + found
        start += max(0, len(held) - 3)
        held = held[-3:]
    return None
