"""Mailboxes in one file (mbox, mboxrd), as Thunderbird and mail servers keep them: each mail a member."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO, cast

from scanner import mime
from scanner.document import Format, Item, Remark
from scanner.letters import Letter

FORMAT = Format("メールボックス（mbox）", ("application/mbox",), (".mbox",), streams=True)

_BLOCK = 1 << 20
_OVERLAP = 4096  # bytes that a line 「From …」 with the header field behind it may take
_LARGEST_TOLD = 512 << 10  # bytes: a mail that brings a password has no attachment of weight
_LARGEST_HELD = 64 << 20
_NEXT_MAIL = re.compile(rb"(?m)^From [^\r\n]{1,500}\d{4}[^\r\n]{0,100}\r?\n(?=[A-Za-z-]+:)")
_ESCAPED = re.compile(rb"(?m)^>(>*From )")


def read(file: BinaryIO) -> Iterator[Item]:
    """No text of its own: all of it stands in the mails."""
    if next(_spans(file), None) is None:
        yield Remark("メールを1通も含まないメールボックスです")


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Each mail, numbered as it stands in the mailbox."""
    for number, (start, end) in enumerate(_spans(file), 1):
        is_held = end - start <= _LARGEST_HELD
        mail = io.BytesIO(_mail(file, start, end)) if is_held else cast(BinaryIO, _Slice(file, start, end))
        yield f"{number}通目.eml", mail


def letters(file: BinaryIO) -> Iterator[Letter]:
    """The mails as far as they help to open the attachments of another."""
    for start, end in _spans(file):
        if end - start <= _LARGEST_TOLD:
            yield mime.letter_of(mime.parsed(_mail(file, start, end)))


class _Slice:
    """A mail too large to be held, as it stands in the mailbox."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        self._file, self._at, self._end = file, start, end

    def read(self, size: int = _BLOCK) -> bytes:
        """The next block, b"" at the end."""
        self._file.seek(self._at)
        block = self._file.read(min(size, self._end - self._at))
        self._at += len(block)
        return block

    def close(self) -> None:
        """The file belongs to the mailbox and stays open."""


def _mail(file: BinaryIO, start: int, end: int) -> bytes:
    """One mail; a line that began with 「From 」 was written with a 「>」 before it."""
    file.seek(start)
    return _ESCAPED.sub(rb"\1", file.read(end - start))


def _spans(file: BinaryIO) -> Iterator[tuple[int, int]]:
    """Where each mail stands. The file is sought to before each look, so that two may go through it at once."""
    begun: int | None = None
    for line, mail in _separators(file):
        if begun is not None:
            yield begun, line
        begun = mail
    if begun is not None:
        yield begun, file.seek(0, io.SEEK_END)


def _separators(file: BinaryIO) -> Iterator[tuple[int, int]]:
    """The places of the lines between mails: where such a line begins, and where the mail behind it does."""
    at, held = 0, b"\n"  # so that a match needs a line start before it
    last = -1
    while True:
        file.seek(at)
        block = file.read(_BLOCK)
        at += len(block)
        held += block
        base = at - len(held)
        for match in _NEXT_MAIL.finditer(held, 1):
            if base + match.start() > last:
                last = base + match.start()
                yield last, base + match.end()
        if not block:
            return
        held = held[-_OVERLAP:]
