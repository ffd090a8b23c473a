"""Full names whose surname is a word or unknown, where somebody heads a line or stands behind a mark (「5 数 愛里」).

The given name behind the space must be one of the dictionary; a role before it is none of it (「班 長　鷹取 守」).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.finding import Finding
from detectors.lexicon import Lexicon
from detectors.located import LocatedPatterns, locate
from detectors.name_bare import Bare, BareWords
from detectors.name_words import HAN, HONORIFIC, NOT_A_NAME, TITLE_WORDS, any_of, is_organisation
from detectors.rules import load_words

SCORE = 0.88
_ROLES = any_of((*TITLE_WORDS, *load_words("name_duties"), *load_words("name_roles"), *load_words("name_boxes")))
_ROLE = rf"(?:{_ROLES}|[{HAN}][者員士師長職]|[部班団隊組係][ ][長員])"
_ENDS_ROLE = re.compile(rf"{_ROLE}\Z")
LONGEST_ROLE = 12  # characters
_MARKS = frozenset("0123456789.)]:=\t|・、,/◆◇●○■□▲△★☆※→>【「『(\n")
MOST_SPACES, SPACES_OF_ROLE = 40, 4  # between a mark or the start of a line, or a role, and a name
_GIVEN = rf"(?:[{HAN}]{{1,3}}?|[ぁ-ゖ]{{2,5}}?|[ァ-ヺー]{{2,6}})"
_SURNAME = rf"(?:[{HAN}]{{1,4}}|[ァ-ヺー]{{3,10}}(?=[ ][{HAN}ぁ-ゖ]))"
_FULL = (
    rf"(?<![^{''.join(map(re.escape, _MARKS))} ])(?P<name>(?P<surname>{_SURNAME})[ ](?P<given>{_GIVEN}))"
    rf"(?=[ ]?{HONORIFIC}|[ ]?[(\n\t|、,/・)」』】<;]|[ ]{{2}}|[ ]?[0-9]|$)"
)
_SEEN = rf"[{HAN}ァ-ヺー][ ]{_GIVEN}(?:[ (\n\t|、,/・)」』】<;0-9様さ氏殿]|$)"
PLACES = LocatedPatterns([locate(re.compile(_FULL, re.MULTILINE), _FULL, _SEEN)])
_HIRAGANA = re.compile("[ぁ-ゖ]{2,4}")


class FullNames:
    """Finds full names that the dictionary knows by their given name alone."""

    def __init__(self, lexicon: Lexicon, bare: BareWords) -> None:
        self._lexicon = lexicon
        self._bare = bare

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Surname and given name as one."""
        for _, match in PLACES.matches(text):
            start, end = match.span("name")
            role = _role_before(text, start)
            if role is None or not self._is_name(match["surname"], match["given"], role=bool(role)):
                continue
            if not is_organisation(text, start, end):
                yield Finding("PERSON", place, start, end, SCORE, ("姓が珍しい氏名",), match["name"])

    def _is_name(self, surname: str, given: str, *, role: bool) -> bool:
        known = self._lexicon.classes(given)
        if not ("given" in known or (role and _HIRAGANA.fullmatch(given))) or given in NOT_A_NAME:
            return False
        weight = self._bare.weigh(surname)
        two = self._lexicon.is_surname(surname) and self._lexicon.is_surname(given)  # 「田中 美和」 may be two people
        if weight is Bare.NEVER or (two and len(surname) > 1 and len(given) > 1):
            return False
        common = bool(known & {"noun", "other"}) and len(given) < 2
        if len(surname) == 1:
            return role or not common
        return weight >= (Bare.STRANGE if role or not common else Bare.NAME)


def _role_before(text: str, start: int) -> str | None:
    """The role before a name, with some spaces; empty where it heads a line or a mark stands there, None otherwise."""
    end = len(text[max(0, start - MOST_SPACES) : start].rstrip(" ")) + max(0, start - MOST_SPACES)
    if not end or text[end - 1] in _MARKS:
        return ""
    if not 1 <= start - end <= SPACES_OF_ROLE:
        return None
    role = _ENDS_ROLE.search(text, max(0, end - LONGEST_ROLE), end)
    return role[0] if role else None
