"""Persons' names in running text: by label, honorific, title and dictionary, and by the project's own name model."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import regex

from detectors.finding import REPORT, Finding
from detectors.lexicon import Lexicon
from detectors.name_again import NamedAgain
from detectors.name_called import CalledNames
from detectors.name_company import CompanyNames
from detectors.name_family import FamilyNames
from detectors.name_foreign import ForeignNames
from detectors.name_joined import JoinedNames
from detectors.name_labels import LabelledNames
from detectors.name_lines import LineNames
from detectors.name_lists import ListedNames
from detectors.name_minutes import MinutesNames
from detectors.name_model import NameSpan
from detectors.name_phrases import SpokenNames, beside
from detectors.name_sentences import SentenceNames
from detectors.name_slots import SlotNames
from detectors.name_tokens import DictionaryNames
from detectors.name_turns import TurnNames
from detectors.name_words import NOT_PEOPLE
from detectors.overlaps import without_overlaps
from detectors.rules import Rule

Opinion = Callable[[str], Iterable[tuple[int, int]]]
Model = Callable[[str], Iterable[NameSpan]]
SAMPLE_SCORE = 0.1  # of a name that only shows how to fill in a form
MOST_ASKED = 6_000  # characters of one piece of text that the second opinion is asked about: it is slow
JAPANESE = regex.compile(r"[\p{Han}ぁ-ゖァ-ヺ]")
_SAMPLE_NAME = regex.compile(r"(?:[太一次二三]郎|花子|タロウ|ハナコ|たろう|はなこ)$")
_SAMPLE = regex.compile(
    r"例[)\]:：】）]|記入例|入力例|書き方|サンプル|見本|ダミー|テスト|sample|example|placeholder|dummy|test",
    regex.IGNORECASE,
)


class NameFinder:
    """Finds PERSON in normalized running text.

    `second_opinion` takes a text and gives the spans in which another recogniser (GiNZA) sees a person; it is
    asked only about sentences that hold a candidate which rules and dictionary leave open.
    """

    def __init__(
        self,
        rule: Rule,
        lexicon: Lexicon,
        second_opinion: Opinion | None = None,
        model: Model | None = None,
    ) -> None:
        self._labelled = LabelledNames(rule.headings, lexicon)
        self._dictionary = DictionaryNames(lexicon, open_too=second_opinion is not None or model is not None)
        self._foreign = ForeignNames(lexicon)
        self._spoken = SpokenNames(lexicon)
        self._sentences = SentenceNames(lexicon)
        self._slots = SlotNames(lexicon)
        self._called = CalledNames(lexicon)
        self._lines = LineNames(lexicon)
        self._listed = ListedNames(lexicon)
        self._company = CompanyNames(lexicon)
        self._turns = TurnNames(lexicon)
        self._minutes = MinutesNames(lexicon)
        self._family = FamilyNames(lexicon)
        self._again = NamedAgain(lexicon)
        self._second_opinion = second_opinion
        self._model = model
        self._joined = JoinedNames(lexicon)

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Names in the text, best reading first where two overlap; candidates below REPORT are left out."""
        company = self._company.read(text, place)
        candidates = [
            _less_if_sample(text, finding)
            for finding in (*self._candidates(text, place), *company.people)
            if finding.value.replace(" ", "") not in NOT_PEOPLE and finding.start not in company.places
        ]
        found = _best(candidates)
        if self._model is not None:
            spans = [span for span in self._model(text) if span.start not in company.places]
            found = [_less_if_sample(text, one) for one in self._joined.join(text, place, found, spans)]
        sure = [finding for finding in self._decide(text, found) if finding.score >= REPORT]
        sure += beside(text, place, sure)
        yield from sure
        yield from self._again.find(text, place, sure)

    def _candidates(self, text: str, place: str) -> Iterator[Finding]:
        yield from self._labelled.find(text, place)
        yield from self._foreign.find(text, place)
        yield from self._lines.find(text, place)
        if JAPANESE.search(text):
            yield from self._dictionary.find(text, place)
            yield from self._spoken.find(text, place)
            yield from self._sentences.find(text, place)
            yield from self._slots.find(text, place)
            yield from self._called.find(text, place)
            yield from self._listed.find(text, place)
            yield from self._turns.find(text, place)
            yield from self._minutes.find(text, place)
            yield from self._family.find(text, place)
            yield from self._labelled.find_without_gap(text, place)

    def _decide(self, text: str, findings: list[Finding]) -> Iterator[Finding]:
        """Findings with GiNZA's word on those that are still open, asked about their sentences only."""
        yield from (finding for finding in findings if finding.score >= REPORT)
        open_ = [finding for finding in findings if finding.score < REPORT and finding.score > SAMPLE_SCORE]
        if self._second_opinion is None or not open_:
            return
        persons = list(_ask(text, {_sentence(text, finding) for finding in open_}, self._second_opinion))
        for finding in open_:
            if any(start < finding.end and finding.start < end for start, end in persons):
                yield replace(finding, score=0.6, evidence=(*finding.evidence, "GiNZA も人名と判定"))


def _ask(text: str, sentences: Iterable[tuple[int, int]], opinion: Opinion) -> Iterator[tuple[int, int]]:
    """The spans in which the second opinion sees persons; sentences are put together, for the model's sake."""
    joined, offsets, length = [], [], 0
    for start, end in sorted(sentences):
        if length + end - start > MOST_ASKED:
            break
        offsets.append((length, start, end))
        joined.append(text[start:end])
        length += end - start + 1
    for begin, stop in opinion("\n".join(joined)):
        first, start, end = offsets[bisect(offsets, begin, key=lambda offset: offset[0]) - 1]
        yield start + begin - first, min(start + stop - first, end)


def _best(candidates: Iterable[Finding]) -> list[Finding]:
    """The surest, then the longest, then the first of candidates that overlap."""
    return without_overlaps(
        sorted(candidates, key=lambda finding: (-finding.score, finding.start - finding.end, finding.start))
    )


def _less_if_sample(text: str, finding: Finding) -> Finding:
    """「例）健康 太郎」 and 「記入例：山田花子」 show how to write a name; they name nobody."""
    if not _SAMPLE_NAME.search(finding.value) or not _SAMPLE.search(text, max(0, finding.start - 40), finding.start):
        return finding
    return replace(finding, score=SAMPLE_SCORE)


def _sentence(text: str, finding: Finding) -> tuple[int, int]:
    """The sentence around a finding, at most some 200 characters on each side."""
    first, last = max(0, finding.start - 200), min(len(text), finding.end + 200)
    starts = (text.rfind(mark, first, finding.start) + 1 for mark in "\n。")
    ends = (text.find(mark, finding.end, last) for mark in "\n。")
    return max(first, *starts), min((end for end in ends if end >= 0), default=last)
