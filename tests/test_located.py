"""Windows around hyperscan's hits: the same matches as over the whole text, and how far a pattern can see."""

from __future__ import annotations

import re
import time

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors import located
from detectors.located import LocatedPatterns, locate
from detectors.normalize import normalize
from detectors.patterns import Matcher
from detectors.reach import LONGEST, reach
from detectors.rules import load_kinds

MATCHERS = {kind: Matcher(rule) for kind, rule in load_kinds().items()}
KINDS_OF = {
    normalize(text.replace("⟦", "").replace("⟧", "")): kind
    for kind, matcher in MATCHERS.items()
    for text in (*matcher.rule.examples.finds, *matcher.rule.examples.ignores)
}
EXAMPLES = list(KINDS_OF)
NOISE = st.one_of(st.text(alphabet="0123456789-/. \n年月日Aa@ー、。", max_size=60), st.just("あ" * 200))


@pytest.mark.parametrize(
    ("pattern", "characters"),
    [
        ("[0-9]{3} - [0-9]{4}", 8),
        ("(?<![0-9]) (?:a|bcd|ef){2} # a remark (", 7),
        (r"\p{Han}{1,3} (?P<name> x? | \( [)\]] ) (?! [ ]? yy )", 8),
        ("[ぁ-ん]+ x", LONGEST),
        ("a{3,}", LONGEST),
        ("(a) \\1", None),
        ("[[a-z]--[aeiou]]", None),
        ("(?P<a>x)(?P=a)", None),
        ("(a", None),
        ("a)", None),
    ],
)
def test_how_far_a_pattern_sees(pattern: str, characters: int | None) -> None:
    assert reach(pattern) == characters


@given(st.data())
def test_nothing_that_a_pattern_matches_is_longer_than_its_reach(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from([p for m in MATCHERS.values() for p in (*m.rule.patterns, *m.rule.weak)]))
    text = "".join(data.draw(st.lists(st.sampled_from(EXAMPLES), max_size=4)))
    limit = reach(pattern)
    assert limit is not None
    for match in regex.finditer(pattern, text, regex.VERBOSE | regex.VERSION1):
        assert len(match[0]) <= limit


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(EXAMPLES), NOISE), min_size=1, max_size=8),
    st.lists(st.sampled_from(list(MATCHERS)), min_size=4, max_size=4),
)
def test_windows_find_what_the_whole_text_holds(parts: list[tuple[str, str]], others: list[str]) -> None:
    """For the kinds whose examples stand in the text, and others that may meet them there."""
    text = "".join(example + gap for example, gap in parts)
    for kind in {*others, *(KINDS_OF[example] for example, _ in parts)}:
        matcher = MATCHERS[kind]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(located, "SHORT", len(text))
            whole = list(matcher.find(text, ""))
            patch.setattr(located, "SHORT", -1)
            assert list(matcher.find(text, "")) == whole, kind


@given(st.text(alphabet="ab0 1\n𠮷あ", max_size=200))
def test_a_pattern_of_re_in_windows(text: str) -> None:
    source = r"(?<!a)b[ab]{0,2}(?=0|$)"
    pattern = re.compile(source, re.MULTILINE)
    places = LocatedPatterns([locate(pattern, source)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(located, "SHORT", -1)
        assert [m.span() for _, m in places.matches(text)] == [m.span() for m in pattern.finditer(text)]


def test_no_pattern_no_match() -> None:
    assert list(LocatedPatterns([]).matches("あ" * 1000)) == []


@pytest.mark.slow
def test_the_time_grows_with_the_matches() -> None:
    matcher = MATCHERS["PHONE_NUMBER"]

    def seconds(count: int) -> float:
        text = "\n".join(f"090-{1000 + number % 9000}-{number % 9973:04}" for number in range(count))
        began = time.process_time()
        assert sum(1 for _ in matcher.find(text, "")) > count * 0.9
        return time.process_time() - began

    seconds(100)
    assert seconds(16_000) < 16 * seconds(2_000)
