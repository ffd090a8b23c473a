"""The municipalities of Japan: which text before a 市, 区, 町 or 村 is really the name of one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import regex

from detectors.normalize import VARIANTS
from detectors.rules import load_words

_OLD = "縣県區区澁渋靜静橫横壽寿與与讚讃圓円榮栄鹽塩藝芸豐豊濟済兒児總総會会佛仏萬万繩縄龜亀鐵鉄彌弥淺浅莊荘當当驛駅"
_FOLD = str.maketrans(  # one character for one
    {**VARIANTS, **dict(zip(_OLD[::2], _OLD[1::2], strict=True))}
    | {"が": "ケ", "ガ": "ケ", "曾": "曽", "檜": "桧", "釜": "竈", "梼": "檮"}
)
_GAP = tuple(" ,、/\t・\n")  # what people put between prefecture, 郡, city and ward
_REACH = 24  # characters before the end of a municipality's name that can belong to it
_ANNOUNCED = regex.compile(r"(?: 住所 [ ]? [:は|]? | 〒[ ]?[0-9]{3}-?[0-9]{4} ) [ ]* $", regex.VERBOSE)
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
        self._tails = frozenset(name[-2:] for name in self._homes)
        shorts = {prefecture[:-1] for prefecture in self.prefectures}  # 東京港区
        parents = {parent for homes in self._homes.values() for _, parent in homes if parent}
        self._above_ends = frozenset(name[-1] for name in self.prefectures | shorts | parents | {"島"})

    def ending_at(self, text: str, end: int) -> Municipality | None:
        """The municipality whose name ends there, taken back to its prefecture, and on to its ward."""
        if fold_place(text[max(0, end - 2) : end]) not in self._tails:  # most characters 市 and 区 are no such end
            return None
        head = fold_place(text[max(0, end - _REACH) : end])
        for length in range(min(len(head), self._longest), 1, -1):
            name = head[-length:]
            if name in self._homes:
                before = head[:-length]
                above = self._above(before, name)
                if above or _stands_alone(before, name):
                    return Municipality(end - length - above, self._ward_end(text, end, name), above > 0)
        return None

    def _above(self, before: str, name: str) -> int:
        """How many characters before a municipality belong to it: its prefecture, 郡 or city, with spaces between."""
        if before[-2 if before.endswith(_GAP) else -1 :][:1] not in self._above_ends:
            return 0
        longest = 0
        inland = _without(before, name[:-1] + "島") if name[-1] in "町村" else before  # 三宅島三宅村, 八丈島八丈町
        for prefecture, parent in self._homes[name]:
            rest = _without(inland, parent) if parent else inland
            bare = _without(rest, prefecture)
            if bare is rest:
                bare = _without(rest, prefecture[:-1])  # 東京港区
            longest = max(longest, len(before) - len(bare))
        return longest

    def _ward_end(self, text: str, end: int, name: str) -> int:
        if name not in self._wards:
            return end
        skip = end + text.startswith(_GAP, end)
        following = fold_place(text[skip : skip + 6])
        return max((skip + len(ward) for ward in self._wards[name] if following.startswith(ward)), default=end)


def _without(before: str, name: str) -> str:
    """The text without the name at its end and one gap after it; the text itself if it does not end so."""
    bare = before[:-1] if before.endswith(_GAP) else before
    return bare[: -len(name)] if name and bare.endswith(name) else before


def _stands_alone(before: str, name: str) -> bool:
    """Whether a name without prefecture is credible: towns and villages share theirs with quarters of cities."""
    if name[-1] in "町村":
        return _ANNOUNCED.search(before) is not None
    if name == "京都市" and before.endswith("東"):
        return False
    return not _JOINED.match(before[-1:]) or (name[-1] == "市" and len(name) > 2)


def fold_place(name: str) -> str:
    """One form for 龍ケ崎 and 竜ヶ崎, of the same length."""
    return name.translate(_FOLD)


@cache
def load_gazetteer() -> Gazetteer:
    """The municipalities that the product ships."""
    return Gazetteer(load_words("municipalities"))
