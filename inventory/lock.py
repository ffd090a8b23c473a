"""One scan at a time per register.

The lock is one of the operating system on `<register>.lock`: it vanishes with its process, whatever killed it, so a
stale lock cannot be left behind. What stands in the file (host, pid, start) is for people only.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_BEYOND = 1 << 20  # Windows locks bytes against reading too: lock one that holds nothing
_held: set[Path] = set()  # POSIX locks do not exclude the process that holds them


class ScanLock:
    """The lock of one register; `acquire` answers whether it was free."""

    def __init__(self, register: Path) -> None:
        real = register.resolve()  # by whatever name it is called
        self.path = real.with_name(real.name + ".lock")
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take the lock if no living process has it."""
        if self._descriptor is not None:
            return True
        if self.path in _held:
            return False
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _try_lock(descriptor):
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        _held.add(self.path)
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, json.dumps(_holder()).encode())
        return True

    def release(self) -> None:
        """Give the lock back; the file stays, because removing it would race with the next holder."""
        if self._descriptor is not None:
            if sys.platform == "win32":
                _unlock(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = None
            _held.discard(self.path)

    def holder(self) -> str:
        """Who holds it, in words for the user."""
        if self.path in _held:  # closing the file here would give up a POSIX lock of this process
            return "このプログラム自身"
        try:
            about = json.loads(self.path.read_bytes())
            return f"{about['host']} のプロセス {about['pid']}、開始 {about['started']}"
        except (OSError, ValueError, KeyError, TypeError):
            return "詳細不明"


def _holder() -> dict[str, object]:
    started = datetime.now(UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    return {"host": socket.gethostname(), "pid": os.getpid(), "started": started}


if sys.platform == "win32":

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, _BEYOND, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _BEYOND, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
