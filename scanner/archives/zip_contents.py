"""What stands in one file of a ZIP: unlocked, unpacked and checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from scanner.archives import content, inflate64, methods, ppmd, zip_locks
from scanner.archives.zip_entries import UNKNOWN, Entry
from scanner.passwords import Passwords, as_bytes

_METHODS: dict[int, Callable[[Iterator[bytes], Entry], Iterator[bytes]]] = {
    0: lambda packed, _: packed,
    8: lambda packed, _: methods.deflate(packed),
    9: lambda packed, _: inflate64.unpacked(packed),
    12: lambda packed, _: methods.bzip2(packed),
    14: lambda packed, entry: _lzma(packed, entry.size),
    20: lambda packed, _: methods.zstandard(packed),
    93: lambda packed, _: methods.zstandard(packed),
    95: lambda packed, _: methods.xz(packed),
    98: lambda packed, entry: ppmd.in_zip(packed, entry.size),
}
_NAMES = {1: "Shrink", 6: "Implode"}
_TRIED = 64 << 10
_TRIED_STORED = 4 << 20


def opened(file: BinaryIO, entry: Entry, password: str | None) -> BinaryIO:
    """The content of an entry, or the reason why it stays closed."""
    if not entry.is_encrypted:
        return _stream(file, entry, None)
    if password is None:
        return content.refused("encrypted", content.LOCKED)
    return _stream(file, entry, next(own for own in as_bytes(password) if _opens(file, entry, own)))


def password_of(file: BinaryIO, entry: Entry, passwords: Passwords) -> str | None:
    """The password of a locked entry, if it is among those known."""
    if not entry.is_lock_known:
        return None
    return passwords.opening(lambda password: any(_opens(file, entry, own) for own in as_bytes(password)))


def _stream(file: BinaryIO, entry: Entry, password: bytes | None) -> BinaryIO:
    if (method := _METHODS.get(entry.method)) is None:
        name = _NAMES.get(entry.method, f"方式{entry.method}")
        return content.refused("unsupported", f"ZIPの圧縮方式（{name}）に対応していないため、読めません")
    packed = content.stored(file, entry.start, entry.end - entry.start)
    if password is not None:
        packed = _unlocked(packed, entry, password)
    size = None if entry.size == UNKNOWN else entry.size
    return content.stream(_broken_off(method(packed, entry), entry), size, entry.crc)


def _broken_off(blocks: Iterator[bytes], entry: Entry) -> Iterator[bytes]:
    """The blocks; an entry that is known to be cut off ends with saying so."""
    yield from blocks
    if entry.is_short:
        raise EOFError


def _unlocked(packed: Iterator[bytes], entry: Entry, password: bytes) -> Iterator[bytes]:
    if entry.strength:
        return zip_locks.aes(packed, entry.end - entry.start, password, entry.strength)
    return zip_locks.traditional(packed, password)


def _opens(file: BinaryIO, entry: Entry, password: bytes) -> bool:
    """Whether the password fits: by the bytes that say so, then by unpacking the beginning."""
    file.seek(entry.start)
    head = file.read(18)
    if entry.strength:
        is_likely = zip_locks.may_open(head, password, entry.strength)
    else:
        clear = zip_locks.Traditional(password).open(head[: zip_locks.TRADITIONAL_HEADER])
        is_likely = clear[-1:] == bytes([entry.proof])
    return is_likely and _unpacks(file, entry, password)


def _unpacks(file: BinaryIO, entry: Entry, password: bytes) -> bool:
    return content.unpacks(_stream(file, entry, password), _TRIED if entry.method else _TRIED_STORED)


def _lzma(packed: Iterator[bytes], size: int) -> Iterator[bytes]:
    """LZMA with the short header that ZIP puts before it."""
    head, rest = content.head(packed, 9)
    return methods.lzma_raw(rest, [methods.lzma1(head[4:], size)], size)
