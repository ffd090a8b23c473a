"""Unpacking the folders of a 7z archive, step by step, each step a stream of blocks."""

from __future__ import annotations

import hashlib
import io
import lzma
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, BinaryIO

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from scanner.archives import content, inflate64, methods, ppmd
from scanner.archives.sevenzip_headers import Coder, Folder
from scanner.document import Unreadable

_AES = bytes.fromhex("06f10701")
_BRANCHES = {
    "03030103": lzma.FILTER_X86,
    "04": lzma.FILTER_X86,
    "03030205": lzma.FILTER_POWERPC,
    "05": lzma.FILTER_POWERPC,
    "03030401": lzma.FILTER_IA64,
    "06": lzma.FILTER_IA64,
    "03030501": lzma.FILTER_ARM,
    "07": lzma.FILTER_ARM,
    "03030701": lzma.FILTER_ARMTHUMB,
    "08": lzma.FILTER_ARMTHUMB,
    "03030805": lzma.FILTER_SPARC,
    "09": lzma.FILTER_SPARC,
}
_NAMES = {"0303011b": "BCJ2", "0a": "ARM64", "04f71102": "Brotli", "04f71104": "LZ4"}
_MOST_CYCLES = 24


def is_locked(folder: Folder) -> bool:
    """Whether a password is needed."""
    return any(coder.method == _AES for coder in folder.coders)


def unpacked(file: BinaryIO, folder: Folder, base: int, password: str | None) -> Iterator[bytes]:
    """What comes out of the last step; `base` is where the archive begins in the file."""
    if is_locked(folder) and password is None:
        raise Unreadable("encrypted", content.LOCKED)
    end = file.seek(0, io.SEEK_END)
    (start, size), *others = folder.pieces
    if others or any(coder.inputs != 1 or coder.outputs != 1 for coder in folder.coders):
        name = next((_NAMES[coder.method.hex()] for coder in folder.coders if coder.method.hex() in _NAMES), "複合")
        raise Unreadable("unsupported", f"7-Zipの圧縮方式（{name}）に対応していないため、読めません")
    start += base
    blocks = content.stored(file, start, max(0, min(size, end - start)))
    for number in _order(folder):
        blocks = _step(folder.coders[number], folder.sizes[number], blocks, password)
    return blocks


def _order(folder: Folder) -> list[int]:
    """The steps from the packed stream on; each takes one stream and gives one."""
    follows = {output: own for own, output in folder.bonds}
    order = [folder.packed[0]]
    while (following := follows.get(order[-1])) is not None and len(order) < len(folder.coders):
        order.append(following)
    if len(order) != len(folder.coders) or not all(0 <= number < len(folder.coders) for number in order):
        raise Unreadable("corrupt", content.DAMAGED)
    return order


def _step(coder: Coder, size: int, blocks: Iterator[bytes], password: str | None) -> Iterator[bytes]:
    method = coder.method.hex()
    match method:
        case "" | "00":
            return blocks
        case "030101":
            return methods.lzma_raw(blocks, [methods.lzma1(coder.properties, size)], size)
        case "21":
            return methods.lzma_raw(blocks, [_lzma2(coder.properties, size)], size)
        case "03":
            return methods.filtered(blocks, {"id": lzma.FILTER_DELTA, "dist": coder.properties[0] + 1})
        case "030401":
            return ppmd.in_7z(blocks, coder.properties, size)
        case "040108":
            return methods.deflate(blocks)
        case "040109":
            return inflate64.unpacked(blocks)
        case "040202":
            return methods.bzip2(blocks)
        case "04f71101":
            return methods.zstandard(blocks)
        case "06f10701":
            return _unlocked(blocks, coder.properties, password or "")
    if method in _BRANCHES:
        return methods.filtered(blocks, {"id": _BRANCHES[method]})
    raise Unreadable("unsupported", f"7-Zipの圧縮方式（{_NAMES.get(method, method)}）に対応していないため、読めません")


def _lzma2(properties: bytes, size: int) -> dict[str, Any]:
    step = properties[0]
    if step > 40:
        raise ValueError("no such dictionary")
    dictionary = (2 | step & 1) << (step // 2 + 11)
    return {"id": lzma.FILTER_LZMA2, "dict_size": max(4096, min(dictionary, size))}


def _unlocked(blocks: Iterator[bytes], properties: bytes, password: str) -> Iterator[bytes]:
    """AES-256 in CBC mode; the key costs as many rounds of SHA-256 as the archive says."""
    first, second = properties[0], properties[1] if len(properties) > 1 else 0
    salt_size, vector_size = (first >> 7) + (second >> 4), (first >> 6 & 1) + (second & 0xF)
    salt, vector = properties[2 : 2 + salt_size], properties[2 + salt_size : 2 + salt_size + vector_size]
    key = _key(password, salt, first & 0x3F)
    cipher = Cipher(algorithms.AES(key), modes.CBC(vector.ljust(16, b"\0"))).decryptor()
    held = b""
    for block in blocks:
        held += block
        whole = len(held) & ~15
        yield cipher.update(held[:whole])
        held = held[whole:]


@lru_cache(maxsize=256)
def _key(password: str, salt: bytes, power: int) -> bytes:
    secret = salt + password.encode("utf-16-le", "surrogatepass")
    if power == 0x3F:
        return secret[:32].ljust(32, b"\0")
    if power > _MOST_CYCLES:
        raise Unreadable("too_large", "鍵の計算に時間がかかりすぎるため、読めません")
    digest, step = hashlib.sha256(), min(1 << power, 1 << 14)
    for first in range(0, 1 << power, step):
        digest.update(b"".join([secret + number.to_bytes(8, "little") for number in range(first, first + step)]))
    return digest.digest()


def header(file: BinaryIO, folder: Folder, base: int, password: str | None, most: int) -> bytes:
    """A packed directory, at most `most` bytes of it."""
    if folder.size > most:
        raise Unreadable("too_large", "書庫の目録が大きすぎるため、読めません")
    whole = bytearray()
    for block in unpacked(file, folder, base, password):
        whole += block
        if len(whole) >= folder.size:
            break
    return bytes(whole[: folder.size])
