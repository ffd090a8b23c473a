"""Listings whose columns stand at fixed places of the line, as hosts and printers write them: 全角 takes two places.

Two columns are parted where the same places are blank in nearly every line, or where figures meet 漢字 or カナ in all.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

_LINES = 300
_WIDEST = 4000
FEWEST_ROWS = 5
FEWEST_COLUMNS = 3
BLANK = 0.9  # share of the lines in which a place between columns is blank
BLANK_IN_FEW = 0.7  # the same, where titles are a larger share of the lines
FEW = 40  # lines
FIT = 0.8  # share of the lines that keep to the columns; the others are titles of pages
OFTEN_FULL = 0.6  # share of the lines in which figures fill their field to its end, where names begin behind it
EDGE = 0.97  # share of the lines in which figures meet 漢字 at one place
FEWEST_RECORDS = 10  # lines of one length from which they are records of a host
FIT_RECORDS = 0.98  # share of such lines
_NARROWEST = 30  # places of a record
_RULE = re.compile(r"[-=_*+|─━═ \t　]*")
_BLANKS = re.compile(r"　{2,}|(?<= )　|　(?= |$)|^　")  # a single 全角 blank stands inside names (架空　花子)
_GAP = re.compile(r"(?<=[^ ]) {2,}(?=[^ ])")
_WIDE_GAPS = 2  # gaps of two places and more: a single blank also stands between words
_SECOND_HALF = "\0"  # the second place of a 全角 character

Span = tuple[int, int]
_Codes = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Gap:
    """What parts two columns: places that are blank, from `start` to `end`; none where two fields touch.

    `aligned`: the cells behind it begin at `end`, not somewhere behind.
    """

    start: int
    end: int
    aligned: bool = False


def columns_of(text: str) -> list[Gap]:
    """What parts the columns of a listing; nothing where the text is no listing."""
    whole = text.splitlines()[:_LINES]
    raw = [line for line in map(str.rstrip, whole) if line and not _RULE.fullmatch(line)]
    if sum("  " in line or "　" in line for line in raw) < max(FEWEST_ROWS, len(raw) * FIT):
        return []
    lines = list(map(placed, raw))
    if "\t" in text or max(map(len, lines)) > _WIDEST:
        return []
    fewest = 1 if _are_records(whole) else _WIDE_GAPS
    listed = [line for line in lines if len(_GAP.findall(line)) >= fewest]
    if len(listed) < max(FEWEST_ROWS, len(lines) * FIT):
        return []
    codes = _as_codes(listed)
    found = [_parted(codes, share, fewest) for share in ((BLANK,) if len(listed) > FEW else (BLANK, BLANK_IN_FEW))]
    return max(found, key=len)


def _are_records(lines: Sequence[str]) -> bool:
    """Whether nearly all lines take as many places, blanks at their ends included: the records of a host."""
    widths = Counter(len(placed(line)) for line in lines)
    width, times = widths.most_common(1)[0]
    return width >= _NARROWEST and times >= max(FEWEST_RECORDS, len(lines) * FIT_RECORDS)


def _parted(codes: _Codes, share: float, fewest: int) -> list[Gap]:
    """The gaps between columns that are blank in this share of the lines."""
    spans = _blank_spans((codes != ord(" ")).mean(axis=0) > 1 - share)
    fitting = codes[[all((row[start:end] == ord(" ")).any() for start, end in spans) for row in codes]]
    if len(fitting) < len(codes) * FIT or sum(end - start >= 2 for start, end in spans) < fewest:
        return []
    spans = sorted([*spans, *((edge, edge) for edge in _edges(fitting))])
    if len(spans) + 1 < FEWEST_COLUMNS or not _is_filled(fitting, spans):
        return []
    return [Gap(start, end, _is_aligned(fitting, start, end, share)) for start, end in spans]


def placed(line: str) -> str:
    """A line with one character per place: 全角 characters are followed by a filler, blank 全角 are two blanks.

    >>> placed("山ﾀ　　x").replace("\\0", "_")
    '山_ﾀ    x'
    """
    if line.isascii():
        return line
    line = _BLANKS.sub(lambda blank: "  " * len(blank[0]), line)
    return "".join(map(_on_its_places, line))


def cut(line: str, gaps: Sequence[Gap]) -> list[str]:
    """The cells of a line; a line that does not keep to the columns is one cell.

    >>> gaps = [Gap(5, 7, True), Gap(16, 18, True)]
    >>> cut("00012  架空　花子  03-1234", gaps)
    ['00012', '架空　花子', '03-1234']
    >>> cut("第１四半期の会員の一覧です", gaps)
    ['第１四半期の会員の一覧です', '', '']
    """
    places = placed(line).ljust(gaps[-1].end if gaps else 0)
    cells, begin, told, astray = [], 0, 0, 0
    for gap in gaps:
        at = gap.end if gap.start == gap.end else places.rfind(" ", max(gap.start, begin), gap.end)
        if at < 0:
            return [line.strip(), *[""] * len(gaps)]
        cells.append(_plain(places[begin:at]))
        begin = at
        if gap.aligned and not places[at : gap.end + 2].isspace():
            told += 1
            astray += places[gap.end] == " " or not places[at : gap.end].isspace()
    if astray * 2 > told:
        return [line.strip(), *[""] * len(gaps)]
    return [*cells, _plain(places[begin:])]


def _plain(places: str) -> str:
    return places.replace(_SECOND_HALF, "").strip()


@lru_cache(maxsize=16_384)
def _on_its_places(char: str) -> str:
    return char + _SECOND_HALF if unicodedata.east_asian_width(char) in "WFA" else char


def _as_codes(lines: Sequence[str]) -> _Codes:
    """The characters of lines that are filled up to one length, as numbers."""
    width = max(map(len, lines))
    joined = "".join(line.ljust(width) for line in lines)
    return np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).reshape(len(lines), width)


def _blank_spans(dense: npt.NDArray[np.bool_]) -> list[Span]:
    """Runs of places that are blank in nearly every line, between places that are not."""
    return [(int(left) + 1, int(right)) for left, right in pairwise(np.flatnonzero(dense)) if right - left > 1]


def _edges(codes: _Codes) -> list[int]:
    """Places at which a field without a blank behind it ends: letters or figures on one side, Japanese on the other."""
    is_plain = (codes > ord(" ")) & (codes < 0x7F)
    is_japanese = codes >= 0x3000
    is_blank = codes == ord(" ")
    filled = np.maximum((is_plain | is_blank)[:, :-1] & is_japanese[:, 1:], 0).mean(axis=0)
    one = np.where(is_plain[:, :-1].mean(axis=0) >= OFTEN_FULL, filled, 0.0)
    other = ((is_japanese | (codes == 0))[:, :-1] & is_plain[:, 1:]).mean(axis=0)
    return [int(place) + 1 for place in np.flatnonzero(np.maximum(one, other) >= EDGE)]


def _is_aligned(codes: _Codes, start: int, end: int, share: float) -> bool:
    """Whether the cells behind a gap begin at its end."""
    filled = codes[(codes[:, end : end + 2] != ord(" ")).any(axis=1)]
    return start < end and len(filled) > 0 and bool((filled[:, end] != ord(" ")).mean() >= share)


def _is_filled(codes: _Codes, spans: Sequence[Span]) -> bool:
    """Whether most rows have something in most columns."""
    bounds = pairwise([0, *(end for _, end in spans), codes.shape[1]])
    cells = np.array([(codes[:, start:end] != ord(" ")).any(axis=1) for start, end in bounds])
    return bool(cells.mean() >= 0.5)
