"""ZIP archives, whose names are in UTF-8 or, made on Japanese Windows, in cp932 without saying so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from scanner.archives import content, names, zip_contents, zip_entries
from scanner.document import Format, Item, Remark, Unreadable
from scanner.passwords import Passwords

FORMAT = Format("ZIP", ("application/zip",), (".zip",), streams=True)

_TRIES = 3  # files whose password is unknown before the rest is taken to be locked with it too


def read(file: BinaryIO, passwords: Passwords) -> Iterator[Item]:
    """No text of its own; only what a person must know about the archive as a whole."""
    entries, is_listed = zip_entries.entries(file)
    files = [(name, entry) for name, entry in _named(entries) if not _is_folder(name, entry)]
    locked = [entry for _, entry in files if entry.is_encrypted]
    password = zip_contents.password_of(file, locked[0], passwords) if locked else None
    if locked and len(locked) == len(files) and password is None:
        raise Unreadable("encrypted", content.LOCKED_AS_A_WHOLE)
    if not is_listed:
        if not files:
            raise Unreadable("corrupt", "書庫の目録も中のファイルも壊れているため、読めません")
        yield Remark("書庫の目録が壊れているか欠けているため、取り出せるファイルだけを読みました", incomplete=True)
    elif not files:
        yield Remark("ファイルを含まない書庫です")
    if locked and len(locked) < len(files):
        yield Remark(f"パスワードで保護されたファイルが{len(locked):,}件あります")
    if password is not None:
        yield passwords.remark(password)
    if asides := sum(names.is_aside(name) for name, _ in files):
        yield Remark(f"macOSの付随ファイル{asides:,}件（__MACOSX、.DS_Store）は読みませんでした")


def members(file: BinaryIO, passwords: Passwords) -> Iterator[tuple[str, BinaryIO]]:
    """Every file of the archive; a name is text and never a path to write to."""
    entries, _ = zip_entries.entries(file)
    tries = _TRIES
    for name, entry in _named(entries):
        if _is_folder(name, entry) or names.is_aside(name):
            continue
        password = zip_contents.password_of(file, entry, passwords) if entry.is_encrypted and tries else None
        tries -= entry.is_encrypted and password is None and tries > 0
        yield name, zip_contents.opened(file, entry, password)


def _named(entries: Sequence[zip_entries.Entry]) -> Iterator[tuple[str, zip_entries.Entry]]:
    """The entries with their names as text."""
    undeclared = iter(names.decoded(entry.raw_name for entry in entries if not entry.is_utf8))
    for entry in entries:
        name = entry.raw_name.decode("utf-8", "surrogateescape") if entry.is_utf8 else next(undeclared, "")
        yield names.legible(name), entry


def _is_folder(name: str, entry: zip_entries.Entry) -> bool:
    """Folders are entries too: names that end in "/"."""
    return name.endswith("/") and entry.start == entry.end
