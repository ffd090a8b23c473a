"""What the tables inside a text hold: each column judged by its heading, each value found where it stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from detectors.columns import ColumnJudge
from detectors.finding import Finding
from detectors.headings import Headings
from detectors.judged import Column
from detectors.lexicon import Lexicon
from detectors.normalize import normalize
from detectors.overlaps import without_overlaps
from detectors.patterns import Matcher
from detectors.text_rows import Span
from detectors.text_tables import TextPair, TextTable, TextTables

Read = Callable[[str, str], Iterable[Finding]]  # plain text and its place → what stands in it, best first
_POSTAL_CODE = re.compile(r"〒? ?[0-9]{3}-?[0-9]{4}(?![0-9])[ 　]*")
_SHORT = 12  # a surname alone in so short a cell may as well be a place
_CERTAIN = 0.65
_TITLE = 40  # characters
_LINES = 8_000  # characters of cells that are read together


@dataclass(frozen=True, slots=True)
class Seen:
    """A text normalized, and the tables and labelled lines that stand in it, in their order."""

    plain: str
    met: Sequence[TextTable | TextPair]

    def tables(self) -> list[TextTable]:
        """The tables that have rows, none within another."""
        return _apart(item for item in self.met if isinstance(item, TextTable) and item.rows)


@dataclass(frozen=True, slots=True)
class InTables:
    """Findings in the tables of a text, findings beside labels, and the spans that are tables (in their order)."""

    findings: list[Finding]
    beside: list[Finding]
    spans: list[Span]


class TableFindings:
    """Judges the tables of a text; `read` reads the cells that are no column of one kind, as running text."""

    def __init__(
        self, judge: ColumnJudge, headings: Headings, lexicon: Lexicon, matchers: Mapping[str, Matcher], read: Read
    ) -> None:
        self._tables = TextTables(headings, judge.names)
        self._judge = judge
        self._headings = headings
        self._lexicon = lexicon
        self._matchers = matchers
        self._read = read

    def look(self, text: str) -> Seen:
        """Where the tables and labelled lines of a text are."""
        plain = normalize(text)
        return Seen(plain, list(self._tables.find(text, plain)))

    def find(self, seen: Seen, place: str) -> InTables | None:
        """What the tables and labelled lines of a text hold; None where there are none."""
        if not seen.met:
            return None
        plain = seen.plain
        tables = _apart(item for item in seen.met if isinstance(item, TextTable))
        findings = [finding for table in tables for finding in self._of_table(plain, table, place)]
        pairs = (item for item in seen.met if isinstance(item, TextPair))
        beside = [finding for pair in pairs for finding in self._of_pair(plain, pair, place)]
        return InTables(findings, beside, [(table.start, table.end) for table in tables])

    def _of_table(self, plain: str, table: TextTable, place: str) -> Iterator[Finding]:
        if not table.rows:
            return
        cells = [[plain[slice(*row[index])] for row in table.rows] for index in range(len(table.headings))]
        judged = {
            column.index: column
            for column in self._judge.judge(table.headings, cells, title=_title_of(plain, table.start))
        }
        left: list[tuple[str, Span]] = [("", span) for span in table.odd]
        for index, heading in enumerate(table.headings):
            spans = [row[index] for row in table.rows]
            column = judged.get(index)
            if column is None:  # under 氏名, but no names: not to be read as what its heading says
                label = "" if "PERSON" in self._headings.meaning(heading).kinds else heading
                left += [(label, span) for span in spans]
                continue
            found = self._in_column(plain, column, spans, place)
            yield from found
            filled = sorted(finding.start for finding in found)
            left += [(heading, span) for span in spans if not _holds_one(span, filled)]
        yield from self._left_over(plain, left, place)

    def _in_column(self, plain: str, column: Column, spans: Sequence[Span], place: str) -> list[Finding]:
        found = []
        met: dict[str, list[Finding]] = {}
        for start, end in spans:
            cell = plain[start:end]
            if cell not in met:
                met[cell] = list(self._in_cell(column, cell, place))
            found += [replace(one, start=start + one.start, end=start + one.end) for one in met[cell]]
        return found

    def _in_cell(self, column: Column, cell: str, place: str) -> Iterator[Finding]:
        """The values of one cell of a judged column, offsets from the cell's start."""
        if not cell or not self._judge.fits(column.kind, cell, column.part):
            return
        for start, end in self._spans(column, cell):
            yield Finding(column.kind, place, start, end, column.score, column.evidence, cell[start:end])
        code = _POSTAL_CODE.match(cell) if column.kind == "JP_ADDRESS" else None
        if code and "JP_POSTAL_CODE" in self._matchers:
            begin, stop = (1 if cell[0] == "〒" else 0), len(code[0].rstrip())
            yield Finding("JP_POSTAL_CODE", place, begin, stop, column.score, column.evidence, cell[begin:stop])

    def _spans(self, column: Column, cell: str) -> Iterator[Span]:
        if column.kind == "JP_ADDRESS":
            code = _POSTAL_CODE.match(cell)
            yield (code.end() if code else 0), len(cell)
        elif column.kind == "PERSON" and not column.part:
            position = 0
            for name in self._judge.names.people(cell):
                start = cell.find(name, position)
                if start < 0:
                    yield position, len(cell)
                    return
                position = start + len(name)
                yield start, position
        else:
            yield self._value(column.kind, cell)

    def _value(self, kind: str, cell: str) -> Span:
        """Where the value stands that a cell pattern names, else the whole cell."""
        for pattern in self._matchers[kind].cells:
            match = pattern.fullmatch(cell)
            if match and "value" in match.re.groupindex and match["value"]:
                return match.start("value"), match.start("value") + len(match["value"])
        return 0, len(cell)

    def _of_pair(self, plain: str, pair: TextPair, place: str) -> Iterator[Finding]:
        spans = self._of_one_kind(plain, pair) if pair.below else pair.cells
        for column in self._judge.judge([pair.label], [[plain[slice(*span)] for span in spans]]):
            yield from self._in_column(plain, column, spans, place)

    def _of_one_kind(self, plain: str, pair: TextPair) -> Sequence[Span]:
        """The lines below a label down to the first that is no value of its kind; one alone is for the patterns."""
        kinds = self._headings.meaning(pair.label).kinds
        for number, (start, end) in enumerate(pair.cells):
            cell = plain[start:end]
            known = "PERSON" not in kinds or self._judge.names.is_known(cell)
            if not known or not any(self._judge.fits(kind, cell) for kind in kinds):
                return pair.cells[:number] if number > 1 else ()
        return pair.cells

    def _left_over(self, plain: str, cells: Sequence[tuple[str, Span]], place: str) -> Iterator[Finding]:
        """What running text would tell of cells behind their headings (「備考: 携帯は090-…」)."""
        lines: list[str] = []
        origins: list[tuple[int, int, int, str]] = []
        length = 0
        for heading, (start, end) in cells:
            if end - start < 2:
                continue
            label = f"{heading}: " if heading else ""
            if length + len(label) + end - start > _LINES:
                yield from self._in_lines("\n".join(lines), origins, place)
                lines, origins, length = [], [], 0
            lines.append(label + plain[start:end])
            origins.append((length + len(label), start, end, heading))
            length += len(lines[-1]) + 1
        if lines:
            yield from self._in_lines("\n".join(lines), origins, place)

    def _in_lines(self, lines: str, origins: Sequence[tuple[int, int, int, str]], place: str) -> Iterator[Finding]:
        found = without_overlaps(self._read(lines, place))
        number = 0
        for finding in found:
            while number + 1 < len(origins) and origins[number + 1][0] <= finding.start:
                number += 1
            first, start, end, heading = origins[number]
            shift = start - first
            if finding.start < first or finding.end + shift > end or self._is_doubtful(finding, heading, end - start):
                continue
            yield replace(finding, start=finding.start + shift, end=finding.end + shift)

    def _is_doubtful(self, finding: Finding, heading: str, length: int) -> bool:
        """Whether a name stands where the heading speaks of things, or is a surname alone in a short cell."""
        if finding.kind != "PERSON":
            return False
        if self._headings.refuses(heading, "PERSON"):
            return True
        return (
            bool(heading)
            and length <= _SHORT
            and finding.score < _CERTAIN
            and self._lexicon.is_surname_alone(finding.value)
        )


def outside(spans: Sequence[Span], length: int) -> Iterator[Span]:
    """The spans of a text between those that are tables."""
    start = 0
    for begin, end in spans:
        if begin > start:
            yield start, begin
        start = end
    if start < length:
        yield start, length


def columns_of(text: str, table: TextTable) -> tuple[tuple[str, ...], ...]:
    """A table column by column, headings first, cells as the text has them."""
    return tuple(
        (heading, *(text[slice(*row[index])] for row in table.rows)) for index, heading in enumerate(table.headings)
    )


def _holds_one(span: Span, starts: Sequence[int]) -> bool:
    place = bisect_left(starts, span[0])
    return place < len(starts) and starts[place] < span[1]


def _title_of(plain: str, start: int) -> str:
    """The line above a table, if it is short enough for a title (「個人番号一覧」)."""
    line = plain[max(0, start - _TITLE - 2) : start].rstrip("\n").rpartition("\n")[2].strip()
    return line if len(line) <= _TITLE else ""


def _apart(tables: Iterable[TextTable]) -> list[TextTable]:
    kept: list[TextTable] = []
    for table in sorted(tables, key=lambda table: (table.start, -table.end)):
        if not kept or table.start >= kept[-1].end:
            kept.append(table)
    return kept
