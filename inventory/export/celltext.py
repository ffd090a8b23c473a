"""Text as a cell can hold it, and how much room it takes when it is wrapped.

Widths are counted in half-width characters of our 9-point text, two for a full-width one; `column_width` turns them
into the units of Excel, which are digits of the workbook's own font.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import ceil

from inventory.spelling import composed

LONGEST = 32_767  # characters of a cell, counted as UTF-16
TALLEST = 409.0  # points: the highest row Excel has
LINE = 13.0  # points of one line of 9-point text: BIZ UDゴシック needs 12, what stands in for it elsewhere 13
PADDING = 4.5

_HALF_WIDTH, _CELL_PADDING, _DIGIT = 6, 5, 8  # pixels; the digit is one of 11-point 游ゴシック
_NARROW_SIZE = 1.15  # Latin letters and digits are a little wider than half a full-width character
_SPARE = 0.96  # printers set text a little wider than the screen

_VISIBLE = (
    {code: chr(0x2400 + code) for code in range(32)}  # ␀ … ␟
    | {0x7F: "␡", 0xFFFE: "\ufffd", 0xFFFF: "\ufffd", 0x2028: " ", 0x2029: " "}
    | dict.fromkeys(range(128, 160), "�")
    | {code: f"\\u{code:04x}" for code in range(0xD800, 0xE000)}
    | {code: f"[U+{code:04X}]" for code in (*range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
)
_ODD = re.compile("[" + "".join(f"\\u{code:04x}" for code in _VISIBLE) + "]")
_ESCAPE = re.compile("_x(?=[0-9A-Fa-f]{4}_)")  # Excel would show 「_x0041_」 as 「A」
_FORMULA = tuple("=+-@＝＋－＠")  # Japanese Excel takes the full-width signs as well when a cell is edited
_NARROW = re.compile("[ -~｡-ﾟ]")
_TOKEN = re.compile("(?:[!-~]+|.)[、。，．・：；）」』】〕ー々!?！？]*")


def visible(name: str) -> str:
    """A name or address on one line: what would break the line, hide or turn characters around becomes a sign."""
    name = composed(name)
    return name.translate(_VISIBLE) if _ODD.search(name) else name


def storable(text: str) -> str:
    """Any text as a cell of Excel can hold it: `visible`, except that its line breaks stay."""
    text = composed(text)
    if _ODD.search(text):
        lines_of_text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
        text = "\n".join(visible(line) for line in lines_of_text)
    return _shorten(_ESCAPE.sub("_x005F_x", text) if "_x" in text else text)


def could_be_formula(text: str) -> bool:
    """Whether Excel would take the text for a formula once somebody edits the cell."""
    return text.startswith(_FORMULA)


def column_width(characters: float) -> float:
    """The width of a column for so many half-width characters, in the units of Excel."""
    return round(pixels(characters) / _DIGIT, 2)


def pixels(characters: float) -> float:
    """The width of a column for so many half-width characters, on the screen at 100 %."""
    return characters * _HALF_WIDTH + _CELL_PADDING


def units(text: str) -> float:
    """The width of a line of text in half-width characters."""
    return 2 * len(text) - (2 - _NARROW_SIZE) * len(_NARROW.findall(text))


@lru_cache(maxsize=1 << 15)  # folders, kinds and departments come again and again
def lines(text: str, width: float) -> int:
    """How many lines the text takes in a column of this width (words are not broken where they fit on a line)."""
    room = max(2.0, width * _SPARE)
    if "\n" not in text and units(text) <= room:
        return 1
    return sum(_wrapped(line, room) for line in text.split("\n"))


def height(count: int) -> float:
    """The height in points of a row with this many lines."""
    return min(TALLEST, count * LINE + PADDING)


def _wrapped(line: str, room: float) -> int:
    count, used = 1, 0.0
    for token in _TOKEN.findall(line):
        size = units(token)
        if used and used + size > room:
            count, used = count + 1, 0.0
        if size > room:
            count += ceil(size / room) - 1
            size = size % room or room
        used += size
    return count


def _shorten(text: str) -> str:
    if 2 * len(text) <= LONGEST or len(text.encode("utf-16-le")) <= 2 * LONGEST:
        return text
    return text.encode("utf-16-le")[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"
