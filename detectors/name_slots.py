"""Surnames alone where somebody is expected: 「小西：了解」, 「退職者浜口」, 「東海林（旅券番号…）」.

What stands there must be a surname of the dictionary; one that is mostly a place or a word does not do everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.finding import Finding
from detectors.lexicon import Lexicon
from detectors.located import LocatedMatch, LocatedPatterns, locate
from detectors.name_lines import BOUNDARY, LEFT, is_among_places
from detectors.name_shapes import ALONE_BEHIND
from detectors.name_words import (
    CITIES,
    COMMON_SURNAMES,
    HAN,
    NOT_A_NAME,
    PREFECTURES,
    SINGLE_SURNAMES,
    TITLE_WORDS,
    any_of,
    is_organisation,
)
from detectors.rules import load_words

_NAME = rf"(?P<name>[{HAN}]{{1,4}})"
_LONG = rf"(?P<name>[{HAN}]{{2,4}})"
_PERSON_RIGHT = r"(?=[ 、。,.:()「」はがもにをのとへで→/\n]|から|まで|より|$)"
_DUTIES = any_of((*TITLE_WORDS, *load_words("name_duties")))
_DUTY = rf"(?:{_DUTIES}|[{HAN}]{{1,5}}[者員士])"
_ATTRIBUTE = any_of(load_words("name_attributes"))
_SECTION = any_of(load_words("name_sections"))

_SPEAKER = rf"{LEFT}{_NAME}[ ]?(?:[:=→》]|>(?!=))"
_BEHIND_DUTY = (
    rf"{LEFT}(?P<duty>[{HAN}ァ-ヺー]{{0,10}}{_DUTY})(?:\([^()\n]{{0,8}}\))?[ ]?(?P<name>[{HAN}]{{1,5}}){_PERSON_RIGHT}"
)
_BEHIND_LABEL = rf"(?P<label>[^\s:、。]{{1,12}}):[ ]?(?P<name>[{HAN}]{{2,4}}?)(?=[ ]?[(、,;/→。\n]|分|[ ]|$)"
_BEFORE_BRACKET = rf"{LEFT}{_NAME}[ ]?\([^()\n]{{0,24}}{_ATTRIBUTE}"
_IN_BRACKETS = rf"\({_LONG}\)"
_NUMBERED = rf"^(?:(?:→|・|[0-9]{{1,2}}[.)])[ ]?)?{_LONG}[ ]{{1,3}}[+(]?[0-9][0-9() -]{{6}}"
_CALLED = rf"(?<![A-Za-z0-9_.])[@#][ ]?{_LONG}(?= |さん|、|$)"
_SIGNED = rf"[。!?)][ ]?{_LONG}[ ]*$"
_SHARE = rf"{LEFT}(?P<name>[{HAN}]{{2,4}}?)分[ ]?\("
_WITH_LETTERS = rf"{LEFT}{_LONG}(?:Ns|NS|Dr|DR|PT|OT|ST|CM|CW|MSW|SV|SE|PM|PL|MGR)(?![A-Za-z])"
_IN_CORNERS = rf"[者員士]【{_LONG}】"
_PAIR = rf"{LEFT}{_LONG}[ ]?[・、/;][ ]?(?P<other>[{HAN}]{{2,4}})(?![{HAN}ァ-ヺー])"
_TIMED = rf"^(?:午[前後][ ]?)?\[?[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?\]?[ ]{_LONG}(?=[ ]|$)"
_THEN_TIME = rf"^{_LONG}[ ]{{1,3}}[0-9]{{1,2}}:[0-9]{{2}}"
_WRITES = rf"{LEFT}(?:文責・|以上、)?{_LONG}(?:記|拝|代筆|談|より)(?=[)。]|$)"
_CLOSES = rf"(?:文責[・:]|以上、){_LONG}(?=[)。]|$)"
_IN_SECTION = rf"{LEFT}{_SECTION}[ ]{_LONG}(?=[ ]?\(|まで|さん|$)"
_UP_TO = rf"[{HAN}]の{_LONG}まで"
_EVIDENCE = {
    _SPEAKER: "姓の後に発言・説明",
    _BEHIND_DUTY: "役目の後に姓",
    _BEHIND_LABEL: "項目の後に姓",
    _BEFORE_BRACKET: "姓の後に属性",
    _IN_BRACKETS: "括弧の中に姓",
    _NUMBERED: "姓の後に番号",
    _CALLED: "宛先の姓",
    _SIGNED: "文の後に署名",
    _UP_TO: "連絡先の姓",
    _SHARE: "姓の後に『分』",
    _IN_SECTION: "部署の後に姓",
    _TIMED: "時刻の後に発言者",
    _THEN_TIME: "発言者の後に時刻",
    _WRITES: "文の後に署名",
    _CLOSES: "文の後に署名",
    _WITH_LETTERS: "姓の後に職種",
    _IN_CORNERS: "役目の後に姓",
    _PAIR: "姓が並んでいる",
}
_PATTERNS = tuple(_EVIDENCE)
_SEEN = {  # what hyperscan looks for, which sees no look-behind, where it would stop too often
    _BEHIND_DUTY: rf"(?:{_DUTIES}|[者員士])[) ]?[{HAN}]",
    _PAIR: rf"(?:^|[{BOUNDARY}])[{HAN}]{{2,4}}[ ]?[・、/;][ ]?[{HAN}]{{2}}",
}
_SURE_PLACES = frozenset({_CALLED, _SHARE, _IN_SECTION, _WITH_LETTERS, _IN_CORNERS})  # where no city stands
PLACES = LocatedPatterns(
    [locate(re.compile(source, re.MULTILINE), source, _SEEN.get(source, "")) for source in _PATTERNS]
)
_SAID = re.compile(  # what is said behind 「尼崎：」 of somebody, whatever the word stands for otherwise
    "[ ]?[^\\s、。]{0,8}?(?:組合[員専未費加]|ユニオン|雇用保険|社会保険|厚生年金|休職|育休|産休|通院|傷病|手帳"
    "|執行委員|旅券|在留|在日|国籍|[^\\s、。]籍[(、]|難民|信者|教徒|信仰|前科|逮捕|同性|FtM|MtF|性自認)"
)
_LONG_NUMBER = re.compile("[0-9]{6}")
_GIVEN_BEHIND = re.compile(rf"[ ](?P<given>[{HAN}]{{1,3}}|[ぁ-ゖ]{{2,4}}|[ァ-ヺ]{{2,4}})(?![{HAN}ァ-ヺー])")
_REFUSING_LABEL = re.compile(
    r"(?:称|名|例|見本|サンプル|ダミー|テスト|体|語|字|表記|読み|地|場所|会場|行き先|駅|校|社|店|市|県|区|町|村|所|先|便|線|品|品種|産|銘柄|方面|メーカー|ブランド|エリア|拠点|支部|県名|号)$"
)


def _says(text: str, end: int, name: str) -> bool:
    """Whether something is said behind the mark: no number, and no word that 「関：関係者の略」 explains."""
    behind = text[end : end + 12].lstrip(" :=→>》")[:1]
    return name != "金" and behind != name and not behind.isdigit()


class SlotNames:
    """Finds surnames by the place they stand in."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Surnames alone in their place, each surely one (score above REPORT)."""
        for number, match in PLACES.matches(text):
            pattern = _PATTERNS[number]
            span = self._behind_duty(text, match) if pattern is _BEHIND_DUTY else match.span("name")
            spans = (span, match.span("other")) if span and pattern is _PAIR else (span,) if span else ()
            if pattern is _PAIR and {match["name"], match["other"]} & CITIES:
                continue
            if all(self._is_person(text, match, pattern, *one) for one in spans):
                for start, end in spans:
                    score = 0.86 if pattern is _WITH_LETTERS else 0.65
                    yield Finding("PERSON", place, start, end, score, (_EVIDENCE[pattern],), text[start:end])

    def _is_person(self, text: str, match: LocatedMatch, pattern: str, start: int, end: int) -> bool:
        name = text[start:end]
        if name in NOT_A_NAME or is_organisation(text, start, end):
            return False
        known = self._lexicon.classes(name)
        if pattern in (_BEHIND_DUTY, _BEFORE_BRACKET):
            if " " in name:
                return bool(self._lexicon.classes(name.partition(" ")[0]) & {"surname", "place"})
            return "surname" in known and (len(name) > 1 or name in SINGLE_SURNAMES)
        if pattern is _SPEAKER and len(name) == 1:
            return name in SINGLE_SURNAMES and text[start - 1 : start] in ("", "\n") and _says(text, end, name)
        if pattern is _SPEAKER and (alone := ALONE_BEHIND.match(text, end)) and self._lexicon.is_surname(alone["word"]):
            return False
        if pattern is _SPEAKER and name in CITIES and text[end : match.end()].strip() == "→":  # a route
            return False
        if pattern is _BEHIND_LABEL and _REFUSING_LABEL.search(match["label"]):
            return False
        if pattern is _SPEAKER and known & {"surname", "given", "place"} and _SAID.match(text, match.end()):
            return True
        if pattern in (_TIMED, _THEN_TIME) and name in COMMON_SURNAMES and name not in CITIES:
            return True
        if pattern in (_IN_BRACKETS, _UP_TO) and "place" in known:
            return name in COMMON_SURNAMES and name not in CITIES
        if pattern is _SHARE and "surname" in known and _LONG_NUMBER.match(text, match.end()):
            return True
        if name in PREFECTURES and pattern not in _SURE_PLACES:
            return False
        if pattern in _SURE_PLACES:
            return self._lexicon.is_mostly_surname(name) or name in COMMON_SURNAMES
        return self._lexicon.is_mostly_surname(name) and not is_among_places(text, start, end, self._lexicon)

    def _behind_duty(self, text: str, match: LocatedMatch) -> tuple[int, int] | None:
        """Where the name begins behind a duty: 「委員長野」 is 委員長 and 野, not 委員 and 長野."""
        start, end = match.span("name")
        duty = match["duty"]
        longer = match.end("duty") == start and duty + text[start] in TITLE_WORDS
        if longer or (text[start] == "長" and not self._lexicon.is_surname(text[start:end])):
            start += 1
        given = _GIVEN_BEHIND.match(text, end)
        return start, given.end() if given and self._lexicon.is_given(given["given"]) else end
