"""How much a single file on the share may cost, and who keeps count."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.document import Unreadable


@dataclass(frozen=True, slots=True)
class Limits:
    """Beyond these the rest of a file is given up, and its report says so."""

    depth: int = 5
    """Containers inside containers."""
    members: int = 100_000
    """Files in one container."""
    expanded: int = 16 << 30
    """Bytes unpacked from one file on the share, at all depths together."""
    ratio: int = 300
    """Unpacked bytes for each byte of the file on the share, once more than `ratio_from` are unpacked."""
    ratio_from: int = 512 << 20
    held: int = 512 << 20
    """Bytes of a file whose reader must hold it in memory."""
    seconds: float = 600.0
    """Time for one document; looked at between items, so that a single step can take longer."""
    text: int = 1 << 30
    """Characters read from one document; a large one may hold `ratio` for each of its bytes."""
    images: int = 300
    """Pictures in one document that are looked at."""
    reads_pictures: bool = True
    """Whether text in pictures is recognised (seconds for a page)."""
    sees_faces: bool = True
    """Whether pictures are searched for faces."""

    def most_text(self, size: int) -> int:
        """How many characters may be read from a document of so many bytes."""
        return max(self.text, self.ratio * size)


@dataclass(slots=True)
class Budget:
    """What may still be unpacked from one file on the share."""

    limits: Limits
    packed: int
    expanded: int = 0

    @property
    def is_spent(self) -> bool:
        """Whether more was unpacked than a file of this size may hold."""
        dense = max(self.limits.ratio_from, self.limits.ratio * self.packed)
        return self.expanded > min(self.limits.expanded, dense)

    def spend(self, size: int) -> None:
        """Count unpacked bytes; beyond the limit nothing more is unpacked."""
        self.expanded += size
        if self.is_spent:
            raise Unreadable("too_large", "展開後の大きさが上限を超えるため、展開をやめました")
