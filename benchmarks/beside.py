"""The libraries that one would use instead of daicho's readers, each on the bytes of a file."""

from __future__ import annotations

import csv
import io
import json
import mailbox
import sqlite3
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from email import message_from_bytes, policy
from functools import cache, partial
from typing import Any

Peer = tuple[str, Callable[[bytes], object]]


def by_csv(content: bytes) -> None:
    """Decoding, then the csv module."""
    for _ in csv.reader(io.TextIOWrapper(io.BytesIO(content), encoding="cp932", newline="")):
        pass


def by_openpyxl(content: bytes) -> None:
    """All cells, read-only."""
    import openpyxl

    for page in openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets:
        for _ in page.iter_rows(values_only=True):
            pass


def by_pdfminer(content: bytes) -> None:
    """The text of all pages."""
    from pdfminer.high_level import extract_text

    extract_text(io.BytesIO(content))


def by_lxml(content: bytes) -> None:
    """All text of an XML."""
    from lxml import etree

    for _ in etree.fromstring(content).itertext():
        pass


def by_email(content: bytes) -> None:
    """The body of a mail."""
    body = message_from_bytes(content, policy=policy.default).get_body()
    assert body is not None
    body.get_content()


def by_mailbox(content: bytes) -> None:
    """The mails of a mailbox."""
    with tempfile.NamedTemporaryFile(suffix=".mbox") as file:
        file.write(content)
        file.flush()
        with closing(mailbox.mbox(file.name)) as box:
            for message in box:
                message.get_payload(decode=True)


def by_zipfile(content: bytes) -> None:
    """All members."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            archive.read(name)


def by_tarfile(content: bytes) -> None:
    """All members."""
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for member in archive:
            if file := archive.extractfile(member):
                file.read()


def by_sqlite(content: bytes) -> None:
    """All rows."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content)
    connection.execute("SELECT * FROM customers").fetchall()


def json_lines(content: bytes) -> list[object]:
    """Each line as a value."""
    return [json.loads(line) for line in content.splitlines()]


def markitdown(suffix: str) -> Peer:
    """MarkItDown on a file of this kind."""
    return "MarkItDown", partial(_by_markitdown, suffix)


def _by_markitdown(suffix: str, content: bytes) -> None:
    _markitdown().convert_stream(io.BytesIO(content), file_extension=suffix)


@cache
def _markitdown() -> Any:
    from markitdown import MarkItDown

    return MarkItDown()


def decode(encoding: str) -> Peer:
    """Decoding alone."""
    return "bytes.decode", lambda content: content.decode(encoding)


CSV: Peer = ("decode + csv", by_csv)
OPENPYXL: Peer = ("openpyxl read-only", by_openpyxl)
PDFMINER: Peer = ("pdfminer.six", by_pdfminer)
LXML: Peer = ("lxml", by_lxml)
JSON: Peer = ("json", json.loads)
JSON_LINES: Peer = ("json", json_lines)
EMAIL: Peer = ("email", by_email)
MAILBOX: Peer = ("mailbox", by_mailbox)
SQLITE: Peer = ("sqlite3", by_sqlite)
ZIPFILE: Peer = ("zipfile", by_zipfile)
TARFILE: Peer = ("tarfile", by_tarfile)
