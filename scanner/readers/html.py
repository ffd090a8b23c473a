"""Web pages, and the pages that other programs save under the name of a workbook (`.xls`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from scanner import encoding, markup
from scanner.document import Format, Item

FORMAT = Format("HTML", ("text/html", "application/xhtml+xml"), (".html", ".htm", ".xhtml"), streams=True)

_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)")


def read(file: BinaryIO) -> Iterator[Item]:
    """Visible text and tables; the bytes decide on the encoding before the meta tag does."""
    declared = _CHARSET.search(file.read(4096))
    decoded = encoding.decode(file, declared[1].decode("ascii") if declared else None)
    if decoded.remark:
        yield decoded.remark
    yield from markup.items(decoded.blocks)
