"""A register after one scan, beside its settings, in a folder where commands run: what tests of people's work need."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from inventory.register import Register
from inventory.report import FileReport
from tests.registers import made
from tests.reports import ROOT

SETTINGS = 'reviewer = "総務 佐藤"\nkey_file = "key"\n'


def scanned(folder: Path, reports: Iterable[FileReport], settings: str = SETTINGS) -> None:
    """Make daicho.db and daicho.toml in a folder."""
    with Register.open(made(folder / "daicho.db"), key_file=folder / "key") as register:
        register.begin_run([ROOT], "0.1", "d1")
        for report in reports:
            register.record([report])
        register.finish_run()
    (folder / "daicho.toml").write_text(settings, encoding="utf-8")
