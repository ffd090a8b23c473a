"""The directory of a 7z archive: which packed streams make which files.

Source: 7zFormat.txt of 7-Zip (public domain). Every count is checked against the bytes that are there.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

from scanner.document import Unreadable

SIGNATURE = b"7z\xbc\xaf\x27\x1c"
START = 32
_END, _HEADER, _ARCHIVE_PROPERTIES, _EXTRA_STREAMS, _MAIN_STREAMS, _FILES, _PACK, _UNPACK, _SUBSTREAMS = range(9)
_SIZE, _CRC, _FOLDER, _CODER_SIZES, _COUNT, _EMPTY_STREAM, _EMPTY_FILE, _ANTI, _NAMES = range(9, 18)
_ENCODED = 23
_BROKEN = "書庫の目録が壊れているため、読めません"
SHORT = "書庫の目録（ファイルの末尾）が欠けているため、読めません"


@dataclass(frozen=True, slots=True)
class Coder:
    """One step of unpacking: its number, how many streams it takes and gives, and its properties."""

    method: bytes
    inputs: int
    outputs: int
    properties: bytes


@dataclass(slots=True)
class Folder:
    """Streams that are unpacked together: the steps, how they are joined, and the packed pieces they start from.

    `parts` are the size and the CRC of each file that lies one behind the other in what comes out.
    """

    coders: list[Coder]
    bonds: list[tuple[int, int]]
    packed: list[int]
    sizes: list[int] = field(default_factory=list)
    crc: int | None = None
    parts: list[tuple[int, int | None]] = field(default_factory=list)
    pieces: list[tuple[int, int]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes that come out of the last step."""
        fed = {output for _, output in self.bonds}
        return next((size for number, size in enumerate(self.sizes) if number not in fed), 0)


@dataclass(frozen=True, slots=True)
class Directory:
    """The folders, and the name of each file with whether it has content."""

    folders: list[Folder]
    files: list[tuple[str, bool]]


