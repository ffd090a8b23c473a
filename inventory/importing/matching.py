"""Which lines of somebody else's 台帳 are which lines of ours: by department, document, place and items."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from inventory.departments import clean, is_unit
from inventory.importing.columns import document_types, folded, words
from inventory.importing.rows import TheirLine
from inventory.ledger import Ledger, LedgerLine

OTHER = "other"  # begins the groups of documents of no known type
ENOUGH = 4.0  # points from which two lines are one
_UNIT_ENDING = re.compile(r"(?:本部|事業部|部門|部|課|室|係|局|グループ|チーム|G|T)+$")
_AND = re.compile(r"[・、,，/／\n&＆]|及び|および|と(?=[^、]{2,}[部課室])")
_FOLDER = re.compile(r"[\\/¥→>＞]+")
_GENERIC = frozenset(
    ("サーバ", "サーバー", "ファイルサーバ", "ファイルサーバー", "社内サーバ", "社内サーバー", "共有", "共有フォルダ",
     "共有フォルダー", "フォルダ", "フォルダー", "データ", "電子", "pc", "nas", "share", "public", "data", "c:", "d:",
     "z:")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """Lines that speak of the same: theirs and ours, one or several of each."""

    theirs: tuple[TheirLine, ...]
    ours: tuple[LedgerLine, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """What is in both, what is only here or there, and what they list though a person took it out of ours."""

    pairs: tuple[Pair, ...]
    only_theirs: tuple[TheirLine, ...]
    only_ours: tuple[LedgerLine, ...]
    taken_out: tuple[Pair, ...] = ()


def match(theirs: Sequence[TheirLine], ledger: Ledger) -> Matched:
    """Pair the lines. Every line goes with the one that fits it best; what fits nothing is left over."""
    paths = {file.file.id: f"{_share(file.file.root)}/{file.file.outer}" for file in ledger.files}
    pairs, only_theirs, only_ours = _match(theirs, ledger.lines, paths)
    taken_out, only_theirs, _ = _match(only_theirs, ledger.excluded, paths)
    return Matched(pairs, only_theirs, only_ours, taken_out)


def _match(
    theirs: Sequence[TheirLine], lines: Sequence[LedgerLine], paths: Mapping[int, str]
) -> tuple[tuple[Pair, ...], tuple[TheirLine, ...], tuple[LedgerLine, ...]]:
    ours = [_Ours.of(line, paths) for line in lines]
    scores: dict[tuple[int, int], float] = {}
    for here, line in enumerate(theirs):
        asked = _Theirs.of(line)
        for there, own in enumerate(ours):
            if (score := _score(asked, own)) >= ENOUGH:
                scores[here, there] = score
    edges = _best(scores, 0) | _best(scores, 1)
    pairs = [
        Pair(tuple(theirs[place] for place in left), tuple(ours[place].line for place in right))
        for left, right in _groups(edges)
    ]
    matched_left, matched_right = {left for left, _ in edges}, {right for _, right in edges}
    return (
        tuple(pairs),
        tuple(line for place, line in enumerate(theirs) if place not in matched_left),
        tuple(own.line for place, own in enumerate(ours) if place not in matched_right),
    )


@dataclass(frozen=True, slots=True)
class _Theirs:
    line: TheirLine
    departments: tuple[str, ...]
    types: frozenset[str]
    name: str

    @classmethod
    def of(cls, line: TheirLine) -> _Theirs:
        return cls(
            line,
            departments_of(line.department),
            document_types(line.name),
            folded(line.name),
        )


@dataclass(frozen=True, slots=True)
class _Ours:
    line: LedgerLine
    department: str
    name: str
    folders: frozenset[str]

    @classmethod
    def of(cls, line: LedgerLine, paths: Mapping[int, str]) -> _Ours:
        department = line.cells["department"].value
        name = line.cells["name"].value.removeprefix(f"{line.department} ")
        folders = frozenset(
            folded(part)
            for number in line.files
            if number in paths
            for part in paths[number].split("/")[:-1]
            if not is_unit(clean(part))
        )
        return cls(line, department if is_unit(clean(department)) else "", folded(name), folders)


def _score(theirs: _Theirs, ours: _Ours) -> float:
    """How well two lines fit; another department, once both name one, rules them out."""
    same = same_department(theirs.departments, ours.department)
    if same < 0:
        return 0.0
    score = same
    if ours.line.document_type in theirs.types or theirs.name == ours.name:
        score += 4.0
    elif len(theirs.name) > 2 and (theirs.name in ours.name or ours.name in theirs.name):
        score += 3.5
    elif _could_be(theirs, ours) and lies_in(theirs.line.text("location"), ours.folders):
        score += 3.0
    return score if score > same else 0.0


def _could_be(theirs: _Theirs, ours: _Ours) -> bool:
    """Whether nothing is known of their document that makes it another than ours."""
    return not theirs.types or ours.line.document_type.startswith(OTHER)


def same_department(theirs: Sequence[str], ours: str) -> float:
    """2 for the same department, 1 for one within the other, 0 where either is unknown, -1 for different ones."""
    if not theirs or not ours:
        return 0.0
    own = clean(ours)
    if own in theirs:
        return 2.0
    stem = _stem(own)
    for name in theirs:
        other = _stem(name)
        if stem and other and (stem in other or other in stem):
            return 1.0
    return -1.0


@lru_cache(maxsize=10_000)
def _stem(department: str) -> str:
    """The name without what kind of unit it is: 「営業部」 → 「営業」."""
    return _UNIT_ENDING.sub("", department)


def departments_of(text: str) -> tuple[str, ...]:
    """The departments that a cell names; none where it means everybody."""
    plain = unicodedata.normalize("NFKC", text)
    if any(word in plain for word in words().all_departments):
        return ()
    return tuple(clean(part) for part in _AND.split(plain) if clean(part))


def lies_in(location: str, folders: Collection[str]) -> bool:
    """Whether a place that a cell names is one of some folders: the last of a path, or one named in words."""
    for line in filter(None, location.split("\n")):
        parts = [folded(part) for part in _FOLDER.split(line) if folded(part)]
        if len(parts) > 1:
            last = next((part for part in reversed(parts) if part not in _GENERIC), "")
            if last in folders:
                return True
        elif any(folder in parts[0] for folder in folders if _tells(folder)):
            return True
    return False


def _tells(folder: str) -> bool:
    """Whether the name of a folder, met in a sentence, is likely to mean it."""
    return len(folder) > 1 and folder not in _GENERIC and not is_unit(folder)


def _share(root: str) -> str:
    return re.split(r"[/\\]", root.rstrip("/\\"))[-1]


def _best(scores: Mapping[tuple[int, int], float], side: int) -> set[tuple[int, int]]:
    """The best partner of every line of a side; all of them where they fit equally."""
    top: dict[int, float] = defaultdict(float)
    for edge, score in scores.items():
        top[edge[side]] = max(top[edge[side]], score)
    return {edge for edge, score in scores.items() if score == top[edge[side]]}


def _groups(edges: Iterable[tuple[int, int]]) -> list[tuple[list[int], list[int]]]:
    """The lines that hang together."""
    group: dict[tuple[int, int], int] = {}
    members: dict[int, set[tuple[int, int]]] = {}
    for left, right in sorted(edges):
        ends = {(0, left), (1, right)}
        joined = {group[end] for end in ends if end in group}
        number = min(joined, default=len(members) + 1)
        number = number if joined else max(members, default=0) + 1
        for other in joined - {number}:
            ends |= members.pop(other)
        members.setdefault(number, set()).update(ends)
        group.update(dict.fromkeys(members[number], number))
    return [
        (sorted(place for side, place in ends if not side), sorted(place for side, place in ends if side))
        for ends in members.values()
    ]
