"""Dates as Japanese business writes them."""

from __future__ import annotations

from datetime import date

TODAY = date(2026, 10, 1)  # the day on which the share was looked at

ERAS = ((date(2019, 5, 1), "令和", "R"), (date(1989, 1, 8), "平成", "H"), (date(1926, 12, 25), "昭和", "S"))


def era(day: date) -> tuple[str, str, int]:
    """The era of a day: its name, its letter, the year in it."""
    for start, name, letter in ERAS:
        if day >= start:
            return name, letter, day.year - start.year + 1
    raise ValueError(day)


def wareki(day: date) -> str:
    """昭和60年1月2日, 令和元年5月1日."""
    name, _, year = era(day)
    return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"


def short_wareki(day: date) -> str:
    """S60.1.2."""
    _, letter, year = era(day)
    return f"{letter}{year}.{day.month}.{day.day}"


def slashed(day: date) -> str:
    """1985/01/02."""
    return f"{day:%Y/%m/%d}"


def age(day: date) -> int:
    """Full years at TODAY."""
    return TODAY.year - day.year - ((TODAY.month, TODAY.day) < (day.month, day.day))
