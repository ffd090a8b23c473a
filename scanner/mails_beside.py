"""The mails that lie around a locked attachment: in the same mailbox, or as files in the same folder."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from scanner.crawl import open_untouched
from scanner.document import Reader
from scanner.identify import identify
from scanner.keyring import Keyring
from scanner.letters import Letter
from scanner.passwords import Passwords
from scanner.readers import members_of, reader_for

SUFFIXES = (".eml", ".msg")
LARGEST = 512 << 10  # bytes: a mail that brings a password has no attachment of weight
NEAREST = 1_000  # mails of a folder, by the time they were written


def inside(reader: Reader, file: BinaryIO, keys: Keyring) -> Keyring:
    """The keyring for the members of a file: a mail and a mailbox add what their mails say."""
    functions: Any = reader
    if letter := getattr(functions, "letter", None):
        return keys.in_mail(lambda: _told(letter, file), lambda: _attached(reader, file))
    if letters := getattr(functions, "letters", None):
        return keys.in_mailbox(lambda: _all_told(letters, file))
    return keys


def _told(letter: Callable[[BinaryIO], Letter], file: BinaryIO) -> Letter:
    try:
        file.seek(0)
        return letter(file)
    except Exception:  # a mail that cannot be understood helps to open nothing; its reader says what is wrong
        return Letter()


def _attached(reader: Reader, file: BinaryIO) -> Iterator[Letter]:
    """The mails that hang on a mail: a forwarded one and the one with its password may come together."""
    with suppress(Exception):
        file.seek(0)
        for name, stream in members_of(reader, file, Passwords()):
            data = stream.read(LARGEST + 1) if name.lower().endswith(SUFFIXES) else b""
            if data and len(data) <= LARGEST:
                yield _letter_in(io.BytesIO(data), name)


def _letter_in(file: BinaryIO, name: str) -> Letter:
    reader: Any = reader_for(identify(file, name))
    return _told(reader.letter, file) if hasattr(reader, "letter") else Letter()


def _all_told(letters: Callable[[BinaryIO], Iterator[Letter]], file: BinaryIO) -> Iterator[Letter]:
    with suppress(Exception):
        file.seek(0)
        yield from letters(file)


def mails_beside(path: Path) -> Iterator[Letter]:
    """The mails in the folder of a mail, those written at about the same time first."""
    if path.suffix.lower() not in SUFFIXES:
        return
    try:
        written_ns = path.stat().st_mtime_ns
    except OSError:
        return
    near = sorted(_mails_in(path.parent), key=lambda mail: (abs(mail[2] - written_ns), mail[0]))
    for name, size, modified_ns in near[:NEAREST]:
        if name != path.name:
            yield _letter_at(path.parent / name, size, modified_ns)


def beside(path: Path) -> tuple[tuple[str, int, int], ...]:
    """What can lead to another outcome for a locked mail: name, size and time of every mail in its folder."""
    if path.suffix.lower() not in SUFFIXES:
        return ()
    return _mails_in(path.parent)


def _mails_in(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """The small mails of a folder, by name."""
    met: list[tuple[str, int, int]] = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.lower().endswith(SUFFIXES) and entry.is_file(follow_symlinks=False):
                stat = entry.stat(follow_symlinks=False)
                if stat.st_size <= LARGEST:
                    met.append((entry.name, stat.st_size, stat.st_mtime_ns))
    return tuple(sorted(met))


@lru_cache(maxsize=2_000)
def _letter_at(path: Path, size: int, modified_ns: int) -> Letter:
    """A mail on the share; size and time are part of the question, so that a changed one is read again."""
    try:
        with open_untouched(path) as file:
            return _letter_in(file, path.name)
    except OSError:
        return Letter()
