"""Nested records (JSON objects, XML elements) as rows: one column for each path, `address.city`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from scanner.document import Passage, Table
from scanner.tables import CELLS, ROWS, Chunks

_MAX_PATHS = 2000

Record = Mapping[str, str]


def flatten(value: object) -> dict[str, str]:
    """The leaves of a nested value by their paths; the explicit stack stands any depth."""
    leaves: dict[str, str] = {}
    pending: list[tuple[str, object]] = [("", value)]
    while pending:
        path, inner = pending.pop()
        prefix = f"{path}." if path else ""
        if isinstance(inner, dict):
            pending.extend((f"{prefix}{key}", each) for key, each in reversed(inner.items()))
        elif isinstance(inner, list) and any(isinstance(each, dict | list) for each in inner):
            pending.extend((f"{prefix}{number}", each) for number, each in reversed(list(enumerate(inner, 1))))
        elif isinstance(inner, list):
            leaves[path] = "\n".join(map(as_text, inner))
        else:
            leaves[path] = as_text(inner)
    return leaves


def as_text(value: object) -> str:
    """A scalar as the file writes it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


class RecordTable:
    """Records as one table after the other, each with the paths as its first row.

    A new table begins only where a record brings a path that the rows handed over so far did not have.
    """

    def __init__(self, place: str) -> None:
        self._place = place
        self._part = 0
        self._paths: dict[str, None] = {}
        self._chunks = Chunks(place)
        self._batch: list[Record] = []
        self._cells = 0

    def add(self, record: Record) -> Iterator[Table | Passage]:
        """Take one more record; now and then a chunk is complete."""
        self._batch.append(record)
        self._cells += len(record)
        if len(self._batch) >= ROWS or self._cells >= CELLS:
            yield from self.take()

    def take(self) -> Iterator[Table | Passage]:
        """Hand over the records taken so far."""
        batch, self._batch, self._cells = self._batch, [], 0
        if not batch:
            return
        if not self._paths or any(path not in self._paths for record in batch for path in record):
            self._paths = dict.fromkeys(chain.from_iterable(batch))
            self._part += 1
            self._chunks = Chunks(self._place if self._part == 1 else f"{self._place}（{self._part}）")
            self._chunks.add(list(self._paths))
        if len(self._paths) > _MAX_PATHS:  # records without a common shape: lines are smaller than a sparse table
            self._paths = {}
            yield from (Passage(lines(record), self._place) for record in batch)
            return
        for record in batch:
            self._chunks.add([record.get(path, "") for path in self._paths])
            if self._chunks.full:
                yield from self._chunks.take()
        yield from self._chunks.take()


def record_table(place: str, records: Iterable[Record]) -> Iterator[Table | Passage]:
    """All records of one list."""
    table = RecordTable(place)
    for record in records:
        yield from table.add(record)
    yield from table.take()


def lines(record: Record) -> str:
    """A single record as lines 「path: value」."""
    return "\n".join(f"{path}: {value}" if path else value for path, value in record.items() if value)


def lists_of_records(value: object) -> tuple[list[tuple[str, Sequence[dict[str, object]]]], dict[str, str]]:
    """The lists of objects within a value by their paths, and the leaves outside of them."""
    found: list[tuple[str, Sequence[dict[str, object]]]] = []
    rest: dict[str, str] = {}
    pending: list[tuple[str, object]] = [("", value)]
    while pending:
        path, inner = pending.pop()
        if isinstance(inner, dict):
            pending.extend((f"{path}.{key}" if path else key, each) for key, each in reversed(inner.items()))
        elif isinstance(inner, list) and len(inner) > 1 and all(isinstance(each, dict) for each in inner):
            found.append((path, inner))
        else:
            rest.update({f"{path}.{leaf}".strip("."): text for leaf, text in flatten(inner).items()})
    return found, rest
