"""Dates of birth: a real day, in an era that reached so far, not in the future; of a year or month alone as well.

Western and Japanese years (元年, kanji numerals, 明治 大正 昭和 平成 令和, their letters and ligatures), compact
digits, the era codes of social insurance (5600102) and tax forms (3600102), days as other countries write them
(07/23/1988, 23.7.1988, 24-Nov-2003, June 14, 1978), years of two digits, and the day numbers of Excel.

>>> [is_valid(date) for date in ("1985年4月1日", "昭和60年1月2日", "S60.1.2", "平成元年1月8日", "㍼60/1/2", "19850401")]
[True, True, True, True, True, True]
>>> [is_valid(date) for date in ("昭和六十年十二月三日", "3-600102", "5600102", "1985-04-01 00:00:00", "31138")]
[True, True, True, True, True]
>>> [iso(date) for date in ("7/23/1988", "23.7.1988", "4-Nov-2003", "June 14th, 1978", "84/7/21", "一九八五年四月一日")]
['1988-07-23', '1988-07-23', '2003-11-04', '1978-06-14', '1984-07-21', '1985-04-01']
>>> [is_valid(date) for date in ("1962年", "昭和58年3月", "S55", "平成元年", "5月3日", "昭和70年", "1985年13月")]
[True, True, True, True, True, False, False]
>>> [is_valid(date) for date in ("1985年2月30日", "平成32年1月1日", "昭和64年1月8日", "2999-01-01", "1812.3.4")]
[False, False, False, False, False]
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

AS_WRITTEN = True


class Era(NamedTuple):
    """A Japanese era: how it is written (lower case, with the codes of forms), its first and last day."""

    signs: tuple[str, ...]
    first: date
    last: date

    def western(self, year: int) -> int:
        """The common year of a year of the era; its first is 元年."""
        return self.first.year - 1 + year


_ERAS = (
    Era(("明治", "明", "m", "㍾", "1"), date(1868, 1, 25), date(1912, 7, 30)),
    Era(("大正", "大", "t", "㍽", "3", "2"), date(1912, 7, 30), date(1926, 12, 25)),
    Era(("昭和", "昭", "s", "㍼", "5", "3"), date(1926, 12, 25), date(1989, 1, 7)),
    Era(("平成", "平", "h", "㍻", "7", "4"), date(1989, 1, 8), date(2019, 4, 30)),
    Era(("令和", "令", "r", "㋿", "9", "5"), date(2019, 5, 1), date(2200, 1, 1)),
)
_RECORDED = (_ERAS[0].first, _ERAS[-1].last)
_KANJI = str.maketrans("〇零一二三四五六七八九", "00123456789")
_NUMBER = r"([0-9]{1,4}|元)"
_SPACED = re.compile(rf"(西暦|[^0-9元]{{1,2}})?{_NUMBER}[-年./・]([0-9]{{1,2}})[-月./・]([0-9]{{1,2}})日?")
_YEAR_OR_MONTH = re.compile(rf"(西暦|[^0-9元]{{1,2}})?{_NUMBER}年?(?:([0-9]{{1,2}})月)?")
_DAY_OF_YEAR = re.compile(r"([0-9]{1,2})(?:月([0-9]{1,2})日|/([0-9]{1,2}))")
_LEAP_YEAR = 2000
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_CODED = re.compile(r"([mtshr]|明治|大正|昭和|平成|令和|[1-579])-?([0-9]{2})([0-9]{2})([0-9]{2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})")
_SHORT_YEAR = re.compile(r"([0-9]{2})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]*\.?"
_DAY_MONTH = re.compile(rf"([0-9]{{1,2}})(?:st|nd|rd|th)?(?:of)?[-,]?{_MONTH}[-,]?([0-9]{{4}})")
_MONTH_DAY = re.compile(rf"{_MONTH}[-,]?([0-9]{{1,2}})(?:st|nd|rd|th)?[-,]?([0-9]{{4}})")
_TIME = re.compile(r"[t]?00?:00(?::00)?(?:\.0+)?$")
_WEEKDAY = re.compile(r"\([^)]*\)|生(?:まれ)?$")
_EXCEL_DAY_0 = date(1899, 12, 30)


def eras(sign: str) -> list[Era]:
    """The eras that a sign stands for, the earliest first; a code may be that of several forms (3: 大正, 昭和)."""
    return [era for era in _ERAS if sign.lower() in era.signs]


def _arabic(text: str) -> str:
    """Kanji numerals up to 99 as digits: 六十三 becomes 63."""
    if "十" in text:
        text = re.sub(
            "([二三四五六七八九]?)十([一二三四五六七八九]?)",
            lambda found: f"{found[1] or '一'}{found[2] or '〇'}",
            text,
        )
    return text.translate(_KANJI)


def _existing(era: str | None, year: int, month: int, day: int) -> date | None:
    """The day, if it lies in the era and not in the future."""
    of_eras = [(one.western(year), one.first, one.last) for one in eras(era)] if era else [(year, *_RECORDED)]
    for western, first, last in of_eras:
        try:
            found = date(western, month, day)
        except ValueError:
            continue
        if first <= found <= min(last, date.today()):
            return found
    return None


def _in_a_late_era(year: int, month: int, day: int) -> date | None:
    """The day of a year without its era, which a circle on the form told: 昭和 before 平成 and 令和."""
    return next(filter(None, (_existing(era, year, month, day) for era in ("昭和", "平成", "令和"))), None)


def _foreign(text: str) -> date | None:
    """A day with its month by name, its year last (the month first between slashes), or a year of two digits."""
    if match := _DAY_MONTH.fullmatch(text):
        return _existing(None, int(match[3]), _MONTHS.index(match[2]) + 1, int(match[1]))
    if match := _MONTH_DAY.fullmatch(text):
        return _existing(None, int(match[3]), _MONTHS.index(match[1]) + 1, int(match[2]))
    if match := _SHORT_YEAR.fullmatch(text):
        found = _existing(None, _full_year(match[1]), int(match[2]), int(match[3]))
        if found:
            return found
    if match := _YEAR_LAST.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), _full_year(match[4])
        month, day = (second, first) if match[2] == "." else (first, second)
        return _existing(None, year, month, day) or _existing(None, year, day, month)
    return None


def _full_year(digits: str) -> int:
    """A year; one of two digits lies in the hundred years up to now."""
    year, today = int(digits), date.today().year
    return year if len(digits) == 4 else today - (today - year) % 100


@lru_cache(maxsize=4096)
def day_of(value: str) -> date | None:
    """The day that a birth date names, however it is written, or None where nobody can have been born on it."""
    text = _WEEKDAY.sub("", _arabic("".join(value.split()).lower()))
    text = _TIME.sub("", text)
    if match := _SPACED.fullmatch(text):
        era, year, month, day = match.groups()
        era = None if era in (None, "西暦") else era.rstrip(".")
        if era is not None or len(year) == 4:
            return _existing(era, 1 if year == "元" else int(year), int(month), int(day))
        if "年" in text and year.isdigit() and len(year) < 3:
            return _in_a_late_era(int(year), int(month), int(day))
    if match := _COMPACT.fullmatch(text):
        year, month, day = match.groups()
        return _existing(None, int(year), int(month), int(day))
    if match := _CODED.fullmatch(text):
        era, year, month, day = match.groups()
        return _existing(era, int(year), int(month), int(day))
    if text.isdigit() and len(text) == 5 and (found := _EXCEL_DAY_0 + timedelta(int(text))) <= date.today():
        return found
    return _foreign(text)


def is_valid(value: str) -> bool:
    """Whether somebody can have been born on that day, in that month or year, or has a birthday then."""
    return day_of(value) is not None or _is_partial(_arabic("".join(value.split()).lower()))


def _is_partial(text: str) -> bool:
    if match := _DAY_OF_YEAR.fullmatch(text):
        return _existing(None, _LEAP_YEAR, int(match[1]), int(match[2] or match[3])) is not None
    if not (match := _YEAR_OR_MONTH.fullmatch(text)) or text.isdigit():
        return False
    era, year, month = match[1] if match[1] != "西暦" else None, 1 if match[2] == "元" else int(match[2]), match[3]
    months = [int(month)] if month else [12, 1]
    days = (1, 28)  # an era begins and ends within a month
    if era is None and year < 100:
        return any(_in_a_late_era(year, one, day) for one in months for day in days)
    return any(_existing(era, year, one, day) for one in months for day in days)


def iso(value: str) -> str:
    """The day as 1985-04-01, or an empty string."""
    day = day_of(value)
    return day.isoformat() if day else ""


def is_placeholder(value: str) -> bool:
    """Whether it is a day that programs put where none is known (1900-01-01, 1970-01-01)."""
    return re.sub("[^0-9]", "", value)[:8] in ("19000101", "19700101") and not re.match("[^0-9]", value)
