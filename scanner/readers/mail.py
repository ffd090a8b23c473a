"""Mail: header, body, and attachments as members."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from scanner import mime, smime
from scanner.document import Format, Item, Unreadable
from scanner.letters import Letter

FORMAT = Format("メール", ("message/rfc822",), (".eml",))


def read(file: BinaryIO) -> Iterator[Item]:
    """Header, body, and what servers report. A message without text of its own yields its header at most."""
    message = mime.parsed(file.read())
    if head := mime.head(message):
        yield head
    if way := smime.locked(message):
        raise Unreadable("encrypted", f"暗号化されたメール（{way}）のため、本文と添付ファイルを読めません")
    for part in mime.body(message):
        yield from mime.text_items(part)
    yield from mime.notices(message)


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """The attachments, mails within the mail, and what stands inside a signature."""
    message = mime.parsed(file.read())
    if smime.locked(message):
        return
    for number, part in enumerate(mime.attachments(message), 1):
        name, content = mime.member_name(part, number), mime.content(part)
        if signed := smime.signed(part):
            name, content = f"署名されたメール{number}.eml", signed
        yield name, io.BytesIO(content)


def letter(file: BinaryIO) -> Letter:
    """The mail as far as it helps to open the attachments of another."""
    return mime.letter_of(mime.parsed(file.read()))
