"""Unpacking of .Z files, as `compress` of Unix writes them: LZW with codes that grow from 9 to 16 bits.

Source: compress 4.2 (public domain). Codes stand in groups of eight; where their width changes, a group is filled up.
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.archives import content
from scanner.document import Unreadable

_CLEAR = 256
_MOST_HELD = 256 << 20
_OUT = 256 << 10


def unpacked(packed: Iterator[bytes]) -> Iterator[bytes]:
    """The content; the file does not say where it ends."""
    head, packed = content.head(packed, 3)
    widest, has_clear = head[2] & 0x1F, bool(head[2] & 0x80)
    if head[:2] != b"\x1f\x9d" or not 9 <= widest <= 16:
        raise ValueError("not compressed this way")
    codes = _Codes(packed, widest)
    first = 257 if has_clear else 256
    strings = [bytes([value]) for value in range(256)] + [b""] * (first - 256)
    previous, held, out = b"", 0, bytearray()
    while (code := codes.next(len(strings))) is not None:
        if code == _CLEAR and has_clear:
            del strings[first:]
            previous, held = b"", 0
            codes.narrow()
            continue
        if code > len(strings) or (code == len(strings) and not previous):
            raise ValueError("no such code")
        own = strings[code] if code < len(strings) else previous + previous[:1]
        if previous and len(strings) < 1 << widest:
            strings.append(previous + own[:1])
            held += len(previous)
        previous = own
        out += own
        if len(out) >= _OUT:
            yield bytes(out)
            out.clear()
        if held > _MOST_HELD:
            raise Unreadable("too_large", "展開に要するメモリーが大きすぎるため、読めません")
    yield bytes(out)


class _Codes:
    """The codes, lowest bit first, in groups of eight."""

    def __init__(self, packed: Iterator[bytes], widest: int) -> None:
        self._packed = packed
        self._widest = widest
        self._width = 9
        self._held = b""
        self._group: list[int] = []

    def next(self, known: int) -> int | None:
        """The next code, with as many bits as `known` strings need; None at the end."""
        if known >= 1 << self._width and self._width < self._widest:
            self._width += 1
            self._group = []
        if not self._group:
            self._fill()
        return self._group.pop() if self._group else None

    def narrow(self) -> None:
        """Begin anew with codes of 9 bits."""
        self._width = 9
        self._group = []

    def _fill(self) -> None:
        while len(self._held) < self._width:
            block = next(self._packed, None)
            if block is None:
                break
            self._held += block
        piece, self._held = self._held[: self._width], self._held[self._width :]
        value, mask = int.from_bytes(piece, "little"), (1 << self._width) - 1
        codes = [value >> self._width * at & mask for at in range(8 * len(piece) // self._width)]
        self._group = codes[::-1]
