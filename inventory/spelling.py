"""The two ways to write one name: 「が」 as one character (Windows, most others) or as か and ゛ (macOS).

Only what consists of a letter and marks is brought together: the rest of Unicode's normal forms would turn one kanji
into another (神 into 神), which are two names.
"""

from __future__ import annotations

import re
import unicodedata

_MARKS = r"\u0300-\u036f\u3099\u309a"  # of Latin letters, of kana
_HANGUL = r"[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
_LOOSE = re.compile(f"[^{_MARKS}][{_MARKS}]+|{_HANGUL}")
_SIGNS = re.compile(rf"[{_MARKS}\u1100-\u1112]")


def composed(name: str) -> str:
    """A name with its marks on the letters, as people read it and most systems write it."""
    if name.isascii() or not _SIGNS.search(name):
        return name
    return _LOOSE.sub(lambda found: unicodedata.normalize("NFC", found[0]), name)


def decomposed(name: str) -> str:
    """A name with its marks behind the letters, as macOS writes it."""
    return name if name.isascii() else "".join(map(_apart, name))


def other_spelling(name: str) -> str:
    """The name in the other way; the same where there is no other."""
    together = composed(name)
    return together if together != name else decomposed(name)


def _apart(character: str) -> str:
    apart = unicodedata.normalize("NFD", character)
    return apart if len(apart) > 1 and _LOOSE.fullmatch(apart) else character
