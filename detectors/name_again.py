"""People who were named once and are spoken of again by their surname (「山田太郎 … 山田は」)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from detectors.finding import Finding
from detectors.lexicon import Lexicon
from detectors.name_words import HAN, is_organisation

_PARTICLE = r"(?=[ ]?(?:\(|→|=|は|が|も|に|を|の|と|から|より|へ|で|、|。|\)|」|:|$|\n))"
MOST_NAMES = 2_000  # of one piece of text; a text with more is a list, where nobody is named again
_GOES_BEFORE = re.compile(rf"[{HAN}ァ-ヺー・=]")
_FEW_KANJI = re.compile(rf"[{HAN}]{{1,4}}")
_HEADS_LINE = re.compile(rf"(?:^|(?<=[→・@]))[{HAN}]{{1,4}}(?=[ ]?[:>])", re.MULTILINE)
_JOINT = re.compile("[・=]")
_KANA = re.compile("[ァ-ヺー・=]+")


def _speaking(text: str, place: str, found: Sequence[Finding], known: Sequence[str]) -> Iterator[Finding]:
    """Who is called like a place or a word, was named once, and heads a line as its speaker (「八尾：了解」)."""
    others = {one.value for one in found if _FEW_KANJI.fullmatch(one.value)} - set(known)
    if not 0 < len(others) <= MOST_NAMES:
        return
    taken = {finding.start for finding in found}
    for match in _HEADS_LINE.finditer(text):
        if match[0] in others and match.start() not in taken:
            yield Finding("PERSON", place, *match.span(), 0.65, ("同じ文書に氏名がある",), match.group())


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
            if (
                not {start, end - 1} & taken
                and not _GOES_BEFORE.match(text[start - 1 : start])
                and not is_organisation(text, start, end)
            ):
                yield Finding("PERSON", place, start, end, 0.65, ("同じ文書に氏名がある",), match.group())

    def _short_forms(self, names: Iterable[str]) -> Iterator[str]:
        """By what people of these full names are called: the surname, each part of a foreign name."""
        for name in names:
            first, _, given = name.partition(" ")
            if _KANA.fullmatch(name):
                yield from (part for part in _JOINT.split(name) if len(part) > 2 and part != name)
            elif given and len(first) > 1:
                yield first
            elif len(name) > 1 and self._lexicon.is_mostly_surname(name):
                yield name
            elif len(name) > 2:
                yield from (name[:cut] for cut in (2, 3) if self._is_cut(name[:cut], name[cut:]))

    def _is_cut(self, surname: str, given: str) -> bool:
        return bool(given) and self._lexicon.is_surname(surname) and self._lexicon.is_given(given)
