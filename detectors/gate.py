"""The gate: one hyperscan pass over a piece of text tells which kinds can have a match in it.

The rules' own patterns are compiled as a prefilter, which finds a superset of their matches, look-arounds and back
references included. Text without candidates costs one pass and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import hyperscan

from detectors.automaton import compiled
from detectors.patterns import Matcher
from detectors.prefilter import prefilter
from detectors.rules import Rule, load_words
from detectors.telling import telling_part
from detectors.wording import STARTS, STARTS_ANY, all_forms, label_forms, separator_starts

PIECE = 16_384  # characters per pass: patterns run only on pieces that hold a candidate
_SHORT = 6  # Latin labels up to this length are parts of so many words that the gate looks at their neighbours itself


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
    `database` is what hyperscan made of all expressions.
    """

    def __init__(self, matchers: Mapping[str, Matcher]) -> None:
        self._triggers = [trigger for matcher in matchers.values() for trigger in _all_triggers(matcher)]
        self.database = compiled([t.expression for t in self._triggers], [_flags(t) for t in self._triggers])
        self._last: tuple[str, frozenset[str]] = "", frozenset()  # several ask about one text, one after the other

    def kinds(self, text: str) -> frozenset[str]:
        """The kinds whose patterns may match somewhere in the text."""
        known, kinds = self._last
        if known != text:
            kinds = self._seek(text)
            self._last = text, kinds
        return kinds

    def _seek(self, text: str) -> frozenset[str]:
        data = text.encode("utf-8", "replace")
        triggers = self._triggers
        hits: set[int] = set()

        def on_match(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            length = triggers[number].label
            if not length or _is_label(data, end - length, end):
                hits.add(number)

        self.database.scan(data, match_event_handler=on_match)
        found = [triggers[number] for number in hits]
        supported = {trigger.kind for trigger in found if trigger.supports}
        return frozenset(t.kind for t in found if t.enough or (t.kind in supported and not t.supports))


def _flags(trigger: _Trigger) -> int:
    once = 0 if trigger.label else hyperscan.HS_FLAG_SINGLEMATCH
    caseless = hyperscan.HS_FLAG_CASELESS if trigger.caseless else 0
    return int(hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_PREFILTER | once | caseless)


_LATIN = frozenset(char.encode() for char in STARTS)
_ANY = frozenset(char.encode() for char in STARTS_ANY)


def _is_label(data: bytes, start: int, end: int) -> bool:
    """Whether a word at these bytes is set off from a value behind it, and not the end of a longer Latin word."""
    if data[start - 1 : start].isalpha() and data[start : start + 1].isalpha():
        return False
    starts = _LATIN if data[end - 1 : end].isalpha() else _ANY
    return data[end : end + 1] in starts or data[end : end + 3] in starts


def _all_triggers(matcher: Matcher) -> Iterator[_Trigger]:
    yield from _triggers(matcher.rule)
    for own in matcher.own:
        yield from _all_triggers(own)


def _triggers(rule: Rule) -> Iterator[_Trigger]:
    """Everything that can make a rule match. Words are expressions of their own: so hyperscan compiles them fast."""
    alone = rule.score.alone > 0
    for pattern in rule.patterns:
        yield _Trigger(rule.id, prefilter(telling_part(pattern)), alone, False, bool(rule.own))
    for pattern in rule.weak:
        yield _Trigger(rule.id, prefilter(telling_part(pattern)), False, False, bool(rule.own))
    for word in sorted(all_forms(word for name in rule.words for word in load_words(name))):
        yield _Trigger(rule.id, re.escape(word), alone, False, True)
    if alone and not rule.weak and not rule.cells:
        return
    for word in sorted(all_forms(rule.near)):
        yield _Trigger(rule.id, re.escape(word), False, True, True)
    for label in sorted(label_forms(rule)):
        if label.isascii() and len(label) <= _SHORT:
            expression = f"(?:^|[^A-Za-z]){re.escape(label)}{separator_starts(label)}"
            yield _Trigger(rule.id, expression, bool(rule.cells), True, True)
        else:
            yield _Trigger(rule.id, re.escape(label), bool(rule.cells), True, True, len(label.encode()))
