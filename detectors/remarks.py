"""Cells of a list that are no column of one kind (備考, 内容, 件名): read as text, each different cell once."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from detectors.engine import Engine
from detectors.finding import Finding
from detectors.gate import PIECE
from detectors.normalize import fold_heading, normalize
from detectors.rules import load_words

_WORTH_READING = regex.compile(r"[\p{Han}ぁ-ゖァ-ヺ]{2}|@|[0-9][0-9 ()+-]{7,}")
SHORT = 12  # a word alone in a cell has no sentence around it that could tell a name from a place
_CERTAIN = 0.65
MANY_ROWS = 50  # from so many rows on, a few words that look like names are words (slogans, names of hospitals)
VERY_MANY_ROWS = 300  # and from so many on, what looks like a name with 「さん」 behind it
STRAY = 0.15  # share of rows below which they are
_REMARKS = regex.compile(rf"(?:{'|'.join(load_words('remarks'))})")
_LABELLED = regex.compile(r"見出し|連絡先")
_USED_AS_NAME = regex.compile(r"見出し|敬称|表示名|所属|名乗り|連絡先")
_DAYS = frozenset("月火水木金土日")
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

    def __init__(self, engine: Engine, place: str, *, people_expected: bool) -> None:
        self._engine = engine
        self._place = place
        self._people_expected = people_expected

    def read(self, heading: str, cells: Sequence[str]) -> Iterator[Said]:
        """What the cells say, less the words that only look like names."""
        refuses_names = self._engine.headings.refuses(heading, "PERSON")
        refused = "PERSON" in self._engine.headings.meaning(heading).kinds  # the judge took them for places
        surnames, worth = self._worth_reading(cells, is_of_people=self._people_expected and not refuses_names)
        yield from surnames
        label = f"{heading}: " if heading and not refused else ""
        found = [said for lines in _in_pieces(worth, label) for said in self._found_in(lines)]
        if len(cells) >= MANY_ROWS and not _REMARKS.search(fold_heading(heading)):
            found = _without_strays(found, len(cells))
        for said in found:
            if said.finding.kind != "PERSON" or not self._is_doubtful(said, refuses_names, refused):
                yield said

    def _worth_reading(self, cells: Sequence[str], *, is_of_people: bool) -> tuple[list[Said], list[tuple[str, int]]]:
        """Cells that are a surname in a list of people, and those that may hold anything, with how often they stand."""
        surnames, worth = [], []
        is_surname = self._engine.lexicon.is_surname_alone
        for cell, times in Counter(filter(None, cells)).items():
            plain = normalize(cell)
            if is_of_people and plain.strip() not in _DAYS and is_surname(plain.strip()):
                why = ("姓が辞書にある", LISTED)
                surnames.append(Said(cell, times, Finding("PERSON", self._place, 0, len(cell), 0.65, why, cell)))
            elif (len(cell) > 1 and _WORTH_READING.search(plain)) or self._engine.may_hold_own(plain):
                worth.append((cell, times))
        if sum(len(said.cell.strip()) > 1 for said in surnames) * 2 < len(surnames):
            surnames = [said for said in surnames if len(said.cell.strip()) > 1]  # 早 遅 公: marks, and no people
        return surnames, worth

    def _is_doubtful(self, said: Said, refuses_names: bool, refused: bool) -> bool:
        finding = said.finding
        if refuses_names:
            after = said.cell.partition(finding.value)[2]
            return not _HONORIFIC.match(normalize(after))
        surname = self._engine.lexicon.is_surname_alone(normalize(finding.value)) and len(said.cell) <= SHORT
        return surname and (finding.score <= _CERTAIN or refused)

    def _found_in(self, lines: list[_Line]) -> Iterator[Said]:
        """Findings in cells that are read together, each with its cell; what stands in a label is left out."""
        text = "\n".join(line.text for line in lines)
        starts = [line.start for line in lines]
        for finding in self._engine.counted(text, self._place):
            line = lines[bisect_right(starts, finding.start) - 1]
            if finding.start >= line.start + line.label and finding.end <= line.start + len(line.text):
                yield Said(line.cell, line.times, finding)


@dataclass(frozen=True, slots=True)
class _Line:
    """A cell behind its heading, as a line of text: where the line starts, how long the label is."""

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
