"""Programs that carry an archive and unpack it when run: which archive, and where in the file it begins."""

from __future__ import annotations

import re
import struct
import zlib
from typing import BinaryIO

from scanner.archives import lzh_headers

SEVEN_ZIP, RAR, CAB, LZH = (
    "application/x-7z-compressed",
    "application/x-rar",
    "application/vnd.ms-cab-compressed",
    "application/x-lzh",
)
_BEHIND = 1 << 20
_INSIDE = 8 << 20
_MARK = re.compile(rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07[\x00\x01]|-lh[0-9dx]-")
_CABINET = re.compile(rb"MSCF\0{4}")


def payload(file: BinaryIO) -> tuple[str, int] | None:
    """The media type of the archive in a program and where it begins; None where it is a program only."""
    file.seek(0)
    head = file.read(4096)
    if not head.startswith(b"MZ"):
        return None
    end = _end_of_program(head)
    file.seek(end)
    behind = file.read(_BEHIND)
    for match in _MARK.finditer(behind):
        if found := _archive(behind, match.start(), match[0]):
            return found[0], end + found[1]
    file.seek(0)
    inside = file.read(_INSIDE)
    for match in _CABINET.finditer(inside):
        if _is_cabinet(inside[match.start() : match.start() + 36]):
            return CAB, match.start()
    return None


def start(file: BinaryIO, media_type: str) -> int:
    """Where the archive begins: at 0, unless a program carries it."""
    found = payload(file)
    return found[1] if found and found[0] == media_type else 0


def _end_of_program(head: bytes) -> int:
    """Where the sections of the program end; 0 for one of DOS."""
    try:
        at = struct.unpack_from("<L", head, 60)[0]
        if head[at : at + 4] != b"PE\0\0":
            return 0
        count, optional = struct.unpack_from("<H", head, at + 6)[0], struct.unpack_from("<H", head, at + 20)[0]
        sections = [struct.unpack_from("<LL", head, at + 24 + optional + 40 * number + 16) for number in range(count)]
    except struct.error:
        return 0
    return max((size + start for size, start in sections), default=0)


def _archive(data: bytes, at: int, mark: bytes) -> tuple[str, int] | None:
    if mark.startswith(b"7z"):
        head = data[at : at + 32]
        is_right = len(head) == 32 and zlib.crc32(head[12:]) == struct.unpack_from("<L", head, 8)[0]
        return (SEVEN_ZIP, at) if is_right else None
    if mark.startswith(b"Rar!"):
        return RAR, at
    return (LZH, at - 2) if at >= 2 and lzh_headers.is_header(data, at - 2) else None


def _is_cabinet(head: bytes) -> bool:
    """Whether the version and the sizes are those of a cabinet."""
    if len(head) < 36:
        return False
    size, files, minor, major = struct.unpack_from("<L4xL4xBB", head, 8)
    return (major, minor) == (1, 3) and 36 <= files < size
