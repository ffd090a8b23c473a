"""Which column of ours a column of somebody else's 台帳 is: by its heading, by its content, or as a person said.

`rules/columns.yaml` holds the headings. What a person said is kept in the register by the digest of the headings.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

import yaml

from inventory.departments import clean, is_unit
from inventory.importing.persons_stated import stated
from inventory.ledger import COLUMNS

How = Literal["heading", "content", "told", "remembered", ""]
UNUSED = "unused"
HOW_NAMES: Mapping[How, str] = {
    "heading": "見出しから", "content": "内容から", "told": "指定", "remembered": "前回の指定", "": "",
}  # fmt: skip
_HEADINGS = {column.key: column.heading for column in COLUMNS}
_SEVERAL = frozenset(("flags", "remarks", "acquisition", "location", "storage", "entrusted"))  # may be told twice
_MOST = 0.6  # share of the filled cells that must look alike
_BRACKETS = re.compile(r"[（(［\[【][^）)］\]】]*[）)］\]】]|※.*")
_NOISE = re.compile(r"[\s_＿・/／、,，.:：;；*＊]+")
_PLACE = re.compile(r"[A-Za-z]:\\|\\\\|/[^/]+/|キャビネット|サーバ|書庫|クラウド|フォルダ|ロッカー")
_PERIOD = re.compile(r"[0-9０-９]+\s*(?:年|[かヶカケ箇]月)|永久|無期限|退職|退会|契約終了")


@dataclass(frozen=True, slots=True)
class TheirColumn:
    """A column of their sheet: its letter, its heading (both rows of it), our column and how that is known."""

    letter: str
    heading: str
    field: str = ""
    how: How = ""

    @property
    def field_name(self) -> str:
        """Our heading for it."""
        return _HEADINGS.get(self.field, "（使わない）" if self.field == UNUSED else "（対応なし）")


@dataclass(frozen=True, slots=True)
class Words:
    """All that the data file says."""

    whole: Mapping[str, str]
    parts: tuple[tuple[str, str], ...]
    documents: Mapping[str, tuple[str, ...]]
    flags: Mapping[str, tuple[str, ...]]
    places: Mapping[str, tuple[str, ...]]
    affirmed: frozenset[str]
    denied: frozenset[str]
    ditto: frozenset[str]
    skip_sheets: tuple[str, ...]
    all_departments: tuple[str, ...]


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """A heading or mark without what differs by chance: width, case, blanks, separators, what stands in brackets."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    bare = _NOISE.sub("", _BRACKETS.sub("", plain))
    return bare or _NOISE.sub("", plain) or plain.strip()


@cache
def words() -> Words:
    """Read the data file that comes with the program."""
    raw: dict[str, Any] = yaml.safe_load(files("rules").joinpath("columns.yaml").read_text(encoding="utf-8"))
    whole: dict[str, str] = {}
    parts: list[tuple[str, str]] = []
    for field, cues in raw["columns"].items():
        if field not in _HEADINGS:
            raise ValueError(f"{field} is no column of the 台帳")
        for heading in (*cues["is"], _HEADINGS[field]):
            whole.setdefault(folded(heading), field)
        parts += [(folded(part), field) for part in cues.get("has", ())]
    return Words(
        whole=MappingProxyType(whole),
        parts=tuple(sorted(parts, key=lambda part: -len(part[0]))),
        documents=_lists(raw["documents"]),
        flags=_lists(raw["flags"]),
        places=_lists(raw["places"]),
        affirmed=frozenset(map(mark, raw["affirmed"])),
        denied=frozenset(map(mark, raw["denied"])),
        ditto=frozenset(map(mark, raw["ditto"])),
        skip_sheets=tuple(raw["skip_sheets"]),
        all_departments=tuple(raw["all_departments"]),
    )


