"""Walk shares and meet every file once, in a stable order, opening nothing and following no link out of a root.

Order: the roots as given; in a folder its files first, then its subfolders, each sorted by name.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO

from scanner.access import Folder, Permissions, Told
from scanner.document import UNTOLD, FoundFile, Status
from scanner.exclude import Exclusion


@dataclass(frozen=True, slots=True)
class NotOpened:
    """Something met that is not read: a folder that cannot be listed, a link, a device. It ends as one report."""

    root: Path
    relative: str
    status: Status
    note: str


_name = attrgetter("name")
AT_ONCE = 1_000  # files of a folder
Stood = tuple[str, os.stat_result, Told]  # address of a file, what the system says of it, who owns and may read it
Passes = Callable[[str, Sequence[Stood]], Collection[str]]


def _none_passes(root: str, files: Sequence[Stood]) -> Collection[str]:
    return ()


def walk(
    roots: Sequence[Path], exclude: Sequence[str] = (), *, access: bool = True, passes: Passes = _none_passes
) -> Iterator[FoundFile | NotOpened]:
    """Every file below the roots (folders or single files), once, also where roots repeat or contain each other.

    Without `access`, nobody asks who may read it. `passes` says which of some files of one folder below a root are not
    to be met: of a million files that are known, that costs the least.
    """
    exclusion = Exclusion(exclude)
    kept = _without_nested(roots)
    real_roots = [real for _, real in kept]
    permissions = Permissions() if access else None
    for root, real in kept:
        if real.is_dir():
            yield from _Walk(root, real_roots, exclusion, permissions, passes).folder(root)
        else:
            yield _root_file(root, real, permissions)


def legible(name: str) -> str:
    r"""A name that can be stored as UTF-8: bytes that are not Unicode stand as `\xNN`."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return "".join(map(_legible_character, name))
    return name


def _legible_names(entries: Sequence[os.DirEntry[str]]) -> list[str]:
    names = [entry.name for entry in entries]
    together = "".join(names)
    return names if legible(together) is together else [legible(name) for name in names]


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


def _root_file(root: Path, real: Path, permissions: Permissions | None) -> FoundFile | NotOpened:
    name = legible(root.name)
    try:
        status = real.stat()
    except OSError as error:
        return NotOpened(root, name, "denied", f"開けません（{type(error).__name__}）")
    if not stat.S_ISREG(status.st_mode):
        return NotOpened(root, name, "unsupported", _special(status.st_mode))
    told = permissions.of(str(real), status, Folder()) if permissions else ("", UNTOLD)
    return _found(root, name, str(real), status, told)


@dataclass(frozen=True, slots=True)
class _Below:
    """A folder to walk: where it is, what its files' addresses begin with, and who gets into it."""

    path: Path
    prefix: str
    folder: Folder


