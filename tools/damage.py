"""Damage as disks, mail gateways and attackers do it, the same for the same seed."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable
from random import Random

_LENGTHS = (
    b"\xff\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\x00\x00\x00\x80",
    b"\x00\x00\x00\x00",
    b"\xff\xff",
    b"\x00\x00",
)


def damaged(content: bytes, chance: Random) -> bytes:
    """The content with one to three damages; what is packed as ZIP often inside, with check sums that fit again."""
    if content[:4] == b"PK\x03\x04" and chance.random() < 0.6:
        return _inside_zip(content, chance)
    data = bytearray(content or b"\0")
    for _ in range(chance.choice((1, 1, 2, 3))):
        if data:
            chance.choice(_DAMAGES)(data, chance)
    return bytes(data)


def _inside_zip(content: bytes, chance: Random) -> bytes:
    target = io.BytesIO()
    try:
        with (
            warnings.catch_warnings(action="ignore"),  # names that stand there twice
            zipfile.ZipFile(io.BytesIO(content)) as archive,
            zipfile.ZipFile(target, "w") as hurt,
        ):
            entries = archive.infolist()
            victim = chance.choice(entries)
            for entry in entries:
                part = archive.read(entry)
                if entry is victim and part:
                    part = damaged(part, chance)
                hurt.writestr(entry, part, zipfile.ZIP_DEFLATED)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError, IndexError):
        return content[: chance.randrange(len(content))]  # locked or cut off already
    return target.getvalue()


def _span(data: bytearray, chance: Random, most: int) -> tuple[int, int]:
    start = chance.randrange(len(data))
    return start, min(len(data), start + chance.randint(1, most))


def _flip(data: bytearray, chance: Random) -> None:
    for _ in range(chance.randint(1, 16)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _overwrite(data: bytearray, chance: Random) -> None:
    start, end = _span(data, chance, 64)
    data[start:end] = chance.randbytes(end - start)


def _blank(data: bytearray, chance: Random) -> None:
    start, end = _span(data, chance, 4096)
    data[start:end] = bytes(end - start)


def _cut_end(data: bytearray, chance: Random) -> None:
    del data[chance.randrange(len(data)) :]


def _cut_beginning(data: bytearray, chance: Random) -> None:
    del data[: chance.randrange(len(data))]


def _delete(data: bytearray, chance: Random) -> None:
    start, end = _span(data, chance, 1024)
    del data[start:end]


def _insert(data: bytearray, chance: Random) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = chance.randbytes(chance.randint(1, 256))


def _swap(data: bytearray, chance: Random) -> None:
    size = min(chance.choice((16, 512, 4096)), len(data) // 2)
    if size:
        one, other = sorted((chance.randrange(len(data) - size + 1), chance.randrange(len(data) - size + 1)))
        if one + size <= other:
            data[one : one + size], data[other : other + size] = data[other : other + size], data[one : one + size]


def _repeat(data: bytearray, chance: Random) -> None:
    start, end = _span(data, chance, 2048)
    data[start:start] = bytes(data[start:end]) * chance.choice((1, 2, 50))


def _length(data: bytearray, chance: Random) -> None:
    """A number that says how much follows, wherever one may stand: most formats align them to 2 or 4 bytes."""
    for _ in range(chance.randint(1, 4)):
        number = chance.choice(_LENGTHS)
        at = chance.randrange(len(data)) & ~(chance.choice((1, 2, 4)) - 1)
        data[at : at + len(number)] = number


_DAMAGES: tuple[Callable[[bytearray, Random], None], ...] = (
    _flip, _flip, _overwrite, _blank, _cut_end, _cut_beginning, _delete, _insert, _swap, _repeat, _length, _length,
)  # fmt: skip
