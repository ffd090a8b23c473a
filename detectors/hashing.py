"""Numbers for texts, many at a time: the same for one text in every file, process and version."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
_STEP = np.uint64(0x9E3779B97F4A7C15)


def lasting_hashes(texts: Sequence[str]) -> Hashes:
    """A 64-bit number for each text, 0 for an empty one: the sum of a random number for each character at its place.

    Not secret: whoever stores one must key it first.
    """
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    hashes = np.zeros(len(texts), dtype=np.uint64)
    filled = lengths > 0
    starts = (np.cumsum(lengths) - lengths)[filled]
    if not len(starts):
        return hashes
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    places = np.arange(len(codes)) - np.repeat(starts, lengths[filled])
    codes += places.astype(np.uint64) << np.uint64(32)
    hashes[filled] = mixed(np.add.reduceat(mixed(codes), starts))
    return hashes


def mixed(numbers: Hashes) -> Hashes:
    """Every bit of a number spread over the whole (the finaliser of SplitMix64)."""
    spread = numbers + _STEP
    spread ^= spread >> np.uint64(30)
    spread *= np.uint64(0xBF58476D1CE4E5B9)
    spread ^= spread >> np.uint64(27)
    spread *= np.uint64(0x94D049BB133111EB)
    spread ^= spread >> np.uint64(31)
    return spread
