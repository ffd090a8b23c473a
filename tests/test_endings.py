"""The end of a pattern, by which the gate looks for it."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.endings import telling_end
from detectors.rules import compile_pattern
from tests.engines import engine


@pytest.mark.parametrize(
    ("pattern", "end"),
    [
        ("[一-龠]{1,14}罪で(?:逮捕|送検)", "(?:逮捕|送検)"),
        ("[一-龠]{1,14}罪で(?:逮捕|送検)(?:され)?(?!状)", "(?:逮捕|送検)(?:され)?(?!状)"),
        ("(?:[ァ-ヶ]{3,20}|甲)(?:塩酸塩|硫酸塩)[0-9]?", "(?:塩酸塩|硫酸塩)[0-9]?"),
        ("罪で(?:逮捕|送検)", "罪で(?:逮捕|送検)"),
        ("[一-龠]{1,14}(?:逮捕|罪)", "[一-龠]{1,14}(?:逮捕|罪)"),
        ("[一-龠]{1,14}(?:逮捕|送検)?", "[一-龠]{1,14}(?:逮捕|送検)?"),
        ("[一-龠]{1,14}(?:逮捕|送検)|前科", "[一-龠]{1,14}(?:逮捕|送検)|前科"),
        ("[0-9]{1,9}(?:mg|kg)", "[0-9]{1,9}(?:mg|kg)"),
        ("(?=[一-龠]{9})甲(?:逮捕|送検)", "(?=[一-龠]{9})甲(?:逮捕|送検)"),
        ("(?i:[一-龠]{1,14})(?:逮捕|送検)", "(?i:[一-龠]{1,14})(?:逮捕|送検)"),
    ],
)
def test_the_words_that_every_match_holds(pattern: str, end: str) -> None:
    assert telling_end(pattern) == end


PARTS = st.sampled_from(
    ["[甲乙]{1,9}", "[甲乙]*", "甲", "(?:甲乙|丙丁)", "(?:甲|丙丁)", "(?:甲乙)?", "[甲丙]", "(?:甲乙|丙丁){2}"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=5).map("".join), st.lists(st.text("甲乙丙丁", max_size=12), max_size=8))
def test_where_the_pattern_matches_its_end_does(pattern: str, texts: list[str]) -> None:
    end = telling_end(pattern)
    for text in texts:
        match = regex.search(pattern, text)
        assert not match or regex.search(end, match[0])


def test_the_ends_of_the_rules_are_patterns() -> None:
    sources = [source for rule in engine().rules.values() for source in (*rule.patterns, *rule.weak)]
    shortened = [source for source in sources if telling_end(source) != source]
    assert shortened
    for source in shortened:
        assert compile_pattern(telling_end(source))
