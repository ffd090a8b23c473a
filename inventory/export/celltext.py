"""Text as a cell can hold it, and how much room it takes when it is wrapped."""

from __future__ import annotations

import re
from math import ceil

LONGEST = 32_767  # characters of a cell, counted as UTF-16
TALLEST = 409.0  # points: the highest row Excel has
LINE = 14.5  # points of one line of 9-point 游ゴシック, which sets its lines wide
PADDING = 4.5

_VISIBLE = (
    {code: chr(0x2400 + code) for code in range(32)}  # ␀ … ␟
    | {0x7F: "␡", 0xFFFE: "\ufffd", 0xFFFF: "\ufffd", 0x2028: " ", 0x2029: " "}
    | {code: "\ufffd" for code in range(0x80, 0xA0)}
    | {code: f"\\u{code:04x}" for code in range(0xD800, 0xE000)}
    | {code: f"[U+{code:04X}]" for code in (*range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
)
_ODD = re.compile("[" + "".join(f"\\u{code:04x}" for code in _VISIBLE) + "]")
_ESCAPE = re.compile("_x(?=[0-9A-Fa-f]{4}_)")  # Excel would show 「_x0041_」 as 「A」
_FORMULA = tuple("=+-@＝＋－＠")  # Japanese Excel takes the full-width signs as well when a cell is edited
_NARROW = re.compile("[ -~｡-ﾟ]")
_TOKEN = re.compile("(?:[!-~]+|.)[、。，．・：；）」』】〕ー々!?！？]*")


def one_line(text: str) -> str:
    """A name or address: nothing that breaks the line, hides or turns characters around; visible signs instead."""
    return _shorten(_visible(text))


def paragraph(text: str) -> str:
    """Running text: as `one_line`, but line breaks stay."""
    parts = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return _shorten("\n".join(_visible(part) for part in parts))


def could_be_formula(text: str) -> bool:
    """Whether Excel would take the text for a formula once somebody edits the cell."""
    return text.startswith(_FORMULA)


def units(text: str) -> int:
    """The width of a line of text in the units of Excel's columns: a full-width character takes two."""
    return 2 * len(text) - len(_NARROW.findall(text))


def lines(text: str, width: float) -> int:
    """How many lines the text takes in a column of this width (words are not broken where they fit on a line)."""
    room = max(2, int(width - 1))
    if "\n" not in text and units(text) <= room:
        return 1
    return sum(_wrapped(line, room) for line in text.split("\n"))


def height(count: int) -> float:
    """The height in points of a row with this many lines."""
    return min(TALLEST, count * LINE + PADDING)


def _wrapped(line: str, room: int) -> int:
    count, used = 1, 0
    for token in _TOKEN.findall(line):
        size = units(token)
        if used and used + size > room:
            count, used = count + 1, 0
        if size > room:
            count += ceil(size / room) - 1
            size = size % room or room
        used += size
    return count


def _visible(text: str) -> str:
    if _ODD.search(text):
        text = text.translate(_VISIBLE)
    return _ESCAPE.sub("_x005F_x", text) if "_x" in text else text


def _shorten(text: str) -> str:
    if 2 * len(text) <= LONGEST or len(text.encode("utf-16-le")) <= 2 * LONGEST:
        return text
    return text.encode("utf-16-le")[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"
