"""Running text with tables in it, as word processors write it: paragraphs in blocks, rows gathered to tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.document import Item, Passage
from scanner.tables import tables

BLOCK = 32 * 1024  # characters of running text handed over at once


class Flow:
    """Takes lines and rows in their order; `items` hands over what is complete, `end` the rest as well."""

    def __init__(self, place: str = "本文") -> None:
        self._place = place
        self._lines: list[str] = []
        self._size = 0
        self._rows: list[Sequence[str]] = []
        self._tables = 0
        self._ready: list[Item] = []

    def begin(self, place: str) -> None:
        """What comes now stands at another place: a header, a note, a text box."""
        if place != self._place:
            self._close()
            self._place = place

    def line(self, text: str) -> None:
        """One more paragraph; it ends a table."""
        self._end_table()
        self._lines.append(text)
        self._size += len(text) + 1
        if self._size > BLOCK:
            self._end_text()

    def row(self, cells: Sequence[str]) -> None:
        """One more row of the table that stands here."""
        self._end_text()
        self._rows.append(cells)

    def end_table(self) -> None:
        """The table ends here, though another may follow at once."""
        self._end_table()

    def items(self) -> Iterator[Item]:
        """What is complete by now."""
        ready, self._ready = self._ready, []
        yield from ready

    def end(self) -> Iterator[Item]:
        """What is left."""
        self._close()
        yield from self.items()

    def _close(self) -> None:
        self._end_table()
        self._end_text()

    def _end_text(self) -> None:
        text = "\n".join(self._lines).strip("\n")
        self._lines, self._size = [], 0
        if text.strip():
            self._ready.append(Passage(text, self._place))

    def _end_table(self) -> None:
        if self._rows:
            rows, self._rows = self._rows, []
            if any(any(cell.strip() for cell in row) for row in rows):
                self._tables += 1
                place = f"表{self._tables}" if self._place == "本文" else f"{self._place} 表{self._tables}"
                self._ready += tables(place, rows)
