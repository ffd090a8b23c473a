"""The keys by which the people of a file are known again in another."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import numpy as np

from detectors.finding import PersonKey
from detectors.hashing import Hashes, mixed


@dataclass(slots=True, eq=False)
class PersonKeys(Collection[PersonKey]):
    """The people of a file, as many as the estimate says, each by two keys: the name, and the name with a mark.

    People of one name are numbered in the first key, so that another file with as many of that name has the same
    keys. The second tells them from people of that name in other files, as long as those know the same mark of them.
    """

    by_name: Hashes = field(repr=False)
    by_mark: Hashes = field(repr=False)

    @classmethod
    def of(cls, names: Hashes, own: Hashes, nameless: Hashes) -> PersonKeys:
        """Keys of people with a name (its hash, their own key), and of people without one (their own keys)."""
        order = np.lexsort((own, names))
        names, own = names[order], own[order]
        places = np.arange(len(names))
        is_first = np.concatenate([[True], names[1:] != names[:-1]]) if len(names) else np.empty(0, dtype=bool)
        number = places - np.maximum.accumulate(np.where(is_first, places, 0))
        by_name = mixed(names ^ number.astype(np.uint64))
        return cls(np.concatenate([by_name, nameless]), np.concatenate([own, nameless]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PersonKeys) and list(self) == list(other)

    def __len__(self) -> int:
        return len(self.by_name)

    def __contains__(self, key: object) -> bool:
        return any(key == own for own in self)

    def __iter__(self) -> Iterator[PersonKey]:
        names, marks = self.by_name.astype("<u8").tobytes(), self.by_mark.astype("<u8").tobytes()
        for start in range(0, len(names), 8):
            yield names[start : start + 8], marks[start : start + 8]


NOBODY = PersonKeys(np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.uint64))
