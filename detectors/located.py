"""Many patterns on long text: hyperscan says where a match may end, the pattern itself looks at that window only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, Protocol

import hyperscan
import numpy as np

from detectors.automaton import compiled
from detectors.linear import Match
from detectors.reach import reach

SHORT = 600  # characters; on a shorter text the patterns alone are as fast as looking first where they fit
Ends = Mapping[int, Sequence[int]]
_FLAGS = int(hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_PREFILTER)


class LocatedMatch(Match, Protocol):
    """A match of `re` or `regex`."""

    def span(self, group: Any = 0, /) -> tuple[int, int]: ...


class Pattern(Protocol):
    """What `re` and `regex` have in common."""

    def finditer(self, string: str, pos: int = ..., endpos: int = ...) -> Iterable[LocatedMatch]: ...


class Located(NamedTuple):
    """A pattern, and how hyperscan finds where a match of it may end."""

    pattern: Pattern
    expressions: tuple[str, ...]  # every match ends at most one `width` behind where one of them ends, and not before
    width: int | None  # the most characters that the pattern reads from where it begins; None for no limit
    caseless: bool = False
    is_last: bool = False  # an expression ends where the last thing ends that its match reads


def locate(pattern: Pattern, source: str, expression: str = "", *, is_last: bool = False) -> Located:
    """A pattern of `re` or `regex` that is not in free spacing, with itself or another expression as prefilter."""
    width = reach(source.replace(" ", "\\ "))
    return Located(pattern, (f"(?m){expression or source}",), width, is_last=is_last)


class LocatedPatterns:
    """Patterns that give the same matches as `finditer` over the whole text, at the cost of the places that fit."""

    def __init__(self, located: Sequence[Located]) -> None:
        self.located = located
        self._owners = [number for number, one in enumerate(located) for _ in one.expressions]
        self._together: tuple[LocatedTogether, int] | None = None

    @cached_property
    def _database(self) -> hyperscan.Database:
        expressions = [expression for one in self.located for expression in one.expressions]
        caseless = int(hyperscan.HS_FLAG_CASELESS)
        flags = [_FLAGS | (caseless if self.located[owner].caseless else 0) for owner in self._owners]
        return compiled(expressions, flags)

    def look_with(self, together: LocatedTogether, number: int) -> None:
        """Leave it to others that look for several of these at once; `number` is its place among them."""
        self._together = together, number

    def matches(self, text: str) -> Iterator[tuple[int, LocatedMatch]]:
        """The matches of every pattern with its number, pattern by pattern."""
        if len(text) <= SHORT:
            for number, one in enumerate(self.located):
                yield from ((number, match) for match in one.pattern.finditer(text))
            return
        ends = self.ends(text)
        for number in sorted(ends):
            yield from ((number, match) for match in _matches(self.located[number], text, ends[number]))

    def ends(self, text: str) -> Ends:
        """Where each pattern has its hits (the end in characters, ascending)."""
        if self._together and not text.isascii():  # of ASCII, few patterns are asked at all
            together, number = self._together
            return together.ends(text)[number]
        if not self._owners:
            return {}
        data, owners = _encoded(text), self._owners
        found: dict[int, set[int]] = defaultdict(set)

        def on_match(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            found[owners[number]].add(end)

        self._database.scan(data, match_event_handler=on_match)
        if not found or data.isascii():
            return {number: sorted(ends) for number, ends in found.items()}
        lengths = np.cumsum((np.frombuffer(data, dtype=np.uint8) & 0xC0) != 0x80)  # of the text up to each byte
        return {number: lengths[np.array(sorted(ends)) - 1].tolist() for number, ends in found.items()}


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


def _matches(located: Located, text: str, ends: Sequence[int]) -> Iterator[LocatedMatch]:
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
