"""What files are judged by: rules, models and readers, less those that cannot be loaded because a library is missing.

To read all of it takes longer than a scan of many files in which nothing changed, so that the answer is kept for as
long as nothing was installed and no day begins on which another law is in force.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from inventory import editing, queries
from inventory.register import Register
from inventory.version import JUDGES, judging_digest

_KEPT = "judged by"  # property: the answer, and of which program with which libraries on which day


class JudgedBy(NamedTuple):
    """The digest of all that judges (`inventory.version`), and the names of readers that cannot be loaded."""

    digest: str
    left_out: Sequence[str]


def judged_by(register: Register) -> JudgedBy:
    """What a scan of today judges by."""
    installed = _installed()
    with register.reading() as connection:
        kept = json.loads(queries.properties(connection).get(_KEPT, "{}"))
    if kept and kept["installed"] == installed:
        return JudgedBy(kept["digest"], kept["left_out"])
    from scanner.readers import UNLOADED

    found = JudgedBy(judging_digest(), sorted(UNLOADED))
    with register.writing() as connection:
        editing.set_property(connection, _KEPT, json.dumps({"installed": installed, **found._asdict()}))
    return found


def _installed() -> str:
    """The interpreter, the day, when something was last put into the folders of libraries or taken out, and which files
    of which size and time judge."""
    changed = []
    for folder in filter(None, sys.path):  # an empty one is where somebody stands, beside the register: no library
        try:
            changed.append((folder, Path(folder).stat().st_mtime_ns))
        except OSError:
            changed.append((folder, 0))
    files = [about for package in JUDGES for place in _places(package) for about in _files(place)]
    told = json.dumps([sys.version, date.today().isoformat(), changed, sorted(files)])
    return hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()


def _places(package: str) -> Sequence[str]:
    spec = find_spec(package)
    return spec.submodule_search_locations or () if spec else ()


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    """All files below a folder but what Python keeps of them; of a program packed into one file there are none."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _files(entry.path)
            else:
                status = entry.stat()
                yield entry.path, status.st_size, status.st_mtime_ns
