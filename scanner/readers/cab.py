"""Cabinets of Windows (cab), also in programs that unpack themselves."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from scanner.archives import cab_headers, content, lzx, names, selfextracting
from scanner.document import Format, Item, Remark, Unreadable

FORMAT = Format("CAB", ("application/vnd.ms-cab-compressed",), (".cab",), streams=True)

_WINDOW = 32768


def read(file: BinaryIO) -> Iterator[Item]:
    """No text of its own; only what a person must know about the archive as a whole."""
    cabinet = cab_headers.cabinet(file, selfextracting.start(file, selfextracting.CAB))
    if not cabinet.is_whole:
        yield Remark("書庫の目録が壊れているか欠けているため、取り出せるファイルだけを読みました", incomplete=True)
    if any(entry.folder is None for entry in cabinet.entries):
        yield Remark(content.IN_PARTS, incomplete=True)


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Every file of the cabinet, folder by folder."""
    cabinet = cab_headers.cabinet(file, selfextracting.start(file, selfextracting.CAB))
    undeclared = iter(names.decoded(entry.raw_name for entry in cabinet.entries if not entry.is_utf8))
    named = [
        (entry, names.legible(entry.raw_name.decode("utf-8", "replace") if entry.is_utf8 else next(undeclared, "")))
        for entry in cabinet.entries
    ]
    for entry, name in named:
        if entry.folder is None:
            yield name, content.refused("unsupported", content.IN_OTHER_PARTS)
    for number, folder in enumerate(cabinet.folders):
        own = sorted((pair for pair in named if pair[0].folder == number), key=lambda pair: pair[0].offset)
        yield from _files(file, cabinet, folder, own)


def _files(
    file: BinaryIO, cabinet: cab_headers.Cabinet, folder: cab_headers.Folder, own: list[tuple[cab_headers.Entry, str]]
) -> Iterator[tuple[str, BinaryIO]]:
    """The files of a folder, in the order in which they lie in it, and what lies between them left out."""
    at, pieces = 0, []
    for entry, _ in own:
        pieces += [max(0, entry.offset - at), entry.size]
        at = max(at, entry.offset) + entry.size
    parts = content.cut(_unpacked(file, cabinet, folder, at), pieces)
    at = 0
    for entry, name in own:
        next(parts)
        part = next(parts)
        overlaps = entry.offset < at
        at = max(at, entry.offset) + entry.size
        yield name, content.refused("corrupt", content.DAMAGED) if overlaps else content.stream(part, entry.size)


def _unpacked(file: BinaryIO, cabinet: cab_headers.Cabinet, folder: cab_headers.Folder, size: int) -> Iterator[bytes]:
    blocks = _blocks(file, cabinet, folder)
    match folder.method:
        case 0:
            yield from (packed for packed, _ in blocks)
        case 1:
            yield from _mszip(blocks)
        case 3:
            yield from lzx.unpacked((packed for packed, _ in blocks), folder.window_bits, size)
        case _:
            raise Unreadable("unsupported", "CABの圧縮方式（Quantum）に対応していないため、読めません")


def _blocks(file: BinaryIO, cabinet: cab_headers.Cabinet, folder: cab_headers.Folder) -> Iterator[tuple[bytes, int]]:
    """The packed bytes of each block, and how many they unpack to."""
    at = folder.start
    for _ in range(folder.blocks):
        file.seek(at)
        head = file.read(8 + cabinet.reserve)
        if len(head) < 8:
            raise EOFError
        packed, plain = struct.unpack_from("<HH", head, 4)
        block = file.read(packed)
        if len(block) < packed or not plain:
            raise EOFError
        at += len(head) + packed
        yield block, plain


def _mszip(blocks: Iterator[tuple[bytes, int]]) -> Iterator[bytes]:
    """Each block is Deflate for itself, but may repeat what stands in the 32 KB before it."""
    history = b""
    for packed, size in blocks:
        if packed[:2] != b"CK":
            raise ValueError("no such block")
        inflater = zlib.decompressobj(-15, zdict=history) if history else zlib.decompressobj(-15)
        plain = inflater.decompress(packed[2:], _WINDOW)
        if len(plain) != size:
            raise ValueError("not as long as it should be")
        history = (history + plain)[-_WINDOW:]
        yield plain
