"""The files in a ZIP archive: by its directory or, where that is cut off or damaged, by the header before each file."""

from __future__ import annotations

import bz2
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from scanner.document import Unreadable

_HEADER = struct.Struct("<4s5H3L2H")
_SIGNATURE = b"PK\x03\x04"
_ENCRYPTED, _SIZES_FOLLOW, _UTF8 = 0x1, 0x8, 0x800
_UNICODE_PATH = 0x7075
_METHODS = {9: "Deflate64", 93: "Zstandard", 95: "XZ", 98: "PPMd"}
_BLOCK = 256 << 10


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive: its name as bytes, and where its packed content stands."""

    raw_name: bytes
    is_utf8: bool
    is_encrypted: bool
    method: int
    start: int
    end: int
    crc: int | None

    @property
    def is_folder(self) -> bool:
        """Folders are entries too."""
        return self.raw_name.endswith((b"/", b"\\")) and self.start == self.end


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
    if unicode_name := _unicode_name(info.extra, raw):
        raw, is_utf8 = unicode_name, True
    file.seek(info.header_offset)
    header = file.read(_HEADER.size)
    start = info.header_offset
    if len(header) == _HEADER.size and header.startswith(_SIGNATURE):
        *_, name_size, extra_size = _HEADER.unpack(header)
        start += _HEADER.size + name_size + extra_size
    end = min(start + info.compress_size, size)
    return Entry(raw, is_utf8, bool(info.flag_bits & _ENCRYPTED), info.compress_type, start, end, info.CRC)


def _unicode_name(extra: bytes, raw: bytes) -> bytes | None:
    """The name in UTF-8 that Info-ZIP keeps beside one in another encoding."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        if kind == _UNICODE_PATH and length > 5 and struct.unpack_from("<L", extra, 5)[0] == zlib.crc32(raw):
            return extra[9 : 4 + length]
        extra = extra[4 + length :]
    return None


def _salvaged(file: BinaryIO, size: int) -> Iterator[Entry]:
    """Each header that can be found; the content of a file ends at the latest where the next one begins."""
    at = _next_header(file, 0)
    while at is not None:
        file.seek(at)
        header = file.read(_HEADER.size)
        if len(header) < _HEADER.size:
            return
        _, _, flags, method, _, _, crc, packed, _, name_size, extra_size = _HEADER.unpack(header)
        name = file.read(name_size)
        start = at + _HEADER.size + name_size + extra_size
        is_known = packed and packed != 0xFFFFFFFF and not flags & _SIZES_FOLLOW
        following = _next_header(file, min(start + packed, size) if is_known else start)
        end = min(start + packed, size) if is_known else (following or size)
        if start <= size:
            is_short = bool(is_known) and start + packed > size
            known_crc = None if flags & _SIZES_FOLLOW or is_short else crc
            yield Entry(name, bool(flags & _UTF8), bool(flags & _ENCRYPTED), method, start, end, known_crc)
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


class Content:
    """The unpacked content of an entry, a block at a time; what stands before a damaged place is handed out first."""

    def __init__(self, file: BinaryIO, entry: Entry) -> None:
        self._file = file
        self._entry = entry
        self._at = entry.start
        self._tail = b""
        self._crc = 0
        self._decompressor: Any = None

    def read(self, size: int = -1) -> bytes:
        """The next block, of whatever size comes; b"" at the end."""
        self._prepare()
        while not self._is_finished():
            packed = self._tail or self._packed()
            if not packed:
                raise Unreadable("corrupt", "書庫の中で途中から欠けています")
            try:
                block = self._unpacked(packed)
            except (zlib.error, lzma.LZMAError, OSError, ValueError, EOFError) as error:
                raise Unreadable("corrupt", "書庫の中で内容が壊れています") from error
            if block:
                self._crc = zlib.crc32(block, self._crc)
                return block
        if self._entry.crc not in (None, self._crc):
            raise Unreadable("corrupt", "書庫の中で内容が壊れています（検査値が一致しません）")
        return b""

    def close(self) -> None:
        """The file belongs to the archive and stays open."""

    def _prepare(self) -> None:
        if self._decompressor is not None:
            return
        if self._entry.is_encrypted:
            raise Unreadable("encrypted", "パスワードで保護されているため、読めません")
        match self._entry.method:
            case 0:
                self._decompressor = False
            case 8:
                self._decompressor = zlib.decompressobj(-15)
            case 12:
                self._decompressor = bz2.BZ2Decompressor()
            case 14:
                self._decompressor = getattr(zipfile, "LZMADecompressor")()  # noqa: B009 (not in the type stubs)
            case method:
                name = _METHODS.get(method, f"方式{method}")
                raise Unreadable("unsupported", f"ZIPの圧縮方式（{name}）に対応していないため、読めません")

    def _is_finished(self) -> bool:
        return bool(self._decompressor.eof) if self._decompressor else self._at >= self._entry.end

    def _packed(self) -> bytes:
        self._file.seek(self._at)
        most = _BLOCK if self._entry.method in (0, 8) else 4096
        packed = self._file.read(min(most, self._entry.end - self._at))
        self._at += len(packed)
        return packed

    def _unpacked(self, packed: bytes) -> bytes:
        self._tail = b""
        if not self._decompressor:
            return packed
        if self._entry.method != 8:
            return bytes(self._decompressor.decompress(packed))
        block = bytes(self._decompressor.decompress(packed, 4 * _BLOCK))
        self._tail = self._decompressor.unconsumed_tail
        return block
