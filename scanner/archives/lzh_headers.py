"""The headers of an LZH archive, levels 0 to 3, each before the file it describes.

Source: "LHA header" of LHa for UNIX (header.doc) and UNLHA32.DLL for the extended headers.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_METHOD = re.compile(rb"-(l[hz][0-9a-z]|pm[0-9s])-")
_NAME, _FOLDER, _WIDE_NAME, _WIDE_FOLDER = 0x01, 0x02, 0x44, 0x45
_LONG_SIZE = 0x42
_MOST_EXTENSIONS = 256
_FOLDER_METHOD = "lhd"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: its name as bytes (or, where given so, as text), how it is packed and where it stands."""

    raw_name: bytes
    name: str
    method: str
    start: int
    packed: int
    size: int
    crc: int | None

    @property
    def is_folder(self) -> bool:
        """Folders are entries too."""
        return self.method == _FOLDER_METHOD


def entries(file: BinaryIO, at: int = 0) -> Iterator[Entry | None]:
    """The entries from `at` on, in order; None at the end where the archive breaks off or cannot be followed."""
    size = file.seek(0, io.SEEK_END)
    while at < size:
        file.seek(at)
        head = file.read(64)
        if head[:1] in (b"\0", b""):
            return
        try:
            entry = _entry(file, at, head)
        except (struct.error, ValueError, IndexError):
            entry = None
        if entry is None:
            break
        yield entry
        at = entry.start + entry.packed
    yield None


def is_header(data: bytes, at: int) -> bool:
    """Whether the bytes agree with what a header says of itself."""
    if len(data) < at + 24 or data[at + 20] > 3:
        return False
    if data[at + 20] > 1:
        return True
    return sum(data[at + 2 : at + 2 + data[at]]) & 0xFF == data[at + 1]


def _entry(file: BinaryIO, at: int, head: bytes) -> Entry | None:
    match = _METHOD.match(head, 2)
    if not match or len(head) < 22:
        return None
    method, level = match[1].decode("ascii"), head[20]
    packed, size = struct.unpack_from("<LL", head, 7)
    if level <= 1:
        return _old(file, at, head, method, packed, size)
    if level > 3:
        return None
    if level == 2:
        first, end, width = at + 24, at + struct.unpack_from("<H", head)[0], 2
        crc, following = struct.unpack_from("<H", head, 21)[0], struct.unpack_from("<H", head, 24)[0]
    else:
        first, end, width = at + 28, at + struct.unpack_from("<L", head, 24)[0], 4
        crc, following = struct.unpack_from("<H", head, 21)[0], struct.unpack_from("<L", head, 28)[0]
    extensions, _ = _extensions(file, first + width, following, width)
    return _named(b"", extensions, method, max(end, first), packed, size, crc)


def _old(file: BinaryIO, at: int, head: bytes, method: str, packed: int, size: int) -> Entry | None:
    """Levels 0 and 1 keep the name in the header itself."""
    file.seek(at)
    header = file.read(head[0] + 2)
    length = header[21]
    name, crc = header[22 : 22 + length], struct.unpack_from("<H", header, 22 + length)[0]
    if sum(header[2:]) & 0xFF != header[1] or len(name) < length:
        return None
    start = at + len(header)
    if head[20] == 0:
        return _named(name, {}, method, start, packed, size, crc)
    following = struct.unpack_from("<H", header, len(header) - 2)[0]
    extensions, used = _extensions(file, start, following, 2)
    return _named(name, extensions, method, start + used, packed - used, size, crc)


def _extensions(file: BinaryIO, at: int, size: int, width: int) -> tuple[dict[int, bytes], int]:
    """The extended headers by their kind, and how many bytes they take."""
    found: dict[int, bytes] = {}
    used = 0
    file.seek(at)
    for _ in range(_MOST_EXTENSIONS):
        if size <= width:
            break
        extension = file.read(size)
        if len(extension) < size:
            raise ValueError("cut off")
        found[extension[0]] = extension[1:-width]
        used += size
        size = int.from_bytes(extension[-width:], "little")
    return found, used


def _named(
    name: bytes, extensions: dict[int, bytes], method: str, start: int, packed: int, size: int, crc: int
) -> Entry | None:
    if len(sizes := extensions.get(_LONG_SIZE, b"")) >= 16:
        packed, size = struct.unpack_from("<QQ", sizes)
    if packed < 0:
        return None
    raw = extensions.get(_FOLDER, b"").replace(b"\xff", b"/") + extensions.get(_NAME, name)
    wide = extensions.get(_WIDE_FOLDER, b"") + extensions.get(_WIDE_NAME, b"")
    text = wide.decode("utf-16-le", "replace").replace("\uffff", "/") if _WIDE_NAME in extensions else ""
    return Entry(raw.partition(b"\0")[0], text, method, start, packed, size, crc)
