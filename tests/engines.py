"""What the tests of the detectors share: one engine, tables by rows, and people who do not exist."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from detectors.engine import Engine
from detectors.examine import Examination
from detectors.finding import Judgement
from scanner.document import Image, Passage, Table

NAMES = ("佐藤太郎", "鈴木花子", "高橋健一", "田中美咲", "伊藤翔太", "渡辺美穂")
READINGS = ("サトウ タロウ", "スズキ ハナコ", "タカハシ ケンイチ", "タナカ ミサキ", "イトウ ショウタ", "ワタナベ ミホ")
PHONES = tuple(f"090-1234-567{last}" for last in range(6))
MAILS = tuple(f"{who}@sample.jp" for who in ("taro", "hanako", "kenichi", "misaki", "shota", "miho"))
BIRTHDAYS = ("1985/4/1", "1990/5/2", "1970/12/31", "2001/1/3", "1966/8/9", "1999/11/30")
ADDRESSES = tuple(f"東京都港区芝1-2-{number}" for number in range(3, 9))

Rows = Sequence[Sequence[str]]


@cache
def engine() -> Engine:
    """Built once per process: it takes two seconds."""
    return Engine()


def columns(rows: Rows) -> tuple[tuple[str, ...], ...]:
    """Rows as a reader hands them over: column by column, short rows filled up."""
    width = max(map(len, rows), default=0)
    return tuple(zip(*((*row, *[""] * (width - len(row))) for row in rows), strict=True))


def table(rows: Rows, place: str = "『一覧』", first_row: int = 1) -> Table:
    return Table(place, columns(rows), first_row)


def people(*of: Sequence[str]) -> list[list[str]]:
    """Rows of a list, from columns such as NAMES and PHONES, as many as the shortest has."""
    return [list(row) for row in zip(*of, strict=False)]


def examined(*items: Passage | Table | Image, path: str = "一覧.xlsx", media_type: str = "") -> Judgement:
    """The judgement of a file that holds these passages, tables and pictures."""
    examination = Examination(engine(), path, media_type)
    for item in items:
        examination.add(item)
    return examination.finish()


def listed(*rows: Sequence[str], path: str = "一覧.xlsx") -> Judgement:
    """The judgement of a file that holds one table."""
    return examined(table(rows), path=path)


def told(text: str, path: str = "文書.docx", media_type: str = "") -> Judgement:
    """The judgement of a file that holds running text."""
    return examined(Passage(text, "本文"), path=path, media_type=media_type)


def counts(judgement: Judgement) -> dict[str, int]:
    """How often each kind was found."""
    return {total.kind: total.count for total in judgement.kinds}


def distinct(judgement: Judgement) -> dict[str, int]:
    """How many different values of each kind were found."""
    return {total.kind: total.distinct for total in judgement.kinds}


def outcome(judged: Judgement) -> tuple[int, int, dict[str, int]]:
    """How many people a file holds, how many at most, and how often each kind was found."""
    return judged.persons, judged.persons_max, counts(judged)
