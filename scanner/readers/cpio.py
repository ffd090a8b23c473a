"""cpio archives: the old binary headers, those in octal digits and the newer ones in hexadecimal digits."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from scanner.archives import content, names
from scanner.document import Format, Item

FORMAT = Format("cpio", ("application/x-cpio",), (".cpio",), streams=True)

_LAST = b"TRAILER!!!"
_LONGEST_NAME = 4096
_KIND, _REGULAR = 0o170000, 0o100000


@dataclass(frozen=True, slots=True)
class _Entry:
    raw_name: bytes
    mode: int
    start: int
    size: int
    following: int


def read(file: BinaryIO) -> Iterator[Item]:
    """No text of its own; only whether the archive is whole."""
    yield from content.wholeness(list(_entries(file)))


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Every file of the archive; links and devices hold nothing."""
    entries = [entry for entry in _entries(file) if entry and entry.mode & _KIND == _REGULAR]
    for entry, name in zip(entries, names.decoded(entry.raw_name for entry in entries), strict=True):
        yield names.legible(name), content.stream(content.stored(file, entry.start, entry.size), entry.size)


def _entries(file: BinaryIO) -> Iterator[_Entry | None]:
    """The entries in order; None at the end where the archive breaks off."""
    at, size = 0, file.seek(0, io.SEEK_END)
    while at < size:
        try:
            entry = _entry(file, at)
        except (ValueError, struct.error):
            break
        if entry.raw_name == _LAST:
            return
        yield entry
        at = entry.following
    yield None


def _entry(file: BinaryIO, at: int) -> _Entry:
    file.seek(at)
    head = file.read(110)
    if head[:6] in (b"070701", b"070702"):
        fields = [int(head[place : place + 8], 16) for place in range(6, 110, 8)]
        return _placed(file, at, 110, fields[1], fields[11], fields[6], 4)
    if head[:6] == b"070707":
        mode, name, size = int(head[18:24], 8), int(head[59:65], 8), int(head[65:76], 8)
        return _placed(file, at, 76, mode, name, size, 1)
    order = "<" if head[:2] == b"\xc7\x71" else ">"
    magic, _, _, mode, *_, name, high, low = struct.unpack_from(f"{order}13H", head)
    if magic != 0o070707:
        raise ValueError("no header")
    return _placed(file, at, 26, mode, name, high << 16 | low, 2)


def _placed(file: BinaryIO, at: int, header: int, mode: int, name: int, size: int, step: int) -> _Entry:
    """The entry behind a header; name and content are filled up to whole steps."""
    if not 0 < name <= _LONGEST_NAME or size < 0:
        raise ValueError("no such name")
    file.seek(at + header)
    raw_name = file.read(name).rstrip(b"\0")
    start = at + header + name
    start += -start % step if step == 2 else -(header + name) % step
    return _Entry(raw_name, mode, start, size, start + size + -size % step)
