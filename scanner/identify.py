"""What a file is, by its content. The extension only breaks ties between kinds of text."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO

from scanner import claims, containers, delimiter, encoding, signatures, zengin
from scanner.archives import selfextracting
from scanner.fixedwidth import columns_of
from scanner.media import EMPTY, UNKNOWN, by_name

HEAD = 64 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_CONTROLS = bytes(sorted(set(range(32)) - set(b"\t\n\r\f\x08\x0e\x0f\x1a\x1b") | {127}))

_HTML = re.compile(
    r"<(!doctype\s+html|html|head|body|meta|title|table|div|center|font|style|script|p|br|h[1-6])\b", re.I
)
_HTML_START = re.compile(r"\s*(<!--.*?-->\s*)*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(?=<)", re.S)
_XML = re.compile(r"\s*(<\?xml\b|<!DOCTYPE\s+(?!html)|<[A-Za-z_][\w.:-]*(\s+[\w.:-]+\s*=\s*[\"'][^<]*|\s*/?)>)", re.I)
_FLAT_OPENDOCUMENT = re.compile(
    r"""\s*(?:<\?xml[^>]*>\s*)?<office:document\s[^>]*?office:mimetype=["'](application/vnd\.oasis\.[\w.-]+)["']"""
)
_JSON_START = re.compile(r'\s*(\{\s*("|\}|$)|\[\s*(["{\[\]\d-]|true|false|null|$))')
_MAIL_FIELD = re.compile(r"(?m)^([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]?.*(?:\n[ \t]+.*)*\n?")
_MAIL_PROOF = frozenset(["from", "received", "message-id", "mime-version", "return-path", "delivered-to"])
_MAIL_SENT = frozenset(["to", "cc", "bcc", "received", "message-id", "return-path", "delivered-to"])
_MAIL_USUAL = _MAIL_PROOF | {"to", "subject", "date", "cc", "content-type", "reply-to", "x-mailer", "sender"}
_ADDRESS_BOOK = re.compile(
    r"(?P<vcard>BEGIN:V(?:CARD|NOTE)[ \t]*\r?\n)"
    r"|(?:version:[ ]*1[ \t]*\r?\n|#.*\n|[ \t]*\r?\n)*dn::?[ ].*\n(?:[ ].*\n)*[A-Za-z]+(?:;[A-Za-z0-9-]+)*::?[ ]",
    re.I,
)
_SQL = re.compile(
    r"^[^\S\n]*(?:INSERT\s+(?:IGNORE\s+)?INTO|REPLACE\s+INTO|COPY\s+\S.*FROM\s+stdin)", re.IGNORECASE | re.MULTILINE
)
_SQL_START = re.compile(r"(?:--|/\*|SET\s|DROP\s|CREATE\s|INSERT\s|BEGIN|USE\s|COPY\s)", re.IGNORECASE)


def identify(file: BinaryIO, name: str) -> str:
    """The media type of a file. Afterwards the file stands at its beginning again."""
    try:
        return _identify(file, name)
    finally:
        file.seek(0)


def _identify(file: BinaryIO, name: str) -> str:
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        return EMPTY
    if head.startswith(_ZIP):
        return containers.inside_zip(file, name)
    if head.startswith(_OLE):
        return containers.inside_ole(file, name)
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if known := signatures.by_first_bytes(head):
        return known if known != "application/vnd.microsoft.portable-executable" else _program(file)
    if head.startswith(b"MZ") and (carried := selfextracting.payload(file)):
        return carried[0]
    text = encoding.decode(io.BytesIO(_whole_lines(head)))
    if not _is_text(head, text.remark is None):
        found = _binary_type(head)
        return by_name(name) if found == UNKNOWN else found
    return _text_type("".join(text.blocks), name)


def _program(file: BinaryIO) -> str:
    """A program, or the archive that it unpacks when it is run."""
    if zipfile.is_zipfile(file):
        return "application/zip"
    carried = selfextracting.payload(file)
    return carried[0] if carried else "application/vnd.microsoft.portable-executable"


