"""Persons' names in running text: by label, honorific, title and dictionary; GiNZA decides where these are unsure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import regex

from detectors.finding import REPORT, Finding
from detectors.lexicon import Lexicon
from detectors.name_foreign import ForeignNames
from detectors.name_labels import LabelledNames
from detectors.name_phrases import SpokenNames, beside
from detectors.name_tokens import DictionaryNames
from detectors.name_words import NOT_PEOPLE
from detectors.rules import Rule

JAPANESE = regex.compile(r"[\p{Han}ぁ-ゖァ-ヺ]")
_SAMPLE_NAME = regex.compile(r"(?:[太一次二三]郎|花子|タロウ|ハナコ|たろう|はなこ)$")
_SAMPLE = regex.compile(
    r"例[)\]:：】）]|記入例|入力例|書き方|サンプル|見本|ダミー|テスト|sample|example|placeholder|dummy|test",
    regex.IGNORECASE,
)


class NameFinder:
    """Finds PERSON in normalized running text.

    `second_opinion` takes a text and gives the spans in which another recogniser (GiNZA) sees a person; it is
    asked only about paragraphs that hold a candidate which rules and dictionary leave open.
    """

    def __init__(
        self,
        rule: Rule,
        lexicon: Lexicon,
        second_opinion: Callable[[str], Iterable[tuple[int, int]]] | None = None,
    ) -> None:
        self._labelled = LabelledNames(rule.headings, lexicon)
        self._dictionary = DictionaryNames(lexicon)
        self._foreign = ForeignNames(lexicon)
        self._spoken = SpokenNames(lexicon)
        self._second_opinion = second_opinion

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Names in the text, best reading first where two overlap; candidates below REPORT are left out."""
        candidates = [
            _less_if_sample(text, finding)
            for finding in self._candidates(text, place)
            if finding.value.replace(" ", "") not in NOT_PEOPLE
        ]
        sure = [finding for finding in self._decide(text, _best(candidates)) if finding.score >= REPORT]
        yield from sure
        yield from beside(text, place, sure)

    def _candidates(self, text: str, place: str) -> Iterator[Finding]:
        yield from self._labelled.find(text, place)
        yield from self._foreign.find(text, place)
        if JAPANESE.search(text):
            yield from self._dictionary.find(text, place)
            yield from self._spoken.find(text, place)
            yield from self._labelled.find_without_gap(text, place)

    def _decide(self, text: str, findings: list[Finding]) -> Iterator[Finding]:
        """Findings with GiNZA's word on those that are still open, asked paragraph by paragraph."""
        yield from (finding for finding in findings if finding.score >= REPORT)
        if not self._second_opinion:
            return
        open_ = [finding for finding in findings if finding.score < REPORT]
        for start, end in sorted({_paragraph(text, finding.start) for finding in open_}):
            spans = [(start + a, start + b) for a, b in self._second_opinion(text[start:end])]
            for finding in open_:
                if any(a < finding.end and finding.start < b for a, b in spans):
                    yield replace(finding, score=0.6, evidence=(*finding.evidence, "GiNZA も人名と判定"))


def _best(candidates: list[Finding]) -> list[Finding]:
    """The surest, then the longest, then the first of candidates that overlap."""
    chosen: list[Finding] = []
    for finding in sorted(candidates, key=lambda finding: (-finding.score, finding.start - finding.end, finding.start)):
        if all(finding.end <= other.start or other.end <= finding.start for other in chosen):
            chosen.append(finding)
    return chosen


def _less_if_sample(text: str, finding: Finding) -> Finding:
    """「例）健康 太郎」 and 「記入例：山田花子」 show how to write a name; they name nobody."""
    if not _SAMPLE_NAME.search(finding.value) or not _SAMPLE.search(text, max(0, finding.start - 40), finding.start):
        return finding
    return replace(finding, score=0.1)


def _paragraph(text: str, position: int) -> tuple[int, int]:
    """The line around a position, at most some 2,000 characters of it."""
    start = max(text.rfind("\n", 0, position) + 1, position - 1000)
    end = text.find("\n", position)
    return start, min(end if end >= 0 else len(text), position + 1000)
