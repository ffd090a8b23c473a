"""7z archives, also self-extracting ones, and locked ones whose password is known."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from scanner.archives import content, names, selfextracting
from scanner.archives import sevenzip_folders as folders
from scanner.archives import sevenzip_headers as headers
from scanner.document import Format, Item, Remark, Unreadable
from scanner.passwords import Passwords

FORMAT = Format("7-Zip", ("application/x-7z-compressed",), (".7z",), streams=True)

_MOST_DIRECTORY = 256 << 20
_TRIED = 4 << 20


def read(file: BinaryIO, passwords: Passwords) -> Iterator[Item]:
    """No text of its own; only what a person must know about the archive as a whole."""
    archive = _Archive(file, passwords)
    locked = [folder for folder in archive.directory.folders if folders.is_locked(folder)]
    password = archive.password(locked[0]) if locked else archive.opened_by
    if locked and password is None and len(locked) == len(archive.directory.folders):
        raise Unreadable("encrypted", content.LOCKED_AS_A_WHOLE)
    if not archive.directory.files:
        yield Remark("ファイルを含まない書庫です")
    if locked and password is None:
        yield Remark(f"パスワードで保護されたファイルが{sum(len(folder.parts) for folder in locked):,}件あります")
    if password is not None:
        yield passwords.remark(password)


def members(file: BinaryIO, passwords: Passwords) -> Iterator[tuple[str, BinaryIO]]:
    """Every file of the archive, in the order in which they are packed."""
    archive = _Archive(file, passwords)
    streams = archive.streams()
    for name, has_content in archive.directory.files:
        if not has_content:
            yield names.legible(name), content.stream(iter(()))
        elif (stream := next(streams, None)) is not None:
            yield names.legible(name), stream


class _Archive:
    """The directory of an archive and the way to its contents."""

    def __init__(self, file: BinaryIO, passwords: Passwords) -> None:
        self._file = file
        self._passwords = passwords
        self._base = selfextracting.start(file, selfextracting.SEVEN_ZIP)
        self.opened_by: str | None = None
        file.seek(self._base)
        offset, size, crc = headers.next_header(file.read(headers.START))
        whole = file.seek(0, io.SEEK_END) - self._base
        if headers.START + offset + size > whole:
            raise Unreadable("corrupt", headers.SHORT)
        if size > _MOST_DIRECTORY:
            raise Unreadable("too_large", "書庫の目録が大きすぎるため、読めません")
        file.seek(self._base + headers.START + offset)
        self.directory = headers.directory(file.read(size), crc, self._header)

    def _header(self, folder: headers.Folder) -> bytes:
        if folders.is_locked(folder):
            self.opened_by = self.password(folder)
            if self.opened_by is None:
                raise Unreadable("encrypted", content.LOCKED_NAMES)
        return folders.header(self._file, folder, self._base, self.opened_by, _MOST_DIRECTORY)

    def password(self, folder: headers.Folder) -> str | None:
        """The password of a locked folder, if it is among those known."""
        return self._passwords.opening(lambda password: self._opens(folder, password))

    def _opens(self, folder: headers.Folder, password: str) -> bool:
        return content.unpacks(next(self._parts(folder, password)), _TRIED)

    def streams(self) -> Iterator[BinaryIO]:
        """The content of each file that has one. Where the first locked ones stay closed, the rest does too."""
        is_hopeless = False
        for folder in self.directory.folders:
            is_locked = folders.is_locked(folder)
            password = self.password(folder) if is_locked and not is_hopeless else None
            is_hopeless = is_hopeless or (is_locked and password is None)
            try:
                yield from self._parts(folder, password)
            except Unreadable as failure:
                for _ in folder.parts:
                    yield content.refused(failure.status, failure.note)

    def _parts(self, folder: headers.Folder, password: str | None) -> Iterator[BinaryIO]:
        blocks = folders.unpacked(self._file, folder, self._base, password)
        parts = content.cut(blocks, (size for size, _ in folder.parts))
        for part, (size, crc) in zip(parts, folder.parts, strict=True):
            yield content.stream(part, size, crc)
