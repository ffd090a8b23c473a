"""LZH archives, once the usual ones in Japan: names in cp932."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from scanner.archives import content, lzh_codes, lzh_headers, names, selfextracting
from scanner.archives.crc16 import crc16
from scanner.document import Format, Item

FORMAT = Format("LZH", ("application/x-lzh",), (".lzh", ".lha"), streams=True)


def read(file: BinaryIO) -> Iterator[Item]:
    """No text of its own; only whether the archive is whole."""
    yield from content.wholeness(list(_entries(file)))


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Every file of the archive."""
    entries = [entry for entry in _entries(file) if entry and not entry.is_folder]
    for entry, name in zip(entries, names.decoded(entry.raw_name for entry in entries), strict=True):
        yield names.legible(entry.name or name), _unpacked(file, entry)


def _entries(file: BinaryIO) -> Iterator[lzh_headers.Entry | None]:
    return lzh_headers.entries(file, selfextracting.start(file, selfextracting.LZH))


def _unpacked(file: BinaryIO, entry: lzh_headers.Entry) -> BinaryIO:
    if entry.method not in lzh_codes.METHODS:
        return content.refused("unsupported", f"LZHの圧縮方式（{entry.method}）に対応していないため、読めません")
    packed = content.stored(file, entry.start, entry.packed)
    blocks = packed if entry.method in lzh_codes.STORED else lzh_codes.unpacked(packed, entry.method, entry.size)
    return content.stream(blocks, entry.size, entry.crc, crc16)
