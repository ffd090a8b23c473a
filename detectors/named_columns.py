"""Which columns of a list name one person together (姓 and 名), and whom of several its rows are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detectors.judged import Column
from detectors.normalize import fold_heading
from detectors.rules import load_heading_words

LEADING = 0.9  # score above which a heading announces names


def named_columns(columns: Sequence[Column], values: Mapping[int, Sequence[str]]) -> list[tuple[Column, ...]]:
    """The columns that name one person each, those whom the rows are about first; `values`: by index, what they hold.

    氏名, or 姓 with 名; a reading only where nothing else names anybody.
    """
    people = [column for column in columns if column.kind == "PERSON" and column.index in values]
    groups = _groups(people)
    if not groups and people:
        groups = [tuple(people)]
    main = next((place for place, group in enumerate(groups) if _leads(group[0])), 0)
    return groups[main:] + groups[:main]


def _groups(people: Sequence[Column]) -> list[tuple[Column, ...]]:
    """Whole names and pairs of their parts, in the order of the list."""
    groups: list[tuple[Column, ...]] = []
    waiting: Column | None = None
    for column in people:
        if column.part in ("family", "given"):
            if waiting and waiting.part != column.part:
                pair = (waiting, column) if waiting.part == "family" else (column, waiting)
                groups.append(pair)
                waiting = None
                continue
            if waiting and waiting.part == "family":
                groups.append((waiting,))
            waiting = column
        elif not column.part:
            groups.append((column,))
    if waiting and (waiting.part == "family" or not groups):
        groups.append((waiting,))
    return groups


def _leads(column: Column) -> bool:
    """Whether a column names whom the row is about: not who is in charge of it (担当者)."""
    return column.score > LEADING and fold_heading(column.heading) not in load_heading_words().office


def whole_names(group: Sequence[Column], values: Mapping[int, Sequence[str]]) -> list[str]:
    """The names of columns that name one person together, row by row."""
    if len(group) == 1:
        return list(values[group[0].index])
    return [" ".join(filter(None, parts)) for parts in zip(*(values[one.index] for one in group), strict=True)]
