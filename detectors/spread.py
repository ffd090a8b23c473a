"""One value over several columns: a birthday in year, month and day, a phone number in three, a postal code in two."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from detectors.judged import sample
from detectors.normalize import fold_heading, normalize
from detectors.parts import Columns, Part, nothing

if TYPE_CHECKING:
    from detectors.columns import ColumnJudge

MOST = 0.6  # share of rows that must hold the whole
FEW = 2  # rows that must
_LAST = regex.compile(r"(年|月|日|year|month|day|y|m|d)$")
_OF_BIRTH = regex.compile(r"生|誕|birth|dob")
_DATE_PARTS = (("年", "year", "y"), ("月", "month", "m"), ("日", "day", "d"))
_COUNT = regex.compile(r"[ _-]?[(]?[1-9①-④一二三上中下][)]?$")


@dataclass(frozen=True, slots=True)
class _Whole:
    """What several columns hold together: its heading, what stands between its parts, the form of each part."""

    width: int
    heading: str
    between: str
    are_headed: Callable[[tuple[str, ...]], bool]
    forms: Sequence[regex.Pattern[str]] = ()

    def stands_in(self, headings: Sequence[str], columns: Columns) -> bool:
        """Whether some columns are headed and filled as the parts of it are."""
        return len(headings) == self.width and self.are_headed(tuple(headings)) and _are_formed(columns, self.forms)


def together(
    at: int, headings: Sequence[str], columns: Columns, judge: ColumnJudge
) -> Iterator[tuple[int, list[Part]]]:
    """The column at which several begin that hold one value, with all of it; the others with nothing."""
    for whole in _WHOLES:
        first = slice(at, at + whole.width)
        if not whole.stands_in(headings[first], columns[first]):
            continue

        def cells(columns: Columns, first: slice = first, between: str = whole.between) -> list[str]:
            rows = zip(*columns[first], strict=True)
            return [between.join(map(_plain, row)) if all(row) else "" for row in rows]

        kind = judge.number_of(whole.heading)
        values = sample(cells(columns))
        if kind and len(values) >= FEW and sum(judge.fits(kind, value) for value in values) >= len(values) * MOST:
            yield at, [Part(whole.heading, at, cells)]
            yield from ((place, [Part("", place, nothing)]) for place in range(at + 1, at + whole.width))
            return


def _plain(cell: str) -> str:
    return normalize(cell).strip().rstrip("年月日").removesuffix(".0")


@lru_cache(maxsize=1024)
def _of_birthday(headings: tuple[str, ...]) -> bool:
    inner = [normalize(heading).strip(" )]").lower() for heading in headings]
    ends = [_LAST.search(text) for text in inner]
    right = all(end and end[1] in words for end, words in zip(ends, _DATE_PARTS, strict=True))
    return right and bool(_OF_BIRTH.search(fold_heading(headings[0]) or normalize(headings[0])))


@lru_cache(maxsize=1024)
def _of_phone(headings: tuple[str, ...]) -> bool:
    return _are_numbered(headings, "電話", "tel", "phone", "携帯")


@lru_cache(maxsize=1024)
def _of_postal(headings: tuple[str, ...]) -> bool:
    return _are_numbered(headings, "郵便", "〒", "zip", "postal")


def _are_numbered(headings: Sequence[str], *words: str) -> bool:
    """Whether columns are numbered under one heading (電話1, 電話2, 電話3; or the first is headed alone)."""
    plain = [normalize(heading).strip().lower() for heading in headings]
    stems = {_COUNT.sub("", heading) for heading in plain if heading}
    return len(stems) == 1 and any(word in plain[0] for word in words)


def _are_formed(columns: Columns, forms: Sequence[regex.Pattern[str]]) -> bool:
    """Whether columns hold the parts of one number, each in its form."""
    return all(
        (values := sample(column)) and all(form.fullmatch(value.removesuffix(".0")) for value in values)
        for form, column in zip(forms, columns, strict=False)
    )


_PHONE_PARTS = (regex.compile(r"0?[0-9]{1,4}"), regex.compile(r"[0-9]{1,4}"), regex.compile(r"[0-9]{3,4}"))
_POSTAL_PARTS = (regex.compile(r"[0-9]{1,3}"), regex.compile(r"[0-9]{1,4}"))
_WHOLES = (
    _Whole(3, "生年月日", "/", _of_birthday),
    _Whole(3, "電話番号", "-", _of_phone, _PHONE_PARTS),
    _Whole(2, "郵便番号", "-", _of_postal, _POSTAL_PARTS),
)
