"""The words of a rule in text: told at once where none stands, otherwise as one expression finds them."""

from __future__ import annotations

import regex
from hypothesis import given
from hypothesis import strategies as st

from detectors.wording import AnyOf

WORDS = ("TEL", "電話", "電話番号", "mail", "Kiste", "℡")
EXPRESSION = "電話番号|(?<![A-Za-z])mail|Kiste|(?<![A-Za-z])TEL|電話|℡"
PIECES = st.sampled_from(
    [*WORDS, "tel", "MaIl", "ma\u0131l", "MA\u0130L", "\u212aiste", "ki\u017fte", "ホ", " ", "a", "番", "\n"]
)


@given(st.lists(PIECES, max_size=8), st.integers(0, 20), st.integers(0, 20))
def test_words_are_found_as_by_one_expression(pieces: list[str], start: int, end: int) -> None:
    """Small and capital letters are the same, also those that are written with a sign of their own."""
    text, words, whole = "".join(pieces), AnyOf(WORDS), regex.compile(EXPRESSION, regex.IGNORECASE)
    found, expected = words.search(text), whole.search(text)
    assert (found and found.span()) == (expected and expected.span())
    assert [m.span() for m in words.finditer(text, start, end)] == [m.span() for m in whole.finditer(text, start, end)]