class Fields:
    """A directory, read from its beginning on; `ValueError` where it says what cannot be."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def bytes_(self, size: int) -> bytes:
        """The next bytes."""
        if size > len(self._data) - self._at:
            raise ValueError("beyond the end")
        self._at += size
        return self._data[self._at - size : self._at]

    def byte(self) -> int:
        """The next byte."""
        return self.bytes_(1)[0]

    def number(self) -> int:
        """A number of one to nine bytes."""
        first, value, mask = self.byte(), 0, 0x80
        for place in range(8):
            if not first & mask:
                return value | (first & (mask - 1)) << 8 * place
            value |= self.byte() << 8 * place
            mask >>= 1
        return value

    def count(self) -> int:
        """The number of things that each take at least a byte, or a bit in what follows."""
        count = self.number()
        if count > len(self._data) * 8:
            raise ValueError("more than there is room for")
        return count

    def flags(self, count: int) -> list[bool]:
        """So many bits, the highest first."""
        packed = self.bytes_((count + 7) // 8)
        return [bool(packed[at >> 3] & 0x80 >> (at & 7)) for at in range(count)]

    def known(self, count: int) -> list[bool]:
        """Which of the things have a value: all of them, or as the bits say."""
        return [True] * count if self.byte() else self.flags(count)

    def crcs(self, count: int) -> list[int | None]:
        """A CRC for each thing that has one."""
        return [struct.unpack("<L", self.bytes_(4))[0] if is_known else None for is_known in self.known(count)]

    def expect(self, kind: int) -> None:
        """The next byte must be this."""
        if self.byte() != kind:
            raise ValueError("not what should stand here")


def next_header(start: bytes) -> tuple[int, int, int]:
    """Where the directory stands behind the first 32 bytes, its size and its CRC."""
    if len(start) < START:
        raise Unreadable("corrupt", SHORT)
    check, offset, size, crc = struct.unpack_from("<LQQL", start, 8)
    if zlib.crc32(start[12:START]) != check:
        raise Unreadable("corrupt", _BROKEN)
    return offset, size, crc


def directory(data: bytes, crc: int, unpack: Callable[[Folder], bytes]) -> Directory:
    """The directory, which may itself be packed, and locked."""
    try:
        for _ in range(8):
            if not data:
                return Directory([], [])
            if zlib.crc32(data) != crc:
                raise Unreadable("corrupt", _BROKEN)
            fields = Fields(data)
            if (kind := fields.byte()) == _HEADER:
                return _directory(fields)
            if kind != _ENCODED:
                break
            folder = _streams(fields)[0]
            data = unpack(folder)
            crc = zlib.crc32(data) if folder.crc is None else folder.crc
    except (ValueError, IndexError, struct.error, OverflowError) as error:
        raise Unreadable("corrupt", _BROKEN) from error
    raise Unreadable("corrupt", _BROKEN)


def _directory(fields: Fields) -> Directory:
    folders: list[Folder] = []
    files: list[tuple[str, bool]] = []
    while (kind := fields.byte()) != _END:
        if kind == _ARCHIVE_PROPERTIES:
            while fields.byte():
                fields.bytes_(fields.number())
        elif kind == _EXTRA_STREAMS:
            _streams(fields)
        elif kind == _MAIN_STREAMS:
            folders = _streams(fields)
        elif kind == _FILES:
            files = _files(fields)
        else:
            raise ValueError("unknown part")
    return Directory(folders, files)


def _streams(fields: Fields) -> list[Folder]:
    packed: list[tuple[int, int]] = []
    folders: list[Folder] = []
    has_parts = False
    while (kind := fields.byte()) != _END:
        if kind == _PACK:
            packed = _packed(fields)
        elif kind == _UNPACK:
            folders = _folders(fields)
        elif kind == _SUBSTREAMS:
            _parts(fields, folders)
            has_parts = True
        else:
            raise ValueError("unknown part")
    pieces = iter(packed)
    for folder in folders:
        folder.pieces = [next(pieces, (0, 0)) for _ in folder.packed]
        if not has_parts:
            folder.parts = [(folder.size, folder.crc)]
    return folders


def _packed(fields: Fields) -> list[tuple[int, int]]:
    """Where each packed stream begins, and its size."""
    at, count, sizes = START + fields.number(), fields.count(), []
    while (kind := fields.byte()) != _END:
        if kind == _SIZE:
            sizes = [fields.number() for _ in range(count)]
        elif kind == _CRC:
            fields.crcs(count)
        else:
            raise ValueError("unknown part")
    found = []
    for size in sizes:
        found.append((at, size))
        at += size
    return found


def _folders(fields: Fields) -> list[Folder]:
    fields.expect(_FOLDER)
    count = fields.count()
    fields.expect(0)
    folders = [_folder(fields) for _ in range(count)]
    fields.expect(_CODER_SIZES)
    for folder in folders:
        folder.sizes = [fields.number() for coder in folder.coders for _ in range(coder.outputs)]
    if (kind := fields.byte()) == _CRC:
        for folder, crc in zip(folders, fields.crcs(count), strict=True):
            folder.crc = crc
        kind = fields.byte()
    if kind != _END:
        raise ValueError("not what should stand here")
    return folders


def _folder(fields: Fields) -> Folder:
    coders: list[Coder] = []
    for _ in range(fields.count()):
        flags = fields.byte()
        method = fields.bytes_(flags & 0xF)
        inputs, outputs = (fields.number(), fields.number()) if flags & 0x10 else (1, 1)
        if inputs > 32 or outputs > 32 or len(coders) > 31:
            raise ValueError("too many streams")
        coders.append(Coder(method, inputs, outputs, fields.bytes_(fields.number()) if flags & 0x20 else b""))
    inputs, outputs = sum(coder.inputs for coder in coders), sum(coder.outputs for coder in coders)
    bonds = [(fields.number(), fields.number()) for _ in range(outputs - 1)]
    count = inputs - len(bonds)
    if count == 1:
        fed = {own for own, _ in bonds}
        packed = [number for number in range(inputs) if number not in fed][:1]
    else:
        packed = [fields.number() for _ in range(count)]
    return Folder(coders, bonds, packed)


def _parts(fields: Fields, folders: list[Folder]) -> None:
    counts = [1] * len(folders)
    if (kind := fields.byte()) == _COUNT:
        counts = [fields.count() for _ in folders]
        kind = fields.byte()
    sizes: list[list[int]] = []
    for folder, count in zip(folders, counts, strict=True):
        own = [fields.number() for _ in range(count - 1)] if kind == _SIZE else []
        sizes.append([*own, folder.size - sum(own)] if count else [])
        if count and sizes[-1][-1] < 0:
            raise ValueError("parts larger than the whole")
    if kind == _SIZE:
        kind = fields.byte()
    known = [count == 1 and folder.crc is not None for folder, count in zip(folders, counts, strict=True)]
    missing = sum(count for count, is_known in zip(counts, known, strict=True) if not is_known)
    crcs = iter(fields.crcs(missing) if kind == _CRC else [None] * missing)
    while kind == _CRC:
        kind = fields.byte()
    if kind != _END:
        raise ValueError("not what should stand here")
    for folder, own, is_known in zip(folders, sizes, known, strict=True):
        folder.parts = [(size, folder.crc if is_known else next(crcs, None)) for size in own]


def _files(fields: Fields) -> list[tuple[str, bool]]:
    count = fields.count()
    names = [""] * count
    empty, is_file = [False] * count, None
    while (kind := fields.byte()) != _END:
        own = Fields(fields.bytes_(fields.number()))
        if kind == _EMPTY_STREAM:
            empty = own.flags(count)
        elif kind == _EMPTY_FILE:
            is_file = own.flags(sum(empty))
        elif kind == _NAMES:
            names = _names(own, count)
    marks = iter(is_file or [False] * sum(empty))
    kept = [(name, not is_empty) for name, is_empty in zip(names, empty, strict=True) if not is_empty or next(marks)]
    return kept


def _names(own: Fields, count: int) -> list[str]:
    own.expect(0)
    text = own._data[1:].decode("utf-16-le", "replace")
    names = text.split("\0")[:count]
    return names + [""] * (count - len(names))
