"""A message as RFC 5322 and MIME write it: its parts, their text, names and headers.

Old Japanese mail often declares a wrong charset or none, cuts characters in half and leaves names raw.
"""

from __future__ import annotations

import binascii
import email.message
import email.parser
import email.quoprimime
import email.utils
import io
import mimetypes
import re
from collections.abc import Iterator
from functools import lru_cache

from scanner import encoding, markup
from scanner.document import Item, Passage
from scanner.letters import TEXT_KEPT, Letter
from scanner.passages import passages

Message = email.message.Message

_SHOWN = (
    "From",
    "Sender",
    "Reply-To",
    "To",
    "Cc",
    "Bcc",
    "Resent-From",
    "Resent-To",
    "Subject",
    "Date",
    "Organization",
)
_TEXTS = ("text/plain", "text/html", "text/enriched")
_LARGEST_KEPT = 8 << 20
_NOTICES = {"message/delivery-status": "配送状況", "text/rfc822-headers": "元のメールのヘッダー"}
_WORD = re.compile(r"=\?([^?\s]+)\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]+(?==\?)")
_IDS = re.compile(r"<[^<>\s]{3,250}>")
_TAG = re.compile(r"<[^>]{0,2000}>")


def parsed(data: bytes) -> Message:
    """The message in these bytes. It is asked for several times in a row: for its text, then for its attachments."""
    return _last_parsed(data) if len(data) <= _LARGEST_KEPT else _parsed(data)


@lru_cache(maxsize=2)
def _last_parsed(data: bytes) -> Message:
    return _parsed(data)


def _parsed(data: bytes) -> Message:
    return email.parser.BytesParser().parsebytes(data)


def head(message: Message) -> Passage | None:
    """Who wrote to whom, when and about what; None for a message without such lines."""
    lines = [f"{name}: {header(value)}" for name, value in message.raw_items() if name.title() in _SHOWN]
    return Passage("\n".join(lines), "ヘッダー") if lines else None


def parts(message: Message) -> Iterator[Message]:
    """The leaves in order, without looking into mails within the mail."""
    pending = [message]
    while pending:
        part = pending.pop()
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            pending.extend(reversed([each for each in payload if isinstance(each, Message)]))
        else:
            yield part


def is_attachment(part: Message) -> bool:
    """Whether a part is a file of its own rather than text of the mail."""
    if part.get_content_disposition() == "attachment" or file_name(part):
        return True
    return part.get_content_type() not in _TEXTS and part.get_content_maintype() != "multipart"


def attachments(message: Message) -> Iterator[Message]:
    """The files that hang on the mail."""
    for part in parts(message):
        if is_attachment(part) and not _is_notice(part):
            yield part


def body(message: Message) -> Iterator[Message]:
    """The parts a person reads. Of two versions of one text the plain one, unless it is much shorter."""
    texts = [part for part in parts(message) if not is_attachment(part)]
    plain = [part for part in texts if part.get_content_type() != "text/html"]
    plain_size = sum(len(content(part)) for part in plain)
    for part in texts:
        if part.get_content_type() != "text/html" or len(content(part)) > plain_size * 4:
            yield part


def notices(message: Message) -> Iterator[Passage]:
    """What a mail server reports about a mail that it could not deliver."""
    for part in parts(message):
        if _is_notice(part):
            decoded = encoding.decode(io.BytesIO(content(part)))
            for passage in passages(decoded.blocks):
                yield Passage(passage.text, _NOTICES[part.get_content_type()])


def _is_notice(part: Message) -> bool:
    return part.get_content_type() in _NOTICES and not file_name(part)


def text_items(part: Message) -> Iterator[Item]:
    """The text of a part, decoded and as the page shows it."""
    data = content(part)
    if part.get_content_type() == "text/html":
        yield from markup.items(encoding.decode(io.BytesIO(data), part.get_content_charset()).blocks)
        return
    if str(part.get_param("format", "")).lower() == "flowed":
        data = _unfolded(data, str(part.get_param("delsp", "")).lower() == "yes")
    for passage in passages(encoding.decode(io.BytesIO(data), part.get_content_charset()).blocks):
        yield Passage(passage.text, "本文")


def _unfolded(data: bytes, drops_space: bool) -> bytes:
    """Text whose lines were folded for the journey (RFC 3676), with its lines whole again."""
    lines: list[bytes] = []
    depth, is_open = 0, False
    for line in data.splitlines():
        text = line.lstrip(b">")
        quoted = len(line) - len(text)
        text = text.removeprefix(b" ")
        if is_open and quoted == depth and text != b"-- ":
            lines[-1] += text
        else:
            lines.append(line[:quoted] + (b" " if quoted else b"") + text)
        depth, is_open = quoted, text.endswith(b" ") and text != b"-- "
        if is_open and drops_space:
            lines[-1] = lines[-1][:-1]
    return b"\n".join(lines) + b"\n"


def content(part: Message) -> bytes:
    """The bytes of a part, its transfer encoding undone; a mail within the mail as it stands."""
    payload = part.get_payload()
    if isinstance(payload, list):
        inner = b"\n".join(each.as_bytes() for each in payload if isinstance(each, Message))
        return inner if part.get_content_maintype() == "message" else part.as_bytes()
    undone = part.get_payload(decode=True)
    return undone if isinstance(undone, bytes) else part.as_bytes()


def header(value: object) -> str:
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


def file_name(part: Message) -> str:
    """The name of an attachment: RFC 2231, encoded words, or raw bytes, as mailers in Japan mix them."""
    for parameter, field in (("filename", "content-disposition"), ("name", "content-type")):
        value = part.get_param(parameter, None, field)
        if isinstance(value, tuple):
            charset, _, quoted = value
            return encoding.decode_bytes(quoted.encode("latin-1", "replace"), charset or None)
        if isinstance(value, str) and value.strip():
            return header(value)
    return ""


def member_name(part: Message, number: int) -> str:
    """What a part is called as a file: its name without folders, or one made from its type and number."""
    if name := file_name(part).replace("\\", "/").rpartition("/")[2]:
        return name
    if part.get_content_type() == "message/rfc822":
        return f"転送{number}.eml"
    return f"添付{number}{mimetypes.guess_extension(part.get_content_type()) or ''}"


def letter_of(message: Message) -> Letter:
    """The mail as far as it helps to open the attachments of another."""
    fields = {name: header(message.get(name, "")) for name in ("Message-ID", "From", "Subject")}
    named = " ".join(str(message.get(name, "")) for name in ("References", "In-Reply-To"))
    return Letter(
        message_id=next(iter(_IDS.findall(fields["Message-ID"])), ""),
        thread=frozenset(_IDS.findall(named)[-50:]),
        sender=email.utils.parseaddr(fields["From"])[1].lower(),
        subject=fields["Subject"],
        sent=_seconds(str(message.get("Date", ""))),
        attachments=tuple(file_name(part) for part in attachments(message)),
        text="\n".join(_start_of(part) for part in body(message))[:TEXT_KEPT],
    )


def _seconds(date: str) -> float | None:
    try:
        return email.utils.parsedate_to_datetime(date).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _start_of(part: Message) -> str:
    text = encoding.decode_bytes(content(part)[: 16 * TEXT_KEPT], part.get_content_charset())
    return _TAG.sub("\n", text) if part.get_content_type() == "text/html" else text
