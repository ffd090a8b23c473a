"""Readers that cannot be loaded because a library is missing or broken: to load them all takes longer than a scan of
many files in which nothing changed, so that the answer is kept for as long as program and libraries are the same."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from inventory import editing, queries
from inventory.register import Register
from inventory.version import judging_digest

_KEPT = "readers left out"  # property: the names, and of which program with which libraries


def readers_left_out(register: Register) -> Sequence[str]:
    """The names of these readers."""
    installed = _installed()
    with register.reading() as connection:
        kept = json.loads(queries.properties(connection).get(_KEPT, "{}"))
    if kept and kept["installed"] == installed:
        names: list[str] = kept["names"]
        return names
    from scanner.readers import UNLOADED

    names = sorted(UNLOADED)
    with register.writing() as connection:
        editing.set_property(connection, _KEPT, json.dumps({"installed": installed, "names": names}))
    return names


def _installed() -> str:
    """The program, the interpreter, and when something was last put into the folders of libraries or taken out."""
    changed = []
    for folder in filter(None, sys.path):  # an empty one is where somebody stands, beside the register: no library
        try:
            changed.append((folder, Path(folder).stat().st_mtime_ns))
        except OSError:
            changed.append((folder, 0))
    return json.dumps([judging_digest(), sys.version, changed])
