"""Who is called by a word that is rarely a name: 「鏑さんに」, 「筒様」, 「年中組のはるとくん」, 「6年若竹 翔くん」.

What names nobody though it is called so (「奥さん」, 「お客様」) is a list; a name on the door of a shop or an inn
(「松の湯様」, 「円覚寺様（寺院）」) is told by what stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors import name_shapes
from detectors.finding import Finding
from detectors.lexicon import NAME_TAGS, Lexicon
from detectors.located import LocatedMatch, LocatedPatterns, locate
from detectors.name_words import (
    CITIES,
    HAN,
    NOT_A_NAME,
    NOT_BEFORE_HONORIFIC,
    NOT_CALLED,
    OFFICES,
    is_of_organisation,
)
from detectors.rules import load_words

_DAYS = "(?:(?<=先日)|(?<=昨日)|(?<=本日)|(?<=明日)|(?<=今日))"
_LETTER = (
    rf"(?:{_DAYS}|(?<![{HAN}ァ-ヺーおごA-Za-z0-9]))(?P<name>[{HAN}])"
    r"(?:さん|くん|ちゃん|先生(?!方)|氏(?![名神族子家]))"
)
_TO_LETTER = (
    rf"(?:{_DAYS}|(?<![{HAN}ァ-ヺーおごA-Za-z0-9]))(?P<name>[{HAN}])様"
    r"(?=[ 、。,.:()「」!?のがはもへにと\n]|宅|方(?!針|法|式)|宛|より|から|$)"
)
_KANJI = rf"(?<![{HAN}ァ-ヺー])(?P<name>[{HAN}]{{2,4}})(?:さん|くん|ちゃん|様)(?![ァ-ヺー])"
_CHILD = (
    r"(?:(?<=[^ぁ-ゖ][のはがもとにを])|(?<=さんの)|(?<=くんの)|(?<=ちゃんの)|(?<=さまの)|(?<=とこの)|(?<=んちの))"
    r"(?P<name>[ぁ-ゖ]{2,4}?)(?:ちゃん|くん)(?![ァ-ヺー])"
)
_ALONE = rf"(?<![ぁ-ゖーァ-ヺ{HAN}])(?P<name>[ぁ-ゖ]{{2,4}}?)(?:さん|くん|ちゃん)(?![ァ-ヺー])"
_MIXED = (  # 「ヨシ子さま」
    rf"(?<![{HAN}ァ-ヺー])(?P<name>[ァ-ヺ]{{1,3}}[子江代美枝])[ ]?(?:様|さま|さん|ちゃん|氏)(?![ァ-ヺ])"
)
_FOREIGN = r"(?<![ァ-ヺー・])(?<![ァ-ヺー] )(?P<name>[ァ-ヺー]{2,8})(?P<title>ちゃん|くん|さん|氏)(?![ァ-ヺー])"
_BELONGS = rf"(?<=[{HAN}ァ-ヺー]の)(?P<name>[ぁ-ゖ]{{2,4}})さん(?![ァ-ヺー])"
_OF_CLASS = (
    rf"(?:[1-9一二三四五六]年(?:[1-9一二三四][組部])?|[組部班科])[ ]?"
    rf"(?P<name>[{HAN}]{{1,3}} [{HAN}ぁ-ゖァ-ヺー]{{1,4}}?)(?:くん|さん|君|ちゃん)"
)
_CALLS_ONESELF = (
    rf"(?:[の、。」 >]|^)(?P<name>[{HAN}]{{1,3}})[ ]?と(?:申し(?:ます|上げます)|言います|いいます)"
    r"(?=[ 。、.!」\n]|が|ので|$)"
)
_EVIDENCE = {
    _CALLS_ONESELF: "名乗り",
    _LETTER: "敬称が続く一字の姓か名",
    _TO_LETTER: "敬称が続く一字の姓か名",
    _KANJI: "敬称が続く",
    _CHILD: "敬称が続く名",
    _ALONE: "敬称が続く名",
    _MIXED: "敬称が続く名",
    _FOREIGN: "敬称が続く名",
    _BELONGS: "敬称が続く名",
    _OF_CLASS: "学年の後に敬称が続く姓名",
}
_PATTERNS = tuple(_EVIDENCE)
_SEEN = {
    _CALLS_ONESELF: rf"[{HAN}][ ]?と(?:申し|言い|いい)",
    _LETTER: rf"[{HAN}](?:さん|くん|ちゃん|先生|氏)",
    _TO_LETTER: rf"(?:^|[^{HAN}]|日)[{HAN}]様",
    _KANJI: rf"[{HAN}]{{2}}(?:さん|くん|ちゃん|様)",
    _CHILD: "[ぁ-ゖ]{3}(?:ちゃん|くん)",
    _MIXED: r"[ァ-ヺ][子江代美枝][ ]?(?:様|さま|さん|ちゃん|氏)",
    _FOREIGN: r"[ァ-ヺー]{2}(?:ちゃん|くん|さん|氏)",
    _BELONGS: rf"[{HAN}ァ-ヺー]の[ぁ-ゖ]{{2,4}}さん",
    _ALONE: rf"(?:^|[^ぁ-ゖーァ-ヺ{HAN}])[ぁ-ゖ]{{2,4}}(?:さん|くん|ちゃん)",
    _OF_CLASS: "",
}
PLACES = LocatedPatterns([locate(re.compile(source, re.MULTILINE), source, _SEEN[source]) for source in _PATTERNS])
SURE = 0.87  # so that it stands where the name model sees nothing
_INN = re.compile(rf"(?:^|[^{HAN}ァ-ヺーぁ-ゖ])[{HAN}]の$")  # 「松の湯」, 「花の木」
_WORD_BEFORE = re.compile(rf"(?P<word>[{HAN}]{{1,4}})[ ]$")
_INN_LETTERS = frozenset("湯里丘庭宿庵杜郷館園苑家森蔵")
_THINGS = frozenset(load_words("name_katakana_things"))


class HonouredNames:
    """Finds whoever is called by a word that the dictionary does not have as a name, or rather as something else."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Names, all of them sure enough to stand in sentences."""
        for number, match in PLACES.matches(text):
            pattern, name, (start, end) = _PATTERNS[number], match["name"], match.span("name")
            if name in NOT_CALLED or name in NOT_BEFORE_HONORIFIC or name in NOT_A_NAME:
                continue
            if self._is_name(text, pattern, match) and not is_of_organisation(text, start):
                yield Finding("PERSON", place, start, end, SURE, (_EVIDENCE[pattern],), name)

    def _is_name(self, text: str, pattern: str, match: LocatedMatch) -> bool:
        name, start = match["name"], match.start("name")
        if pattern in (_LETTER, _TO_LETTER):
            if text[start - 1 : start] == "の" and name in _INN_LETTERS:
                return False
            return not self._is_given(text, start) and not _INN.search(text, max(0, start - 3), start)
        if pattern is _KANJI:
            return name not in CITIES and name not in OFFICES and self._lexicon.is_surname(name)
        known = self._lexicon.classes(name)
        if pattern is _CALLS_ONESELF:
            return len(name) == 1 or (name_shapes.has_shape(name) and (not known or bool(known & NAME_TAGS)))
        if pattern is _OF_CLASS:
            first, _, given = name.partition(" ")
            words = {first, given} & (NOT_A_NAME | OFFICES | NOT_CALLED - set("一二三若有"))
            return not words and (self._lexicon.is_given(given) or name_shapes.plausible_given(given))
        if pattern is _MIXED:
            return True
        if pattern is _CHILD or (pattern is _ALONE and not text.startswith("さん", match.end("name"))):
            return name[0] not in "おご" or bool(known & NAME_TAGS)
        if pattern is _FOREIGN:
            if match["title"] == "さん":
                return name not in _THINGS and "name" in known and "place" not in known
            return name not in _THINGS
        if pattern is _BELONGS:
            return name[0] not in "おご" and name[-1] != "や"
        return name[0] not in "おご" and name[-1] != "や" and (not known or bool(known & NAME_TAGS))

    def _is_given(self, text: str, start: int) -> bool:
        """Whether a surname and a space stand before (「安里 盛さん」)."""
        before = _WORD_BEFORE.search(text, max(0, start - 5), start)
        word = before["word"] if before else ""
        return any(self._lexicon.is_surname(word[cut:]) for cut in range(len(word)))
