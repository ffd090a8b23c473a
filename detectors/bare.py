"""Columns whose headings say nothing and which the other columns of their list explain.

A number whose form is that of an identity document, the day of birth beside a name, a postal code beside an address, a
name in Latin letters beside a passport number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import regex

from detectors import name_shapes
from detectors.judged import Column, sample
from detectors.normalize import normalize
from detectors.validators import birth_date

if TYPE_CHECKING:
    from detectors.columns import ColumnJudge

MOST = 0.9  # share of cells that must have the form; as a share of its column it has every cell asked
FEWEST = 3  # different cells that must
_SAYS_NOTHING = regex.compile(
    r"(?i:項目|列|カラム|フィールド|データ|値|field|column|col|item|value|var|f|c|x|unnamed:?)?[ _-]?[0-9]{0,3}"
)
_OF_DOCUMENTS = {  # form, score: only letters and digits in an order that nothing else has
    "JP_RESIDENCE_CARD": (regex.compile(r"[A-Z]{2}[0-9]{8}[A-Z]{2}"), 0.75),
    "JP_PASSPORT": (regex.compile(r"[A-Z]{2}[0-9]{7}"), 0.7),
}
_BESIDE_NAMES = {"JP_EMPLOYMENT_INSURANCE_NUMBER": (regex.compile(r"[0-9]{4}-[0-9]{6}-[0-9]"), 0.75)}
_POSTAL = regex.compile(r"〒?[ ]?[0-9]{3}-[0-9]{4}")
_DAY = regex.compile(
    r"(?=.{6,14}$)(?:[MTSHR明昭平大令]\D{0,3})?[0-9元]{1,4}[-./年][0-9]{1,2}[-./月][0-9]{1,4}日?|(?:19|20)[0-9]{6}|[0-9]{1,2}-?[A-Za-z]{3}-?[0-9]{4}"
)
_TELLS_OF_PEOPLE = frozenset(
    {
        "CREDIT_CARD",
        "JP_RESIDENCE_CARD",
        "JP_PASSPORT",
        "DATE_OF_BIRTH",
        "EMAIL_ADDRESS",
        "JP_BANK_ACCOUNT",
        "JP_MY_NUMBER",
    }
)
_SPREAD = 12  # years over which days of birth lie, unlike the days on which people joined a course
_GROWN = 15  # years ago that most of the people of a list were born
_LATIN = regex.compile(r"[A-Za-z][A-Za-z'.-]+(?:[ ,]+[A-Za-z][A-Za-z'.-]*){1,4}")


def beside_others(
    headings: Sequence[str], columns: Sequence[Sequence[str]], found: Sequence[Column], judge: ColumnJudge
) -> list[Column]:
    """Columns that the others explain, those that need no name first."""
    taken = {column.index for column in found}
    kinds = {column.kind for column in found}
    open_columns = {
        at: values
        for at, heading in enumerate(headings)
        if at not in taken and _says_nothing(heading) and len(values := _values(columns[at])) >= FEWEST
    }
    more: list[Column] = []
    for find in (_documents, _latin_names, _beside_names, _days_of_birth, _postal_codes):
        for column in find(open_columns, kinds, headings, judge):
            if column.index in open_columns:
                more.append(column)
                kinds.add(column.kind)
                del open_columns[column.index]
    return more


def _says_nothing(text: str) -> bool:
    return bool(_SAYS_NOTHING.fullmatch(normalize(text).strip()))


def _values(cells: Sequence[str]) -> list[str]:
    """The sampled values, without a heading that was taken for one (項目2)."""
    values = sample(cells)
    is_heading = bool(values) and not values[0].isdigit() and _says_nothing(values[0])
    return values[1:] if is_heading else values


Open = dict[int, list[str]]


def _share(form: regex.Pattern[str], kind: str, values: Sequence[str], judge: ColumnJudge) -> float:
    if not form.fullmatch(values[0]) and not form.fullmatch(values[-1]):
        return 0.0
    return sum(bool(form.fullmatch(value)) and judge.fits(kind, value) for value in values) / len(values)


def _documents(columns: Open, kinds: Collection[str], headings: Sequence[str], judge: ColumnJudge) -> list[Column]:
    return list(_of_form(columns, _OF_DOCUMENTS, headings, judge))


def _beside_names(columns: Open, kinds: Collection[str], headings: Sequence[str], judge: ColumnJudge) -> list[Column]:
    return list(_of_form(columns, _BESIDE_NAMES, headings, judge)) if "PERSON" in kinds else []


def _of_form(
    columns: Open, forms: dict[str, tuple[regex.Pattern[str], float]], headings: Sequence[str], judge: ColumnJudge
) -> Iterator[Column]:
    for at, values in columns.items():
        for kind, (form, score) in forms.items():
            if (share := _share(form, kind, values, judge)) >= MOST:
                yield Column(at, headings[at], kind, score, (f"値の{share:.0%}が形に合う",), share=MOST)


def _latin_names(columns: Open, kinds: Collection[str], headings: Sequence[str], judge: ColumnJudge) -> list[Column]:
    """NGUYEN VAN AN beside a card's number: names that no dictionary knows, the first such column."""
    if "PERSON" in kinds or _TELLS_OF_PEOPLE.isdisjoint(kinds):
        return []
    for at, values in columns.items():
        named = sum(bool(_LATIN.fullmatch(value)) or name_shapes.is_foreign_or_kana(value) for value in values)
        if named >= len(values) * MOST:
            why = (f"値の{named / len(values):.0%}が人名の形", "本人の番号・連絡先の列がある")
            return [Column(at, headings[at], "PERSON", 0.75, why, share=MOST)]
    return []


def _days_of_birth(columns: Open, kinds: Collection[str], headings: Sequence[str], judge: ColumnJudge) -> list[Column]:
    """The column of days beside names that lie as days of birth do; of two the earlier."""
    if "PERSON" not in kinds or "DATE_OF_BIRTH" in kinds:
        return []
    years = {at: found for at, values in columns.items() if (found := _years_of_birth(values))}
    if not years:
        return []
    at = min(years, key=lambda at: sum(years[at]) / len(years[at]))
    return [Column(at, headings[at], "DATE_OF_BIRTH", 0.7, ("氏名の隣で、生年月日らしい日付",), share=MOST)]


def _years_of_birth(values: Sequence[str]) -> list[int]:
    """The years of days that can be birthdays; nothing where they are days of something else."""
    if not _DAY.fullmatch(values[0]) and not _DAY.fullmatch(values[-1]):
        return []
    days = [birth_date.day_of(value) for value in values if _DAY.fullmatch(value)]
    years = sorted(day.year for day in days if day)
    if len(years) < max(FEWEST, len(values) * MOST) or years[-1] - years[0] < _SPREAD:
        return []
    return years if date.today().year - years[len(years) // 2] >= _GROWN else []


def _postal_codes(columns: Open, kinds: Collection[str], headings: Sequence[str], judge: ColumnJudge) -> list[Column]:
    if "JP_ADDRESS" not in kinds:
        return []
    return list(_of_form(columns, {"JP_POSTAL_CODE": (_POSTAL, 0.8)}, headings, judge))
