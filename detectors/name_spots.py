"""Where in a text a name may stand, so that the tokenizer reads those clauses only and most prose costs little."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import regex

from detectors.lexicon import NAME_TAGS, Lexicon, Token
from detectors.name_hiragana import in_hiragana
from detectors.name_runs import KANJI, Answers, Unless, among, runs
from detectors.name_words import HAN, HONORIFIC_STARTS, NOT_A_NAME, NOT_BEFORE_HONORIFIC, after_name, any_of
from detectors.rules import load_words

_SHORTEST = 2  # characters of what stands behind a name in hiragana
_HONORIFIC_KANJI = frozenset({"様", "氏", "殿", "君", "先生"})
_HIRAGANA = re.compile("[ぁ-ゖ]{2} ?$")
_SPACED = re.compile(rf" [{HAN}ぁ-ゖァ-ヺ(:「]")
_SPACED_WORD = re.compile(rf" (?P<word>[{HAN}]{{1,3}}|[ぁ-ゖ]{{2,4}})(?![{HAN}ぁ-ゖ])")
_SPEAKS = frozenset("(:「")  # what stands behind a surname
_SUBJECT = frozenset("はがもらと")
_SAID_BEHIND = _SUBJECT | HONORIFIC_STARTS
_LONGEST_GIVEN = 4  # characters of a given name in kana behind a surname
_TITLED = {word[0] for word in (*load_words("name_titles"), *load_words("name_honorifics"))}
_BEHIND = among("".join(_TITLED) + " (:「元前新副" + "ぁ-ヺ")  # how begins what stands behind somebody
_CLAUSE_ENDS = r"[、。\n\t「」『』!?;|]"
_CLAUSE_END, _UP_TO_CLAUSE_END = re.compile(_CLAUSE_ENDS), re.compile(rf"(?s).*{_CLAUSE_ENDS}")
_HONORIFIC_INSIDE = regex.compile(any_of((*load_words("name_titles"), *load_words("name_honorifics"))))
MOST_RUN = 12  # a longer run of kanji is a compound or a list; the tokenizer reads it
REACH = 60  # characters of a clause around a spot, at most


# What a run of kanji can hold, by the dictionary alone.
NOTHING = 0
FULL_NAME = 1  # surname and given name, or surname and title, inside the run
SURNAME = 2  # the run ends with a surname
PERSON = 4  # the run ends with a given name or the name of somebody
OPEN = 8  # the run is a surname and no common word
WHOLE = 16  # the run is one word, a surname among other things
PLACE = 32  # the run is a place, which somebody may be called after
HONORIFIC = 64  # the run is what is said behind a name
_FOLLOWED = Unless(FULL_NAME | OPEN | HONORIFIC, _BEHIND)


class NameSpots:
    """Looks each run of kanji up once, and keeps what it can hold."""

    def __init__(self, lexicon: Lexicon, *, open_too: bool = False) -> None:
        """With `open_too` also surnames that can be common words or places, where they are a subject."""
        self._lexicon = lexicon
        self._open_too = open_too
        self._run = lru_cache(maxsize=131_072)(self._look_up)
        self._given = lru_cache(maxsize=65_536)(self._begins_with_given)
        self._answers = Answers(lambda runs: map(self._run, runs))

    def clauses(self, text: str) -> Iterator[tuple[int, int]]:
        """Half-open spans of the clauses that may hold a name, in order, without overlaps."""
        start = end = 0
        for first, last, run in sorted(self._runs(text)):
            if last <= end or not self._is_spot(text, first, last, run):
                continue
            begin, stop = _clause(text, first, last)
            if end and begin > end:
                yield start, end
                start = begin
            elif not end:
                start = begin
            end = max(end, stop)
        if end:
            yield start, end

    def _runs(self, text: str) -> Iterator[tuple[int, int, int]]:
        """The runs of kanji that can hold a name or stand behind one, and what stands behind names in hiragana."""
        yield from ((start, start + _SHORTEST, HONORIFIC) for start in in_hiragana(text).called)
        yield from runs(text).told(self._answers, KANJI, unless=_FOLLOWED)

    def _is_spot(self, text: str, start: int, end: int, run: int) -> bool:
        if run & HONORIFIC:  # a name in hiragana may stand before
            before = text[max(0, start - 3) : start]
            return bool(_HIRAGANA.search(before)) and before.rstrip(" ")[-2:] not in NOT_BEFORE_HONORIFIC
        return bool(run & (FULL_NAME | OPEN)) or self._is_followed(text, end, run, long=end - start > 1)

    def _is_followed(self, text: str, end: int, run: int, *, long: bool) -> bool:
        """Whether a given name, honorific, bracket or speech follows a run that ends with a surname."""
        behind = text[end : end + 1]
        if "ぁ" <= behind <= "ヺ" and behind not in _SAID_BEHIND:  # a given name in kana at most
            return bool(run & SURNAME) and long and self._given(text[end : end + _LONGEST_GIVEN])
        word = _SPACED_WORD.match(text, end) if behind == " " and run & PLACE else None
        if word and self._lexicon.is_given(word["word"]):
            return True
        if run & SURNAME and (behind in _SPEAKS or (behind == " " and _SPACED.match(text, end))):
            return True
        if after_name(text, end) or (self._open_too and run & WHOLE and behind in _SUBJECT):
            return True
        return bool(run & SURNAME) and long and "ぁ" <= behind <= "ヺ" and self._given(text[end : end + _LONGEST_GIVEN])

    def _begins_with_given(self, following: str) -> bool:
        """Whether the first two to four characters are a given name (「佐々木ひとみ」)."""
        firsts = (following[:length] for length in range(_LONGEST_GIVEN, 1, -1))
        return any(self._lexicon.is_given(given) and given not in NOT_A_NAME for given in firsts)

    def _look_up(self, run: str) -> int:
        if run in _HONORIFIC_KANJI:
            return HONORIFIC
        if len(run) > MOST_RUN:
            return FULL_NAME
        tokens = self._lexicon.tokens(run)
        last = self._lexicon.classes(tokens[-1].surface)
        found = (SURNAME if "surname" in last else NOTHING) | (PERSON if last & {"given", "name"} else NOTHING)
        if len(tokens) == 1:
            sure = len(run) > 1 and found != NOTHING and not last & {"noun", "place"}
            found |= PLACE if "place" in last and len(run) > 1 else NOTHING
            return found | (OPEN if sure else NOTHING) | (WHOLE if len(run) > 1 and found & SURNAME else NOTHING)
        return found | (FULL_NAME if self._holds_name(run, tokens) else NOTHING)

    def _holds_name(self, run: str, tokens: Sequence[Token]) -> bool:
        """Whether a compound holds a surname with something after it, a given name, or somebody with a title."""
        for token, following in pairwise(tokens):
            if token.tag in ("surname", "name") or following.tag in ("given", "name"):
                return True
            addressed = _HONORIFIC_INSIDE.match(run, token.end)
            if addressed and self._lexicon.classes(token.surface) & NAME_TAGS:
                return True
        return tokens[-1].tag == "surname"


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around a span, at most some REACH characters on each side."""
    first = max(0, start - REACH)
    before, behind = _UP_TO_CLAUSE_END.match(text, first, start), _CLAUSE_END.search(text, end, end + REACH)
    first = before.end() if before else first
    return first, behind.start() if behind else min(len(text), end + REACH)
