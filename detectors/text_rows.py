"""Lines of running text as rows of cells: where the cells stand that commas, tabs, bars or wide gaps set apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

Span = tuple[int, int]  # half-open offsets into the text as given
LONGEST_LINE = 4_000  # characters of a row


class Separator(NamedTuple):
    """What parts the cells of a row.

    `sure`: it hardly stands in sentences. `padded`: a cell that is empty leaves no trace, so all rows must be as wide
    as the headings.
    """

    pattern: re.Pattern[str]
    sure: bool = True
    padded: bool = False
    quotes: bool = False
    bars: bool = False


BAR = Separator(re.compile(r"[|｜│┃]"), bars=True)
TAB = Separator(re.compile(r"\t"))
SEPARATORS = (
    BAR,
    TAB,
    Separator(re.compile(r"[,，]"), quotes=True),
    Separator(re.compile(r"[;；]"), quotes=True),
    Separator(re.compile(r"／| / ")),
    Separator(re.compile(r"[ \u3000\u00a0]{2,}"), padded=True),
    Separator(re.compile(r" *\u3000[ \u3000]*| {2,}"), padded=True),
    Separator(re.compile(r"、"), sure=False),
    Separator(re.compile(r" +"), sure=False, padded=True),
)
_STROKES = "-=‐―─━" + "".join(map(chr, range(0x2500, 0x2580)))
_DRAWN = _STROKES + " \t\r\u3000|｜+:*_"
_LEAD = re.compile(r"(?:[>＞][ \u3000]?)*")
_INDENT = re.compile(r"[ \u3000\u00a0]*")
_QUOTES, _SPACES = (">", "＞"), (" ", "\u3000", "\u00a0")  # what these begin with
_EDGE = " \t\r\u3000\u00a0\"'`*“”"


def is_rule(line: str) -> bool:
    """Whether a line is drawn (|---|:--:|, +----+, ====  ====) and says nothing."""
    return not line.strip(_DRAWN) and len(line.strip()) > 1 and any(stroke in line for stroke in _STROKES)


def cells_of(text: str, start: int, end: int, separator: Separator) -> list[Span]:
    """The cells of the line between two offsets, without the spaces and quotation marks around them."""
    start = _beginning(text, start, end, separator)
    while end > start and text[end - 1] in " \r\u3000\u00a0":
        end -= 1
    edges = [match.span() for match in separator.pattern.finditer(text, start, end)]
    if separator.quotes and '"' in text[start:end]:
        edges = _outside_quotes(text, start, edges)
    if separator.bars and edges:
        if edges[0][0] == start:
            start = edges.pop(0)[1]
        if edges and edges[-1][1] == end:
            end = edges.pop()[0]
    starts = [start, *(stop for _, stop in edges)]
    stops = [*(begin for begin, _ in edges), end]
    return [trimmed(text, begin, stop) for begin, stop in zip(starts, stops, strict=True)]


def first_cell(text: str, start: int, end: int, separator: Separator) -> Span | None:
    """The first of the cells of a line without quotation marks or bars; None where nothing parts it."""
    start = _beginning(text, start, end, separator)
    edge = separator.pattern.search(text, start, end)
    return trimmed(text, start, edge.start()) if edge else None


def trimmed(text: str, start: int, end: int) -> Span:
    """A span without the blanks, quotation marks and emphasis at its ends."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def values(text: str, row: Sequence[Span]) -> list[str]:
    """What stands in the cells of a row."""
    return [text[start:end] for start, end in row]


def _beginning(text: str, start: int, end: int, separator: Separator) -> int:
    """Where the first cell of a line may begin, behind marks of quoting and the indent."""
    if text.startswith(_QUOTES, start, end):
        start = _match_end(_LEAD, text, start, end)
    if separator is not TAB and text.startswith(_SPACES, start, end):
        start = _match_end(_INDENT, text, start, end)
    return start


def _match_end(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    match = pattern.match(text, start, end)
    return match.end() if match else start


def _outside_quotes(text: str, start: int, edges: Sequence[Span]) -> list[Span]:
    """The separators before which every quotation mark is closed."""
    kept, position, marks = [], start, 0
    for edge in edges:
        marks += text.count('"', position, edge[0])
        position = edge[0]
        if marks % 2 == 0:
            kept.append(edge)
    return kept
