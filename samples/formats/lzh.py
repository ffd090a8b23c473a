"""LZH as the archivers of Japanese Windows wrote them: -lh5-, headers of level 0, 1 or 2, names in cp932."""

from __future__ import annotations

import heapq
import struct
from collections import Counter
from collections.abc import Iterator, Mapping

_WINDOW, _LONGEST, _SHORTEST = 8192, 256, 3
_MOST_TOKENS = 20_000
_STAMP = 0x5D41_4800  # 2026-10-01 09:00 as DOS writes it
_UNIX_STAMP = 1_790_845_200


def pack(members: Mapping[str, bytes], level: int = 2) -> bytes:
    """An archive of files, in the order given; a file that would not get smaller is stored."""
    return b"".join(_member(name, content, level) for name, content in members.items()) + b"\0"


def _member(name: str, content: bytes, level: int) -> bytes:
    packed, method = lh5(content), b"-lh5-"
    if len(packed) >= len(content):
        packed, method = content, b"-lh0-"
    folder, _, last = name.encode("cp932").rpartition(b"/")
    sizes = struct.pack("<LL", len(packed), len(content))
    if level == 2:
        extensions = [b"\x01" + last] + ([b"\x02" + folder.replace(b"/", b"\xff") + b"\xff"] if folder else [])
        return _level2(method, sizes, crc16(content), extensions) + packed
    path = b"\\".join(part for part in (folder.replace(b"/", b"\\"), last) if part)
    tail = b"M" + struct.pack("<H", 0) if level == 1 else b""
    rest = method + sizes + struct.pack("<LBB", _STAMP, 0x20, level) + bytes([len(path)]) + path
    rest += struct.pack("<H", crc16(content)) + tail
    return bytes([len(rest), sum(rest) & 0xFF]) + rest + packed


def _level2(method: bytes, sizes: bytes, crc: int, extensions: list[bytes]) -> bytes:
    body = b""
    following = [len(extension) + 2 for extension in extensions[1:]] + [0]
    for extension, size in zip(extensions, following, strict=True):
        body += extension + struct.pack("<H", size)
    head = method + sizes + struct.pack("<LBBHB", _UNIX_STAMP, 0x20, 2, crc, ord("M"))
    head += struct.pack("<H", len(extensions[0]) + 2)
    filled = b"\0" * ((2 + len(head) + len(body)) % 256 == 0)
    return struct.pack("<H", 2 + len(head) + len(body) + len(filled)) + head + body + filled


def crc16(data: bytes) -> int:
    """The CRC that LZH keeps of each file."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value


def lh5(content: bytes) -> bytes:
    """The content, packed with the method -lh5-."""
    tokens, bits = list(_tokens(content)), []
    for start in range(0, len(tokens), _MOST_TOKENS):
        bits += _block(tokens[start : start + _MOST_TOKENS])
    text = "".join(bits)
    text += "0" * (-len(text) % 8)
    return int(text or "0", 2).to_bytes(len(text) // 8, "big") if text else b""


def _tokens(content: bytes) -> Iterator[tuple[int, int]]:
    """Bytes, or lengths of repetitions with their distance (-1 for a byte)."""
    seen: dict[bytes, int] = {}
    at = 0
    while at < len(content):
        key = content[at : at + _SHORTEST]
        before, length = seen.get(key, -1), 0
        if len(key) == _SHORTEST and before >= 0 and at - before <= _WINDOW:
            while length < _LONGEST and at + length < len(content) and content[before + length] == content[at + length]:
                length += 1
        seen[key] = at
        if length >= _SHORTEST:
            yield 256 + length - _SHORTEST, at - before - 1
            at += length
        else:
            yield content[at], -1
            at += 1


def _block(tokens: list[tuple[int, int]]) -> list[str]:
    symbols = _lengths(Counter(symbol for symbol, _ in tokens), 510)
    places = _lengths(Counter(distance.bit_length() for _, distance in tokens if distance >= 0), 14)
    runs = list(_runs(symbols))
    kinds = _lengths(Counter(symbol for symbol, _ in runs), 19)
    bits = [f"{len(tokens):016b}", *_places(kinds, 5, 3)]
    if sum(map(bool, symbols)) == 1:
        bits += [f"{0:09b}{symbols.index(1):09b}"]
    else:
        bits += [f"{len(symbols):09b}", *(_code(kinds, symbol) + extra for symbol, extra in runs)]
    bits += _places(places, 4, -1)
    for symbol, distance in tokens:
        bits.append(_code(symbols, symbol))
        if distance >= 0:
            width = distance.bit_length()
            bits.append(_code(places, width) + (f"{distance - (1 << width - 1):0{width - 1}b}" if width > 1 else ""))
    return bits


def _lengths(counts: Counter[int], most: int) -> list[int]:
    """The length of each symbol's Huffman code."""
    heap: list[tuple[int, int, tuple[int, ...]]] = [
        (count, symbol, (symbol,)) for symbol, count in sorted(counts.items())
    ]
    lengths = [0] * most
    if len(heap) == 1:
        lengths[heap[0][1]] = 1
    heapq.heapify(heap)
    while len(heap) > 1:
        first, second = heapq.heappop(heap), heapq.heappop(heap)
        for symbol in first[2] + second[2]:
            lengths[symbol] += 1
        heapq.heappush(heap, (first[0] + second[0], min(first[1], second[1]), first[2] + second[2]))
    return lengths


def _code(lengths: list[int], symbol: int) -> str:
    """The canonical code of a symbol; none where it is the only one."""
    if sum(map(bool, lengths)) == 1:
        return ""
    own = lengths[symbol]
    shorter = sum(1 << own - length for length in lengths if 0 < length < own)
    return f"{shorter + lengths[:symbol].count(own):0{own}b}"


def _runs(lengths: list[int]) -> Iterator[tuple[int, str]]:
    """The lengths as symbols of the third code: runs of zeros, or a length and 2."""
    at = 0
    while at < len(lengths):
        if lengths[at]:
            yield lengths[at] + 2, ""
            at += 1
            continue
        run = next((step for step in range(len(lengths) - at) if lengths[at + step]), len(lengths) - at)
        run = run if run >= 20 else min(run, 18)
        if run >= 20:
            yield 2, f"{run - 20:09b}"
        elif run >= 3:
            yield 1, f"{run - 3:04b}"
        else:
            run = 1
            yield 0, ""
        at += run


def _places(lengths: list[int], field: int, gap_at: int) -> list[str]:
    """A code written as plain lengths; behind the third of the lengths' own code stands how many zeros follow."""
    used = [symbol for symbol, length in enumerate(lengths) if length]
    if len(used) <= 1:
        return [f"{0:0{field}b}{(used or [0])[0]:0{field}b}"]
    bits, at, end = [f"{used[-1] + 1:0{field}b}"], 0, used[-1] + 1
    while at < end:
        length = lengths[at]
        bits.append(f"{length:03b}" if length < 7 else "111" + "1" * (length - 7) + "0")
        at += 1
        if at == gap_at:
            zeros = next((step for step in range(4) if at + step >= end or lengths[at + step]), 3)
            zeros = min(zeros, 3)
            bits.append(f"{zeros:02b}")
            at += zeros
    return bits
