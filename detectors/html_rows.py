"""Fragments of HTML that stand in running text as they were pasted: the rows of their tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from detectors.text_rows import Span, trimmed

MOST_CELLS = 10_000  # of one block
_APART = 200  # characters between two cells from which on they belong to different tables
_PIECE = re.compile(r"<(?P<end>/?)(?P<name>table|tr|th|td)\b[^<>]{0,300}>", re.IGNORECASE)
_TAGS_BEFORE = re.compile(r"(?:\s*<[^<>]{1,200}>)*\s*")
_LONGEST_TAG = 200


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one table, cell by cell, and where it stands in the text."""

    start: int
    end: int
    rows: tuple[tuple[Span, ...], ...]


def may_hold(text: str) -> bool:
    """Whether a text can hold cells at all."""
    return "</t" in text or "</T" in text


def blocks(text: str) -> Iterator[Block]:
    """The tables of a text in their order; cells outside any row make a row together."""
    rows: list[list[Span]] = [[]]
    start = opened = -1
    last = 0
    for match in _PIECE.finditer(text):
        name, ends = match["name"].lower(), bool(match["end"])
        if opened >= 0 and (ends or name != "table"):
            rows[-1].append(_inner(text, opened, match.start()))
            opened = -1
        if start >= 0 and (name == "table" or match.start() - last > _APART):
            yield from _block(start, last, rows)
            rows, start = [[]], -1
        if name == "tr" and rows[-1]:
            rows.append([])
        if name in ("th", "td") and not ends:
            opened = match.end()
            start = match.start() if start < 0 else start
        last = match.end()
    if start >= 0:
        yield from _block(start, last, rows)


def _block(start: int, end: int, rows: list[list[Span]]) -> Iterator[Block]:
    filled = tuple(tuple(row) for row in rows if row)
    if filled and sum(map(len, filled)) <= MOST_CELLS:
        yield Block(start, end, filled)


def _inner(text: str, start: int, end: int) -> Span:
    """The text of a cell without the tags at its ends."""
    before = _TAGS_BEFORE.match(text, start, end)
    start, end = trimmed(text, before.end() if before else start, end)
    while end > start and text[end - 1] == ">" and (tag := text.rfind("<", max(start, end - _LONGEST_TAG), end)) >= 0:
        start, end = trimmed(text, start, tag)
    return start, end
