"""Which columns of a list are readings of another column, and which name people of their own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import regex

from detectors import name_shapes
from detectors.cellnames import CellNames
from detectors.headings import Headings
from detectors.judged import Column, sample
from detectors.lexicon import Lexicon
from detectors.normalize import fold_heading, normalize

_PLAIN = frozenset(fold_heading(word) for word in ("フリガナ", "ふりがな", "カナ", "かな", "氏名カナ", "カナ氏名"))
_ALIKE = 0.3  # share of rows in which the kana are how the name is read: names have rare readings
_ROWS = 60
_AS_MANY = 0.5  # of the different values: two who check (確認者) are not the people of eleven foreign names
_KNOWN = 0.5  # share of readings that the dictionary must know as names where nothing is written beside them
_KNOWN_OF_PEOPLE = 0.25  # under a heading that says whose (カナシメイ, 口座名義カナ)

_NEAREST = 40  # columns of written names before and behind one of kana, among which are those that it reads

_SMALL = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ", " \u3000・")  # banks write no small kana

Cells = Sequence[Sequence[str]]


class Readings:
    """Tells フリガナ (the same people) from a column of kana that names others."""

    def __init__(self, headings: Headings, lexicon: Lexicon, names: CellNames) -> None:
        self._headings = headings
        self._lexicon = lexicon
        self._names = names

    def settle(self, found: list[Column], headings: Sequence[str], columns: Cells) -> list[Column]:
        """The columns with every column of kana as what it is; a reading of things (商品名) is none of ours."""
        found = [column for column in found if not self._reads_a_thing(column, headings)]
        written = [column for column in found if column.kind == "PERSON" and not column.part.endswith("reading")]
        if written:
            names = {column.index: columns[column.index] for column in written}
            beside = {at: len(set(cells)) for at, cells in names.items() if _is_written(cells)}
            order = sorted(beside)
            return [self._as_reading(column, beside, order, columns) for column in found]
        return [
            column
            for column in found
            if not column.part.endswith("reading") or self._reads_like_people(column, columns)
        ]

    def _reads_a_thing(self, column: Column, headings: Sequence[str]) -> bool:
        if column.part != "reading" or fold_heading(column.heading) not in _PLAIN or not column.index:
            return False
        return self._headings.refuses(headings[column.index - 1], "PERSON")

    def _as_reading(self, column: Column, written: Mapping[int, int], order: Sequence[int], columns: Cells) -> Column:
        """口座名義（カナ） beside 氏名 names the same people, beside 児童 their parents.

        `written`: the columns of names that are not in kana, and how many different cells each has; `order`: in theirs.
        """
        if column.kind != "PERSON" or column.part.startswith(("family", "given")) or not written:
            return column
        if column.index in written or _is_written(columns[column.index]):
            return column
        rows = len(set(columns[column.index]))
        beside = [at for at in _nearest(column.index, order) if written[at] > rows * _AS_MANY]
        if not beside:
            return column
        same = any(self._same_people(columns[column.index], columns[at]) for at in beside)
        if same or (column.part == "reading" and fold_heading(column.heading) in _PLAIN):
            return replace(column, part="reading")
        return replace(column, part="")

    def _same_people(self, readings: Sequence[str], names: Sequence[str]) -> bool:
        pairs = [
            (name_shapes.composed(normalize(kana)).replace(" ", ""), self._lexicon.reading(normalize(name)))
            for kana, name in zip(readings[:_ROWS], names[:_ROWS], strict=True)
            if kana.strip() and name.strip()
        ]
        latin = sum(kana.isascii() for kana, _ in pairs)
        equal = sum(kana == read or kana[-2:] == read[-2:] or kana.startswith(read) for kana, read in pairs)
        return bool(pairs) and (latin * 2 > len(pairs) or equal >= len(pairs) * _ALIKE)

    def _reads_like_people(self, column: Column, columns: Cells) -> bool:
        values = [name_shapes.composed(value) for value in sample(columns[column.index])]
        if column.part == "reading":
            known = sum(self._names.strength(value) >= 2 for value in values)
        else:
            known = sum(bool(self._lexicon.classes(value) & {"surname", "given"}) for value in values)
        least = _KNOWN if fold_heading(column.heading) in _PLAIN else _KNOWN_OF_PEOPLE
        return known >= len(values) * least


def holders(columns: Sequence[Column], values: Mapping[int, list[str]], headings: Headings) -> Iterator[list[str]]:
    """Names in kana of others than the row is about: 口座名義人 where it differs from 利用者カナ."""
    kana = [column for column in columns if column.part == "reading" and column.index in values]
    own = next((column for column in kana if headings.meaning(column.heading).part == "reading"), None)
    for column in kana if own else ():
        if own and not headings.meaning(column.heading).part:
            pairs = zip(values[column.index], values[own.index], strict=True)
            yield [name if name and read and _heard(name) != _heard(read) else "" for name, read in pairs]


def _heard(name: str) -> str:
    return name_shapes.composed(name).translate(_SMALL)


def _nearest(index: int, columns: Sequence[int]) -> Sequence[int]:
    """Of columns in their order those around another: in a table of thousands not each is held beside each."""
    place = bisect_left(columns, index)
    return columns[max(0, place - _NEAREST) : place + _NEAREST]


def _is_written(cells: Sequence[str]) -> bool:
    values = sample(cells)[:50]
    return sum(bool(regex.search(r"\p{Han}", value)) for value in values) * 2 >= len(values)
