"""A decoded text in pieces, kept while it is short enough, so that a file of usual size is decoded only once."""

from __future__ import annotations

KEPT = 4_000_000  # characters
_SHORT = 64 << 10


class Kept:
    """Pieces of a text, none of them short; `pieces` is None once they come to more than `KEPT` characters."""

    def __init__(self) -> None:
        self.pieces: list[str] | None = []
        self._length = 0

    def add(self, text: str) -> None:
        """One more piece."""
        self._length += len(text)
        if self._length > KEPT:
            self.pieces = None
        elif self.pieces and len(self.pieces[-1]) < _SHORT:
            self.pieces[-1] += text
        elif self.pieces is not None:
            self.pieces.append(text)
