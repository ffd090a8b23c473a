"""Findings against labels: exact, where both ends must agree, and overlapping, where one shared character is enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from tests.quality.corpus import Label, Sort, Text


class Span(Protocol):
    """What a finding and a label have in common."""

    @property
    def kind(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(slots=True)
class Tally:
    """Counts of one kind.

    `labels` are the values marked, `reported` the findings that count, `exact` those equal to a label, `touching` the
    findings that share a character with a label and `touched` the labels that share one with a finding; `traps` and
    `trapped` are the look-alikes marked, and those reported as what they look like.
    """

    labels: int = 0
    reported: int = 0
    exact: int = 0
    touching: int = 0
    touched: int = 0
    traps: int = 0
    trapped: int = 0

    def add(self, other: Tally) -> None:
        """Take the counts of another tally in."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one.start < other.end and other.start < one.end


def meets(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span shares a character with one of its own kind."""
    return any(other.kind == span.kind and overlap(span, other) for other in others)


def equals(span: Span, others: Sequence[Span]) -> bool:
    """Whether one of its own kind has the same ends."""
    return any((other.kind, other.start, other.end) == (span.kind, span.start, span.end) for other in others)


def counted(found: Sequence[Span], text: Text) -> list[Span]:
    """The findings that count: not those on an optional label, unless they meet a value of their kind as well."""
    values, optional = text.of(Sort.VALUE), text.of(Sort.OPTIONAL)
    return [span for span in found if meets(span, values) or not any(overlap(span, label) for label in optional)]


def tallies(text: Text, found: Sequence[Span]) -> dict[str, Tally]:
    """Per kind, what the findings of one text are worth."""
    result: dict[str, Tally] = {}
    values = text.of(Sort.VALUE)
    for label in values:
        tally = result.setdefault(label.kind, Tally())
        tally.labels += 1
        tally.touched += meets(label, found)
    for span in counted(found, text):
        tally = result.setdefault(span.kind, Tally())
        tally.reported += 1
        tally.exact += equals(span, values)
        tally.touching += meets(span, values)
    for trap in text.of(Sort.TRAP):
        tally = result.setdefault(trap.kind, Tally())
        tally.traps += 1
        tally.trapped += meets(trap, found)
    return result


def errors(text: Text, found: Sequence[Span]) -> Iterator[tuple[str, Span]]:
    """Misses (「-」), false alarms (「+」) and findings whose ends are wrong (「~」)."""
    values: list[Label] = text.of(Sort.VALUE)
    yield from (("-", label) for label in values if not meets(label, found))
    for span in counted(found, text):
        if not equals(span, values):
            yield ("~" if meets(span, values) else "+"), span
