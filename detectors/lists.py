"""One list of a file, chunk after chunk: its columns are judged once, its rows counted in bulk."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from detectors.cells import SEVERAL, CellReader
from detectors.engine import Engine
from detectors.finding import Finding, Sample
from detectors.judged import Column
from detectors.linking import count_mention, identifies_alone, mark_of, telling_marks, tells_apart
from detectors.normalize import fold_all, fold_heading, normalize
from detectors.patterns import PIECE
from detectors.persons import PersonCounter
from detectors.rules import load_heading_words, load_words
from detectors.tables import Layout, unstack
from detectors.tally import Tally

_WORTH_READING = regex.compile(r"[\p{Han}ぁ-ゖァ-ヺ]{2}|@|[0-9][0-9 ()+-]{7,}")
SHORT = 12  # a word alone in a cell has no sentence around it that could tell a name from a place
_CERTAIN = 0.65
MANY_ROWS = 50  # from so many rows on, a few words that look like names are words (slogans, names of hospitals)
VERY_MANY_ROWS = 300  # and from so many on, what looks like a name with 「さん」 behind it
STRAY = 0.15  # share of rows below which they are
_REMARKS = regex.compile(rf"(?:{'|'.join(load_words('remarks'))})")
_LABELLED = regex.compile(r"見出し|連絡先")
_USED_AS_NAME = regex.compile(r"見出し|敬称|表示名|所属|名乗り|連絡先")


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
        self._cells = CellReader(engine.columns)
        self._half: list[str] = []
        self.columns: list[Column] = []
        self.rows = 0
        self.filled_rows = 0

    def first(self, columns: Sequence[Sequence[str]]) -> None:
        """The first chunk: judge the columns, then count from the first data row on."""
        data = [column[self._layout.first :] for column in columns]
        self.columns = self._engine.columns.judge(
            self._layout.headings,
            unstack(data) if self._layout.stacked else data,
            people_expected=self._people_expected,
        )
        self.more(data)

    def more(self, columns: Sequence[Sequence[str]]) -> None:
        """Data rows only."""
        if self._layout.stacked:
            columns = self._whole_records(columns)
        self.rows += len(columns[0]) if columns else 0
        judged = {column.index: column for column in self.columns}
        values = {
            index: self._cells.values(column, columns[index])
            for index, column in judged.items()
            if index < len(columns)
        }
        for index, column in judged.items():
            self._count(column, values.get(index, []))
            if index in values and column.share < 1:  # 「山本様方 090-…」 under 電話番号: no phone, but not nothing
                unread = [cell for cell, value in zip(columns[index], values[index], strict=True) if cell and not value]
                self._read_text(column.heading, unread)
        self._count_people(values)
        for index, cells in enumerate(columns):
            heading = self._layout.headings[index] if index < len(self._layout.headings) else ""
            if index not in judged and not self._engine.headings.meaning(heading).part:
                self._read_text(heading, cells)

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
        filled = [part for value in values if value for part in value.split(SEVERAL)]
        is_beside = column.part.endswith("reading") and self._has_written_names()
        if not filled or is_beside or (column.part == "given" and self._part("family")):
            return
        place = f"{self._place} 『{column.heading}』の列" if column.heading else f"{self._place} {column.index + 1}列目"
        self._tally.add_column(column.kind, filled, Sample(place.strip(), column.score, column.evidence, filled[0]))

    def _has_written_names(self) -> bool:
        return any(column.kind == "PERSON" and not column.part.endswith("reading") for column in self.columns)

    def _part(self, part: str) -> Column | None:
        return next((column for column in self.columns if column.kind == "PERSON" and column.part == part), None)

    def _count_people(self, values: dict[int, list[str]]) -> None:
        """Every row as a record: the people it names, and what tells the first of them apart."""
        marks = [
            telling_marks(self._engine.rules[column.kind], values[column.index])
            for column in sorted(self.columns, key=self._telling_first)
            if column.index in values and tells_apart(self._engine.rules[column.kind])
        ]
        groups = [
            [" ".join(filter(None, parts)) for parts in zip(*group, strict=True)] for group in self._name_groups(values)
        ]
        if not groups:
            self._count_nameless(marks)
            return
        rows = max(map(len, groups))
        details = [[mark for mark in row if mark] for row in zip(*marks, strict=True)] if marks else [[]] * rows
        self.filled_rows += sum(1 for row in zip(details, *groups, strict=True) if any(row))
        for place, names in enumerate(groups):
            self._count_group(names, details if place == 0 else [[]] * rows)

    def _count_nameless(self, marks: list[list[str]]) -> None:
        for row in zip(*marks, strict=True):
            details = _without_birthdays(filter(None, row))
            if details:
                self.filled_rows += 1
                self._counter.add_folded("", details)

    def _count_group(self, names: list[str], details: list[list[str]]) -> None:
        """The people of one group of name columns (本人, or 担当者)."""
        for name, plain, own in zip(names, fold_all(names), details, strict=True):
            if not plain:
                if own:
                    self._counter.add_folded("", _without_birthdays(own))
            elif SEVERAL in name:
                for number, one in enumerate(name.split(SEVERAL)):
                    self._counter.add(one, own if number == 0 else [])
            elif not own and self._engine.lexicon.is_surname_alone(name):
                self._counter.add_listed_surname(name)
            else:
                self._counter.add_folded(plain, own)

    @staticmethod
    def _telling_first(column: Column) -> int:
        order = ("ORGANISATION_ID", "EMAIL_ADDRESS", "DATE_OF_BIRTH")
        return order.index(column.kind) if column.kind in order else len(order)

    def _name_groups(self, values: dict[int, list[str]]) -> list[tuple[list[str], ...]]:
        """The columns that name one person each: 氏名, or 姓 with 名; a reading only where nothing else does."""
        people = [column for column in self.columns if column.kind == "PERSON" and column.index in values]
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
        if not groups and people:
            groups = [tuple(people)]
        main = next((place for place, group in enumerate(groups) if self._leads(group[0])), 0)
        return [tuple(values[column.index] for column in group) for group in groups[main:] + groups[:main]]

    @staticmethod
    def _leads(column: Column) -> bool:
        """Whether a column names whom the row is about: not who is in charge of it (担当者)."""
        return column.score > 0.9 and fold_heading(column.heading) not in load_heading_words().office

    def _read_text(self, heading: str, cells: Sequence[str]) -> None:
        """Cells that are no column of one kind (備考, 内容): read as text, each different cell once."""
        refuses_names = self._engine.headings.refuses(heading, "PERSON")
        refused = "PERSON" in self._engine.headings.meaning(heading).kinds  # the judge took them for places
        worth = []
        for cell, times in Counter(cell for cell in cells if len(cell) > 1).items():
            plain = normalize(cell)
            if self._people_expected and not refuses_names and self._engine.lexicon.is_surname_alone(plain.strip()):
                self._tally.add("PERSON", Sample(self._place, 0.65, ("姓が辞書にある", "人の一覧"), cell), times)
                self._counter.add_listed_surname(plain.strip())
            elif _WORTH_READING.search(plain):
                worth.append((cell, times))
        label = f"{heading}: " if heading else ""
        place = f"{self._place} 『{heading}』の列".strip() if heading else self._place
        found = [pair for lines in _in_pieces(worth, label) for pair in self._found_in(lines)]
        if len(cells) >= MANY_ROWS and not _REMARKS.search(fold_heading(heading)):
            found = _without_strays(found, len(cells))
        for line, finding in found:
            surname = self._engine.lexicon.is_surname_alone(normalize(finding.value)) and len(line.cell) <= SHORT
            is_doubtful = refuses_names or (surname and (finding.score < _CERTAIN or refused))
            if finding.kind != "PERSON" or not is_doubtful:
                self._take(finding, place, line.times)

    def _found_in(self, lines: list[_Line]) -> Iterator[tuple[_Line, Finding]]:
        """Findings in cells that are read together, each with its cell; what stands in a label is left out."""
        text = "\n".join(line.text for line in lines)
        starts = [line.start for line in lines]
        for finding in self._engine.find(text, self._place):
            line = lines[bisect_right(starts, finding.start) - 1]
            if finding.start >= line.start + line.label and finding.end <= line.start + len(line.text):
                yield line, finding

    def _take(self, finding: Finding, place: str, times: int) -> None:
        self._tally.add(finding.kind, Sample(place, finding.score, finding.evidence, finding.value), times)
        rules = self._engine.rules
        if finding.kind == "PERSON":
            count_mention(normalize(finding.value), [], self._engine.lexicon, self._counter)
        elif identifies_alone(rules[finding.kind]) and (mark := mark_of(finding, rules)):
            self._counter.add_loose(mark)


@dataclass(frozen=True, slots=True)
class _Line:
    """A cell behind its heading, as a line of text: where the line starts, how long the label is."""

    cell: str
    times: int
    text: str
    start: int
    label: int


def _without_birthdays(marks: Iterable[str]) -> list[str]:
    """What identifies somebody without a name: a birthday does not."""
    return [mark for mark in marks if not mark.startswith("DATE_OF_BIRTH")]


def _without_strays(found: list[tuple[_Line, Finding]], rows: int) -> list[tuple[_Line, Finding]]:
    """Without words that only the dictionary takes for names, where they stand in few of many rows."""
    used = _LABELLED if rows >= VERY_MANY_ROWS else _USED_AS_NAME
    strays = {
        id(finding) for _, finding in found if finding.kind == "PERSON" and not used.search(" ".join(finding.evidence))
    }
    met = sum(line.times for line, finding in found if id(finding) in strays)
    return [pair for pair in found if met >= rows * STRAY or id(pair[1]) not in strays]


def _in_pieces(cells: Sequence[tuple[str, int]], label: str) -> Iterator[list[_Line]]:
    """Cells as lines, as many at a time as the engine takes in one piece."""
    lines: list[_Line] = []
    start = 0
    for cell, times in cells:
        text = label + cell.replace("\n", " ")
        if lines and start + len(text) > PIECE:
            yield lines
            lines, start = [], 0
        lines.append(_Line(cell, times, text, start, len(label)))
        start += len(text) + 1
    if lines:
        yield lines
