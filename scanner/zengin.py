"""Transfer files of the Japanese banks (全銀協規定形式): records of 120 bytes, half-width, told by their first digit.

総合振込 (21), 給与・賞与振込 (11, 12, 71, 72), 口座振替 (91).
Source: 全国銀行協会 「総合振込」「給与・賞与振込」「預金口座振替」 のレコード・フォーマット.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise

LENGTH = 120
_HEADER = re.compile(r"1(11|12|21|71|72|91)[01 ][0-9 ]{10}.{40}[0-9 ]{4}[0-9 ]{4}.{15}[0-9 ]{3}")
_DATA = re.compile(r"2[0-9 ]{4}.{15}[0-9 ]{3}.{15}[0-9 ]{4}[0-9 ][0-9 ]{7}.{30}[0-9 ]{10}")
_COMMON = (
    ("銀行コード", 4),
    ("銀行名", 15),
    ("支店コード", 3),
    ("支店名", 15),
    ("手形交換所番号", 4),
    ("預金種目", 1),
    ("口座番号", 7),
    ("口座名義カナ", 30),
    ("金額", 10),
    ("新規コード", 1),
)
_LAYOUTS = {
    "給与振込": (*_COMMON, ("社員番号", 10), ("所属コード", 10), ("振込区分", 1), ("予備", 8)),
    "総合振込": (*_COMMON, ("顧客コード1", 10), ("顧客コード2", 10), ("振込区分", 1), ("予備", 8)),
    "口座振替": (*_COMMON, ("顧客番号", 20), ("結果コード", 1), ("予備", 8)),
}
_BUSINESS = {"11": "給与振込", "12": "給与振込", "71": "給与振込", "72": "給与振込", "21": "総合振込", "91": "口座振替"}
_SENDER = slice(14, 54)


def is_zengin(text: str) -> bool:
    """Whether a text begins with a header record and a data record."""
    start = text.lstrip("\ufeff")
    if not _HEADER.match(start) or "\n" in start[:100]:
        return False
    return bool(_DATA.match(start[LENGTH:].lstrip("\r\n")) or _DATA.match(start.partition("\n")[2]))


def is_header(record: str) -> bool:
    """Whether a record begins a new set of transfers of a known business."""
    return bool(_HEADER.match(record))


def business(record: str) -> str:
    """給与振込, 総合振込 or 口座振替, by the header record."""
    return _BUSINESS[record[1:3]]


def sender(record: str) -> str:
    """Who has the money moved, by the header record."""
    return record[_SENDER].strip()


def headings(name: str) -> list[str]:
    """The fields of a data record, in their order."""
    return [heading for heading, _ in _LAYOUTS[name]]


def cells(name: str, record: str) -> list[str]:
    """The fields of a data record."""
    ends = accumulate((width for _, width in _LAYOUTS[name]), initial=1)
    return [record[start:end].strip() for start, end in pairwise(ends)]


def records(blocks: Iterable[str]) -> Iterator[str]:
    """The records, whether line ends stand between them or not."""
    held = ""
    for block in blocks:
        held += block
        lines = held.split("\n")
        held = lines.pop()
        for line in lines:
            yield from _cut(line.rstrip("\r"))
        while len(held) >= 2 * LENGTH:
            yield held[:LENGTH]
            held = held[LENGTH:]
    yield from _cut(held.rstrip("\r\x1a"))


def _cut(line: str) -> Iterator[str]:
    for start in range(0, len(line), LENGTH):
        yield line[start : start + LENGTH]
