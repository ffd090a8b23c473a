"""Where in a text a name may stand, so that the tokenizer reads those clauses only and most prose costs little."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import regex

from detectors.lexicon import Lexicon, Token
from detectors.name_runs import runs
from detectors.name_words import AFTER_NAME, HAN, NOT_A_NAME, NOT_BEFORE_HONORIFIC, any_of
from detectors.rules import load_words

_AFTER_HIRAGANA = re.compile(r"[さくち ](?:(?<=さ)[んま]|(?<=く)ん|(?<=ち)ゃん|(?<= )(?=[ぁ-ゖ]))")
_HONORIFIC_KANJI = frozenset({"様", "氏", "殿", "君", "先生"})
_HIRAGANA = re.compile("[ぁ-ゖ]{2} ?$")
_SPACED = re.compile(rf" [{HAN}ぁ-ゖァ-ヺ]")
_SPACED_WORD = re.compile(rf" (?P<word>[{HAN}]{{1,3}}|[ぁ-ゖ]{{2,4}})(?![{HAN}ぁ-ゖ])")
_BEHIND_SURNAME = re.compile(r" ?[(:「]")
_KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
_SUBJECT = re.compile("[はがもらと]")
_TITLED = {word[0] for word in (*load_words("name_titles"), *load_words("name_honorifics"))}
_BEHIND = frozenset(_TITLED | set(" (:「元前新副"))  # what stands behind somebody of one character begins with these
_CLAUSE_END = re.compile(r"[、。\n\t「」『』!?;|]")
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


class NameSpots:
    """Looks each run of kanji up once, and keeps what it can hold."""

    def __init__(self, lexicon: Lexicon, *, open_too: bool = False) -> None:
        """With `open_too` also surnames that can be common words or places, where they are a subject."""
        self._lexicon = lexicon
        self._open_too = open_too
        self._run = lru_cache(maxsize=131_072)(self._look_up)

    def clauses(self, text: str) -> Iterator[tuple[int, int]]:
        """Half-open spans of the clauses that may hold a name, in order, without overlaps."""
        start = end = 0
        for first, last in sorted(self._runs(text)):
            if last <= end or not self._is_spot(text, first, last):
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

    def _runs(self, text: str) -> Iterator[tuple[int, int]]:
        """The runs of kanji that can hold a name or stand behind one, and what stands behind names in hiragana."""
        yield from (match.span() for match in _AFTER_HIRAGANA.finditer(text))
        seen = runs(text)
        kanji = zip(seen.words, seen.is_kanji, strict=True)
        yield from seen.places(
            [is_kanji and (word in _HONORIFIC_KANJI or self._run(word) > 0) for word, is_kanji in kanji]
        )

    def _is_spot(self, text: str, start: int, end: int) -> bool:
        word = text[start:end]
        if word[0] <= "ゖ" or word in _HONORIFIC_KANJI:  # a name in hiragana may stand before
            before = text[max(0, start - 3) : start]
            return bool(_HIRAGANA.search(before)) and before.rstrip(" ")[-2:] not in NOT_BEFORE_HONORIFIC
        if len(word) == 1 and text[end : end + 1] not in _BEHIND:
            return False
        run = self._run(word)
        if not run or run & (FULL_NAME | OPEN):
            return bool(run)
        return self._is_followed(text, end, run, long=len(word) > 1)

    def _is_followed(self, text: str, end: int, run: int, *, long: bool) -> bool:
        """Whether a given name, honorific, bracket or speech follows a run that ends with a surname."""
        if run & PLACE and (word := _SPACED_WORD.match(text, end)) and self._lexicon.is_given(word["word"]):
            return True
        if run & SURNAME and (_SPACED.match(text, end) or _BEHIND_SURNAME.match(text, end)):
            return True
        if AFTER_NAME.match(text, end) or (self._open_too and run & WHOLE and _SUBJECT.match(text, end)):
            return True
        if not run & SURNAME or not long or not _KANA.match(text, end):
            return False
        following = (text[end : end + length] for length in (4, 3, 2))  # 「佐々木ひとみ」
        return any(self._lexicon.is_given(given) and given not in NOT_A_NAME for given in following)

    def _look_up(self, run: str) -> int:
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
            if addressed and self._lexicon.classes(token.surface) & {"surname", "given", "name"}:
                return True
        return tokens[-1].tag == "surname"


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around a span, at most some REACH characters on each side."""
    first = max(0, start - REACH)
    for match in _CLAUSE_END.finditer(text, first, start):
        first = match.end()
    behind = _CLAUSE_END.search(text, end, end + REACH)
    return first, behind.start() if behind else min(len(text), end + REACH)
