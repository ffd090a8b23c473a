"""Judges the columns of a list, then counts their cells in bulk.

A heading is the strongest evidence: 12 digits under 個人番号, 伝票番号 and 免許証番号 are three different things. The
content confirms it (share of cells of the right form, share the dictionary or a check digit confirms); a column
without a telling heading is judged by content alone, and then only for kinds whose form tells enough.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from detectors import addresses, name_shapes
from detectors.headings import Headings, Part
from detectors.lexicon import Lexicon
from detectors.normalize import fold_heading, normalize
from detectors.patterns import Matcher

SAMPLE = 200  # cells by which a column is judged
_BARE = {"EMAIL_ADDRESS": 0.9, "PHONE_NUMBER": 0.6, "JP_MY_NUMBER": 0.6, "CREDIT_CARD": 0.8, "IP_ADDRESS": 0.7}


@dataclass(frozen=True, slots=True)
class Column:
    """One column that holds personal data: its kind, how sure, why, and the part of a name it holds.

    `share`: of the sampled cells, how many are values of the kind.
    """

    index: int
    heading: str
    kind: str
    score: float
    evidence: tuple[str, ...]
    part: Part = ""
    share: float = 0.0


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

    def judge(
        self, headings: Sequence[str], columns: Sequence[Sequence[str]], *, people_expected: bool = False
    ) -> list[Column]:
        """The columns that hold personal data, in their order; `columns` hold the data rows of the first chunk.

        `people_expected`: the file's name or title promises people (座席表, シフト表), so that surnames alone count.
        """
        found = []
        families = {heading[:-1] for heading in headings if heading.endswith("姓")}
        for index, (heading, cells) in enumerate(zip(headings, columns, strict=True)):
            values = _sample(cells)
            column = self._headed(index, heading, values) if heading else None
            if column and heading.endswith("名") and heading[:-1] in families:
                column = replace(column, part="given")  # 契約者名 beside 契約者姓
            if column is None and values:
                column = self._bare(index, heading, values, people_expected)
            if column:
                found.append(column)
        return self._without_readings(found, columns)

    def _without_readings(self, found: list[Column], columns: Sequence[Sequence[str]]) -> list[Column]:
        """A reading without a name beside it counts only where it reads like people (カナ of 商品名 does not)."""
        written = [column for column in found if column.kind == "PERSON" and not column.part.endswith("reading")]
        if written:
            return [self._as_reading(column, written, columns) for column in found]
        return [
            column
            for column in found
            if not column.part.endswith("reading") or self._reads_like_people(column, columns)
        ]

    def _as_reading(self, column: Column, written: list[Column], columns: Sequence[Sequence[str]]) -> Column:
        """A column of names in kana or Latin letters as what it is: the reading of another column, or other people.

        口座名義（カナ） beside 氏名 names the same people, beside 児童 their parents.
        """
        if column.kind != "PERSON" or column.part.startswith(("family", "given")):
            return column
        beside = [other for other in written if other.index != column.index and self._is_written(columns[other.index])]
        if not beside or self._is_written(columns[column.index]):
            return column
        same = any(self._same_people(columns[column.index], columns[other.index]) for other in beside)
        if same or (column.part == "reading" and fold_heading(column.heading) in _PLAIN_READING):
            return replace(column, part="reading")
        return replace(column, part="")

    def _is_written(self, cells: Sequence[str]) -> bool:
        values = _sample(cells)[:50]
        return sum(bool(regex.search(r"\p{Han}", value)) for value in values) * 2 >= len(values)

    def _same_people(self, readings: Sequence[str], names: Sequence[str]) -> bool:
        """Whether the kana are how the names are read, in at least three rows of ten (names have rare readings)."""
        pairs = [
            (name_shapes.composed(normalize(kana)).replace(" ", ""), self._lexicon.reading(normalize(name)))
            for kana, name in zip(readings[:60], names[:60], strict=True)
            if kana.strip() and name.strip()
        ]
        latin = sum(kana.isascii() for kana, _ in pairs)
        equal = sum(kana == read or kana[-2:] == read[-2:] or kana.startswith(read) for kana, read in pairs)
        return bool(pairs) and (latin * 2 > len(pairs) or equal >= len(pairs) * 0.3)

    def _reads_like_people(self, column: Column, columns: Sequence[Sequence[str]]) -> bool:
        values = [name_shapes.composed(value) for value in _sample(columns[column.index])]
        if column.part != "reading":
            known = sum(bool(self._lexicon.classes(value) & {"surname", "given"}) for value in values)
        else:
            known = sum(name_shapes.strength(value, self._lexicon) >= 2 for value in values)
        return known >= len(values) * 0.5

    def _headed(self, index: int, heading: str, values: list[str]) -> Column | None:
        meaning = self._headings.meaning(heading)
        if not meaning.kinds or not values:
            return None
        shares = {kind: self._share(kind, values, meaning.part) for kind in meaning.kinds}
        kind = max(shares, key=lambda kind: (round(shares[kind], 1), self._strict_share(kind, values)))
        share = shares[kind]
        if share < (0.3 if meaning.exact else 0.5):
            return None
        score = self._matchers[kind].rule.score.heading - (0 if meaning.exact else 0.1)
        evidence = (f"見出し『{heading.strip()[:20]}』", f"値の{share:.0%}が形に合う")
        return Column(index, heading, kind, score, evidence, meaning.part, share)

    def _share(self, kind: str, values: list[str], part: Part) -> float:
        if not values:
            return 0.0
        share = sum(self.fits(kind, value, part) for value in values) / len(values)
        if kind == "PERSON" and not part:  # many words have the form of a name: the dictionary must know some
            known = sum(self._is_known_name(value) for value in values) / len(values)
            places = sum("place" in self._lexicon.classes(value) for value in values) / len(values)
            return share if known >= 0.4 and places < 0.85 else 0.0
        return share

    def _strict_share(self, kind: str, values: list[str]) -> float:
        """The share of cells of a form that tells the kind even without a heading (4-6-1 digits of 雇用保険)."""
        matcher = self._matchers[kind]
        forms = matcher.patterns + matcher.weak
        return sum(any(form.fullmatch(value) for form in forms) for value in values) / len(values)

    def _is_known_name(self, value: str) -> bool:
        name = _trimmed(regex.split(r"[\n、/]", value)[0])
        return name_shapes.strength(name, self._lexicon) > 0 or name_shapes.is_foreign_or_kana(name)

    def fits(self, kind: str, value: str, part: Part = "") -> bool:
        """Whether a normalized cell can be a value of a kind, given that its heading says so."""
        if kind == "PERSON":
            return self.is_name(value, part)
        if kind == "JP_ADDRESS":
            return addresses.is_cell(value)
        return self._matchers[kind].cell(value)

    def name_strength(self, name: str) -> int:
        """How much the dictionary supports a name (see `name_shapes.strength`)."""
        return name_shapes.strength(name, self._lexicon)

    def is_name(self, value: str, part: Part = "") -> bool:
        """Whether a cell under a name heading holds a person's name (not a section, a company or 「なし」)."""
        if part:
            return (
                1 <= len(value) <= 30
                and not any(char.isdigit() for char in value)
                and value not in name_shapes.NOT_A_NAME
            )
        name = _trimmed(regex.split(r"[\n、/]", value)[0])
        return name_shapes.strength(name, self._lexicon) > 0 or (name_shapes.has_shape(name) and "会" not in name[-1:])

    def _bare(self, index: int, heading: str, values: list[str], people_expected: bool) -> Column | None:
        """A column judged by its content alone."""
        if len(values) < 2:
            return None
        if self._headings.is_heading(heading):
            return self._surnames(index, heading, values, False)
        for kind, score in _BARE.items():
            if kind not in self._matchers or self._headings.refuses(heading, kind):
                continue
            matcher = self._matchers[kind]
            hits = sum(
                any(pattern.fullmatch(value) for pattern in matcher.patterns) and matcher.check(value)[0]
                for value in values
            )
            if hits >= max(2, len(values) * 0.9) and not (matcher.against and matcher.against.search(heading)):
                needed = 5 if kind == "JP_MY_NUMBER" else 2
                if hits >= needed:
                    return Column(index, heading, kind, score, (f"値の{hits / len(values):.0%}が形に合う",))
        return (
            self._bare_names(index, heading, values)
            or self._surnames(index, heading, values, people_expected)
            or self._bare_addresses(index, heading, values)
        )

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
            return Column(index, heading, "PERSON", 0.85, (f"値の{full / len(values):.0%}が辞書で人名",))
        return None

    def _bare_addresses(self, index: int, heading: str, values: list[str]) -> Column | None:
        hits = sum(addresses.is_address(value) for value in values)
        if hits >= len(values) * 0.8:
            return Column(index, heading, "JP_ADDRESS", 0.75, (f"値の{hits / len(values):.0%}が住所の形",))
        return None


_PLAIN_READING = frozenset(
    fold_heading(word) for word in ("フリガナ", "ふりがな", "カナ", "かな", "氏名カナ", "カナ氏名")
)
_SOMEBODY = regex.compile(
    r"(?:者|員|人|名|氏|係|医|師|先|役|主|長|受付|対応|担当|承認|確認|記入|作成|講師|監督|コーチ|リーダー|スタッフ|ドライバー|保護者|児童|生徒|園児|選手|本人|by|owner|user|member|staff)$"
)


def _trimmed(value: str) -> str:
    start, end = name_shapes.trim(value)
    return value[start:end]


def _sample(cells: Sequence[str]) -> list[str]:
    """Up to SAMPLE different filled cells, spread over the column, normalized."""
    step = max(1, len(cells) // (SAMPLE * 4))
    seen: dict[str, None] = {}
    for cell in cells[::step]:
        value = normalize(cell).strip()
        if value and len(value) <= 400:
            seen.setdefault(value)
            if len(seen) >= SAMPLE:
                break
    return list(seen)
