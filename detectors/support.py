"""What speaks for a match in running text: its label, a word near it, a word further up or down."""

from __future__ import annotations

from enum import Enum, auto
from typing import Protocol

import regex

from detectors import neighbours
from detectors.finding import REPORT
from detectors.labelled import AFTER, BEFORE
from detectors.normalize import fold_heading
from detectors.rules import Rule
from detectors.wording import AnyOf, labels_before

DISTANT = 0.6  # score of what only a word further up or down speaks for
FAR = 600  # characters before a number whose check digit or way of writing tells it, in which a word still counts
FAR_BEHIND = 200  # and behind it
_TELLING = regex.compile(r"[0-9][-・ ][0-9]|[A-Z]")
Told = tuple[float, tuple[str, ...]]  # a score and its evidence


class Silence(Enum):
    """What it means for a match that no word beside it speaks for it."""

    REFUTES = auto()  # other words speak against it
    OF_ELSE = auto()  # it is announced as something else
    OPEN = auto()


class Words(Protocol):
    """The words and labels of one rule (`Matcher`)."""

    rule: Rule
    headings: frozenset[str]
    has_check_digit: bool

    @property
    def near(self) -> AnyOf | None: ...

    @property
    def against(self) -> AnyOf | None: ...

    @property
    def against_after(self) -> AnyOf | None: ...

    def is_label(self, label: str) -> bool: ...

    def check(self, value: str) -> tuple[bool, tuple[str, ...]]: ...


def words_beside(words: Words, text: str, start: int, end: int) -> Told | Silence:
    """Score and evidence of a match by its label or a word near it; else what their silence means."""
    score = words.rule.score
    before, after = text[max(0, start - BEFORE) : start], text[end : end + AFTER].split("\n", 1)[0]
    if neighbours.is_shown_as_example(before[-AFTER:]):
        return Silence.REFUTES
    for label in filter(words.is_label, labels_before(before)):
        return score.heading, (f"見出し『{label}』",)
    if words.against_after and words.against_after.match(after.lstrip(" ")):
        return Silence.REFUTES
    near = neighbours.last_that_leads_up(words.near, before, same_line=True)
    against = neighbours.last_that_leads_up(words.against, before, same_line=False)
    if against and (not near or against.end() > near.end()):
        return Silence.REFUTES
    is_of_else = _is_of_else(words, before)
    near = (None if is_of_else else near) or neighbours.first_behind(words.near, after)
    if near:
        return score.near, (f"近くに『{near.group()}』",)
    return Silence.OF_ELSE if is_of_else else Silence.OPEN


def by_its_form(words: Words, text: str, start: int, end: int, alone: float, silence: Silence) -> Told | None:
    """Score and evidence of a match for which no word beside it speaks; `alone`: what its form says."""
    if silence is Silence.REFUTES:
        return None
    if alone < REPORT and silence is Silence.OPEN and (far := _further_off(words, text, start, end, alone)):
        return DISTANT, (far,)
    return (alone, ("形が一致",)) if alone else None


def is_announced_as_else(words: Words, before: str) -> bool:
    """Whether the text before numbers says that they are none of the rule's."""
    line = before[-BEFORE:]
    return _is_of_else(words, line) or bool(words.against and words.against.search(line))


def _is_of_else(words: Words, before: str) -> bool:
    return neighbours.label_of_else(before, lambda label: _is_own_label_or_word(words, label))


def _is_own_label_or_word(words: Words, label: str) -> bool:
    folded = fold_heading(label)
    return any(folded.endswith(heading) for heading in words.headings) or bool(words.near and words.near.search(label))


def _further_off(words: Words, text: str, start: int, end: int, alone: float) -> str:
    """Evidence of a word further up or down for a number whose check digit fits, or that is written as this kind only.

    Where the form alone says less than nothing, nothing but a person or 「番号」 may stand before the number on its
    line; nothing but a person where the word stands on a later line.
    """
    value = text[start:end]
    is_checked = words.has_check_digit and bool(words.check(value)[1])
    if words.rule.identifies != "alone" or not words.near or not (is_checked or _TELLING.search(value)):
        return ""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    whose = neighbours.is_only_a_person(line)
    is_open = whose or (neighbours.is_only_numbered(line) and is_checked)
    if not (alone or is_open) or (words.against and words.against.search(line)):
        return ""
    if before := next(words.near.finditer(text, max(0, start - FAR), start), None):
        return f"前の文に『{before.group()}』"
    behind = text[end : end + FAR_BEHIND]
    after = neighbours.first_behind(words.near, behind if whose else behind.split("\n", 1)[0])
    return f"後の文に『{after.group()}』" if after else ""
