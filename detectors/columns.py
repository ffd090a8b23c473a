"""Judges the columns of a list, then counts their cells in bulk.

A heading is the strongest evidence: 12 digits under 個人番号, 伝票番号 and 免許証番号 are three different things. The
content confirms it (share of cells of the right form, share the dictionary or a check digit confirms); a column
without a telling heading is judged by content alone, and then only for kinds whose form tells enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from detectors import addresses, bare, collisions, name_shapes
from detectors.bare_names import FULL_NAMES, KNOWN_HEADING, MOST_UNKNOWN, BareNames, without_counted_names
from detectors.cellnames import CellNames
from detectors.headings import Headings, Meaning, Part
from detectors.ignoring import Ignored
from detectors.judged import Column, enough, sample
from detectors.lexicon import Lexicon
from detectors.normalize import fold_heading
from detectors.patterns import Matcher
from detectors.readings import Readings
from detectors.rules import Rule
from detectors.several import apart, first_of_each

MOST_PLACES = 0.85  # share of places from which a column `name` is one of places
SHORTEST = 6  # letters and digits that may be a kind without a heading
BARE_SHARE = 0.9  # share of cells that must be of a kind which no heading announces
MANY_DIGITS = 5  # cells from which digits alone may be a number with a check digit
_DIGITS_ONLY = frozenset({"JP_MY_NUMBER", "JP_DRIVER_LICENSE", "CREDIT_CARD"})
_BARE = {
    "EMAIL_ADDRESS": 0.9,
    "PHONE_NUMBER": 0.6,
    "JP_MY_NUMBER": 0.6,
    "JP_DRIVER_LICENSE": 0.6,
    "CREDIT_CARD": 0.8,
    "IP_ADDRESS": 0.7,
}


class ColumnJudge:
    """Decides for each column of a list which kind of personal data it holds, if any."""

    def __init__(
        self,
        matchers: Mapping[str, Matcher],
        headings: Headings,
        lexicon: Lexicon,
        ignored: Ignored,
        added: Sequence[Rule] = (),
    ) -> None:
        self._matchers = matchers
        self._own_matchers = {kind: matcher for kind, matcher in matchers.items() if matcher.own}
        self._headings = headings
        self.lexicon = lexicon
        self.ignored = ignored
        self._told_by = {(rule.id, fold_heading(heading)): (rule.own,) for rule in added for heading in rule.headings}
        self.names = CellNames(lexicon)
        self._people = BareNames(lexicon, self.names)
        self.document_of = lru_cache(maxsize=4096)(self._document_of)
        self._readings = Readings(headings, lexicon, self.names)

    def judge(
        self,
        headings: Sequence[str],
        columns: Sequence[Sequence[str]],
        *,
        people_expected: bool = False,
        title: str = "",
        told: Mapping[int, tuple[str, tuple[str, ...]]] | None = None,
    ) -> list[Column]:
        """The columns that hold personal data, in their order; `columns` hold the data rows of the first chunk.

        `people_expected`: the file's name or title promises people (座席表, シフト表), so that surnames alone count.
        `title`: the file's and the table's name, which may say what a column headed 「番号」 holds.
        `told`: columns whose kind is known, with the evidence for it.
        """
        told = told or {}
        found = [Column(at, headings[at], kind, collisions.BESIDE, why, share=1.0) for at, (kind, why) in told.items()]
        families = {fold_heading(heading) for heading in headings if self._headings.meaning(heading).part == "family"}
        for index, (heading, cells) in enumerate(zip(headings, columns, strict=True)):
            values = sample(cells) if index not in told else []
            is_given = _is_given(heading, families)
            column = self._headed(index, heading, values, is_given=is_given) if heading and values else None
            if column is None and values:
                column = self._bare(index, heading, values, people_expected, title)
            if column:
                found.append(column)
        found += self._neutral(headings, columns, found, title)
        found += bare.beside_others(headings, columns, found, self)
        found = without_counted_names(found, headings)
        found.sort(key=lambda column: column.index)
        return self._readings.settle(found, headings, columns)

    def _headed(self, index: int, heading: str, values: list[str], *, is_given: bool) -> Column | None:
        meaning = Meaning(("PERSON",), True, "given") if is_given else self._headings.meaning(heading)
        if not meaning.kinds:
            return None
        kinds = [kind for kind in meaning.kinds if not self.ignored.is_heading(kind, heading)]
        shares = {kind: self._share(kind, heading, values, meaning.part) for kind in kinds}
        if not shares:
            return None
        kind = self._best(shares, values)
        share = shares[kind]
        if share < (0.3 if meaning.exact else 0.5):
            return None
        score = self._matchers[kind].rule.score.heading - (0 if meaning.exact else 0.1)
        evidence: tuple[str, ...] = (f"見出し『{heading.strip()[:20]}』", self._fitting(kind, share))
        evidence += collisions.remarks(kind, values, evidence) + self._told_by.get((kind, fold_heading(heading)), ())
        return Column(index, heading, kind, score, evidence, meaning.part, share)

    def _best(self, shares: Mapping[str, float], values: list[str]) -> str:
        """The kind that fits most cells; of several the one whose forms tell it even without a heading."""
        most = max(round(share, 1) for share in shares.values())
        best = [kind for kind, share in shares.items() if round(share, 1) == most]
        return max(best, key=lambda kind: self._strict_share(kind, values)) if len(best) > 1 else best[0]

    def _neutral(
        self, headings: Sequence[str], columns: Sequence[Sequence[str]], found: Sequence[Column], title: str
    ) -> Iterator[Column]:
        """Columns headed 「番号」, whose kind the rest of the table tells."""
        judged, kinds = {column.index for column in found}, {column.kind for column in found}
        around = collisions.Around(headings, title)
        for index, heading in enumerate(headings):
            if index in judged or not collisions.is_neutral(heading) or not (values := sample(columns[index])):
                continue
            symbols = sample(columns[index - 1]) if index else []
            told = collisions.of_symbol_and_number(headings[max(0, index - 1) : index + 1], symbols, values, around)
            if told := told or collisions.of_neutral_column(heading, values, around, kinds, self._matchers):
                evidence = (f"同じ表に『{told.word}』", self._fitting(told.kind, 1.0))
                yield Column(index, heading, told.kind, collisions.BESIDE, evidence, share=1.0)

    def _fitting(self, kind: str, share: float) -> str:
        """What speaks for a column: how many of its values have the form, and the check digit where there is one."""
        matcher = self._matchers.get(kind)
        is_checked = matcher and matcher.rule.check == "reject" and hasattr(matcher.validator, "complete")
        return f"値の{share:.0%}で検査用数字が一致" if is_checked else f"値の{share:.0%}が形に合う"

    def _share(self, kind: str, heading: str, values: list[str], part: Part) -> float:
        share = sum(self.fits(kind, value, part) for value in values) / len(values)
        if kind == "PERSON" and not part:  # many words have the form of a name: the dictionary must know some
            known = sum(self.names.is_known(value) for value in values) / len(values)
            places = sum("place" in self.lexicon.classes(value) for value in values) / len(values)
            if known < MOST_UNKNOWN or (heading.isascii() and places >= MOST_PLACES):
                return 0.0
        return share

    def _strict_share(self, kind: str, values: list[str]) -> float:
        """The share of cells of a form that tells the kind even without a heading (4-6-1 digits of 雇用保険)."""
        matcher = self._matchers.get(kind)
        if not matcher:
            return 0.0
        forms = matcher.patterns + matcher.weak
        hits = sum(
            any(form.fullmatch(part) for form in forms) and not self.ignored.is_cell(kind, part)
            for part in first_of_each(kind, values)
        )
        return hits / len(values)

    def _checked_share(self, kind: str, values: list[str]) -> float:
        """The share of cells of such a form that a check digit confirms; 0 where it is less than BARE_SHARE."""
        matcher = self._matchers.get(kind)
        if not matcher:
            return 0.0
        forms = matcher.patterns or matcher.weak

        def is_sure(part: str) -> bool:
            is_formed = any(form.fullmatch(part) for form in forms) and matcher.confirms(part, strictly=True)
            return is_formed and not self.ignored.is_cell(kind, part)

        return enough(first_of_each(kind, values), is_sure, BARE_SHARE * len(values)) / len(values)

    def kinds_of(self, heading: str) -> tuple[str, ...]:
        """The kinds that a heading announces."""
        return self._headings.meaning(heading).kinds

    def number_of(self, heading: str) -> str:
        """The kind of number, date or contact that a heading announces; "" where it is none or a name or an address."""
        kind = next(iter(self.kinds_of(heading)), "")
        return kind if kind in self._matchers and kind not in ("PERSON", "JP_ADDRESS") else ""

    def _document_of(self, word: str) -> str:
        """The kind of number that a document bears, by the document's name (「運転免許証」); "" where it is unknown."""
        named = {
            kind: len(met.group())
            for kind, matcher in self._matchers.items()
            if matcher.rule.identifies == "alone" and matcher.near and (met := matcher.near.search(word))
        }
        return max(named, key=lambda kind: named[kind], default="")

    def fits(self, kind: str, value: str, part: Part = "") -> bool:
        """Whether a normalized cell can be a value of a kind, given that its heading says so."""
        if self.ignored and self.ignored.is_cell(kind, value):
            return False
        if kind == "PERSON":
            return self.is_name(value, part)
        if kind == "JP_ADDRESS":
            return addresses.is_cell(value)
        cell = self._matchers[kind].cell
        return cell(value) or (len(parts := apart(kind, value)) > 1 and all(map(cell, parts)))

    def is_name(self, value: str, part: Part = "") -> bool:
        """Whether a cell under a name heading holds a person's name (not a section, a company or 「なし」)."""
        if part:
            return (
                1 <= len(value) <= 30
                and not any(char.isdigit() for char in value)
                and value not in name_shapes.NOT_A_NAME
            )
        return bool(self.names.people(value))

    def _bare(self, index: int, heading: str, values: list[str], people_expected: bool, title: str) -> Column | None:
        """A column judged by its content alone."""
        if len(values) < 2:
            return None
        if column := self._own(index, heading, values):
            return column
        if max(map(len, values)) < SHORTEST and "".join(values).isascii():
            return None  # the columns of a wide export: flags and marks
        if not self._headings.refuses(heading, "PERSON") and (column := self._people.addressed(index, heading, values)):
            return column
        if column := self._people.among_companies(index, heading, values):
            return column
        if self._headings.is_heading(heading):
            return self._unheaded_names(index, heading, values, people_expected=False, least=KNOWN_HEADING)
        for kind, score in _BARE.items():
            share = self._checked_share(kind, values)
            if share >= BARE_SHARE and not self._refuses(heading, kind) and self._enough(kind, heading, values, title):
                return Column(index, heading, kind, score, (self._fitting(kind, share),), share=share)
        return self._unheaded_names(index, heading, values, people_expected=people_expected) or self._bare_addresses(
            index, heading, values
        )

    def _unheaded_names(
        self, index: int, heading: str, values: list[str], *, people_expected: bool, least: float = FULL_NAMES
    ) -> Column | None:
        if self._headings.refuses(heading, "PERSON"):
            return None
        people = self._people
        names = people.full_names(index, heading, values, least) or people.kana_names(index, heading, values)
        names = names or people.romaji_names(index, heading, values)
        return names or people.surnames(index, heading, values, people_expected)

    def _refuses(self, heading: str, kind: str) -> bool:
        return self._headings.refuses(heading, kind) or self.ignored.is_heading(kind, heading)

    def _own(self, index: int, heading: str, values: list[str]) -> Column | None:
        """A column whose values have the form that a user's own rule describes, whatever its heading."""
        for kind, matcher in self._own_matchers.items():
            if self._refuses(heading, kind):
                continue
            for own in matcher.own:
                fitting = [value for value in values if any(form.fullmatch(value) for form in own.patterns)]
                share = sum(not self.ignored.is_cell(kind, value) for value in fitting) / len(values)
                if share >= 0.9:
                    evidence = (f"値の{share:.0%}が形に合う", own.rule.own)
                    return Column(index, heading, kind, own.rule.score.alone, evidence, share=share)
        return None

    def _enough(self, kind: str, heading: str, values: list[str], title: str) -> bool:
        """Whether a column without a telling heading may be of a kind: digits under an unknown heading are not."""
        matcher = self._matchers[kind]
        if kind in _DIGITS_ONLY and (heading or len(values) < MANY_DIGITS):
            return False
        told = title if kind in _DIGITS_ONLY else heading  # a file 「伝票番号一覧」 without headings
        return not (matcher.against and matcher.against.search(told))

    def _bare_addresses(self, index: int, heading: str, values: list[str]) -> Column | None:
        least = len(values) * 0.8
        hits = enough(values, addresses.is_address, least)
        if hits >= least:
            return Column(index, heading, "JP_ADDRESS", 0.75, (f"値の{hits / len(values):.0%}が住所の形",))
        return None


def _is_given(heading: str, families: set[str]) -> bool:
    """Whether a heading that usually announces full names stands beside one of surnames (契約者名 and 契約者姓)."""
    folded = fold_heading(heading)
    beside_family = folded in ("名前", "お名前") and not families.isdisjoint({"苗字", "名字", "姓"})
    return beside_family or (folded.endswith("名") and f"{folded[:-1]}姓" in families)
