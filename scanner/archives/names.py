"""The names of files in an archive, which old formats keep as bytes without saying in which encoding."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress

from scanner import encoding

_HALF_WIDTH = re.compile("[\uff61-\uff9f\ue000-\uf8ff]")
_PACKED_TAR = {".tgz": ".tar", ".taz": ".tar", ".tbz": ".tar", ".tbz2": ".tar", ".txz": ".tar", ".tzst": ".tar"}
_PACKED = frozenset([".gz", ".bz2", ".xz", ".zst", ".z", ".lzma"])


def decoded(raw_names: Iterable[bytes]) -> list[str]:
    """Names as text, all written by one program: their encoding is decided together.

    A name is too short to weigh one encoding against another. What is right cp932 without half-width kana is cp932:
    EUC-JP, read so, is full of them.
    """
    lines = [name.replace(b"\n", b" ").replace(b"\r", b" ") for name in raw_names]
    with suppress(UnicodeDecodeError):
        as_usual = b"\n".join(lines).decode("cp932")
        if not _is_utf8(lines) and not _HALF_WIDTH.search(as_usual):
            return as_usual.split("\n")
    texts = encoding.decode_bytes(b"\n".join(lines)).split("\n") if lines else []
    if len(texts) != len(lines):  # damaged names can look like an encoding in which a line ends otherwise
        return [encoding.decode_bytes(line) for line in lines]
    return texts


def _is_utf8(lines: list[bytes]) -> bool:
    try:
        b"".join(lines).decode()
    except UnicodeDecodeError:
        return False
    return True


def legible(name: str) -> str:
    """A name as it is shown: with "/" between folders, never a path to write to."""
    return name.replace("\\", "/").replace("\0", "").removeprefix("./")


def is_aside(name: str) -> bool:
    """What macOS adds to archives: attributes and window positions, no content."""
    last = name.rpartition("/")[2]
    return name.startswith("__MACOSX/") or last == ".DS_Store"


def inner_name(packed: str) -> str:
    """The name of the one file in a packed file: 「ログ.csv.gz」 holds 「ログ.csv」."""
    last = packed.rpartition("!")[2].rpartition("/")[2]
    stem, dot, suffix = last.rpartition(".")
    ending = (dot + suffix).lower()
    if ending in _PACKED_TAR:
        return stem + _PACKED_TAR[ending]
    return stem if stem and ending in _PACKED else f"{last}（中身）"
