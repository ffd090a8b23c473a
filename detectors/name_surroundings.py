"""What a span of text stands in: a sentence, a technical text, code, a word written with spaces between its letters."""

from __future__ import annotations

import regex

REACH = 60  # characters on either side that tell prose from a form
WIDE, LETTERS = 300, 0.15  # characters on either side, and the share of Latin letters, of a technical text
SYMBOLS = 8  # of code, on either side together
PROSE = 0.2  # the share of hiragana in prose
_HIRAGANA = regex.compile("[ぁ-ゖ。]")
_LETTER = regex.compile("[A-Za-z]")
_SYMBOL = regex.compile(r"[{}<>=;`$\\]")
_SPACED = regex.compile(r"\p{Han}(?: \p{Han})+")
_SPACED_BEFORE = regex.compile(r"(?<!\p{Han})\p{Han} $")
_SPACED_BEHIND = regex.compile(r" \p{Han}(?!\p{Han})")


def is_spaced_out(text: str, start: int, end: int) -> bool:
    """Whether a span is cut out of a word that is written with a space behind each letter (「請 求 書」)."""
    if not _SPACED.fullmatch(text, start, end):
        return False
    return bool(_SPACED_BEFORE.search(text, max(0, start - 3), start) or _SPACED_BEHIND.match(text, end))


def is_technical(text: str, start: int, end: int) -> bool:
    """Whether much around a span is in Latin letters: code and manuals, whose loan words look like foreign names."""
    around = text[max(0, start - WIDE) : end + WIDE]
    return len(_LETTER.findall(around)) > LETTERS * len(around)


def is_code(text: str, start: int, end: int) -> bool:
    """Whether much around a span is written as programs are; a mail has brackets around its addresses only."""
    return len(_SYMBOL.findall(text, max(0, start - WIDE), end + WIDE)) > SYMBOLS


def is_prose(text: str, start: int, end: int) -> bool:
    """Whether a span stands in a sentence: a line of some length, much of it hiragana, with a stop or a particle."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line = text[max(first, start - REACH) : min(len(text) if last < 0 else last, end + REACH)]
    return len(line) >= 15 and len(_HIRAGANA.findall(line)) >= PROSE * (len(line) - (end - start))
