"""By when a report is due: days counted from the day of knowledge, moved on from days on which offices are closed.

The day of knowledge is day 1 (「知った日」を1日目とする). Authorities are closed on Saturdays, Sundays, holidays and
from December 29 to January 3 (行政機関の休日に関する法律1条1項).
"""

from __future__ import annotations

from datetime import date, timedelta

import jpholiday

from inventory.incident.assessment import Due

PROMPT_DAYS = (3, 5)  # 通則ガイドライン 3-5-3-3: 速やかに is 概ね3～5日以内


def due(known_on: date, *, prompt: bool, final_days: int | None) -> Due:
    """The days for the 速報 (the third and the fifth) and for the 確報.

    Only the 確報 moves to the next day on which offices open; the 速報 goes in by a form that is always open.
    """
    first, last = (_day(known_on, days) if prompt else None for days in PROMPT_DAYS)
    return Due(first, last, opening(_day(known_on, final_days)) if final_days else None)


def opening(day: date) -> date:
    """The day itself if offices are open, else the next one on which they are."""
    while is_closed(day):
        day += timedelta(days=1)
    return day


def is_closed(day: date) -> bool:
    """Whether authorities are closed."""
    new_year = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() >= 5 or new_year or bool(jpholiday.is_holiday(day))


def _day(known_on: date, number: int) -> date:
    """The day of a number, the day of knowledge being day 1."""
    return known_on + timedelta(days=number - 1)
