"""Japanese addresses in normalized text: the municipality must exist, the span ends where the address ends."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.finding import Finding

KIND = "JP_ADDRESS"


def may_hold(text: str) -> bool:
    """A cheap test: False where the text cannot hold an address."""
    return False


def find(text: str, place: str) -> Iterator[Finding]:
    """Every address in normalized text, with its exact span."""
    yield from ()


def is_cell(text: str) -> bool:
    """Whether a normalized cell under a heading such as 住所 or 番地 is an address or a part of one."""
    return False