def mark(text: str) -> str:
    """A sign such as ○ or 無 as it is compared."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def field_of(heading: str) -> tuple[str, int]:
    """Our column for a heading with the strength of the likeness: 3 the whole heading, 2 or 1 a part, 0 none.

    Of a heading in two rows (「取得 方法」) the whole counts most, then its last row.
    """
    known = words()
    rows = heading.split("\n")
    for strength, text in ((3, "".join(rows)), (3, rows[-1])):
        if field := known.whole.get(folded(text)):
            return field, strength
    for text in (rows[-1], "".join(rows)):
        found = next((field for part, field in known.parts if part in folded(text)), "")
        if found:
            return found, 2
    if len(rows) > 1 and (field := known.whole.get(folded(rows[0]))):
        return field, 1
    return "", 0


def digest(headings: Iterable[str]) -> str:
    """The mark of a layout by which it is known again, in whatever order its columns stand."""
    told = "\n".join(sorted({folded(heading) for heading in headings if heading}))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def guess(
    columns: Sequence[TheirColumn],
    content: Mapping[str, Sequence[str]],
    told: Mapping[str, str],
    remembered: Mapping[str, str],
) -> tuple[TheirColumn, ...]:
    """Our column for each of theirs. `told` and `remembered` go by heading; `content` by letter."""
    chosen: dict[str, TheirColumn] = {}
    for how, given in (("told", told), ("remembered", remembered)):
        for column in columns:
            if column.letter not in chosen and column.heading in given:
                chosen[column.letter] = replace(column, field=given[column.heading], how=how)  # type: ignore[arg-type]
    taken = {column.field for column in chosen.values()} - {UNUSED}
    ranked = sorted(
        ((field_of(column.heading), column) for column in columns if column.letter not in chosen),
        key=lambda ranked: -ranked[0][1],
    )
    for (field, _), column in ranked:
        if field and (field not in taken or field in _SEVERAL):
            chosen[column.letter] = replace(column, field=field, how="heading")
            taken.add(field)
    for column in columns:
        if column.letter not in chosen and (field := _by_content(content.get(column.letter, ()), taken)):
            chosen[column.letter] = replace(column, field=field, how="content")
            taken.add(field)
    return _named(tuple(chosen.get(column.letter, column) for column in columns))


def _by_content(cells: Sequence[str], taken: set[str]) -> str:
    """Our column for cells whose heading says nothing."""
    filled = [cell for cell in cells if cell]
    if len(filled) < 2:
        return ""
    looks = {
        "department": lambda text: is_unit(clean(text)),
        "count": lambda text: stated(text) is not None and not text.isdecimal(),
        "location": lambda text: bool(_PLACE.search(text)),
        "keep_until": lambda text: len(text) < 40 and bool(_PERIOD.search(text)),
        "name": lambda text: len(text) < 40 and bool(document_types(text)),
    }
    for field, look in looks.items():
        if field not in taken and sum(map(look, filled)) >= _MOST * len(filled):
            return field
    return ""


def _named(columns: tuple[TheirColumn, ...]) -> tuple[TheirColumn, ...]:
    """Where no column is the name, the items are (a sheet whose first column says 「項目」)."""
    fields = {column.field for column in columns}
    if "name" in fields or "items" not in fields:
        return columns
    return tuple(replace(column, field="name") if column.field == "items" else column for column in columns)


@lru_cache(maxsize=10_000)
def document_types(name: str) -> frozenset[str]:
    """The types of document that a name in a 台帳 may mean."""
    from detectors.documents import load_classifier  # compiles all words: only where names are compared

    found: set[str] = set()
    for part in (part.strip() for part in re.split(r"[・、,，/／\n]", name)):
        text = unicodedata.normalize("NFKC", part)
        told = {code for code, names in words().documents.items() if any(one in text for one in names)}
        if not told and part:
            points = {code: points for code, points, _ in load_classifier().named(part, "") if points >= 3}
            told = {code for code, value in points.items() if value >= max(points.values()) - 0.5}
        found |= told
    return frozenset(found)


def _lists(raw: Mapping[str, Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({key: tuple(map(str, given)) for key, given in raw.items()})
