"""The municipalities of Japan: which text before a 市, 区, 町 or 村 is really the name of one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import regex

from detectors.normalize import VARIANTS
from detectors.rules import load_words

_FOLD = str.maketrans({**VARIANTS, "が": "ケ", "曾": "曽", "檜": "桧", "釜": "竈", "梼": "檮"})  # one character for one
_REACH = 24  # characters before the end of a municipality's name that can belong to it
_JOINED = regex.compile(r"[\p{Han}\p{Katakana}]")


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality in a text. `qualified`: its prefecture, 郡 or city stands before it."""

    start: int
    end: int
    qualified: bool


class Gazetteer:
    """Names of municipalities, wards and 郡, in the one form that `fold_place` gives."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        self._homes: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._wards: dict[str, set[str]] = defaultdict(set)
        for line in lines:
            prefecture, *above, name = fold_place(line).split(" ")
            self._homes[name].add((prefecture, above[0] if above else ""))
            if above and above[0].endswith("市"):
                self._homes[above[0]].add((prefecture, ""))
                self._wards[above[0]].add(name)
        self.prefectures = frozenset(prefecture for homes in self._homes.values() for prefecture, _ in homes)
        self._longest = max(map(len, self._homes))

    def ending_at(self, text: str, end: int) -> Municipality | None:
        """The municipality whose name ends there, taken back to its prefecture, and on to its ward."""
        head = fold_place(text[max(0, end - _REACH) : end])
        for length in range(min(len(head), self._longest), 1, -1):
            name = head[-length:]
            if name in self._homes:
                before = head[:-length]
                above = self._above(before, name)
                if above or _stands_alone(before[-1:], name):
                    return Municipality(end - length - above, self._ward_end(text, end, name), above > 0)
        return None

    def _above(self, before: str, name: str) -> int:
        """How many characters before a municipality belong to it: its prefecture, 郡 or city, with spaces between."""
        longest = 0
        for prefecture, parent in self._homes[name]:
            rest = _without(before, parent)
            longest = max(longest, len(before) - len(rest), len(before) - len(_without(rest, prefecture)))
        return longest

    def _ward_end(self, text: str, end: int, name: str) -> int:
        if name not in self._wards:
            return end
        skip = end + (text[end : end + 1] == " ")
        following = fold_place(text[skip : skip + 6])
        return max((skip + len(ward) for ward in self._wards[name] if following.startswith(ward)), default=end)


def _without(before: str, name: str) -> str:
    """The text without the name at its end and one space after it; the text itself if it does not end so."""
    bare = before[:-1] if before.endswith(" ") else before
    return bare[: -len(name)] if name and bare.endswith(name) else before


def _stands_alone(before: str, name: str) -> bool:
    """Whether a name without prefecture is credible: towns and villages share theirs with quarters of cities."""
    if name[-1] in "町村" or (name == "京都市" and before == "東"):
        return False
    return not _JOINED.match(before) or (name[-1] == "市" and len(name) > 2)


def fold_place(name: str) -> str:
    """One form for 龍ケ崎 and 竜ヶ崎, of the same length."""
    return name.translate(_FOLD)


@cache
def load_gazetteer() -> Gazetteer:
    """The municipalities that the product ships."""
    return Gazetteer(load_words("municipalities"))
