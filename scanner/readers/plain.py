"""Plain text: notes, logs, Markdown, source code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from scanner import encoding
from scanner.document import Format, Item
from scanner.passages import passages

FORMAT = Format("テキスト", ("text/plain",), (".txt", ".log", ".md"), streams=True)


def read(file: BinaryIO) -> Iterator[Item]:
    """The text in passages cut at line ends."""
    decoded = encoding.decode(file)
    if decoded.remark:
        yield decoded.remark
    yield from passages(decoded.blocks)
