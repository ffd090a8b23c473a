"""Patterns of all kinds against normalized text: one hyperscan pass as gate, `regex` confirms where it hit.

The gate compiles the rules' own patterns with HS_FLAG_PREFILTER, which finds a superset of their matches, look-arounds
and back references included. Text without candidates costs one pass and nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

import hyperscan
import regex

from detectors.finding import Finding
from detectors.normalize import fold_heading, normalize
from detectors.rules import Rule, compile_pattern, load_validator, load_words

BEFORE, AFTER = 40, 16  # characters around a match in which supporting words count
PIECE = 16_384  # characters per gate pass: patterns run only on pieces that hold a candidate
_LABEL_END = regex.compile(r"(?:[\s:=「『\"'(\[>|】」』\]]|(?<=[^\s])は)+$")
_LABEL_REMARK = regex.compile(r"\([^()\n]*\)$")
_LABEL_START = regex.compile(r"[\n\t、。,;|/「」()【】■□●○◆◇※・＊]|[ ]{2,}")
_SEPARATOR = r"(?:[(\[][^()\[\]\n]{0,20}[)\]])?\.?(?: {0,4}(?:[:=>|\]】」\t]|は| |\n))[ \t]{0,8}[「『(\"']?"
_LEADS_UP = regex.compile(r"[^0-9\n]*(?:\n[ \t]*)?")  # what may stand between a word and the value it speaks about
_NEXT_LABEL = regex.compile(r"[ \t]*(?:[:=]|[0-9])")
_GOES_ON = regex.compile(r"[0-9A-Za-z_]|[-./][0-9]|,[0-9]{3}(?![0-9])")
_KATAKANA = regex.compile(r"[ァ-ヺー]")
_ALPHANUMERIC = regex.compile(r"[0-9A-Za-z]")


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
        self.near = _any_of(rule.near)
        self.against = _any_of(rule.against)

    @cached_property
    def words(self) -> re.Pattern[str] | None:
        """The rule's word lists as one pattern; a prefix tree in `re` was 14 times a list of words in `regex`."""
        words = {normalize(word) for name in self.rule.words for word in load_words(name)}
        return re.compile(_prefix_tree(words), re.IGNORECASE) if words else None

    @cached_property
    def labels(self) -> regex.Pattern[str] | None:
        """The headings as labels in running text with what separates them from the value, if `cells` are to follow."""
        expression = label_expression(self.rule)
        return regex.compile(expression, regex.IGNORECASE) if expression else None

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Every match in normalized running text that is not refuted, with its score and evidence."""
        found = sorted(self._candidates(text, place), key=lambda f: (-f.score, f.start - f.end, f.start))
        kept: list[Finding] = []
        taken: set[int] = set()
        for finding in found:
            span = range(finding.start, finding.end)
            if taken.isdisjoint(span):
                taken.update(span)
                kept.append(finding)
        yield from sorted(kept, key=lambda finding: finding.start)

    def _candidates(self, text: str, place: str) -> Iterator[Finding]:
        for pattern in self.patterns:
            for match in pattern.finditer(text):
                yield from self._weigh(text, place, *_value_span(match), self.rule.score.alone)
        for pattern in self.weak:
            for match in pattern.finditer(text):
                yield from self._weigh(text, place, *_value_span(match), 0.0)
        for word in self.words.finditer(text) if self.words else ():
            if _is_whole(text, *word.span()):
                yield from self._weigh(text, place, *word.span(), self.rule.score.alone)
        for label in self.labels.finditer(text) if self.labels else ():
            yield from self._after_label(text, place, label)

    def _after_label(self, text: str, place: str, label: regex.Match[str]) -> Iterator[Finding]:
        name = label_before(text[max(0, label.start() - AFTER) : label.end("label")])
        if name in self.not_headings:
            return
        for pattern in self.cells:
            match = pattern.match(text, label.end())
            if not match:
                continue
            start, end = _value_span(match)
            value = text[start:end]
            if _ALPHANUMERIC.match(value[-1:]) and _GOES_ON.match(text, end):
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
        if "例示用の値" not in finding.evidence:
            return finding
        return replace(finding, score=min(finding.score, self.rule.score.placeholder))

    def check(self, value: str) -> tuple[bool, tuple[str, ...]]:
        """Whether the check digit lets the value pass, and what it says as evidence."""
        if not self.validator:
            return True, ()
        asked = value if getattr(self.validator, "AS_WRITTEN", False) else regex.sub(r"[^0-9A-Za-z]", "", value)
        is_placeholder = getattr(self.validator, "is_placeholder", None)
        if is_placeholder and is_placeholder(asked):
            return self.rule.score.placeholder > 0, ("例示用の値",)
        if self.validator.is_valid(asked):
            return True, ("検査用数字が一致" if hasattr(self.validator, "complete") else "ありうる値",)
        return self.rule.check == "hint", ()

    def _support(self, before: str, after: str, alone: float) -> tuple[float, tuple[str, ...]] | None:
        label = label_before(before, self)
        if label:
            return self.rule.score.heading, (f"見出し『{label}』",)
        if self.against and self.against.match(after.lstrip(" ")):
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
        value = value.strip()
        return any(pattern.fullmatch(value) for pattern in self.cells) and self.check(value)[0]


def _last_that_leads_up(
    words: regex.Pattern[str] | None, before: str, *, same_line: bool
) -> regex.Match[str] | None:
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


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a word from a list is not a part of a longer word in Latin letters or katakana."""
    for edge, neighbour in ((text[start], text[start - 1 : start]), (text[end - 1], text[end : end + 1])):
        for script in (_ALPHANUMERIC, _KATAKANA):
            if script.match(edge) and script.match(neighbour):
                return False
    return True


