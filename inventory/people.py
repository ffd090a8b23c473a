"""How many persons any set of files holds together: exact up to a size, above it from sketches.

A person has two keyed hashes. By name: as many people of one name as the file with the most of them has; so somebody
who stands in one list with a phone number and in the next with a mail address is one person, and the count is the
estimate. By mark: the name with what tells people of that name apart (birthday, else mail address, else phone …);
namesakes with different marks are two, and the count is the maximum.

A file of more than EXACT persons keeps a theta sketch of each (Apache DataSketches, 2**14 values): 128 KB however many
they are. Where no sketch takes part, the union is exact. Else it is an estimate with a standard error of 0.8 % (95 %
of all cases within 1.6 %) of the union; a sketch knows nothing but hashes of keyed hashes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from detectors.finding import PersonKey
from inventory.masking import PERSON_BYTES, PersonHasher

if TYPE_CHECKING:
    import datasketches
    import numpy as np
    from numpy.typing import NDArray

EXACT = 20_000  # persons of a file up to which each of them is kept
_LOG_OF_VALUES = 14
_SEED = 9001  # of the hashes in a sketch, the same in every implementation
_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class PeopleKeys:
    """The keyed hashes of a file's persons, 8 bytes each and sorted, or a sketch of them."""

    by_name: bytes = field(repr=False, default=b"")
    by_mark: bytes = field(repr=False, default=b"")
    sketched: bool = False

    @classmethod
    def of(cls, key: bytes, persons: Collection[PersonKey]) -> PeopleKeys:
        """The persons of one file under the key of the register."""
        hasher = PersonHasher(key)
        if len(persons) <= EXACT:
            pairs = [(hasher(name), hasher(mark)) for name, mark in persons]
            names, marks = ({pair[at] for pair in pairs} for at in (0, 1))
            return cls(b"".join(sorted(names)), b"".join(sorted(marks)))
        sketches = (Sketch(), Sketch())
        rest = iter(persons)
        while pairs := [(hasher(name), hasher(mark)) for name, mark in islice(rest, _AT_ONCE)]:
            for at, sketch in enumerate(sketches):
                sketch.add(numbers(b"".join(pair[at] for pair in pairs)))
        return cls(sketches[0].packed(), sketches[1].packed(), sketched=True)


@dataclass(frozen=True, slots=True)
class Crowd:
    """The persons of one file: how many, at the most how many, and their keys."""

    persons: int
    persons_max: int
    keys: PeopleKeys

    @property
    def _unkeyed(self) -> int:
        """Persons of whom a file tells only that they are there."""
        return 0 if self.keys.sketched else max(0, self.persons - len(self.keys.by_name) // PERSON_BYTES)


def together(crowds: Collection[Crowd]) -> tuple[int, int]:
    """Persons of several files of different content, everybody counted once: estimate and maximum."""
    sums = Sums(
        len(crowds),
        sum(crowd._unkeyed for crowd in crowds),
        sum(max(0, crowd.persons_max - crowd.persons) for crowd in crowds),
        max((crowd.persons for crowd in crowds), default=0),
        sum(crowd.persons for crowd in crowds),
    )
    if sums.files == 1:
        return sums.together(0, 0)
    by_name = _union((crowd.keys.by_name, crowd.keys.sketched) for crowd in crowds)
    by_mark = _union((crowd.keys.by_mark or crowd.keys.by_name, crowd.keys.sketched) for crowd in crowds)
    return sums.together(by_name, by_mark)


class Sums(NamedTuple):
    """What the files of a crowd add up to: how many files, persons of whom no key is kept, persons beyond the
    estimates, the most persons of one file, the persons of all."""

    files: int
    unkeyed: int
    doubtful: int
    fewest: int
    most: int

    def together(self, by_name: int, by_mark: int) -> tuple[int, int]:
        """Persons, estimate and maximum, of files with so many different names and marks."""
        if self.files == 1:
            return self.most, self.most + self.doubtful
        estimate = min(max(by_name + self.unkeyed, self.fewest), self.most)  # a sketch may be off, these are not
        return estimate, max(estimate, min(by_mark + self.unkeyed, self.most) + self.doubtful)


def _union(parts: Iterable[tuple[bytes, bool]]) -> int:
    """How many different hashes there are in files whose hashes are packed or sketched."""
    import numpy as np  # which takes its time to load, and most who read a register count nobody

    exact: list[NDArray[np.int64]] = [np.empty(0, dtype=np.int64)]
    sketches: list[bytes] = []
    for packed, sketched in parts:
        if sketched:
            sketches.append(packed)
        else:
            exact.append(numbers(packed))
    known = np.unique(np.concatenate(exact))
    if not sketches:
        return len(known)
    others = Sketch()
    others.add(known)
    return others.estimate(sketches)


class Sketch:
    """A theta sketch whose bytes depend on nothing but what was put into it."""

    def __init__(self) -> None:
        import datasketches  # few files hold so many persons, and it takes its time

        self._sketch = datasketches.update_theta_sketch(_LOG_OF_VALUES)

    def add(self, hashes: NDArray[np.int64]) -> None:
        """Put keyed hashes in."""
        for start in range(0, len(hashes), _AT_ONCE):
            some = hashes[start : start + _AT_ONCE]
            if self._sketch.is_estimation_mode():  # which keeps the lowest hashes only: the others need not be tried
                some = some[theta_hashes(some) < self._sketch.theta64]
            for number in some.tolist():
                self._sketch.update(number)

    def estimate(self, packed: Iterable[bytes]) -> int:
        """How many there are with those of other sketches."""
        import datasketches

        union = datasketches.theta_union(_LOG_OF_VALUES)
        for other in packed:
            union.update(datasketches.compact_theta_sketch.deserialize(other))
        union.update(self.compact())
        return round(float(union.get_result().get_estimate()))

    def compact(self) -> datasketches.compact_theta_sketch:
        self._sketch.trim()
        return self._sketch.compact()

    def packed(self) -> bytes:
        return bytes(self.compact().serialize())


def theta_hashes(values: NDArray[np.int64]) -> NDArray[np.uint64]:
    """The hashes by which a theta sketch chooses what it keeps: MurmurHash3, 128 bit, of which half is used."""
    import numpy as np

    def mixed(hashed: NDArray[np.uint64]) -> NDArray[np.uint64]:
        for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
            hashed = (hashed ^ (hashed >> np.uint64(33))) * np.uint64(factor)
        return hashed ^ (hashed >> np.uint64(33))

    seed = np.uint64(_SEED ^ PERSON_BYTES)
    told = values.astype("<i8", copy=False).view(np.uint64) * np.uint64(0x87C37B91114253D5)
    told = ((told << np.uint64(31)) | (told >> np.uint64(33))) * np.uint64(0x4CF5AD432745937F)
    first = (told ^ seed) + seed
    return (mixed(first) + mixed(first + seed)) >> np.uint64(1)


def numbers(packed: bytes | bytearray) -> NDArray[np.int64]:
    """Packed keys as an array, which is not copied."""
    import numpy as np

    return np.frombuffer(packed, dtype="<i8")
