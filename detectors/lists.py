"""One list of a file, chunk after chunk: its columns are judged once, its rows counted in bulk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import regex

from detectors import name_shapes
from detectors.columns import Column
from detectors.engine import Engine
from detectors.finding import Sample
from detectors.linking import detail, is_personal_contact
from detectors.normalize import normalize
from detectors.persons import PersonCounter
from detectors.tables import Layout, unstack
from detectors.tally import Tally

_EMPTY = regex.compile(r"[\s\-ー―—×✕x/／*＊.]*")
_WORTH_READING = regex.compile(r"[\p{Han}ぁ-ゖァ-ヺ]{2}|@|[0-9][0-9 ()+-]{7,}")
BOTH = 3  # the strength of a name whose surname and given name the dictionary knows
SEVERAL = "\n"  # between the names of a cell that holds several
_SEVERAL = regex.compile(r"[\n、,/／;；]+|[ ]{2,}")
SHORT = 12  # a word alone in a cell has no sentence around it that could tell a name from a place
_CERTAIN = 0.65


class ListReader:
    """A list under judgement: feeds the file's tally and person counter."""

    def __init__(
        self, engine: Engine, layout: Layout, place: str, tally: Tally, counter: PersonCounter, *, people_expected: bool
    ) -> None:
        self._engine = engine
        self._layout = layout
        self._place = place
        self._tally = tally
        self._counter = counter
        self._people_expected = people_expected
        self.columns: list[Column] = []
        self.rows = 0
        self.filled_rows = 0

    def first(self, columns: Sequence[Sequence[str]]) -> None:
        """The first chunk: judge the columns, then count from the first data row on."""
        data = [column[self._layout.first :] for column in columns]
        self.columns = self._engine.columns.judge(
            self._layout.headings, unstack(data) if self._layout.stacked else data, people_expected=self._people_expected
        )
        self.more(data)

    def more(self, columns: Sequence[Sequence[str]]) -> None:
        """Data rows only."""
        if self._layout.stacked:
            columns = unstack(columns)
        self.rows += len(columns[0]) if columns else 0
        judged = {column.index: column for column in self.columns}
        values = {index: self._values(column, columns[index]) for index, column in judged.items() if index < len(columns)}
        for index, column in judged.items():
            self._count(column, values.get(index, []))
        self._count_people(values)
        for index, cells in enumerate(columns):
            heading = self._layout.headings[index] if index < len(self._layout.headings) else ""
            if index not in judged and not self._engine.headings.meaning(heading).part:
                self._read_text(heading, cells)

    def _values(self, column: Column, cells: Sequence[str]) -> list[str]:
        """The column's cells, normalized; "" where a cell holds no value of the kind."""
        fits = lru_cache(maxsize=4096)(lambda cell: self._value(column, cell))
        return [fits(cell) if cell else "" for cell in cells]

    def _value(self, column: Column, cell: str) -> str:
        value = normalize(cell).strip()
        if not value or _EMPTY.fullmatch(value):
            return ""
        if column.kind == "PERSON" and not column.part:
            parts = _SEVERAL.split(value)
            if len(parts) == 2 and name_shapes.strength(" ".join(parts), self._engine.lexicon) == BOTH:
                return " ".join(parts)  # surname and given name on two lines of one cell
            return SEVERAL.join(name for part in parts if (name := self._name(part)))
        return value if self._engine.columns.fits(column.kind, value, column.part) else ""

    def _name(self, text: str) -> str:
        start, end = name_shapes.trim(text)
        name = text[start:end]
        return name if self._engine.columns.is_name(name) else ""

    def _count(self, column: Column, values: list[str]) -> None:
        filled = [part for value in values if value for part in value.split(SEVERAL)]
        if not filled or column.part.endswith("reading") or column.part == "given" and self._part("family"):
            return
        place = f"{self._place} 『{column.heading}』の列" if column.heading else f"{self._place} {column.index + 1}列目"
        self._tally.add_column(column.kind, filled, Sample(place.strip(), column.score, column.evidence, filled[0]))

    def _part(self, part: str) -> Column | None:
        return next((column for column in self.columns if column.kind == "PERSON" and column.part == part), None)

    def _count_people(self, values: dict[int, list[str]]) -> None:
        groups = self._name_groups(values)
        marks = [column for column in self.columns if self._tells_apart(column.kind)]
        for number in range(max(map(len, values.values()), default=0)):
            details = [
                detail(column.kind, value)
                for column in marks
                if column.index in values and (value := values[column.index][number])
                and (self._engine.rules[column.kind].identifies != "contact" or is_personal_contact(column.kind, value))
            ]
            names = [" ".join(part[number] for part in group if part[number]) for group in groups]
            if any(names) or details:
                self.filled_rows += 1
            self._add_row(names, details)

    def _tells_apart(self, kind: str) -> bool:
        return self._engine.rules[kind].identifies in ("contact", "alone") or kind in ("ORGANISATION_ID", "DATE_OF_BIRTH")

    def _add_row(self, names: list[str], details: list[str]) -> None:
        if not names:
            self._counter.add("", [mark for mark in details if not mark.startswith("DATE_OF_BIRTH")])
            return
        for place, cell in enumerate(names):
            for number, name in enumerate(cell.split(SEVERAL)):
                own = details if place == 0 and number == 0 else []
                if name and not own and self._is_surname(name):
                    self._counter.add_listed_surname(name)
                elif name:
                    self._counter.add(name, own)

    def _name_groups(self, values: dict[int, list[str]]) -> list[tuple[list[str], ...]]:
        """The columns that name one person each: 氏名, or 姓 with 名; a reading only where nothing else names anyone."""
        people = [column for column in self.columns if column.kind == "PERSON" and column.index in values]
        groups: list[tuple[list[str], ...]] = []
        pending: list[str] | None = None
        for column in people:
            if column.part == "family":
                pending = values[column.index]
                groups.append((pending,))
            elif column.part == "given" and pending is not None:
                groups[-1] = (pending, values[column.index])
                pending = None
            elif not column.part:
                groups.append((values[column.index],))
        if not groups:
            groups = [tuple(values[column.index] for column in people)] if people else []
        main = next((place for place, column in enumerate(self._leaders(people)) if column.score > 0.9), 0)
        return groups[main:] + groups[:main] if groups else []

    @staticmethod
    def _leaders(people: list[Column]) -> list[Column]:
        return [column for column in people if column.part in ("", "family")]

    def _read_text(self, heading: str, cells: Sequence[str]) -> None:
        """Cells that are no column of one kind (備考, 内容): read as text, each different cell once."""
        counted = Counter(cell for cell in cells if len(cell) > 1)
        refuses_names = self._engine.headings.refuses(heading, "PERSON")
        label = f"{heading}: " if heading else ""
        for cell, times in counted.items():
            if self._people_expected and not refuses_names and self._is_surname(normalize(cell).strip()):
                self._tally.add("PERSON", Sample(self._place, 0.65, ("姓が辞書にある", "人の一覧"), cell), times)
                self._counter.add_listed_surname(normalize(cell).strip())
                continue
            if not _WORTH_READING.search(normalize(cell)):
                continue
            text = label + cell
            for finding in self._engine.find(text, self._place):
                if finding.start < len(label):
                    continue
                if finding.kind == "PERSON" and (refuses_names or finding.score < _CERTAIN and len(cell) <= SHORT):
                    continue
                place = f"{self._place} 『{heading}』の列".strip() if heading else self._place
                self._tally.add(finding.kind, Sample(place, finding.score, finding.evidence, finding.value), times)
                if finding.kind == "PERSON":
                    plain = normalize(finding.value)
                    if self._is_surname(plain):
                        self._counter.add_surname(plain)
                    else:
                        self._counter.add(plain, [])

    def _is_surname(self, text: str) -> bool:
        return " " not in text and len(text) <= 5 and self._engine.lexicon.is_surname(text)