def _written_forms(word: str) -> Iterator[str]:
    """A word as it stands in normalized text: half-width kana leave their sound marks as characters of their own."""
    yield normalize(word)
    marked = "".join(
        unicodedata.normalize("NFD", char) if "ァ" <= char <= "ヺ" else char for char in normalize(word)
    )
    if marked != normalize(word):
        yield marked


def _any_of(words: Iterable[str]) -> regex.Pattern[str] | None:
    expression = _alternatives(words)
    return regex.compile(expression, regex.IGNORECASE) if expression else None


def _alternatives(words: Iterable[str]) -> str:
    forms = {form for word in words for form in _written_forms(word)}
    return "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))


def _prefix_tree(words: Iterable[str]) -> str:
    """One expression for many words that decides character by character, longest word first."""
    tree: dict[str, dict[str, object]] = {}
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})  # type: ignore[assignment]
        node[""] = {}
    return _branches(tree)


def _branches(node: Mapping[str, object]) -> str:
    branches = [
        re.escape(char) + _branches(below) for char, below in sorted(node.items()) if char and isinstance(below, dict)
    ]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)}){'?' if '' in node else ''}"


def label_expression(rule: Rule) -> str:
    """The labels of a rule as one expression, or an empty string where its patterns need none."""
    if rule.score.alone and not (rule.cells or rule.weak):
        return ""
    names = {form for heading in rule.headings for form in _written_forms(heading)}
    spaced = (" {0,2}" if len(name) <= 5 and not name.isascii() else "" for name in names)
    forms = sorted(
        (
            "[ _-]?".join(map(re.escape, re.split("[ _]", name))) if not gap else gap.join(map(re.escape, name))
            for name, gap in zip(names, spaced, strict=True)
        ),
        key=lambda form: (-len(form), form),
    )
    return f"(?<![A-Za-z])(?P<label>{'|'.join(forms)}){_SEPARATOR}" if forms else ""


def label_before(before: str, matcher: Matcher | None = None) -> str:
    """The folded label that stands directly before a value (「個人番号：」), or an empty string.

    With a matcher, only a label of its rule counts; then the last word alone is tried too (「東京都港区 TEL：」).
    """
    head = _LABEL_REMARK.sub("", _LABEL_END.sub("", before)).rstrip()
    if not head:
        return ""
    starts = [match.end() for match in _LABEL_START.finditer(head)]
    label = head[starts[-1] if starts else 0 :]
    if matcher is None:
        return fold_heading(label)
    for candidate in (fold_heading(label), fold_heading(label.rpartition(" ")[2])):
        if matcher.is_label(candidate):
            return candidate
    return ""


class Gate:
    """One pass over a piece of text that tells which rules can have a match in it.

    A weak pattern alone is no reason to look closer: it needs a supporting word or a label in the same piece.
    """

    def __init__(self, matchers: Mapping[str, Matcher]) -> None:
        self._owners: list[tuple[str, bool, bool]] = []  # kind, whether enough alone, whether it can support
        expressions: list[bytes] = []
        flags: list[int] = []
        common = hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_PREFILTER | hyperscan.HS_FLAG_SINGLEMATCH
        for kind, matcher in matchers.items():
            for expression, enough, supports, caseless in _gate_expressions(matcher.rule):
                self._owners.append((kind, enough, supports))
                expressions.append(expression.encode())
                flags.append(common | (hyperscan.HS_FLAG_CASELESS if caseless else 0))
        self._database = hyperscan.Database()
        self._database.compile(
            expressions=expressions, ids=list(range(len(expressions))), elements=len(expressions), flags=flags
        )

    def kinds(self, text: str) -> set[str]:
        """The kinds whose patterns may match somewhere in the text."""
        hits: set[int] = set()
        self._database.scan(
            text.encode("utf-8", "replace"), match_event_handler=lambda number, *_: hits.add(number) and None
        )
        owners = [self._owners[number] for number in hits]
        supported = {kind for kind, _, supports in owners if supports}
        return {kind for kind, enough, supports in owners if enough or (not supports and kind in supported)}


def _gate_expressions(rule: Rule) -> Iterator[tuple[str, bool, bool, bool]]:
    """Expression, whether it is enough alone, whether it supports a weak one, whether case does not matter."""
    alone = rule.score.alone > 0
    for pattern in rule.patterns:
        yield f"(?x){pattern}\n", alone, False, False
    for pattern in rule.weak:
        yield f"(?x){pattern}\n", False, False, False
    for name in rule.words:
        words = _alternatives(load_words(name))
        if words:
            yield words, alone, False, True
    if rule.near and not (alone and not rule.weak):
        yield _alternatives(rule.near), False, True, True
    labels = label_expression(rule).replace("?P<label>", "?:")
    if labels:
        yield labels, bool(rule.cells), True, True
