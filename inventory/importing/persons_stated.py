"""How many persons a cell of a 台帳 states: 「約500件」「1,200名」「500～600」「1万2千人以上」."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

ABOUT = 1.2  # 「約500件」 is not wrong by another hundred
_UNITS = {"千": 1_000, "万": 10_000, "億": 100_000_000}
_NUMBER = r"[0-9]+(?:\.[0-9]+)?[千万億]?(?:[0-9]+千?)?"
_BETWEEN = re.compile(rf"({_NUMBER})(?:件|名|人|通|枚)?\s*(?:~|から|-|ー|―|–)\s*({_NUMBER})")
_ONE = re.compile(rf"{_NUMBER}|(?:数|何)(?:十万|百万|千万|十|百|千|万)")
_ROUGH = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "十万": 100_000, "百万": 1_000_000, "千万": 10_000_000}
_ABOUT = re.compile(r"約|およそ|おおよそ|程度|前後|くらい|ぐらい|ほど|強|弱|概|about")
_AT_LEAST = re.compile(r"以上|超|~\s*$|余り|\+\s*$|より多")
_AT_MOST = re.compile(r"以下|未満|まで|以内|^\s*~|最大|<")
_RATE = re.compile(
    r"(?:年間|月間|毎[年月週日]|[/／]\s*(?:年|月|週|日|1)|(?<![0-9])[年月週日](?:約|平均)?[0-9]|1日)|(?:年|月|週|日)(?:あたり|当たり)"
)
_NOT_PERSONS = re.compile(
    r"[0-9.]+(?:冊|箱|ファイル|GB|MB|KB|TB|台|枚組|%|年(?!間)|か月|ヶ月|ケ月|円|世代|カ所|か所|巻|本|キロ)", re.I
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A number of persons as it is stated; `high` is None where no upper bound is."""

    low: int
    high: int | None

    def __add__(self, other: Stated) -> Stated:
        high = None if self.high is None or other.high is None else self.high + other.high
        return Stated(self.low + other.low, high)


def stated(text: str) -> Stated | None:
    """What a cell states, or None where it states no number of persons (empty, 「若干」, 「3冊」, 「年間300件」)."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace("、", "").replace("〜", "~")
    plain = re.sub(r"\s+", "", plain)
    if _RATE.search(plain):
        return None
    plain = _NOT_PERSONS.sub(" ", plain)
    if between := _BETWEEN.search(plain):
        low, high = _value(between[1]), _value(between[2])
        if between[1].isdecimal() and between[2][-1:] in _UNITS and between[2][:-1].isdecimal():
            low *= _UNITS[between[2][-1]] if low * 10 < high else 1  # 「5～6千」
        return Stated(min(low, high), max(low, high))
    if not (one := _ONE.search(plain)):
        return None
    if one[0][0] in "数何":
        step = _ROUGH[one[0][1:]]
        return Stated(2 * step, 10 * step - 1)
    number = _value(one[0])
    if _AT_LEAST.search(plain):
        return Stated(number, None)
    if _AT_MOST.search(plain):
        return Stated(0, number)
    return Stated(int(number / ABOUT), int(number * ABOUT)) if _ABOUT.search(plain) else Stated(number, number)


def _value(text: str) -> int:
    """「1万2千」 → 12000, 「1.5万」 → 15000."""
    total, rest = 0.0, text
    for unit in ("億", "万", "千"):
        head, found, tail = rest.partition(unit)
        if found:
            total += float(head or 1) * _UNITS[unit]
            rest = tail
    return int(total + (float(rest) if rest else 0))
