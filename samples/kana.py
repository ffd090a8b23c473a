"""Katakana to Latin letters and to half-width katakana."""

from __future__ import annotations

import unicodedata

ROWS = {
    "": "アイウエオ",
    "k": "カキクケコ",
    "s": "サシスセソ",
    "t": "タチツテト",
    "n": "ナニヌネノ",
    "h": "ハヒフヘホ",
    "m": "マミムメモ",
    "r": "ラリルレロ",
    "g": "ガギグゲゴ",
    "z": "ザジズゼゾ",
    "d": "ダヂヅデド",
    "b": "バビブベボ",
    "p": "パピプペポ",
}
ROMAN = {
    **{kana: consonant + vowel for consonant, row in ROWS.items() for kana, vowel in zip(row, "aiueo", strict=True)},
    **{"シ": "shi", "チ": "chi", "ツ": "tsu", "フ": "fu", "ジ": "ji", "ヅ": "zu", "ヂ": "ji"},
    **{"ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ン": "n", "ッ": "", "ー": ""},
}
HALF = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}


def roman(kana: str) -> str:
    """サトウ → satou, ジュン → jun."""
    letters = ""
    for character in kana:
        if character in "ャュョ":
            glide = {"ャ": "a", "ュ": "u", "ョ": "o"}[character]
            letters = letters[:-1] + ("" if letters.endswith(("shi", "chi", "ji")) else "y") + glide
        else:
            letters += ROMAN.get(character, "")
    return letters


def half_width(kana: str) -> str:
    """サトウ　ケン → ｻﾄｳ ｹﾝ, with voiced marks apart as banks want them."""
    parts = unicodedata.normalize("NFD", kana.replace("\u3000", " "))
    marks = {"\u3099": "ﾞ", "\u309a": "ﾟ"}
    return "".join(marks.get(part) or HALF.get(part, part) for part in parts)


def full_width(text: str) -> str:
    """03-1234 → ０３－１２３４."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
