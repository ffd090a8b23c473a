"""Numbers whose check digits speak for each other: one random number in ten fits, three side by side once in 1,000."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from detectors.finding import REPORT, Finding
from detectors.neighbours import is_only_a_person

ENOUGH = 3  # different numbers that must fit
OF_PEOPLE = 2  # where nothing but a person stands before each on its line
FITTING = 0.9  # share of the numbers of the group that must fit: of thirty slip numbers three fit by chance
APART = 120  # characters at most between two of a group
SCORE = 0.6
_SIDE_BY_SIDE = "個並ぶ"

Span = tuple[int, int]


def raised_together(
    text: str, findings: Sequence[Finding], spans: Sequence[Span], is_of_else: Callable[[str], bool]
) -> list[Finding]:
    """The findings, those that stand in a group of fitting numbers reported with the group as evidence.

    `findings` are those whose check digit fits, `spans` all places of the same form, in order. `is_of_else` tells
    whether the text before a group announces numbers of another kind. Of people, two are enough.
    """
    fitting = {(finding.start, finding.end) for finding in findings}
    counted: dict[Span, int] = {}
    for group in _groups(spans):
        values = {text[slice(*span)] for span in group}
        known = {text[slice(*span)] for span in group if span in fitting}
        enough = OF_PEOPLE if all(_is_of_a_person(text, start) for start, _ in group) else ENOUGH
        if len(known) < max(enough, FITTING * len(values)) or is_of_else(text[: group[0][0]]):
            continue
        counted |= dict.fromkeys(group, len(known))
    return [
        _raised(finding, counted[span]) if (span := (finding.start, finding.end)) in counted else finding
        for finding in findings
    ]


def is_told_by_others(finding: Finding) -> bool:
    """Whether only the numbers beside it speak for a finding."""
    return bool(finding.evidence) and finding.evidence[0].endswith(_SIDE_BY_SIDE)


def _is_of_a_person(text: str, start: int) -> bool:
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return bool(line.strip()) and is_only_a_person(line)


def _raised(finding: Finding, number: int) -> Finding:
    if finding.score >= REPORT:
        return finding
    evidence = (f"検査用数字の合う番号が{number}{_SIDE_BY_SIDE}", *finding.evidence[1:])
    return replace(finding, score=SCORE, evidence=evidence)


def _groups(spans: Sequence[Span]) -> Iterator[list[Span]]:
    group: list[Span] = []
    for span in spans:
        if group and span[0] - group[-1][1] > APART:
            yield group
            group = []
        group.append(span)
    if group:
        yield group
