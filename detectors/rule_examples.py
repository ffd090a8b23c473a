"""Runs the examples that a rule carries: ⟦ ⟧ encloses what must be reported, `heading ¦ cell` is a cell of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from detectors.finding import REPORT
from detectors.gate import Gate
from detectors.ignoring import Ignored
from detectors.normalize import fold_heading, normalize
from detectors.own_rules import Ignore
from detectors.patterns import Matcher
from detectors.rule_files import Flaw
from detectors.rule_set import RuleSet
from detectors.rules import Rule

if TYPE_CHECKING:
    from detectors.engine import Engine

CELL = " ¦ "
Spans = list[tuple[int, int]]


def marked(example: str) -> tuple[str, Spans]:
    """An example without its ⟦ ⟧, and the spans that they enclose."""
    spans: Spans = []
    text = ""
    for piece in re.split("(⟦[^⟧]*⟧)", example):
        plain = piece.strip("⟦⟧")
        if piece.startswith("⟦"):
            spans.append((len(text), len(text) + len(plain)))
        text += plain
    return text, spans


class ExampleRunner:
    """Runs examples against the rules in force, each kind by itself.

    Names and addresses are found by code: their examples run against the whole engine, which takes seconds to load.
    """

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        self._matchers: dict[str, tuple[Matcher, Gate]] = {}

    def flaws_of(self, rule: Rule | Ignore) -> Iterator[Flaw]:
        """The examples that do not hold."""
        if isinstance(rule, Ignore):
            yield from _ignore_flaws(rule)
            return
        for number, example in enumerate(rule.examples.finds):
            if said := self._not_found(rule.id, example):
                yield Flaw(said, ("examples", "finds", number))
        for number, example in enumerate(rule.examples.ignores):
            if found := self._found(rule.id, example):
                yield Flaw(f"ignores の例『{example}』で、{found}が見つかります", ("examples", "ignores", number))

    def _not_found(self, kind: str, example: str) -> str:
        if CELL in example:
            heading, cell = example.split(CELL, 1)
            if self.is_cell_found(kind, heading, marked(cell)[0]):
                return ""
            return f"例『{example}』の値が見つかりません。見出しと、値の形（patterns・cells）を確かめてください"
        text, expected = marked(example)
        spans = self.spans(kind, text)
        if spans == expected:
            return ""
        found = "、".join(f"『{text[start:end]}』" for start, end in spans)
        instead = f"見つかるのは {found} です" if found else "何も見つかりません"
        return f"例『{example}』で、⟦ ⟧ の中が見つかりません（{instead}）"

    def _found(self, kind: str, example: str) -> str:
        if CELL in example:
            heading, cell = example.split(CELL, 1)
            return f"『{cell}』" if self.is_cell_found(kind, heading, cell) else ""
        return "、".join(f"『{example[start:end]}』" for start, end in self.spans(kind, example))

    def spans(self, kind: str, text: str) -> Spans:
        """What is reported of a kind in running text, through the gate as in a scan."""
        if self._is_found_by_code(kind):
            return [(found.start, found.end) for found in self._engine.find(text) if found.kind == kind]
        matcher, gate = self._matcher(kind)
        plain = normalize(text)
        if kind not in gate.kinds(plain):
            return []
        return [(found.start, found.end) for found in matcher.find(plain, "") if found.score >= REPORT]

    def is_cell_found(self, kind: str, heading: str, cell: str) -> bool:
        """Whether a cell under a heading is taken for a value of the kind."""
        if self._is_found_by_code(kind):
            return any(column.kind == kind for column in self._engine.columns.judge((heading,), ((cell,),)))
        matcher, _ = self._matcher(kind)
        return matcher.is_label(fold_heading(heading)) and matcher.cell(normalize(cell))

    def _is_found_by_code(self, kind: str) -> bool:
        rule = self._rules.kinds[kind]
        return not (rule.patterns or rule.weak or rule.words or rule.cells or self._rules.own(kind))

    def _matcher(self, kind: str) -> tuple[Matcher, Gate]:
        if kind not in self._matchers:
            matcher = Matcher(self._rules.kinds[kind], self._rules.own(kind))
            self._matchers[kind] = matcher, Gate({kind: matcher})
        return self._matchers[kind]

    @cached_property
    def _engine(self) -> Engine:
        from detectors.engine import Engine

        return Engine(self._rules)


def _ignore_flaws(rule: Ignore) -> Iterator[Flaw]:
    """Examples of an ignoring rule: what is marked in `ignores` is left out, what is marked in `finds` is not."""
    ignored = Ignored([rule])
    for side, is_meant in (("ignores", True), ("finds", False)):
        for number, example in enumerate(getattr(rule.examples, side)):
            text, expected = marked(example.replace(CELL, ": "))
            spans = ignored.spans(normalize(text))
            for start, end in expected:
                if any(s <= start and end <= e for s, e in spans) is not is_meant:
                    effect = "除外されません" if is_meant else "除外されてしまいます"
                    yield Flaw(f"例『{example}』の ⟦{text[start:end]}⟧ が{effect}", ("examples", side, number))
