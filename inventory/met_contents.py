"""Which contents a scan may have met: so that nobody asks the register for those that it has not.

Two megabytes, however many files: a bit for each of 16 million kinds of sha256.
"""

from __future__ import annotations

from zlib import crc32

_BITS = 24


class MetContents:
    """Contents that were put in; of a few others it says so too, never the other way round."""

    def __init__(self) -> None:
        self._bits = bytearray(1 << _BITS - 3)

    def add(self, sha256: str) -> None:
        """A content was met."""
        place = _place(sha256)
        self._bits[place >> 3] |= 1 << (place & 7)

    def __contains__(self, sha256: str) -> bool:
        place = _place(sha256)
        return bool(self._bits[place >> 3] >> (place & 7) & 1)


def _place(sha256: str) -> int:
    return crc32(sha256.encode("utf-8", "replace")) >> 32 - _BITS
