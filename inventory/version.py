"""Which program, rules and models judged a file: when any of them changes, files are examined anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable

JUDGES = ("scanner", "detectors", "rules")  # packages
_MODELS = (
    "onnxruntime",
    "pillow",
    "pypdfium2",
    "python-calamine",
    "rapidocr",
    "SudachiPy",
    "SudachiDict-core",
)
_OPTIONAL = ("inflate64", "libpff-python", "pi-heif", "pyarrow", "pyppmd")  # what they read was left out without them


@cache
def program_version() -> str:
    """The version of daicho."""
    return metadata.version("daicho")


@cache
def judging_digest() -> str:
    """A digest of everything that a judgement depends on: readers, detectors, rules, law in force, models, version."""
    from detectors.laws import load_laws

    digest = hashlib.sha256(program_version().encode())
    for package in _MODELS:
        digest.update(f"{package}={metadata.version(package)}\n".encode())
    for package in _OPTIONAL:
        digest.update(f"{package}={_version_or_none(package)}\n".encode())
    for package in JUDGES:
        for name, content in _contents(files(package), package):
            digest.update(name.encode() + b"\0" + content)
    for rule in load_laws().in_force(date.today()):  # a rule that comes into force is a reason to judge anew
        digest.update(rule.id.encode() + b"\0")
    return digest.hexdigest()[:32]


def _version_or_none(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def with_rules(digest: str, added: str) -> str:
    """The digest of a judgement in which the rules that the user added take part; `added` is their digest, or empty."""
    return hashlib.sha256(f"{digest}+{added}".encode()).hexdigest()[:32] if added else digest


def _contents(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.is_dir():
            yield from _contents(path, f"{name}/{path.name}")
        elif path.name.endswith((".py", ".yaml", ".txt", ".onnx", ".npz")):
            yield f"{name}/{path.name}", path.read_bytes()
