"""Patterns as hyperscan's prefilter: a superset of their matches, with as much of what stands beside them as can be."""

from __future__ import annotations

import pytest

from detectors.prefilter import prefilter, with_what_is_beside


@pytest.mark.parametrize(
    ("pattern", "expression"),
    [
        ("(?<![0-9]) a (?![0-9]|x)", "(?x)(?:^|[^0-9]) a (?:$|[^0-9])\n"),
        ("(?<![^0-9])a", "(?x)(?:^|[0-9])a\n"),
        ("(?<!ab)a(?!bc)", "(?x)(?<!ab)a(?!bc)\n"),
        (r"a\(?![0-9]", "(?x)a\\(?![0-9]\n"),
        ("a (?! x(?:y|z) | [0-9] | b(?!c)) # a remark", "(?x)a (?:$|[^0-9])\n"),
        ("a(?!(?:x|[0-9]))", "(?x)a(?!(?:x|[0-9]))\n"),
        ("a(?![0-9]+|[0-9]b)", "(?x)a(?![0-9]+|[0-9]b)\n"),
    ],
)
def test_what_must_not_stand_beside_a_match(pattern: str, expression: str) -> None:
    assert prefilter(pattern) == expression


@pytest.mark.parametrize(
    ("pattern", "expression"),
    [
        ("(?<=a|b)(?P<value>x)", "(?:a|b)(?P<value>x)"),
        ("(?:(?<=a)|(?<=[b)]))x", "(?:(?:a)|(?:[b)]))x"),
        ("(?<=a)x | (?<=b)y", "(?:a)x | (?:b)y"),
        ("(?<=a)(?<=b)x", "(?:a)(?<=b)x"),  # both look at one character: only one can be read
        ("x(?<=a)y", "x(?<=a)y"),
        ("(?:(?<=a)x)+y", "(?:(?<=a)x)+y"),
        ("(?<!(?<=a)b)x", "(?<!(?<=a)b)x"),
        ("x(?=a|b)", "x(?:a|b)"),
        ("x(?:(?=a)|y(?=[(b]))", "x(?:(?:a)|y(?:[(b]))"),
        ("x(?=a) (?!b)", "x(?:a) (?!b)"),
        ("x(?=a)(?=b)", "x(?=a)(?:b)"),
        ("x(?=a)y", "x(?=a)y"),
        ("x(?!(?=a)b)", "x(?!(?=a)b)"),
        ("(?=a)", "(?:a)"),
    ],
)
def test_what_must_stand_beside_a_match_is_read(pattern: str, expression: str) -> None:
    assert with_what_is_beside(pattern) == expression
