"""The unpacked content of one file in an archive, block by block, checked at its end."""

from __future__ import annotations

import lzma
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from typing import BinaryIO, cast

from scanner.document import Remark, Status, Unreadable

BLOCK = 256 << 10

CUT_OFF = "書庫の中で途中から欠けています"
DAMAGED = "書庫の中で内容が壊れています"
INCOMPLETE = "書庫の途中が壊れているか欠けているため、取り出せるファイルだけを読みました"
NO_HEADER = "書庫の見出しが壊れているため、読めません"
IN_PARTS = "分割された書庫の一部です。ほかの部分にまたがるファイルは読めません"
IN_OTHER_PARTS = "分割された書庫にまたがるため、読めません"
LOCKED = "パスワードで保護されているため、読めません"
LOCKED_AS_A_WHOLE = "パスワードで保護された書庫のため、中のファイルを読めません"
LOCKED_NAMES = "ファイルの名前までパスワードで保護された書庫のため、読めません"

FAILURES = (zlib.error, lzma.LZMAError, OSError, ValueError, IndexError, OverflowError, struct.error)


class Content:
    """A stream of whatever blocks `blocks` yields; what stands before a damaged place is handed out first.

    `checksum` continues `check` over a block; at the end it must be `expected`, where that is known.
    """

    def __init__(
        self,
        blocks: Iterator[bytes],
        size: int | None = None,
        expected: int | None = None,
        checksum: Callable[[bytes, int], int] = zlib.crc32,
    ) -> None:
        self._blocks = blocks
        self._left = size
        self._expected = expected
        self._checksum = checksum
        self._check = 0

    def read(self, _size: int = -1) -> bytes:
        """The next block, of whatever size comes; b"" at the end."""
        while True:
            try:
                block = next(self._blocks, None)
            except EOFError as error:
                raise Unreadable("corrupt", CUT_OFF) from error
            except FAILURES as error:
                raise Unreadable("corrupt", DAMAGED) from error
            if block is None:
                self._finish()
                return b""
            if block:
                if self._expected is not None:
                    self._check = self._checksum(block, self._check)
                if self._left is not None:
                    self._left -= len(block)
                return block

    def close(self) -> None:
        """The file belongs to the archive and stays open."""

    def _finish(self) -> None:
        if self._expected is not None and self._expected == self._check:
            return  # whatever the size says: programs of old write it modulo 4 GB
        if self._left:
            raise Unreadable("corrupt", CUT_OFF if self._left > 0 else DAMAGED)
        if self._expected is not None:
            raise Unreadable("corrupt", f"{DAMAGED}（検査値が一致しません）")


def stream(
    blocks: Iterator[bytes],
    size: int | None = None,
    expected: int | None = None,
    checksum: Callable[[bytes, int], int] = zlib.crc32,
) -> BinaryIO:
    """The content as a reader's `members` hands it out."""
    return cast(BinaryIO, Content(blocks, size, expected, checksum))


def unpacks(tried: BinaryIO, most: int) -> bool:
    """Whether a member that was opened by a password unpacks so far, or only its method is unknown."""
    left = most
    try:
        while left > 0 and (block := tried.read()):
            left -= len(block)
    except Unreadable as failure:
        return failure.status == "unsupported"
    return True


def wholeness(entries: Sequence[object]) -> Iterator[Remark]:
    """What must be said of an archive whose list of members ends in None where it is damaged."""
    if entries[:1] == [None]:
        raise Unreadable("corrupt", NO_HEADER)
    if None in entries:
        yield Remark(INCOMPLETE, incomplete=True)


def refused(status: Status, note: str) -> BinaryIO:
    """A member that is there but cannot be unpacked: reading it says why."""

    def blocks() -> Iterator[bytes]:
        raise Unreadable(status, note)
        yield b""

    return stream(blocks())


def stored(file: BinaryIO, start: int, size: int) -> Iterator[bytes]:
    """A piece of the file as it stands, in blocks. The position of the file is not relied on between them."""
    end = start + size
    while start < end:
        file.seek(start)
        block = file.read(min(BLOCK, end - start))
        if not block:
            raise EOFError
        start += len(block)
        yield block


def head(blocks: Iterator[bytes], size: int) -> tuple[bytes, Iterator[bytes]]:
    """The first `size` bytes, and the blocks behind them."""
    held = b""
    while len(held) < size:
        block = next(blocks, None)
        if block is None:
            raise EOFError
        held += block
    return held[:size], chain([held[size:]], blocks)


class _Solid:
    """Blocks that several files share, one behind the other. What goes wrong once is wrong for all that follow."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._rest = b""
        self._failure: Exception | None = None

    def part(self, left: list[int]) -> Iterator[bytes]:
        """The next `left[0]` bytes, which counts down."""
        while left[0] > 0:
            piece = self._take(left[0])
            left[0] -= len(piece)
            yield piece

    def _take(self, most: int) -> bytes:
        if self._failure:
            raise self._failure
        try:
            block = self._rest or next(self._blocks)
        except StopIteration:
            self._failure = EOFError()
            raise self._failure from None
        except Exception as error:
            self._failure = error
            raise
        self._rest = block[most:]
        return block[:most]


def cut(blocks: Iterator[bytes], sizes: Iterable[int]) -> Iterator[Iterator[bytes]]:
    """The blocks cut into parts of these sizes; what was not taken of a part is left out before the next."""
    solid = _Solid(blocks)
    for size in sizes:
        left = [size]
        yield solid.part(left)
        with suppress(Exception):
            for _ in solid.part(left):
                pass
