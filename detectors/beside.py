"""What stands beside a name without a label: 「鮫川鉄也　男」「天城玲央　平成5年7月1日」「船越 弥（34）」「夫 越智要」.

Only lines in which a person or a number of a person was found are read again. A date is somebody's birth only where it
is the name's neighbour and long past, or where gender or age stand beside it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter, itemgetter

import regex

from detectors.finding import NOBODY, Finding
from detectors.patterns import Matcher
from detectors.validators.birth_date import day_of

Span = tuple[int, int]
_ENDS = " 、,/・|()[]\t:様氏殿'\""  # what separates one thing said of a person from the next
_STARTS_FIELD = r"(?:(?<=[ 、,/・|(\[\t])|^)"
_ENDS_FIELD = r"(?=[ 、,/・|)\]\t。'\"]|$)"
_SEPARATORS, _FIELD_ENDS = " 、,/・|()[\t\n'\"", regex.compile(rf"{_ENDS_FIELD}|です|\n")
_GENDER = regex.compile(
    rf"{_STARTS_FIELD}(?<![一-龠][・/])(?:男性|女性|男|女|[MF]){_ENDS_FIELD}"
    r"(?![・/][男女]|[ ]?[0-9]{1,3}[歳才](?:以|未|か|~))",
    regex.MULTILINE,
)
_MAY_BE_GENDER = re.compile("[男女MF]")
_AGE = regex.compile(
    r"(?:様|さん|氏)?[ ]?"
    r"(?:\((?:[MF男女][/ 、,])?(?P<value>[1-9][0-9])(?:[/ 、,][MF男女])?\)|(?P<value>[1-9][0-9])/[MF男女])"
)
_RELATIONS = r"妻|夫|父|母|子|祖父|祖母|兄|弟|姉|妹|孫|叔父|叔母|伯父|伯母|配偶者|嫁|婿|甥|姪"
_BEFORE_NAME = regex.compile(rf"(?:^|(?<=[ 、,/・|(\t]))(?P<value>{_RELATIONS})[ :]{{0,3}}$", regex.MULTILINE)
_AFTER_NAME = regex.compile(rf"[ 、,/・|\t]{{1,3}}(?P<value>{_RELATIONS}){_ENDS_FIELD}", regex.MULTILINE)
_MAY_BE_SAID = re.compile(rf"[0-9]\)|[男女MF{_RELATIONS.replace('|', '')}]")
_SAID_BESIDE = regex.compile(rf"{_GENDER.pattern}|{_AGE.pattern}|(?:^|[ 、,/・|(\t])(?:{_RELATIONS})", regex.MULTILINE)
_NOT_BORN = regex.compile(
    r"[ ]?(?:から|まで|より|付|現在|以降|時点|[~-]|に|の|[0-9]{1,2}:"
    r"|.{0,6}(?:入社|就任|退|取得|発行|交付|死亡|没|作成|記入))"
)
_LONG_PAST, _PAST = 16, 3  # years before the last date in the text: beside a name, in brackets behind it
_BESIDE = 5  # characters of separators between neighbours
_RELATION = "FAMILY_RELATION"
_TOLD = frozenset({"GENDER", "AGE"})
_ALONE = 0.6
_START, _END, _FIRST = attrgetter("start"), attrgetter("end"), itemgetter(0)


class Beside:
    """Finds what is said of people by its place alone."""

    def __init__(self, matchers: Mapping[str, Matcher]) -> None:
        self._dates = matchers.get("DATE_OF_BIRTH")
        self._people = {kind for kind, m in matchers.items() if m.rule.identifies in ("alone", "person")}
        self._kinds = frozenset(matchers)

    def may_find(self, text: str) -> bool:
        """A cheap test: False where nothing in a normalized text can stand beside a name, whoever is named in it."""
        if _MAY_BE_SAID.search(text) and _SAID_BESIDE.search(text):
            return True
        return bool(self._dates and self._dates.weak_spans(text))

    def find(self, text: str, found: Sequence[Finding], place: str) -> list[Finding]:
        """What no pattern reports in a normalized text in which these findings stand; none overlaps them."""
        found = [one for one in found if NOBODY not in one.evidence]
        free = _Free(text, found, place)
        lines = list(_lines(text, [one for one in found if one.kind in self._people | _TOLD]))
        for start, end in lines:
            free.take(one for one in self._told(text, start, end, free) if one[0] in self._kinds)
        free.take(("DATE_OF_BIRTH", *span) for span in self._births(text, lines, free))
        for start, end in lines:
            free.take(one for one in self._genders(text, start, end, free) if one[0] in self._kinds)
        return free.more

    def _told(self, text: str, start: int, end: int, free: _Free) -> Iterator[tuple[str, int, int]]:
        """Gender, age and relation of the people in a line."""
        yield from self._genders(text, start, end, free)
        for person in (one for one in free.within(start, end) if one.kind == "PERSON"):
            behind = (("AGE", _AGE.match(text, person.end, end)), (_RELATION, _AFTER_NAME.match(text, person.end, end)))
            before = (_RELATION, _BEFORE_NAME.search(text, max(start, person.start - 8), person.start))
            for kind, found in (*behind, before):
                if found:
                    yield kind, *found.span("value")

    def _genders(self, text: str, start: int, end: int, free: _Free) -> Iterator[tuple[str, int, int]]:
        """The gender of somebody in a line; M and F also mean sizes, so something else must stand beside them."""
        for match in _GENDER.finditer(text, start, end) if _MAY_BE_GENDER.search(text, start, end) else ():
            beside = free.beside(*match.span())
            if beside - {"PERSON"} or (not match[0].isascii() and (beside or text[match.start() - 1] != "(")):
                yield "GENDER", *match.span()

    def _births(self, text: str, lines: Sequence[Span], free: _Free) -> Iterator[Span]:
        """The days in these lines on which somebody was born: long before the last day of which the text speaks."""
        days = sorted(self._dates.weak_spans(text)) if lines and self._dates else []
        told = [(span, self._needed(text, span, lines, free)) for span in days if not free.holds(*span)]
        others = (day_of(text[slice(*span)]) for span, years in told if years is None)
        written = max(filter(None, others), default=date.today())
        for (start, end), years in told:
            born = day_of(text[start:end])
            if years is not None and born is not None and written.year - born.year >= years:
                yield start, end

    def _needed(self, text: str, span: Span, lines: Sequence[Span], free: _Free) -> int | None:
        """How many years ago a day must lie for a birth, or None where it is none."""
        start, end = span
        line = lines[bisect_right(lines, start, key=_FIRST) - 1]
        if not line[0] <= start < end <= line[1]:
            return None
        if _NOT_BORN.match(text, end, line[1]) or not _is_field(text, start, end):
            return None
        said = free.said(*line)
        if "DATE_OF_BIRTH" in said:
            return None
        before, after = free.before(start), free.after(end)
        is_goes_on = text[end : end + 1] in ("、", ",") and "PERSON" not in before  # 「1976年3月1日、66歳で没」
        if before & _TOLD or after & (_TOLD - {"AGE"} if is_goes_on else _TOLD):
            return 0
        if "PERSON" in before and text[start - 1] == "(" and text[end : end + 1] == ")":
            return _PAST
        return _LONG_PAST if before & self._people or (said & _TOLD and not is_goes_on) else None


class _Free:
    """The findings of a text, in their order and none over another, and what is added to them."""

    def __init__(self, text: str, found: Sequence[Finding], place: str) -> None:
        self._text = text
        self._found = sorted(found, key=_START)
        self._place = place
        self._line: tuple[tuple[int, int, int], set[str]] = (-1, -1, -1), set()  # the line last asked about
        self.more: list[Finding] = []

    def take(self, spans: Iterator[tuple[str, int, int]]) -> None:
        """Keep what overlaps nothing."""
        for kind, start, end in list(spans):
            if not self._over(start, end):
                finding = Finding(kind, self._place, start, end, _ALONE, ("氏名の隣",), self._text[start:end])
                insort(self._found, finding, key=_START)
                self.more.append(finding)

    def _over(self, start: int, end: int) -> list[Finding]:
        """The findings that overlap a place."""
        last = bisect_left(self._found, end, key=_START)
        first = bisect_right(self._found, start, hi=last, key=_END)
        return self._found[first:last]

    def holds(self, start: int, end: int) -> bool:
        """Whether a place is a known birth."""
        return any(one.kind == "DATE_OF_BIRTH" for one in self._over(start, end))

    def within(self, start: int, end: int) -> list[Finding]:
        """The findings of a line."""
        first = bisect_left(self._found, start, key=_START)
        return self._found[first : bisect_right(self._found, end, lo=first, key=_END)]

    def said(self, start: int, end: int) -> set[str]:
        """The kinds of the findings of a line."""
        line, kinds = self._line
        if line != (start, end, len(self.more)):
            line, kinds = (start, end, len(self.more)), {one.kind for one in self.within(start, end)}
            self._line = line, kinds
        return kinds

    def beside(self, start: int, end: int) -> set[str]:
        """The kinds whose findings touch a place, or are parted from it by separators only."""
        return self.before(start) | self.after(end)

    def before(self, start: int) -> set[str]:
        """The kinds that end before a place, with separators only between."""
        last = bisect_right(self._found, start, key=_END)
        near = self._found[bisect_left(self._found, start - _BESIDE, hi=last, key=_END) : last]
        return {one.kind for one in near if not self._text[one.end : start].strip(_ENDS)}

    def after(self, end: int) -> set[str]:
        """The kinds that begin behind a place, with separators only between."""
        first = bisect_left(self._found, end, key=_START)
        near = self._found[first : bisect_right(self._found, end + _BESIDE, lo=first, key=_START)]
        return {one.kind for one in near if not self._text[end : one.start].strip(_ENDS)}


def _is_field(text: str, start: int, end: int) -> bool:
    """Whether separators enclose a place."""
    return (not start or text[start - 1] in _SEPARATORS) and bool(_FIELD_ENDS.match(text, end))


def _lines(text: str, people: Sequence[Finding]) -> Iterator[tuple[int, int]]:
    """The lines in which these stand, each once."""
    last = -1
    for one in sorted(people, key=lambda finding: finding.start):
        start = text.rfind("\n", 0, one.start) + 1
        if start != last:
            end = text.find("\n", one.end)
            yield start, len(text) if end < 0 else end
        last = start
