"""What a column heading or form label announces: which kinds of personal data, which part of a name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

import regex

from detectors.normalize import fold_heading, normalize
from detectors.rules import Rule, load_heading_words, load_words

Part = Literal["", "family", "given", "reading", "family_reading", "given_reading"]

_WORDS = load_heading_words()
_PART_OF: Mapping[str, Part] = {
    fold_heading(word): cast(Part, part) for part, words in _WORDS.parts.items() for word in words
}
_READING_ENDS = ("フリガナ", "ふりがな", "カナ", "かな", "kana", "ローマ字", "英字", "ヨミ", "よみ")
_READINGS = frozenset(
    fold_heading(word) for word in (*_READING_ENDS, "半角カナ", "全角カナ", "全角カタカナ", "カタカナ", "半角")
)
_READING_OF: Mapping[Part, Part] = {"family": "family_reading", "given": "given_reading"}
_NAMED = _WORDS.named
_ENGLISH_PART = regex.compile(
    rf"({'|'.join(sorted((part for part in _PART_OF if part.isascii() and len(part) > 4), key=len, reverse=True))})$"
)
LONGEST = 24  # characters of a synonym
_DIGITS = regex.compile(r"[0-9]{4}|要(?:介護|支援)[1-5]$|[0-9].*[-/.:].*[0-9]|\p{Han}[0-9]+(?:番地|丁目|番[0-9])")
_SENTENCE = regex.compile(r"より|から|まし[たて]|です|する|した|して|ない|ある|への|による")
_NAME_OF = regex.compile(rf"(?:{'|'.join(load_words('name_of'))})s?name$")
_NO_LETTERS = re.compile(r"[\x00-@\[-`{-\x7f]*")  # figures and marks
_BRACKET = regex.compile(r"[(\[【]([^()\[\]【】]{1,8})[)\]】]")


@dataclass(frozen=True, slots=True)
class Meaning:
    """The kinds that a heading may stand for (exact synonyms first), and the part of a name it holds."""

    kinds: tuple[str, ...]
    exact: bool
    part: Part = ""


class Headings:
    """All heading synonyms of all rules, and the headings that announce something else (商品名, 会社名)."""

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self._exact: dict[str, list[str]] = {}
        self._not: dict[str, set[str]] = {}
        for rule in rules.values():
            for folded in dict.fromkeys(map(fold_heading, rule.headings)):
                self._exact.setdefault(folded, []).append(rule.id)
            for heading in rule.not_headings:
                self._not.setdefault(fold_heading(heading), set()).add(rule.id)
        self._plain = frozenset(fold_heading(word) for word in load_words("headings"))
        self.spellings = frozenset(load_words("headings")) | {
            spelling
            for rule in rules.values()
            for heading in rule.headings
            for spelling in (heading, fold_heading(heading))
        }
        known = (*self._exact, *self._plain, *self._not)
        self._no_heading = re.compile(r"(?!)") if any(map(_NO_LETTERS.fullmatch, filter(None, known))) else _NO_LETTERS
        self._ends = frozenset(heading[-2:] for heading in self._exact)
        self._beginnings = frozenset(heading[:3] for heading in self._exact)
        self.meaning = lru_cache(maxsize=16_384)(self._meaning)
        self._is_known = lru_cache(maxsize=16_384)(self._is_heading)

    def _meaning(self, heading: str) -> Meaning:
        if "." in heading and heading.isascii() and " " not in heading:  # applicant.name.family
            return self._nested(heading.split("."))
        folded = fold_heading(heading)
        if not folded or len(folded) > 40:
            return Meaning((), False)
        if part := self._part_of_a_name(heading, folded) or _PART_OF.get(folded, ""):
            return Meaning(("PERSON",), True, part)
        for form in (folded, folded.rstrip("0123456789")):  # 電話番号2
            if form and form in self._exact:
                return Meaning(tuple(self._exact[form]), True)
        if folded in self._plain or folded.endswith(_READING_ENDS):
            return Meaning((), False)
        compound = self._compound(folded, self._not.get(folded, set()))
        if not compound.kinds and "/" in normalize(heading):  # 契約者／同居人
            return next(filter(lambda part: part.kinds, map(self.meaning, normalize(heading).split("/"))), compound)
        return compound

    def _nested(self, path: list[str]) -> Meaning:
        """The key of a nested record: its last step, in the light of the one before."""
        last = path[-1]
        if path[-2:-1] == ["name"] and last in ("family", "given", "last", "first", "familyKana", "givenKana"):
            last = {"family": "familyname", "given": "givenname", "last": "lastname", "first": "firstname"}.get(
                last, last
            )
        own = self.meaning(last)
        if own.part:
            return own
        whole = self.meaning("".join(path[-2:]))
        return whole if whole.kinds or last == "name" else own

    def _part_of_a_name(self, heading: str, folded: str) -> Part:
        """「注文者（姓）」 and 「患者氏名カナ」 are parts and readings of a name; 「商品名カナ」 is not."""
        bracket = _BRACKET.search(normalize(heading))
        inner = fold_heading(bracket[1]) if bracket else ""
        stem = folded
        for end in _READING_ENDS:
            stem = stem.removesuffix(end)
        reading = inner in _READINGS or stem != folded
        parts = (_PART_OF.get(inner, ""), _PART_OF.get(stem, ""))
        part: Part = next((part for part in parts if part in ("family", "given")), parts[0] or parts[1])
        if not part and not bracket and (compound := _ENGLISH_PART.search(folded)):
            return _PART_OF[compound[1]]
        if not part and stem.endswith("姓") and (stem[:-1] in _NAMED or "PERSON" in self._exact.get(stem[:-1], ())):
            return "family_reading" if reading else "family"
        named = not stem or stem in _NAMED or "PERSON" in self._exact.get(stem, ()) or bool(_PART_OF.get(stem))
        if not named:
            return ""
        if part in ("family", "given"):
            return _READING_OF[part] if reading else part
        return part if part.endswith("reading") else "reading" if reading else ""

    def _compound(self, folded: str, refused: set[str]) -> Meaning:
        """A longer heading that ends in a known one (「お客様電話番号」), or begins with one (「電話番号1」)."""
        for length in range(min(len(folded), LONGEST), 1, -1) if folded[-2:] in self._ends else ():
            kinds = tuple(kind for kind in self._exact.get(folded[-length:], ()) if kind not in refused)
            if folded[-length:] == "name" and not _NAME_OF.search(folded):
                break  # product_name, branch_name: somebody's only behind a word for people
            if kinds:
                return Meaning(kinds, False)
        for length in range(min(len(folded), LONGEST), 2, -1) if folded[:3] in self._beginnings else ():
            beginning = self._exact.get(folded[:length], ())
            kinds = tuple(kind for kind in beginning if kind not in refused and kind != "PERSON")
            if kinds:
                return Meaning(kinds, False)
        return Meaning((), False)

    def is_heading(self, cell: str) -> bool:
        """Whether a cell is a heading or label that this product knows, personal or not."""
        return bool(cell) and len(cell) <= 40 and not self._no_heading.fullmatch(cell) and self._is_known(cell)

    def _is_heading(self, cell: str) -> bool:
        if "=" in cell or _DIGITS.search(cell):
            return False
        folded = fold_heading(cell)
        if not folded:
            return False
        if folded in self._plain or folded in self._not:
            return True
        meaning = self.meaning(cell)
        short = len(folded) <= (40 if folded.isascii() else 14)
        return bool(meaning.kinds) and (meaning.exact or (short and not _SENTENCE.search(folded)))

    def refuses(self, heading: str, kind: str) -> bool:
        """Whether a heading is a known false friend of a kind (「商品名」 of 氏名)."""
        return kind in self._not.get(fold_heading(heading), ())
