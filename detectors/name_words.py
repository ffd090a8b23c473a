"""The words around names, from `rules/words/name_*.txt`, as patterns: honorifics, titles, organisations, relatives."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from detectors.rules import load_words
from detectors.wording import prefix_tree

HAN = "々〇〆〻ヶヵ㐀-䶿一-鿿豈-\ufaff\U00020000-\U0003ffff"  # kanji, for `re` and `regex` alike
KANA_MARKS = "\u3099\u309a"  # the sound marks of half-width kana stay characters of their own


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return f"(?:{prefix_tree(words)})"


TITLE_WORDS = frozenset(load_words("name_titles"))
TITLE = any_of(TITLE_WORDS)
HONORIFIC = rf"(?:{any_of(load_words('name_honorifics'))}(?<!氏(?=名))|(?:元|前|新|副)?{TITLE})"  # not 「氏名」
PERSONAL_TITLE = (  # said of people rather than of offices, and often
    "(?:様|さま|さん|氏|君|先生|副?(?:部長|課長|係長|社長|会長|次長|支店長|所長|店長)|主任|専務|常務|取締役|委員|理事|議員)"
)
PLAIN_HONORIFICS = frozenset({"様", "さん", "氏", "君", "ちゃん", "くん"})  # said of people only, unlike 「先生」
NOT_BEFORE_HONORIFIC = frozenset(load_words("name_not_before_honorifics"))
NOT_CALLED = frozenset(load_words("name_not_called"))  # 「奥さん」, 「おねえちゃん」
NOT_A_NAME = frozenset(load_words("name_not_names"))
NOT_GIVEN = frozenset(load_words("name_not_given"))  # single kanji that are no given name behind a surname
NOT_PEOPLE = frozenset(load_words("not_people"))
RELATIVE = any_of(load_words("name_relatives"))
OWN_BELONGING = any_of(load_words("name_own_belongings"))
LATIN_NAMES = frozenset(word.upper() for word in load_words("name_latin"))
KATAKANA_GIVEN = frozenset(load_words("name_katakana_given"))
CITIES = frozenset(  # prefectures, cities and wards: in a list these are places before they are surnames
    part[:-1] for line in load_words("municipalities") for part in line.split() if part[-1] in "都府県市区"
)
PREFECTURES = frozenset(line.split()[0][:-1] for line in load_words("municipalities"))
OFFICES = frozenset(  # what somebody is or does, or where: never a surname where people stand side by side
    (*load_words("name_titles"), *load_words("name_duties"), *load_words("name_roles"), *load_words("name_sections"))
)
TICKS = frozenset("済未無印計否可出欠")  # behind a surname: what was ticked off, no given name
DIRECTIONS = frozenset("東西南北上中下前後左右内外元本")  # surnames too, where only somebody can stand
COMMON_SURNAMES = frozenset(word for line in load_words("name_common_surnames") for word in line.split())
SINGLE_SURNAMES = frozenset("".join(load_words("name_single_surnames")))
GIVEN_CHARACTERS = frozenset("".join(load_words("name_given_characters")))

_SECTIONS = any_of(load_words("name_sections"))
_INSIDE, _CLOSING = any_of(load_words("name_organisation_inside")), any_of(load_words("name_organisation_closing"))
ORGANISATION = regex.compile(
    rf"{_INSIDE}|{_SECTIONS}(?:[一二三四1-9]|第[一二三四1-9])?(?:本部|部|課|室|係|グループ|チーム)|{_CLOSING}$"
)
_BEFORE_WORDS = tuple(load_words("name_organisation_before"))
_UNIVERSITY = "大(?=[をがはに、])"  # 「北大を」, but not 「山田大介」
_SUFFIXES = any_of(word for word in load_words("name_organisation_after") if len(word) == 1)
_AFTER_ENDS = tuple(word for word in load_words("name_organisation_after") if (len(word) > 1 or word in "苑荘寮"))
_AFTER_WORDS = any_of(word for word in load_words("name_organisation_after") if len(word) > 1)
_TRADES = any_of(load_words("name_trades"))
_SECTION_END = rf"[{HAN}ァ-ヺー]{{0,4}}(?:部|課|係|室|担当|グループ|チーム|証|料)"
_ORGANISATION_AFTER = regex.compile(  # 「山口 県」, 「鈴木 内科」, but not 「王 秀英 通訳」, 「佐藤 設備課」
    rf"(?:{_AFTER_WORDS}|{_TRADES}|{_UNIVERSITY}|{_SUFFIXES})"
    rf"|[ ](?:{_AFTER_WORDS}(?!{_SECTION_END})|{_SUFFIXES}(?![{HAN}]))"
)
_ORGANISATION_STARTS = frozenset(
    word[0] for word in (*load_words("name_organisation_after"), *load_words("name_trades"), _UNIVERSITY)
)
SECTION_START = regex.compile(
    rf"^(?!仁科|本部 |長[宗曽曾]我部)(?:[^ ]*{_SECTIONS}[^ ]{{0,3}}|[^ ]{{3,}}(?:部|課|室|係|会|所|局)|"
    r"[^ ]*(?:図書館|公民館|病院|医院|大学|学校|役場|役所|"
    r"科|社|店|会社|法人|センター|グループ|チーム|担当|本部|クラス|年|組|班|㈱|\(株\)))[ :]+(?=[^ ])"
)
_AFTER_NAME = regex.compile(rf"[ ]?{HONORIFIC}")
HONORIFIC_STARTS = frozenset(word[0] for word in (*load_words("name_honorifics"), *TITLE_WORDS, *"元前新副"))


def after_name(text: str, end: int) -> regex.Match[str] | None:
    """The honorific or title that stands behind a name which ends here."""
    return _AFTER_NAME.match(text, end) if _follows(text, end) in HONORIFIC_STARTS else None


def is_organisation(text: str, start: int, end: int) -> bool:
    """Whether what stands around a span makes an organisation, a place or a product of it (「松本電機」)."""
    is_part = _follows(text, end) in _ORGANISATION_STARTS and _ORGANISATION_AFTER.match(text, end)
    return bool(is_part and not after_name(text, end)) or is_of_organisation(text, start)


def is_named_organisation(value: str) -> bool:
    """Whether a string is the name of an organisation or place built on a name, whole (「北村板金」, 「みどり苑」)."""
    if " " in value or len(value) < 3 or not value.endswith(_AFTER_ENDS):
        return False
    _, joint, last = value.rpartition("・")
    return not joint or last in _AFTER_ENDS  # 「サン・ホール」, but 「ジェイク・ギレンホール」


def is_of_organisation(text: str, start: int) -> bool:
    """Whether what stands before makes an organisation of what begins here (「株式会社山田」)."""
    return text.endswith(_BEFORE_WORDS, max(0, start - 6), start)


def _follows(text: str, end: int) -> str:
    """The character that stands here, or behind one space."""
    character = text[end : end + 1]
    return text[end + 1 : end + 2] if character == " " else character
