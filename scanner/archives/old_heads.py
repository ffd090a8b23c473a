"""Archives of Unix that do not name themselves: what tells them is that the parts of their first header agree."""

from __future__ import annotations

import struct


def old_archive(head: bytes) -> str | None:
    """The media type of an old tar or cpio archive, None for anything else."""
    if _is_tar(head):
        return "application/x-tar"
    return "application/x-cpio" if _is_cpio(head) else None


def _is_tar(head: bytes) -> bool:
    """The first 512 bytes have the sum that the header writes down in octal digits."""
    block = head[:512]
    digits = block[148:156].strip(b" \0")
    if len(block) < 512 or not block[0] or not digits or digits.strip(b"01234567"):
        return False
    return sum(block) - sum(block[148:156]) + 8 * 32 == int(digits, 8)


def _is_cpio(head: bytes) -> bool:
    """The number of the format, and a name that ends where the header says so."""
    if head[:2] not in (b"\xc7\x71", b"\x71\xc7") or len(head) < 28:
        return False
    size = struct.unpack_from("<H" if head[0] == 0xC7 else ">H", head, 20)[0]
    name = head[26 : 26 + size]
    return 1 < size == len(name) and name.endswith(b"\0") and b"\0" not in name[:-1]
