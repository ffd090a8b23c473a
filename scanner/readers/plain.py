"""Plain text: notes, logs, Markdown, settings, source code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from scanner import encoding
from scanner.document import Format, Item
from scanner.escapes import unescaped
from scanner.passages import passages

_SUFFIXES = (".txt", ".log", ".md", ".yaml", ".toml", ".ini", ".properties")
FORMAT = Format("テキスト", ("text/plain",), _SUFFIXES, streams=True)


def read(file: BinaryIO) -> Iterator[Item]:
    """The text in passages cut at line ends."""
    decoded = encoding.decode(file)
    if decoded.remark:
        yield decoded.remark
    yield from passages(unescaped(decoded.blocks))
