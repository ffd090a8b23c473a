"""Results in columns: aligned for a terminal, or as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One table with its title and what must be known to read it."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    notes: tuple[str, ...] = ()

    def plain(self) -> str:
        """The table for a terminal: the first column to the left, figures to the right."""
        lines = [self.headings, *self.rows]
        widths = [max(len(line[column]) for line in lines) for column in range(len(self.headings))]
        shown = [
            "  ".join(
                cell.rjust(width) if column else cell.ljust(width)
                for column, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        ]
        rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
        return "\n".join([self.title, rule, shown[0], rule, *shown[1:], *(f"  {note}" for note in self.notes)])

    def markdown(self) -> str:
        """The table for a document."""
        marks = ["---", *["---:"] * (len(self.headings) - 1)]
        lines = ["| " + " | ".join(line) + " |" for line in [self.headings, marks, *self.rows]]
        return "\n".join([f"### {self.title}", "", *lines, *(f"\n{note}" for note in self.notes)])


def number(value: float) -> str:
    """A figure in three digits, as far as they mean anything.

    >>> number(1234.5), number(12.345), number(0.012345)
    ('1,234', '12.3', '0.0123')
    """
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:.3g}"


def times(ours: float, theirs: float) -> str:
    """How many times faster ours is.

    >>> times(30.0, 10.0)
    '3.00x'
    """
    return f"{number(ours / theirs)}x" if theirs else ""
