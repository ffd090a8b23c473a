"""Rows of a database as chunks of a table that stay small also where single values are huge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scanner.document import Passage, Table
from scanner.tables import Chunks

_HELD = 16 << 20  # characters of one chunk


def tables_of(place: str, rows: Iterable[Sequence[str]]) -> Iterator[Table | Passage]:
    """All rows of a table, in chunks of bounded size."""
    chunks, held = Chunks(place), 0
    for row in rows:
        chunks.add(row)
        held += sum(map(len, row))
        if chunks.full or held > _HELD:
            yield from chunks.take()
            held = 0
    yield from chunks.take()
