"""The pages say what the program does: generated blocks are current, every command, kind and format is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import docs

ROOT = Path(__file__).parent.parent


def test_generated_blocks_are_current() -> None:
    """`python tools/docs.py` would change nothing."""
    for page in docs.PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        assert text == docs.renewed(text), f"{page} is out of date: python tools/docs.py"


@pytest.mark.parametrize("page", ["README.md", "README.ja.md"])
def test_names_the_two_commands(page: str) -> None:
    """A newcomer finds `make demo` and `make test`."""
    text = (ROOT / page).read_text(encoding="utf-8")
    assert "make demo" in text
    assert "make test" in text
