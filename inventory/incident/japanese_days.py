"""Days as they are written in papers for authorities: 令和8年11月21日, with the day of the week where it helps."""

from __future__ import annotations

from datetime import date

_REIWA = date(2019, 5, 1)
_WEEKDAYS = "月火水木金土日"


def in_era(day: date) -> str:
    """「令和8年11月21日」; days before 令和 by the common calendar."""
    if day < _REIWA:
        return f"{day.year}年{day.month}月{day.day}日"
    year = day.year - 2018
    return f"令和{'元' if year == 1 else year}年{day.month}月{day.day}日"


def with_weekday(day: date) -> str:
    """「令和8年11月24日（火）」."""
    return f"{in_era(day)}（{_WEEKDAYS[day.weekday()]}）"


def moment_in_era(written: str) -> str:
    """A day, or a day with its time as the register keeps it (「2026-11-21T09:15」), in the same manner."""
    day, _, time = written.partition("T")
    hour, _, minute = time.partition(":")
    return in_era(date.fromisoformat(day)) + (f"{int(hour)}時{minute}分" if time else "")
