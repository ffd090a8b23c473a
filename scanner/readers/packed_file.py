"""Files packed one by one: gzip, bzip2, xz, Zstandard, compress. The member is the file inside."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from scanner.archives import content, lzw, methods, names
from scanner.document import Format

FORMAT = Format(
    "圧縮ファイル（gz・bz2・xz・zst・Z）",
    (
        "application/gzip",
        "application/x-bzip2",
        "application/x-xz",
        "application/x-lzma",
        "application/zstd",
        "application/x-compress",
    ),
    (".gz", ".bz2", ".xz", ".zst", ".Z"),
    streams=True,
)

_METHODS = (
    (b"\x1f\x8b", methods.gzip),
    (b"BZh", methods.bzip2),
    (b"\x1f\x9d", lzw.unpacked),
    (b"\x28\xb5\x2f\xfd", methods.zstandard),
)
_NAMED = 0x08
_EXTRA = 0x04
_HEAD = 70_000


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """The one file. Only gzip may keep its name; "" leaves it to the name of the packed file."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    head = file.read(_HEAD)
    unpack = next((method for mark, method in _METHODS if head.startswith(mark)), methods.xz)
    yield names.legible(_kept_name(head)), content.stream(unpack(content.stored(file, 0, size)))


def _kept_name(head: bytes) -> str:
    if head[:2] != b"\x1f\x8b" or not head[3] & _NAMED:
        return ""
    at = 10
    if head[3] & _EXTRA:
        at += 2 + int.from_bytes(head[10:12], "little")
    name = head[at:].partition(b"\0")[0]
    return names.decoded([name])[0] if 0 < len(name) < 1024 else ""
