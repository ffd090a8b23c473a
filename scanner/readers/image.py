"""Pictures: what was written about them (EXIF, IPTC, XMP), then the pictures themselves, page by page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from scanner import photo_notes, pixels
from scanner.document import Format, Item

_HEIC_HEAD = re.compile(rb".{4}ftyp(?!avif)", re.DOTALL)

FORMAT = Format(
    name="画像",
    media_types=(
        "image/jpeg",
        "image/png",
        "image/apng",
        "image/gif",
        "image/bmp",
        "image/x-ms-bmp",
        "image/tiff",
        "image/webp",
        "image/avif",
        "image/heic",
        "image/heif",
    ),
    extensions=(".jpg", ".png", ".tif", ".bmp", ".gif", ".webp", ".avif", ".heic"),
)


def read(file: BinaryIO) -> Iterator[Item]:
    """The notes first: they can be read where the pixels are damaged."""
    if _HEIC_HEAD.match(file.read(16)):
        pixels.refuse_heic()
    file.seek(0)
    picture = pixels.opened(file)
    yield from photo_notes.items(picture)
    yield from pixels.frames(picture)
