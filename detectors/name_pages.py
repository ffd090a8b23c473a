"""Pages of people: under 「座席表」, 「連絡網」 or 「参加者」 bare words stand one beside or below the other.

Each cell alone says nothing (「阿　榊　千」, 「・鷲」); the heading and the other cells tell that all are people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.finding import Finding
from detectors.located import LocatedPatterns, locate
from detectors.name_bare import DAYS, Bare, BareWords
from detectors.name_words import HAN, HONORIFIC, any_of
from detectors.rules import load_words

FEWEST = 3  # names of a page
MOST_LINES = 60
LONGEST_LINE = 120
LONGEST_HEADING = 30
SCORE = 0.87
_HEADING = (
    rf"(?:^|[^\n。、]){any_of(load_words('name_pages'))}(?=(?:は次の|は以下の|[^\nぁ-ゖ。、])[^\n。、]{{0,16}}$|$)"
)
PLACES = LocatedPatterns([locate(re.compile(_HEADING, re.MULTILINE), _HEADING)])
_WORD = rf"(?:[{HAN}]{{1,4}}|[{HAN}]{{1,2}}[ノツ][{HAN}]{{1,2}}|[ァ-ヺー]{{1,10}}(?:[・= ][ァ-ヺー]{{1,10}}){{0,3}})"
_CELL = re.compile(rf"(?P<name>{_WORD}?)(?:{HONORIFIC})?(?:[ ]?\([^()\n]{{1,12}}\))?(?:[ ]?[○×△◎●□☑✓]|[ ][済未])?")
_GAP = re.compile(
    r"[ ]*(?:[\t|│、,/→⇒;]|->)[ ]*|[ ]{2,}|[ ]*[②-⑳][ ]*|[ ]+[0-9]{1,2}(?:組|班|番|位|号|号車|列)?[.:]?[ ](?=[^0-9 ])"
)
_DOT = re.compile(rf"(?<=[{HAN}])・(?=[{HAN}])")
_LEAD = re.compile(
    r"[ \t]*(?:[│├└┃┣┗|─━┬┌]+[ ]?)*(?:[・*●○◇◆■□▪→-]|[0-9]{1,3}[.):]?(?=[ \t])"
    r"|\([0-9]{1,3}\)|[①-⑳]|[0-9]{1,2}(?:/[0-9]{1,2})?日?\([月火水木金土日]\))?[ \t]*"
)
_KEY = re.compile(
    r"[^\s:、,・]{1,10}[:=…][ ]*|[A-Z0-9一二三四五六七八九十第]{1,4}(?:班|組|チーム|号車|号室|列|卓|便|回)[ ]*"
)
_KANJI_ALONE = re.compile(rf"[{HAN}](?:[ ][{HAN}]){{2,}}")
_OF_WORD = re.compile(rf"[{HAN}ァ-ヺーぁ-ゖ]{{2,}}")


class PageNames:
    """Finds the people of pages whose heading promises them."""

    def __init__(self, bare: BareWords) -> None:
        self._bare = bare

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Every cell that can be a name, where most cells of the page can."""
        done = -1
        for _, match in PLACES.matches(text):
            first = text.rfind("\n", 0, match.end()) + 1
            end = text.find("\n", match.end())
            if end < 0 or first < done or end - first > LONGEST_HEADING:
                continue
            names: list[tuple[int, int]] = []
            likely = others = 0
            for start, stop in _lines(text, end + 1):
                done = stop
                for cell in _cells(text, start, stop):
                    name = self._bare.in_cell(text, _CELL.fullmatch(text, *cell))
                    if name is None:
                        others += bool(_OF_WORD.fullmatch(text, *cell))
                    elif text[slice(*name)] not in DAYS:
                        names.append(name)
                        likely += self._bare.weigh(text[slice(*name)]) >= Bare.STRANGE
            if len(names) >= FEWEST and likely * 2 >= len(names) and others * 2 <= len(names):
                for start, stop in names:
                    yield Finding("PERSON", place, start, stop, SCORE, ("名簿や当番表の中",), text[start:stop])


def _lines(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The lines of a page down to an empty one, a sentence, or one that is long."""
    for _ in range(MOST_LINES):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if start >= len(text) or text[start:end].isspace() or start == end or end - start > LONGEST_LINE:
            return
        if text[start:end].rstrip().endswith("。"):
            return
        yield start, end
        start = end + 1


def _cells(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The cells of a line, without what leads it or heads it."""
    if lead := _LEAD.match(text, start, end):
        start = lead.end()
    if key := _KEY.match(text, start, end):
        start = key.end()
    gaps = sorted({match.span() for gap in (_GAP, _DOT) for match in gap.finditer(text, start, end)})
    starts, ends = [start, *(stop for _, stop in gaps)], [*(begin for begin, _ in gaps), end]
    for begin, stop in zip(starts, ends, strict=True):
        if _KANJI_ALONE.fullmatch(text, begin, stop):
            yield from ((at, at + 1) for at in range(begin, stop, 2))
        elif begin < stop:
            yield begin, stop
