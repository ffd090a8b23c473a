"""Surnames in sentences that speak of people: 「望月は昨年から通院」, 「後任は黒田です」, 「前田家・小野家の挙式」."""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from detectors import name_shapes
from detectors.finding import Finding
from detectors.lexicon import Lexicon
from detectors.name_words import HAN, NOT_BEFORE_HONORIFIC, any_of
from detectors.normalize import VARIANTS
from detectors.rules import load_words

_ALONE = rf"(?<![{HAN}ァ-ヺー])"
_NAME = rf"(?P<name>[{HAN}]{{2,4}})"
_ROLE = any_of(load_words("name_roles"))
_DOING = any_of(load_words("name_doings"))
_SURNAMES = tuple(  # (pattern whose group `name` must be a surname, evidence)
    (regex.compile(pattern, regex.MULTILINE), why)
    for pattern, why in (
        (rf"{_ROLE}(?:は|が|、)[ ]?{_NAME}(?=です|でした|で$|。|、|に|から|が|と|\n|$)", "役目の後に姓"),
        (rf"{_ROLE}[がはを][ ]?[{HAN}]{{1,4}}から{_NAME}[にへ](?=変|交代|交替|引)", "担当の交代"),
        (
            rf"{_ALONE}{_NAME}家(?=[・と、][{HAN}]{{1,4}}家|の?(?:葬|通夜|告別|挙式|結婚|披露|法要|墓|皆様))",
            "姓の後に家",
        ),
        (rf"[・と、]{_NAME}家(?=の?(?:葬|通夜|告別|挙式|結婚|披露|法要|墓|皆様))", "姓の後に家"),
        (rf"{_ALONE}{_NAME}[ ]?\([^()\n]{{0,12}}(?:勤務|所属|担当|在籍|出身)\)", "姓の後に所属"),
        (rf"(?:^|/)[ ]?[{HAN}]{{2,6}}[ ]{_NAME}(?=[ ]?/)", "役目と姓の並び"),
        (rf"/[ ]?[{HAN}]{{2,6}}[ ]{_NAME}(?=[ ]?(?:/|$))", "役目と姓の並び"),
    )
)
_SUBJECT = re.compile(rf"{_ALONE}{_NAME}(?:は|が|より|も)")
_ACTS = regex.compile(rf"[^。\n]{{0,24}}{_DOING}")
_SIGNED = regex.compile(rf"[。!?)][ ]?{_NAME}[ ]*$", regex.MULTILINE)
_RESIDENCE = regex.compile(rf"{_ALONE}{_NAME}様邸")
_READ_OUT = regex.compile(
    rf"{_ALONE}(?P<name>[{HAN}]{{1,4}}[ ][{HAN}]{{1,3}})(?=[ ]?\([ぁ-ゖァ-ヺー]+[ ][ぁ-ゖァ-ヺー]+\))"
)
_CORRECTED = regex.compile(rf"{_ALONE}(?P<old>[{HAN}]{{1,4}})[ ]?(?:→|⇒|->)[ ]?(?P<new>[{HAN}]{{1,4}})(?![{HAN}])")
_VARIANTS = str.maketrans({old: new for old, new in VARIANTS.items() if len(old) == len(new)})
_CHILD = regex.compile(
    rf"{_ALONE}(?:妻|夫|長男|長女|[次二三四]男|[次二三四]女)[ ](?P<name>[{HAN}]{{2,3}})(?=[ 、,。\n]|$)",
    regex.MULTILINE,
)


class SentenceNames:
    """Finds surnames by what is said of them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Names in sentences about people, all of them surely one (score above REPORT)."""
        for start, end, score, why in self._spans(text):
            yield Finding("PERSON", place, start, end, score, (why,), text[start:end])

    def _spans(self, text: str) -> Iterator[tuple[int, int, float, str]]:
        for pattern, why in _SURNAMES:
            for match in pattern.finditer(text):
                if self._may_be_surname(match["name"]):
                    yield *match.span("name"), 0.6, why
        for subject in _SUBJECT.finditer(text):
            if self._may_be_surname(subject["name"]) and _ACTS.match(text, subject.end()):
                yield *subject.span("name"), 0.6, "人の行いの主語"
        for match in _SIGNED.finditer(text):
            if self._is_only_a_surname(match["name"]):
                yield *match.span("name"), 0.6, "文の後に署名"
        for match in _RESIDENCE.finditer(text):
            if match["name"] not in NOT_BEFORE_HONORIFIC:
                yield *match.span("name"), 0.8, "姓の後に『様邸』"
        for match in _READ_OUT.finditer(text):
            if name_shapes.has_shape(match["name"]):
                yield *match.span("name"), 0.85, "氏名の後に読み"
        for match in _CHILD.finditer(text):
            if match["name"] not in name_shapes.NOT_A_NAME and name_shapes.plausible_given(match["name"]):
                yield *match.span("name"), 0.6, "続柄の後に名らしい字"
        yield from self._corrected(text)

    def _corrected(self, text: str) -> Iterator[tuple[int, int, float, str]]:
        """A surname in two spellings (「高橋→髙橋」)."""
        for match in _CORRECTED.finditer(text):
            old, new = match["old"], match["new"]
            if old.translate(_VARIANTS) == new.translate(_VARIANTS) and self._lexicon.is_surname(old):
                yield *match.span("old"), 0.7, "姓の字の訂正"
                yield *match.span("new"), 0.7, "姓の字の訂正"

    def _may_be_surname(self, word: str) -> bool:
        """Whether the dictionary has a surname of two characters, or a longer one that is no common word."""
        known = self._lexicon.classes(word)
        return "surname" in known and (len(word) == 2 or "place" in known or "noun" not in known)

    def _is_only_a_surname(self, word: str) -> bool:
        known = self._lexicon.classes(word)
        return "surname" in known and not known & {"noun", "place"}
