"""A paper as a sequence of blocks, before any file format: what the drafts of an incident are written in.

What stands between 【 and 】 and begins with 要記入 is what a person has still to fill in; writers make it stand out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

BEFORE_IT_GOES = "【要記入】の欄を埋め、内容を確かめてからお使いください。この枠は削ります。"


def fill_in(hint: str) -> str:
    """A blank with what belongs there."""
    return f"【要記入：{hint}】"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a paper."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    align: Literal["left", "center", "right"] = "left"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A list; numbered where the order counts."""

    items: Sequence[str]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a label and what belongs to it in each row, or several columns under headings.

    `widths` are shares of the line. A row with one cell runs across the table, as a heading of the rows below it.
    """

    rows: Sequence[Sequence[str]]
    headings: Sequence[str] = ()
    widths: Sequence[int] = (26, 74)


@dataclass(frozen=True, slots=True)
class Note:
    """A remark to whoever completes the draft, in a box; to be deleted before the paper goes out."""

    lines: Sequence[str]


Block = Heading | Text | Points | Grid | Note


@dataclass(frozen=True, slots=True)
class Paper:
    """A draft: the name of its file (without ending), what stands above it, and its content."""

    name: str
    title: str
    blocks: Sequence[Block]
    mark: str = "下書き"
