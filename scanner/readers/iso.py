"""Images of CDs and DVDs (ISO 9660, Joliet, Rock Ridge)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from scanner.archives import content, iso9660, names
from scanner.document import Format, Item, Remark

FORMAT = Format("ディスクイメージ（ISO）", ("application/x-iso9660-image",), (".iso",), streams=True)


def read(file: BinaryIO) -> Iterator[Item]:
    """No text of its own; only whether the image is whole."""
    _, is_whole = iso9660.entries(file)
    if not is_whole:
        yield Remark("ディスクイメージの途中が欠けているため、読める部分だけを読みました", incomplete=True)


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Every file of the image."""
    entries, _ = iso9660.entries(file)
    texts = names.decoded(entry.raw_name for entry in entries)
    for entry, text in zip(entries, texts, strict=True):
        pieces = (content.stored(file, start, size) for start, size in entry.extents)
        whole = sum(size for _, size in entry.extents)
        yield entry.name or names.legible(text), content.stream(chain.from_iterable(pieces), whole)
