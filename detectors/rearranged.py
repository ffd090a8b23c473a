"""Lists that keep several things in one column, or one thing in several columns, put as one column for each.

「個人番号又は法人番号」 holds either; the kind of a document stands in one column and its number in the next; name and
phone share a cell; a birthday fills three; the cells of a log repeat their heading (holder=…). What a rearrangement
does not take stays where it stood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from detectors import addresses, collisions, name_shapes, packed
from detectors.judged import LONGEST_VALUE, sample
from detectors.normalize import normalize
from detectors.parts import Arrangement, Columns, Part, Parts, nothing
from detectors.spread import together

if TYPE_CHECKING:
    from detectors.columns import ColumnJudge

ROWS = 200  # by which a rearrangement is decided
MOST = 0.6  # share of cells that must hold all the parts
FEW = 2  # cells that must
MOST_KINDS = 12  # different words in a column that says of what kind the number beside it is
_OR = regex.compile(r"\s*(?:又は|または|若しくは|もしくは|あるいは|or|/|・|、|,|\|)\s*")
_NUMBERED = regex.compile(r"番号|No\.?|ナンバー|コード|記号", regex.IGNORECASE)
_CONTACT = regex.compile(
    r"(?P<name>[^0-9@+()]{2,24}?)[ \n]*[(<\[:]?[ ]*(?:TEL|携帯|電話|℡|☎|直通)?[ :.]*"
    r"(?P<phone>(?:\+81[ -]?|0)[0-9][0-9() -]{7,13}[0-9])[ ]*[)>\]]?[ ]*(?:(?:\(?内線|内)[ :]*[0-9]+\)?)?",
    regex.IGNORECASE,
)
_MAYBE_CONTACT = regex.compile(r"[^0-9].*0[0-9]{1,4}[-( ]", regex.DOTALL)
_ADDRESSED = regex.compile(
    r"(?:(?P<postal>〒?[ ]?[0-9]{3}-?[0-9]{4})[ \n]+)?(?P<address>.{6,}?)[ \n]+"
    r"(?P<name>[^ \n0-9]{1,10}(?:[ ][^ \n0-9]{1,8})?)[ \n]*(?:様|殿|さま)",
    regex.DOTALL,
)
_KEYED = regex.compile(r"\s*(?P<key>[\p{L}_][\p{L}\p{N}_.-]{0,30})\s*[=＝]\s*(?P<value>.*?)\s*", regex.DOTALL)


def arrange(headings: Sequence[str], columns: Columns, judge: ColumnJudge) -> Arrangement | None:
    """How the columns are to be put; None where they are as they should be. `columns`: data rows of the first chunk."""
    first = [_without_texts(column[:ROWS]) for column in columns]
    changed: dict[int, list[Part]] = {}
    for find in (_keyed, _packed, together, _in_two, _by_kind_beside, _either, _addressed, _with_contact):
        for at in range(len(headings)):
            if at not in changed:
                changed |= {place: parts for place, parts in find(at, headings, first, judge) if place not in changed}
    if not changed:
        return None
    return Arrangement([part for at, heading in enumerate(headings) for part in changed.get(at, [Part(heading, at)])])


def _without_texts(cells: Sequence[str]) -> Sequence[str]:
    if max(map(len, cells), default=0) <= LONGEST_VALUE:
        return cells
    return [cell if len(cell) <= LONGEST_VALUE else "" for cell in cells]


Found = Iterator[tuple[int, list[Part]]]


def _split(heading: str, at: int, split: Callable[[str], Parts], headings: Sequence[str]) -> list[Part]:
    """A column as several: what each cell holds of them, and last what it is when it holds none."""

    def cells(number: int) -> Callable[[Columns], list[str]]:
        return lambda columns: [
            split(cell)[number] if len(cell) <= LONGEST_VALUE else cell * (number == len(headings))
            for cell in columns[at]
        ]

    return [
        *(Part(name, at, cells(number)) for number, name in enumerate(headings)),
        Part(heading, at, cells(len(headings))),
    ]


def _either(at: int, headings: Sequence[str], columns: Columns, judge: ColumnJudge) -> Found:
    """「個人番号又は法人番号」: each cell is of the one or the other."""
    names = _OR.split(normalize(headings[at]))
    if len(names) < 2:
        return
    kinds = [judge.number_of(name) for name in names]
    if not all(kinds) or len(set(kinds)) < len(kinds):
        return

    @lru_cache(maxsize=4096)
    def split(cell: str) -> Parts:
        value = normalize(cell).strip()
        fitting = next((number for number, kind in enumerate(kinds) if value and judge.fits(kind, value)), len(kinds))
        return tuple(cell if number == fitting else "" for number in range(len(kinds) + 1))

    if _taken([split(cell) for cell in columns[at] if cell.strip()]):
        yield at, _split(headings[at], at, split, names)


def _keyed(at: int, headings: Sequence[str], columns: Columns, judge: ColumnJudge) -> Found:
    """「holder=YAMADA TARO」 in every row: the heading stands in the cells."""
    filled = [cell for cell in columns[at] if cell.strip()]
    if headings[at] or len(filled) < FEW or not (first := _KEYED.fullmatch(filled[0])):
        return
    key = first["key"]
    if all((met := _KEYED.fullmatch(cell)) and met["key"] == key for cell in filled):
        yield at, [Part(key, at, lambda columns: [_value_of(key, cell) for cell in columns[at]])]


def _packed(at: int, headings: Sequence[str], columns: Columns, judge: ColumnJudge) -> Found:
    """「1985040121500001」: birthday, sex and postal code as a host writes them, one after the other."""
    found = [] if headings[at] else packed.fields(sample(columns[at]))
    if found:
        why = ("続けて書かれた数字の並び",)
        yield at, [Part("", at, _cut(at, field), field.kind, why if field.kind else ()) for field in found]


def _cut(at: int, field: packed.Field) -> Callable[[Columns], list[str]]:
    return lambda columns: [normalize(cell).strip()[field.start : field.end] for cell in columns[at]]


def _value_of(key: str, cell: str) -> str:
    met = _KEYED.fullmatch(cell)
    return met["value"].strip("\"'") if met and met["key"] == key else cell


def _taken(rows: Sequence[Parts], share: float = MOST) -> bool:
    """Whether enough cells were split (the last part is what was not)."""
    split = sum(not row[-1] for row in rows)
    return split >= FEW and split >= len(rows) * share


def _by_kind_beside(at: int, headings: Sequence[str], columns: Columns, judge: ColumnJudge) -> Found:
    """「運転免許証」 in one column, its number in the next."""
    heading = headings[at]
    is_open = collisions.is_neutral(heading) or (_NUMBERED.search(heading) and not judge.number_of(heading))
    if not at or not is_open:
        return
    words = dict.fromkeys(word for cell in columns[at - 1] if (word := normalize(cell).strip()))
    if len(words) > MOST_KINDS or not (kinds := {word: kind for word in words if (kind := judge.document_of(word))}):
        return

    def told(kind: str) -> Callable[[Columns], list[str]]:
        return lambda columns: [
            cell if kind == _kind_of(word, cell, kinds, judge) else ""
            for word, cell in zip(columns[at - 1], columns[at], strict=True)
        ]

    taken = {kind: sum(map(bool, told(kind)(columns))) for kind in set(kinds.values())}
    if sum(taken.values()) >= max(FEW, sum(map(bool, columns[at])) * 0.5):
        words_of = {kind: word for word, kind in kinds.items()}
        parts = [
            Part(heading, at, told(kind), kind, (f"隣の列に『{words_of[kind]}』",))
            for kind in sorted(taken)
            if taken[kind]
        ]
        yield at, [*parts, Part(heading, at, told(""))]


def _kind_of(word: str, cell: str, kinds: Mapping[str, str], judge: ColumnJudge) -> str:
    kind = kinds.get(normalize(word).strip(), "")
    value = normalize(cell).strip()
    return kind if kind and value and judge.fits(kind, value) else ""


def _with_contact(at: int, headings: Sequence[str], columns: Columns, judge: ColumnJudge) -> Found:
    """「橋本（090-…）」: a name and a phone number."""
    if sum("0" in cell and bool(_MAYBE_CONTACT.search(cell)) for cell in columns[at][:40]) < FEW:
        return

    @lru_cache(maxsize=65_536)
    def split(cell: str) -> Parts:
        match = _CONTACT.fullmatch(normalize(cell).strip())
        if not match or not judge.fits("PHONE_NUMBER", match["phone"]) or not judge.is_name(match["name"].strip(" 　")):
            return "", "", cell
        return match["name"], match["phone"], ""

    rows = [split(cell) for cell in columns[at] if cell.strip()]
    names = [row[0] for row in rows if row[0]]
    if _taken(rows) and sum(judge.names.is_known(normalize(name).strip()) for name in names) >= len(names) * 0.5:
        named = headings[at] if "PERSON" in judge.kinds_of(headings[at]) else "氏名"
        yield at, _split(headings[at], at, split, (named, "電話番号"))


def _addressed(at: int, headings: Sequence[str], columns: Columns, judge: ColumnJudge) -> Found:
    """「〒100-0001 東京都… 山田太郎 様」: a label for an envelope in one cell."""
    if sum(cell.rstrip().endswith(("様", "殿")) for cell in columns[at][:40]) < FEW:
        return

    @lru_cache(maxsize=65_536)
    def split(cell: str) -> Parts:
        match = _ADDRESSED.fullmatch(normalize(cell).strip())
        if not match or not judge.is_name(match["name"]) or not addresses.is_cell(match["address"]):
            return "", "", "", cell
        address, name = _without_surname(match["address"], match["name"], judge)
        return (match["postal"] or "").strip("〒 "), address, name, ""

    if _taken([split(cell) for cell in columns[at] if cell.strip()]):
        yield at, _split(headings[at], at, split, ("郵便番号", "住所", "氏名"))


def _without_surname(address: str, name: str, judge: ColumnJudge) -> Parts:
    """The surname that a gap keeps from the given name, and that the address has taken with it."""
    rest, _, last = address.rpartition(" ")
    if rest and " " not in name and name_shapes.strength(f"{last} {name}", judge.lexicon) >= 2:
        return rest, f"{last} {name}"
    return address, name


def _in_two(at: int, headings: Sequence[str], columns: Columns, judge: ColumnJudge) -> Found:
    """「名前」 over two columns: surnames under it, given names beside it under no heading."""
    if at + 1 >= len(headings) or headings[at + 1] or not headings[at] or "PERSON" not in judge.kinds_of(headings[at]):
        return
    families, givens = sample(columns[at]), sample(columns[at + 1])
    surnames = sum(judge.lexicon.is_surname(value) for value in families)
    given = sum(judge.lexicon.is_given(value) or name_shapes.plausible_given(value) for value in givens)
    if len(families) >= FEW and len(givens) >= FEW and surnames >= len(families) * 0.8 and given >= len(givens) * 0.8:
        yield at, [Part(headings[at], at, lambda columns: _pairs(columns[at], columns[at + 1]))]
        yield at + 1, [Part("", at + 1, nothing)]


def _pairs(families: Sequence[str], givens: Sequence[str]) -> list[str]:
    return [f"{family.strip()} {given.strip()}".strip() for family, given in zip(families, givens, strict=True)]
