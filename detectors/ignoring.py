"""What the user never wants to see reported: in running text, in cells, under headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from detectors.finding import Finding, Refuted, nothing_refuted
from detectors.linear import LinearPattern, compile_linear
from detectors.normalize import fold, fold_heading, normalize
from detectors.own_rules import Ignore
from detectors.wording import labels_before

_BEFORE = 40  # characters in which the label of a value stands
_AT_ONCE = 500  # values in one expression
_BRACKETS = regex.compile(r"[()\[\]]")


@dataclass(frozen=True, slots=True)
class _Ignored:
    """One rule, ready to be asked."""

    kinds: frozenset[str]
    keys: frozenset[str]
    patterns: tuple[LinearPattern, ...]
    headings: frozenset[str]

    def concerns(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds


class Ignored:
    """All that is never reported, by a rule or because a person `refuted` it; false where that is nothing."""

    def __init__(self, ignores: Iterable[Ignore] = (), refuted: Refuted = nothing_refuted) -> None:
        self._refuted = refuted
        self._any_refuted = refuted is not nothing_refuted
        self._rules = tuple(
            _Ignored(
                rule.kinds,
                frozenset(map(_key, rule.values)),
                tuple(map(compile_linear, (*rule.patterns, *_literals(rule.values)))),
                frozenset(map(fold_heading, rule.headings)),
            )
            for rule in ignores
        )

    def __bool__(self) -> bool:
        return bool(self._rules) or self._any_refuted

    def left(self, findings: Sequence[Finding], text: str) -> list[Finding]:
        """The findings in normalized text that are to be reported."""
        left = list(findings)
        for rule in self._rules:
            if any(rule.concerns(finding.kind) for finding in left):
                spans = list(_spans(rule.patterns, text))
                left = [finding for finding in left if not _is_ignored(rule, finding, text, spans)]
        return [one for one in left if not self._refuted(one.kind, one.value)] if self._any_refuted else left

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where in normalized text something stands that is never reported."""
        return sorted({span for rule in self._rules for span in _spans(rule.patterns, text)})

    def is_cell(self, kind: str, value: str) -> bool:
        """Whether a whole normalized cell is a value that is not reported as this kind."""
        return self._refuted(kind, value) or any(
            rule.concerns(kind) and (_key(value) in rule.keys or any(p.fullmatch(value) for p in rule.patterns))
            for rule in self._rules
        )

    def is_heading(self, kind: str, heading: str) -> bool:
        """Whether nothing under a heading is reported as this kind."""
        return any(rule.concerns(kind) and fold_heading(heading) in rule.headings for rule in self._rules)


def _is_ignored(rule: _Ignored, finding: Finding, text: str, spans: Sequence[tuple[int, int]]) -> bool:
    if not rule.concerns(finding.kind):
        return False
    if _key(finding.value) in rule.keys or any(s <= finding.start and finding.end <= e for s, e in spans):
        return True
    before = text[max(0, finding.start - _BEFORE) : finding.start]
    return bool(rule.headings) and not rule.headings.isdisjoint(labels_before(before))


def _spans(patterns: Iterable[LinearPattern], text: str) -> Iterator[tuple[int, int]]:
    for pattern in patterns:
        for match in pattern.finditer(text):
            yield match.start(), match.end()


def _key(value: str) -> str:
    """A value however it is written: 03-1234-5678, 03(1234)5678, ０３１２３４５６７８."""
    return fold(_BRACKETS.sub("", normalize(value)))


def _literals(values: Sequence[str]) -> Iterator[str]:
    """The values as expressions, the longest first: a finding may be a part of what is ignored."""
    plain = sorted({normalize(value).strip() for value in values}, key=lambda value: (-len(value), value))
    for start in range(0, len(plain), _AT_ONCE):
        yield "|".join(regex.escape(value, literal_spaces=True) for value in plain[start : start + _AT_ONCE])
