"""Lines that may head a table: a short text is read by a pattern, a long one as numbers, with the same result."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors import heading_lines
from detectors.heading_lines import HeadingLines
from detectors.headings import Headings
from detectors.normalize import normalize
from detectors.rules import load_kinds

LINES = HeadingLines(Headings(load_kinds()))
WORDS = st.one_of(
    st.sampled_from(sorted(LINES.spellings)),
    st.sampled_from(sorted(LINES.spellings)).map(str.upper),
    st.sampled_from([*" \t\n,;|:/'*(1", "お客様", "𠮷", "\ud83d", "É", "会議の"]),
)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=12))
def test_short_and_long_texts_are_read_alike(words: list[str]) -> None:
    plain = normalize("".join(words))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(heading_lines, "_FEW", len(plain))
        by_pattern = list(LINES.find(plain))
        patch.setattr(heading_lines, "_FEW", -1)
        assert list(LINES.find(plain)) == by_pattern
