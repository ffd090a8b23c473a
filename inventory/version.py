"""Which program, rules and models judged a file: when any of them changes, files are examined anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable

_JUDGES = ("scanner", "detectors", "rules")
_MODELS = ("ja-ginza", "ginza", "spacy", "SudachiPy", "SudachiDict-core", "pypdfium2", "python-calamine")


@cache
def program_version() -> str:
    """The version of daicho."""
    return metadata.version("daicho")


@cache
def judging_digest() -> str:
    """A digest of everything that a judgement depends on: readers, detectors, rules, models, program version."""
    digest = hashlib.sha256(program_version().encode())
    for package in _MODELS:
        digest.update(f"{package}={metadata.version(package)}\n".encode())
    for package in _JUDGES:
        for name, content in _contents(files(package), package):
            digest.update(name.encode() + b"\0" + content)
    return digest.hexdigest()[:32]


def _contents(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.is_dir():
            yield from _contents(path, f"{name}/{path.name}")
        elif path.name.endswith((".py", ".yaml", ".txt")):
            yield f"{name}/{path.name}", path.read_bytes()
