"""Columns and rotas in running text: bare words one below the other, under a heading of people or among people named.

A table with a row of known headings is judged elsewhere (`text_tables`). Here are what is left: tables of a layout that
no separator tells, rotas whose rows begin with 「早番」, lists in which most lines name somebody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

from detectors.finding import Finding
from detectors.located import LocatedPatterns, locate
from detectors.name_bare import DAYS, Bare, BareWords
from detectors.name_members import MOST_NAMES, NamedPeople
from detectors.name_words import HAN, HONORIFIC, any_of
from detectors.rules import load_words

SCORE = 0.87
MOST_ROWS = 200
LONGEST_LINE = 300
FEWEST = 2  # cells of a column
ALIGNED = 3  # half-width characters by which a cell may stand beside its heading
_LABELS = (*load_words("name_duties"), *load_words("name_boxes"), *load_words("name_roles"))
_HEADS = rf"(?:{any_of(('氏名', '名前', 'お名前', *_LABELS))}|[{HAN}][者員士手])"
_HEADING = rf"(?:^|[ ]{{2}}|\t|[|│][ ]?){_HEADS}(?=[ ]{{2}}|\t|[ ]?[|│]|[ ]*$)"
PLACES = LocatedPatterns([locate(re.compile(_HEADING, re.MULTILINE), _HEADING)])
_HEAD_CELL = re.compile(rf"[{HAN}ァ-ヺー]{{0,6}}{_HEADS}")
_WORD = rf"(?:[{HAN}]{{1,4}}|[{HAN}]{{1,2}}[ノツ][{HAN}]{{1,2}}|[ァ-ヺー]{{2,10}}(?:[・= ][ァ-ヺー]{{1,10}}){{0,3}})"
_CELL = re.compile(rf"(?P<name>{_WORD}?)(?:様宅|{HONORIFIC})?(?:[ ]?\([^()\n]{{1,12}}\))?")
_SAYS = re.compile(rf"[{HAN}ぁ-ゖァ-ヺA-Za-z]")
_GAPS = {"|": re.compile(r"[ ]*[|│][ ]*"), "\t": re.compile(r"[ ]*\t[ ]*"), " ": re.compile(r"[ ]{2,}")}
_TREE = re.compile(r"[ ]*(?:[│┃|][ ]*)*[├└┣┗][─━]*[ ]?")  # a line of a tree
_IS_ROW = re.compile(r"[\t|│├└┣┗]|  |^[ ]*(?:[・*●○◇◆■□-]|[0-9]{1,3}[.)]?[ ]|[①-⑳])", re.MULTILINE)
_LEAD = re.compile(r"[ ]*(?:[・*●○◇◆■□-][ ]?|[0-9]{1,3}[.)]?[ ]+|[①-⑳][ ]?)")


class _Cell(NamedTuple):
    """A cell of a line: its half-open span, and the number of its column."""

    start: int
    end: int
    column: int


class ColumnNames:
    """Finds the people of columns and rotas."""

    def __init__(self, bare: BareWords) -> None:
        self._bare = bare

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """The cells below a heading of people, and those beside one that heads a row."""
        done = -1
        for _, match in PLACES.matches(text):
            line = text.rfind("\n", 0, match.end() - 1) + 1
            if line <= done:
                continue
            rows = list(_rows(text, line))
            done = max((row[-1].end for row in rows), default=line)
            for names in self._headed(text, rows):
                for start, end in names:
                    yield Finding("PERSON", place, start, end, SCORE, ("氏名・担当の列",), text[start:end])

    def beside(self, text: str, place: str, found: Sequence[Finding]) -> Iterator[Finding]:
        """Who stands in columns with the people of `found`."""
        if not 0 < len(found) <= MOST_NAMES:
            return
        people = NamedPeople(found)
        block = done = -1
        for start, _ in people.spans:
            if start <= done:
                continue
            line, done = text.rfind("\n", 0, start) + 1, text.find("\n", start)
            done = len(text) if done < 0 else done
            if not _IS_ROW.search(text, line, done):
                continue
            first = _first_of_block(text, line)
            if first == block:
                continue
            block, rows = first, list(_rows(text, first))
            done = max((row[-1].end for row in rows), default=done)
            for begin, end in self._among(text, rows, people):
                yield Finding("PERSON", place, begin, end, SCORE, ("氏名の列の中",), text[begin:end])

    def _headed(self, text: str, rows: Sequence[Sequence[_Cell]]) -> Iterator[Sequence[tuple[int, int]]]:
        if not rows:
            return
        for head in rows[0]:
            if not _HEAD_CELL.fullmatch(text, head.start, head.end):
                continue
            below = [_under(row, head) for row in rows[1:]]
            yield self._people(text, [cell for cell in below if cell])
        for row in rows:
            if len(row) > FEWEST and _HEAD_CELL.fullmatch(text, row[0].start, row[0].end):
                yield self._people(text, row[1:])

    def _people(self, text: str, cells: Sequence[_Cell]) -> Sequence[tuple[int, int]]:
        """The names of cells under a heading of people, where hardly one says anything else."""
        matched = (_CELL.fullmatch(text, cell.start, cell.end) for cell in cells)
        names = [name for match in matched if (name := self._bare.in_cell(text, match))]
        words = {text[slice(*name)] for name in names}
        likely = any(self._bare.weigh(word) >= Bare.STRANGE for word in words)
        others = sum(bool(_SAYS.search(text, cell.start, cell.end)) for cell in cells) - len(names)
        enough = len(names) >= FEWEST and (likely or len(words) > FEWEST) and others * 4 <= len(names)
        return names if enough and not words <= DAYS else []

    def _among(self, text: str, rows: Sequence[Sequence[_Cell]], people: NamedPeople) -> Iterator[tuple[int, int]]:
        columns: dict[int, list[_Cell]] = {}
        for row in rows:
            of_days = len(row) > FEWEST and sum(text[cell.start : cell.end] in DAYS for cell in row) * 2 > len(row)
            for cell in row if not of_days else ():
                columns.setdefault(cell.column, []).append(cell)
        for cells in columns.values():
            sure, open_, others = 0, [], 0
            for cell in cells:
                name = self._bare.in_cell(text, _CELL.fullmatch(text, cell.start, cell.end))
                if people.covers(cell.start, cell.end):
                    sure += 1
                elif name and text[slice(*name)] in people.values:
                    sure += 1
                    open_.append(name)
                elif name:
                    open_.append(name)
                else:
                    others += bool(_SAYS.search(text, cell.start, cell.end))
            if sure >= FEWEST and sure * 2 >= len(open_) and others * 3 <= sure:
                yield from open_


def _under(row: Sequence[_Cell], head: _Cell) -> _Cell | None:
    """The cell of a row that stands in the column of a heading."""
    return next((cell for cell in row if cell.column == head.column), None)


def _first_of_block(text: str, line: int) -> int:
    """Where the block of lines begins that a line belongs to: below an empty line."""
    for _ in range(MOST_ROWS):
        before = text.rfind("\n", 0, max(0, line - 1)) + 1
        if not line or not text[before : line - 1].strip():
            break
        line = before
    return line


def _rows(text: str, start: int) -> Iterator[list[_Cell]]:
    """The lines of a block as cells, each with its column: a number, or where it begins among wide gaps."""
    heads: list[int] = []
    kind = ""
    for _ in range(MOST_ROWS):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if start >= len(text) or not text[start:end].strip() or end - start > LONGEST_LINE:
            return
        tree = _TREE.match(text, start, end)
        here = "" if tree else next((mark for mark, gap in _GAPS.items() if gap.search(text, start, end)), "")
        if here:
            if here != kind:
                heads, kind = [], here
            cells = list(_cells(text, start, end, here))
            if here == " ":
                yield [_Cell(*cell, _column(_width(text, start, cell[0]), heads)) for cell in cells]
            else:
                yield [_Cell(*cell, number) for number, cell in enumerate(cells)]
        elif lead := tree or _LEAD.match(text, start, end):
            yield [_Cell(lead.end(), end, -1)]
        start = end + 1


def _cells(text: str, start: int, end: int, kind: str) -> Iterator[tuple[int, int]]:
    position = start
    for gap in (*_GAPS[kind].finditer(text, start, end), None):
        stop = gap.start() if gap else end
        if stop > position or (kind != " " and position > start):
            yield position, stop
        position = gap.end() if gap else end


def _column(width: int, heads: list[int]) -> int:
    """The number of the column that begins nearest to a place; a new one where none is near."""
    near = min(range(len(heads)), key=lambda number: abs(heads[number] - width), default=-1)
    if near >= 0 and abs(heads[near] - width) <= ALIGNED:
        return near
    heads.append(width)
    return len(heads) - 1


def _width(text: str, start: int, end: int) -> int:
    """How many half-width characters a part of a line is wide."""
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text[start:end])
