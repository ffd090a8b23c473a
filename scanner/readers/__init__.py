"""The formats that can be read: one module each, found by walking this folder. There is no list to keep."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, BinaryIO, TypeVar, cast

from scanner.document import Item, Reader
from scanner.passwords import Passwords

T = TypeVar("T")

UNLOADED: dict[str, str] = {}
"""Readers that cannot be loaded because a library is missing or broken, with its name."""


def _loaded() -> Iterator[Reader]:
    for module in pkgutil.iter_modules(__path__):
        try:
            yield cast(Reader, import_module(f"{__name__}.{module.name}"))
        except (ImportError, OSError) as error:
            UNLOADED[module.name] = getattr(error, "name", None) or type(error).__name__


READERS: tuple[Reader, ...] = tuple(_loaded())


def reader_for(media_type: str) -> Reader | None:
    """The reader that takes this media type, or None where nobody reads it."""
    return _BY_MEDIA_TYPE.get(media_type.lower())


def items_of(reader: Reader, file: BinaryIO, passwords: Passwords) -> Iterator[Item]:
    """What stands in the file itself; nothing where the reader knows members only."""
    yield from _called(getattr(reader, "read", None), file, passwords)


def members_of(reader: Reader, file: BinaryIO, passwords: Passwords) -> Iterator[tuple[str, BinaryIO]]:
    """The files in the file; none where it is no container."""
    yield from _called(getattr(reader, "members", None), file, passwords)


def _called(function: Callable[..., Iterator[T]] | None, file: BinaryIO, passwords: Passwords) -> Iterator[T]:
    if function is None:
        return iter(())
    return function(file, passwords=passwords) if function in _UNLOCKING else function(file)


def _unlocking(reader: Any) -> Iterator[Callable[..., Any]]:
    for function in (getattr(reader, "read", None), getattr(reader, "members", None)):
        if function is not None and "passwords" in inspect.signature(function).parameters:
            yield function


_BY_MEDIA_TYPE = {media_type.lower(): reader for reader in READERS for media_type in reader.FORMAT.media_types}
_UNLOCKING = frozenset(function for reader in READERS for function in _unlocking(reader))
