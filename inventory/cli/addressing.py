"""Which files of the register a user means: as the lists show them, or by their place on the disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from inventory.cli.screen import harmless
from inventory.queries import StoredFile
from inventory.register import Register
from inventory.spelling import composed


def meant(register: Register, written: str) -> Sequence[StoredFile]:
    """The file of this name, and its members; a sentence where there is none."""
    whole = str(Path(written).absolute())  # what a shell completes is seen from the working folder
    files = [file for file in register.files() if _is_meant(file, written, whole)]
    if not files:
        raise click.UsageError(
            f"{harmless(written)} は台帳にありません。「daicho files」に出るとおりに書くか、"
            "先に daicho scan で検査してください。"
        )
    return files


def _is_meant(file: StoredFile, written: str, whole: str) -> bool:
    on_disk = str(Path(file.root) / file.path)
    pairs = ((file.path, written), (on_disk, whole))
    return any(
        address == asked or address.startswith(f"{asked}!")
        for address, asked in (map(composed, pair) for pair in pairs)
    )
