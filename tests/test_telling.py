"""The part of a pattern by which the gate looks for it."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.rules import compile_pattern
from detectors.telling import telling_part
from tests.engines import engine


@pytest.mark.parametrize(
    ("pattern", "part"),
    [
        ("[一-龠]{1,14}罪で(?:逮捕|送検)", "罪で(?:逮捕|送検)"),
        ("[一-龠]{1,14}罪で(?:逮捕|送検)(?:され)?(?!状)", "罪で(?:逮捕|送検)(?:され)?(?!状)"),
        ("秘密の(?:質問|合言葉)[^:は]{0,10}(?:答え|回答)は", "秘密の(?:質問|合言葉)"),
        ("秘密の(?:質問|合言葉)[^:は]{0,10}(?:答え|回答)は(?:大阪|奈良).{2,9}", "(?:答え|回答)は(?:大阪|奈良)"),
        ("LGBT[QIA+]{0,4}(?:当事者|である)", "LGBT[QIA+]{0,4}(?:当事者|である)"),
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
def test_the_words_that_every_match_holds(pattern: str, part: str) -> None:
    assert telling_part(pattern) == part


PARTS = st.sampled_from(
    [
        "[甲乙]{1,9}",
        "[甲乙]*",
        "[一-龠]{0,4}",
        "[^甲]{4}",
        "甲",
        "[甲丙]",
        "(?:甲乙|丙丁)",
        "(?:甲|丙丁)",
        "(?:甲乙)?",
        "(?:甲乙|丙丁){2}",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=5).map("".join), st.lists(st.text("甲乙丙丁", max_size=12), max_size=8))
def test_where_the_pattern_matches_its_part_does(pattern: str, texts: list[str]) -> None:
    part = telling_part(pattern)
    for text in texts:
        match = regex.search(pattern, text)
        assert not match or regex.search(part, match[0])


def test_the_parts_of_the_rules_are_patterns() -> None:
    sources = [source for rule in engine().rules.values() for source in (*rule.patterns, *rule.weak)]
    shortened = [source for source in sources if telling_part(source) != source]
    assert shortened
    for source in shortened:
        assert compile_pattern(telling_part(source))
