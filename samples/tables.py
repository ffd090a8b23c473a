"""Tables of people: columns say what they hold, so a table knows its own truth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from samples.people import Person
from samples.share import NOTHING, Facts

Cell = str | int | float | date
Row = Sequence[Cell]
State = Literal["visible", "hidden", "veryHidden"]


@dataclass(frozen=True, slots=True)
class Field:
    """What stands in a column: the kind of data ("" for none), the cell, and whom it is about."""

    kind: str
    cell: Callable[[Person], Cell]
    who: Callable[[Person], Person] = lambda one: one

    def of(self, who: Callable[[Person], Person]) -> Field:
        """The same data about someone else who belongs to the row, such as 担当者."""
        return replace(self, who=who)


@dataclass(frozen=True, slots=True)
class Table:
    """One row per person."""

    fields: Mapping[str, Field]
    people: Sequence[Person]

    @property
    def headings(self) -> list[str]:
        """The row of headings."""
        return list(self.fields)

    @property
    def rows(self) -> list[list[Cell]]:
        """The rows below the headings."""
        return [[field.cell(field.who(one)) for field in self.fields.values()] for one in self.people]

    @property
    def grid(self) -> list[Row]:
        """Headings and rows."""
        return [self.headings, *self.rows]

    @property
    def facts(self) -> Facts:
        """Who stands in the table, and which kinds of data; a column without a single entry holds nothing."""
        filled = [
            (field, field.who(one))
            for field in self.fields.values()
            for one in self.people
            if field.kind and field.cell(field.who(one)) != ""
        ]
        return Facts(frozenset(one for _, one in filled), frozenset(field.kind for field, _ in filled))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook."""

    name: str
    rows: Sequence[Row]
    facts: Facts = NOTHING
    state: State = "visible"
    merged: tuple[str, ...] = ()


def sheet(
    name: str,
    table: Table,
    above: Iterable[Row] = (),
    below: Iterable[Row] = (),
    state: State = "visible",
    also: Facts | None = None,
    merged: tuple[str, ...] = (),
) -> Sheet:
    """A sheet with a table, what stands above and below it, and what that adds to the facts."""
    return Sheet(name, [*above, *table.grid, *below], table.facts | (also or NOTHING), state, merged)


def together(sheets: Iterable[Sheet]) -> Facts:
    """The facts of a whole workbook."""
    total = NOTHING
    for one in sheets:
        total |= one.facts
    return total
