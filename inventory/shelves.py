"""Files side by side with the keys of their persons, in long columns: to look through many at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from inventory.blocks import Facts

LAST_BITS = (1 << 20) - 1

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Files side by side with the keys of their persons; `start` is the place of the first among all."""

    start: int
    facts: Facts
    by_name: Numbers = field(repr=False)
    by_mark: Numbers = field(repr=False)

    @property
    def places(self) -> slice:
        """Where the files stand among all."""
        return slice(self.start, self.start + len(self.facts))

    def segments(self, column: int) -> Iterator[Segment]:
        """The keys of a column (0: by name, 1: by mark), in one piece or, where marks are names, in two."""
        names, marks = (self.facts[name].astype(np.int64) for name in ("names", "marks"))
        if column == 0:
            yield Segment(self.by_name, names, names >= 0)
        else:
            yield Segment(self.by_mark, np.maximum(marks, 0), marks >= 0)
            yield Segment(self.by_name, names, marks < 0)


@dataclass(frozen=True, slots=True)
class Segment:
    """Keys, how many each file has of them, and of which files they are to be taken."""

    keys: Numbers
    counts: Numbers
    files: NDArray[np.bool_]

    def of(self, files: NDArray[np.bool_]) -> Numbers:
        """The keys of some files."""
        return self.keys[np.repeat(files & self.files, self.counts)]

    def owners(self, files: NDArray[np.bool_]) -> Numbers:
        """Of which file each of these keys is."""
        chosen = np.flatnonzero(files & self.files)
        return np.repeat(chosen, self.counts[chosen])

    def holders(self, wanted: Numbers, marked: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
        """Which of the keys `wanted` files hold: places of the key and of the file. `marked` are their last bits."""
        near = np.flatnonzero(marked[self.keys & LAST_BITS])
        keys = self.keys[near]
        places = np.minimum(np.searchsorted(wanted, keys), len(wanted) - 1)
        is_hit = wanted[places] == keys
        files = np.searchsorted(np.cumsum(self.counts), near[is_hit], side="right")
        is_taken = self.files[files]
        return places[is_hit][is_taken], files[is_taken]
