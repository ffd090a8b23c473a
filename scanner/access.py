"""Who may read the files of a walk, told with as few questions to the system as possible.

A file's mode comes with the status that the walk asked for anyway. An access list is read only where the mode leaves
open who reads (others may not, some group may); the descriptors of Windows, on Windows and on SMB and NTFS mounts, are
read for every file, because the mode says nothing there.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from scanner import windows_access
from scanner.document import UNTOLD, Access
from scanner.posix_access import (
    EVERYONE,
    READ,
    SEARCH,
    Grant,
    of_mode,
    of_nfs4_acl,
    of_posix_acl,
    user_name,
)

Told = tuple[str, Access]  # the owner's name, and who may read
_REFUSED = (errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)
_MOST_DESCRIPTORS = 10_000


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a file system tells who may read: its modes (and a list beside them), or a descriptor of Windows."""

    attribute: str
    kind: Literal["posix", "nfs4", "windows"]
    modes_are_made_up: bool = False


_MODES_ONLY = _Source("", "posix")
_POSIX = _Source("system.posix_acl_access", "posix")
_NOTHING = _Source("", "windows", modes_are_made_up=True)
_SOURCES = {
    "cifs": _Source("system.cifs_acl", "windows", modes_are_made_up=True),
    "smb3": _Source("system.cifs_acl", "windows", modes_are_made_up=True),
    "ntfs3": _Source("system.ntfs_security", "windows"),
    "fuseblk": _Source("system.ntfs_acl", "windows"),
    "nfs4": _Source("system.nfs4_acl", "nfs4"),
}


@dataclass(slots=True)
class Folder:
    """A folder on the way: who gets through it and those above it, and what that made of files like the next one."""

    through: Grant = EVERYONE
    known: dict[tuple[int, int, int, bytes], Told] = field(default_factory=dict)
    by_mode: dict[tuple[int, int, int, int], Told] = field(
        default_factory=dict
    )  # mode, owner, group, device: all there is


class Permissions:
    """Answers for one walk and remembers what it learnt about file systems and descriptors."""

    def __init__(self) -> None:
        self._sources: dict[int, _Source] = {}
        self._file_systems = _file_systems()
        self._described: dict[bytes, Told] = {}

    def enter(self, path: str, status: os.stat_result, above: Folder) -> Folder:
        """A folder below another one."""
        source = self._source(status.st_dev)
        if source.kind == "windows":
            return above
        try:
            through = self._grant(path, status, source, SEARCH, None)
        except ValueError:
            through = Grant(partial=True)
        return Folder(above.through.and_also(through))

    def of(self, path: str, status: os.stat_result, folder: Folder) -> Told:
        """The owner of a file and who may read it."""
        source = self._source(status.st_dev)
        if source.kind == "windows":
            return self._of_descriptor(path, status, source)
        list_of_file = self._list(path, status, source, READ) or b""
        key = (status.st_mode & 0o444, status.st_uid, status.st_gid, list_of_file)
        if key not in folder.known:
            folder.known[key] = self._told(path, status, source, folder, list_of_file)
        if not self._may_have_list(status, source, READ):
            folder.by_mode[status.st_mode, status.st_uid, status.st_gid, status.st_dev] = folder.known[key]
        return folder.known[key]

    def _told(self, path: str, status: os.stat_result, source: _Source, folder: Folder, list_of_file: bytes) -> Told:
        owner = user_name(status.st_uid)
        try:
            grant = self._grant(path, status, source, READ, list_of_file)
        except ValueError:
            return owner, UNTOLD
        return owner, folder.through.and_also(grant).access()

    def _grant(self, path: str, status: os.stat_result, source: _Source, right: int, listed: bytes | None) -> Grant:
        data = self._list(path, status, source, right) if listed is None else listed
        if not data:
            return of_mode(status, right)
        return (of_nfs4_acl if source.kind == "nfs4" else of_posix_acl)(data, status, right)

    def _list(self, path: str, status: os.stat_result, source: _Source, right: int) -> bytes | None:
        """The access list where it could add something to the mode: others may not, and some group may."""
        return self._attribute(path, status.st_dev, source) if self._may_have_list(status, source, right) else None

    @staticmethod
    def _may_have_list(status: os.stat_result, source: _Source, right: int) -> bool:
        if not source.attribute or status.st_mode & right:
            return False
        return source.kind != "posix" or bool(status.st_mode & right << 3)  # the mask of the list stands there

    def _of_descriptor(self, path: str, status: os.stat_result, source: _Source) -> Told:
        descriptor = self._descriptor(path, status.st_dev, source)
        if descriptor is None:
            if source.modes_are_made_up or sys.platform == "win32":
                return "", UNTOLD
            return user_name(status.st_uid), of_mode(status, READ).access()
        if descriptor not in self._described:
            if len(self._described) >= _MOST_DESCRIPTORS:
                self._described.clear()
            self._described[descriptor] = windows_access.told(descriptor, _name_of)
        return self._described[descriptor]

    def _descriptor(self, path: str, device: int, source: _Source) -> bytes | None:
        if sys.platform == "win32":
            try:
                return windows_access.descriptor_of(path)
            except OSError:
                return None
        return self._attribute(path, device, source) if source.attribute else None

    def _attribute(self, path: str, device: int, source: _Source) -> bytes | None:
        """An extended attribute; a file system that has none is not asked again."""
        if sys.platform != "linux":
            return None
        try:
            return os.getxattr(path, source.attribute)
        except OSError as error:
            if error.errno in _REFUSED:
                self._sources[device] = _NOTHING if source.modes_are_made_up else _MODES_ONLY
            return None

    def _source(self, device: int) -> _Source:
        source = self._sources.get(device)
        if source is None:
            if sys.platform == "win32":
                source = _NOTHING
            else:
                source = _SOURCES.get(self._file_systems.get(device, ""), _POSIX)
            self._sources[device] = source
        return source


_name_of: Callable[[str], str] = windows_access.common_name
if sys.platform == "win32":
    _name_of = windows_access.name_of


def _file_systems() -> dict[int, str]:
    """The type of the file system on each mounted device, where the system tells it."""
    found: dict[int, str] = {}
    if sys.platform == "win32":
        return found
    try:
        lines = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return found
    for line in lines:
        before, _, after = line.partition(" - ")
        major, _, minor = before.split(" ")[2].partition(":")
        found[os.makedev(int(major), int(minor))] = after.split(" ")[0]
    return found
