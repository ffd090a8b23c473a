"""Members of lists: what stands among people is somebody too, though the word alone tells nothing.

「鬼塚・戸来・ヘンリー呉」, 「一柳 航 / トゥアン / 吉 行人」, 「鍋島□ 豆□ 門☑」. The people who are surely named decide:
enough of the members must be among them, and the others must be words that can be names at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from detectors.finding import Finding
from detectors.lexicon import Lexicon
from detectors.name_bare import Bare, BareWords
from detectors.name_words import CITIES, HAN, HONORIFIC, is_organisation

MOST_NAMES = 2_000  # of one piece of text; more make a table, which is judged by its columns
LONGEST_LINE = 400
SCORE = 0.87
EVIDENCE = "氏名の並びの中"
_KATA = "[ァ-ヺー]{2,10}"
_WORD = (
    rf"(?:[{HAN}]{{1,4}}?(?:[ ](?:[{HAN}]{{1,3}}?|[ぁ-ゖ]{{2,5}}?|[ァ-ヺー]{{2,6}}?))?"
    rf"|[{HAN}]{{1,2}}[ノツ][{HAN}]{{1,2}}?"
    rf"|{_KATA}(?:[・= ]{_KATA}){{0,3}}(?:[ ]?[{HAN}]{{1,3}}?)?|[ぁ-ゖ]{{2,5}}?|[A-Z][a-z]+(?:[ ][A-Z][a-z]+){{1,2}})"
)
_BEHIND = rf"(?:{HONORIFIC})?(?:[ ]?\([^()\n]{{1,16}}\))?[ ]?"
_WHOLE = re.compile(rf"[ ]?(?P<name>{_WORD}){_BEHIND}")
_FIRST = re.compile(rf"(?:.*[:=】〉》>\t ]|^|.*[0-9](?=[^0-9]))(?P<name>{_WORD}){_BEHIND}")
_LAST = re.compile(rf"[ ]?(?P<name>{_WORD}){_BEHIND}(?=[ \t。;|]|$)")
_JOINT = re.compile(r"[ ]?[・、,/;][ ]?|[ ]?(?:→|⇒|->)[ ]?|[□☑☐✓✔][ ]*(?=[^ \n]|$)")
_MARKS = re.compile("[・/→⇒□☑☐✓✔]")
_LOOSE = frozenset("、,;")
_TOLD = frozenset(":=】〉》>")
_ABROAD = re.compile("[ァ-ヺー]")


class Member(NamedTuple):
    """A bare word in a list: the half-open span of the name, whether it is somebody surely named, else its weight."""

    start: int
    end: int
    sure: bool
    weight: Bare


class NamedPeople:
    """Who is surely named in a text, and where."""

    def __init__(self, found: Iterable[Finding]) -> None:
        self.spans = sorted((one.start, one.end) for one in found)
        self._covered = {at for start, end in self.spans for at in range(start, end)}
        self._starts = {start for start, _ in self.spans}
        self._ends = dict(self.spans)
        self.values = {part for one in found for part in (one.value, one.value.partition(" ")[0])}

    def covers(self, start: int, end: int) -> bool:
        """Whether somebody is named within a span."""
        return any(at in self._covered for at in range(start, end))

    def is_inside(self, start: int, end: int) -> bool:
        """Whether a span lies within one name (the dot of 「アブドゥル・ラヒム」)."""
        return {start - 1, start, end} <= self._covered and end not in self._starts

    def is_named(self, start: int, end: int) -> bool:
        """Whether exactly this span is a name."""
        return self._ends.get(start) == end


class MemberNames:
    """Finds the members of lists that have people among them."""

    def __init__(self, lexicon: Lexicon, bare: BareWords) -> None:
        self._lexicon = lexicon
        self._bare = bare

    def beside(self, text: str, place: str, found: Sequence[Finding]) -> Iterator[Finding]:
        """Who stands in a list with the people of `found`, or in one where all words are names."""
        if not 0 < len(found) <= MOST_NAMES:
            return
        people = NamedPeople(found)
        for first, last in _lines(text, people):
            for chain in self._chains(text, first, last, people):
                yield from self._members(text, place, chain, people)

    def _members(self, text: str, place: str, chain: Sequence[Member], people: NamedPeople) -> Iterator[Finding]:
        loose = any(text[one.end : two.start].strip(" ")[-1:] in _LOOSE for one, two in pairwise(chain))
        told = text[: chain[0].start].rstrip(" ")[-1:] in _TOLD
        for one in chain:
            if self._is_member(text, one, chain, loose=loose, told=told) and not people.covers(one.start, one.end):
                yield Finding("PERSON", place, one.start, one.end, SCORE, (EVIDENCE,), text[one.start : one.end])

    def _is_member(self, text: str, one: Member, chain: Sequence[Member], *, loose: bool, told: bool) -> bool:
        if one.sure:
            return True
        sure = sum(other.sure for other in chain)
        if not sure:
            return not loose and told and self._are_names(text, chain)
        sure += sum(other.weight is Bare.NAME and not other.sure for other in chain) if told else 0
        vague = loose and not told and "place" in self._lexicon.classes(text[one.start : one.end])
        if one.weight is Bare.NAME and not vague:
            return sure * 3 >= len(chain)
        short = one.end - one.start == 1
        doubtful = (loose or not short) if one.weight is Bare.WORD else (loose and not told)
        least = 2 if doubtful else 1
        return sure >= least and sure * 2 >= len(chain)

    def _are_names(self, text: str, chain: Sequence[Member]) -> bool:
        """Whether all words of a list are names by themselves, and one of them a surname and nothing else."""
        words = [text[one.start : one.end] for one in chain]
        surname = any(self._lexicon.classes(word) == {"surname"} for word in words)
        return surname and all(one.weight is Bare.NAME for one in chain) and not CITIES & set(words)

    def _chains(self, text: str, first: int, last: int, people: NamedPeople) -> Iterator[Sequence[Member]]:
        """The lists of a line, of two members or more."""
        cuts = [match.span() for match in _JOINT.finditer(text, first, last) if not _is_in_name(text, match, people)]
        starts, ends = [first, *(end for _, end in cuts)], [*(start for start, _ in cuts), last]
        chain: list[Member] = []
        for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
            whole = self._member(text, _WHOLE.fullmatch(text, start, end), people) if number else None
            if whole:
                chain.append(whole)
                continue
            if number and (head := self._member(text, _LAST.match(text, start, end), people)):
                chain.append(head)
            if len(chain) > 1:
                yield chain
            tail = self._member(text, _FIRST.fullmatch(text, start, end), people)
            chain = [tail] if tail else []
        if len(chain) > 1:
            yield chain

    def _member(self, text: str, match: re.Match[str] | None, people: NamedPeople) -> Member | None:
        if not match:
            return None
        start, end = match.span("name")
        name = text[start:end]
        if people.is_named(start, end) or (name in people.values and not people.covers(start, end)):
            return Member(start, end, True, Bare.NAME)
        weight = self._bare.weigh(name)
        if not weight or people.covers(start, end) or is_organisation(text, start, end):
            return None
        return Member(start, end, False, weight)


def _is_in_name(text: str, joint: re.Match[str], people: NamedPeople) -> bool:
    """Whether a dot parts the words of one foreign name."""
    start, end = joint.span()
    if joint[0] != "・":
        return False
    if people.is_inside(start, end):
        return True
    foreign = _ABROAD.match(text, start - 1) and _ABROAD.match(text, end)
    return bool(foreign) and not (people.covers(start - 1, start) or people.covers(end, end + 1))


def _lines(text: str, people: NamedPeople) -> Iterator[tuple[int, int]]:
    """The lines on which people or words may stand one beside the other."""
    places = [match.start() for match in _MARKS.finditer(text)]
    places += [start for start, end in people.spans if {text[end : end + 1], text[start - 1 : start]} & _LOOSE]
    done = -1
    for position in sorted(places):
        if position < done:
            continue
        first, last = text.rfind("\n", 0, position) + 1, text.find("\n", position)
        done = len(text) if last < 0 else last
        if done - first <= LONGEST_LINE:
            yield first, done
