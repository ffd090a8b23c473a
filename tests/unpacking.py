"""Invented files to pack, and what becomes of an archive of them."""

from __future__ import annotations

from pathlib import Path

import rars

from scanner.extract import Limits, extract
from tests.test_extract import found

LIST = "\r\n".join(f"M{number:05},架空 花子,090-0000-{number:04}" for number in range(600)).encode("cp932")
SHORT = "見本の文書です。\r\n".encode("cp932")
MEMBERS = {"名簿/表.csv": LIST, "短い.txt": SHORT, "空.txt": b""}


def read(path: Path, content: bytes, *passwords: str, limits: Limits | None = None) -> dict[str, tuple[str, int]]:
    """Status and size of each file inside, by its name; "" is the archive itself."""
    outcome: dict[str, tuple[str, int]] = {}
    for document in extract(found(path, content), limits or Limits(), passwords):
        for _ in document.items():
            pass
        outcome[document.path.partition("!")[2]] = (document.status, document.size)
    return outcome


def whole(**of: bytes) -> dict[str, tuple[str, int]]:
    return {name: ("read", len(content)) for name, content in of.items()}


def sizes(outcome: dict[str, tuple[str, int]]) -> dict[str, tuple[str, int]]:
    return {name: own for name, own in outcome.items() if name}


def rar(**options: object) -> bytes:
    builder = rars.RarBuilder(**options)
    for name, content in MEMBERS.items():
        builder.add_bytes(content, name)
    return bytes(builder.to_bytes())
