"""HTML as a person sees it: text in order, tables as tables, and what stands in fields, descriptions and comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, cast
from urllib.parse import unquote

from lxml import etree

from scanner.document import Item, Passage
from scanner.tables import Chunks

_HIDDEN = frozenset(["script", "style", "noframes"])
_VERBATIM = frozenset(["pre", "textarea", "listing", "xmp"])
_INLINE = frozenset(
    [
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "label", "mark", "nobr", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "small", "span"),
        *("strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "o:p"),
    ]
)
_TELLING = ("alt", "title", "value", "placeholder", "aria-label", "summary")
_SIZE = 64 << 10
_SPACE = re.compile(r"[ \t\r\n\f\u200b]+")
_MAX_SPAN = 1000
_WIDEST = 16_384


def items(blocks: Iterable[str]) -> Iterator[Item]:
    """Passages and tables in the order of the page. Nothing is fetched, no entity is expanded but characters."""
    page = _Page()
    parser = etree.HTMLParser(target=cast(Any, page), huge_tree=True, no_network=True, recover=True)
    for block in blocks:
        parser.feed(block.replace("\0", ""))
        yield from page.taken()
    with suppress(etree.XMLSyntaxError):  # a page without a single element
        parser.close()
    page.finish()
    yield from page.taken()


class _Table:
    """A table that is being read: rows so far, the row and cell that are open, cells that reach into later rows."""

    def __init__(self, place: str) -> None:
        self.chunks = Chunks(place)
        self.row: list[str] | None = None
        self.cell: list[str] | None = None
        self._span = (1, 1)
        self._reaching: dict[int, int] = {}

    def open_row(self) -> None:
        self.close_row()
        self.row = []

    def open_cell(self, attributes: Mapping[str, str]) -> None:
        self.close_cell()
        if self.row is None:
            self.row = []
        while self._reaching.get(len(self.row)):
            self.row.append("")
        self.cell = []
        self._span = (_span(attributes.get("rowspan")), _span(attributes.get("colspan"))) if attributes else (1, 1)

    def close_cell(self) -> None:
        if self.cell is None or self.row is None:
            return
        rows, columns = self._span
        columns = columns if len(self.row) < _WIDEST else 1
        if rows > 1:
            self._reaching.update(dict.fromkeys(range(len(self.row), len(self.row) + columns), rows))
        self.row.append(_tidy("".join(self.cell)))
        self.row.extend([""] * (columns - 1))
        self.cell = None

    def close_row(self) -> None:
        self.close_cell()
        if self.row is None:
            return
        self.chunks.add(self.row)
        self.row = None
        self._reaching = {column: rows - 1 for column, rows in self._reaching.items() if rows > 1}


class _Page:
    """What the parser tells, event by event (the target interface of lxml), collected into passages and tables."""

    def __init__(self) -> None:
        self._items: list[Item] = []
        self._text: list[str] = []
        self._length = 0
        self._tables: list[_Table] = []
        self._numbered = 0
        self._hidden = 0
        self._verbatim = 0
        self._title: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in _VERBATIM:
            self._verbatim += 1
        elif tag == "title":
            self._title = []
        elif tag == "table":
            self._open_table()
        elif tag in ("tr", "td", "th", "caption") and self._tables:
            self._open_part(self._tables[-1], tag, attributes)
        elif tag not in _INLINE:
            self._write("\n")
        if attributes:
            self._describe(tag, attributes)

    def end(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _VERBATIM:
            self._verbatim = max(0, self._verbatim - 1)
            self._write("\n")
        elif tag == "title" and self._title is not None:
            self._emit("".join(self._title), "タイトル")
            self._title = None
        elif tag == "table" and self._tables:
            self._close_table()
        elif tag == "tr" and self._tables:
            self._tables[-1].close_row()
            self._hand_over(self._tables[-1], False)
        elif tag in ("td", "th") and self._tables:
            self._tables[-1].close_cell()
        elif tag not in _INLINE:
            self._write("\n")

    def data(self, text: str) -> None:
        if not self._hidden:
            self._write(text if self._verbatim else text.replace("\n", " "))

    def comment(self, text: str) -> None:
        if not text.lstrip().startswith("[if") and "mso" not in text[:40]:
            self._emit(text, "コメント")

    def close(self) -> None:
        """Part of the interface of lxml; `finish` does the work, also where the parser gave up."""

    def finish(self) -> None:
        """Hand over all that is still open."""
        if self._title is not None:
            self._emit("".join(self._title), "タイトル")
        while self._tables:
            self._close_table()
        self._flush()

    def taken(self) -> Iterator[Item]:
        """The items that are complete by now."""
        ready, self._items = self._items, []
        return iter(ready)

    def _open_table(self) -> None:
        if not self._tables:
            self._flush()
        self._numbered += 1
        self._tables.append(_Table(f"表{self._numbered}"))

    def _open_part(self, table: _Table, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "tr":
            table.open_row()
        elif tag == "caption":
            table.open_row()
            table.open_cell({})
        else:
            table.open_cell(attributes)

    def _close_table(self) -> None:
        table = self._tables.pop()
        table.close_row()
        self._hand_over(table, True)

    def _hand_over(self, table: _Table, is_end: bool) -> None:
        if is_end or table.chunks.full:
            self._items.extend(table.chunks.take())

    def _describe(self, tag: str, attributes: Mapping[str, str]) -> None:
        """What a page says in attributes: the value of a field, the description of a picture, a mail address."""
        told = [attributes[name] for name in _TELLING if attributes.get(name)]
        link = attributes.get("href", "") if tag == "a" else ""
        if link.startswith(("mailto:", "tel:")):
            told.append(unquote(link.partition(":")[2].partition("?")[0]))
        if tag == "meta" and attributes.get("name"):
            told.append(attributes.get("content", ""))
        for text in told:
            self._write(f" {text} ")

    def _write(self, text: str) -> None:
        if self._title is not None:
            self._title.append(text)
        elif self._tables and self._tables[-1].cell is not None:
            self._tables[-1].cell.append(text)
        else:
            self._text.append(text)
            self._length += len(text)
            if self._length > _SIZE and text.endswith("\n"):
                self._flush()

    def _flush(self) -> None:
        text, self._text, self._length = "".join(self._text), [], 0
        self._emit(text, "本文")

    def _emit(self, text: str, place: str) -> None:
        if text := _tidy(text):
            self._items.append(Passage(text, place))


def _tidy(text: str) -> str:
    """Single spaces, no blank lines."""
    if "\n" not in text:
        return _SPACE.sub(" ", text).strip()
    lines = (_SPACE.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _span(value: str | None) -> int:
    return min(int(value), _MAX_SPAN) or 1 if value and value.isascii() and value.isdigit() else 1
