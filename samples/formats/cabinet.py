"""Cabinets (cab) with MSZIP, names in cp932."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

_BLOCK = 32768


def pack(members: Mapping[str, bytes]) -> bytes:
    """A cabinet of files, in the order given."""
    plain = b"".join(members.values())
    blocks = [_block(plain, at) for at in range(0, len(plain), _BLOCK)]
    return around(members, blocks, 1)


def around(members: Mapping[str, bytes], blocks: list[tuple[bytes, int]], method: int) -> bytes:
    """A cabinet around packed blocks and their unpacked sizes."""
    files, offset = b"", 0
    for name, content in members.items():
        files += struct.pack("<LLHHHH", len(content), offset, 0, 0x5D41, 0x4800, 0x20)
        files += name.replace("/", "\\").encode("cp932") + b"\0"
        offset += len(content)
    data = b"".join(struct.pack("<LHH", 0, len(packed), size) + packed for packed, size in blocks)
    files_at = 36 + 8
    start = files_at + len(files)
    folder = struct.pack("<LHH", start, len(blocks), method)
    head = struct.pack("<4sLLLLLBBHHHHH", b"MSCF", 0, start + len(data), 0, files_at, 0, 3, 1, 1, len(members), 0, 1, 0)
    return head + folder + files + data


def _block(plain: bytes, at: int) -> tuple[bytes, int]:
    """A block of its own Deflate, which may repeat what stands before it."""
    piece, history = plain[at : at + _BLOCK], plain[max(0, at - _BLOCK) : at]
    if history:
        deflater = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=history)
    else:
        deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    return b"CK" + deflater.compress(piece) + deflater.flush(), len(piece)
