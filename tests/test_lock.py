"""One scan at a time: who holds the lock is told, what a dead process left behind holds nothing."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from inventory.lock import ScanLock

_HOLD = """
import sys, time
from pathlib import Path
from inventory.lock import ScanLock
lock = ScanLock(Path(sys.argv[1]))
print(lock.acquire(), flush=True)
time.sleep(60)
"""


def _holding(register: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", _HOLD, str(register)], stdout=subprocess.PIPE, text=True)
    assert process.stdout and process.stdout.readline() == "True\n"
    return process


def test_a_killed_scan_holds_nothing(tmp_path: Path) -> None:
    lock = ScanLock(tmp_path / "daicho.db")
    with _holding(tmp_path / "daicho.db") as process:
        assert not lock.acquire()
        assert f"{socket.gethostname()} のプロセス {process.pid}、開始 20" in lock.holder()
        process.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
        process.wait(10)
    assert json.loads((tmp_path / "daicho.db.lock").read_bytes())["pid"] == process.pid  # what it left behind
    assert lock.acquire()
    assert json.loads((tmp_path / "daicho.db.lock").read_bytes())["pid"] == os.getpid()
    lock.release()


def test_a_lock_file_of_anything_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "daicho.db.lock").write_bytes(b"\xff{}")
    lock = ScanLock(tmp_path / "daicho.db")
    assert lock.holder() == "詳細不明"
    assert lock.acquire()
    lock.release()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_register_under_two_names_is_one(tmp_path: Path) -> None:
    (tmp_path / "daicho.db").touch()
    (tmp_path / "台帳.db").symlink_to(tmp_path / "daicho.db")
    with _holding(tmp_path / "台帳.db") as process:
        assert not ScanLock(tmp_path / "daicho.db").acquire()
        process.kill()
