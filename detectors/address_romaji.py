"""Japanese addresses in Latin letters: 「1-2-3 Shiba, Minato-ku, Tokyo」「Tokyo-to, Shibuya-ku, Dogenzaka 1-2-3」.

The municipality must exist as it is read, in the prefecture or city that is named with it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

import regex

from detectors.name_romaji import readings
from detectors.rules import load_words

_UNITS = {"ku": "ク", "shi": "シ", "cho": "チョウ", "machi": "マチ", "mura": "ムラ", "son": "ソン", "gun": "グン"}
_SIGN = re.compile(r"-(?:ku|shi|gun|KU|SHI|GUN)")
_PLACE = regex.compile(
    r"(?<![A-Za-z-]) ([A-Za-z]{2,14}) [ ]? -(ku|shi|cho|machi|mura|son|gun) (?![A-Za-z-])", regex.X | regex.I
)
_WORD = regex.compile(r"([A-Za-z]{2,14})(?:-(?:to|fu|ken|do|shi|gun))?", regex.I)
_BUILDING = r"""(?: Room | Rm | Apt | \# | Bldg | Building | Heights | Mansion | Tower | House | Court
    | Maison | Corpo | Haitsu | Residence | Terrace | Villa | Hills | Plaza | Palace | [0-9]F )"""
_NUMBERS = r"(?<![A-Za-z0-9.-]) [0-9]{1,4} (?: -[0-9]{1,4} ){0,3} (?![0-9-])"
_SMALL_TO_LARGE = regex.compile(
    rf"""(?: (?= [^,\n]{{0,40}} {_BUILDING} ) (?<![A-Za-z0-9]) [A-Z0-9\#] [^,:\n]{{1,40}} , [ ]? ){{0,2}}
         {_NUMBERS} [ ] [A-Z] [A-Za-z0-9 .'-]{{1,40}} (?: , [ ]? [A-Za-z] [A-Za-z .'-]{{1,30}} ){{1,4}}""",
    regex.VERBOSE,
)
_LARGE_TO_SMALL = regex.compile(
    r"""(?<![A-Za-z-]) [A-Z][A-Za-z]{2,13} (?: -(?:to|fu|ken|do|shi) )? ,? [ ]
        (?: [A-Za-z][A-Za-z'-]{1,24} ,? [ ] ){1,4} [0-9]{1,4} (?: -[0-9]{1,4} ){1,3} (?![0-9-])""",
    regex.VERBOSE,
)


def may_hold(text: str) -> bool:
    """A cheap test: False where the text names no municipality in Latin letters."""
    return _SIGN.search(text) is not None


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where an address in Latin letters stands in normalized text, postal code and country left out."""
    done = 0
    for place in _PLACE.finditer(text):
        if place.start() < done or not _homes(place[1], place[2]):
            continue
        start = text.rfind("\n", max(done, place.start() - 160), place.start()) + 1 or max(done, place.start() - 160)
        for pattern in (_SMALL_TO_LARGE, _LARGE_TO_SMALL):
            match = pattern.search(text, start, min(len(text), place.end() + 80))
            if match and match.start() < place.end() <= match.end() and (end := _end(match[0])):
                done = match.start() + end
                yield match.start(), done
                break


def _end(address: str) -> int:
    """The end of an address whose municipality is known: behind its number, else behind its last known name; or 0."""
    homes = [home for place in _PLACE.finditer(address) for home in _homes(place[1], place[2])]
    named = {reading: word.end() for word in _WORD.finditer(address) for reading in readings(word[1].lower())}
    known = [named[home] for home in homes if home in named]
    if not known:
        return 0
    last = max(known + [place.end() for place in _PLACE.finditer(address)])
    return len(address) if address[-1].isdigit() else last


def _homes(name: str, unit: str) -> set[str]:
    """How the prefectures and cities are read in which there is such a municipality."""
    names = (reading + _UNITS[unit.lower()] for reading in readings(name.lower()))
    return set().union(*(_places().get(name, frozenset()) for name in names))


@cache
def _places() -> Mapping[str, set[str]]:
    """The reading of a municipality to those of the prefectures, cities and 郡 it belongs to."""
    places: dict[str, set[str]] = defaultdict(set)
    for line in load_words("municipality_readings"):
        prefecture, *above, name = line.split(" ")
        places[name] |= {prefecture, *(part[:-1] if part.endswith("シ") else part[:-2] for part in above)}
        for part in above:
            places[part].add(prefecture)
    return places
