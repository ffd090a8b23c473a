"""The pages say what the program does: generated blocks are current, every command, kind and format is named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_generated_blocks_are_current() -> None:
    """`python tools/docs.py` would change nothing."""
    checked = subprocess.run(
        [sys.executable, "tools/docs.py", "--check"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("page", ["README.md", "README.ja.md"])
def test_names_the_two_commands(page: str) -> None:
    """A newcomer finds `make demo` and `make test`."""
    text = (ROOT / page).read_text(encoding="utf-8")
    assert "make demo" in text
    assert "make test" in text
