"""Different keys of persons, counted again from what was counted before: only what came or went is looked up.

A key that came to a group (a line, a department, all together) is one more if no file that stayed holds it, one that
went is one less. So a pass over the keys of the files that stayed, for those few, says the same as counting them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from inventory.blocks import SKETCHED, Facts
from inventory.headcount import COLUMNS, Found, Level, one_of_each, packed
from inventory.people import Sketch
from inventory.shelves import LAST_BITS, Numbers, Shelf

MOST = 4_000_000  # keys of files that changed; where there are more, counting all is no slower
Members = Sequence[Numbers]  # by level: the group in which each file counts, below 0 where it counts in none


class Shelves(Protocol):
    """Where the keys are."""

    def stayed(self) -> Iterator[Shelf]:
        """The files of blocks that did not change."""

    def holding(self, places: Numbers) -> Iterator[Shelf]:
        """Those of them that hold the files at these places, perhaps among others."""

    @property
    def before(self) -> Shelf:
        """The files of blocks that changed, as they were."""

    @property
    def now(self) -> Shelf:
        """The same blocks as they are."""


class Known(NamedTuple):
    """Different keys of a group by name and by mark, and whether they were estimated by sketches."""

    names: int
    marks: int
    sketched: bool


def members(groups: Sequence[Numbers], contents: Numbers, files: Numbers) -> Members:
    """In which group each file counts, where `groups` says by level to which it belongs (below 0: to none); of copies
    one counts."""
    found = []
    for own in groups:
        there = np.flatnonzero(own >= 0)
        chosen = there[one_of_each(own[there], contents[there], files[there])]
        counted = np.full(len(own), -1, dtype=np.int64)
        counted[chosen] = own[chosen]
        found.append(counted)
    return found


@dataclass(frozen=True, slots=True)
class Recount:
    """What is to be counted again: files in their groups before and now, the first `stayed` of them the same.

    `known` says by level what was counted before; the groups of `levels` come first in it.
    """

    connection: Connection
    shelves: Shelves
    stayed: Facts
    before: Members
    now: Members
    known: Sequence[Sequence[Known]]
    levels: Sequence[Level]

    def found(self) -> Found | None:
        """Different keys by level and group, by name and by mark; None where only counting all can tell."""
        changed = self._changed()
        sketched = self._sketched(changed)
        if sketched is None or self._keys(changed) > MOST:
            return None
        columns = [_Column(self, changed, sketched, column).counts() for column in range(len(COLUMNS))]
        return [
            [(int(names[at]), int(marks[at])) for at in range(level.number)]
            for level, names, marks in zip(self.levels, *columns, strict=True)
        ]

    def _changed(self) -> _Changed:
        """Which files count elsewhere, or have other keys."""
        number = len(self.stayed)
        moved = np.zeros(number, dtype=bool)
        for was, is_ in zip(self.before, self.now, strict=True):
            moved |= was[:number] != is_[:number]
        before, now = self.shelves.before, self.shelves.now
        _, at, there = np.intersect1d(before.facts["file"], now.facts["file"], return_indices=True)
        is_same = (before.facts["state"][at] | now.facts["state"][there]) & SKETCHED == 0
        for name in ("names", "marks"):
            is_same &= before.facts[name][at] == now.facts[name][there]
        for was, is_ in zip(self.before, self.now, strict=True):
            is_same &= was[number:][at] == is_[number:][there]
        for column in range(len(COLUMNS)):
            is_same[is_same] = _are_equal(before, now, at[is_same], there[is_same], column)
        went, came = np.ones(len(before.facts), dtype=bool), np.ones(len(now.facts), dtype=bool)
        went[at[is_same]], came[there[is_same]] = False, False
        return _Changed(moved, went, came)

    def _keys(self, changed: _Changed) -> int:
        """How many keys the files have that changed."""
        chosen = ((self.stayed, changed.moved), (self.shelves.before.facts, changed.went))
        files = [facts[own] for facts, own in (*chosen, (self.shelves.now.facts, changed.came))]
        return sum(int(np.maximum(own["names"], own["marks"]).sum()) for own in files)

    def _sketched(self, changed: _Changed) -> list[tuple[int, int]] | None:
        """Levels and groups that changed and are estimated by sketches; None where one no longer is."""
        number, found = len(self.stayed), []
        for level, (was, is_) in enumerate(zip(self.before, self.now, strict=True)):
            moved = (was[:number][changed.moved], is_[:number][changed.moved])
            own = (*moved, was[number:][changed.went], is_[number:][changed.came])
            for group in np.unique(np.concatenate(own)).tolist():
                if group in self.levels[level].sketched:
                    found.append((level, group))
                elif group >= 0 and self.known[level][group].sketched:
                    return None
        return found


class _Changed(NamedTuple):
    """Which files count elsewhere, went and came: of those that stayed, of those before, of those now."""

    moved: NDArray[np.bool_]
    went: NDArray[np.bool_]
    came: NDArray[np.bool_]


def _are_equal(before: Shelf, now: Shelf, at: Numbers, there: Numbers, column: int) -> NDArray[np.bool_]:
    """Whether files on two shelves, which have so many keys each, have the same."""
    differ = np.zeros(len(at), dtype=bool)
    for was, is_ in zip(before.segments(column), now.segments(column), strict=True):
        chosen = [np.zeros(len(of.facts), dtype=bool) for of in (before, now)]
        chosen[0][at], chosen[1][there] = True, True
        owners = was.owners(chosen[0])[was.of(chosen[0]) != is_.of(chosen[1])]
        differ |= np.isin(at, owners)
    return ~differ


class _Column:
    """The keys of one column."""

    def __init__(self, recount: Recount, changed: _Changed, sketched: Sequence[tuple[int, int]], column: int) -> None:
        self._recount = recount
        self._changed = changed
        self._column = column
        self._sketches = {of: Sketch() for of in sketched}

    def counts(self) -> list[Numbers]:
        """Different keys by level and group."""
        told, shelves = self._recount, self._recount.shelves
        changed = self._changed
        moved = [(shelf, changed.moved[shelf.places]) for shelf in self._moved()]
        before = self._keys([(shelves.before, changed.went), *moved], told.before)
        now = self._keys([(shelves.now, changed.came), *moved], told.now)
        keys = np.unique(np.concatenate([before[0], now[0]]))
        came, went = [], []
        for level in range(len(told.levels)):
            was, is_ = (_pairs(own, of[level], keys) for own, of in (before, now))
            came.append(np.setdiff1d(is_, was, assume_unique=True))
            went.append(np.setdiff1d(was, is_, assume_unique=True))
        for (level, group), sketch in self._sketches.items():
            sketch.add(now[0][now[1][level] == group])
        held = self._held(keys, [*came, *went])
        found = []
        for level, known in enumerate(told.known):
            counts = np.array([one[self._column] for one in known], dtype=np.int64)
            for pairs, sign in ((came[level], 1), (went[level], -1)):
                alone = np.setdiff1d(pairs, held[level], assume_unique=True) // max(1, len(keys))
                counts += sign * np.bincount(alone, minlength=len(counts))
            for group in told.levels[level].sketched:
                counts[group] = known[group][self._column]
            found.append(counts)
        for (level, group), sketch in self._sketches.items():
            others = packed(told.connection, COLUMNS[self._column], told.levels[level].sketched[group])
            found[level][group] = sketch.estimate(chain.from_iterable(others))
        return found

    def _moved(self) -> Iterator[Shelf]:
        if self._changed.moved.any():
            yield from self._recount.shelves.holding(np.flatnonzero(self._changed.moved))

    def _keys(
        self, shelves: Sequence[tuple[Shelf, NDArray[np.bool_]]], members: Members
    ) -> tuple[Numbers, list[Numbers]]:
        """The keys of chosen files, and by level the group in which each of them counts."""
        keys, places = [_NONE], [_NONE]
        for shelf, chosen in shelves:
            for segment in shelf.segments(self._column):
                keys.append(segment.of(chosen))
                places.append(shelf.start + segment.owners(chosen))
        of = np.concatenate(places)
        return np.concatenate(keys), [own[of] for own in members]

    def _still(self) -> Iterator[tuple[Shelf, NDArray[np.bool_]]]:
        """All files, with which of them neither changed nor moved."""
        shelves, changed = self._recount.shelves, self._changed
        for shelf in shelves.stayed():
            yield shelf, ~changed.moved[shelf.places]
        yield shelves.now, ~changed.came

    def _held(self, keys: Numbers, pairs: Sequence[Numbers]) -> list[Numbers]:
        """By level, which pairs of group and key there are in files that stayed where they were; of some keys only."""
        number, now = max(1, len(keys)), self._recount.now
        asked = np.unique(np.concatenate(pairs) % number)
        held: list[list[Numbers]] = [[_NONE] for _ in now]
        if not (len(asked) or self._sketches):
            return [_NONE for _ in now]
        wanted, marked = keys[asked], np.zeros(LAST_BITS + 1, dtype=bool)
        marked[wanted & LAST_BITS] = True
        for shelf, is_still in self._still():
            there = shelf.places
            for segment in shelf.segments(self._column):
                if len(asked):
                    which, files = segment.holders(wanted, marked)
                    which, files = which[is_still[files]], files[is_still[files]]
                    for own, groups in zip(held, now, strict=True):
                        own.append(_pairs(wanted[which], groups[there][files], keys))
                for (level, group), sketch in self._sketches.items():
                    sketch.add(segment.of(is_still & (now[level][there] == group)))
        return [np.unique(np.concatenate(own)) for own in held]


_NONE: Numbers = np.empty(0, dtype=np.int64)


def _pairs(own: Numbers, groups: Numbers, keys: Numbers) -> Numbers:
    """Each group with each of its keys as one number: group times all keys plus the place of the key."""
    counts = groups >= 0
    pairs: Numbers = np.unique(groups[counts] * len(keys) + np.searchsorted(keys, own[counts]))
    return pairs
