"""The memo fields of dBase and FoxPro tables, which lie in a file beside the table (dbt, fpt)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from scanner import encoding
from scanner.document import Format, Item
from scanner.passages import passages

FORMAT = Format(
    "dBASE のメモ", ("application/x-dbase-memo", "application/x-fpt", "application/x-dbt"), (".dbt", ".fpt")
)

_HEAD = 512
_TEXT, _IV = 1, b"\xff\xff\x08\x00"
_BETWEEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]+")
_SOFT = b"\x8d\n"  # a line end that the editor of dBase III put in


def read(file: BinaryIO) -> Iterator[Item]:
    """The memos in the order of the file, as running text."""
    content = file.read()
    memos = list(_foxpro(content)) or list(_dbase(content[_HEAD:]))
    decoded = encoding.decode(io.BytesIO(b"\n".join(memos)))
    if decoded.remark:
        yield decoded.remark
    yield from passages(decoded.blocks)


def _foxpro(content: bytes) -> Iterator[bytes]:
    """Blocks with a type and a length; none where the file is not of FoxPro."""
    block = int.from_bytes(content[6:8], "big")
    if not 1 <= block <= 16_384 or content[4:6] != b"\0\0":
        return
    step, at = max(block, 32), _HEAD
    while at + 8 <= len(content):
        kind, size = int.from_bytes(content[at : at + 4], "big"), int.from_bytes(content[at + 4 : at + 8], "big")
        if kind == _TEXT and 0 < size <= len(content) - at - 8:
            yield content[at + 8 : at + 8 + size]
            at += (8 + size + block - 1) // block * block
        else:
            at += step


def _dbase(content: bytes) -> Iterator[bytes]:
    """Text up to a 1A; in dBase IV a mark and a length stand before it."""
    for part in _BETWEEN.split(content.replace(_SOFT, b"")):
        if len(part) > 1 and part != _IV[:2]:
            yield part