def _whole_lines(head: bytes) -> bytes:
    """The head up to a line end, so that no character is cut in half."""
    end = head.rfind(b"\n") + 1
    return head[:end] if len(head) == HEAD and end and not encoding.is_wide(head) else head


def _is_text(head: bytes, is_clean: bool) -> bool:
    """Hardly any control characters; more of them, such as NULs in a dump, where all else decodes."""
    if encoding.is_wide(head):
        return True
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls <= max(4 if len(head) > 40 else 0, len(head) // 100):
        return True
    return is_clean and controls <= len(head) // 6 and _binary_type(head) == UNKNOWN


def _binary_type(head: bytes) -> str:
    found = signatures.by_libmagic(head)
    return UNKNOWN if found.startswith(("text/", "inode/")) else found


def _text_type(text: str, name: str) -> str:
    suffix = PurePosixPath(name.lower()).suffix
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        if found := _markup(start, suffix):
            return found
    elif _JSON_START.match(start) and (found := _json(start, suffix)):
        return found
    if start.startswith("From ") and _mail(start.partition("\n")[2]):
        return "application/mbox"
    if mail := _mail(start):
        return mail
    if start[:15].upper() == "BEGIN:VCALENDAR":
        return "text/calendar"
    if _SQL.search(text) and (suffix in (".sql", ".dump") or _SQL_START.match(start)):
        return "application/sql"
    if address_book := _ADDRESS_BOOK.match(start):
        return "text/vcard" if address_book["vcard"] else "text/x-ldif"
    if claims.is_claims(text):
        return "text/x-fixed-width"
    if delimiter.looks_delimited(text, suffix):
        return "text/csv"
    is_fixed = not delimiter.is_prose(suffix) and (zengin.is_zengin(text) or columns_of(text))
    return "text/x-fixed-width" if is_fixed else "text/plain"


def _markup(start: str, suffix: str) -> str | None:
    opening = _HTML_START.match(start)
    if opening and _HTML.match(start, opening.end()):
        return "text/html"
    if flat := _FLAT_OPENDOCUMENT.match(start):
        return flat[1]
    if _XML.match(start):
        return "text/html" if suffix in {".html", ".htm", ".xhtml"} else "application/xml"
    return "text/html" if suffix in {".html", ".htm"} else None


def _json(start: str, suffix: str) -> str | None:
    """JSON, JSON Lines, or neither, by parsing the beginning; a long file is cut off in the middle of a value."""
    whole = "application/x-ndjson" if suffix in {".jsonl", ".ndjson"} else "application/json"
    try:
        _, end = json.JSONDecoder(parse_int=str).raw_decode(start)
    except json.JSONDecodeError as error:
        is_open = error.pos > len(start) // 2 or error.msg.startswith("Unterminated string")
        was_cut = is_open and len(start.encode("utf-8", "replace")) > HEAD // 4
        return whole if was_cut or (suffix == ".json" and error.pos > 1) else None
    except RecursionError:
        return whole
    rest = start[end:].lstrip()
    if not rest:
        return whole
    return "application/x-ndjson" if rest[0] in "{[" else None


def _mail(start: str) -> str | None:
    """Header fields one after the other from the first line on, and among them those of mail or of a saved page."""
    fields: dict[str, str] = {}
    position = 0
    start = start[:16384].replace("\r\n", "\n")
    while match := _MAIL_FIELD.match(start, position):
        fields[match[1].lower()] = match[0]
        position = match.end()
    if "multipart/related" in fields.get("content-type", "").lower() and not fields.keys() & _MAIL_SENT:
        return "multipart/related"
    is_mime = "content-type" in fields and "mime-version" in fields
    is_mail = bool(fields.keys() & _MAIL_PROOF) and (is_mime or len(fields.keys() & _MAIL_USUAL) >= 3)
    return "message/rfc822" if is_mail else None
