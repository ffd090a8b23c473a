"""Walk shares and meet every file once, in a stable order, opening nothing and following no link out of a root.

Order: the roots as given; in a folder its files first, then its subfolders, each sorted by name.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO

from scanner.document import FoundFile, Status
from scanner.exclude import Exclusion


@dataclass(frozen=True, slots=True)
class NotOpened:
    """Something met that is not read: a folder that cannot be listed, a link, a device. It ends as one report."""

    root: Path
    relative: str
    status: Status
    note: str


def walk(roots: Sequence[Path], exclude: Sequence[str] = ()) -> Iterator[FoundFile | NotOpened]:
    """Every file below the roots (folders or single files), once, also where roots repeat or contain each other."""
    exclusion = Exclusion(exclude)
    kept = _without_nested(roots)
    real_roots = [real for _, real in kept]
    for root, real in kept:
        if real.is_dir():
            yield from _Walk(root, real_roots, exclusion).folder(root)
        else:
            yield _root_file(root, real)


def legible(name: str) -> str:
    r"""A name that can be stored as UTF-8: bytes that are not Unicode stand as `\xNN`."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return "".join(map(_legible_character, name))
    return name


def open_untouched(path: Path) -> BinaryIO:
    """Open a file for reading without changing its access time, where the system allows that."""
    if sys.platform == "win32":
        return path.open("rb")
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY
    try:
        descriptor = os.open(path, flags | getattr(os, "O_NOATIME", 0))
    except PermissionError:  # O_NOATIME is for the owner of the file only
        descriptor = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):  # replaced after it was met
        os.close(descriptor)
        raise OSError("not a regular file")
    return os.fdopen(descriptor, "rb")


def _without_nested(roots: Sequence[Path]) -> list[tuple[Path, Path]]:
    """The roots with their real paths, less those that repeat or lie inside another one."""
    real = [(root.absolute(), root.resolve()) for root in roots]
    kept: list[tuple[Path, Path]] = []
    for position, (root, path) in enumerate(real):
        repeated = any(path == other for _, other in real[:position])
        if not repeated and not any(other in path.parents for _, other in real):
            kept.append((root, path))
    return kept


def _root_file(root: Path, real: Path) -> FoundFile | NotOpened:
    name = legible(root.name)
    try:
        status = real.stat()
    except OSError as error:
        return NotOpened(root, name, "denied", f"開けません（{type(error).__name__}）")
    if not stat.S_ISREG(status.st_mode):
        return NotOpened(root, name, "unsupported", _special(status.st_mode))
    return _found(root, name, real, status)


class _Walk:
    """The walk below one root."""

    def __init__(self, root: Path, real_roots: Sequence[Path], exclusion: Exclusion) -> None:
        self.root = root
        self.real_roots = real_roots
        self.exclusion = exclusion

    def folder(self, start: Path) -> Iterator[FoundFile | NotOpened]:
        """The files of a folder, then its subfolders, with an explicit stack: folders nest deeper than Python may."""
        pending = [(start, "")]
        while pending:
            path, prefix = pending.pop()
            try:
                with os.scandir(path) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError as error:
                yield NotOpened(self.root, prefix.rstrip("/") or ".", "denied", _not_listed(error))
                continue
            folders: list[tuple[Path, str]] = []
            for entry in entries:
                relative = prefix + legible(entry.name)
                met = self._meet(entry, relative)
                if isinstance(met, Path):
                    folders.append((met, relative + "/"))
                elif met is not None:
                    yield met
            pending.extend(reversed(folders))

    def _meet(self, entry: os.DirEntry[str], relative: str) -> FoundFile | NotOpened | Path | None:
        """A file, something not opened, a folder to walk, or None for what is excluded or met elsewhere."""
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError as error:
            return NotOpened(self.root, relative, "denied", f"情報を取得できません（{type(error).__name__}）")
        is_folder = stat.S_ISDIR(status.st_mode)
        if self.exclusion.covers(relative, is_folder):
            return None
        if _is_link(status):
            return self._link(Path(entry.path), relative)
        if is_folder:
            return Path(entry.path)
        if stat.S_ISREG(status.st_mode):
            return _found(self.root, relative, Path(entry.path), status)
        return NotOpened(self.root, relative, "unsupported", _special(status.st_mode))

    def _link(self, path: Path, relative: str) -> NotOpened | None:
        """A link into a root is met there; any other is reported and not followed."""
        try:
            target = path.resolve(strict=True)
        except (OSError, RuntimeError):
            return NotOpened(self.root, relative, "unsupported", "リンク先が見つからないため、たどりませんでした")
        if any(root == target or root in target.parents for root in self.real_roots):
            return None
        return NotOpened(self.root, relative, "unsupported", "スキャン対象の外へのリンクのため、たどりませんでした")


def _is_link(status: os.stat_result) -> bool:
    """A symbolic link, or a junction of Windows."""
    if sys.platform == "win32":
        return stat.S_ISLNK(status.st_mode) or status.st_reparse_tag == stat.IO_REPARSE_TAG_MOUNT_POINT
    return stat.S_ISLNK(status.st_mode)


def _found(root: Path, relative: str, path: Path, status: os.stat_result) -> FoundFile:
    readable_by_all = sys.platform != "win32" and bool(status.st_mode & stat.S_IROTH)
    owner = _owner(status.st_uid) if sys.platform != "win32" else ""
    return FoundFile(root, relative, status.st_size, status.st_mtime_ns, owner, readable_by_all, path)


@cache
def _owner(uid: int) -> str:
    if sys.platform == "win32":
        return ""
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _special(mode: int) -> str:
    kinds = (
        (stat.S_ISFIFO, "名前付きパイプ"),
        (stat.S_ISSOCK, "ソケット"),
        (stat.S_ISBLK, "デバイス"),
        (stat.S_ISCHR, "デバイス"),
    )
    kind = next((name for test, name in kinds if test(mode)), "通常のファイルではないもの")
    return f"{kind}のため、開きませんでした"


def _not_listed(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "フォルダーを開く権限がないため、中を検査していません"
    return f"フォルダーを開けないため、中を検査していません（{type(error).__name__}）"


def _legible_character(character: str) -> str:
    if "\udc80" <= character <= "\udcff":
        return f"\\x{ord(character) - 0xDC00:02X}"
    return f"\\u{ord(character):04X}" if "\ud800" <= character <= "\udfff" else character
