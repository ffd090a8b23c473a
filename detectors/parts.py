"""The columns of a list as they are judged, where that is not how they stand: cut, chosen by row, or put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

Columns = Sequence[Sequence[str]]
Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A column as it is judged: where it stands in the table, and how its cells come from those of a row.

    `kind`: what the arrangement itself tells, with `evidence`; else the heading and the content decide.
    """

    heading: str
    at: int
    cells: Callable[[Columns], list[str]] | None = None
    kind: str = ""
    evidence: tuple[str, ...] = field(default=())


def nothing(columns: Columns) -> list[str]:
    """The cells of a column whose values stand elsewhere."""
    return [""] * len(columns[0])


class Arrangement:
    """The columns of a list as they are judged, chunk after chunk."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)
        self.headings = tuple(part.heading for part in parts)
        self._width = 1 + max((part.at for part in parts), default=-1)

    def told(self) -> dict[int, tuple[str, Parts]]:
        """The columns whose kind the arrangement tells, with the evidence."""
        return {at: (part.kind, part.evidence) for at, part in enumerate(self.parts) if part.kind}

    def apply(self, columns: Columns) -> list[Sequence[str]]:
        """The cells of a chunk; a column that a chunk does not have is empty."""
        if len(columns) < self._width:
            columns = [*columns, *[[""] * len(columns[0] if columns else ())] * (self._width - len(columns))]
        return [part.cells(columns) if part.cells else columns[part.at] for part in self.parts]
