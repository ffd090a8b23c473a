"""How many persons lines, departments and the whole register hold, everybody counted once, in one pass over the keys.

The same numbers as `inventory.people.together` gives for each of them. However many keys a register holds, at most
about AT_ONCE of them are in memory: where there are more, there is a pass for each part, told by the last bits of keys.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam, case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from inventory.masking import PERSON_BYTES
from inventory.models import File, PersonMarks
from inventory.people import Sketch, Sums, numbers
from inventory.shelves import Numbers, Shelf

AT_ONCE = 2_000_000  # keys
_CHUNK = 2_000  # files in one statement

Persons = tuple[int, int]  # estimate and maximum
Column = ColumnElement[bytes] | InstrumentedAttribute[bytes]
_MARKS = case((func.length(PersonMarks.keys) > 0, PersonMarks.keys), else_=File.person_keys)
COLUMNS: tuple[Column, Column] = (File.person_keys, _MARKS)  # keys by name, by mark


@dataclass(frozen=True, slots=True)
class Crowds:
    """Files whose persons are to be counted: place among all, number, content (the same for copies), line, persons, and
    for how many of them keys are kept (below 0: a sketch is)."""

    places: Numbers
    files: Numbers
    contents: Numbers
    lines: Numbers
    persons: Numbers
    persons_max: Numbers
    keyed: Numbers


Found = Sequence[Sequence[tuple[int, int]]]  # by level and group: different keys by name and by mark


@dataclass(frozen=True, slots=True)
class HeadCount:
    """The persons of each line and department, by their places, and of all together; they follow from `found`."""

    lines: Sequence[Persons]
    departments: Sequence[Persons]
    everything: Persons
    found: Found


def distinct(
    connection: Connection, crowds: Crowds, levels: Sequence[Level], shelves: Callable[[], Iterator[Shelf]] | None
) -> Found:
    """Different keys by level and group; from `shelves` with all files, where there are some."""
    order = _order(crowds, levels)
    parts = 1 << max(0, (int(crowds.keyed[crowds.keyed > 0].sum()) - 1) // AT_ONCE).bit_length()
    columns = (_Distinct(connection, levels, column, order, shelves).counted(parts) for column in (0, 1))
    return [list(zip(*level, strict=True)) for level in zip(*columns, strict=True)]


def count(crowds: Crowds, levels: Sequence[Level], found: Found) -> HeadCount:
    """The persons of files with so many different keys."""
    lines, departments, everything = (
        [sums.together(*each) for sums, each in zip(level.sums(crowds), own, strict=True)]
        for level, own in zip(levels, found, strict=True)
    )
    return HeadCount(lines, departments, everything[0], found)


@dataclass(frozen=True, slots=True)
class Level:
    """Lines, departments or the whole: `chosen` are places of files, one per group and content, by `groups`.

    `sketched` are, of each group, the files that have a sketch for keys.
    """

    chosen: Numbers
    groups: Numbers
    number: int
    sketched: Mapping[int, Sequence[int]]

    def sums(self, crowds: Crowds) -> list[Sums]:
        """What the files of each group add up to."""
        number = self.number
        persons, most, keyed = (column[self.chosen] for column in (crowds.persons, crowds.persons_max, crowds.keyed))
        unkeyed = np.where(keyed < 0, 0, np.maximum(persons - keyed, 0))
        fewest = np.zeros(number, dtype=np.int64)
        np.maximum.at(fewest, self.groups, persons)
        files = np.bincount(self.groups, minlength=number)
        added = [_added(values, self.groups, number) for values in (unkeyed, np.maximum(most - persons, 0), persons)]
        return [Sums(*map(int, row)) for row in zip(files, added[0], added[1], fewest, added[2], strict=True)]


def _added(values: Numbers, groups: Numbers, number: int) -> Numbers:
    total = np.zeros(number, dtype=np.int64)
    np.add.at(total, groups, values)
    return total


def levels(crowds: Crowds, department_of: Numbers) -> list[Level]:
    """The three levels, where `department_of` says for each line the place of its department; of copies in one group,
    the file with the lowest number stands for all."""
    departments = department_of[crowds.lines]
    whole = np.zeros(len(crowds.files), dtype=np.int64)
    numbers_of = (len(department_of), int(department_of.max(initial=-1)) + 1, 1)
    found = []
    for groups, number in zip((crowds.lines, departments, whole), numbers_of, strict=True):
        own = one_of_each(groups, crowds.contents, crowds.files)
        sketched: dict[int, list[int]] = defaultdict(list)
        for place in own[crowds.keyed[own] < 0]:
            sketched[int(groups[place])].append(int(crowds.files[place]))
        found.append(Level(own, groups[own], number, sketched))
    return found


def one_of_each(groups: Numbers, contents: Numbers, files: Numbers) -> Numbers:
    """The places of files, one per group and content: that with the lowest number."""
    order = np.lexsort((files, contents, groups))
    is_first = np.ones(len(order), dtype=bool)
    of, what = groups[order], contents[order]
    is_first[1:] = (of[1:] != of[:-1]) | (what[1:] != what[:-1])
    chosen: Numbers = order[is_first]
    return chosen


@dataclass(frozen=True, slots=True)
class _Span:
    """For each group of a level, where its files begin and end in the order, and which of the files there it counts."""

    starts: Numbers
    ends: Numbers
    counts: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Order:
    """The files in the order in which their keys are read: by department and line.

    From one of `edges` to the next are files of a line that are counted at the same levels: sorted once for all these.
    """

    files: Numbers
    places: Numbers
    edges: Numbers
    spans: Sequence[_Span]


def _order(crowds: Crowds, levels: Sequence[Level]) -> _Order:
    lines, departments, _ = levels
    department_of = np.zeros(lines.number, dtype=np.int64)  # any, of a line of which no file counts there
    department_of[crowds.lines[departments.chosen]] = departments.groups
    times = np.bincount(np.concatenate([level.chosen for level in levels]), minlength=len(crowds.files))
    readable = lines.chosen[crowds.keyed[lines.chosen] >= 0]  # what counts at any level counts for its line
    of_line = crowds.lines
    keys = (crowds.files[readable], times[readable], of_line[readable], department_of[of_line[readable]])
    read = readable[np.lexsort(keys)]
    edges = np.flatnonzero((np.diff(of_line[read], prepend=-1) != 0) | (np.diff(times[read], prepend=-1) != 0))
    spans = []
    groups_of = (of_line[read], department_of[of_line[read]], np.zeros(len(read), dtype=np.int64))
    for level, groups in zip(levels, groups_of, strict=True):
        starts, ends = np.full(level.number, len(read)), np.zeros(level.number, dtype=np.int64)
        np.minimum.at(starts, groups, np.arange(len(read)))
        np.maximum.at(ends, groups, np.arange(1, len(read) + 1))
        counts = np.zeros(len(crowds.files), dtype=bool)
        counts[level.chosen] = True
        spans.append(_Span(np.minimum(starts, ends), ends, counts[read]))
    return _Order(crowds.files[read], crowds.places[read], np.append(edges, len(read)), spans)


class _Distinct:
    """How many different keys of a column there are in each group of each level."""

    def __init__(
        self,
        connection: Connection,
        levels: Sequence[Level],
        column: int,
        order: _Order,
        shelves: Callable[[], Iterator[Shelf]] | None,
    ) -> None:
        self._connection = connection
        self._column = column
        self._levels = levels
        self._order = order
        self._shelves = shelves
        self._found = [[0] * level.number for level in levels]
        self._sketches = [{at: Sketch() for at in level.sketched} for level in levels]

    def counted(self, parts: int) -> list[list[int]]:
        """By level and group."""
        order = self._order
        for part in range(parts):
            read = self._from_files(part, parts) if self._shelves is None else self._from(self._shelves(), part, parts)
            keys, offsets = read
            for start, end in pairwise(offsets[order.edges].tolist()):
                keys[start:end].sort()
            for level in range(len(self._levels)):
                self._count(level, keys, offsets)
            del keys
        for level, sketches in enumerate(self._sketches):
            for group, sketch in sketches.items():
                others = packed(self._connection, COLUMNS[self._column], self._levels[level].sketched[group])
                self._found[level][group] = sketch.estimate(chain.from_iterable(others))
        return self._found

    def _from(self, shelves: Iterator[Shelf], part: int, parts: int) -> tuple[Numbers, Numbers]:
        """The keys of a part, and where those of each file begin and end."""
        places, column = self._order.places, self._column
        rank_of = np.full(int(places.max(initial=-1)) + 1, -1, dtype=np.int32)
        rank_of[places] = np.arange(len(places))
        keys, ranks = [_NONE], [_NONE.astype(np.int32)]
        for shelf in shelves:
            own = np.full(len(shelf.facts), -1, dtype=np.int32)
            known = rank_of[shelf.places]
            own[: len(known)] = known
            for segment in shelf.segments(column):
                some, rank = segment.of(own >= 0), own[segment.owners(own >= 0)]
                is_in = some & (parts - 1) == part
                keys.append(some[is_in])
                ranks.append(rank[is_in])
        rank = np.concatenate(ranks)
        del ranks  # they are many
        offsets = np.append(0, np.cumsum(np.bincount(rank, minlength=len(places))))
        order = np.argsort(rank, kind="stable")
        del rank
        found = np.concatenate(keys)
        del keys
        return found[order], offsets

    def _from_files(self, part: int, parts: int) -> tuple[Numbers, Numbers]:
        """The same, read file by file."""
        joined, offsets = bytearray(), [np.zeros(1, dtype=np.int64)]
        for some in packed(self._connection, COLUMNS[self._column], self._order.files.tolist()):
            keys = numbers(b"".join(some))
            ends = np.cumsum([len(packed) // PERSON_BYTES for packed in some])
            if parts > 1:
                is_in = keys & (parts - 1) == part
                ends = np.append(0, np.cumsum(is_in))[ends]
                keys = keys[is_in]
            offsets.append(ends + len(joined) // PERSON_BYTES)
            joined += keys.tobytes()
        return numbers(joined), np.concatenate(offsets)

    def _count(self, level: int, keys: Numbers, offsets: Numbers) -> None:
        """The groups of a level one after the other; the last level is counted where the keys stand."""
        chosen, sketches = self._order.spans[level], self._sketches[level]
        is_last = level == len(self._levels) - 1
        for group, (start, end) in enumerate(zip(chosen.starts.tolist(), chosen.ends.tolist(), strict=True)):
            within = offsets[start : end + 1] - offsets[start]
            own = keys[offsets[start] : offsets[end]]
            own = _only(own if is_last else own.copy(), within, chosen.counts[start:end])
            own.sort()
            self._found[level][group] += _different(own)
            if group in sketches:
                sketches[group].add(own)


_NONE: Numbers = np.empty(0, dtype=np.int64)


def packed(connection: Connection, column: Column, files: Sequence[int]) -> Iterator[list[bytes]]:
    """The column of some files, in their order, some at a time."""
    numbered: BindParameter[Any] = bindparam("files", expanding=True, literal_execute=True)  # not one by one
    statement = select(File.id, column).where(File.id.in_(numbered))
    if column is _MARKS:
        statement = statement.outerjoin(PersonMarks, PersonMarks.file_id == File.id)
    for start in range(0, len(files), _CHUNK):
        chosen = files[start : start + _CHUNK]
        rows = connection.execute(statement, {"files": chosen}).all()
        found = {row[0]: row[1] for row in rows}
        yield [found[number] for number in chosen]


def _different(ordered: Numbers) -> int:
    return int(np.count_nonzero(ordered[1:] != ordered[:-1])) + 1 if len(ordered) else 0


def _only(keys: Numbers, offsets: Numbers, counts: NDArray[np.bool_]) -> Numbers:
    """The keys of the files that count, moved together where they stand."""
    if counts.all():
        return keys
    edges = np.flatnonzero(np.diff(counts.astype(np.int8), prepend=0, append=0))
    end = 0
    for first, behind in zip(offsets[edges[::2]].tolist(), offsets[edges[1::2]].tolist(), strict=True):
        keys[end : end + behind - first] = keys[first:behind]
        end += behind - first
    return keys[:end]
