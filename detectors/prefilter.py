"""A rule's pattern as hyperscan takes it to find a superset of its matches: without look-arounds, which it cannot read.

What must stand beside a match becomes a part of it where that is possible, so that little else is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

_CLASS = (
    r"\[(?P<negated>\^?)(?P<members>(?:[^\]\\\[\u0080-\U0010ffff]|\\.)+)\]"  # without kanji: they take long to compile
)
_SIMPLE_CLASS = re.compile(_CLASS)
_NOT_BEHIND = re.compile(rf"\s*\(\?<!{_CLASS}\)")

_TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?(?:<[=!]|P?<[A-Za-z_][A-Za-z0-9_]*>|[=!>]|[a-zA-Z-]*:))?|\#[^\n]*|.",
    re.DOTALL,
)
_AROUND = frozenset(("(?<=", "(?<!", "(?=", "(?!"))


def prefilter(pattern: str) -> str:
    """A pattern in free spacing as an expression that ends wherever a match ends, or where what must follow it does.

    Characters that must not stand beside a match become ones that do, so a match may be one longer at either end.
    """
    if match := _NOT_BEHIND.match(pattern):
        pattern = f"(?:^|{_all_but(match)}){pattern[match.end() :]}"
    return f"(?x){with_what_is_beside(_with_what_may_follow(pattern))}\n"


def _all_but(match: re.Match[str]) -> str:
    return f"[{'' if match['negated'] else '^'}{match['members']}]"


def _with_what_may_follow(pattern: str) -> str:
    """A pattern at whose end a class of characters, among other things, must not follow: with what may follow."""
    tokens = _TOKEN.findall(pattern)
    partners = _partners(tokens)
    said = [place for place, token in enumerate(tokens) if not token.isspace() and not token.startswith("#")]
    begin = partners.get(said[-1], 0) if said else 0
    if not said or tokens[begin] != "(?!":
        return pattern
    is_open, last = 0, "|"
    for place, behind in pairwise(place for place in said if place > begin):
        match = _SIMPLE_CLASS.fullmatch(tokens[place]) if last == "|" and place not in partners else None
        if match and not is_open and (tokens[behind] == "|" or behind == said[-1]):
            return f"{''.join(tokens[:begin])}(?:$|{_all_but(match)})"
        is_open += (place in partners) * (1 if place < partners.get(place, 0) else -1)
        last = tokens[place]
    return pattern


def with_what_is_beside(pattern: str) -> str:
    """A pattern that reads itself what it looks back for where nothing was read before, and ahead where nothing is."""
    tokens = _TOKEN.findall(pattern)
    partners = _partners(tokens)
    if any(place in partners and token in ("*", "+", "{") for place, token in enumerate(tokens[1:])):
        return pattern  # of a group that is read again, only the first time is new
    places = range(len(tokens))
    for place in (
        *_at_the_edge(tokens, partners, places, "(?<="),
        *_at_the_edge(tokens, partners, places[::-1], "(?="),
    ):
        tokens[place] = "(?:"
    return "".join(tokens)


def _partners(tokens: Sequence[str]) -> dict[int, int]:
    """Where the groups of a pattern begin and end, each by the other."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for place, token in enumerate(tokens):
        if token.startswith("("):
            opened.append(place)
        elif token == ")" and opened:
            begin = opened.pop()
            partners |= {begin: place, place: begin}
    return partners


def _at_the_edge(
    tokens: Sequence[str], partners: Mapping[int, int], order: Iterable[int], look_around: str
) -> Iterator[int]:
    """The look-arounds of a kind that come, in this order, before anything is read."""
    groups: list[tuple[bool, bool]] = []  # open groups: whether nothing was read before them; whether they look around
    is_new = True  # nothing was read yet
    entered: set[int] = set()
    for place in order:
        token = tokens[place]
        is_around = any(around for _, around in groups)
        if place in partners and place not in entered:
            begin = min(place, partners[place])
            entered.add(partners[place])
            is_taken = tokens[begin] == look_around and is_new and not is_around
            groups.append((is_new and not is_taken, tokens[begin] in _AROUND and not is_taken))
            if is_taken:
                yield begin
        elif place in partners:
            was_new, around = groups.pop()
            is_new = was_new if around else False
        elif token == "|":
            is_new = is_new if is_around else not groups or groups[-1][0]
        elif not is_around and not token.isspace() and token[0] != "#":
            is_new = False
