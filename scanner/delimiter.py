"""Which character separates the cells of a text table, and whether a text is a table at all."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence

TABLE_SUFFIXES = frozenset([".csv", ".tsv", ".tab", ".psv"])
_PROSE_SUFFIXES = frozenset(
    [
        *(".md", ".markdown", ".rst", ".tex", ".py", ".js", ".ts", ".java", ".c", ".h", ".cpp", ".cs", ".php", ".rb"),
        *(".go", ".rs", ".sql", ".sh", ".bat", ".ps1", ".vb", ".vbs", ".bas", ".css", ".yaml", ".yml", ".toml", ".ini"),
    ]
)
_DELIMITERS = (",", "\t", ";", "|")
_LINES = 300
_SEPARATOR_LINE = re.compile(r"\ufeff?sep=(.)\r?\n")


def delimiter_of(text: str) -> str:
    """The delimiter of a text that is known to be a table (",", where it has a single column)."""
    if declared := _SEPARATOR_LINE.match(text):
        return declared[1]
    return max(_DELIMITERS, key=lambda delimiter: _regularity(_rows(text, delimiter) if delimiter in text else ()))


def looks_delimited(text: str, suffix: str) -> bool:
    """Whether the text is a table: by its name, or by lines that all have the same number of short cells."""
    if suffix in TABLE_SUFFIXES:
        return True
    if is_prose(suffix):
        return False
    return any(delimiter in text and _is_table(_rows(text, delimiter), delimiter) for delimiter in _DELIMITERS)


def is_prose(suffix: str) -> bool:
    """Whether a name promises text that is no table, however its lines are filled with blanks (programs, Markdown)."""
    return suffix in _PROSE_SUFFIXES


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """The first rows; the last one of a long text is left out, because it may be cut off."""
    lines = list(io.StringIO(text[:65536], newline=""))[:_LINES]
    if len(text) > 65536 or len(lines) == _LINES:
        lines = lines[:-1] or lines
    try:
        rows = list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        rows = [line.rstrip("\r\n").split(delimiter) for line in lines]
    return [row for row in rows if any(row)]


def _regularity(rows: Sequence[Sequence[str]]) -> tuple[float, int]:
    """How many rows share the commonest width above 1, and that width."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0.0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return round(count / len(rows), 1), width


def _is_table(rows: Sequence[Sequence[str]], delimiter: str) -> bool:
    """Strict: at least three rows, nine in ten of one width, short cells, and not the commas of sentences."""
    share, width = _regularity(rows)
    if len(rows) < 3 or share < 0.9 or (width < 3 and delimiter != "\t"):
        return False
    body = [row for row in rows if len(row) == width]
    cells = [cell for row in body for cell in row]
    spaced = sum(cell.startswith(" ") for row in body for cell in row[1:])
    long = sum(len(cell) > 60 for cell in cells)
    sentences = sum(cell.rstrip().endswith(("。", ".")) for cell in cells)
    few = len(cells) // 5
    if delimiter != "|" and spaced > len(body) * (width - 1) // 2 and not _has_heading(body[0]):
        return False
    return long <= few and sentences <= few


def _has_heading(row: Sequence[str]) -> bool:
    """A first row of distinct, short labels without digits."""
    labels = [cell.strip() for cell in row]
    return all(0 < len(label) <= 24 and not re.search(r"[0-9]", label) for label in labels) and len(set(labels)) == len(
        labels
    )
