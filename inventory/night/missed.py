"""Whether a planned scan was missed, for the systems that cannot tell: cron and launchd after the computer was off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from inventory.models import storable
from inventory.night.window import Window, clock, last_time
from inventory.queries import StoredRun

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FORM = re.compile(r"([0-9:]+)/([a-z,]+)/([0-9-]+T[0-9:]+)")


@dataclass(frozen=True, slots=True)
class Planned:
    """When a scan is due: a time on the wall, on which weekdays (Monday is 0), since when that holds (local time)."""

    at: str
    days: frozenset[int]
    since: datetime

    @classmethod
    def read(cls, text: str) -> Self:
        """As `written` wrote it: 「22:00/mon,tue/2026-11-22T12:34」; ValueError with a sentence."""
        match = _FORM.fullmatch(text)
        names = match[2].split(",") if match else []
        if match is None or not set(names) <= set(DAYS):
            raise ValueError(f"予定「{text}」の書き方が正しくありません。22:00/mon,tue/2026-11-22T12:34 の形です。")
        clock(match[1])
        return cls(match[1], frozenset(map(DAYS.index, names)), datetime.fromisoformat(match[3]))

    @property
    def written(self) -> str:
        """As it stands on a command line."""
        days = ",".join(DAYS[day] for day in sorted(self.days))
        return f"{self.at}/{days}/{self.since.isoformat(timespec='minutes')}"

    def is_due(self, runs: Sequence[StoredRun], paths: Sequence[Path], window: Window, now: datetime) -> bool:
        """Whether the last planned scan of these paths (runs: the latest first) has not begun, or was cut off.

        One that was killed goes on if the window that began with the planned time is not over; one that its window
        ended has had its time. One that began later than now says nothing: the clock was wrong.
        """
        planned = last_time(self.at, now, self.days)
        if planned < self.since:
            return False
        wanted = {storable(str(path.absolute())) for path in paths}
        since = [run for run in runs if wanted <= set(run.roots) and planned <= _local(run.started) <= now]
        if any(run.ended or run.stopped for run in since):
            return False
        return not since or (now - planned).total_seconds() < window.seconds


def _local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone().replace(tzinfo=None)
