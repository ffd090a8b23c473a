"""The rows of a list as records of people: whom a row names, and what tells them apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from detectors.bulk import fold_all
from detectors.lexicon import Lexicon
from detectors.marks import Marks
from detectors.persons import LONGEST_SURNAME, PersonCounter
from detectors.several import SEVERAL

FEWEST_MENTIONED = 4  # surnames of a column that may be those of the people of the list
MENTIONED = 0.9  # share of them that must be
OF_THE_LIST = 0.4  # as many of its people must be mentioned: a chain of calls, not two who are in charge


class NameGroup(NamedTuple):
    """The names of one group of name columns, row by row; `is_subject`: the rows are about them (not 担当者)."""

    names: Sequence[str]
    is_subject: bool = True


def count_rows(groups: Sequence[NameGroup], marks: Sequence[Marks], lexicon: Lexicon, counter: PersonCounter) -> int:
    """Hand the people of every row to the counter; how many rows name or identify somebody.

    `groups`: the group whom the list is about first, then 担当者 and others. The marks of a row are those of the first
    of its subjects (受給者, in other rows 児童).
    """
    alone = [column for column in marks if column.kind != "DATE_OF_BIRTH"]  # a birthday alone identifies nobody
    if not groups:
        counter.add_rows([""] * len(alone[0].values) if alone else [], alone)
        return sum(_any_in_row([column.values for column in alone]))
    free: list[int] | None = None  # rows whose marks are still nobody's; None: all
    for place, group in enumerate(groups):
        names = group.names if place == 0 else _without_mentions(groups[0].names, group.names, lexicon)
        takes = place == 0 or (group.is_subject and any(names[at] for at in free or ()))
        _count_group(names, _of_rows(marks, free) if takes else (), lexicon, counter)
        if takes:
            rows = range(len(names)) if free is None else free
            free = [at for at in rows if not names[at]]
    if free:
        counter.add_rows([""] * len(free), [Marks(kind, [values[at] for at in free]) for kind, values in alone])
    return sum(_any_in_row([*(column.values for column in marks), *(group.names for group in groups)]))


def _of_rows(marks: Sequence[Marks], rows: Sequence[int] | None) -> Sequence[Marks]:
    """The marks of some rows, all others without one."""
    if rows is None:
        return marks
    chosen = set(rows)
    return [Marks(kind, [value if at in chosen else "" for at, value in enumerate(values)]) for kind, values in marks]


def _without_mentions(people: Sequence[str], names: Sequence[str], lexicon: Lexicon) -> Sequence[str]:
    """Names without the surnames by which a column (次の連絡先) speaks of the people of the list themselves."""
    surnames = {name for name in names if name and len(name) <= LONGEST_SURNAME and lexicon.is_surname_alone(name)}
    if len(surnames) < FEWEST_MENTIONED:
        return names
    distinct = set(filter(None, people))
    begun = {name[:length] for name in distinct for length in range(1, min(LONGEST_SURNAME + 1, len(name)))}
    known = surnames & begun
    if len(known) < len(surnames) * MENTIONED or len(known) < len(distinct) * OF_THE_LIST:
        return names
    return ["" if name in known else name for name in names]


def _any_in_row(columns: Sequence[Sequence[object]]) -> list[bool]:
    """For each row, whether one of the columns has something there."""
    if any(map(all, columns)):
        return [True] * len(columns[0])
    return list(map(any, zip(*columns, strict=True)))


def _count_group(names: Sequence[str], marks: Sequence[Marks], lexicon: Lexicon, counter: PersonCounter) -> None:
    """The people of one group of name columns, each with their marks: one, several or none in a row."""
    plain = fold_all(names)
    told = _any_in_row([column.values for column in marks]) if marks else [False] * len(names)
    distinct = set(names)
    several = {name for name in distinct if SEVERAL in name}
    bare = distinct if not any(told) else {name for name, has in zip(names, told, strict=True) if not has}
    surnames = {name for name in bare if name and lexicon.is_surname_alone(name)}
    for at, name in enumerate(names) if several or surnames else ():
        if name in several:
            for number, one in enumerate(name.split(SEVERAL)):
                counter.add(one, _details(marks, at) if number == 0 else [])
            plain[at] = ""
        elif name in surnames and not told[at]:
            counter.add_listed_surname(name)
            plain[at] = ""
    counter.add_rows(*_chosen([at for at, name in enumerate(plain) if name], plain, marks))


def _details(marks: Sequence[Marks], row: int) -> list[str]:
    return [f"{column.kind}:{column.values[row]}" for column in marks if column.values[row]]


def _chosen(rows: list[int], names: list[str], marks: Sequence[Marks]) -> tuple[list[str], Sequence[Marks]]:
    if len(rows) == len(names):
        return names, marks
    return [names[at] for at in rows], [Marks(kind, [values[at] for at in rows]) for kind, values in marks]
