"""How many different values there are among millions, at eight bytes each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_FEW = 1_000  # values that are counted one by one
_PENDING_AT_LEAST = 200_000  # values collected before they are sorted in


class Distinct:
    """A set of values of which only 64-bit hashes are kept."""

    def __init__(self) -> None:
        self._sorted: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._pending: list[NDArray[np.int64]] = []
        self._pending_size = 0
        self._single: set[int] = set()

    def add(self, value: str) -> bool:
        """One value; whether it is the first of its kind among those added one by one."""
        mark = hash(value)
        if mark in self._single:
            return False
        self._single.add(mark)
        return True

    def add_all(self, values: Sequence[str]) -> None:
        """Many values at once."""
        self._pending.append(np.fromiter(map(hash, values), dtype=np.int64, count=len(values)))
        self._pending_size += len(values)
        if self._pending_size > max(_PENDING_AT_LEAST, len(self._sorted) // 2):
            self._sort_in()

    def _sort_in(self) -> None:
        self._sorted = np.unique(np.concatenate([self._sorted, *self._pending]))
        self._pending, self._pending_size = [], 0

    def __len__(self) -> int:
        if not len(self._sorted) and self._pending_size <= _FEW:
            return len(self._single.union(*(hashes.tolist() for hashes in self._pending)))
        self._sort_in()
        single = np.fromiter(self._single, dtype=np.int64, count=len(self._single))
        return len(self._sorted) + int((~np.isin(single, self._sorted)).sum())