class _Walk:
    """The walk below one root."""

    def __init__(
        self,
        root: Path,
        real_roots: Sequence[Path],
        exclusion: Exclusion,
        permissions: Permissions | None,
        passes: Passes,
    ) -> None:
        self.root = root
        self.written = str(root)
        self.passes = passes
        self.real_roots = real_roots
        self.exclusion = exclusion
        self.permissions = permissions

    def folder(self, start: Path) -> Iterator[FoundFile | NotOpened]:
        """The files of a folder, then its subfolders, with an explicit stack: folders nest deeper than Python may."""
        pending = [_Below(start, "", self._entered(start))]
        while pending:
            here = pending.pop()
            try:
                with os.scandir(here.path) as listing:
                    entries = sorted(listing, key=_name)
            except OSError as error:
                yield NotOpened(self.root, here.prefix.rstrip("/") or ".", "denied", _not_listed(error))
                continue
            folders: list[_Below] = []
            for start_at in range(0, len(entries), AT_ONCE):
                for met in self._meet_some(entries[start_at : start_at + AT_ONCE], here):
                    if isinstance(met, _Below):
                        folders.append(met)
                    else:
                        yield met
            pending.extend(reversed(folders))

    def _meet_some(self, entries: Sequence[os.DirEntry[str]], here: _Below) -> Iterator[FoundFile | NotOpened | _Below]:
        """What some entries of a folder are, in their order, less what is excluded, met elsewhere, or passes."""
        excluded = self.exclusion.covers if self.exclusion else None
        met: dict[int, NotOpened | _Below | None] = {}
        files: dict[int, Stood] = {}
        for place, (entry, name) in enumerate(zip(entries, _legible_names(entries), strict=True)):
            relative = here.prefix + name
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError as error:
                met[place] = NotOpened(self.root, relative, "denied", _not_told(error))
                continue
            if excluded is not None and excluded(relative, stat.S_ISDIR(status.st_mode)):
                continue
            if stat.S_ISREG(status.st_mode):
                files[place] = relative, status, self._told(entry, status, here.folder)
            else:
                met[place] = self._other(Path(entry.path), relative, status, here.folder)
        passed = self.passes(self.written, list(files.values()))
        if not met and len(passed) == len(files):
            return
        for place, entry in enumerate(entries):
            if place in files and (stood := files[place])[0] not in passed:
                yield _found(self.root, stood[0], entry.path, *stood[1:])
            elif (other := met.get(place)) is not None:
                yield other

    def _told(self, entry: os.DirEntry[str], status: os.stat_result, folder: Folder) -> Told:
        """Who owns a file and may read it."""
        if self.permissions is None:
            return "", UNTOLD
        told = folder.by_mode.get((status.st_mode, status.st_uid, status.st_gid, status.st_dev))
        return told or self.permissions.of(entry.path, status, folder)

    def _entered(self, start: Path) -> Folder:
        """The root itself, which not everybody may be able to enter; what lies above it is not looked at."""
        try:
            return self.permissions.enter(start, start.stat(), Folder()) if self.permissions else Folder()
        except OSError:  # it cannot be listed either
            return Folder()

    def _other(self, path: Path, relative: str, status: os.stat_result, folder: Folder) -> NotOpened | _Below | None:
        """What is no file: something not opened, a folder to walk, or None for what is met elsewhere."""
        if _is_link(status):
            return self._link(path, relative)
        if stat.S_ISDIR(status.st_mode):
            entered = self.permissions.enter(path, status, folder) if self.permissions else folder
            return _Below(path, relative + "/", entered)
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


def _found(root: Path, relative: str, path: str, status: os.stat_result, told: Told) -> FoundFile:
    owner, access = told
    size, modified = status.st_size, status.st_mtime_ns
    return FoundFile(root, relative, size, modified, owner, access.everyone, Path(path), access)


def _special(mode: int) -> str:
    kinds = (
        (stat.S_ISFIFO, "名前付きパイプ"),
        (stat.S_ISSOCK, "ソケット"),
        (stat.S_ISBLK, "デバイス"),
        (stat.S_ISCHR, "デバイス"),
    )
    kind = next((name for test, name in kinds if test(mode)), "通常のファイルではないもの")
    return f"{kind}のため、開きませんでした"


_TOO_LONG = "パスが長すぎるため、検査していません"


def _not_told(error: OSError) -> str:
    return _TOO_LONG if error.errno == errno.ENAMETOOLONG else f"情報を取得できません（{type(error).__name__}）"


def _not_listed(error: OSError) -> str:
    if error.errno == errno.ENAMETOOLONG:
        return _TOO_LONG
    if isinstance(error, PermissionError):
        return "フォルダーを開く権限がないため、中を検査していません"
    return f"フォルダーを開けないため、中を検査していません（{type(error).__name__}）"


def _legible_character(character: str) -> str:
    if "\udc80" <= character <= "\udcff":
        return f"\\x{ord(character) - 0xDC00:02X}"
    return f"\\u{ord(character):04X}" if "\ud800" <= character <= "\udfff" else character
