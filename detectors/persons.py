"""How many people a file speaks of: records of rows and text, brought together where they are the same person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detectors.hashing import Hashes, lasting_hashes, mixed
from detectors.marks import Marks, lasting_first
from detectors.normalize import fold
from detectors.person_keys import NOBODY, PersonKeys

LONGEST_SURNAME = 5
_PENDING = 10_000  # records that are kept as they came before they become numbers
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # odd: tells a mark of one name from the same mark of another
_ALL_BITS = 0xFFFFFFFFFFFFFFFF

Places = NDArray[np.int32]


class Counted(NamedTuple):
    """Distinct people as best estimate and as maximum, and one key for each person of the estimate."""

    estimate: int
    most: int
    keys: PersonKeys


class PersonCounter:
    """Counts distinct people from rows of tables and from text, with 16 bytes for a record and 13 for each mark of it.

    Two records are one person when the folded names agree and they share a contact, ID or birthday, be it by way
    of a third record, or when nothing contradicts it: one of them has nothing but the name, or they have nothing of
    the same kind (a mail address in one list, a phone number in the other). Records without a name are told apart
    by what they have; what they share with a named one makes them that person. The order of records is of no matter.
    """

    def __init__(self) -> None:
        self._names: dict[str, None] = {}
        self._surnames: set[str] = set()
        self._staff: set[str] = set()
        self._loose: dict[str, dict[str, None]] = {}
        self._pending: list[tuple[str, list[tuple[str, str]]]] = []
        self._batches: list[_Records] = []
        self._kinds: dict[str, int] = {}
        self.records = 0

    def add(self, name: str, details: Sequence[str]) -> None:
        """One record: a name ("" when the row has none) and its identifying details such as `EMAIL_ADDRESS:…`."""
        name = fold(name)
        if name or details:
            self._pending.append((name, [_split(detail) for detail in details]))
            if len(self._pending) >= _PENDING:
                self._keep_pending()

    def add_rows(self, names: Sequence[str], marks: Sequence[Marks]) -> None:
        """A record for each row: folded names, and columns of marks; "" where a row has none."""
        if not names:
            return
        self._names.update(dict.fromkeys(names))
        named, own = lasting_hashes(names), np.zeros(len(names), dtype=np.uint64)
        for column in sorted(marks, key=lambda column: lasting_first(column.kind)):
            without = np.flatnonzero(own == 0)
            if len(without):
                chosen = column.values if len(without) == len(names) else [column.values[at] for at in without]
                own[without] = _own_hashes(column.kind, chosen)
        hashes = [_hashes(column.kind, column.values) for column in marks]
        at = [np.flatnonzero(column) for column in hashes]
        numbers = [self._kinds.setdefault(column.kind, len(self._kinds)) for column in marks]
        batch = _Records(
            named,
            _own_key(named, own),
            _joined(at),
            _joined([h[a] for h, a in zip(hashes, at, strict=True)]),
            np.repeat(np.array(numbers, dtype=np.uint8), [len(places) for places in at]),
        )
        self.records += int(((named != 0) | (own != 0)).sum())
        self._batches.append(batch)

    def _keep_pending(self) -> None:
        pending, self._pending = self._pending, []
        columns: dict[tuple[str, int], list[str]] = {}  # of each kind as many as a record has at the most
        for at, (_, details) in enumerate(pending):
            had: Counter[str] = Counter()
            for kind, value in details:
                columns.setdefault((kind, had[kind]), [""] * len(pending))[at] = value
                had[kind] += 1
        self.add_rows([name for name, _ in pending], [Marks(kind, values) for (kind, _), values in columns.items()])

    def add_surname(self, name: str) -> None:
        """A surname alone in running text: a person of their own only when no full name of the file begins with it."""
        self.records += 1
        self._surnames.add(fold(name))

    def add_listed_surname(self, name: str) -> None:
        """A surname alone in a column: somebody else than the people whose full names stand in the list."""
        self.records += 1
        self._staff.add(fold(name))

    def add_loose(self, detail: str) -> None:
        """A contact in running text that stands beside no name: probably of somebody named elsewhere in the text."""
        self.records += 1
        kind, _, value = detail.partition(":")
        self._loose.setdefault(kind, {}).setdefault(value)

    def counts(self) -> Counted:
        """How many people the records speak of."""
        self._keep_pending()
        if not (self._batches or self._surnames or self._staff or self._loose):
            return Counted(0, self.records, NOBODY)
        self._batches = [_Records.together(self._batches)]
        records = self._batches[0]
        self._names.pop("", None)
        names, own, nameless = records.people()
        if surnames := self._surnames_alone():
            others = lasting_hashes(surnames)
            names, own = np.concatenate([names, others]), np.concatenate([own, _own_key(others, np.uint64(0))])
        if self._loose:
            nameless = np.concatenate([nameless, self._unnamed(len(names) + len(nameless), records)])
        keys = PersonKeys.of(names, own, nameless)
        return Counted(len(keys), max(len(keys), self.records), keys)

    def _surnames_alone(self) -> list[str]:
        """The surnames of which no full name is one."""
        known = self._names if self._surnames else ()
        beginnings = {name[:length] for name in known for length in range(1, LONGEST_SURNAME + 1)}
        surnames = [name for name in self._surnames if name not in beginnings and name not in self._staff]
        return surnames + [name for name in self._staff if name not in self._names]

    def _unnamed(self, named: int, records: _Records) -> Hashes:
        """Contacts of one kind that are more than there are people with names, and so must be of others."""
        most = Marks("", ())
        for kind, values in self._loose.items():
            known = _within(_hashes(kind, list(values)), records.marks)
            unknown = [value for value, is_known in zip(values, known, strict=True) if not is_known]
            most = max(most, Marks(kind, unknown), key=lambda marks: len(marks.values))
        return _own_key(np.uint64(0), _own_hashes(most.kind, most.values[named:]))


@dataclass(slots=True)
class _Records:
    """Records as numbers: hash of the name (0: none), own key; of each mark which record has it, its hash and kind."""

    names: Hashes
    own: Hashes
    at: Places
    marks: Hashes
    kinds: NDArray[np.uint8]

    @classmethod
    def together(cls, batches: Sequence[_Records]) -> _Records:
        if len(batches) == 1:
            return batches[0]
        starts = np.cumsum([0, *(len(batch.names) for batch in batches)], dtype=np.int32)
        return cls(
            _joined([batch.names for batch in batches]),
            _joined([batch.own for batch in batches]),
            _joined([batch.at + start for batch, start in zip(batches, starts, strict=False)]).astype(np.int32),
            _joined([batch.marks for batch in batches]),
            _joined([batch.kinds for batch in batches]).astype(np.uint8),
        )

    def people(self) -> tuple[Hashes, Hashes, Hashes]:
        """Name and own key of the people with a name, and the own keys of those without one."""
        if not len(self.at):
            bare = np.flatnonzero(self.names)
            named = bare[np.unique(self.names[bare], return_index=True)[1]]
            return self.names[named], self.own[named], self.own[:0]
        of_mark = self.names[self.at]  # 0 where the record of the mark has no name
        is_named = of_mark != 0
        of_mark *= _SPREAD
        of_mark ^= self.marks
        person = _components(len(self.names), self.at, of_mark)
        del of_mark
        marked = np.zeros(len(self.names), dtype=bool)
        marked[self.at] = True
        told = self._consistent(np.unique(person[marked & (self.names != 0)]), person)
        bare = np.flatnonzero(~marked & (self.names != 0))
        bare = bare[~_within(self.names[bare], self.names[told])]
        bare = bare[np.unique(self.names[bare], return_index=True)[1]]
        named = np.concatenate([told, bare])
        nameless = np.unique(person[marked & (self.names == 0)])
        if len(nameless):
            known = ~is_named & _within(self.marks, self.marks[is_named])
            nameless = nameless[~_within(nameless, person[self.at[known]])]
        return self.names[named], self.own[named], self.own[nameless]

    def _consistent(self, told: Places, person: Places) -> Places:
        """The people with marks, less those of a name that may be one with another: they share no kind of mark."""
        names, times = np.unique(self.names[told], return_counts=True)
        if len(names) == len(told):
            return told
        several = told[np.isin(self.names[told], names[times > 1])]
        of_mark = person[self.at]
        chosen = np.isin(of_mark, several)
        pairs = np.unique(of_mark[chosen].astype(np.int64) << 8 | self.kinds[chosen])
        who, kind = pairs >> 8, pairs & 0xFF
        order = np.lexsort((kind, self.names[who]))
        who, kind = who[order], kind[order]
        name = self.names[who]
        begins = np.flatnonzero(np.concatenate([[True], (name[1:] != name[:-1]) | (kind[1:] != kind[:-1])]))
        sizes = np.diff(np.append(begins, len(name)))
        most = np.lexsort((-sizes, name[begins]))  # of every name the kind that tells most people apart comes first
        is_most = np.zeros(len(begins), dtype=bool)
        is_most[most[np.unique(name[begins][most], return_index=True)[1]]] = True
        kept = who[np.repeat(is_most, sizes)]
        people: Places = np.unique(np.concatenate([np.setdiff1d(told, several), kept])).astype(np.int32)
        return people


def _components(count: int, at: Places, keys: Hashes) -> Places:
    """For each of `count` records the first of those with which it is joined by equal keys, directly or over others."""
    first = np.arange(count, dtype=np.int32)
    ordered = np.sort(keys)
    repeated = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    del ordered
    if not len(repeated):
        return first
    place = np.minimum(np.searchsorted(repeated, keys), len(repeated) - 1)
    shared = repeated[place] == keys
    place, record = place[shared], at[shared]
    met = np.full(len(repeated), count, dtype=np.int32)
    while True:
        np.minimum.at(met, place, first[record])
        lower = met[place]
        if (lower == first[record]).all():
            return first
        np.minimum.at(first, first[record], lower)
        first = first[first]


def _split(detail: str) -> tuple[str, str]:
    kind, _, value = detail.partition(":")
    return kind, value


def _hashes(kind: str, values: Sequence[str]) -> Hashes:
    """Marks as numbers, 0 for none; the same within this process only."""
    hashes = np.fromiter(map(hash, values), dtype=np.int64, count=len(values)).view(np.uint64)
    return np.where(hashes == 0, hashes, hashes ^ np.uint64(hash(kind) & _ALL_BITS))


def _own_hashes(kind: str, values: Sequence[str]) -> Hashes:
    """Marks as numbers, 0 for none; the same for ever."""
    hashes = lasting_hashes(values)
    return np.where(hashes == 0, hashes, hashes ^ _of_kind(kind))


@lru_cache(maxsize=256)
def _of_kind(kind: str) -> np.uint64:
    return np.uint64(lasting_hashes([kind])[0])


def _within(values: NDArray[Any], known: NDArray[Any]) -> NDArray[np.bool_]:
    """Which of some values are among others."""
    return np.isin(values, known) if len(values) and len(known) else np.zeros(len(values), dtype=bool)


def _own_key(names: Hashes | np.uint64, marks: Hashes | np.uint64) -> Hashes:
    """A name and a mark as one number; either may be 0."""
    return mixed(names ^ mixed(np.atleast_1d(marks)))


def _joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64)
