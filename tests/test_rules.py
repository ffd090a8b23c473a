"""Every example of every rule holds exactly; what is wrong with a folder of rules is told all at once."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from detectors.finding import REPORT
from detectors.normalize import fold_heading, normalize
from detectors.patterns import Gate, Matcher
from detectors.rules import RuleFault, faults, load_kinds, load_words, read_kinds

# names, addresses and faces are found by code; the tests of that code run the examples of their rules
RULES = {kind: rule for kind, rule in load_kinds().items() if rule.patterns or rule.weak or rule.words or rule.cells}
MATCHERS = {kind: Matcher(rule) for kind, rule in RULES.items()}
GATE = Gate(MATCHERS)
FINDS = [(kind, example) for kind, rule in RULES.items() for example in rule.examples.finds]
IGNORES = [(kind, example) for kind, rule in RULES.items() for example in rule.examples.ignores]


def found(kind: str, text: str) -> list[tuple[int, int]]:
    """The spans that the rule reports in running text, through the gate as in a scan."""
    plain = normalize(text)
    if kind not in GATE.kinds(plain):
        assert not [f for f in MATCHERS[kind].find(plain, "") if f.score >= REPORT], "the gate dropped a match"
        return []
    return [(f.start, f.end) for f in MATCHERS[kind].find(plain, "") if f.score >= REPORT]


def is_cell_found(kind: str, heading: str, cell: str) -> bool:
    """Whether the rule takes the cell under that heading."""
    matcher = MATCHERS[kind]
    return matcher.is_label(fold_heading(heading)) and matcher.cell(normalize(cell))


def marked(example: str) -> tuple[str, list[tuple[int, int]]]:
    """The example without its ⟦ ⟧, and the spans that they enclose."""
    spans: list[tuple[int, int]] = []
    text = ""
    for piece in re.split("(⟦[^⟧]*⟧)", example):
        plain = piece.strip("⟦⟧")
        if piece.startswith("⟦"):
            spans.append((len(text), len(text) + len(plain)))
        text += plain
    return text, spans


@pytest.mark.parametrize(("kind", "example"), FINDS)
def test_finds(kind: str, example: str) -> None:
    if " ¦ " in example:
        heading, cell = example.split(" ¦ ")
        assert is_cell_found(kind, heading, marked(cell)[0])
        return
    text, spans = marked(example)
    assert [text[start:end] for start, end in found(kind, text)] == [text[start:end] for start, end in spans]
    assert found(kind, text) == spans


@pytest.mark.parametrize(("kind", "example"), IGNORES)
def test_ignores(kind: str, example: str) -> None:
    if " ¦ " in example:
        assert not is_cell_found(kind, *example.split(" ¦ "))
    else:
        assert [example[start:end] for start, end in found(kind, example)] == []


@pytest.mark.parametrize("kind", load_kinds())
def test_shows_both_sides(kind: str) -> None:
    examples = load_kinds()[kind].examples
    assert len(examples.finds) >= 6
    assert len(examples.ignores) >= 6


def test_shipped_rules_have_no_faults() -> None:
    assert faults(files("rules") / "kinds") == []
