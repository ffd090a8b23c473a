"""What flows out of the scanner: files met, and the passages, tables and pictures read from them.

Only the standard library is used here, because every reader and every detector imports this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal, Protocol

Status = Literal[
    "read",
    "partly_read",
    "encrypted",
    "corrupt",
    "unsupported",
    "too_large",
    "timed_out",
    "denied",
    "media",
]


@dataclass(frozen=True, slots=True)
class Access:
    """Who may read a file: everyone, or the `readers` (「user:suzuki」, 「group:staff」, or a SID without a name here).

    `unknown` says that it could not be told, or not in full.
    """

    everyone: bool = False
    readers: tuple[str, ...] = ()
    unknown: bool = False


UNTOLD = Access(unknown=True)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file met on a share. `relative` uses "/" on every system and is the address shown to people."""

    root: Path
    relative: str
    size: int
    modified_ns: int
    owner: str
    readable_by_all: bool
    location: Path | None = None
    access: Access = UNTOLD

    @property
    def path(self) -> Path:
        """Where the file can be opened: `location`, which differs from `relative` where a name is not Unicode."""
        return self.location or self.root / self.relative


@dataclass(frozen=True, slots=True)
class Passage:
    """Running text as the reader met it, with its place in the words of the user (「3ページ」「本文」「メモ」)."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Table:
    """A chunk of a table, column by column; cells stand as the file has them, as text.

    All columns have the same length (short rows are padded with ""). Later chunks of one table carry the
    same `place` and a larger `first_row` (1-based number of the chunk's first row in the file).
    """

    place: str
    columns: tuple[tuple[str, ...], ...]
    first_row: int = 1


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a person must be told about how the file was read (「非表示のシート『名簿』も読みました」).

    `incomplete` says that a part could not be read: the file ends as `partly_read`.
    """

    text: str
    incomplete: bool = False


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as it is looked at: upright, 3 bytes (red, green, blue) a pixel, row by row from the top left.

    `worded` says that its text was read already, as on a scanned page with a layer of text.
    """

    place: str
    width: int
    height: int
    pixels: bytes = field(repr=False)
    worded: bool = False


@dataclass(frozen=True, slots=True)
class StoredImage:
    """A picture as a document holds it: decoding costs more than reading the document, and is done where it is wanted.

    Width and height are 0 where they are not known before; `key` is the same for the same picture, None where that is
    not known. `decode` raises one of `scanner.pixels.DAMAGE`, or gives None where the reader tells of the damage
    itself; it can be called until the next item is asked for.
    """

    place: str
    width: int
    height: int
    decode: Callable[[], Image | None] = field(repr=False)
    key: int | None = None
    worded: bool = False


Item = Passage | Table | Image | StoredImage | Remark
"""What readers give."""
Seen = Passage | Table | Image | Remark
"""The same when its pictures were looked at."""


class Unreadable(Exception):
    """A file, or the rest of it, that cannot be read: its status and one Japanese sentence why."""

    def __init__(self, status: Status, note: str) -> None:
        super().__init__(note)
        self.status: Status = status
        self.note = note


@dataclass(frozen=True, slots=True)
class Format:
    """What a reader reads: its name for people, the media types it takes, the usual extensions.

    `streams` says that the reader needs little memory however large the file is; without it, `extract` refuses
    files that are too large to be held in memory.
    """

    name: str
    media_types: tuple[str, ...]
    extensions: tuple[str, ...]
    streams: bool = False


class Reader(Protocol):
    """A module in `scanner.readers`: FORMAT, and `read`, `members` or both.

    `read` yields what stands in the file itself; `members` yields (name, stream) of files inside it.
    The stream a reader is given is binary, seekable and at position 0. A member's stream need only be readable:
    `extract` copies it, within its limits, and an exception raised by its `read` is the status of that member.
    A reader catches nothing it cannot name: `extract` turns every exception into a status.

    `read` and `members` of a format that can be locked take a keyword `passwords` more: `extract` sees it in their
    signature and hands over `scanner.passwords.Passwords`. Such a reader asks
    `passwords.opening(lambda password: …)` for the first one that opens the file (None: raise
    `Unreadable("encrypted", …)`), and its `read` yields `passwords.remark(password)` once; `members` asks again, and
    what opened the file is tried first. A password goes into no note, name, exception or log line.
    Locked Office files never come to a reader: `extract` hands over what is inside them.

    A reader of mails has `letter(file)`, one of mailboxes `letters(file)`: the mails as `scanner.letters.Letter`, asked
    for only where something locked hangs on one. `letters` may run while `members` is on its way through the same
    file: both seek before they read.
    """

    FORMAT: Format

    def read(self, file: BinaryIO) -> Iterator[Item]: ...

    def members(self, file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]: ...
