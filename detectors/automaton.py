"""Hyperscan databases, compiled once per user and machine: compiling the gate takes seconds, loading it milliseconds.

What is compiled lies in the user's cache folder under a digest of the expressions and of hyperscan itself. A cache
that is missing, damaged, foreign or cannot be written costs time only.
"""

from __future__ import annotations

import os
import platform
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import hyperscan

from detectors.cache_folder import cache_folder

KEPT = 200  # files; what was asked for longest ago goes first
_DIGEST = 32  # bytes before the database in a file, over the database


def compiled(expressions: Sequence[str], flags: Sequence[int]) -> hyperscan.Database:
    """A database for scanning blocks; the number of an expression is its place in the sequence."""
    sources = [expression.encode() for expression in expressions]
    file = cache_folder() / "patterns" / f"{_key(sources, flags)}.hsdb"
    database = _loaded(file)
    if database is None:
        database = hyperscan.Database()
        numbers = list(range(len(sources)))
        database.compile(expressions=sources, ids=numbers, elements=len(sources), flags=list(flags))
        _store(file, hyperscan.dumpb(database))
    return database


def _key(sources: Sequence[bytes], flags: Sequence[int]) -> str:
    digest = sha256(f"{version('hyperscan')} {platform.machine()} {platform.system()} {list(flags)}".encode())
    for source in sources:
        digest.update(b"%d:%b" % (len(source), source))
    return digest.hexdigest()[:40]


def _loaded(file: Path) -> hyperscan.Database | None:
    """The database in a file, or None: hyperscan itself refuses one of another version or processor."""
    try:
        content = file.read_bytes()
        if sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
            return None
        database = hyperscan.loadb(content[_DIGEST:], hyperscan.HS_MODE_BLOCK)
        database.scratch = hyperscan.Scratch(database)
    except (OSError, hyperscan.HyperscanError):
        return None
    with suppress(OSError):
        os.utime(file)  # asked for now
    return database


def _store(file: Path, database: bytes) -> None:
    """Write to a name of its own first, so that nobody ever reads half a file."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make_room(file.parent)
        descriptor, name = tempfile.mkstemp(dir=file.parent, suffix=".part")  # readable by this user only
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(sha256(database).digest() + database)
            Path(name).replace(file)
        except OSError:
            Path(name).unlink()
            raise


def _make_room(folder: Path) -> None:
    files = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime)
    for path in files[: max(0, len(files) - KEPT + 1)]:
        path.unlink(missing_ok=True)
