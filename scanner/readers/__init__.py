"""The formats that can be read: one module each, found by walking this folder. There is no list to keep."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import cast

from scanner.document import Reader

READERS: tuple[Reader, ...] = tuple(
    cast(Reader, import_module(f"{__name__}.{module.name}")) for module in pkgutil.iter_modules(__path__)
)


def reader_for(media_type: str) -> Reader | None:
    """The reader that takes this media type, or None where nobody reads it."""
    return _BY_MEDIA_TYPE.get(media_type.lower())


_BY_MEDIA_TYPE = {media_type.lower(): reader for reader in READERS for media_type in reader.FORMAT.media_types}
