"""Days as people write them: 2026-11-20, 2026/11/20, 令和8年11月20日, R8.11.20, 今日, 昨日."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

import click

_DAY = re.compile(
    r"(?P<era>令和|平成|[RH])?\.?(?P<year>元|[0-9]{1,4})[-/.年](?P<month>[0-9]{1,2})[-/.月](?P<day>[0-9]{1,2})日?"
)
_BEFORE_ERA = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}
_AGO = {"今日": 0, "本日": 0, "昨日": 1, "一昨日": 2}


def day_written(text: str) -> date | None:
    """The day that a text names, or None."""
    plain = re.sub(r"\s+|\([日月火水木金土]\)$", "", unicodedata.normalize("NFKC", text)).upper()
    if plain in _AGO:
        return date.today() - timedelta(days=_AGO[plain])
    found = _DAY.fullmatch(plain)
    if not found or (not found["era"] and len(found["year"]) != 4):
        return None
    year = 1 if found["year"] == "元" else int(found["year"])
    try:
        return date(year + _BEFORE_ERA.get(found["era"] or "", 0), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


class Day(click.ParamType):  # type: ignore[type-arg] # generic only in later versions of click
    """A day on the command line."""

    name = "day"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        found = value if isinstance(value, date) else day_written(value)
        if found is None:
            option = param.opts[-1] if param else ""
            self.fail(
                f"{option} の「{value}」は日付として読めません。2026-11-20 か 令和8年11月20日 のように書いてください。"
            )
        return found
