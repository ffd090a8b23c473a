"""Chaos: workers and scans killed at random moments, a disk that is full. The register is as if undisturbed."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from inventory.register import Register
from tests import shares
from tests.commands import PROGRAM, Outcome, environment, is_one_sentence, within
from tests.processes import workers_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="/proc, signals, limits of the size of files"),
]
FILES = int(os.environ.get("DAICHO_CHAOS_FILES", "300"))
SCANS_KILLED = 2
REGISTER_BYTES = 700_000
PATIENCE = 900  # seconds; it takes some
FACTS = (
    "path", "size", "sha256", "media_type", "status", "note", "personal", "document_type", "flags", "persons",
    "persons_max", "reasons", "department", "outer", "kinds", "gone",
)  # fmt: skip


def _build(folder: Path) -> None:
    """Small texts and lists, a few archives; every content twice, so that copies take part."""
    for number in range(FILES):
        path = folder / f"share/{number % 7}課/{number % 40:02}/{number:04}.{'csv' if number % 3 else 'txt'}"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = shares.CUSTOMERS if number % 3 else shares.NOTICE
        path.write_text(text.replace("太郎", f"太郎{number % (FILES // 2)}") + f"{number % (FILES // 2)}\n", "utf-8")
    shares.build(folder / "share/見本")


def _register(folder: Path) -> tuple[list[dict[str, Any]], list[tuple[object, ...]]]:
    """Files and findings, without numbers of scans and times."""
    with Register.open(folder / "daicho.db", create=False) as register:
        files = [{name: getattr(file, name) for name in FACTS} for file in register.files(gone=True)]
        found = [(one.path, one.kind, one.place, one.masked, one.score) for one in register.findings()]
    return files, sorted(found)


def _recorded(folder: Path) -> int:
    try:
        with closing(sqlite3.connect(folder / "daicho.db")) as connection:
            return int(connection.execute("SELECT count(*) FROM file").fetchone()[0])
    except sqlite3.Error:
        return 0


def _finished(folder: Path, workers: int = 1) -> Outcome:
    """A scan that nobody disturbs, in this process."""
    with within(folder) as run:
        done = run("scan", "share", "--workers", str(workers))
    assert done.code == 0, done.err
    return done


def _killed(folder: Path, moments: list[tuple[int, str]]) -> None:
    """One scan, in which workers are killed when so many files are recorded, and at last the scan itself."""
    with subprocess.Popen(
        [*PROGRAM, "scan", "share", "--workers", "2"], cwd=folder, env=environment(folder),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    ) as process:  # fmt: skip
        for files, victim in moments:
            while _recorded(folder) < files:
                assert process.poll() is None, "the scan ended before it was killed"
                time.sleep(0.02)
            if victim == "scan":
                process.kill()
            elif workers := workers_of(process.pid):
                with suppress(ProcessLookupError):
                    os.kill(workers[files % len(workers)], signal.SIGKILL)


def test_a_register_survives_everything(tmp_path: Path) -> None:
    """A file whose worker somebody killed is tried once more, and so all is as if undisturbed."""
    quiet, wild = tmp_path / "quiet", tmp_path / "wild"
    _build(quiet)
    shutil.copytree(quiet, wild)
    _finished(quiet)
    chance = random.Random(7)
    for _ in range(SCANS_KILLED):
        first = _recorded(wild) + chance.randrange(10, 30)
        second = first + chance.randrange(10, 30)
        _killed(wild, [(first, "worker"), (second, "worker"), (second + chance.randrange(20, 60), "scan")])
    _finished(wild, workers=2)
    assert _register(wild) == _register(quiet)


def _limited(size: int) -> Callable[[], None]:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def test_a_full_disk_ends_with_a_sentence_and_goes_on_next_time(tmp_path: Path) -> None:
    """No file may grow beyond a size that the register reaches in the middle of the scan."""
    _build(tmp_path)
    full = subprocess.run(
        [*PROGRAM, "scan", "share", "--workers", "1"], cwd=tmp_path, env=environment(tmp_path), check=False,
        capture_output=True, encoding="utf-8", timeout=PATIENCE, preexec_fn=_limited(REGISTER_BYTES),
    )  # fmt: skip
    assert full.returncode == 2
    assert is_one_sentence(full.stderr), full.stderr
    recorded = _recorded(tmp_path)
    assert 0 < recorded < FILES
    again = _finished(tmp_path)
    assert "変わりのないもの" in again.out and "変わりのないもの 0件" not in again.out
    assert _recorded(tmp_path) > FILES
