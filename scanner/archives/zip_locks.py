"""The two locks of ZIP: the traditional one and AES as WinZip defined it (AE-1 and AE-2).

Source: PKWARE APPNOTE 6.1; https://www.winzip.com/en/support/aes-encryption/
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from scanner.archives import content
from scanner.document import Unreadable

TRADITIONAL_HEADER = 12
_ROUNDS = 1000
_MAC = 10


def _crc_table() -> tuple[int, ...]:
    cells = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0xEDB88320 if value & 1 else 0)
        cells.append(value)
    return tuple(cells)


_CRC = _crc_table()


class Traditional:
    """The cipher of PKZIP 2: three numbers that go on with every byte."""

    def __init__(self, password: bytes) -> None:
        self._keys = (0x12345678, 0x23456789, 0x34567890)
        key0, key1, key2 = self._keys
        for byte in password:
            key0 = key0 >> 8 ^ _CRC[(key0 ^ byte) & 0xFF]
            key1 = ((key1 + (key0 & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
            key2 = key2 >> 8 ^ _CRC[(key2 ^ key1 >> 24) & 0xFF]
        self._keys = (key0, key1, key2)

    def open(self, data: bytes) -> bytes:
        """The next bytes in clear."""
        key0, key1, key2 = self._keys
        table = _CRC
        clear = bytearray()
        for byte in data:
            mixed = key2 & 0xFFFF | 2
            byte ^= mixed * (mixed ^ 1) >> 8 & 0xFF
            key0 = key0 >> 8 ^ table[(key0 ^ byte) & 0xFF]
            key1 = ((key1 + (key0 & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
            key2 = key2 >> 8 ^ table[(key2 ^ key1 >> 24) & 0xFF]
            clear.append(byte)
        self._keys = (key0, key1, key2)
        return bytes(clear)


def traditional(packed: Iterator[bytes], password: bytes) -> Iterator[bytes]:
    """The packed content in clear, without the 12 bytes before it."""
    cipher, skip = Traditional(password), TRADITIONAL_HEADER
    for block in packed:
        clear = cipher.open(block)
        yield clear[skip:]
        skip = max(0, skip - len(clear))


def salt_size(strength: int) -> int:
    """Bytes of the salt before content locked with AES of `strength` 1 to 3 (128, 192, 256 bits)."""
    return 4 + 4 * strength


@lru_cache(maxsize=64)
def _keys(password: bytes, salt: bytes, strength: int) -> tuple[bytes, bytes, bytes]:
    size = 8 + 8 * strength
    both = hashlib.pbkdf2_hmac("sha1", password, salt, _ROUNDS, 2 * size + 2)
    return both[:size], both[size : 2 * size], both[2 * size :]


def may_open(head: bytes, password: bytes, strength: int) -> bool:
    """Whether the two bytes behind the salt are those of this password (a wrong one passes once in 65,536)."""
    size = salt_size(strength)
    return hmac.compare_digest(_keys(password, head[:size], strength)[2], head[size : size + 2])


def aes(packed: Iterator[bytes], size: int, password: bytes, strength: int) -> Iterator[bytes]:
    """The packed content in clear; `size` counts it with its salt and its signature, which is checked."""
    prefix = salt_size(strength) + 2
    head, packed = content.head(packed, prefix)
    key, signing, _ = _keys(password, head[: prefix - 2], strength)
    cipher, signature = _Counter(key), hmac.new(signing, digestmod="sha1")
    left, held = size - prefix - _MAC, b""
    while left > 0:
        held = held or next(packed, b"")
        if not held:
            raise EOFError
        locked, held = held[:left], held[left:]
        left -= len(locked)
        signature.update(locked)
        yield cipher.open(locked)
    for block in packed:
        held += block
    if held and not hmac.compare_digest(signature.digest()[:_MAC], held[:_MAC]):
        raise Unreadable("corrupt", f"{content.DAMAGED}（検査値が一致しません）")


class _Counter:
    """AES in counter mode with a counter whose lowest byte comes first."""

    def __init__(self, key: bytes) -> None:
        self._cipher = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
        self._next = 1
        self._spare = b""

    def open(self, locked: bytes) -> bytes:
        need = -(-(len(locked) - len(self._spare)) // 16)
        if need > 0:
            counters = np.zeros((need, 2), dtype="<u8")
            counters[:, 0] = np.arange(self._next, self._next + need, dtype="<u8")
            self._next += need
            self._spare += self._cipher.update(counters.tobytes())
        stream, self._spare = self._spare[: len(locked)], self._spare[len(locked) :]
        return (np.frombuffer(locked, np.uint8) ^ np.frombuffer(stream, np.uint8)).tobytes()
