"""Remembers that the shipped rules were found sound, so that only a user's own rules are checked every time.

The memory is one digest in the user's cache folder. It holds for these very rules, detectors and versions: whoever
edits a shipped rule or renews the program has all of them checked again.
"""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from pathlib import Path

import regex

from detectors.cache_folder import cache_folder
from inventory.version import judging_digest


def are_known() -> bool:
    """Whether the rules that the product ships were checked before, as they are now."""
    try:
        return memory().read_bytes() == _digest()
    except OSError:
        return False


def remember() -> None:
    """Note that they have no faults; where nothing can be written, they are checked again the next time."""
    with suppress(OSError):
        memory().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        memory().write_bytes(_digest())


def memory() -> Path:
    """The file that keeps the digest."""
    return cache_folder() / "sound-rules"


def _digest() -> bytes:
    """Of the rules and of all that reads and matches them."""
    return hashlib.sha256("\0".join((judging_digest(), sys.version, regex.__version__)).encode()).digest()
