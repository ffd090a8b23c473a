"""The cells of a judged column as values, in bulk: a column whose sample fitted is not asked cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import regex

from detectors import name_shapes
from detectors.bulk import in_bulk
from detectors.columns import ColumnJudge
from detectors.judged import LONGEST_VALUE, Column
from detectors.normalize import normalize
from detectors.rules import load_words
from detectors.several import SEVERAL, with_several

MOST_FIT = 0.95  # share of the sample from which on a filled cell counts without being asked
ON_TWO_LINES = 0.6  # share of the cells of two lines that hold one name, from which all of them do
FEWEST_ON_LINES = 3  # such cells
NOTHING = frozenset(load_words("nothing"))
_NO_NAMES = name_shapes.NOT_A_NAME | NOTHING
_PLAIN_NAME = regex.compile(r"\p{Han}[\p{Han}々ヶヵ]{0,3} ?[\p{Han}々ぁ-ゖァ-ヺー]{1,5}", regex.VERSION1)


class CellReader:
    """Turns the cells of a column into values: normalized, "" where a cell holds none of the column's kind."""

    def __init__(self, judge: ColumnJudge) -> None:
        self._judge = judge

    def values(self, column: Column, cells: Sequence[str]) -> list[str]:
        """One value per cell, "" for a text; a cell that names several people holds them with SEVERAL between."""
        if max(map(len, cells), default=0) > LONGEST_VALUE:
            cells = ["" if len(cell) > LONGEST_VALUE else cell for cell in cells]
        values = self._values(column, cells)
        if not self._judge.ignored:
            return values
        ignores = lru_cache(maxsize=4096)(lambda value: self._judge.ignored.is_cell(column.kind, value))
        return [_left(value, ignores) if value else value for value in values]

    def _values(self, column: Column, cells: Sequence[str]) -> list[str]:
        plain = list(map(str.strip, in_bulk(normalize, cells)))
        if column.kind == "PERSON" and not column.part:
            return self._names(plain)
        plain = with_several(column.kind, plain)
        if column.share >= MOST_FIT:
            return plain if NOTHING.isdisjoint(plain) else ["" if cell in NOTHING else cell for cell in plain]
        fits = lru_cache(maxsize=4096)(lambda cell: self._judge.fits(column.kind, cell, column.part))
        return [cell if cell and cell not in NOTHING and fits(cell) else "" for cell in plain]

    def _names(self, cells: list[str]) -> list[str]:
        distinct = set(cells)
        joined = self._are_on_two_lines(cell for cell in distinct if cell.count("\n") == 1)
        names = {cell: self._name(" ".join(cell.split("\n")) if joined and "\n" in cell else cell) for cell in distinct}
        return [names[cell] for cell in cells]

    def _are_on_two_lines(self, cells: Iterable[str]) -> bool:
        """Whether the given names of a column stand on a line of their own: then also those the dictionary lacks."""
        found = [len(self._judge.names.people(cell)) == 1 for cell in cells]
        return len(found) >= FEWEST_ON_LINES and sum(found) >= ON_TWO_LINES * len(found)

    def _name(self, cell: str) -> str:
        if not cell or cell in _NO_NAMES:
            return ""
        return cell if _PLAIN_NAME.fullmatch(cell) and self._is_no_section(cell) else self._names_in(cell)

    def _is_no_section(self, cell: str) -> bool:
        surname, gap, _ = cell.partition(" ")
        return bool(gap) and cell[-1] not in "部課室係社店会様殿氏君員者長" and self._judge.lexicon.is_surname(surname)

    def _names_in(self, cell: str) -> str:
        return SEVERAL.join(self._judge.names.people(cell))


def _left(value: str, ignores: Callable[[str], bool]) -> str:
    """What is left of the value of a cell, or of its several values."""
    if ignores(value):
        return ""
    return SEVERAL.join(part for part in value.split(SEVERAL) if not ignores(part)) if SEVERAL in value else value
