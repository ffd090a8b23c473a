"""7z: one solid block of LZMA2, in clear or locked with AES-256."""

from __future__ import annotations

import hashlib
import lzma
import struct
import zlib
from collections.abc import Mapping
from random import Random

_POWER = 10
_DICTIONARY = 24  # 8 MB, as 7z counts them
_FILTERS = [{"id": lzma.FILTER_LZMA2, "dict_size": 16 << 20}]


def pack(members: Mapping[str, bytes], password: str = "", hides_names: bool = False) -> bytes:
    """An archive of files, in the order given. The vector comes from the password, never do that elsewhere."""
    filled = {name: content for name, content in members.items() if content}
    plain = b"".join(filled.values())
    packed = lzma.compress(plain, lzma.FORMAT_RAW, filters=_FILTERS)
    coders = [b"\x21\x21\x01" + bytes([_DICTIONARY])]
    sizes = [len(plain)]
    if password:
        sizes.append(len(packed))
        vector = Random(password).randbytes(16)
        lock = b"\x24\x06\xf1\x07\x01\x12" + bytes([0x40 | _POWER, 0x0F]) + vector
        packed = _locked(packed, password, vector)
        coders.append(lock)
    header = _header(members, filled, len(packed), coders, sizes)
    if hides_names:
        inner, at = _locked(header, password, vector), len(packed)
        streams = _streams(at, len(inner), [lock], [len(header)], _crcs([header])) + b"\x00"
        header, packed = b"\x17" + streams, packed + inner
    start = struct.pack("<QQL", len(packed), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<L", zlib.crc32(start)) + start + packed + header


def _header(
    members: Mapping[str, bytes], filled: Mapping[str, bytes], packed: int, coders: list[bytes], sizes: list[int]
) -> bytes:
    streams = _streams(0, packed, coders, sizes)
    contents = list(filled.values())
    parts = b"\x0d" + _number(len(contents)) + b"\x09" + b"".join(_number(len(content)) for content in contents[:-1])
    parts += _crcs(contents)
    files = _number(len(members))
    if len(filled) < len(members):
        empty = "".join("0" if content else "1" for content in members.values())
        files += _property(0x0E, _bits(empty)) + _property(0x0F, _bits("1" * empty.count("1")))
    names = "".join(name + "\0" for name in members).encode("utf-16-le")
    files += _property(0x11, b"\x00" + names)
    return b"\x01\x04" + streams + b"\x08" + parts + b"\x00\x00\x05" + files + b"\x00\x00"


def _streams(at: int, packed: int, coders: list[bytes], sizes: list[int], crcs: bytes = b"") -> bytes:
    """Where the one packed stream stands, the steps that unpack it, and what comes out of each."""
    folder = _number(len(coders)) + b"".join(coders) + (b"\x00\x01" if len(coders) > 1 else b"")
    streams = b"\x06" + _number(at) + b"\x01\x09" + _number(packed) + b"\x00"
    return streams + b"\x07\x0b\x01\x00" + folder + b"\x0c" + b"".join(map(_number, sizes)) + crcs + b"\x00"


def _crcs(contents: list[bytes]) -> bytes:
    return b"\x0a\x01" + b"".join(struct.pack("<L", zlib.crc32(content)) for content in contents)


def _property(kind: int, content: bytes) -> bytes:
    return bytes([kind]) + _number(len(content)) + content


def _bits(text: str) -> bytes:
    return bytes(int(text[at : at + 8].ljust(8, "0"), 2) for at in range(0, len(text), 8))


def _number(value: int) -> bytes:
    """A number as 7z writes it: the first byte says how many follow."""
    for count in range(8):
        if value < 1 << 7 * (count + 1):
            first = (0xFF00 >> count & 0xFF) | value >> 8 * count
            return bytes([first]) + (value & (1 << 8 * count) - 1).to_bytes(count, "little")
    return b"\xff" + value.to_bytes(8, "little")


def _locked(content: bytes, password: str, vector: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    digest = hashlib.sha256()
    for number in range(1 << _POWER):
        digest.update(password.encode("utf-16-le") + number.to_bytes(8, "little"))
    cipher = Cipher(algorithms.AES(digest.digest()), modes.CBC(vector)).encryptor()
    return cipher.update(content + b"\0" * (-len(content) % 16))
