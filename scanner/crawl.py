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
from typing import BinaryIO, NamedTuple

from scanner.access import Folder, Permissions, Told
from scanner.document import UNTOLD, FoundFile, Status
from scanner.exclude import Exclusion
from scanner.listing import Entries, Listing


@dataclass(frozen=True, slots=True)
class NotOpened:
    """Something met that is not read: a folder that cannot be listed, a link, a device. It ends as one report."""

    root: Path
    relative: str
    status: Status
    note: str


class Stood(NamedTuple):
    """Some files of one folder, in three columns: their addresses, what the system says of each, and who owns and may
    read it."""

    addresses: Sequence[str]
    statuses: Sequence[os.stat_result]
    told: Sequence[Told]

    @property
    def sizes(self) -> list[int]:
        """Bytes of each file."""
        return list(map(_SIZE, self.statuses))

    @property
    def modified_ns(self) -> list[int]:
        """When each file was changed last, in nanoseconds since 1970."""
        return list(map(_MODIFIED_NS, self.statuses))


_SIZE, _MODIFIED_NS = attrgetter("st_size"), attrgetter("st_mtime_ns")
_Kind = tuple[int, int, int, int]
Passes = Callable[[str, Stood], Collection[str]]
_KIND = attrgetter("st_mode", "st_uid", "st_gid", "st_dev")  # mostly the same for all files of a folder


def _none_passes(root: str, files: Stood) -> Collection[str]:
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


def _legible_names(names: Sequence[str]) -> Sequence[str]:
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

    path: str
    prefix: str
    folder: Folder

    def at(self, name: str) -> str:
        """Where the entry of a name is."""
        return f"{self.path.rstrip(os.sep)}{os.sep}{name}"


_Met = FoundFile | NotOpened | _Below


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
        pending = [_Below(str(start), "", self._entered(start))]
        while pending:
            here = pending.pop()
            try:
                listing = Listing(here.path)
            except OSError as error:
                yield NotOpened(self.root, here.prefix.rstrip("/") or ".", "denied", _not_listed(error))
                continue
            folders: list[_Below] = []
            for entries in listing:
                for met in self._meet(entries, here):
                    if isinstance(met, _Below):
                        folders.append(met)
                    else:
                        yield met
            pending.extend(reversed(folders))

    def _meet(self, entries: Entries, here: _Below) -> Iterator[_Met]:
        """What some entries of a folder are, in their order, less what is excluded, met elsewhere, or passes."""
        met: dict[str, _Met] = {}
        kinds = list(map(_KIND, entries.statuses))
        if self.exclusion or entries.untold or not all(stat.S_ISREG(mode) for mode, *_ in set(kinds)):
            entries, met = self._sifted(entries, here)
            kinds = list(map(_KIND, entries.statuses))
        if entries.names:
            addresses = list(map(here.prefix.__add__, _legible_names(entries.names)))
            files = Stood(addresses, entries.statuses, self._told(entries, kinds, here))
            passed = self.passes(self.written, files)
            if len(passed) < len(addresses):
                passed = frozenset(passed)
                for name, address, status, told in zip(entries.names, *files, strict=True):
                    if address not in passed:
                        met[name] = _found(self.root, address, here.at(name), status, told)
        for name in sorted(met):
            yield met[name]

    def _sifted(self, entries: Entries, here: _Below) -> tuple[Entries, dict[str, _Met]]:
        """The entries that are files, and what the others are; what is excluded or met elsewhere is neither."""
        files: dict[str, os.stat_result] = {}
        others: dict[str, _Met] = {}
        for name, status in zip(entries.names, entries.statuses, strict=True):
            relative = here.prefix + legible(name)
            if self.exclusion and self.exclusion.covers(relative, stat.S_ISDIR(status.st_mode)):
                continue
            if stat.S_ISREG(status.st_mode):
                files[name] = status
            elif (other := self._other(here.at(name), relative, status, here.folder)) is not None:
                others[name] = other
        for name, error in entries.untold.items():
            others[name] = NotOpened(self.root, here.prefix + legible(name), "denied", _not_told(error))
        return Entries(list(files), list(files.values())), others

    def _told(self, entries: Entries, kinds: Sequence[_Kind], here: _Below) -> Sequence[Told]:
        """Who owns each file and may read it: mostly the same for all files of a folder."""
        if self.permissions is None:
            return [("", UNTOLD)] * len(kinds)
        known, of = here.folder.by_mode, self.permissions.of

        def one(kind: _Kind, name: str, status: os.stat_result) -> Told:
            return known.get(kind) or of(here.at(name), status, here.folder)

        if kinds.count(kinds[0]) == len(kinds):
            told = one(kinds[0], entries.names[0], entries.statuses[0])
            if kinds[0] in known:
                return [told] * len(kinds)
        return list(map(one, kinds, entries.names, entries.statuses))

    def _entered(self, start: Path) -> Folder:
        """The root itself, which not everybody may be able to enter; what lies above it is not looked at."""
        try:
            return self.permissions.enter(str(start), start.stat(), Folder()) if self.permissions else Folder()
        except OSError:  # it cannot be listed either
            return Folder()

    def _other(self, path: str, relative: str, status: os.stat_result, folder: Folder) -> NotOpened | _Below | None:
        """What is no file: something not opened, a folder to walk, or None for what is met elsewhere."""
        if _is_link(status):
            return self._link(Path(path), relative)
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
