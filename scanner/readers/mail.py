"""Mail: header, body, and attachments as members. Old Japanese mail often declares a wrong charset or none."""

from __future__ import annotations

import binascii
import email.message
import email.parser
import email.quoprimime
import io
import mimetypes
import re
from collections.abc import Iterator
from typing import BinaryIO

from scanner import encoding, markup
from scanner.document import Format, Item, Passage
from scanner.passages import passages

FORMAT = Format("メール", ("message/rfc822", "application/mbox"), (".eml", ".mht", ".mhtml", ".mbox"))

Message = email.message.Message

_SHOWN = ("From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Subject", "Date", "Organization")
_WORD = re.compile(r"=\?([^?\s]+)\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]+(?==\?)")
_NEXT_MAIL = re.compile(rb"(?m)^From [^\r\n]*\d{4}[^\r\n]*\r?\n(?=[A-Za-z-]+:)")


def read(file: BinaryIO) -> Iterator[Item]:
    """Header and body. A message without text of its own (a mailbox, a picture only) yields its header at most."""
    data = file.read()
    if _NEXT_MAIL.match(data):
        return
    message = _parsed(data)
    header = [f"{name}: {_header(value)}" for name, value in message.raw_items() if name.title() in _SHOWN]
    if header:
        yield Passage("\n".join(header), "ヘッダー")
    for part in _body(message):
        yield from _text_items(part)


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """The attachments, and mails within the mail; for a mailbox, each of its mails."""
    data = file.read()
    starts = [match.span() for match in _NEXT_MAIL.finditer(data)]
    if starts and starts[0][0] == 0:
        ends = [start for start, _ in starts[1:]] + [len(data)]
        for number, ((_, start), end) in enumerate(zip(starts, ends, strict=True), 1):
            yield f"{number}通目.eml", io.BytesIO(data[start:end])
        return
    for number, part in enumerate(_attachments(_parsed(data)), 1):
        yield _name(part, number), io.BytesIO(_content(part))


def _parsed(data: bytes) -> Message:
    return email.parser.BytesParser().parsebytes(data)


def _parts(message: Message) -> Iterator[Message]:
    """The leaves in order, without looking into mails within the mail."""
    pending = [message]
    while pending:
        part = pending.pop()
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            pending.extend(reversed([each for each in payload if isinstance(each, Message)]))
        else:
            yield part


def _is_attachment(part: Message) -> bool:
    if part.get_content_disposition() == "attachment" or _file_name(part):
        return True
    return part.get_content_type() not in ("text/plain", "text/html", "text/enriched")


def _attachments(message: Message) -> Iterator[Message]:
    return (part for part in _parts(message) if _is_attachment(part) and (part is not message or _file_name(part)))


def _body(message: Message) -> Iterator[Message]:
    """The parts a person reads. Of two versions of one text the plain one, unless it is much shorter."""
    texts = [part for part in _parts(message) if not _is_attachment(part)]
    plain = [part for part in texts if part.get_content_type() != "text/html"]
    plain_size = sum(len(_content(part)) for part in plain)
    for part in texts:
        if part.get_content_type() != "text/html" or len(_content(part)) > plain_size * 4:
            yield part


def _text_items(part: Message) -> Iterator[Item]:
    decoded = encoding.decode(io.BytesIO(_content(part)), part.get_content_charset())
    if part.get_content_type() == "text/html":
        yield from markup.items(decoded.blocks)
        return
    for passage in passages(decoded.blocks):
        yield Passage(passage.text, "本文")


def _content(part: Message) -> bytes:
    """The bytes of a part, its transfer encoding undone; a mail within the mail as it stands."""
    payload = part.get_payload()
    if part.get_content_type() == "message/rfc822" and isinstance(payload, list):
        return b"\n".join(each.as_bytes() for each in payload if isinstance(each, Message))
    content = part.get_payload(decode=True)
    if isinstance(content, bytes):
        return content
    return part.as_bytes()


def _header(value: object) -> str:
    """A header with its encoded words decoded, or its raw bytes where it has undeclared ones."""
    text = str(value)
    raw = text.encode("utf-8", "surrogateescape")
    if not raw.isascii() or b"\x1b" in raw:
        text = encoding.decode_bytes(raw)
    text = _BETWEEN_WORDS.sub(r"\1", text)
    return " ".join(_decoded_words(text).split())


def _decoded_words(text: str) -> str:
    """Encoded words next to each other are joined before decoding: mailers cut characters in half."""
    pieces: list[str] = []
    charset, held, at = "", b"", 0
    for word in _WORD.finditer(text):
        name = word[1].partition("*")[0].lower()
        if word.start() > at or name != charset:
            pieces.append(encoding.decode_bytes(held, charset) if held else "")
            pieces.append(text[at : word.start()])
            held = b""
        charset, at = name, word.end()
        held += _unwrapped(word[2].lower(), word[3])
    pieces.append(encoding.decode_bytes(held, charset) if held else "")
    return "".join(pieces) + text[at:]


def _unwrapped(way: str, text: str) -> bytes:
    if way == "q":
        return email.quoprimime.header_decode(text).encode("latin-1", "replace")
    data = re.sub(r"[^A-Za-z0-9+/]", "", text)
    return binascii.a2b_base64(data + "=" * (-len(data) % 4)) if len(data) % 4 != 1 else b""


def _file_name(part: Message) -> str:
    """The name of an attachment: RFC 2231, encoded words, or raw bytes, as mailers in Japan mix them."""
    for parameter, header in (("filename", "content-disposition"), ("name", "content-type")):
        value = part.get_param(parameter, None, header)
        if isinstance(value, tuple):
            charset, _, quoted = value
            return encoding.decode_bytes(quoted.encode("latin-1", "replace"), charset or None)
        if isinstance(value, str) and value.strip():
            return _header(value)
    return ""


def _name(part: Message, number: int) -> str:
    if name := _file_name(part).replace("\\", "/").rpartition("/")[2]:
        return name
    if part.get_content_type() == "message/rfc822":
        return f"転送{number}.eml"
    return f"添付{number}{mimetypes.guess_extension(part.get_content_type()) or ''}"
