"""Pages that a browser, Excel or Word saved as one file (.mht): their text, and what belongs to them as members."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from scanner import mime
from scanner.document import Format, Item, Passage

FORMAT = Format("保存したページ（MHTML）", ("multipart/related",), (".mht", ".mhtml"))

_LOOKS = ("text/css", "text/javascript", "application/javascript", "application/x-javascript", "text/xml")


def read(file: BinaryIO) -> Iterator[Item]:
    """Title and address of the page, then its text, frame after frame and sheet after sheet."""
    message = mime.parsed(file.read())
    about = [mime.header(message[name]) for name in ("Subject", "Snapshot-Content-Location") if message[name]]
    if about:
        yield Passage("\n".join(about), "題名")
    for part in mime.parts(message):
        if part.get_content_maintype() == "text" and part.get_content_type() not in _LOOKS:
            yield from mime.text_items(part)


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Pictures and other files of the page, under their names on the web; not what only says how the page looks."""
    message = mime.parsed(file.read())
    for number, part in enumerate(mime.parts(message), 1):
        if part.get_content_maintype() != "text" and part.get_content_type() not in _LOOKS:
            place = urlsplit(mime.header(part.get("Content-Location", ""))).path
            name = unquote(place).rpartition("/")[2] or mime.member_name(part, number)
            yield name, io.BytesIO(mime.content(part))
