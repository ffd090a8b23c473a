"""The part of a pattern by which a gate may look for it: words that every match holds, no wide classes beside them.

「[一-龠]{1,14}罪(?:の疑いで)?(?:逮捕|送検)」 matches nowhere without 逮捕 or 送検. Hyperscan compiles the words in no
time, and takes a second where wide classes of kanji are counted before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LEAST = 2  # characters of a word that tells enough alone
MANY = 4  # times from which a repeated class is costly
_TOKEN = re.compile(
    r"""(?P<skip> \s+ | \#[^\n]* )
      | (?P<around> \(\?<?[=!] )
      | (?P<open> \( (?: \?(?: P?<[A-Za-z_][A-Za-z0-9_]*> | : ) )? (?![?*]) )
      | (?P<close> \) )
      | (?P<or> \| )
      | (?P<times> (?: [?*+] | \{(?P<least>[0-9]*)(?:,(?P<most>[0-9]*))?\} ) [+?]? )
      | (?P<class> \\. | \. | \[\^?\]?(?:\\.|[^\]\\])*\] )
      | (?P<char> [^\\()\[\]|*+?{}] )""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(slots=True)
class _Element:
    """One character, class or group of a sequence: where it begins, and what every match of it holds."""

    start: int
    fixed: int  # characters of Japanese words at least
    is_wide: bool = False  # one of hundreds of characters
    is_costly: bool = False


@dataclass(slots=True)
class _Group:
    """An open group: where it begins, the alternative that is being read, and the least of those before it."""

    start: int
    is_around: bool
    elements: list[_Element]
    least: int | None = None
    is_costly: bool = False

    def end_alternative(self) -> None:
        fixed = sum(element.fixed for element in self.elements)
        self.least = fixed if self.least is None else min(self.least, fixed)
        self.is_costly |= any(element.is_costly for element in self.elements)
        self.elements = []


def telling_part(pattern: str) -> str:
    """What stands between two costly elements of a pattern in free spacing and tells the most, else the whole pattern.

    A match of the pattern holds one of the part.
    """
    elements = _elements(pattern)
    if not any(element.is_costly for element in elements):
        return pattern
    fixed, start, end = max(_runs(elements, len(pattern)), default=(0, 0, 0))
    return pattern[start:end] if fixed >= LEAST else pattern


def _runs(elements: Sequence[_Element], length: int) -> Iterator[tuple[int, int, int]]:
    """Elements in a row none of which is costly: the characters of words that they hold, where they begin and end."""
    fixed = start = 0
    for element in elements:
        if element.is_costly:
            yield fixed, start, element.start
            fixed = 0
        elif element.fixed or fixed:
            start = start if fixed else element.start
            fixed += element.fixed
    yield fixed, start, length


def _elements(pattern: str) -> list[_Element]:
    """What stands in a row in a pattern; nothing where it has alternatives or is not understood."""
    groups = [_Group(0, False, [])]
    place = 0
    while place < len(pattern):
        match = _TOKEN.match(pattern, place)
        kind = match and (match.lastgroup if match["times"] is None else "times")
        if not match or (kind == "or" and len(groups) == 1) or (kind == "close" and len(groups) == 1):
            return []
        if kind in ("open", "around"):
            groups.append(_Group(place, kind == "around", []))
        elif kind == "or":
            groups[-1].end_alternative()
        elif kind == "close":
            _close(groups)
        elif kind == "times" and not _repeat(groups[-1].elements, match):
            return []
        elif kind in ("class", "char"):
            fixed = int(_is_of_a_word(match[0]))
            groups[-1].elements.append(_Element(place, fixed, kind == "class" and _is_wide(match[0])))
        place = match.end()
    return groups[0].elements if len(groups) == 1 else []


def _is_of_a_word(part: str) -> bool:
    """Whether a character, or a class of a few (「禁[錮固]」), is one of a Japanese word."""
    chars = part[1:-1] if part[0] == "[" else part
    return "-" not in chars and not any(map(str.isascii, chars))


def _is_wide(part: str) -> bool:
    """Whether a class has hundreds of members: an escape, what is not in it, a range beyond ASCII."""
    return part[0] != "[" or part[1] == "^" or "\\" in part or ("-" in part and not part.isascii())


def _close(groups: list[_Group]) -> None:
    group = groups.pop()
    group.end_alternative()
    if not group.is_around:
        groups[-1].elements.append(_Element(group.start, group.least or 0, is_costly=group.is_costly))


def _repeat(elements: list[_Element], match: re.Match[str]) -> bool:
    """Whether what stands last in a row can be repeated; it is then."""
    if not elements:
        return False
    sign = match["times"][0]
    least = int(match["least"] or 0) if sign == "{" else int(sign == "+")
    most = match["most"] if match["most"] is not None else match["least"]
    is_many = sign in "*+" or (sign == "{" and (not most or int(most) >= MANY))
    last = elements[-1]
    last.fixed = last.fixed if least else 0
    last.is_costly |= last.is_wide and is_many
    return True
