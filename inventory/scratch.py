"""The private folder for temporary files of one run: nobody else may enter it, and nothing in it outlives the run.

A process that is killed cannot clean up: the folder is then removed by the next run, which knows it by the lock inside
that no living process holds any more.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from pathlib import Path

from inventory.lock import ScanLock

PREFIX = "daicho-"
_LOCK = "scratch"  # ScanLock adds its ending
_ATTEMPTS = 5


class Scratch:
    """A folder below the system's one for temporary files, and in it one for each worker."""

    def __init__(self) -> None:
        sweep()
        self.folder, self._lock = _made()
        self._made = 0

    def room(self) -> Path:
        """A new folder for one worker."""
        self._made += 1
        room = self.folder / str(self._made)
        room.mkdir(mode=0o700)
        return room

    def close(self) -> None:
        """Remove the folder with all that is left in it."""
        self._lock.release()
        remove(self.folder)


def remove(folder: Path) -> None:
    """Remove a folder; what the system does not let go of yet is left to the next run."""
    shutil.rmtree(folder, ignore_errors=True)


def empty(folder: Path) -> None:
    """Remove what a library left behind in a worker's folder."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                remove(Path(entry.path))
            else:
                Path(entry.path).unlink(missing_ok=True)


def sweep() -> int:
    """Remove the folders of runs that were killed; how many there were. Those of other users are never touched."""
    swept = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            if not (_is_ours(folder) and (folder / f"{_LOCK}.lock").is_file()):
                continue
            lock = ScanLock(folder / _LOCK)
            if not lock.acquire():
                continue
        except OSError:
            continue
        lock.release()
        remove(folder)
        swept += 1
    return swept


def _is_ours(folder: Path) -> bool:
    """Whether it is a folder, no link, of this user, into which nobody else could have put anything."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        return False
    return not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o077)


def _made() -> tuple[Path, ScanLock]:
    for _ in range(_ATTEMPTS):
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        lock = ScanLock(folder / _LOCK)
        if lock.acquire():
            return folder, lock
        remove(folder)  # a sweep of another run was faster
    raise OSError("no private folder for temporary files")
