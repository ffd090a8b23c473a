"""ZIP archives, whose names are in UTF-8 or, made on Japanese Windows, in cp932 without saying so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO, cast

from scanner import archive, encoding
from scanner.document import Format, Item, Remark, Unreadable

FORMAT = Format("ZIP", ("application/zip",), (".zip",), streams=True)


def read(file: BinaryIO) -> Iterator[Item]:
    """No text of its own; only what a person must know about the archive as a whole."""
    entries, is_listed = archive.entries(file)
    files = [entry for entry in entries if not entry.is_folder]
    locked = sum(entry.is_encrypted for entry in files)
    asides = sum(_is_aside(entry.raw_name) for entry in files)
    if locked and locked == len(files):
        raise Unreadable("encrypted", "パスワードで保護された書庫のため、中のファイルを読めません")
    if not is_listed:
        if not files:
            raise Unreadable("corrupt", "書庫の目録も中のファイルも壊れているため、読めません")
        yield Remark("書庫の目録が壊れているか欠けているため、取り出せるファイルだけを読みました", incomplete=True)
    elif not files:
        yield Remark("ファイルを含まない書庫です")
    if locked:
        yield Remark(f"パスワードで保護されたファイルが{locked:,}件あります")
    if asides:
        yield Remark(f"macOSの付随ファイル{asides:,}件（__MACOSX、.DS_Store）は読みませんでした")


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Every file of the archive; a name is text and never a path to write to."""
    entries, _ = archive.entries(file)
    for name, entry in zip(_names(entries), entries, strict=True):
        if not entry.is_folder and not name.endswith("/") and not _is_aside(entry.raw_name):
            yield name, cast(BinaryIO, archive.Content(file, entry))


def _is_aside(raw_name: bytes) -> bool:
    """What macOS adds to every archive: attributes and window positions, no content."""
    return raw_name.startswith(b"__MACOSX/") or raw_name.rpartition(b"/")[2] == b".DS_Store"


def _names(entries: Sequence[archive.Entry]) -> list[str]:
    """The names as text. All undeclared ones were written by one program: their encoding is decided together."""
    undeclared = [entry.raw_name for entry in entries if not entry.is_utf8]
    decoded = encoding.decode_bytes(b"\n".join(name.replace(b"\n", b" ") for name in undeclared))
    texts = iter(decoded.split("\n"))
    names = (
        entry.raw_name.decode("utf-8", "surrogateescape") if entry.is_utf8 else next(texts, "") for entry in entries
    )
    return [name.replace("\\", "/").replace("\0", "") for name in names]
