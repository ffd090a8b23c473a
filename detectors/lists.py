"""One list of a file, chunk after chunk: its columns are judged once, its rows counted in bulk."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from itertools import islice

from detectors import across
from detectors.cells import CellReader
from detectors.deceased import Deceased
from detectors.engine import Engine
from detectors.finding import Sample
from detectors.judged import LONGEST_VALUE, Column
from detectors.linking import count_mention, identifies_alone, is_reading, mark_of, tells_apart
from detectors.madeup import are_made_up
from detectors.marks import telling_marks
from detectors.named_columns import named_columns, whole_names
from detectors.normalize import normalize
from detectors.parts import Arrangement
from detectors.persons import PersonCounter
from detectors.readings import holders
from detectors.rearranged import arrange
from detectors.records import NameGroup, count_rows
from detectors.remarks import LISTED, RemarkReader, Said
from detectors.several import SEVERAL, each_of
from detectors.split_values import together
from detectors.tables import Layout, unstack
from detectors.tally import Tally
from detectors.tied import names_subjects

MOSTLY_KANA = 0.9
MOST_NAMED = 0.6  # share of rows in which a column of text names somebody, so that the rows are theirs

Texts = Sequence[tuple[str, list[Said], Sequence[str]]]
"""Columns of text: the heading, what was found, and the cells."""


class ListReader:
    """A list under judgement: feeds the file's tally and person counter."""

    def __init__(
        self,
        engine: Engine,
        layout: Layout,
        place: str,
        tally: Tally,
        counter: PersonCounter,
        *,
        people_expected: bool,
        title: str = "",
    ) -> None:
        self._engine = engine
        self._layout = layout
        self._place = place
        self._tally = tally
        self._counter = counter
        self._people_expected = people_expected
        self._title = title
        self._cells = CellReader(engine.columns)
        self._remarks = RemarkReader(engine, place, people_expected=people_expected, title=title)
        self._half: list[str] = []
        self._headings: Sequence[str] = layout.headings
        self._arrangement: Arrangement | None = None
        self._deceased = Deceased(())
        self.columns: list[Column] = []
        self.rows = 0
        self.filled_rows = 0

    def first(self, columns: Sequence[Sequence[str]]) -> None:
        """The first chunk: judge the columns, then count from the first data row on."""
        data = [column[self._layout.first :] for column in columns]
        whole = unstack(data) if self._layout.stacked else data
        judge = self._engine.columns
        self._arrangement = arrange(self._headings, whole, judge)
        if self._arrangement:
            self._headings = self._arrangement.headings
        self._deceased = Deceased(self._headings)
        found = judge.judge(
            self._headings,
            self._arrangement.apply(whole) if self._arrangement else whole,
            people_expected=self._people_expected,
            title=self._title,
            told=self._arrangement.told() if self._arrangement else None,
        )
        self.columns = [c for c in found if c.kind != "PERSON" or c.index not in self._deceased.columns]
        self._read_headings(data)
        self.more(data)

    def _read_headings(self, columns: Sequence[Sequence[str]]) -> None:
        """People whom the heading row itself names, their marks below them (スキル表, 出番表)."""
        is_heading, lexicon = self._engine.headings.is_heading, self._engine.lexicon
        rows: Iterable[Sequence[str]] = islice(zip(*columns, strict=False), 2)
        first = [self._headings] if self._layout.headed else rows
        found = [across.in_heading_row(row, map(is_heading, row), lexicon) for row in first if len(row) > across.FEWEST]
        for name in found[0] if found and not any(found[1:]) else ():
            if self._engine.refuted("PERSON", name):
                continue
            self._tally.add("PERSON", Sample(self._place, across.SCORE, ("見出しの行に人名が並ぶ",), name))
            if lexicon.is_surname_alone(name):
                self._counter.add_listed_surname(name)
            else:
                self._counter.add(name, ())

    def more(self, columns: Sequence[Sequence[str]]) -> None:
        """Data rows only."""
        if self._layout.stacked:
            columns = self._whole_records(columns)
        if self._arrangement:
            columns = self._arrangement.apply(columns)
        self.rows += len(columns[0]) if columns else 0
        judged = {column.index: column for column in self.columns}
        values = {
            index: self._cells.values(column, columns[index])
            for index, column in judged.items()
            if index < len(columns)
        }
        whole = together(self.columns, values)
        unread = {
            index: [cell if cell and not value else "" for cell, value in zip(columns[index], told, strict=True)]
            for index, told in values.items()
            if judged[index].share < 1 or any(len(cell) > LONGEST_VALUE for cell in columns[index])
        }
        again = self._remarks.read([(judged[index].heading, cells) for index, cells in unread.items()])
        for index, column in judged.items():
            self._count(column, whole.get(index, []))
            if index in unread:  # 「山本様方 090-…」 under 電話番号: no phone, but not nothing
                values[index] = self._and_said(column, unread[index], next(again), values[index])
        texts = self._texts(columns, judged)
        names = self._names_said(texts)
        self._say(texts, [said for said in names if said])
        self._count_people(values, names, columns)

    def _texts(self, columns: Sequence[Sequence[str]], judged: Collection[int]) -> Texts:
        """The columns of no one kind, read as text."""
        open_columns = [
            (heading, cells)
            for index, cells in enumerate(columns)
            if index not in judged
            and index not in self._deceased.unread
            and not self._engine.headings.meaning(heading := self._heading(index)).part
        ]
        return [
            (heading, self._without_readings(heading, found), cells)
            for (heading, cells), found in zip(open_columns, self._remarks.read(open_columns), strict=True)
        ]

    def _and_said(self, column: Column, unread: list[str], found: list[Said], values: list[str]) -> list[str]:
        """The values of a column with the names that only reading tells from the cells which do not fit it."""
        names = _first_names(found, unread) if column.kind == "PERSON" and not column.part else []
        self._say([(column.heading, found, unread)], [said for said in names if said])
        told = [normalize(said.finding.value).strip() if said else "" for said in names]
        return [value or name for value, name in zip(values, told, strict=True)] if told else values

    def _without_readings(self, heading: str, found: list[Said]) -> list[Said]:
        """What a column says, less its names where no heading announces them and all are kana beside written names."""
        names = [said for said in found if said.finding.kind == "PERSON"]
        kana = sum(is_reading(said.finding.value) for said in names)
        if heading or not self._has_written_names or kana < len(names) * MOSTLY_KANA:
            return found
        return [said for said in found if said.finding.kind != "PERSON"]

    def _whole_records(self, columns: Sequence[Sequence[str]]) -> list[Sequence[str]]:
        """Records of two rows as one row each; the upper half of one that a chunk cuts waits for the next."""
        if self._half:
            columns = [(upper, *cells) for upper, cells in zip(self._half, columns, strict=True)]
        is_cut = bool(columns) and len(columns[0]) % 2 == 1
        self._half = [cells[-1] for cells in columns] if is_cut else []
        return unstack([cells[:-1] for cells in columns] if is_cut else columns)

    def finish(self) -> None:
        """What waits for a chunk that does not come."""
        if self._half:
            half, self._half = self._half, []
            self.more([(upper, "") for upper in half])

    def _count(self, column: Column, values: list[str]) -> None:
        filled = SEVERAL.join(filter(None, values)).split(SEVERAL)
        is_beside = column.part.endswith("reading") and self._has_written_names
        if not any(filled) or is_beside or (column.part == "given" and self._has_surnames):
            return
        if self._engine.rules[column.kind].needs_person and not self._is_of_subjects:
            return
        at = self._arrangement.parts[column.index].at if self._arrangement else column.index
        place = f"{self._place} 『{column.heading}』の列" if column.heading else f"{self._place} {at + 1}列目"
        self._tally.add_column(column.kind, filled, Sample(place.strip(), column.score, column.evidence, filled[0]))

    def names_subjects(self) -> bool:
        """Whether the rows are about people, so that a diagnosis in one is somebody's (not only of who inspected)."""
        return self._is_of_subjects

    @cached_property
    def _is_of_subjects(self) -> bool:
        named = [column for column in self.columns if column.kind == "PERSON"]
        rules = [self._engine.rules[column.kind] for column in self.columns if column.kind != "PERSON"]
        told_apart = any(tells_apart(rule) and rule.identifies != "contact" for rule in rules)  # a shop has a phone too
        return not named or told_apart or any(names_subjects(column.heading) for column in named)

    @cached_property
    def _has_written_names(self) -> bool:
        return any(column.kind == "PERSON" and not column.part.endswith("reading") for column in self.columns)

    @cached_property
    def _has_surnames(self) -> bool:
        return any(column.kind == "PERSON" and column.part == "family" for column in self.columns)

    def _heading(self, index: int) -> str:
        return self._headings[index] if index < len(self._headings) else ""

    def _names_said(self, texts: Texts) -> list[Said | None]:
        """The first name in each row of the column of text that names somebody in most rows of a list without names."""
        if any(column.kind == "PERSON" for column in self.columns) or not self._tells_apart():
            return []
        columns = [_first_names(found, cells) for _, found, cells in texts]
        best = max(columns, key=lambda names: sum(map(bool, names)), default=[])
        return best if sum(map(bool, best)) >= len(best) * MOST_NAMED else []

    def _tells_apart(self) -> bool:
        return any(tells_apart(self._engine.rules[column.kind]) for column in self.columns)

    def _count_people(
        self, values: dict[int, list[str]], names: Sequence[Said | None], columns: Sequence[Sequence[str]]
    ) -> None:
        """Every row as a record: the people it names, and what tells the first of them apart."""
        marks = [
            telling_marks(self._engine.rules[column.kind], one)
            for column in self.columns
            if column.index in values and tells_apart(self._engine.rules[column.kind])
            for one in each_of(values[column.index])
        ]
        named = named_columns(self.columns, values)
        groups = [NameGroup(whole_names(group, values), names_subjects(group[0].heading)) for group in named]
        groups += [NameGroup(one, False) for one in holders(self.columns, values, self._engine.headings) if groups]
        if names:
            groups.append(NameGroup([normalize(said.finding.value).strip() if said else "" for said in names]))
        if groups and are_made_up(groups[0].names, self._title):
            return
        has_contacts = any(column.kind in ("JP_ADDRESS", "PHONE_NUMBER", "EMAIL_ADDRESS") for column in self.columns)
        groups, marks = self._deceased.leave_out(
            groups, marks, columns, lead=named[0][0].heading if named else "", is_current=has_contacts
        )
        self.filled_rows += count_rows(groups, marks, self._engine.lexicon, self._counter)

    def _say(self, texts: Texts, counted: Collection[Said] = ()) -> None:
        """What stands in cells that are read as text; the names that are `counted` row by row are only noted."""
        done = set(map(id, counted))
        for heading, found, _ in texts:
            place = f"{self._place} 『{heading}』の列".strip() if heading else self._place
            for said in found:
                self._take(said, place, is_counted=id(said) in done)

    def _take(self, said: Said, place: str, *, is_counted: bool) -> None:
        finding, rules = said.finding, self._engine.rules
        if rules[finding.kind].needs_person and not self._is_of_subjects:
            return
        self._tally.add(finding.kind, Sample(place, finding.score, finding.evidence, finding.value), said.times)
        if finding.kind == "PERSON":
            if is_counted:
                return
            if LISTED in finding.evidence:
                self._counter.add_listed_surname(normalize(finding.value).strip())
            else:
                count_mention(normalize(finding.value), [], self._engine.lexicon, self._counter)
        elif identifies_alone(rules[finding.kind]) and (mark := mark_of(finding, rules)):
            self._counter.add_loose(mark)


def _first_names(found: Sequence[Said], cells: Sequence[str]) -> list[Said | None]:
    first = {said.cell: said for said in reversed(found) if said.finding.kind == "PERSON"}
    return [first.get(cell) for cell in cells] if first else []
