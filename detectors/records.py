"""The rows of a list as records of people: whom a row names, and what tells them apart."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.bulk import fold_all
from detectors.lexicon import Lexicon
from detectors.marks import Marks
from detectors.persons import PersonCounter
from detectors.several import SEVERAL


def count_rows(
    groups: Sequence[Sequence[str]], marks: Sequence[Marks], lexicon: Lexicon, counter: PersonCounter
) -> int:
    """Hand the people of every row to the counter; how many rows name or identify somebody.

    `groups`: the names of each group of name columns (本人, then 担当者 and others). The marks are those of the first.
    """
    alone = [column for column in marks if column.kind != "DATE_OF_BIRTH"]  # a birthday alone identifies nobody
    if not groups:
        counter.add_rows([""] * len(alone[0].values) if alone else [], alone)
        return sum(_any_in_row([column.values for column in alone]))
    told = _any_in_row([column.values for column in marks]) if marks else [False] * len(groups[0])
    for place, names in enumerate(groups):
        if place == 0:
            _count_group(names, marks, alone, told, lexicon, counter)
        else:
            _count_group(names, (), (), [False] * len(names), lexicon, counter)
    return sum(_any_in_row([told, *groups]))


def _any_in_row(columns: Sequence[Sequence[object]]) -> list[bool]:
    """For each row, whether one of the columns has something there."""
    if any(map(all, columns)):
        return [True] * len(columns[0])
    return list(map(any, zip(*columns, strict=True)))


def _count_group(
    names: Sequence[str],
    marks: Sequence[Marks],
    alone: Sequence[Marks],
    told: Sequence[bool],
    lexicon: Lexicon,
    counter: PersonCounter,
) -> None:
    """The people of one group of name columns: one, several or none in a row. `told`: whether a row has marks."""
    plain = fold_all(names)
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
    counter.add_rows(*_chosen([at for at, name in enumerate(names) if not name], plain, alone))


def _details(marks: Sequence[Marks], row: int) -> list[str]:
    return [f"{column.kind}:{column.values[row]}" for column in marks if column.values[row]]


def _chosen(rows: list[int], names: list[str], marks: Sequence[Marks]) -> tuple[list[str], Sequence[Marks]]:
    if len(rows) == len(names):
        return names, marks
    return [names[at] for at in rows], [Marks(kind, [values[at] for at in rows]) for kind, values in marks]
