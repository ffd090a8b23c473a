"""The directory of a cabinet: folders of blocks that are unpacked together, and the files in them.

Source: "Microsoft Cabinet File Format" (cabinet SDK).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from scanner.archives import content
from scanner.document import Unreadable

_PREVIOUS, _NEXT, _RESERVE = 1, 2, 4
_UTF8 = 0x80
_LONGEST_NAME = 1024


@dataclass(frozen=True, slots=True)
class Folder:
    """Blocks one behind the other: where they begin, how many they are, how they are packed."""

    start: int
    blocks: int
    method: int
    window_bits: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: where it lies in what its folder unpacks to. `folder` is None where it goes on in another cabinet."""

    raw_name: bytes
    is_utf8: bool
    size: int
    offset: int
    folder: int | None


@dataclass(frozen=True, slots=True)
class Cabinet:
    """The directory; `reserve` bytes stand in each block before its content; `is_whole` where all files were listed."""

    folders: list[Folder]
    entries: list[Entry]
    reserve: int
    is_whole: bool


def cabinet(file: BinaryIO, base: int) -> Cabinet:
    """The directory of the cabinet that begins at `base`."""
    file.seek(base)
    try:
        files_at, folder_count, file_count, flags = struct.unpack("<16xL6xHHH4x", file.read(36))
        of_header, of_folder, of_block = struct.unpack("<HBB", file.read(4)) if flags & _RESERVE else (0, 0, 0)
        file.read(of_header)
        for _ in range(2 * bool(flags & _PREVIOUS) + 2 * bool(flags & _NEXT)):
            _text(file)
        folders = []
        for _ in range(folder_count):
            start, blocks, method = struct.unpack("<LHH", file.read(8))
            file.read(of_folder)
            folders.append(Folder(base + start, blocks, method & 0xF, method >> 8 & 0x1F))
    except struct.error as error:
        raise Unreadable("corrupt", content.NO_HEADER) from error
    file.seek(base + files_at)
    entries = list(_entries(file, file_count, len(folders)))
    return Cabinet(folders, entries, of_block, len(entries) == file_count)


def _entries(file: BinaryIO, count: int, folders: int) -> Iterator[Entry]:
    for _ in range(count):
        head = file.read(16)
        if len(head) < 16:
            return
        size, offset, folder, attributes = struct.unpack("<LLH4xH", head)
        try:
            name = _text(file)
        except struct.error:
            return
        yield Entry(name, bool(attributes & _UTF8), size, offset, folder if folder < folders else None)


def _text(file: BinaryIO) -> bytes:
    """Bytes up to a NUL."""
    held = file.read(_LONGEST_NAME)
    text, mark, rest = held.partition(b"\0")
    if not mark:
        raise struct.error("no end")
    file.seek(-len(rest), 1)
    return text
