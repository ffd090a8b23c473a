"""The detectors as the program has them, built once per process."""

from __future__ import annotations

from functools import cache

from detectors.engine import Engine
from detectors.finding import Finding


@cache
def engine() -> Engine:
    """Rules, gate, dictionaries and name model, as `daicho detect` builds them."""
    return Engine()


@cache
def found_in(text: str) -> tuple[Finding, ...]:
    """What `daicho detect --jsonl` answers for a text, less what it shows as made up for examples."""
    return tuple(finding for finding in engine().find(text) if finding.counts)
