"""How far a pattern can see: the most characters that it reads from where it begins, its look-arounds included.

Whoever knows that may run the pattern on a window around a place instead of on the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""(?P<skip> \s+ | \#[^\n]* | \(\?\#[^)]*\) )
      | (?P<atom> \[\^?\]?(?:\\.|[^\]\\\[])*\] | \\[pP]\{[^{}]*\} | \\[^0-9gkKpPXRNxuU] | \\x[0-9A-Fa-f]{2}
                | \\u[0-9A-Fa-f]{4} | [^\\()\[\]|*+?{}\s\#] )
      | (?P<open> \( (?: \?(?: <[=!] | P?<[A-Za-z_][A-Za-z0-9_]*> | [=!>] | [imsux]*: ) )? (?!\?) )
      | (?P<close> \) )
      | (?P<or> \| )
      | (?P<times> (?: \? | \{[0-9]*(?:,[0-9]+)?\} ) [+?]? )
      | (?P<unlimited> (?: [*+] | \{[0-9]+,\} ) [+?]? )""",
    re.VERBOSE,
)
LONGEST = 320  # characters of a value that has no limit: a mail address has 64 + 1 + 255 (RFC 5321)
_LAST_NUMBER = re.compile(r"([0-9]+)\}")


def reach(pattern: str) -> int | None:
    """The most characters of a pattern in free spacing, LONGEST if it has no limit; None if it cannot be told."""
    tokens = list(_tokens(pattern))
    kinds = [kind for kind, _ in tokens]
    if kinds[-1:] != ["end"] or kinds.count("open") != kinds.count("close"):
        return None
    if "unlimited" in kinds:
        return LONGEST
    width, rest = _alternatives(tokens, 0)
    return width if kinds[rest] == "end" else None


def _tokens(pattern: str) -> Iterator[tuple[str, int]]:
    """Kind and number of every token; the last is `end` only if the whole pattern was understood."""
    place = 0
    while place < len(pattern):
        match = _TOKEN.match(pattern, place)
        if not match:
            return
        place = match.end()
        kind = match.lastgroup or ""
        if kind != "skip":
            yield kind, _most_times(match.group()) if kind == "times" else 1
    yield "end", 0


def _most_times(quantifier: str) -> int:
    most = _LAST_NUMBER.search(quantifier)
    return int(most[1]) if most else 1


def _alternatives(tokens: list[tuple[str, int]], place: int) -> tuple[int, int]:
    """The widest alternative of a group, and the place of the token that ends the group."""
    widest = width = last = 0
    while tokens[place][0] not in ("close", "end"):
        kind, number = tokens[place]
        if kind == "or":
            widest, width, last = max(widest, width), 0, 0
        elif kind == "times":
            width, last = width - last + last * number, 0
        else:
            if kind == "open":
                last, place = _alternatives(tokens, place + 1)
            else:
                last = 1
            width += last
        place += 1
    return max(widest, width), place
