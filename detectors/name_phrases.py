"""Names in turns of phrase that only people appear in, in lists of people, and beside names that were found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from detectors import name_shapes
from detectors.finding import Finding
from detectors.lexicon import Lexicon
from detectors.located import LocatedMatch, LocatedPatterns, locate
from detectors.name_words import CITIES, HAN, KANA_MARKS, OWN_BELONGING, RELATIVE

_ALONE = rf"(?<![{HAN}])"
_SURNAME = rf"(?P<name>[{HAN}]{{1,4}})"
_LONG_SURNAME = rf"(?P<name>[{HAN}]{{2,4}})"
_SPOKEN = (  # (pattern whose group `name` must be a surname, evidence)
    (rf"[。.!?)」\s][(]{_SURNAME}[)][ ]*$", "文末の括弧に姓"),
    (rf"{_SURNAME}[ ]?<[^<>@\s]+@", "メールアドレスの前の表示名"),
    (rf"{_ALONE}{_LONG_SURNAME}@[{HAN}]", "姓の後に所属"),
    (rf"^[ \[]*[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?[ \]]+{_SURNAME}[ ]?[:>]", "時刻の後に発言者"),
    (rf"{_ALONE}{_LONG_SURNAME}の{OWN_BELONGING}", "本人の連絡先"),
    (rf"(?:の|、)[ ]?{_LONG_SURNAME}(?:です|と申します|でございます|と言います)[。、,.]", "名乗り"),
    (rf"{_ALONE}{_SURNAME}[ ]?\(内線", "姓の後に内線"),
)
_AFTER_RELATIVE = (
    rf"{_ALONE}{RELATIVE}[ の・]{{0,2}}(?P<name>[{HAN}]{{1,3}}|[ぁ-ゖ]{{2,4}})(?=[ 、,。()はがとをにもで]|$)"
)
_KATAKANA_NAME = r"(?P<name>[ァ-ヺー]{2,}(?:[ ・][ァ-ヺー]{2,}){1,4})[ ]?(?=様|さん|氏|殿)"
_ENUMERATION = rf"{_ALONE}[{HAN}]{{1,4}}(?:[ ]?[、,・/][ ]?[{HAN}]{{1,4}}){{2,}}(?![{HAN}])"
_PATTERNS = (*(pattern for pattern, _ in _SPOKEN), _AFTER_RELATIVE, _KATAKANA_NAME, _ENUMERATION)
_SEEN = {_KATAKANA_NAME: r"[ァ-ヺー]{2}[ ・][ァ-ヺー]{2,}[ ]?(?:様|さん|氏|殿)"}
PLACES = LocatedPatterns(
    [locate(regex.compile(source, regex.MULTILINE), source, _SEEN.get(source, "")) for source in _PATTERNS]
)
_ENUMERATED = regex.compile(rf"[{HAN}]+")
_KATA, _HIRA = rf"[ァ-ヺー{KANA_MARKS}]", "[ぁ-ゖー]"
_READING_BEHIND = regex.compile(rf"[ ]?\((?P<name>{_KATA}{{1,8}}[ ]?{_KATA}{{1,9}}|{_HIRA}{{1,8}}[ ]?{_HIRA}{{1,9}})\)")
_LISTED_AFTER = regex.compile(
    rf"[ ]?[、,/・][ ]?(?P<name>[{HAN}]{{1,4}}[ ][{HAN}ぁ-ゖァ-ヺ]{{1,4}})"
    r"(?=[ ]?(?:[、,/・\n。)]|$|の[0-9]|様|さん|氏|は|が))"
)


class SpokenNames:
    """Finds surnames and given names by the words around them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Names in turns of phrase, behind a relative, in katakana before an honorific, and side by side."""
        for number, match in PLACES.matches(text):
            for start, end, score, why in self._spans(text, number, match):
                yield Finding("PERSON", place, start, end, score, (why,), text[start:end])

    def _spans(self, text: str, number: int, match: LocatedMatch) -> Iterator[tuple[int, int, float, str]]:
        pattern = _PATTERNS[number]
        if pattern is _ENUMERATION:
            yield from self._enumerated(text, match)
        elif pattern is _KATAKANA_NAME:
            yield *match.span("name"), 0.86, "敬称が続くカタカナの氏名"
        elif pattern is _AFTER_RELATIVE:
            if len(match["name"]) > 1 and self._lexicon.is_given(match["name"]):
                yield *match.span("name"), 0.7, "続柄の後に名"
        elif self._lexicon.is_surname(match["name"]):
            yield *match.span("name"), 0.7, _SPOKEN[number][1]

    def _enumerated(self, text: str, match: LocatedMatch) -> Iterator[tuple[int, int, float, str]]:
        """Three or more surnames side by side (「勅使河原・巽・乾の3名」), unless they are places as well."""
        items = [item.span() for item in _ENUMERATED.finditer(text, *match.span())]
        if self._are_people([text[start:end] for start, end in items]):
            for start, end in items:
                yield start, end, 0.7, "姓が並んでいる"

    def _are_people(self, words: Sequence[str]) -> bool:
        classes = [self._lexicon.classes(word) for word in words]
        sure = any(len(word) > 1 and "noun" not in known for word, known in zip(words, classes, strict=True))
        places = sum(word in CITIES or self._lexicon.usually(word) == "place" for word in words)
        return sure and places * 2 <= len(words) and all("surname" in known for known in classes)


def beside(text: str, place: str, found: Sequence[Finding]) -> Iterator[Finding]:
    """What stands beside a name that was found: its reading in brackets, the next of a list of full names."""
    taken = {position for finding in found for position in range(finding.start, finding.end)}
    ends = [finding.end for finding in found]
    while ends:
        end = ends.pop()
        match = None if "ァ" <= text[end - 1] <= "ー" else _READING_BEHIND.match(text, end)  # 「アン(ベトナム)」
        if match and match.start("name") not in taken and (" " in match["name"] or len(match["name"]) > 2):
            yield Finding("PERSON", place, *match.span("name"), 0.8, ("氏名の後の読み",), match["name"])
        match = _LISTED_AFTER.match(text, end)
        if match and " " in text[max(0, end - 6) : end] and taken.isdisjoint(range(*match.span("name"))):
            if match["name"].split(" ")[0] in name_shapes.NOT_A_NAME or not name_shapes.has_shape(match["name"]):
                continue
            taken.update(range(*match.span("name")))
            ends.append(match.end("name"))
            yield Finding("PERSON", place, *match.span("name"), 0.75, ("氏名の一覧の中",), match["name"])
