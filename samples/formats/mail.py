"""Mail as .eml: ISO-2022-JP or UTF-8, plain or with HTML, attachments, quoted history."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from email.header import Header

from samples.formats.plain import text
from samples.share import Sample


@dataclass(frozen=True, slots=True)
class Letter:
    """The head of a mail; addresses are (name, address)."""

    subject: str
    sender: tuple[str, str]
    to: Sequence[tuple[str, str]]
    cc: Sequence[tuple[str, str]] = ()
    date: str = "Tue, 29 Sep 2026 10:24:31 +0900"


def eml(
    letter: Letter, body: str, charset: str = "iso-2022-jp", html: str = "", attached: Sequence[Sample] = ()
) -> bytes:
    """A mail with its parts."""
    head = [
        f"From: {address(letter.sender, charset)}",
        f"To: {', '.join(address(one, charset) for one in letter.to)}",
        *([f"Cc: {', '.join(address(one, charset) for one in letter.cc)}"] if letter.cc else []),
        f"Subject: {encoded(letter.subject, charset)}",
        f"Date: {letter.date}",
        "Message-ID: <20260929102431.0001@mx.example.co.jp>",
        "MIME-Version: 1.0",
    ]
    parts = [part(f"text/plain; charset={charset}", text(body, charset), charset)]
    if html:
        parts.append(part(f"text/html; charset={charset}", html.encode(charset), charset))
        parts = [multipart("alternative", parts)]
    parts += [attachment(sample, charset) for sample in attached]
    whole = parts[0] if len(parts) == 1 else multipart("mixed", parts)
    return "\r\n".join(head).encode("ascii") + b"\r\n" + whole


def encoded(words: str, charset: str) -> str:
    """Words in a header."""
    return Header(words, charset, maxlinelen=70).encode(linesep="\r\n")


def address(who: tuple[str, str], charset: str) -> str:
    """A name and an address in a header."""
    name, mailbox = who
    return f"{encoded(name, charset)} <{mailbox}>" if name else mailbox


def part(content_type: str, content: bytes, charset: str) -> bytes:
    """One part; ISO-2022-JP travels as it is, everything else as base64."""
    if charset == "iso-2022-jp" and content_type.startswith("text/"):
        return f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: 7bit\r\n\r\n".encode() + content
    return f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode() + wrapped(content)


def attachment(sample: Sample, charset: str) -> bytes:
    """A file in the mail, named the way Outlook names it."""
    name = encoded(sample.path, charset)
    head = (
        f'Content-Type: application/octet-stream; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n'
        f'Content-Disposition: attachment; filename="{name}"\r\n\r\n'
    )
    return head.encode("ascii") + wrapped(sample.content)


def multipart(kind: str, parts: Sequence[bytes]) -> bytes:
    """Parts between boundaries."""
    mark = f"=_{kind}_0001"
    body = b"".join(f"\r\n--{mark}\r\n".encode() + one for one in parts)
    return f'Content-Type: multipart/{kind}; boundary="{mark}"\r\n'.encode() + body + f"\r\n--{mark}--\r\n".encode()


def wrapped(content: bytes) -> bytes:
    """Base64 in lines."""
    return base64.encodebytes(content).replace(b"\n", b"\r\n")
