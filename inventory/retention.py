"""The retention clock: which files outlived the 保管期限 of their line, as far as dates on the share tell.

A period stands in the cell 「保管期限」 in words (「取引の終了から7年」); the longest one in it counts, so that nothing
is called overdue while a law may still ask for it. When it began, no file says: the later of its last change and of
the year in its path is taken for it, and shown.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from inventory.ledger import CellState, FileLine, Ledger, LedgerLine

_PERIOD = re.compile(r"([0-9]{1,3})(年|[かヶカケ箇]月|週間?|日)(?!度|[0-9]|目)")
_DAYS = {"月": 30.44, "週": 7, "日": 1, "年": 365.25}
_YEAR = re.compile(
    r"(?<![0-9])(?:(?P<western>(?:19|20)[0-9]{2})|(?P<era>平成|令和|[HR])(?P<of>元|[0-9]{1,2}))(?P<fiscal>年度|FY)?(?![0-9])"
)
_ERAS = {"平成": 1988, "H": 1988, "令和": 2018, "R": 2018}
_NEVER = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Period:
    """How long something is kept, as it is written."""

    number: int
    unit: str

    @property
    def days(self) -> float:
        """About how many days, to compare."""
        return self.number * _DAYS[self.unit]

    def after(self, day: date) -> date:
        """The last day of the period that begins on a day."""
        if self.unit in ("週", "日"):
            return day + timedelta(days=int(self.days))
        months = self.number * (12 if self.unit == "年" else 1) + day.month - 1
        year, month = day.year + months // 12, months % 12 + 1
        if year > _NEVER.year:
            return _NEVER
        return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Overdue:
    """A file that is kept longer than its line allows. `rule` says whether a person confirmed that period."""

    file: FileLine
    line: LedgerLine
    period: str
    rule: CellState
    began: date
    told_by: str
    due: date


def period(text: str) -> Period | None:
    """The longest period that a text names, or None where it names none (「退会から（　）年」)."""
    found = _PERIOD.findall(unicodedata.normalize("NFKC", text))
    periods = [Period(int(number), unit.removesuffix("間")[-1]) for number, unit in found if int(number)]
    return max(periods, key=lambda period: period.days, default=None)


def overdue(ledger: Ledger, today: date) -> Iterator[Overdue]:
    """The files of all lines whose period is over, line by line, the longest overdue first."""
    files = {line.file.id: line for line in ledger.files}
    for line in ledger.lines:
        cell = line.cells["keep_until"]
        if (kept := period(cell.value)) is None:
            continue
        found = []
        for file in (files[number] for number in line.files if number in files):
            began, told_by = beginning(file)
            if (due := kept.after(began)) < today:
                found.append(Overdue(file, line, cell.value, cell.state, began, told_by, due))
        yield from sorted(found, key=lambda one: (one.due, one.file.file.path))


def beginning(line: FileLine) -> tuple[date, str]:
    """When the period of a file began at the latest, and what tells: its last change, or the year in its path."""
    changed, told = changed_on(line.file.modified_ns), told_by_path(line.file.path)
    return (told, "フォルダー・ファイル名の年") if told > changed else (changed, "更新日")


def told_by_path(path: str) -> date:
    """The last day of the latest year that a path names; long ago where it names none."""
    folder, _, name = path.rpartition("/")
    return max(_told_by_folder(folder), max(_years(name), default=date.min))


@lru_cache(maxsize=10_000)
def _told_by_folder(folder: str) -> date:
    return max(_years(folder), default=date.min)


def _years(path: str) -> Iterator[date]:
    """The last days of the years that a path names; a 年度 ends in March."""
    for found in _YEAR.finditer(unicodedata.normalize("NFKC", path)):
        if found["western"]:
            year = int(found["western"])
        else:
            year = _ERAS[found["era"]] + (1 if found["of"] == "元" else int(found["of"]))
        yield date(year + 1, 3, 31) if found["fiscal"] else date(year, 12, 31)


def changed_on(nanoseconds: int) -> date:
    """The day of a moment, here; far in the future for one that is none."""
    try:
        return datetime.fromtimestamp(nanoseconds / 1e9).date()
    except (OverflowError, OSError, ValueError):
        return _NEVER  # a file without a date is never called overdue
