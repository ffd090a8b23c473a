"""Judges the columns of a list, then counts their cells in bulk.

A heading is the strongest evidence: 12 digits under 個人番号, 伝票番号 and 免許証番号 are three different things. The
content confirms it (share of cells of the right form, share the dictionary or a check digit confirms); a column
without a telling heading is judged by content alone, and then only for kinds whose form tells enough.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from detectors import name_shapes
from detectors.headings import Headings, Part
from detectors.lexicon import Lexicon
from detectors.normalize import normalize
from detectors.patterns import Matcher
from detectors.tables import Layout

SAMPLE = 200  # cells by which a column is judged
_BARE = {"EMAIL_ADDRESS": 0.9, "PHONE_NUMBER": 0.6, "JP_MY_NUMBER": 0.6, "CREDIT_CARD": 0.8, "IP_ADDRESS": 0.7}


@dataclass(frozen=True, slots=True)
class Column:
    """One column that holds personal data: its kind, how sure, why, and the part of a name it holds."""

    index: int
    heading: str
    kind: str
    score: float
    evidence: tuple[str, ...]
    part: Part = ""


class ColumnJudge:
    """Decides for each column of a list which kind of personal data it holds, if any."""

    def __init__(
        self,
        matchers: Mapping[str, Matcher],
        headings: Headings,
        lexicon: Lexicon,
        is_address: Callable[[str], bool],
    ) -> None:
        self._matchers = matchers
        self._headings = headings
        self._lexicon = lexicon
        self._is_address = is_address

    def judge(self, layout: Layout, columns: Sequence[Sequence[str]]) -> list[Column]:
        """The columns that hold personal data, in their order."""
        found = []
        for index, (heading, cells) in enumerate(zip(layout.headings, columns, strict=True)):
            values = _sample(cells[layout.first :])
            column = self._headed(index, heading, values) if heading else None
            if column is None and values and not self._headings.is_heading(heading):
                column = self._bare(index, heading, values)
            if column:
                found.append(column)
        return found

    def _headed(self, index: int, heading: str, values: list[str]) -> Column | None:
        meaning = self._headings.meaning(heading)
        best: tuple[float, str] | None = None
        for kind in meaning.kinds:
            share = self._share(kind, values, meaning.part)
            if best is None or share > best[0]:
                best = share, kind
        if best is None or not values:
            return None
        share, kind = best
        if share < (0.3 if meaning.exact else 0.5):
            return None
        score = self._matchers[kind].rule.score.heading - (0 if meaning.exact else 0.1)
        evidence = (f"見出し『{heading.strip()[:20]}』", f"値の{share:.0%}が形に合う")
        return Column(index, heading, kind, score, evidence, meaning.part)

    def _share(self, kind: str, values: list[str], part: Part) -> float:
        if not values:
            return 0.0
        share = sum(self.fits(kind, value, part) for value in values) / len(values)
        if kind == "PERSON" and not part:  # many words have the form of a name: the dictionary must know some
            known = sum(self._is_known_name(value) for value in values) / len(values)
            return share if known >= 0.4 else 0.0
        return share

    def _is_known_name(self, value: str) -> bool:
        start, end = name_shapes.trim(value)
        name = value[start:end]
        return name_shapes.strength(name, self._lexicon) > 0 or name_shapes.is_foreign_or_kana(name)

    def fits(self, kind: str, value: str, part: Part = "") -> bool:
        """Whether a normalized cell can be a value of a kind, given that its heading says so."""
        if kind == "PERSON":
            return self.is_name(value, part)
        if kind == "JP_ADDRESS":
            return self._is_address(value)
        return self._matchers[kind].cell(value)

    def is_name(self, value: str, part: Part = "") -> bool:
        """Whether a cell under a name heading holds a person's name (not a section, a company or 「なし」)."""
        if part:
            return 1 <= len(value) <= 30 and not any(char.isdigit() for char in value) and value not in name_shapes.NOT_A_NAME
        start, end = name_shapes.trim(value)
        name = value[start:end]
        return name_shapes.strength(name, self._lexicon) > 0 or name_shapes.has_shape(name) and "会" not in name[-1:]

    def _bare(self, index: int, heading: str, values: list[str]) -> Column | None:
        """A column judged by its content alone."""
        if len(values) < 2:
            return None
        for kind, score in _BARE.items():
            if kind not in self._matchers or self._headings.refuses(heading, kind):
                continue
            matcher = self._matchers[kind]
            hits = sum(any(pattern.fullmatch(value) for pattern in matcher.patterns) and matcher.check(value)[0] for value in values)
            if hits >= max(2, len(values) * 0.9) and not (matcher.against and matcher.against.search(heading)):
                needed = 5 if kind == "JP_MY_NUMBER" else 2
                if hits >= needed:
                    return Column(index, heading, kind, score, (f"値の{hits / len(values):.0%}が形に合う",))
        return self._bare_names(index, heading, values) or self._bare_addresses(index, heading, values)

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
        hits = sum(len(value) >= 6 and self._is_address(value) and any(char.isdigit() for char in value) for value in values)
        if hits >= len(values) * 0.8:
            return Column(index, heading, "JP_ADDRESS", 0.75, (f"値の{hits / len(values):.0%}が住所の形",))
        return None


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
