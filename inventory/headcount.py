"""How many persons lines, departments and the whole register hold, everybody counted once, in one pass over the keys.

The same numbers as `inventory.people.together` gives for each of them. However many keys a register holds, at most
about AT_ONCE of them are in memory: where there are more, there is a pass for each part, told by the last bits of keys.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam, case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from inventory.masking import PERSON_BYTES
from inventory.models import File, PersonMarks
from inventory.people import Sketch, Sums, numbers

AT_ONCE = 6_000_000  # keys
_CHUNK = 2_000  # files in one statement

Numbers = NDArray[np.int64]
Persons = tuple[int, int]  # estimate and maximum
_Keys = ColumnElement[bytes] | InstrumentedAttribute[bytes]
_MARKS = case((func.length(PersonMarks.keys) > 0, PersonMarks.keys), else_=File.person_keys)


def _column() -> array[int]:
    return array("q")


@dataclass(slots=True)
class Crowds:
    """Files whose persons are to be counted: number, content (the same for copies), line, persons, and for how many of
    them keys are kept (below 0: a sketch is)."""

    files: array[int] = field(default_factory=_column)
    contents: array[int] = field(default_factory=_column)
    lines: array[int] = field(default_factory=_column)
    persons: array[int] = field(default_factory=_column)
    persons_max: array[int] = field(default_factory=_column)
    keyed: array[int] = field(default_factory=_column)


@dataclass(frozen=True, slots=True)
class HeadCount:
    """The persons of each line and department, by their places, and of all together."""

    lines: Sequence[Persons]
    departments: Sequence[Persons]
    everything: Persons


def count(connection: Connection, crowds: Crowds, department_of: Sequence[int]) -> HeadCount:
    """The persons of files, where `department_of` says for each line the place of its department."""
    levels, order = _levels(crowds, np.array(department_of, dtype=np.int64))
    keyed = sum(number for number in crowds.keyed if number > 0)
    parts = 1 << max(0, (keyed - 1) // AT_ONCE).bit_length()
    columns: tuple[_Keys, ...] = (File.person_keys, _MARKS)
    by_name, by_mark = (_Distinct(connection, levels, column).counted(order, parts) for column in columns)
    lines, departments, everything = (
        [sums.together(*each) for sums, *each in zip(level.sums(crowds), names, marks, strict=True)]
        for level, names, marks in zip(levels, by_name, by_mark, strict=True)
    )
    return HeadCount(lines, departments, everything[0])


@dataclass(frozen=True, slots=True)
class _Level:
    """Lines, departments or the whole: `chosen` are places of files, one per group and content, by `groups`.

    `starts` and `ends` say for each group where its files stand in the order in which keys are read, `counts` which of
    these it counts; `sketched` are those of its files that have a sketch instead.
    """

    chosen: Numbers
    groups: Numbers
    starts: Numbers
    ends: Numbers
    counts: NDArray[np.bool_]
    sketched: Sequence[Sequence[int]]

    def sums(self, crowds: Crowds) -> list[Sums]:
        """What the files of each group add up to."""
        number = len(self.ends)
        persons, most, keyed = (
            np.frombuffer(column, dtype=np.int64)[self.chosen] if column else np.empty(0, dtype=np.int64)
            for column in (crowds.persons, crowds.persons_max, crowds.keyed)
        )
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


@dataclass(frozen=True, slots=True)
class _Order:
    """The files in the order in which their keys are read: by department and line.

    From one of `edges` to the next are files of a line that are counted at the same levels: sorted once for all these.
    """

    files: Numbers
    edges: Numbers


def _levels(crowds: Crowds, department_of: Numbers) -> tuple[list[_Level], _Order]:
    """The three levels; of copies in one group, the file with the lowest number stands for all."""
    files, contents, lines, keyed = (
        np.array(column, dtype=np.int64) for column in (crowds.files, crowds.contents, crowds.lines, crowds.keyed)
    )
    departments = department_of[lines]
    whole = np.zeros(len(files), dtype=np.int64)
    chosen = [_one_of_each(groups, contents, files) for groups in (lines, departments, whole)]
    times = np.bincount(np.concatenate(chosen), minlength=len(files))  # at how many levels a file is counted
    readable = chosen[0][keyed[chosen[0]] >= 0]
    read = readable[np.lexsort((files[readable], times[readable], lines[readable], departments[readable]))]
    edges = np.flatnonzero((np.diff(lines[read], prepend=-1) != 0) | (np.diff(times[read], prepend=-1) != 0))
    numbers_of = (len(department_of), int(department_of.max(initial=-1)) + 1, 1)
    levels = []
    for groups, own, number in zip((lines, departments, whole), chosen, numbers_of, strict=True):
        sketched: list[list[int]] = [[] for _ in range(number)]
        for place in own[keyed[own] < 0]:
            sketched[groups[place]].append(int(files[place]))
        starts, ends = np.full(number, len(read)), np.zeros(number, dtype=np.int64)
        np.minimum.at(starts, groups[read], np.arange(len(read)))
        np.maximum.at(ends, groups[read], np.arange(1, len(read) + 1))
        counts = np.zeros(len(files), dtype=bool)
        counts[own] = True
        levels.append(_Level(own, groups[own], np.minimum(starts, ends), ends, counts[read], sketched))
    return levels, _Order(files[read], np.append(edges, len(read)))


def _one_of_each(groups: Numbers, contents: Numbers, files: Numbers) -> Numbers:
    order = np.lexsort((files, contents, groups))
    is_first = np.ones(len(order), dtype=bool)
    of, what = groups[order], contents[order]
    is_first[1:] = (of[1:] != of[:-1]) | (what[1:] != what[:-1])
    chosen: Numbers = order[is_first]
    return chosen


def different(values: array[int]) -> int:
    """How many different numbers there are."""
    return len(np.unique(np.frombuffer(values, dtype=np.int64))) if values else 0


class _Distinct:
    """How many different keys of a column there are in each group of each level."""

    def __init__(self, connection: Connection, levels: Sequence[_Level], column: _Keys) -> None:
        self._connection = connection
        self._column = column
        self._levels = levels
        self._found = [[0] * len(level.ends) for level in levels]
        self._sketches = [{at: Sketch() for at, own in enumerate(level.sketched) if own} for level in levels]

    def counted(self, order: _Order, parts: int) -> list[list[int]]:
        """By level and group."""
        for part in range(parts):
            keys, offsets = self._read(order.files, part, parts)
            for start, end in pairwise(offsets[order.edges].tolist()):
                keys[start:end].sort()
            for level in range(len(self._levels)):
                self._count(level, keys, offsets)
            del keys
        for level, sketches in enumerate(self._sketches):
            for group, sketch in sketches.items():
                others = self._packed(self._levels[level].sketched[group])
                self._found[level][group] = sketch.estimate(chain.from_iterable(others))
        return self._found

    def _read(self, files: Numbers, part: int, parts: int) -> tuple[Numbers, Numbers]:
        """The keys of a part, and where those of each file begin and end."""
        joined, offsets = bytearray(), [np.zeros(1, dtype=np.int64)]
        for some in self._packed(files.tolist()):
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
        chosen, sketches = self._levels[level], self._sketches[level]
        is_last = level == len(self._levels) - 1
        for group, (start, end) in enumerate(zip(chosen.starts.tolist(), chosen.ends.tolist(), strict=True)):
            within = offsets[start : end + 1] - offsets[start]
            own = keys[offsets[start] : offsets[end]]
            own = _only(own if is_last else own.copy(), within, chosen.counts[start:end])
            own.sort()
            self._found[level][group] += _different(own)
            if group in sketches:
                sketches[group].add(own)

    def _packed(self, files: Sequence[int]) -> Iterator[list[bytes]]:
        """The column of the files, in their order, some at a time."""
        numbered: BindParameter[Any] = bindparam("files", expanding=True, literal_execute=True)  # not one by one
        statement = select(File.id, self._column).where(File.id.in_(numbered))
        if self._column is _MARKS:
            statement = statement.outerjoin(PersonMarks, PersonMarks.file_id == File.id)
        for start in range(0, len(files), _CHUNK):
            chosen = files[start : start + _CHUNK]
            rows = self._connection.execute(statement, {"files": chosen}).all()
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
