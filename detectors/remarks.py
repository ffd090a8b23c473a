"""Cells of a list that are no column of one kind (備考, 内容, 件名): read as text, each different cell once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from detectors.across import surnames_in
from detectors.bulk import in_bulk
from detectors.engine import Engine
from detectors.finding import Finding
from detectors.gate import PIECE
from detectors.normalize import fold_heading, normalize
from detectors.only_names import holds_only_names
from detectors.rules import load_words
from detectors.support import is_announced_as_else
from detectors.together import is_told_by_others

_WORTH_READING = regex.compile(r"[\p{Han}ぁ-ゖァ-ヺ]{2}|@|[0-9][0-9 ()+-]{7,}")
WIDE = 500  # columns of a table from which they are read many at a time
TOGETHER = 200  # as many
_LETTER = re.compile(r"[^\W\d_]")
FEW_WORDS = 200  # characters of cells that may come again in other files
SHORT = 12  # a word alone in a cell has no sentence around it that could tell a name from a place
_CERTAIN = 0.65
MANY_ROWS = 50  # from so many rows on, a few words that look like names are words (slogans, names of hospitals)
VERY_MANY_ROWS = 300  # and from so many on, what looks like a name with 「さん」 behind it
STRAY = 0.15  # share of rows below which they are
_REMARKS = regex.compile(rf"(?:{'|'.join(load_words('remarks'))})")
_LABELLED = regex.compile(r"見出し|連絡先")
_USED_AS_NAME = regex.compile(r"見出し|敬称|表示名|所属|名乗り|連絡先")
LISTED = "人の一覧"  # evidence of a surname alone in a list of people
_HONORIFIC = regex.compile(r"[ ]?(?:様|さま|さん|殿|氏(?!名))")  # 「佐藤千葉様　給湯器交換」 under 件名


@dataclass(frozen=True, slots=True)
class Said:
    """A finding in a cell, and how many rows have that cell."""

    cell: str
    times: int
    finding: Finding


class RemarkReader:
    """Reads cells as text, behind their heading as a label."""

    def __init__(self, engine: Engine, place: str, *, people_expected: bool, title: str = "") -> None:
        self._engine = engine
        self._place = place
        self._people_expected = people_expected
        self._title = title

    def read(self, columns: Sequence[tuple[str, Sequence[str]]]) -> Iterator[list[Said]]:
        """What the cells of each column say, less the words that only look like names.

        `columns`: headings and cells. Of a table of very many they are read many at a time, each for itself.
        """
        at_once = 1 if len(columns) <= WIDE else TOGETHER
        for first in range(0, len(columns), at_once):
            yield from self._read_together(columns[first : first + at_once])

    def _read_together(self, columns: Sequence[tuple[str, Sequence[str]]]) -> Iterator[list[Said]]:
        surnames: list[list[Said]] = []
        labelled: list[tuple[str, list[tuple[str, int]]]] = []
        unnamed = set()
        for number, (heading, cells) in enumerate(columns):
            refuses_names = self._engine.headings.refuses(heading, "PERSON")
            alone, worth = self._worth_reading(cells, is_of_people=self._people_expected and not refuses_names)
            surnames.append(alone)
            labelled.append((f"{heading}: " if heading and not self._is_refused(heading) else "", worth))
            if _names_nobody(worth, refuses_names=refuses_names):
                unnamed.add(number)
        found: list[list[Said]] = [[] for _ in columns]
        for lines in _in_pieces(labelled):
            for column, said in self._found_in(lines, may_name=not unnamed.issuperset(line.column for line in lines)):
                found[column].append(said)
        for alone, (heading, cells), told in zip(surnames, columns, found, strict=True):
            yield [*alone, *self._without_doubtful(heading, cells, told)]

    def _is_refused(self, heading: str) -> bool:
        """Whether a heading announces people and the judge took what stands below for something else (places)."""
        return "PERSON" in self._engine.headings.meaning(heading).kinds

    def _without_doubtful(self, heading: str, cells: Sequence[str], found: list[Said]) -> Iterator[Said]:
        refuses_names, refused = self._engine.headings.refuses(heading, "PERSON"), self._is_refused(heading)
        if len(cells) >= MANY_ROWS and not _REMARKS.search(fold_heading(heading)):
            found = _without_strays(found, len(cells))
        for said in found:
            if said.finding.kind != "PERSON" or not self._is_doubtful(said, refuses_names, refused):
                yield said

    def _worth_reading(self, cells: Sequence[str], *, is_of_people: bool) -> tuple[list[Said], list[tuple[str, int]]]:
        """Cells that are a surname in a list of people, and those that may hold anything, with how often they stand."""
        surnames, worth = [], []
        different = Counter(filter(None, cells))
        normalized = in_bulk(normalize, list(different))
        if not is_of_people and not self._engine.has_own and not _WORTH_READING.search("\0".join(normalized)):
            return [], []
        why = ("姓が辞書にある", LISTED)
        for (cell, times), plain in zip(different.items(), normalized, strict=True):
            if is_of_people and (names := surnames_in(cell, self._engine.lexicon)):
                found = (Finding("PERSON", self._place, 0, len(cell), 0.65, why, name) for name in names)
                surnames += [Said(cell, times, finding) for finding in found]
            elif (len(cell) > 1 and _WORTH_READING.search(plain)) or self._engine.may_hold_own(plain):
                worth.append((cell, times))
        if sum(len(said.finding.value) > 1 for said in surnames) * 2 < len(surnames):
            surnames = [said for said in surnames if len(said.finding.value) > 1]  # 早 遅 公: marks, and no people
        return surnames, worth

    def _is_doubtful(self, said: Said, refuses_names: bool, refused: bool) -> bool:
        finding = said.finding
        if refuses_names:
            after = said.cell.partition(finding.value)[2]
            return not _HONORIFIC.match(normalize(after))
        surname = self._engine.lexicon.is_surname_alone(normalize(finding.value)) and len(said.cell) <= SHORT
        return surname and (finding.score <= _CERTAIN or refused)

    def _found_in(self, lines: list[_Line], *, may_name: bool) -> Iterator[tuple[int, Said]]:
        """Findings in cells that are read together, each with its column and cell; none that stands in a label."""
        text = "\n".join(line.text for line in lines)
        if not may_name and holds_only_names(self._engine, text):
            return
        starts = [line.start for line in lines]
        for finding in self._counted(text):
            line = lines[bisect_right(starts, finding.start) - 1]
            if is_told_by_others(finding) and is_announced_as_else(self._engine.matchers[finding.kind], self._title):
                continue  # a list 「配送伝票番号一覧」
            end = line.start + len(line.text)
            if finding.end > end and finding.kind == "JP_ADDRESS":  # its building stands in the cell below
                finding = replace(finding, end=end, value=finding.value.partition("\n")[0])
            if finding.start >= line.start + line.label and finding.end <= end:
                yield line.column, Said(line.cell, line.times, finding)

    def _counted(self, text: str) -> Iterator[Finding]:
        """What counts in cells; columns of few words (状態, 区分) are the same in file after file."""
        if len(text) > FEW_WORDS:
            yield from self._engine.counted(text, self._place)
            return
        for finding in self._engine.remembered(text):
            yield replace(finding, place=self._place)


def _names_nobody(cells: Sequence[tuple[str, int]], *, refuses_names: bool) -> bool:
    """Whether no name would count in cells: they have no letters, or stand under 品名 with 「様」 behind nothing."""
    together = "\0".join(cell for cell, _ in cells)
    if not _LETTER.search(together):
        return True
    return refuses_names and not _HONORIFIC.search(normalize(together))


@dataclass(frozen=True, slots=True)
class _Line:
    """A cell behind its heading, as a line of text: which column's, where it starts, how long the label is."""

    column: int
    cell: str
    times: int
    text: str
    start: int
    label: int


def _without_strays(found: list[Said], rows: int) -> list[Said]:
    """Without words that only the dictionary takes for names, where they stand in few of many rows."""
    used = _LABELLED if rows >= VERY_MANY_ROWS else _USED_AS_NAME
    strays = [
        said for said in found if said.finding.kind == "PERSON" and not used.search(" ".join(said.finding.evidence))
    ]
    if sum(said.times for said in strays) >= rows * STRAY:
        return found
    left_out = set(map(id, strays))
    return [said for said in found if id(said) not in left_out]


def _in_pieces(columns: Sequence[tuple[str, Sequence[tuple[str, int]]]]) -> Iterator[list[_Line]]:
    """Cells as lines, as many at a time as the engine takes in one piece; between two columns a blank line."""
    lines: list[_Line] = []
    start = 0
    for column, (label, cells) in enumerate(columns):
        for cell, times in cells:
            if lines and start + len(label) + len(cell) > PIECE:
                yield lines
                lines, start = [], 0
            before = f"\n{label}" if lines and lines[-1].column != column else label
            text = before + cell.replace("\n", " ")
            lines.append(_Line(column, cell, times, text, start, len(before)))
            start += len(text) + 1
    if lines:
        yield lines
