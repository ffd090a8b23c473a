"""Families: given names behind words of kinship and below a full name, and the two houses of a wedding."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.finding import Finding
from detectors.lexicon import Lexicon
from detectors.located import LocatedMatch, LocatedPatterns, locate
from detectors.name_series import is_followed_by_given
from detectors.name_shapes import plausible_given
from detectors.name_words import HAN, KANA_MARKS, NOT_A_NAME, NOT_BEFORE_HONORIFIC, NOT_GIVEN, SINGLE_SURNAMES, any_of
from detectors.rules import load_words

_KIN = any_of((*load_words("name_relatives"), "娘", "息子", "新郎", "新婦", "孫", "ご子息", "ご令嬢", "お嬢様"))
_GIVEN = rf"(?P<name>[{HAN}]{{1,3}}|[ぁ-ゖ]{{2,4}}|[ァ-ヺー]{{2,5}})"
_CALLED = "(?:様|さま|さん|ちゃん|くん|君)"
_KATA = f"[ァ-ヺー{KANA_MARKS}]"
_ALONE = rf"(?<![{HAN}])"
_KIN_CALLED = (
    rf"{_ALONE}{_KIN}(?:の|である|・|[ ])[ ]?(?P<name>[{HAN}]{{1,3}}?|[ぁ-ゖ]{{2,4}}?|[ァ-ヺー]{{2,5}}?){_CALLED}"
)
_KIN_BRACKETED = (
    rf"(?:{_KIN}|保護者)\((?P<name>[{HAN}]{{1,3}}|[ぁ-ゖ]{{2,4}}|[ァ-ヺー]{{2,5}})(?:様|さん|ちゃん|くん)?(?=[、,) ])"
)
_KIN_JOINED = rf"{_ALONE}{_KIN}(?P<name>[{HAN}]{{2,3}}?){_CALLED}"
_KIN_SPACED = rf"{_ALONE}(?:{_KIN}|児童|園児|生徒|利用児)[ ]{{1,4}}{_GIVEN}(?=[ 、,。(\n/]|$)"
_HOUSE = (
    rf"(?:(?:^|[ 、・と])(?:新郎|新婦)?[ ]?)(?P<name>[{HAN}]{{1,4}}?)"
    rf"家(?=[ ]{{0,2}}(?:[・、と][ ]?[{HAN}]{{1,5}}家|新婦[ ]?[{HAN}]{{1,5}}家|御?両家|・))"
)
_SECOND_HOUSE = rf"[{HAN}]家[ ]{{0,2}}(?:[・、と]|新婦)[ ]?(?P<name>[{HAN}]{{1,4}}?)家"
_BELOW = (
    rf"^[ ]{{0,6}}[{HAN}]{{1,4}}[ ]{{1,3}}[{HAN}ぁ-ゖ]{{1,4}}"
    rf"[ ]*(?P<name>(?:\n[ ]{{2,}}[{HAN}ぁ-ゖ]{{1,3}}(?=[ ]*(?:\n|$))){{1,6}})"
)
_READ = (
    rf"(?<=[{HAN}様ん氏])[ ]?\([ ]?(?P<name>[ぁ-ゖー]{{2,8}}[ ][ぁ-ゖー]{{2,8}}?|{_KATA}{{2,8}}[ ]{_KATA}{{2,8}})"
    r"[ ]?(?:様|さん|さま)\)"
)
_EVIDENCE = {
    _KIN_CALLED: "続柄の後に名",
    _KIN_JOINED: "続柄の後に名",
    _KIN_BRACKETED: "続柄の後に名",
    _KIN_SPACED: "続柄の後に名",
    _HOUSE: "姓の後に家",
    _SECOND_HOUSE: "姓の後に家",
    _BELOW: "氏名の下に名",
    _READ: "氏名の後の読み",
}
_PATTERNS = tuple(_EVIDENCE)
_SEEN = {_KIN_JOINED: rf"[{HAN}]{{3}}{_CALLED}"}
PLACES = LocatedPatterns(
    [locate(re.compile(source, re.MULTILINE), source, _SEEN.get(source, "")) for source in _PATTERNS]
)
_COUNTED = re.compile("[一二三四五六七八九十]+人")
_WORD = re.compile(rf"[{HAN}ぁ-ゖ]+")


class FamilyNames:
    """Finds the members of a family."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Given names and surnames, each surely one (score above REPORT)."""
        for number, match in PLACES.matches(text):
            pattern = _PATTERNS[number]
            for start, end in self._spans(text, pattern, match):
                yield Finding("PERSON", place, start, end, 0.93, (_EVIDENCE[pattern],), text[start:end])

    def _spans(self, text: str, pattern: str, match: LocatedMatch) -> Iterator[tuple[int, int]]:
        name = match["name"]
        if pattern is _BELOW:
            words = [word.span() for word in _WORD.finditer(text, *match.span("name"))]
            if self._is_full_name(match[0].split("\n")[0]) and all(
                self._is_given(text[slice(*word)]) for word in words
            ):
                yield from words
        elif pattern in (_HOUSE, _SECOND_HOUSE):
            if self._lexicon.is_surname(name) and (len(name) > 1 or name in SINGLE_SURNAMES):
                yield match.span("name")
        elif (
            pattern is _KIN_SPACED
            and self._lexicon.is_surname(name)
            and is_followed_by_given(text, match.end("name"), self._lexicon)
        ):
            return  # 「夫 八雲 拓」
        elif pattern in (_KIN_JOINED, _KIN_BRACKETED):
            if self._lexicon.is_given(name) and name not in NOT_BEFORE_HONORIFIC:
                yield match.span("name")
        elif pattern is _READ or self._is_given(name, called=pattern is _KIN_CALLED):
            yield match.span("name")

    def _is_full_name(self, line: str) -> bool:
        surname, _, given = line.strip().partition(" ")
        return self._lexicon.is_surname(surname) and self._is_given(given.strip())

    def _is_given(self, word: str, *, called: bool = False) -> bool:
        """Whether a word can be a given name: known as one, or of fitting characters; any word if `called` by it."""
        if word in NOT_A_NAME or word in NOT_BEFORE_HONORIFIC or word in NOT_GIVEN:
            return False
        likely = len(word) > 1 and plausible_given(word) and not _COUNTED.fullmatch(word)
        common = not called and bool(self._lexicon.classes(word))
        return self._lexicon.is_given(word) or (likely and not common)
