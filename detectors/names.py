"""Persons' names in running text: by label, honorific, title and dictionary, and by the project's own name model."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import regex

from detectors import (
    name_again,
    name_called,
    name_columns,
    name_family,
    name_foreign,
    name_full,
    name_honoured,
    name_lines,
    name_lists,
    name_minutes,
    name_pages,
    name_phrases,
    name_sentences,
    name_slots,
    name_turns,
)
from detectors.finding import REPORT, Finding
from detectors.lexicon import Lexicon
from detectors.located import LocatedTogether
from detectors.name_again import NamedAgain
from detectors.name_bare import BareWords
from detectors.name_called import CalledNames
from detectors.name_columns import ColumnNames
from detectors.name_company import CompanyNames
from detectors.name_ends import mended
from detectors.name_family import FamilyNames
from detectors.name_foreign import ForeignNames
from detectors.name_full import FullNames
from detectors.name_honoured import HonouredNames
from detectors.name_joined import KNOWS_MORE, JoinedNames
from detectors.name_labels import LabelledNames
from detectors.name_lines import LineNames
from detectors.name_lists import ListedNames
from detectors.name_members import MemberNames
from detectors.name_minutes import MinutesNames
from detectors.name_model import NameModel, NameSpan
from detectors.name_pages import PageNames
from detectors.name_phrases import SpokenNames
from detectors.name_refused import is_called_otherwise
from detectors.name_sentences import SentenceNames
from detectors.name_slots import SlotNames
from detectors.name_things import is_thing
from detectors.name_tokens import DictionaryNames
from detectors.name_turns import TurnNames
from detectors.name_words import COMMON_SURNAMES, NOT_PEOPLE, SINGLE_SURNAMES, TICKS, TITLE_WORDS, any_of
from detectors.overlaps import without_overlaps
from detectors.rules import Rule

READS_WHOLE = 0.9  # how sure the model must be that two surnames side by side are one person
SAMPLE_SCORE = 0.1  # of a name that only shows how to fill in a form
JAPANESE = regex.compile(r"[\p{Han}ぁ-ゖァ-ヺ]")
_SAMPLE_NAMES = ("太郎", "一郎", "次郎", "二郎", "三郎", "花子", "タロウ", "ハナコ", "たろう", "はなこ")
_SAMPLE = regex.compile(
    r"例[)\]:：】）]|記入例|入力例|書き方|サンプル|見本|ダミー|テスト|sample|example|placeholder|dummy|test",
    regex.IGNORECASE,
)
_HONORIFIC_AT_END = regex.compile("(?<=..)様$|(?<=.)(?<!源)氏$")
_TITLE_AT_END = regex.compile(rf"(?<=.){any_of(word for word in TITLE_WORDS if len(word) > 1)}$")
_IN_ONE_PASS = (
    name_foreign,
    name_lines,
    name_phrases,
    name_sentences,
    name_slots,
    name_called,
    name_lists,
    name_turns,
    name_minutes,
    name_family,
    name_again,
    name_honoured,
    name_pages,
    name_columns,
    name_full,
)
_TOGETHER = LocatedTogether([rules.PLACES for rules in _IN_ONE_PASS])


class NameFinder:
    """Finds PERSON in normalized running text; without a `model`, by rules and dictionary alone."""

    def __init__(self, rule: Rule, lexicon: Lexicon, model: NameModel | None = None) -> None:
        bare = BareWords(lexicon)
        self._labelled = LabelledNames(rule.headings, lexicon, bare)
        self._dictionary = DictionaryNames(lexicon, model.tokens if model else None)
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
        self._full = FullNames(lexicon, bare)
        self._columns = ColumnNames(bare)
        self._pages = PageNames(bare)
        self._honoured = HonouredNames(lexicon)
        self._again = NamedAgain(lexicon)
        self._members = MemberNames(lexicon, bare)
        self._model = model
        self._lexicon = lexicon
        self._joined = JoinedNames(lexicon)

    def asks_model(self, text: str) -> bool:
        """Whether the model would be asked of a normalized text; without it, the rules and the dictionary decide."""
        return self._model is not None and self._model.is_asked(text)

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Names in the text, best reading first where two overlap; candidates below REPORT are left out."""
        company = self._company.read(text, place)
        named = self._model.spans(text) if self._model else []  # first, for the rules use what it read
        candidates = [
            _less_if_sample(text, self._without_title(finding))
            for finding in (*self._candidates(text, place), *_without_halves(text, company.people, named))
            if finding.value.replace(" ", "") not in NOT_PEOPLE and finding.start not in company.places
        ]
        found = _best(candidates)
        spans: list[NameSpan] = []
        if self._model is not None:
            spans = [one for one in named if one.start not in company.places or self._is_sure(text, one)]
            found = [
                _less_if_sample(text, one)
                for one in self._joined.join(text, place, found, spans, partial(self._model.chance, text))
            ]
        whole = (mended(text, finding) for finding in found if finding.score >= REPORT)
        sure = [one for one in whole if not (is_called_otherwise(text, one) or is_thing(text, one))]
        sure += self._spoken.beside(text, place, sure)
        sure += self._members.beside(text, place, sure)
        sure += self._columns.beside(text, place, sure)
        yield from sure
        yield from self._again.find(text, place, sure)
        yield from self._joined.nobody(text, place, spans)

    def _is_sure(self, text: str, span: NameSpan) -> bool:
        """Whether the model knows better than a list of firms and places in which a name stands."""
        known = self._lexicon.classes(text[span.start : span.end])
        return span.score >= KNOWS_MORE and "place" not in known

    def _without_title(self, finding: Finding) -> Finding:
        """「杉部長」 and 「鬼頭 静様」 without what was taken for the end of a given name."""
        title = _HONORIFIC_AT_END.search(finding.value)
        if not title:
            title = _TITLE_AT_END.search(finding.value)
            if not title or " " in finding.value or not self._lexicon.is_surname(finding.value[: title.start()]):
                return finding
        return replace(finding, end=finding.start + title.start(), value=finding.value[: title.start()])

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
            yield from self._full.find(text, place)
            yield from self._columns.find(text, place)
            yield from self._pages.find(text, place)
            yield from self._honoured.find(text, place)
            yield from self._labelled.find_without_gap(text, place)


def _without_halves(text: str, people: Sequence[Finding], named: Sequence[NameSpan]) -> Iterator[Finding]:
    """Surnames side by side without those that the model surely reads as one surname and given name (「黒岩 蒼」)."""
    starts = [span.start for span in named]
    for finding in people:
        number = bisect_right(starts, finding.start) - 1
        span = named[number] if number >= 0 else None
        if span is None or span.score < READS_WHOLE or not span.start <= finding.start < finding.end <= span.end:
            yield finding
        else:
            _, _, given = text[span.start : span.end].partition(" ")
            if not given or given in TICKS or given in COMMON_SURNAMES or given in SINGLE_SURNAMES:
                yield finding


def _best(candidates: Iterable[Finding]) -> list[Finding]:
    """The surest, then the longest, then the first of candidates that overlap."""
    return without_overlaps(
        sorted(candidates, key=lambda finding: (-finding.score, finding.start - finding.end, finding.start))
    )


def _less_if_sample(text: str, finding: Finding) -> Finding:
    """「例）健康 太郎」 and 「記入例：山田花子」 show how to write a name; they name nobody."""
    if not finding.value.endswith(_SAMPLE_NAMES) or not _SAMPLE.search(text, max(0, finding.start - 40), finding.start):
        return finding
    return replace(finding, score=SAMPLE_SCORE)
