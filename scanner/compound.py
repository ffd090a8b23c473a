"""The OLE compound file under doc, xls, ppt, jtd and vsd: its streams, and storages made files of their own."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import olefile

from scanner.document import Unreadable

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_END, _FAT, _NONE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_MAX_STREAMS = 10_000

Tree = dict[str, "bytes | Tree"]
"""A storage: its streams, and the storages in it, by name."""


class Compound:
    """An opened compound file. Names are matched without regard to case, as Windows does."""

    def __init__(self, file: BinaryIO) -> None:
        self._size = file.seek(0, io.SEEK_END)
        file.seek(0)
        self._ole = olefile.OleFileIO(file)

    @property
    def is_damaged(self) -> bool:
        """Whether the directory contradicts itself."""
        return bool(self._ole.parsing_issues)

    def __contains__(self, path: str) -> bool:
        return bool(self._ole.exists(path))

    def read(self, path: str) -> bytes:
        """A whole stream, b"" where there is none; `Unreadable` where it would be larger than the file."""
        if not self._ole.exists(path) or self._ole.get_type(path) != olefile.STGTY_STREAM:
            return b""
        if self._ole.get_size(path) > self._size:  # olefile would follow a loop of sectors for so long
            raise Unreadable("corrupt", "目録の大きさが中身と合わない、壊れた部分があります")
        return bytes(self._ole.openstream(path).read())

    def paths(self) -> list[str]:
        """All streams, with "/" between the storages and the name."""
        return ["/".join(parts) for parts in self._ole.listdir(streams=True, storages=False)[:_MAX_STREAMS]]

    def storage(self, path: str) -> Tree:
        """What a storage holds, all the way down; "" is the root."""
        tree: Tree = {}
        head = f"{path.lower()}/" if path else ""
        for name in self.paths():
            if not name.lower().startswith(head):
                continue
            *folders, last = name[len(head) :].split("/")
            place = tree
            for folder in folders:
                inner = place.setdefault(folder, {})
                place = inner if isinstance(inner, dict) else {}
            place[last] = self.read(name)
        return tree

    def objects(self, *folders: str) -> Iterator[tuple[str, BinaryIO]]:
        """Files that were inserted: every storage in the folders given, as an OLE file without its wrapper."""
        seen = set[str]()
        for name in self.paths():
            parts = name.split("/")
            for depth in (1, 2):
                storage = "/".join(parts[:depth])
                is_inserted = depth < len(parts) and any(storage.lower().startswith(head) for head in folders)
                if is_inserted and storage not in seen:
                    seen.add(storage)
                    tree = self.storage(storage)
                    if any(isinstance(content, bytes) for content in tree.values()):
                        yield unwrapped(f"オブジェクト{len(seen)}", tree)


def inserted(file: BinaryIO, *folders: str) -> Iterator[tuple[str, BinaryIO]]:
    """The files in the storages given; none where the file is too damaged to be opened, as its reader says."""
    try:
        compound = Compound(file)
    except Exception:  # olefile raises whatever a damaged directory makes it stumble over
        return
    yield from compound.objects(*folders)


def unwrapped(name: str, storage: Tree) -> tuple[str, BinaryIO]:
    """The file in the storage of an inserted object, under the name it had where that can be told."""
    by_name = {key.lower(): content for key, content in storage.items()}
    for stream in ("package", "contents", "\x01ole10native"):
        content = by_name.get(stream)
        if isinstance(content, bytes) and content:
            return ole_native(content) if stream.endswith("native") else (name, io.BytesIO(content))
    return name, io.BytesIO(packed(storage))


def ole_native(data: bytes) -> tuple[str, BinaryIO]:
    """A file dropped into a document: size, flags, label, path, two more fields, path again, size, contents."""
    label, _, rest = data[6:].partition(b"\0")
    _, _, rest = rest.partition(b"\0")
    temporary = int.from_bytes(rest[4:8], "little")
    start = 8 + temporary
    length = int.from_bytes(rest[start : start + 4], "little")
    name = label.decode("cp932", "replace").replace("\\", "/").rpartition("/")[2]
    return name, io.BytesIO(rest[start + 4 : start + 4 + length])


@dataclass(slots=True)
class _Entry:
    """A line of the directory: kind (1 storage, 2 stream, 5 root), neighbours, first sector and size."""

    name: str
    kind: int
    content: bytes = b""
    links: list[int] = field(default_factory=lambda: [_NONE, _NONE, _NONE])
    start: int = _END
    size: int = 0


def packed(tree: Tree) -> bytes:
    """A compound file of the streams given: an inserted object is read by the reader of its own format."""
    entries = [_Entry("Root Entry", 5)]
    entries[0].links[2] = _entered(tree, entries)
    small = bytearray()
    mini_fat: list[int] = []
    sectors: list[bytes] = []
    fat: list[int] = []
    for entry in entries:
        entry.size = len(entry.content)
        if entry.kind == 2 and 0 < entry.size < _CUTOFF:
            entry.start = _chained(mini_fat, -(-entry.size // _MINI))
            small += entry.content.ljust(-(-entry.size // _MINI) * _MINI, b"\0")
        elif entry.kind == 2:
            entry.start = _stored(entry.content, sectors, fat)
    entries[0].size, entries[0].start = len(small), _stored(bytes(small), sectors, fat)
    directory = _stored(b"".join(map(_line, entries)), sectors, fat)
    mini_start = _stored(struct.pack(f"<{len(mini_fat)}I", *mini_fat), sectors, fat, b"\xff")
    return _with_header(sectors, fat, directory, mini_start, -(-len(mini_fat) * 4 // _SECTOR))


def _entered(tree: Tree, entries: list[_Entry]) -> int:
    """Put a storage into the directory as a balanced tree; the number of its topmost line."""
    names = sorted(tree, key=lambda name: (len(name), name.upper()))

    def place(low: int, high: int) -> int:
        if low >= high:
            return _NONE
        middle = (low + high) // 2
        content = tree[names[middle]]
        number = len(entries)
        is_stream = isinstance(content, bytes)
        entry = _Entry(names[middle][:31], 2 if is_stream else 1, content if isinstance(content, bytes) else b"")
        entries.append(entry)
        below = _NONE if isinstance(content, bytes) else _entered(content, entries)
        entry.links = [place(low, middle), place(middle + 1, high), below]
        return number

    return place(0, len(names))


def _chained(fat: list[int], count: int) -> int:
    start = len(fat)
    fat += [*range(start + 1, start + count), _END] if count else []
    return start if count else _END


def _stored(content: bytes, sectors: list[bytes], fat: list[int], filler: bytes = b"\0") -> int:
    parts = [content[at : at + _SECTOR].ljust(_SECTOR, filler) for at in range(0, len(content), _SECTOR)]
    sectors += parts
    return _chained(fat, len(parts))


def _line(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    head = name.ljust(64, b"\0")[:64] + struct.pack("<HBB3I", len(name), entry.kind, 1, *entry.links)
    return head + bytes(36) + struct.pack("<IQ", entry.start, entry.size)


def _with_header(sectors: list[bytes], fat: list[int], directory: int, mini_start: int, mini_count: int) -> bytes:
    """The header, the sectors, and the allocation table behind them (with sectors of its own and of its list)."""
    per = _SECTOR // 4
    lists = tables = 0
    while (tables, lists) != (wanted := _wanted(len(fat) + tables + lists, per)):
        tables, lists = wanted
    first = len(fat)
    fat = fat + [_FAT] * tables + [0xFFFFFFFC] * lists
    fat += [_NONE] * (tables * per - len(fat))
    own = [*range(first, first + tables)]
    header = SIGNATURE + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    more = first + tables if lists else _END
    header += struct.pack("<IIIIIIIIII", 0, tables, directory, 0, _CUTOFF, mini_start, mini_count, more, lists, 0)[:36]
    listed = own[:109] + [_NONE] * (109 - len(own[:109]))
    body = b"".join(sectors) + struct.pack(f"<{len(fat)}I", *fat)
    for number in range(lists):
        part = own[109 + number * (per - 1) : 109 + (number + 1) * (per - 1)]
        following = first + tables + number + 1 if number + 1 < lists else _END
        body += struct.pack(f"<{per}I", *part, *[_NONE] * (per - 1 - len(part)), following)
    return header + struct.pack("<109I", *listed) + body


def _wanted(sectors: int, per: int) -> tuple[int, int]:
    tables = -(-sectors // per)
    return tables, -(-max(0, tables - 109) // (per - 1))
