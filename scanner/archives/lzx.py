"""LZX as cabinets have it: Huffman codes kept from block to block, repeated distances, calls of programs translated.

Source: "Microsoft LZX Data Compression Format" (cabinet SDK).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from scanner.archives import huffman

_FRAME = 32768
_SLOTS = {15: 30, 16: 32, 17: 34, 18: 36, 19: 38, 20: 42, 21: 50}
_VERBATIM, _ALIGNED, _PLAIN = 1, 2, 3
_TRANSLATED_FRAMES = 32768
_Table = tuple[list[int], int]


def _positions() -> tuple[tuple[int, int], ...]:
    """The base and the extra bits of each slot of distances."""
    found, base = [], 0
    for slot in range(50):
        extra = 0 if slot < 4 else min(slot // 2 - 1, 17)
        found.append((base, extra))
        base += 1 << extra
    return tuple(found)


_POSITIONS = _positions()


def unpacked(packed: Iterator[bytes], window_bits: int, size: int) -> Iterator[bytes]:
    """The content, frame by frame, `size` bytes of it."""
    state = _State(packed, window_bits)
    number = 0
    while size > 0:
        frame = state.frame(min(_FRAME, size))
        size -= len(frame)
        yield _translated(frame, number, state.program_size)
        number += 1


class _State:
    """What is carried from block to block."""

    def __init__(self, packed: Iterator[bytes], window_bits: int) -> None:
        if window_bits not in _SLOTS:
            raise ValueError("no such window")
        self._bits = huffman.HighFirst(huffman.Pieces(_swapped(packed)))
        self._window = 1 << window_bits
        self._out = bytearray()
        self._main = [0] * (256 + 8 * _SLOTS[window_bits])
        self._lengths = [0] * 249
        self._codes: tuple[_Table, _Table, _Table | None] = (([], 0), ([], 0), None)
        self._recent = [1, 1, 1]
        self._left = 0
        self._is_plain = False
        self._odd_byte: int | None = None
        self.program_size = self._bits.bits(32) if self._bits.bits(1) else 0

    def frame(self, size: int) -> bytes:
        """The next frame. Bits are filled up to a whole word behind it."""
        before = len(self._out)
        while len(self._out) < before + size:
            if not self._left:
                self._begin()
            room = before + size - len(self._out)
            if self._is_plain:
                self._copy(min(room, self._left))
            else:
                start = len(self._out)
                self._run(start + min(room, self._left))
                self._left -= len(self._out) - start
            if self._left < 0:
                raise ValueError("block too long")
        if not self._is_plain:
            self._bits.bits(self._bits.count & 15)
        frame = bytes(self._out[before : before + size])
        if len(self._out) > 4 * self._window:
            del self._out[: -self._window]
        return frame

    def _begin(self) -> None:
        """The head of a block."""
        bits = self._bits
        kind, self._left = bits.bits(3), bits.bits(24)
        self._is_plain = kind == _PLAIN
        if self._is_plain:
            bits.bits(bits.count & 15 or 16)
            words = [bits.bits(16) for _ in range(6)]
            self._recent = [words[at] | words[at + 1] << 16 for at in (0, 2, 4)]
            return
        if kind not in (_VERBATIM, _ALIGNED):
            raise ValueError("no such kind of block")
        aligned = huffman.table([bits.bits(3) for _ in range(8)]) if kind == _ALIGNED else None
        self._change(self._main, 0, 256)
        self._change(self._main, 256, len(self._main))
        self._change(self._lengths, 0, 249)
        self._codes = huffman.table(self._main), huffman.table(self._lengths), aligned

    def _copy(self, size: int) -> None:
        """Bytes that stand as they are, in words whose bytes were swapped."""
        bits, out = self._bits, self._out
        self._left -= size
        if size and self._odd_byte is not None:
            out.append(self._odd_byte)
            self._odd_byte = None
            size -= 1
        for _ in range(size // 2):
            word = bits.bits(16)
            out += bytes((word & 0xFF, word >> 8))
        if size & 1:
            word = bits.bits(16)
            out.append(word & 0xFF)
            self._odd_byte = word >> 8
        if not self._left:  # the other byte of a last word only fills it up
            self._odd_byte = None

    def _change(self, lengths: list[int], at: int, end: int) -> None:
        """New lengths of codes, written as differences from those of the block before."""
        bits = self._bits
        code = huffman.table([bits.bits(4) for _ in range(20)])
        while at < end:
            symbol = bits.symbol(*code)
            if symbol < 17:
                run, value = 1, (lengths[at] - symbol) % 17
            elif symbol == 17:
                run, value = bits.bits(4) + 4, 0
            elif symbol == 18:
                run, value = bits.bits(5) + 20, 0
            else:
                run = bits.bits(1) + 4
                value = (lengths[at] - bits.symbol(*code)) % 17
            run = min(run, end - at)
            lengths[at : at + run] = [value] * run
            at += run

    def _run(self, limit: int) -> None:
        """Unpack up to `limit`; a repetition may not reach beyond it."""
        bits, out = self._bits, self._out
        main, lengths, aligned = self._codes
        while len(out) < limit:
            symbol = bits.symbol(*main)
            if symbol < 256:
                out.append(symbol)
                continue
            length = symbol & 7
            if length == 7:
                length += bits.symbol(*lengths)
            distance = self._distance((symbol - 256) >> 3, aligned)
            huffman.repeat(out, distance, length + 2)

    def _distance(self, slot: int, aligned: _Table | None) -> int:
        recent, bits = self._recent, self._bits
        if slot < 3:
            recent[0], recent[slot] = recent[slot], recent[0]
            return recent[0]
        base, extra = _POSITIONS[slot]
        if aligned and extra >= 3:
            distance = base - 2 + (bits.bits(extra - 3) << 3) + bits.symbol(*aligned)
        else:
            distance = base - 2 + bits.bits(extra)
        self._recent = [distance, recent[0], recent[1]]
        return distance


def _swapped(packed: Iterator[bytes]) -> Iterator[bytes]:
    """The bytes of each word the other way round: its highest bit comes first."""
    held = b""
    for block in packed:
        held += block
        whole = len(held) & ~1
        turned = bytearray(whole)
        turned[::2], turned[1::2] = held[1:whole:2], held[:whole:2]
        held = held[whole:]
        yield bytes(turned)
    if held:
        yield b"\0" + held


def _translated(frame: bytes, number: int, program_size: int) -> bytes:
    """Calls in programs, whose absolute addresses are made relative again."""
    if not program_size or number >= _TRANSLATED_FRAMES or len(frame) <= 10:
        return frame
    out, start = bytearray(frame), number * _FRAME
    at = out.find(0xE8)
    while 0 <= at < len(out) - 10:
        absolute = struct.unpack_from("<l", out, at + 1)[0]
        position = start + at
        if -position <= absolute < program_size:
            relative = absolute - position if absolute >= 0 else absolute + program_size
            struct.pack_into("<L", out, at + 1, relative & 0xFFFFFFFF)
        at = out.find(0xE8, at + 5)
    return bytes(out)
