"""Patterns of all kinds against normalized text: one hyperscan pass as gate, `regex` confirms where it hit.

The gate compiles the rules' own patterns with HS_FLAG_PREFILTER, which finds a superset of their matches, look-arounds
and back references included. Text without candidates costs one pass and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

import hyperscan
import regex

from detectors.finding import Finding
from detectors.normalize import fold_heading
from detectors.rules import Rule, compile_pattern, load_validator, load_words
from detectors.wording import (
    ALPHANUMERIC,
    SEPARATOR_STARTS,
    any_of,
    is_whole,
    label_before,
    label_expression,
    label_forms,
    labels_before,
    prefix_tree,
    written_forms,
)

BEFORE, AFTER = 40, 16  # characters around a match in which supporting words count
PIECE = 16_384  # characters per gate pass: patterns run only on pieces that hold a candidate
_LEADS_UP = regex.compile(r"[^0-9\n]*(?:\n[ \t]*)?")  # what may stand between a word and the value it speaks about
_NEXT_LABEL = regex.compile(r"[ \t]*(?:[:=]|[0-9])")
_FRACTION = regex.compile(r"(?<=^[0-9]{4,})\.0$")  # a number that a program wrote as a fraction
_NOT_ALPHANUMERIC = re.compile(r"[^0-9A-Za-z]")
_GOES_ON = regex.compile(r"[0-9A-Za-z_]|[-./][0-9]|,[0-9]{3}(?![0-9])")
PLACEHOLDER = "例示用の値"
_SHORT = 6  # Latin labels up to this length are parts of so many words that the gate looks at their neighbours itself


class Matcher:
    """The patterns of one rule, compiled, with the words that speak for and against a match."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.patterns = tuple(compile_pattern(pattern) for pattern in rule.patterns)
        self.weak = tuple(compile_pattern(pattern) for pattern in rule.weak)
        self.cells = self.patterns + self.weak + tuple(compile_pattern(pattern) for pattern in rule.cells)
        self.validator = load_validator(rule.validator) if rule.validator else None
        self.headings = frozenset(fold_heading(heading) for heading in rule.headings)
        self.not_headings = frozenset(fold_heading(heading) for heading in rule.not_headings)
        self.near = any_of(rule.near)
        self.against = any_of(rule.against)
        self.against_after = any_of(rule.against_after)

    @cached_property
    def words(self) -> re.Pattern[str] | None:
        """The rule's word lists as one pattern."""
        words = _forms(word for name in self.rule.words for word in load_words(name))
        words |= {word.upper() for word in words} | {word.lower() for word in words}
        return re.compile(prefix_tree(words)) if words else None

    @cached_property
    def labels(self) -> re.Pattern[str] | None:
        """The headings as labels in running text with what separates them from the value, if `cells` are to follow."""
        if not self.rule.cells or not self.rule.headings:
            return None
        return re.compile(label_expression(self.rule), re.IGNORECASE)

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Every match in normalized running text that is not refuted, with its score and evidence."""
        kept: list[Finding] = []
        taken: dict[int, int] = {}  # place in the text → the finding there, longer ones first
        for finding in sorted(self._candidates(text, place), key=lambda f: (f.start - f.end, -f.score, f.start)):
            number = next((taken[at] for at in range(finding.start, finding.end) if at in taken), None)
            if number is None:
                taken.update(dict.fromkeys(range(finding.start, finding.end), len(kept)))
                kept.append(finding)
            elif finding.score > kept[number].score:
                kept[number] = replace(kept[number], score=finding.score, evidence=finding.evidence)
        yield from sorted(kept, key=lambda finding: finding.start)

    def _candidates(self, text: str, place: str) -> Iterator[Finding]:
        for pattern in self.patterns:
            for match in pattern.finditer(text):
                yield from self._weigh(text, place, *_value_span(match), self.rule.score.alone)
        for pattern in self.weak:
            for match in pattern.finditer(text):
                yield from self._weigh(text, place, *_value_span(match), 0.0)
        for word in self.words.finditer(text) if self.words else ():
            if is_whole(text, *word.span()):
                yield from self._weigh(text, place, *word.span(), self.rule.score.alone)
        for label in self.labels.finditer(text) if self.labels else ():
            yield from self._after_label(text, place, label)

    def _after_label(self, text: str, place: str, label: re.Match[str]) -> Iterator[Finding]:
        name = text[max(0, label.start() - AFTER) : label.end("label")]
        if label_before(name) in self.not_headings or (self.against and self.against.search(name.split()[-1])):
            return
        for pattern in self.cells:
            match = pattern.match(text, label.end())
            if not match:
                continue
            start, end = _value_span(match)
            value = text[start:end]
            if ALPHANUMERIC.match(match[0][-1:]) and _GOES_ON.match(text, match.end()):
                continue
            if self.against_after and self.against_after.match(text, match.end()):
                continue
            checked, evidence = self.check(value)
            if checked:
                why = (f"見出し『{fold_heading(label['label'])}』", *evidence)
                yield self._capped(Finding(self.rule.id, place, start, end, self.rule.score.heading, why, value))
                return

    def _weigh(self, text: str, place: str, start: int, end: int, alone: float) -> Iterator[Finding]:
        value = text[start:end]
        support = self._support(text[max(0, start - BEFORE) : start], text[end : end + AFTER].split("\n", 1)[0], alone)
        if support is None:
            return
        checked, evidence = self.check(value)
        if checked:
            score, why = support
            yield self._capped(Finding(self.rule.id, place, start, end, score, why + evidence, value))

    def _capped(self, finding: Finding) -> Finding:
        if PLACEHOLDER not in finding.evidence:
            return finding
        return replace(finding, score=min(finding.score, self.rule.score.placeholder))

    def check(self, value: str) -> tuple[bool, tuple[str, ...]]:
        """Whether the check digit lets the value pass, and what it says as evidence."""
        if not self.validator:
            return True, ()
        asked = value if getattr(self.validator, "AS_WRITTEN", False) else _NOT_ALPHANUMERIC.sub("", value)
        is_placeholder = getattr(self.validator, "is_placeholder", None)
        if is_placeholder and is_placeholder(asked):
            return self.rule.score.placeholder > 0, (PLACEHOLDER,)
        if self.validator.is_valid(asked):
            return True, ("検査用数字が一致" if hasattr(self.validator, "complete") else "ありうる値",)
        return self.rule.check == "hint", ()

    def _support(self, before: str, after: str, alone: float) -> tuple[float, tuple[str, ...]] | None:
        for label in filter(self.is_label, labels_before(before)):
            return self.rule.score.heading, (f"見出し『{label}』",)
        if self.against_after and self.against_after.match(after.lstrip(" ")):
            return None
        near = _last_that_leads_up(self.near, before, same_line=True)
        against = _last_that_leads_up(self.against, before, same_line=False)
        if against and (not near or against.end() > near.end()):
            return None
        if near:
            return self.rule.score.near, (f"近くに『{near.group()}』",)
        match = self.near.search(after) if self.near else None
        if match and not _NEXT_LABEL.match(after, match.end()):
            return self.rule.score.near, (f"近くに『{match.group()}』",)
        return (alone, ("形が一致",)) if alone else None

    def is_label(self, label: str) -> bool:
        """Whether a folded label or heading is one of the rule's own."""
        return label in self.headings and label not in self.not_headings

    def cell(self, value: str) -> bool:
        """Whether a whole normalized cell is a value of this kind (under its own heading)."""
        value = _FRACTION.sub("", value.strip())
        for pattern in self.cells:
            match = pattern.fullmatch(value)
            if match and self.check(value[slice(*_value_span(match))])[0]:
                return True
        return False


