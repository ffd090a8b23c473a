"""Fold width, dashes and spaces one character for one character, so that offsets stay those of the original.

Business texts write one number in many ways (０９０－１２３４－５６７８, 090ー1234ー5678). `normalize` brings them
to one form of the *same length*: a span found in the result is a span of the original. `fold` goes further, for
comparing values only, where length no longer matters (half-width kana, 髙 and 高, spaces).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

import regex

DASHES = "‐‑‒–—―−﹘﹣－⁃─━"
SPACES = "\r\x0b\x0c\u3000\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
_ASCII_SPACES = [space for space in SPACES if space.isascii()]
_LONG_MARKS = "ー一~"  # what is typed for a dash between digits
_SURROGATES = regex.compile("([\ud800-\udfff]+)")
_BLOCK = 1 << 20  # characters that are folded at once: a line of 100 MB must not need its memory ten times over


def _widths() -> dict[int, int]:
    widths = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    # half-width kana; the sound marks stay characters of their own
    widths |= {code: ord(unicodedata.normalize("NFKC", chr(code))) for code in range(0xFF61, 0xFFA0)}
    widths |= dict.fromkeys(map(ord, DASHES), ord("-"))
    widths |= dict.fromkeys(map(ord, SPACES), ord(" "))
    return widths | {ord("〜"): ord("~")}


_WIDTHS = _widths()
_FEW = 48  # characters of a text for which an array costs more than it saves
# a long vowel mark between digits, or between a digit and a bracket (「03ー1234ー5678」); twice as fast mark first
_DASH = re.compile(f"[{_LONG_MARKS}](?<=[0-9)].)(?=[0-9(])")


def normalize(text: str) -> str:
    """The text with ASCII digits, letters, brackets, dashes and spaces, every character in its old place."""
    if text.isascii():
        for space in _ASCII_SPACES:
            text = text.replace(space, " ")
        return text
    if len(text) <= _FEW:
        return _DASH.sub("-", text.translate(_WIDTHS))
    if len(text) <= _BLOCK:
        return _folded(text)
    starts = range(0, len(text), _BLOCK)
    return "".join(  # with one neighbour on either side, which may make a long vowel a dash
        _folded(text[max(0, start - 1) : start + _BLOCK + 1])[min(1, start) :][:_BLOCK] for start in starts
    )


def _folded(text: str) -> str:
    folded = _of_units()(text.encode("utf-16-le", "surrogatepass")).decode("utf-16-le", "surrogatepass")
    if len(folded) != len(text):  # two lone surrogates that became a pair
        return "".join(part if number % 2 else _folded(part) for number, part in enumerate(_SURROGATES.split(text)))
    return _DASH.sub("-", folded)


@cache
def _of_units() -> Callable[[bytes], bytes]:
    """Folds UTF-16, by an array: numpy takes its time to load, and only texts need it, not those who read rules."""
    import numpy as np

    table = np.arange(0x10000, dtype=np.uint16)
    table[list(_WIDTHS)] = list(_WIDTHS.values())

    def fold_units(units: bytes) -> bytes:
        folded: bytes = table[np.frombuffer(units, dtype=np.uint16)].tobytes()
        return folded

    return fold_units


VARIANTS: Mapping[str, str] = {
    old: new
    for new, olds in {
        "高": "髙",
        "崎": "﨑嵜碕",
        "辺": "邊邉",
        "斉": "齋齊斎",
        "浜": "濱濵",
        "沢": "澤",
        "広": "廣",
        "島": "嶋嶌",
        "国": "國",
        "桜": "櫻",
        "真": "眞",
        "恵": "惠",
        "徳": "德",
        "吉": "𠮷",
        "柳": "栁",
        "隆": "隆",
        "都": "都",
        "瀬": "瀨",
        "滝": "瀧",
        "富": "冨",
        "峰": "峯",
        "条": "條",
        "実": "實",
        "栄": "榮",
        "円": "圓",
        "関": "關",
        "黒": "黑",
        "竜": "龍",
        "亀": "龜",
        "万": "萬",
        "与": "與",
        "寿": "壽",
        "鉄": "鐵",
        "塩": "鹽",
        "藤": "籐",
        "ケ": "ヶ",
    }.items()
    for old in olds
}
_VARIANT_TABLE = str.maketrans(dict(VARIANTS))
_NOT_COMPARED = regex.compile(r"[\s・･.,、。'’`\-‐ー=＝\uFE00-\uFE0F\U000E0100-\U000E01EF]+")


def fold(value: str) -> str:
    """One form for values that mean the same: NFKC, lower case, old kanji as new, without spaces and separators."""
    return _NOT_COMPARED.sub("", unicodedata.normalize("NFKC", value).translate(_VARIANT_TABLE)).lower()


_REMARKS = regex.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】|<[^<>]*>|(?<=.)※.*$|[ ]?(?:必須|任意)$")
_REQUEST = regex.compile(
    r"(?:[をの]?ご?(?:記入|入力|回答)|をお書き|をお聞かせ|を教えて)(?:して)?(?:ください|下さい|願います)$"
)
_NOT_IN_HEADINGS = regex.compile(r"[\s・:/*※■□◆●○◎☆★♦▼▲\-.,、。'\"()\[\]【】「」『』]+")


@lru_cache(maxsize=4096)
def fold_heading(value: str) -> str:
    """A heading for look-up: 「氏　名（必須）※」 becomes 「氏名」; brackets and what they hold are dropped."""
    plain = _REQUEST.sub("", unicodedata.normalize("NFKC", value).replace("_", "").lower().strip())
    return _NOT_IN_HEADINGS.sub("", _REMARKS.sub("", plain) or plain)
