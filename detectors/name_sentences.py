"""Surnames in sentences that speak of people: 「望月は昨年から通院」, 「後任は黒田です」, 「前田家・小野家の挙式」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors import name_shapes
from detectors.finding import Finding
from detectors.lexicon import Lexicon
from detectors.located import LocatedMatch, LocatedPatterns, locate
from detectors.name_words import HAN, NOT_BEFORE_HONORIFIC, any_of
from detectors.normalize import VARIANTS
from detectors.rules import load_words

_ALONE = rf"(?<![{HAN}ァ-ヺー])"
_NAME = rf"(?P<name>[{HAN}]{{2,4}})"
_ROLE = any_of(load_words("name_roles"))
_DOING = any_of(load_words("name_doings"))
_SURNAMES = (  # (pattern whose group `name` must be a surname, evidence)
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
# what must not stand before is asked for behind the first character: so `re` looks for that quickly
_SUBJECT = rf"(?P<name>[{HAN}](?<![{HAN}ァ-ヺー][{HAN}])[{HAN}]{{1,3}})(?:は|が|より|も)(?=[^。\n]{{0,24}}{_DOING})"
_SIGNED = rf"[。!?)][ ]?{_NAME}[ ]*$"
_RESIDENCE = rf"{_ALONE}{_NAME}様邸"
_READ_OUT = rf"{_ALONE}(?P<name>[{HAN}]{{1,4}}[ ][{HAN}]{{1,3}})(?=[ ]?\([ぁ-ゖァ-ヺー]+[ ][ぁ-ゖァ-ヺー]+\))"
_CHILD = rf"{_ALONE}(?:妻|夫|長男|長女|[次二三四]男|[次二三四]女)[ ](?P<name>[{HAN}]{{2,3}})(?=[ 、,。\n]|$)"
_CORRECTED = rf"{_ALONE}(?P<old>[{HAN}]{{1,4}})[ ]?(?:→|⇒|->)[ ]?(?P<new>[{HAN}]{{1,4}})(?![{HAN}])"
_PATTERNS = (*(pattern for pattern, _ in _SURNAMES), _SUBJECT, _SIGNED, _RESIDENCE, _READ_OUT, _CHILD, _CORRECTED)
_SEEN = {_SUBJECT: _DOING, _READ_OUT: rf"[{HAN}][ ][{HAN}]{{1,3}}[ ]?\([ぁ-ゖァ-ヺー]+[ ][ぁ-ゖァ-ヺー]"}
PLACES = LocatedPatterns(
    [
        locate(re.compile(source, re.MULTILINE), source, _SEEN.get(source, ""), is_last=source is _SUBJECT)
        for source in _PATTERNS
    ]
)
_VARIANTS = str.maketrans({old: new for old, new in VARIANTS.items() if len(old) == len(new)})
_EVIDENCE = {
    _SUBJECT: (0.6, "人の行いの主語"),
    _SIGNED: (0.6, "文の後に署名"),
    _RESIDENCE: (0.8, "姓の後に『様邸』"),
    _READ_OUT: (0.95, "氏名の後に読み"),
    _CHILD: (0.6, "続柄の後に名らしい字"),
    _CORRECTED: (0.7, "姓の字の訂正"),
}


class SentenceNames:
    """Finds surnames by what is said of them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Names in sentences about people, all of them surely one (score above REPORT)."""
        for number, match in PLACES.matches(text):
            if _PATTERNS[number] is _CORRECTED:
                named = self._corrected(match)
            else:
                named = (match.span("name"),) if self._is_name(number, match["name"]) else ()
            for start, end in named:
                score, why = _EVIDENCE.get(_PATTERNS[number]) or (0.6, _SURNAMES[number][1])
                yield Finding("PERSON", place, start, end, score, (why,), text[start:end])

    def _is_name(self, number: int, name: str) -> bool:
        """Whether what stands where a pattern expects a name can be one."""
        pattern = _PATTERNS[number]
        if pattern is _SIGNED:
            return self._is_only_a_surname(name)
        if pattern is _RESIDENCE:
            return name not in NOT_BEFORE_HONORIFIC
        if pattern is _READ_OUT:
            return name_shapes.has_shape(name)
        if pattern is _CHILD:
            return name not in name_shapes.NOT_A_NAME and name_shapes.plausible_given(name)
        return self._may_be_surname(name)

    def _corrected(self, match: LocatedMatch) -> tuple[tuple[int, int], ...]:
        """A surname in two spellings (「高橋→髙橋」)."""
        old, new = match["old"], match["new"]
        if old.translate(_VARIANTS) != new.translate(_VARIANTS) or not self._lexicon.is_surname(old):
            return ()
        return match.span("old"), match.span("new")

    def _may_be_surname(self, word: str) -> bool:
        """Whether the dictionary has a surname of two characters, or a longer one that is no common word."""
        known = self._lexicon.classes(word)
        return "surname" in known and (len(word) == 2 or "place" in known or "noun" not in known)

    def _is_only_a_surname(self, word: str) -> bool:
        known = self._lexicon.classes(word)
        return "surname" in known and not known & {"noun", "place"}
