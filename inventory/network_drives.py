"""Whether a place lies on a network drive, where a register of one file is not safe.

SQLite keeps writers apart by locks and, in the form that lets people read while a scan writes, by memory that all of
them share. Servers of files do not keep either promise (https://sqlite.org/wal.html, and howtocorrupt.html,
section 2.1), and our own lock of a scan is one of these locks: two scans from two computers would not see each other.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

_REMOTE = frozenset(
    {
        "9p", "afs", "beegfs", "ceph", "cifs", "davfs", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "prl_fs",
        "smb2", "smb3", "smbfs", "vboxsf", "vmhgfs", "webdav", "afpfs",
    }
)  # fmt: skip
_REMOTE_FUSE = ("sshfs", "rclone", "s3fs", "davfs", "glusterfs", "ceph", "vmhgfs", "gvfsd", "smbnetfs", "curlftpfs")
_ESCAPE = re.compile(r"\\([0-7]{3})")
_MOUNTED = re.compile(r"^.+ on (.+) \(([^,)]+).*\)$")  # of macOS: //user@server/share on /Volumes/share (smbfs, nodev)
_DRIVE_REMOTE = 4


def network_kind(place: Path) -> str:
    """What a place lies on if that is a network drive (nfs4, cifs …), else nothing."""
    if sys.platform == "win32":
        import ctypes

        return on_windows(PureWindowsPath(os.path.realpath(place)), ctypes.windll.kernel32.GetDriveTypeW)
    real = PurePosixPath(os.path.realpath(place))
    return kind_on(real, mounts_of_mac() if sys.platform == "darwin" else mounts_of_linux())


def kind_on(place: PurePosixPath, mounts: Iterator[tuple[str, str]]) -> str:
    """The network drive that a place lies on, by a table of mounts (mount point, file system) in their order."""
    best, kind = -1, ""
    for point, system in mounts:
        parts = len(PurePosixPath(point).parts)
        if parts >= best and place.is_relative_to(point):
            best, kind = parts, system
    system = kind.lower()
    return kind if system in _REMOTE or any(name in system for name in _REMOTE_FUSE) else ""


def on_windows(place: PureWindowsPath, drive_type: object) -> str:
    r"""The same for Windows: \\server\share, or a letter for which GetDriveTypeW says so."""
    if place.drive.startswith("\\\\") and not place.drive.startswith(("\\\\?\\", "\\\\.\\")):
        return "UNC"
    if place.drive.upper().startswith("\\\\?\\UNC"):
        return "UNC"
    letter = place.drive[-2:]
    return "SMB" if callable(drive_type) and drive_type(f"{letter}\\") == _DRIVE_REMOTE else ""


def mounts_of_linux(table: str | None = None) -> Iterator[tuple[str, str]]:
    """Mount points and file systems of /proc/self/mounts."""
    if table is None:
        try:
            table = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return
    for line in table.splitlines():
        if len(fields := line.split(" ")) >= 3:
            yield _plain(fields[1]), fields[2]


def mounts_of_mac(table: str | None = None) -> Iterator[tuple[str, str]]:
    """The same as `mount` tells it."""
    if table is None:
        import subprocess

        try:
            table = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=10, check=False).stdout
        except (OSError, subprocess.SubprocessError):
            return
    for line in table.splitlines():
        if match := _MOUNTED.match(line):
            yield match[1], match[2]


def _plain(point: str) -> str:
    r"""A mount point without its escapes: `\040` is a space; bytes of other characters stand as they are."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 8)), point)
