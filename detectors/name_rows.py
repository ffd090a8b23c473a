"""The words of an enumeration, and lines of one shape: their first words are one series, each on a line of its own.

「07=京極」 above 「08=玉城」, 「真部 ○」 above 「加納 ×」, 「原  早 早 遅」 above 「境  遅 休 早」.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from detectors.name_words import HAN

_LETTER = re.compile(rf"[{HAN}]+|[ぁ-ゖ]+|[ァ-ヺー]+|[A-Za-z]+")
GAPS = (" ", "\t")
_DIGITS = re.compile("[0-9]+")
SHIFT = re.compile(r"[ \t]+(?:[早遅休日夜明公有出準深前後A-Z○×●△/-][ \t]{0,3}){3,}(?=\n|$)")
_MARKED = re.compile(  # who comes and who does not, who has paid: 「真部 ○」
    r"[ \t]+(?:[○◯◎×△▲●✓✔☑□■済未出欠可否]|済み|未納|未済|出席|欠席)(?=[ \t\n(]|$)"
)
MOST_BETWEEN = 40  # characters between two words of a series
_MOST_LINES = 2  # from one word to the next of lines of one shape: one line may be empty or another's (「102 空室」)
MOST_PREFIX = 14  # characters of a line before its first word, for lines of one shape


class Slot(NamedTuple):
    """A word that stands alone: its half-open span, where its honorific or title ends, and how it is joined on."""

    start: int
    end: int
    stop: int
    join: str  # list, space, keyed, line, row or nothing


@dataclass(slots=True)
class Series:
    """Words that stand in one series, with those among them that can be no surname."""

    slots: list[Slot] = field(default_factory=list)
    breakers: list[str] = field(default_factory=list)


def with_rows(text: str, series: Sequence[Series]) -> Iterator[Series]:
    """The series, those put together whose first words stand on lines of one shape one below the other."""
    open_: Series | None = None
    shape, line_end = "", -1
    for one in series:
        first = one.slots[0].start
        begin = text.rfind("\n", max(0, first - MOST_PREFIX - 1), first) + 1
        here = _shape(text, begin, first, one) if begin or first <= MOST_PREFIX else ""
        follows = open_ is not None and here and here == shape and 1 <= text.count("\n", line_end, begin) <= _MOST_LINES
        if open_ is not None and follows:
            one.slots[0] = one.slots[0]._replace(join="row")
            open_.slots += one.slots
            open_.breakers += one.breakers
        else:
            if open_ is not None:
                yield open_
            open_, shape = one, here
        line_end = one.slots[-1].stop
    if open_ is not None:
        yield open_


def _shape(text: str, begin: int, first: int, series: Series) -> str:
    """What a line looks like before its first word, or behind it: digits and letters as kinds, marks as they are."""
    before = _LETTER.sub("w", _DIGITS.sub("0", text[begin:first])).strip(" ")
    if not before:
        stop = series.slots[0].stop
        if SHIFT.match(text, stop):
            return "shift"
        if _MARKED.match(text, stop):
            return "marked"
        rest = text[stop : stop + MOST_BETWEEN].split("\n")[0]
        return _LETTER.sub("w", _DIGITS.sub("0", rest)).rstrip() if rest[:1] in GAPS else ""
    return before if not before[-1].isalnum() or text[first - 1] in " \t" else ""
