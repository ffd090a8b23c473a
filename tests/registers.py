"""Scans as the tests of the register make them, and what stands in a register afterwards."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from inventory.queries import StoredFile
from inventory.register import Register
from tests.reports import ROOT, report


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "daicho.db"
        Register.open(file).close()
        return file.read_bytes()


def made(file: Path) -> Path:
    """Put a register there in which nothing stands yet: a copy, as making its tables takes longer than most tests."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_bytes(_empty())
    return file


def scan(register: Register, *files: list[str] | str, digest: str = "d1", **changes: object) -> None:
    """One complete scan that meets these files; a list is a container with its members."""
    register.begin_run([ROOT], "0.1", digest)
    for file in files:
        paths = [file] if isinstance(file, str) else file
        register.record([report(path, **changes) for path in paths])
    register.mark_gone()
    register.finish_run()


def paths(register: Register, *, gone: bool = False) -> list[str]:
    return [file.path for file in register.files(gone=gone)]


def by_path(register: Register) -> dict[str, StoredFile]:
    return {file.path: file for file in register.files(gone=True)}


def unchanged(register: Register, path: str, *, size: int = 1000, digest: str = "d1", later: int = 0) -> bool:
    """Whether a scan would skip a file of the register."""
    return register.unchanged(ROOT, path, size, report(path).modified_ns + later, digest)
