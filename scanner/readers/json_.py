"""JSON and JSON Lines: lists of objects become tables whose heading is the keys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from scanner import encoding
from scanner.document import Format, Item, Passage, Remark
from scanner.passages import passages
from scanner.records import RecordTable, as_text, flatten, lines, lists_of_records, record_table
from scanner.tables import Chunks

FORMAT = Format("JSON", ("application/json", "application/x-ndjson"), (".json", ".jsonl", ".ndjson"), streams=True)

_LARGEST_VALUE = 48 << 20
_BETWEEN = re.compile(r"[\s,\x1e\ufeff]*")
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, strict=False)


def read(file: BinaryIO) -> Iterator[Item]:
    """Tables for lists of objects, lines 「key: value」 for the rest, plain text for what is not JSON after all."""
    decoded = encoding.decode(file)
    if decoded.remark:
        yield decoded.remark
    values = _Values(decoded.blocks)
    records, rows = RecordTable("レコード"), Chunks("表")
    for value in values:
        if values.is_many and isinstance(value, dict):
            yield from records.add(flatten(value))
        elif values.is_many and not isinstance(value, Passage):
            rows.add(_row(value))
            if rows.full:
                yield from rows.take()
        else:
            yield from _single(value)
    yield from records.take()
    yield from rows.take()
    if values.rest is not None:
        yield Remark("JSONとして正しくない部分は、文字として読みました")
        yield from passages(values.rest)


def _row(value: object) -> list[str]:
    """A list as a row of cells, a scalar as a row of one."""
    cells = value if isinstance(value, list) else [value]
    return ["\n".join(flatten(cell).values()) if isinstance(cell, dict | list) else as_text(cell) for cell in cells]


def _single(value: object) -> Iterator[Item]:
    if isinstance(value, Passage):
        yield value
        return
    found, rest = lists_of_records(value)
    if text := lines(rest):
        yield from (Passage(each.text, "本文") for each in passages([text]))
    for path, records in found:
        yield from record_table(path or "レコード", map(flatten, records))


class _Values:
    """The values of a text one by one: the elements of a list, the lines of JSON Lines, or the one value there is.

    Only one value is held in memory. A broken line comes as a passage; what cannot be parsed any further is left in
    `rest`, as blocks of text.
    """

    def __init__(self, blocks: Iterator[str]) -> None:
        self._blocks = blocks
        self._text = next(blocks, "").lstrip("\ufeff \t\r\n")
        self._at = 0
        self._is_list = self._text.startswith("[")
        self._count = 0
        self.rest: Iterator[str] | None = None

    @property
    def is_many(self) -> bool:
        """Whether the value handed out last is one of several, or the element of a list."""
        return self._is_list or self._count > 1 or not self._ended()

    def __iter__(self) -> Iterator[object]:
        self._at = 1 if self._is_list else 0
        while self.rest is None and not self._ended():
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except (json.JSONDecodeError, RecursionError) as error:
                if self._is_cut_off(error) and self._more():
                    continue
                yield from self._broken()
                continue
            if end == len(self._text) and isinstance(value, str) and self._more():
                continue  # a number may go on in the next block
            self._at = end
            self._count += 1
            yield value

    def _ended(self) -> bool:
        while True:
            match = _BETWEEN.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                break
            if not self._more():
                return True
        if self._is_list and self._text[self._at] == "]":
            self._is_list = False
            self._count += 1  # whatever follows the list is one of several
            self._at += 1
            return self._ended()
        return False

    def _is_cut_off(self, error: Exception) -> bool:
        """Whether the value may only be incomplete, because it goes on in the next block."""
        if not isinstance(error, json.JSONDecodeError) or len(self._text) - self._at > _LARGEST_VALUE:
            return False
        return error.pos > len(self._text) - 16 or error.msg.startswith("Unterminated string")

    def _broken(self) -> Iterator[Passage]:
        """Go on behind a broken line of JSON Lines; elsewhere nothing more can be parsed."""
        end = self._text.find("\n", self._at) + 1
        if self._is_list or not self._count or not end:
            self.rest = chain([self._text[self._at :]], self._blocks)
            return
        yield Passage(self._text[self._at : end], "JSONとして読めない行")
        self._at = end

    def _more(self) -> bool:
        """Take in more text: as much again as is held, so that a long value is not parsed too many times."""
        held = self._text[self._at :]
        blocks, size = [held], 0
        while size <= len(held):
            block = next(self._blocks, "")
            if not block:
                break
            blocks.append(block)
            size += len(block)
        self._text, self._at = "".join(blocks), 0
        return size > 0
