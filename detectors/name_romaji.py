"""Latin letters to katakana, with the long vowels that passports leave out: Sato → サト, サトウ."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product

_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "s": "サシスセソ", "t": "タチツテト", "n": "ナニヌネノ", "h": "ハヒフヘホ",
    "m": "マミムメモ", "r": "ラリルレロ", "g": "ガギグゲゴ", "z": "ザジズゼゾ", "d": "ダヂヅデド", "b": "バビブベボ",
    "p": "パピプペポ",
}  # fmt: skip
_KANA = {consonant + vowel: row[place] for consonant, row in _ROWS.items() for place, vowel in enumerate("aiueo")}
_KANA |= {consonant + "y" + vowel: row[1] + small for consonant, row in _ROWS.items() if consonant
          for vowel, small in zip("auo", "ャュョ", strict=True)}  # fmt: skip
_KANA |= {head + vowel: kana + small for head, kana in (("sh", "シ"), ("ch", "チ"), ("j", "ジ"))
          for vowel, small in zip("auo", "ャュョ", strict=True)}  # fmt: skip
_KANA |= {"shi": "シ", "chi": "チ", "tsu": "ツ", "fu": "フ", "ji": "ジ", "ya": "ヤ", "yu": "ユ", "yo": "ヨ", "wa": "ワ"}
_DOUBLED = re.compile(r"([kstpgdbzc])(?=\1)|t(?=ch)")
_WRITTEN_LONG = re.compile(r"oh(?![aiueoy])")
_MORA = re.compile("|".join(sorted(_KANA, key=len, reverse=True)) + "|ッ|[nm](?![aiueoy])")
_LONG_O, _LONG_U = frozenset("オコソトノホモヨロゴゾドボポョ"), frozenset("クスツヌフムユルグズブュ")
_AFTER_N = {"ni": "ンイ", "nya": "ンヤ", "nyu": "ンユ", "nyo": "ンヨ"}  # Junichi, Kenya
MOST_LETTERS = 14
MOST_READINGS = 64


@lru_cache(maxsize=16_384)
def readings(word: str) -> tuple[str, ...]:
    """The katakana that a word in Latin letters can stand for; none if it is no Japanese word."""
    if not 2 <= len(word) <= MOST_LETTERS or not word.isascii():
        return ()
    letters = _DOUBLED.sub("ッ", _WRITTEN_LONG.sub("o", word.lower()))
    morae = _MORA.findall(letters)
    if "".join(morae) != letters:
        return ()
    return tuple("".join(parts) for parts in islice(product(*map(_kana, morae)), MOST_READINGS))


def _kana(mora: str) -> tuple[str, ...]:
    """One mora in katakana, also with the long vowel that may have been left out."""
    kana = "ン" if mora in ("n", "m") else _KANA.get(mora, mora)
    if kana[-1] in _LONG_O:
        return (kana, kana + "ウ", kana + "オ") if kana == "オ" else (kana, kana + "ウ")
    if kana[-1] in _LONG_U:
        return (kana, kana + "ウ")
    return (kana, _AFTER_N[mora]) if mora in _AFTER_N else (kana,)
