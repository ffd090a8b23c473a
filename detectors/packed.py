"""Columns of figures in which a host wrote several fields one after the other: a birthday, a sex, a postal code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from detectors.validators import birth_date, postal_code

NARROWEST, WIDEST = 9, 60  # figures of a column that may hold several fields
FEWEST = 5  # different values by which that is told
MOST = 0.97  # share of them in which a field must be what it is taken for
MOST_POSTAL = 0.95  # of postal codes: some are out of use
SPREAD = 12  # years over which days of birth lie, unlike the days on which people joined a course
GROWN = 15  # years ago that most of the people of a list were born
_SEXES = frozenset("12")
_POSTAL = 7


class Field(NamedTuple):
    """A part of a column: where it stands in its values, and what it holds ("" where that is not known)."""

    start: int
    end: int
    kind: str


def fields(values: Sequence[str]) -> list[Field]:
    """The fields of a column, all of them; nothing where it is a single one or has none that can be told."""
    width = Counter(map(len, values)).most_common(1)[0][0] if values else 0  # a first row may be a title
    if len(set(values)) < FEWEST or not NARROWEST <= width <= WIDEST or not _are_figures(values, width):
        return []
    known: list[Field] = []
    at = 0
    while at < width:
        found = _field_at(values, at, known)
        if found:
            known.append(found)
        at = found.end if found else at + 1
    return _with_the_rest(known, width) if known else []


def are_birthdays(days: Sequence[date]) -> bool:
    """Whether days lie as the birthdays of people do: over many years, and most of them of people grown up."""
    years = sorted(day.year for day in days)
    return years[-1] - years[0] >= SPREAD and date.today().year - years[len(years) // 2] >= GROWN if years else False


def _are_figures(values: Sequence[str], width: int) -> bool:
    return sum(len(value) == width and value.isdecimal() for value in values) >= MOST * len(values)


def _field_at(values: Sequence[str], at: int, known: Sequence[Field]) -> Field | None:
    """The field that begins there, if it is one of those that can be told."""
    for length in (8, 7):  # 19850401, 3600401 with the figure of the era
        if found := _days(values, at, length):
            return found
    if known and known[-1].end == at and known[-1].kind == "DATE_OF_BIRTH":
        codes = [value[at : at + 1] for value in values]
        if set(codes) >= _SEXES and sum(code in _SEXES for code in codes) >= MOST * len(codes):
            return Field(at, at + 1, "GENDER")
    codes = [value[at : at + _POSTAL] for value in values]
    valid = sum(len(code) == _POSTAL and postal_code.is_valid(code) for code in codes)
    return Field(at, at + _POSTAL, "JP_POSTAL_CODE") if valid >= MOST_POSTAL * len(codes) else None


def _days(values: Sequence[str], at: int, length: int) -> Field | None:
    parts = [value[at : at + length] for value in values]
    days = [birth_date.day_of(part) for part in parts if len(part) == length]
    found = [day for day in days if day]
    if len(found) < MOST * len(values) or len(set(found)) < FEWEST:
        return None
    return Field(at, at + length, "DATE_OF_BIRTH" if are_birthdays(found) else "")


def _with_the_rest(known: Sequence[Field], width: int) -> list[Field]:
    """The fields with what lies between them."""
    whole: list[Field] = []
    at = 0
    for field in (*known, Field(width, width, "")):
        if field.start > at:
            whole.append(Field(at, field.start, ""))
        if field.end > field.start:
            whole.append(field)
        at = field.end
    return whole
