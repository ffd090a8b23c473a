"""Postal codes: whether 日本郵便 uses the code, for an area or for one large recipient (大口事業所).

A leading 0 that a spreadsheet has dropped is added. Codes come and go, and old papers keep theirs: one that is not in
use is no proof against a label.

>>> is_valid("1000001"), is_valid("600001"), is_valid("1000099")
(True, True, False)
>>> is_placeholder("0000000"), is_placeholder("1000001")
(True, False)
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from detectors.rules import load_words


def is_valid(digits: str) -> bool:
    """Whether the code is in use."""
    code = digits.zfill(7)
    return any(first <= code[3:] <= last for first, last in _ranges(code[:3]))


def is_placeholder(digits: str) -> bool:
    """Whether one digit only is repeated, as people fill in forms that they test."""
    return len(set(digits)) == 1


@cache
def _ranges(head: str) -> tuple[tuple[str, str], ...]:
    """The codes in use behind their first three digits."""
    return tuple((part[:4], part[-4:]) for part in _lines().get(head, "").split())


@cache
def _lines() -> Mapping[str, str]:
    return {line[:3]: line[4:] for line in load_words("postal_codes")}
