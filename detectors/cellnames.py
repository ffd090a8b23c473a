"""The people that one cell under a name heading names: trimmed, several of them apart, a reading dropped."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from detectors import name_shapes
from detectors.lexicon import NAME_TAGS, Lexicon
from detectors.name_bare import Bare, BareWords

_BOTH = 3  # strength of a name whose surname and given name the dictionary knows
_MARKS = regex.compile(r"^(?:[○◯●◎△□■◆◇※＊*・•①-⑳㊞ ]|[0-9]{1,3}[.)、] ?)+")
_TAIL = regex.compile(
    r"[ 、,]*(?:\+?[0-9][0-9()+ -]{8,}|(?:他|ほか|外)[ ]?[0-9]+[名人].*|以上|以下余白|方|(?:※|@(?=[^\x00-\x7f])).*)$"
)
_LATIN = regex.compile(
    r"(?:(?:MR|MS|MRS|DR|PROF)\.? )?(?P<family>[A-Za-z'-]{2,}), ?(?P<given>[A-Za-z'-]+(?: [A-Za-z.'-]+){0,2})",
    regex.IGNORECASE,
)
_LATIN_TITLE = regex.compile(
    r"[ ,]+(?:MR|MS|MRS|MISS|MSTR|DR|INF|CHD)\.?$|^(?:MR|MS|MRS|MISS|DR|PROF)\.?[ ]+", regex.IGNORECASE
)
_APART = regex.compile(r"[、,/／;；]+")
_WIDE_GAP = regex.compile(" {2,}")
_READING = regex.compile(r"[ぁ-ゖァ-ヺー\u3099\u309a ]+")
_SINGLE = regex.compile(r"\p{Han}(?: \p{Han}){2,4}", regex.VERSION1)
_MIDDLE_DOT = regex.compile(r"(\p{Han}{1,3})・(\p{Han}{1,3})", regex.VERSION1)
_KATAKANA = regex.compile("[ァ-ヺー]{2,12}")
_MIXED = regex.compile(r"(\p{Han}{1,4}) [A-Z][a-z]+", regex.VERSION1)


class CellNames:
    """Reads names out of normalized cells."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._bare = BareWords(lexicon)
        self.people = lru_cache(maxsize=16_384)(self._people)

    def _people(self, cell: str) -> tuple[str, ...]:
        """The names in a cell, in their order; none in 「営業部」, 「なし」 or 「株式会社見本」."""
        lines = [line for line in map(_cleaned, cell.split("\n")) if line]
        if len(lines) == 2 and self._are_one_name(*lines):
            return (" ".join(lines),)
        if any(not _READING.fullmatch(line) for line in lines):
            lines = [line for line in lines if not _READING.fullmatch(line)]  # サトウ タロウ above 佐藤太郎
        return tuple(name for line in lines for part in self._parts(line) if (name := self._name(part)))

    def _are_one_name(self, first: str, second: str) -> bool:
        """Whether surname and given name stand on two lines, and not two surnames (鈴木 above 渡辺)."""
        is_given = len(second) < 2 or self._lexicon.usually(second) != "surname"
        return is_given and name_shapes.strength(f"{first} {second}", self._lexicon) == _BOTH

    def _parts(self, line: str) -> Iterator[str]:
        if latin := _LATIN.fullmatch(line):
            yield f"{latin['family']} {latin['given']}"  # DOUMEKI, Tome
            return
        halves = [half.strip() for half in _APART.split(line)]
        if len(halves) == 2 and self._lexicon.is_surname(halves[0]) and self._is_only_given(halves[1]):
            yield " ".join(halves)  # 佐藤,太郎
            return
        if (dotted := _MIDDLE_DOT.fullmatch(line)) and self._are_two(*dotted.groups()):
            yield from dotted.groups()
            return
        for part in _APART.split(line):
            one = part.strip()
            wide = [word for word in _WIDE_GAP.split(one) if word] if "  " in one else []
            one = " ".join(wide) or one
            if len(wide) > 1 and not self.strength(one):
                yield from wide
            else:
                yield one

    def _are_two(self, first: str, second: str) -> bool:
        """Whether a dot parts two people (桑・萩), not surname and given name (山田・太郎)."""
        return not self._lexicon.is_given(second) and bool(self._bare.weigh(first) and self._bare.weigh(second))

    def _is_only_given(self, word: str) -> bool:
        return self._lexicon.is_given(word) and not self._lexicon.is_surname(word)

    def _name(self, part: str) -> str:
        part = _cleaned(part)
        start, end = name_shapes.trim(part)
        name = part[start:end]
        if _SINGLE.fullmatch(name):
            name = name.replace(" ", "")
        if dotted := _MIDDLE_DOT.fullmatch(name):
            name = f"{dotted[1]} {dotted[2]}"
        words = name.split(" ")
        strength = self.strength(name)
        if len(words) == 2 and (strength or self._is_of_form(name)) and self._is_role_of(*words, strength=strength):
            return words[1]
        if strength or self._is_of_form(name):
            return name
        for start_word in range(1, len(words)):  # 株式会社見本 佐藤太郎
            rest = " ".join(words[start_word:])
            if self.strength(rest) >= 2:
                return rest
        return ""

    def _is_role_of(self, role: str, name: str, *, strength: int) -> bool:
        """Whether a surname stands behind what somebody does or where they work (保護司 奈良, 生技 小川)."""
        known = self._lexicon
        if strength >= _BOTH or not known.is_surname(name) or known.classes(role) & NAME_TAGS:
            return False
        return not strength or known.usually(name) == "surname"

    def _is_of_form(self, name: str) -> bool:
        if mixed := _MIXED.fullmatch(name):
            return self._lexicon.is_surname(mixed[1])
        if self._is_bare(name):
            return True
        return name_shapes.has_shape(name) and name[-1:] != "会"

    def _is_bare(self, name: str) -> bool:
        """Whether a cell is one kanji or one word in katakana that may name somebody (粕, シリポーン)."""
        if len(name) == 1:
            return self._bare.weigh(name) >= Bare.WORD
        return bool(_KATAKANA.fullmatch(name)) and self._bare.weigh(name) >= Bare.STRANGE

    def strength(self, name: str) -> int:
        """As `name_shapes.strength`; kana without a gap (ｻﾄｳﾀﾛｳ) are cut where the dictionary knows both halves."""
        strength = name_shapes.strength(name, self._lexicon)
        if strength or not _READING.fullmatch(name) or " " in name or len(name) > 14:
            return strength
        kana = name_shapes.composed(name)
        halves = range(2, len(kana) - 1)
        known = any(self._lexicon.is_surname(kana[:cut]) and self._lexicon.is_given(kana[cut:]) for cut in halves)
        return _BOTH if known else 0

    def is_known(self, cell: str) -> bool:
        """Whether the dictionary, or the form of a kana or foreign name, supports the first name of a cell."""
        people = self.people(cell)
        if not people:
            return False
        name = people[0]
        return self.strength(name) > 0 or name_shapes.is_foreign_or_kana(name) or self._is_bare(name)


def _cleaned(text: str) -> str:
    plain = _TAIL.sub("", _MARKS.sub("", text.strip())).strip()
    return _LATIN_TITLE.sub("", plain) if plain.isascii() else plain
