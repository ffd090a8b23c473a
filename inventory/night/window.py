"""The time that a scan may take: hours from now, until a time on the wall, or whichever ends first."""

from __future__ import annotations

import math
import re
import time
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

_CLOCK = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])")


@dataclass(frozen=True, slots=True)
class Window:
    """`due` on the clock of time.monotonic, `ends` on the clock on the wall (seconds since 1970); `grace` in seconds.

    Both clocks are asked: one on the wall may be set back, and a computer that slept did not count.
    """

    due: float = math.inf
    ends: float = math.inf
    seconds: float = math.inf
    grace: float = math.inf

    @classmethod
    def of(cls, until: str | None, max_hours: float | None, grace_minutes: float = 0.0) -> Window:
        """The window that begins now; ValueError with a sentence for a time that is none."""
        now = datetime.now()
        seconds, ends = max_hours * 3600 if max_hours else math.inf, math.inf
        if until:
            end = next_time(until, now)
            ends = end.timestamp()
            seconds = min(seconds, ends - now.timestamp())
        if seconds == math.inf:
            return cls()
        return cls(time.monotonic() + seconds, ends, seconds, grace_minutes * 60)

    @property
    def is_set(self) -> bool:
        """Whether there is an end at all."""
        return self.seconds != math.inf

    @property
    def is_over(self) -> bool:
        """Whether no further file may be begun."""
        return self.is_set and (time.monotonic() >= self.due or time.time() >= self.ends)

    @property
    def grace_is_over(self) -> bool:
        """Whether files under way are left for the next scan."""
        return self.is_set and (
            time.monotonic() >= self.due + self.grace or time.time() >= self.ends + self.grace
        )  # fmt: skip

    @property
    def seconds_left(self) -> float:
        """Until the end; infinite where there is none."""
        if not self.is_set:
            return math.inf
        return max(0.0, min(self.due - time.monotonic(), self.ends - time.time()))

    @property
    def end(self) -> datetime:
        """When it ends, on the clock on the wall; only where it is set."""
        return datetime.now() + timedelta(seconds=self.seconds_left)


def clock(text: str) -> tuple[int, int]:
    """Hour and minute of 「06:00」; 24:00 is midnight. ValueError with a sentence for what is none."""
    match = _CLOCK.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None or (match[1] == "24" and match[2] != "00"):
        raise ValueError(f"時刻「{text}」が正しくありません。06:00 のように、時と分を書いてください。")
    return int(match[1]) % 24, int(match[2])


def next_time(text: str, now: datetime) -> datetime:
    """When the clock on the wall shows this time next."""
    hour, minute = clock(text)
    today = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)


def last_time(text: str, now: datetime, weekdays: frozenset[int] = frozenset(range(7))) -> datetime:
    """When the clock showed this time last, on one of these weekdays (Monday is 0)."""
    hour, minute = clock(text)
    moment = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    while moment > now or moment.weekday() not in weekdays:
        moment -= timedelta(days=1)
    return moment
