"""Names in turns of phrase that only people appear in, in lists of people, and beside names that were found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from detectors import name_shapes
from detectors.finding import Finding
from detectors.lexicon import Lexicon
from detectors.located import LocatedMatch, LocatedPatterns, locate
from detectors.name_romaji import readings
from detectors.name_words import CITIES, HAN, KANA_MARKS, OWN_BELONGING, RELATIVE
from detectors.rules import load_words

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
_SURE_TURNS = frozenset({"時刻の後に発言者", "本人の連絡先"})  # also where the name model sees nothing
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
_ALSO_GIVEN = regex.compile(rf"[・、](?P<name>[{HAN}]{{2,3}}|[ぁ-ゖ]{{2,4}})(?=[ \n、(]|様|$)")  # 「目黒 武・美津江」
_READING_SPACED = regex.compile(
    rf"[ \t,、]{{1,3}}(?P<name>{_KATA}{{1,8}}[ ]{_KATA}{{1,9}}|{_HIRA}{{1,8}}[ ]{_HIRA}{{1,9}})(?=[ \t,、。\n]|$)"
)
_LATIN_BEHIND = regex.compile(
    r"[ \t,、(/\n]{1,3}(?P<name>(?P<one>[A-Z][A-Za-z]{1,13}),?[ ](?P<two>[A-Z][A-Za-z]{1,13}))(?![A-Za-z@])"
)
_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_THINGS = frozenset(load_words("name_katakana_things"))
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
            sure = match["name"] not in CITIES and _SPOKEN[number][1] in _SURE_TURNS
            yield *match.span("name"), 0.86 if sure else 0.7, _SPOKEN[number][1]

    def beside(self, text: str, place: str, found: Sequence[Finding]) -> Iterator[Finding]:
        """What stands beside a name that was found: its reading, the next of a list of full names."""
        taken = {position for finding in found for position in range(finding.start, finding.end)}
        open_ = [(finding.start, finding.end) for finding in found]
        while open_:
            start, end = open_.pop()
            reading = self._reading(text, start, end)
            if reading and reading[0] not in taken:
                taken.update(range(*reading))
                yield Finding("PERSON", place, *reading, 0.8, ("氏名の後の読み",), text[slice(*reading)])
            match = _LISTED_AFTER.match(text, end)
            also = _ALSO_GIVEN.match(text, end) if " " in text[start:end] else None
            if also and also.start("name") not in taken and self._is_rather_given(also["name"]):
                yield Finding("PERSON", place, *also.span("name"), 0.75, ("氏名の一覧の中",), also["name"])
            if match and " " in text[max(start, end - 6) : end] and taken.isdisjoint(range(*match.span("name"))):
                if match["name"].split(" ")[0] in name_shapes.NOT_A_NAME or not name_shapes.has_shape(match["name"]):
                    continue
                taken.update(range(*match.span("name")))
                open_.append(match.span("name"))
                yield Finding("PERSON", place, *match.span("name"), 0.75, ("氏名の一覧の中",), match["name"])

    def _is_rather_given(self, word: str) -> bool:
        known = self._lexicon.classes(word)
        return "given" in known and "surname" not in known and word not in name_shapes.NOT_A_NAME

    def _reading(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The span of the reading behind a name: in brackets, or behind a gap where it says what is written."""
        match = _READING_BEHIND.match(text, end)
        if match and not "ァ" <= text[end - 1] <= "ー":  # 「アン(ベトナム)」
            return match.span("name") if self._reads_out(match["name"]) else None
        match = _READING_SPACED.match(text, end)
        if " " not in text[start:end]:
            return None
        if not match:
            return self._in_latin(text, start, end)
        reads = self._lexicon.reading(text[start:end])
        words = name_shapes.composed(match["name"]).translate(_TO_KATAKANA).split(" ")
        return match.span("name") if reads.startswith(words[0]) or reads.endswith(words[1]) else None

    def _in_latin(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The span of a name in Latin letters behind the same name (「御子柴 彩香 MIKOSHIBA Ayaka」)."""
        match = _LATIN_BEHIND.match(text, end)
        if not match:
            return None
        reads = self._lexicon.reading(text[start:end])
        alike = any(
            reads.startswith(kana) or reads.endswith(kana)
            for word in match.group("one", "two")
            for kana in readings(word)
        )
        return match.span("name") if alike else None

    def _reads_out(self, kana: str) -> bool:
        """Whether kana in brackets can be a reading, and is no word (「佐藤(パート)」, 「甲斐(アプリ)」)."""
        if " " in kana:
            return True
        known = self._lexicon.classes(name_shapes.composed(kana))
        return len(kana) > 2 and ("noun" not in known or bool(known & {"surname", "given"})) and kana not in _THINGS

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
