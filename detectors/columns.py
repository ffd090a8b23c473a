"""Judges the columns of a list, then counts their cells in bulk.

A heading is the strongest evidence: 12 digits under 個人番号, 伝票番号 and 免許証番号 are three different things. The
content confirms it (share of cells of the right form, share the dictionary or a check digit confirms); a column
without a telling heading is judged by content alone, and then only for kinds whose form tells enough.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import regex

from detectors import addresses, name_shapes
from detectors.cellnames import CellNames
from detectors.headings import Headings, Meaning, Part
from detectors.judged import Column, sample
from detectors.lexicon import Lexicon
from detectors.normalize import fold_heading
from detectors.patterns import Matcher
from detectors.readings import Readings
from detectors.rules import load_words

BARE = 0.85  # score of a column of names that no heading announces
MOST_UNKNOWN = 0.4  # share of a column of names that the dictionary must know
MOST_PLACES = 0.85  # share of places from which a column `name` is one of places
MANY_DIGITS = 5  # cells from which digits alone may be a number with a check digit
_DIGITS_ONLY = frozenset({"JP_MY_NUMBER", "CREDIT_CARD"})
_BARE = {"EMAIL_ADDRESS": 0.9, "PHONE_NUMBER": 0.6, "JP_MY_NUMBER": 0.6, "CREDIT_CARD": 0.8, "IP_ADDRESS": 0.7}


class ColumnJudge:
    """Decides for each column of a list which kind of personal data it holds, if any."""

    def __init__(
        self,
        matchers: Mapping[str, Matcher],
        headings: Headings,
        lexicon: Lexicon,
    ) -> None:
        self._matchers = matchers
        self._headings = headings
        self._lexicon = lexicon
        self.names = CellNames(lexicon)
        self._readings = Readings(headings, lexicon, self.names)

    def judge(
        self, headings: Sequence[str], columns: Sequence[Sequence[str]], *, people_expected: bool = False
    ) -> list[Column]:
        """The columns that hold personal data, in their order; `columns` hold the data rows of the first chunk.

        `people_expected`: the file's name or title promises people (座席表, シフト表), so that surnames alone count.
        """
        found = []
        families = {fold_heading(heading) for heading in headings if self._headings.meaning(heading).part == "family"}
        for index, (heading, cells) in enumerate(zip(headings, columns, strict=True)):
            values = sample(cells)
            is_given = _is_given(heading, families)
            column = self._headed(index, heading, values, is_given=is_given) if heading and values else None
            if column is None and values:
                column = self._bare(index, heading, values, people_expected)
            if column:
                found.append(column)
        return self._readings.settle(found, headings, columns)

    def _headed(self, index: int, heading: str, values: list[str], *, is_given: bool) -> Column | None:
        meaning = Meaning(("PERSON",), True, "given") if is_given else self._headings.meaning(heading)
        if not meaning.kinds:
            return None
        shares = {kind: self._share(kind, heading, values, meaning.part) for kind in meaning.kinds}
        kind = max(shares, key=lambda kind: (round(shares[kind], 1), self._strict_share(kind, values)))
        share = shares[kind]
        if share < (0.3 if meaning.exact else 0.5):
            return None
        score = self._matchers[kind].rule.score.heading - (0 if meaning.exact else 0.1)
        evidence = (f"見出し『{heading.strip()[:20]}』", f"値の{share:.0%}が形に合う")
        return Column(index, heading, kind, score, evidence, meaning.part, share)

    def _share(self, kind: str, heading: str, values: list[str], part: Part) -> float:
        share = sum(self.fits(kind, value, part) for value in values) / len(values)
        if kind == "PERSON" and not part:  # many words have the form of a name: the dictionary must know some
            known = sum(self.names.is_known(value) for value in values) / len(values)
            places = sum("place" in self._lexicon.classes(value) for value in values) / len(values)
            if known < MOST_UNKNOWN or (heading.isascii() and places >= MOST_PLACES):
                return 0.0
        return share

    def _strict_share(self, kind: str, values: list[str], *, checked: bool = False) -> float:
        """The share of cells of a form that tells the kind even without a heading (4-6-1 digits of 雇用保険)."""
        matcher = self._matchers.get(kind)
        if not matcher:
            return 0.0
        forms = matcher.patterns if checked else matcher.patterns + matcher.weak
        hits = sum(
            any(form.fullmatch(value) for form in forms) and (not checked or matcher.check(value)[0])
            for value in values
        )
        return hits / len(values)

    def fits(self, kind: str, value: str, part: Part = "") -> bool:
        """Whether a normalized cell can be a value of a kind, given that its heading says so."""
        if kind == "PERSON":
            return self.is_name(value, part)
        if kind == "JP_ADDRESS":
            return addresses.is_cell(value)
        return self._matchers[kind].cell(value)

    def is_name(self, value: str, part: Part = "") -> bool:
        """Whether a cell under a name heading holds a person's name (not a section, a company or 「なし」)."""
        if part:
            return (
                1 <= len(value) <= 30
                and not any(char.isdigit() for char in value)
                and value not in name_shapes.NOT_A_NAME
            )
        return bool(self.names.people(value))

    def _bare(self, index: int, heading: str, values: list[str], people_expected: bool) -> Column | None:
        """A column judged by its content alone."""
        if len(values) < 2:
            return None
        if self._headings.is_heading(heading):
            return self._surnames(index, heading, values, False)
        for kind, score in _BARE.items():
            share = self._strict_share(kind, values, checked=True)
            if share >= 0.9 and not self._headings.refuses(heading, kind) and self._enough(kind, heading, values):
                return Column(index, heading, kind, score, (f"値の{share:.0%}が形に合う",), share=share)
        return (
            self._bare_names(index, heading, values)
            or self._surnames(index, heading, values, people_expected)
            or self._bare_addresses(index, heading, values)
        )

    def _enough(self, kind: str, heading: str, values: list[str]) -> bool:
        """Whether a column without a telling heading may be of a kind: digits under an unknown heading are not."""
        matcher = self._matchers[kind]
        if kind in _DIGITS_ONLY and (heading or len(values) < MANY_DIGITS):
            return False
        return not (matcher.against and matcher.against.search(heading))

    def _surnames(self, index: int, heading: str, values: list[str], people_expected: bool) -> Column | None:
        """Surnames under a heading that speaks of somebody (「借受者」「受付」「訪問先」), and not of places."""
        if (not people_expected and not _SOMEBODY.search(fold_heading(heading))) or self._headings.refuses(
            heading, "PERSON"
        ):
            return None
        known = sum(name_shapes.strength(value, self._lexicon) > 0 for value in map(_trimmed, values))
        places = sum("place" in self._lexicon.classes(value) for value in values)
        if known >= len(values) * 0.85 and places <= len(values) * 0.6:
            return Column(index, heading, "PERSON", 0.75, (f"値の{known / len(values):.0%}が姓",))
        return None

    def _bare_names(self, index: int, heading: str, values: list[str]) -> Column | None:
        if self._headings.refuses(heading, "PERSON"):
            return None
        strengths = [name_shapes.strength(value, self._lexicon) for value in values]
        full = sum(strength >= 2 for strength in strengths)
        sure = sum(strength == 3 for strength in strengths)
        if full >= len(values) * 0.7 and sure >= len(values) * 0.4:
            return Column(index, heading, "PERSON", BARE, (f"値の{full / len(values):.0%}が辞書で人名",))
        return None

    def _bare_addresses(self, index: int, heading: str, values: list[str]) -> Column | None:
        hits = sum(addresses.is_address(value) for value in values)
        if hits >= len(values) * 0.8:
            return Column(index, heading, "JP_ADDRESS", 0.75, (f"値の{hits / len(values):.0%}が住所の形",))
        return None


_SOMEBODY = regex.compile(rf"(?:{'|'.join(load_words('somebody'))})$")


def _is_given(heading: str, families: set[str]) -> bool:
    """Whether a heading that usually announces full names stands beside one of surnames (契約者名 and 契約者姓)."""
    folded = fold_heading(heading)
    beside_family = folded in ("名前", "お名前") and not families.isdisjoint({"苗字", "名字", "姓"})
    return beside_family or (folded.endswith("名") and f"{folded[:-1]}姓" in families)


def _trimmed(value: str) -> str:
    start, end = name_shapes.trim(value)
    return value[start:end]
