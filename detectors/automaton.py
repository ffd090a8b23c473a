"""Hyperscan databases, compiled once per user and machine: compiling the gate takes a second, loading it milliseconds.

What is compiled lies in the user's cache folder under a digest of the expressions and of hyperscan itself. A cache
that is missing, damaged, foreign or cannot be written costs time only.
"""

from __future__ import annotations

import os
import platform
import re
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import hyperscan

KEPT = 100  # files; what no rule asks for any more goes first
_DIGEST = 32  # bytes before the database in a file, over the database
_CLASS = r"\[(?P<negated>\^?)(?P<members>(?:[^\]\\\[]|\\.)+)\]"
_NOT_BEHIND = re.compile(rf"\s*\(\?<!{_CLASS}\)")
_NOT_AHEAD = re.compile(rf"(?<!\\)\(\?!{_CLASS}(?:\|[^()]*)?\)\s*\Z")

_TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?(?:<[=!]|P?<[A-Za-z_][A-Za-z0-9_]*>|[=!>]|[a-zA-Z-]*:))?|\#[^\n]*|.",
    re.DOTALL,
)
_AROUND = frozenset(("(?<=", "(?<!", "(?=", "(?!"))


def prefilter(pattern: str) -> str:
    """A rule's pattern as hyperscan's prefilter takes it, which drops look-arounds.

    Characters that must not stand beside a match become ones that do, so a match may be one longer at either end.
    What must stand before a match becomes a part of it.
    """
    for look_around, edge in ((_NOT_BEHIND, "^"), (_NOT_AHEAD, "$")):
        match = look_around.match(pattern) if edge == "^" else look_around.search(pattern)
        if match:
            beside = f"[{'' if match['negated'] else '^'}{match['members']}]"
            pattern = f"{pattern[: match.start()]}(?:{edge}|{beside}){pattern[match.end() :]}"
    return f"(?x){with_what_is_behind(pattern)}\n"


def with_what_is_behind(pattern: str) -> str:
    """A pattern that reads itself what it looks back for, where nothing was read before."""
    made: list[str] = []
    groups: list[tuple[bool, bool]] = []  # open groups: whether nothing was read before them; whether they look around
    is_new = True  # nothing was read yet
    for token in _TOKEN.findall(pattern):
        is_around = any(around for _, around in groups)
        if token.startswith("("):
            is_taken = token == "(?<=" and is_new and not is_around
            groups.append((is_new and not is_taken, token in _AROUND and not is_taken))
            token = "(?:" if is_taken else token
        elif token == ")" and groups:
            was_new, around = groups.pop()
            is_new = was_new if around else False
        elif token == "|":
            is_new = is_new if is_around else not groups or groups[-1][0]
        elif token[0] in "*+{" and made and made[-1] == ")":
            return pattern  # of a group that is read again, only the first time is new
        elif not is_around and not token.isspace() and token[0] != "#":
            is_new = False
        made.append(token)
    return "".join(made)


def compiled(expressions: Sequence[str], flags: Sequence[int]) -> hyperscan.Database:
    """A database for scanning blocks; the number of an expression is its place in the sequence."""
    sources = [expression.encode() for expression in expressions]
    file = _folder() / f"{_key(sources, flags)}.hsdb"
    database = _loaded(file)
    if database is None:
        database = hyperscan.Database()
        numbers = list(range(len(sources)))
        database.compile(expressions=sources, ids=numbers, elements=len(sources), flags=list(flags))
        _store(file, hyperscan.dumpb(database))
    return database


def _folder() -> Path:
    """Where this user's caches lie."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "daicho" / "patterns"


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
