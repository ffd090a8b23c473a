"""Many patterns on long text: hyperscan says where a match may end, the pattern itself looks at that window only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import zip_longest
from typing import Any, NamedTuple, Protocol, cast

import hyperscan
import numpy as np

from detectors.automaton import compiled
from detectors.linear import Match
from detectors.reach import reach

_FEW_HITS = 100  # hits in a text of which the characters before them are counted one by one
SHORT = 200  # characters; on a shorter text the patterns alone are as fast as looking first where they fit
Ends = Mapping[int, Sequence[int]]
_FLAGS = int(hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_PREFILTER)


class LocatedMatch(Match, Protocol):
    """A match of `re` or `regex`."""

    def span(self, group: Any = 0, /) -> tuple[int, int]: ...


class Pattern(Protocol):
    """What `re` and `regex` have in common."""

    def finditer(self, string: str, pos: int = ..., endpos: int = ...) -> Iterable[LocatedMatch]: ...

    def match(self, string: str, pos: int = ...) -> LocatedMatch | None: ...


class Located(NamedTuple):
    """A pattern, and how hyperscan finds where a match of it may end."""

    pattern: Pattern
    expressions: tuple[str, ...]  # every match ends at most one `width` behind where one of them ends, and not before
    width: int | None  # the most characters that the pattern reads from where it begins; None for no limit
    caseless: bool = False
    is_last: bool = False  # an expression ends where the last thing ends that its match reads
    leads: tuple[int, ...] = ()  # how many characters before the end of each expression a match begins, if known
    are_words: bool = False  # the expressions are words, which hyperscan compiles fast when it is told so


def locate(pattern: Pattern, source: str, expression: str = "", *, is_last: bool = False) -> Located:
    """A pattern of `re` or `regex` that is not in free spacing, with itself or another expression as prefilter."""
    width = reach(source.replace(" ", "\\ "))
    return Located(pattern, (f"(?m){expression or source}",), width, is_last=is_last)


def _flags(located: Located) -> int:
    if located.are_words:
        return 0
    return _FLAGS | (int(hyperscan.HS_FLAG_CASELESS) if located.caseless else 0)


class LocatedPatterns:
    """Patterns that give the same matches as `finditer` over the whole text, at the cost of the places that fit."""

    def __init__(self, located: Sequence[Located]) -> None:
        self.located = located
        self._owners = [
            (number, lead)
            for number, one in enumerate(located)
            for _, lead in zip_longest(one.expressions, one.leads, fillvalue=0)
        ]
        self._together: tuple[LocatedTogether, int] | None = None

    @cached_property
    def _database(self) -> hyperscan.Database:
        expressions = [expression for one in self.located for expression in one.expressions]
        return compiled(expressions, [_flags(self.located[owner]) for owner, _ in self._owners])

    def look_with(self, together: LocatedTogether, number: int) -> None:
        """Leave it to others that look for several of these at once; `number` is its place among them."""
        self._together = together, number

    def matches(self, text: str) -> Iterator[tuple[int, LocatedMatch]]:
        """The matches of every pattern with its number, pattern by pattern."""
        if len(text) <= SHORT and not self._is_together(text):
            for number, one in enumerate(self.located):
                for match in one.pattern.finditer(text):
                    yield number, match
            return
        ends = self.ends(text)
        for number in sorted(ends):
            for match in _matches(self.located[number], text, ends[number]):
                yield number, match

    def _is_together(self, text: str) -> bool:
        return self._together is not None and not text.isascii()  # of ASCII, few patterns are asked at all

    def ends(self, text: str) -> Ends:
        """Where each pattern has its hits in characters, ascending: their ends, or where its match begins."""
        if self._together and self._is_together(text):
            together, number = self._together
            return together.ends(text)[number]
        if not self._owners:
            return {}
        data = _encoded(text)
        numbers: list[int] = []
        ends: list[int] = []

        def on_match(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            numbers.append(number)
            ends.append(end)

        self._database.scan(data, match_event_handler=on_match)
        return self._sorted(numbers, _in_characters(data, ends)) if numbers else {}

    def _sorted(self, numbers: Sequence[int], ends: Iterable[int]) -> Ends:
        """Hits as each expression has them, pattern by pattern, in order and each once."""
        hits: dict[int, set[int]] = defaultdict(set)
        for number, end in zip(numbers, ends, strict=True):
            owner, lead = self._owners[number]
            hits[owner].add(end - lead)
        return {owner: sorted(places) for owner, places in hits.items()}


class LocatedTogether:
    """Groups of patterns that are sought in the same text, one group after the other: one pass for all of them."""

    def __init__(self, groups: Sequence[LocatedPatterns]) -> None:
        self._all = LocatedPatterns([one for group in groups for one in group.located])
        self._groups = [
            (group, number) for group, patterns in enumerate(groups) for number in range(len(patterns.located))
        ]
        self._count = len(groups)
        self._last: tuple[str, list[dict[int, Sequence[int]]]] = "", [{} for _ in groups]
        for number, group in enumerate(groups):
            group.look_with(self, number)

    def ends(self, text: str) -> Sequence[Ends]:
        """As `LocatedPatterns.ends`, of each group."""
        known, found = self._last
        if known is not text and known != text:
            found = [{} for _ in range(self._count)]
            for place, ends in self._all.ends(text).items():
                group, number = self._groups[place]
                found[group][number] = ends
            self._last = text, found
        return found


@lru_cache(maxsize=2)  # several look at one text, one after the other
def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _in_characters(data: bytes, ends: Sequence[int]) -> Sequence[int]:
    """Ends in bytes of UTF-8 as ends in characters."""
    if data.isascii():
        return ends
    if len(ends) > _FEW_HITS:
        return cast(list[int], _lengths(data)[np.array(ends) - 1].tolist())
    known: dict[int, int] = {}
    start = length = 0
    for end in sorted(set(ends)):
        length += len(data[start:end].decode())
        start, known[end] = end, length
    return [known[end] for end in ends]


@lru_cache(maxsize=2)
def _lengths(data: bytes) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """The characters of a text in UTF-8 up to each byte."""
    return np.cumsum((np.frombuffer(data, dtype=np.uint8) & 0xC0) != 0x80, dtype=np.int32)


def _matches(located: Located, text: str, ends: Sequence[int]) -> Iterator[LocatedMatch]:
    if located.leads:
        end = 0
        for start in ends:
            if start >= end and (match := located.pattern.match(text, start)):
                end = match.end()
                yield match
        return
    if located.width is None:
        yield from located.pattern.finditer(text)
        return
    width = located.width + 2
    for start, end in _windows(ends, width, 0 if located.is_last else width, len(text)):
        for match in located.pattern.finditer(text, start, end):
            # what can see the end of the window might be no match in the whole text
            if end == len(text) or located.is_last or match.start() + located.width < end:
                yield match


def _windows(ends: Sequence[int], before: int, behind: int, length: int) -> Iterator[tuple[int, int]]:
    """Spans from `before` these places to `behind` them, where they overlap as one."""
    start = stop = 0
    for end in ends:
        if end - before > stop:
            if stop:
                yield start, stop
            start = end - before
        stop = min(length, end + behind)
    if stop:
        yield start, stop
