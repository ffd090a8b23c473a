"""The patterns of one kind against normalized text, with the words, labels and check digits that decide on a match."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from operator import attrgetter

import regex

from detectors import neighbours, rule_places, together
from detectors.finding import PLACEHOLDER, REPORT, Finding
from detectors.labelled import AFTER, next_of_a_list, spans_of_label, value_span
from detectors.linear import LinearPattern, Match
from detectors.located import LocatedPatterns
from detectors.normalize import fold_heading
from detectors.rules import Rule, compile_pattern, load_validator
from detectors.support import Silence, by_its_form, is_announced_as_else, words_beside
from detectors.wording import (
    AnyOf,
    compile_any,
    is_whole,
    label_before,
    label_expression,
    prefix_tree,
    word_forms,
)

_FRACTION = regex.compile(r"(?<=^[0-9]{4,})\.0$")  # a number that a program wrote as a fraction
_NOT_ALPHANUMERIC = re.compile(r"[^0-9A-Za-z]")
_ONE_DIGIT = re.compile(r"([0-9])\1{6,}")
_NOT_A_DIGIT = re.compile(r"[^0-9]")
_NEXT_LABEL = regex.compile(r"[\s:。、,;|/」)】]")
_LABEL_ENDS = regex.compile(r"[ ]{0,4}(?:[:=|\t\])】]|\n|$)")

_START = attrgetter("start")
Compiled = regex.Pattern[str] | LinearPattern
Span = tuple[int, int]


class Matcher:
    """The patterns of one rule with the words that speak for and against a match, each compiled at its first use.

    `own`: rules that a user or a profile adds to the kind.
    """

    def __init__(self, rule: Rule, own: Iterable[Rule] = ()) -> None:
        self.rule = rule
        self.own = tuple(map(Matcher, own))
        self.validator = load_validator(rule.validator) if rule.validator else None
        self.has_check_digit = hasattr(self.validator, "complete")
        self._is_placeholder = getattr(self.validator, "is_placeholder", None)
        self._is_as_written = getattr(self.validator, "AS_WRITTEN", False)
        self.headings = frozenset(fold_heading(heading) for heading in rule.headings)
        self.not_headings = frozenset(fold_heading(heading) for heading in rule.not_headings)

    @cached_property
    def patterns(self) -> tuple[Compiled, ...]:
        """What may report alone."""
        return self.rule.compiled(self.rule.patterns)

    @cached_property
    def weak(self) -> tuple[Compiled, ...]:
        """What needs a word of `near` or a label."""
        return self.rule.compiled(self.rule.weak)

    @cached_property
    def cells(self) -> tuple[Compiled, ...]:
        """Whatever a whole cell under the kind's own heading may be."""
        return self.patterns + self.weak + self.rule.compiled(self.rule.cells)

    @cached_property
    def near(self) -> AnyOf | None:
        """Words that support a match."""
        return compile_any(self.rule.near)

    @cached_property
    def against(self) -> AnyOf | None:
        """Words that refute a match behind them."""
        return compile_any(self.rule.against)

    @cached_property
    def against_after(self) -> AnyOf | None:
        """Words that refute a match before them."""
        return compile_any(self.rule.against_after)

    @cached_property
    def _before_word(self) -> regex.Pattern[str] | None:
        return compile_pattern(f"(?:{self.rule.before_word})$") if self.rule.before_word else None

    @cached_property
    def _after_word(self) -> regex.Pattern[str] | None:
        return compile_pattern(self.rule.after_word) if self.rule.after_word else None

    @cached_property
    def words(self) -> re.Pattern[str] | None:
        """The rule's word lists as one pattern."""
        words = word_forms(self.rule)
        return re.compile(prefix_tree(words)) if words else None

    @cached_property
    def labels(self) -> re.Pattern[str] | None:
        """The headings as labels in running text with what separates them from the value, if `cells` are to follow."""
        if not self.rule.cells or not self.rule.headings:
            return None
        return re.compile(label_expression(self.rule), re.IGNORECASE)

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Every match in normalized running text that is not refuted, with its score and evidence."""
        kept: list[Finding] = []  # in order of their place, none over another
        candidates = self._with_each_other(text, list(self._candidates(text, place)))
        for finding in sorted(candidates, key=lambda f: (f.start - f.end, -f.score, f.start)):
            number = bisect_right(kept, finding.start, key=_START)
            if number and kept[number - 1].end > finding.start:
                number -= 1
            elif number == len(kept) or kept[number].start >= finding.end:
                kept.insert(number, finding)
                continue
            if finding.score > kept[number].score:
                kept[number] = replace(kept[number], score=finding.score, evidence=finding.evidence)
        yield from kept

    def _with_each_other(self, text: str, candidates: list[Finding]) -> list[Finding]:
        """Candidates of a kind whose check digit refutes, those raised that stand in a group of such numbers."""
        is_checked = self.rule.check == "reject" and self.has_check_digit
        if not is_checked or sum(0 < found.score < REPORT for found in candidates) < together.OF_PEOPLE:
            return candidates
        spans = sorted({value_span(match) for form in self.patterns for match in form.finditer(text)})
        return together.raised_together(text, candidates, spans, lambda before: is_announced_as_else(self, before))

    def _candidates(self, text: str, place: str) -> Iterator[Finding]:
        followed: set[tuple[int, str]] = set()
        met: set[Span] = set()
        least = self.rule.score.near if self.rule.validator != "birth_date" else 0
        for finding in self._supported(text, place):
            yield finding
            if finding.score >= least > 0 and (span := (finding.start, finding.end)) not in met:
                met.add(span)
                yield from self._more_of_a_list(text, finding, followed)
        for own in self.own:
            yield from own._candidates(text, place)

    def _supported(self, text: str, place: str) -> Iterator[Finding]:
        beside: dict[Span, Finding | Silence] = {}  # several patterns may match one value
        weighed: dict[tuple[Span, float], Finding | None] = {}
        for number, match in self._matches(text):
            if number == len(self.patterns) + len(self.weak):
                yield from self._after_label(text, place, match)
                continue
            value = value_span(match), self.rule.score.alone if number < len(self.patterns) else 0.0
            if value not in weighed:
                weighed[value] = self._weigh(text, place, *value, beside)
            if finding := weighed[value]:
                yield finding
        for _, word in self._located_words.matches(text):
            if is_whole(text, *word.span()) and not self._is_own_label(text, word):
                span = self._with_what_belongs(text, *word.span())
                if finding := self._weigh(text, place, span, self.rule.score.alone, beside):
                    yield finding

    def _more_of_a_list(self, text: str, first: Finding, followed: set[tuple[int, str]]) -> Iterator[Finding]:
        """Values of the same shape that follow one whose label or word speaks for them all (「本人 … ／妻 …」).

        `followed`: the ends and shapes from which the list was followed before, so that none is read twice.
        """
        end, shape = first.end, neighbours.shape(first.value)
        while (end, shape) not in followed:
            followed.add((end, shape))
            span = next_of_a_list(text, end, first.value, self.cells, self.patterns + self.weak)
            if not span:
                return
            end = span[1]
            why = (*first.evidence[:1], "同じ形の値に続く")
            finding = self._confirmed(text, first.place, span, self.rule.score.near, why)
            if not finding:
                return
            yield finding

    def _with_what_belongs(self, text: str, start: int, end: int) -> tuple[int, int]:
        """A word of the lists with what belongs to it by its rule (「左」大腿骨骨折, ロキソニン「錠60mg」)."""
        before = self._before_word.search(text, max(0, start - AFTER), start) if self._before_word else None
        after = self._after_word.match(text, end) if self._after_word else None
        return before.start() if before else start, after.end() if after else end

    def _is_own_label(self, text: str, word: Match) -> bool:
        """Whether a word of the lists is the label of a field (「前科：」) and says nothing yet."""
        return fold_heading(word[0]) in self.headings and bool(_LABEL_ENDS.match(text, word.end()))

    def _matches(self, text: str) -> Iterator[tuple[int, Match]]:
        """The matches of patterns, weak patterns and labels with their number, one after the other."""
        if not self.rule.own:
            yield from self._located.matches(text)
            return
        for number, pattern in enumerate((*self.patterns, *self.weak, *filter(None, (self.labels,)))):
            for match in pattern.finditer(text):
                yield number, match

    def weak_spans(self, text: str) -> set[tuple[int, int]]:
        """Where the rule's weak patterns match, whatever stands around them."""
        return {match.span() for _, match in self._located_weak.matches(text)}

    @cached_property
    def _located_weak(self) -> LocatedPatterns:
        return LocatedPatterns(list(map(rule_places.of_pattern, self.rule.weak)))

    @cached_property
    def _located_words(self) -> LocatedPatterns:
        return LocatedPatterns([rule_places.of_words(self.rule, self.words)] if self.words else ())

    @cached_property
    def _located(self) -> LocatedPatterns:
        located = map(rule_places.of_pattern, self.rule.patterns + self.rule.weak)
        return LocatedPatterns([*located, *([rule_places.of_labels(self.rule, self.labels)] if self.labels else ())])

    def _after_label(self, text: str, place: str, label: Match) -> Iterator[Finding]:
        name = text[max(0, label.start() - AFTER) : label.end("label")]
        own = fold_heading(label["label"])
        whole = label_before(name)
        is_refused = len(whole) > len(own) and whole in self.not_headings  # 「番号」 is only the end of 「記号・番号」
        if is_refused or (self.against and self.against.search(_NEXT_LABEL.split(name.rstrip())[-1])):
            return
        why = (f"見出し『{own}』",)
        for span in spans_of_label(text, label, self.cells, self.against_after):
            if finding := self._confirmed(text, place, span, self.rule.score.heading, why):
                yield finding
                return

    def _weigh(
        self, text: str, place: str, span: Span, alone: float, beside: dict[Span, Finding | Silence]
    ) -> Finding | None:
        """What a match comes to; `beside` remembers what the words around it say."""
        if span not in beside:
            beside[span] = self._by_words(text, place, span)
        told = beside[span]
        if isinstance(told, Finding):
            return told
        given = by_its_form(self, text, *span, alone, told)
        return self._confirmed(text, place, span, *given) if given else None

    def _by_words(self, text: str, place: str, span: Span) -> Finding | Silence:
        if neighbours.is_more_than_a_number(text, *span):
            return Silence.REFUTES
        told = words_beside(self, text, *span)
        return told if isinstance(told, Silence) else self._confirmed(text, place, span, *told) or Silence.REFUTES

    def _confirmed(self, text: str, place: str, span: Span, score: float, why: tuple[str, ...]) -> Finding | None:
        """A finding, unless its check digit refutes it."""
        value = text[slice(*span)]
        checked, evidence = self.check(value)
        return self._capped(Finding(self.rule.id, place, *span, score, why + evidence, value)) if checked else None

    def _capped(self, finding: Finding) -> Finding:
        if self.rule.own:
            return replace(finding, evidence=(*finding.evidence, self.rule.own))
        if finding.counts:
            return finding
        return replace(finding, score=min(finding.score, self.rule.score.placeholder))

    def check(self, value: str) -> tuple[bool, tuple[str, ...]]:
        """Whether the check digit lets the value pass, and what it says as evidence."""
        if not self.validator:
            return self._is_no_filler(value), ()
        asked = value if self._is_as_written else _NOT_ALPHANUMERIC.sub("", value)
        if self._is_placeholder and self._is_placeholder(asked):
            return self.rule.score.placeholder > 0, (PLACEHOLDER,)
        if not self._is_placeholder and not self._is_no_filler(value):
            return False, ()
        if self.validator.is_valid(asked):
            return True, ("検査用数字が一致" if self.has_check_digit else "ありうる値",)
        return self.rule.check == "hint", ()

    def _is_no_filler(self, value: str) -> bool:
        """Whether a number is more than one digit, repeated to fill a field."""
        return bool(self.rule.own) or not _ONE_DIGIT.fullmatch(_NOT_A_DIGIT.sub("", value))

    def is_label(self, label: str) -> bool:
        """Whether a folded label or heading is one of the rule's own."""
        return label in self.headings and label not in self.not_headings

    def cell(self, value: str) -> bool:
        """Whether a whole normalized cell is a value of this kind (under its own heading)."""
        value = value.strip()
        if value.endswith(".0"):
            value = _FRACTION.sub("", value)
        for pattern in self.cells:
            match = pattern.fullmatch(value)
            if match and self.confirms(value[slice(*value_span(match))]):
                return True
        return any(own.cell(value) for own in self.own)

    def confirms(self, value: str, *, strictly: bool = False) -> bool:
        """Whether the check digit lets the value pass and it is none that is made up.

        `strictly`: also where the check digit is only a hint.
        """
        checked, evidence = self.check(value)
        return checked and PLACEHOLDER not in evidence and (not strictly or not self.validator or bool(evidence))