def _forms(words: Iterable[str]) -> set[str]:
    return {form for word in words for form in written_forms(word)}


def _last_that_leads_up(words: regex.Pattern[str] | None, before: str, *, same_line: bool) -> regex.Match[str] | None:
    """The last of the words that speaks about the value after `before`: nothing numbered stands between them.

    With `same_line` a word of the value's own line counts whatever stands between.
    """
    last = None
    line = before.rfind("\n") + 1 if same_line else len(before)
    for match in words.finditer(before) if words else ():
        if match.start() >= line or _LEADS_UP.fullmatch(before, match.end()):
            last = match
    return last


def _value_span(match: regex.Match[str]) -> tuple[int, int]:
    """The group `value` where a pattern names one, else the whole match, without spaces at its ends."""
    name = "value" if "value" in match.re.groupindex else 0
    value = match[name]
    start = match.start(name) + len(value) - len(value.lstrip())
    return start, start + len(value.strip())


class _Trigger(NamedTuple):
    """One expression of the gate: what its match means for a kind."""

    kind: str
    expression: str
    enough: bool  # the kind may have a match
    supports: bool  # the weak patterns of the kind may have one
    caseless: bool = False
    label: int = 0  # length in bytes where it counts only before a separator


class Gate:
    """One pass over a piece of text that tells which rules can have a match in it.

    A weak pattern alone is no reason to look closer: it needs a supporting word or a label in the same piece.
    """

    def __init__(self, matchers: Mapping[str, Matcher]) -> None:
        self._triggers = [trigger for matcher in matchers.values() for trigger in _triggers(matcher.rule)]
        self._database = hyperscan.Database()
        self._database.compile(
            expressions=[trigger.expression.encode() for trigger in self._triggers],
            ids=list(range(len(self._triggers))),
            elements=len(self._triggers),
            flags=[
                hyperscan.HS_FLAG_UTF8
                | hyperscan.HS_FLAG_PREFILTER
                | (0 if trigger.label else hyperscan.HS_FLAG_SINGLEMATCH)
                | (hyperscan.HS_FLAG_CASELESS if trigger.caseless else 0)
                for trigger in self._triggers
            ],
        )

    def kinds(self, text: str) -> set[str]:
        """The kinds whose patterns may match somewhere in the text."""
        data = text.encode("utf-8", "replace")
        triggers = self._triggers
        hits: set[int] = set()

        def on_match(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            length = triggers[number].label
            if not length or _is_label(data, end - length, end):
                hits.add(number)

        self._database.scan(data, match_event_handler=on_match)
        found = [triggers[number] for number in hits]
        supported = {trigger.kind for trigger in found if trigger.supports}
        return {t.kind for t in found if t.enough or (t.kind in supported and not t.supports)}


_STARTS = frozenset(char.encode() for char in " \t\n.([:=>|]】」は\"'")


def _is_label(data: bytes, start: int, end: int) -> bool:
    """Whether a word at these bytes is set off from a value behind it, and not the end of a longer Latin word."""
    if data[start - 1 : start].isalpha() and data[start : start + 1].isalpha():
        return False
    return data[end : end + 1] in _STARTS or data[end : end + 3] in _STARTS


def _triggers(rule: Rule) -> Iterator[_Trigger]:
    """Everything that can make a rule match. Words are expressions of their own: so hyperscan compiles them fast."""
    alone = rule.score.alone > 0
    for pattern in rule.patterns:
        yield _Trigger(rule.id, f"(?x){pattern}\n", alone, False)
    for pattern in rule.weak:
        yield _Trigger(rule.id, f"(?x){pattern}\n", False, False)
    for word in _forms(word for name in rule.words for word in load_words(name)):
        yield _Trigger(rule.id, re.escape(word), alone, False, True)
    if alone and not rule.weak and not rule.cells:
        return
    for word in _forms(rule.near):
        yield _Trigger(rule.id, re.escape(word), False, True, True)
    for label in label_forms(rule):
        if label.isascii() and len(label) <= _SHORT:
            expression = f"(?:^|[^A-Za-z]){re.escape(label)}{SEPARATOR_STARTS}"
            yield _Trigger(rule.id, expression, bool(rule.cells), True, True)
        else:
            yield _Trigger(rule.id, re.escape(label), bool(rule.cells), True, True, len(label.encode()))
