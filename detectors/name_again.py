"""People who were named once and are spoken of again by their surname (「山田太郎 … 山田は」)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from detectors.finding import Finding
from detectors.lexicon import Lexicon
from detectors.located import LocatedPatterns, locate
from detectors.name_words import CITIES, HAN, HONORIFIC, NOT_CALLED, is_organisation
from detectors.rules import load_words

_BEHIND = rf"\(|→|=|は|が|も|と(?!なり|する)|から|より|、|。|\)|」|:|$|\n|[0-9]名|{HONORIFIC}"
_PARTICLE = rf"(?=[ ]?(?:{_BEHIND}|に|を|の|へ|で))"
_OF_PEOPLE = rf"(?=[ ]?(?:{_BEHIND}))"  # behind a place, the rest says where (「長崎の支店」)
MOST_NAMES = 2_000  # of one piece of text; a text with more is a list, where nobody is named again
_GOES_BEFORE = re.compile(rf"[{HAN}ァ-ヺー・=]")
_FEW_KANJI = re.compile(rf"[{HAN}]{{1,4}}")
_HEADS_LINE = rf"(?:^|(?<=[→・@]))[{HAN}]{{1,4}}(?=[ ]?[:>])"
PLACES = LocatedPatterns([locate(re.compile(_HEADS_LINE, re.MULTILINE), _HEADS_LINE, rf"[{HAN}][ ]?[:>]")])
_JOINT = re.compile("[・=]")
_KANA = re.compile("[ァ-ヺー・=]+")
_HIRAGANA = re.compile("[ぁ-ゖ]")
_GIVEN = re.compile("[ぁ-ゖ]{3,4}")
_THINGS = frozenset(load_words("name_katakana_things"))
_COMMON = frozenset("".join(load_words("name_common_letters")))


_BEHIND_PLACE = re.compile(_OF_PEOPLE)
_ACTS = re.compile(  # what is said behind a name that is a common word (「葉が使用」)
    "[がは][^。\\n]{0,10}(?:使用|対応|確認|説明|報告|担当|実施|提出|作成|修理|連絡|訪問|休み|休暇|欠席|出席|同行|承認"
    "|退職|入社|教え|話し|言[いわっう]|伺|手配)"
)


def _goes_on(text: str, start: int) -> bool:
    """Whether what begins here is the rest of a word."""
    before = text[start - 1 : start]
    if _HIRAGANA.match(text, start):
        return bool(_HIRAGANA.match(before))
    return bool(_GOES_BEFORE.match(before))


def _speaking(text: str, place: str, found: Sequence[Finding], known: Sequence[str]) -> Iterator[Finding]:
    """Who is called like a place or a word, was named once, and heads a line as its speaker (「八尾：了解」)."""
    others = {one.value for one in found if _FEW_KANJI.fullmatch(one.value)} - set(known)
    if not 0 < len(others) <= MOST_NAMES:
        return
    taken = {finding.start for finding in found}
    for _, match in PLACES.matches(text):
        if match[0] in others and match.start() not in taken:
            yield Finding("PERSON", place, *match.span(), 0.65, ("同じ文書に氏名がある",), match[0])


class NamedAgain:
    """Finds the surnames of full names again."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str, place: str, found: Sequence[Finding]) -> Iterator[Finding]:
        """Where somebody of `found` is spoken of by surname, or by one part of a foreign name."""
        names = sorted(set(self._short_forms(finding.value for finding in found)))
        yield from _speaking(text, place, found, names)
        if not 0 < len(names) <= MOST_NAMES:
            return
        words = "|".join(re.escape(name) for name in reversed(names))
        taken = {position for finding in found for position in (finding.start, finding.end - 1)}
        for match in re.finditer(rf"(?:{words}){_PARTICLE}", text):
            start, end = match.span()
            if {start, end - 1} & taken or _goes_on(text, start) or is_organisation(text, start, end):
                continue
            if self._is_common(match[0]):
                behind = _ACTS.match(text, end)
            else:
                behind = _BEHIND_PLACE.match(text, end) if self._is_place(match[0]) else match
            if behind:
                yield Finding("PERSON", place, start, end, 0.65, ("同じ文書に氏名がある",), match.group())

    def _short_forms(self, names: Iterable[str]) -> Iterator[str]:
        """By what people of these full names are called: the surname, each part of a foreign name."""
        for name in names:
            first, _, given = name.partition(" ")
            if _KANA.fullmatch(name):
                parts = _JOINT.split(name)
                yield from (part for part in parts if len(part) > 2)
            elif len(name) == 1:
                if name not in NOT_CALLED:
                    yield name
            elif _GIVEN.fullmatch(name):
                yield name
            elif given and len(first) > 1:
                yield first
            elif len(name) > 1 and self._lexicon.is_mostly_surname(name):
                yield name
            elif len(name) > 2:
                yield from (name[:cut] for cut in (2, 3) if self._is_cut(name[:cut], name[cut:]))

    def _is_place(self, name: str) -> bool:
        return name in CITIES or self._lexicon.usually(name) == "place"

    def _is_common(self, name: str) -> bool:
        """Whether a name is a common word of one kanji or in katakana as well."""
        if not _KANA.fullmatch(name):
            return name in _COMMON
        return name in _THINGS or "noun" in self._lexicon.classes(name)

    def _is_cut(self, surname: str, given: str) -> bool:
        return bool(given) and self._lexicon.is_surname(surname) and self._lexicon.is_given(given)
