"""tar archives of every kind: old, POSIX, GNU, with names in UTF-8, EUC-JP or cp932."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from scanner.archives import content, names
from scanner.document import Format, Item, Remark, Unreadable

FORMAT = Format("tar", ("application/x-tar",), (".tar",), streams=True)

_LISTED = 300_000


def read(file: BinaryIO) -> Iterator[Item]:
    """No text of its own; only whether the archive is whole."""
    entries, is_whole = _entries(file)
    if not is_whole and not entries:
        raise Unreadable("corrupt", content.NO_HEADER)
    if not is_whole:
        yield Remark(content.INCOMPLETE, incomplete=True)
    if asides := sum(_is_attributes(entry.name) for entry in entries):
        yield Remark(f"macOSの付随ファイル{asides:,}件（._で始まるもの）は読みませんでした")


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Every file of the archive; links and devices hold nothing."""
    entries = [entry for entry in _entries(file)[0] if entry.isreg() and not _is_attributes(entry.name)]
    archive = _archive(file) if entries else None
    raw_names = (entry.name.encode("utf-8", "surrogateescape") for entry in entries)
    for entry, name in zip(entries, names.decoded(raw_names), strict=True):
        yield names.legible(name), content.stream(_blocks(archive, entry), entry.size)


def _archive(file: BinaryIO) -> tarfile.TarFile:
    file.seek(0)
    return tarfile.TarFile(fileobj=file, encoding="utf-8", errors="surrogateescape", errorlevel=0)


def _entries(file: BinaryIO) -> tuple[list[tarfile.TarInfo], bool]:
    """What the headers list, and whether they can be followed to the end."""
    found: list[tarfile.TarInfo] = []
    try:
        archive = _archive(file)
        while (entry := archive.next()) is not None:
            found.append(entry)
            if len(found) > _LISTED:
                return found, False
    except (tarfile.TarError, OSError, ValueError, EOFError, RecursionError):
        return found, False
    return found, True


def _blocks(archive: tarfile.TarFile | None, entry: tarfile.TarInfo) -> Iterator[bytes]:
    stream = cast(BinaryIO, archive.extractfile(entry) if archive else None)
    while block := stream.read(content.BLOCK):
        yield block


def _is_attributes(name: str) -> bool:
    """What macOS puts before each file: its attributes, no content."""
    return name.rpartition("/")[2].startswith("._")
