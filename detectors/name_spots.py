"""Where in a text a name may stand, so that the tokenizer reads those clauses only and most prose costs little."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import regex

from detectors.lexicon import Lexicon
from detectors.name_words import AFTER_NAME, NOT_BEFORE_HONORIFIC, any_of
from detectors.rules import load_words

_HAN = "一-鿿㐀-䶿々〆ヶヵ豈-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_HAN}]+|[ぁ-ゖ]{{2,}}(?= [ぁ-ゖ]| ?(?:様|さん|さま|くん|ちゃん|氏|殿|君|先生))")
_SPACED = re.compile(rf" [{_HAN}ぁ-ゖァ-ヺ]")
_BEHIND_SURNAME = re.compile(r" ?[(:「]")
_KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
_CLAUSE_END = re.compile(r"[、。\n\t「」『』!?;|]")
_HONORIFIC_INSIDE = regex.compile(any_of((*load_words("name_titles"), *load_words("name_honorifics"))))
LONGEST_SURNAME, LONGEST_GIVEN = 4, 4
MOST_RUN = 12  # a longer run of kanji is a compound or a list; the tokenizer reads it
REACH = 60  # characters of a clause around a spot, at most


# What a run of kanji can hold, by the dictionary alone.
NOTHING = 0
FULL_NAME = 1  # surname and given name, or surname and title, inside the run
SURNAME = 2  # the run ends with a surname
PERSON = 4  # the run ends with a given name or the name of somebody
OPEN = 8  # the run is a surname and no common word


class NameSpots:
    """Looks each run of kanji up once, and keeps what it can hold."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._run = lru_cache(maxsize=131_072)(self._look_up)

    def clauses(self, text: str) -> Iterator[tuple[int, int]]:
        """Half-open spans of the clauses that may hold a name, in order, without overlaps."""
        start = end = 0
        for match in _RUN.finditer(text):
            if match.end() <= end or not self._is_spot(text, match):
                continue
            begin, stop = _clause(text, *match.span())
            if end and begin > end:
                yield start, end
                start = begin
            elif not end:
                start = begin
            end = max(end, stop)
        if end:
            yield start, end

    def _is_spot(self, text: str, match: re.Match[str]) -> bool:
        word = match.group()
        if word[0] <= "ゖ":  # hiragana before an honorific
            return word not in NOT_BEFORE_HONORIFIC
        run = self._run(word)
        if not run or run & (FULL_NAME | OPEN):
            return bool(run)
        return self._is_followed(text, match.end(), run)

    def _is_followed(self, text: str, end: int, run: int) -> bool:
        """Whether a given name, honorific, bracket or speech follows a run that ends with a surname."""
        if run & SURNAME and (_SPACED.match(text, end) or _BEHIND_SURNAME.match(text, end)):
            return True
        if AFTER_NAME.match(text, end):
            return True
        if not run & SURNAME or not _KANA.match(text, end):
            return False
        return any(self._lexicon.is_given(text[end : end + length]) for length in (4, 3, 2))  # 「佐々木ひとみ」

    def _look_up(self, run: str) -> int:
        if len(run) > MOST_RUN:
            return FULL_NAME
        known = self._lexicon.classes(run)
        if known and not known & {"surname", "given", "name"}:
            return NOTHING
        found = OPEN if len(run) > 1 and known and not known & {"noun", "place"} else NOTHING
        for start in range(len(run)):
            for end in range(start + 1, min(start + LONGEST_SURNAME, len(run)) + 1):
                found |= self._part(run, start, end, bool(known))
        return found

    def _part(self, run: str, start: int, end: int, known: bool) -> int:
        """What the part of a run from `start` to `end` adds."""
        classes = self._lexicon.classes(run[start:end])
        if end == len(run):
            surname = SURNAME if "surname" in classes else NOTHING
            return surname | (PERSON if classes & {"given", "name"} else NOTHING)
        if classes & {"surname", "given", "name"} and _HONORIFIC_INSIDE.match(run, end):
            return FULL_NAME
        if known or not classes & {"surname", "place"}:
            return NOTHING
        for stop in range(end + 1, min(end + LONGEST_GIVEN, len(run)) + 1):
            if self._may_be_given(run, start, end, stop, "surname" in classes) and self._lexicon.is_given(
                run[end:stop]
            ):
                return FULL_NAME
        return NOTHING

    @staticmethod
    def _may_be_given(run: str, start: int, end: int, stop: int, surname: bool) -> bool:
        """One character is a given name only after a surname of two, or where it makes up the run with one."""
        if stop - end > 1:
            return stop - start > 2
        return surname and (end - start > 1 or stop - start == len(run))


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around a span, at most some REACH characters on each side."""
    first = max(0, start - REACH)
    for match in _CLAUSE_END.finditer(text, first, start):
        first = match.end()
    behind = _CLAUSE_END.search(text, end, end + REACH)
    return first, behind.start() if behind else min(len(text), end + REACH)
