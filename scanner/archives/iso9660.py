"""The files on a disc image: ISO 9660 with the long names of Joliet or Rock Ridge where there are any.

Source: ECMA-119; Joliet Specification 1; IEEE P1282 (Rock Ridge), SUSP (P1281).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from scanner.archives import names
from scanner.document import Unreadable

_SECTOR = 2048
_FIRST = 16
_MOST_DESCRIPTORS = 64
_PRIMARY, _SUPPLEMENTARY, _TERMINATOR = 1, 2, 255
_JOLIET = (b"%/@", b"%/C", b"%/E")
_FOLDER, _ASSOCIATED, _GOES_ON = 0x02, 0x04, 0x80
_MOST_FOLDER = 32 << 20
_MOST_LISTED = 128 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: its path as bytes, or as text where the image says how it is written, and where it stands."""

    raw_name: bytes
    name: str
    extents: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Volume:
    block: int
    root: bytes
    is_joliet: bool


@dataclass(frozen=True, slots=True)
class _Record:
    """A line of a folder."""

    name: bytes
    start: int
    size: int
    flags: int
    extra: bytes


def entries(file: BinaryIO) -> tuple[list[Entry], bool]:
    """The files, and whether all folders could be followed."""
    volume = _volume(file)
    size = file.seek(0, io.SEEK_END)
    found: list[Entry] = []
    is_whole = True
    seen: set[int] = set()
    left = _MOST_LISTED
    waiting = [(b"", _record(volume.root, 0, volume.block))]
    while waiting:
        path, folder = waiting.pop()
        if folder is None or folder.start in seen or left < 0:
            is_whole = is_whole and folder is not None and left >= 0
            continue
        left -= min(folder.size, _MOST_FOLDER)
        seen.add(folder.start)
        is_whole = is_whole and folder.start + folder.size <= size
        earlier: tuple[tuple[int, int], ...] = ()
        for record in _records(file, folder, volume):
            name = path + _name(record, volume)
            if record.flags & _FOLDER:
                waiting.append((name + b"/", record))
            elif record.flags & _GOES_ON:
                earlier += ((record.start, record.size),)
            elif not record.flags & _ASSOCIATED:
                found.append(Entry(name, _text(name, volume), (*earlier, (record.start, record.size))))
                earlier = ()
    return found, is_whole


def _volume(file: BinaryIO) -> _Volume:
    """The volume with the better names."""
    plain = joliet = None
    for sector in range(_FIRST, _FIRST + _MOST_DESCRIPTORS):
        file.seek(sector * _SECTOR)
        head = file.read(_SECTOR)
        if len(head) < _SECTOR or head[1:6] != b"CD001" or head[0] == _TERMINATOR:
            break
        block = struct.unpack_from("<H", head, 128)[0] or _SECTOR
        if head[0] == _PRIMARY and plain is None:
            plain = _Volume(block, head[156:190], False)
        elif head[0] == _SUPPLEMENTARY and head[88:91] in _JOLIET:
            joliet = _Volume(block, head[156:190], True)
    volume = joliet or plain
    if volume is None:
        raise Unreadable("unsupported", "UDFだけのディスクイメージは読めません。中のファイルを取り出して置いてください")
    return volume


def _records(file: BinaryIO, folder: _Record, volume: _Volume) -> Iterator[_Record]:
    """What a folder lists, without itself and the one above it. A line never crosses the end of a sector."""
    file.seek(folder.start)
    data = file.read(min(folder.size, _MOST_FOLDER))
    at = 0
    while at < len(data):
        if not data[at]:
            at = (at // _SECTOR + 1) * _SECTOR
            continue
        record = _record(data, at, volume.block)
        if record is None:
            return
        if record.name not in (b"\0", b"\1"):
            yield record
        at += data[at]


def _record(data: bytes, at: int, block: int) -> _Record | None:
    length = data[at] if at < len(data) else 0
    if length < 34 or at + length > len(data) or 33 + data[at + 32] > length:
        return None
    attributes, start, size = struct.unpack_from("<BL4xL", data, at + 1)
    end = at + 33 + data[at + 32]
    extra = data[end + (data[at + 32] + 1) % 2 : at + length]
    return _Record(data[at + 33 : end], (start + attributes) * block, size, data[at + 25], extra)


def _name(record: _Record, volume: _Volume) -> bytes:
    """The name without its version; that of Rock Ridge where there is one."""
    if volume.is_joliet:
        return record.name[: 2 * (len(record.name) // 2)].decode("utf-16-be", "replace").partition(";")[0].encode()
    if kept := _rock_ridge(record.extra):
        return kept
    return record.name.partition(b";")[0].rstrip(b".")


def _rock_ridge(extra: bytes) -> bytes:
    kept = b""
    while len(extra) >= 5 and extra[2] >= 5:
        if extra[:2] == b"NM":
            kept += extra[5 : extra[2]]
        extra = extra[extra[2] :]
    return kept


def _text(name: bytes, volume: _Volume) -> str:
    return names.legible(name.decode("utf-8", "replace")) if volume.is_joliet else ""
