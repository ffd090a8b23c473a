"""What a Japanese person's name looks like on its own: in a cell, after a label, in a list of people."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import regex

from detectors import name_words
from detectors.lexicon import Lexicon
from detectors.name_words import GIVEN_CHARACTERS, HAN, KANA_MARKS, ORGANISATION

NOT_A_NAME = name_words.NOT_A_NAME
TITLE = regex.compile(name_words.TITLE)
_SHAPES = tuple(
    regex.compile(pattern, regex.VERSION1)
    for pattern in (
        rf"[{HAN}]{{1,5}}[ ]?[{HAN}]{{1,4}}",
        rf"[{HAN}]{{1,2}}[ノツヶケ][{HAN}]{{1,2}}[ ]?(?:[{HAN}]{{1,4}}|[ぁ-ゖー]{{1,6}}|[ァ-ヺー]{{1,6}})",  # 一ノ瀬 薫
        rf"[{HAN}]{{1,4}}[ ]?[ぁ-ゖー]{{1,6}}",
        rf"[{HAN}]{{1,4}}[ ]?[{HAN}][ぁ-ゖ]{{1,2}}|[{HAN}]{{1,4}}[ ]?[ぁ-ゖ]{{1,2}}[{HAN}]{{1,2}}",
        rf"[{HAN}]{{1,4}}[ ]?[ァ-ヺー{KANA_MARKS}]{{1,10}}|[{HAN}]{{1,4}}[ ]?[ァ-ヺー]{{1,3}}[{HAN}]",
        r"[ぁ-ゖー]{1,7}[ ][ぁ-ゖー]{1,7}",
        rf"[ァ-ヺー{KANA_MARKS}]{{1,10}}(?:[ ・=][ァ-ヺー{KANA_MARKS}]{{1,12}}){{1,4}}",
        r"[A-Z][A-Za-z'-]+(?:[ ,]{1,2}[A-Z][A-Za-z'.-]*){1,4}",
    )
)
_KANA_OR_LATIN = regex.compile(rf"[ぁ-ゖァ-ヺー{KANA_MARKS}A-Za-z'.,・= -]+")
_GIVEN_IN_KANA = regex.compile(r"[ぁ-ゖー]{2,4}|[ァ-ヺー]{2,5}")
_HIRAGANA_FIRST = regex.compile("[ぁ-ゖ]")
_BRACKET = regex.compile(r"[(\[【<].*$")
_HONORIFICS = ("様", "さま", "さん", "氏", "殿", "君", "くん", "ちゃん", "先生", "御中", "印", "㊞")
ALONE_BEHIND = regex.compile(r"[ ]?:[ ]?(?P<word>\p{Han}{1,4})[ ]*(?=\n|$)")  # 「島長：乾」: a label and somebody
_BEHIND = tuple(  # what stands behind a name, by its last characters
    (frozenset(word[-1] for word in words), regex.compile(rf"[ ]?{name_words.any_of(words)}$"))
    for words in (_HONORIFICS, name_words.TITLE_WORDS)
)
_GAP = re.compile("[ :]")
_TITLE_START = regex.compile(rf"^{name_words.TITLE}[ :]+")


@lru_cache(maxsize=16_384)
def trim(text: str) -> tuple[int, int]:
    """The span of a name inside a cell or list item: without section, title, honorific and a bracket behind it.

    「営業部 鈴木部長（欠席）」 gives the span of 「鈴木」.
    """
    start, end = 0, len(text)
    bracket = _BRACKET.search(text)
    if bracket and text[: bracket.start()].strip(" "):
        end = bracket.start()
    while True:
        before = start, end
        start += len(text[start:end]) - len(text[start:end].lstrip(" ・-"))
        end -= len(text[start:end]) - len(text[start:end].rstrip(" ・"))
        for pattern in (name_words.SECTION_START, _TITLE_START) if _GAP.search(text, start, end) else ():
            if match := pattern.match(text[start:end]):
                start += match.end()
        for lasts, pattern in _BEHIND:
            match = pattern.search(text[start:end]) if text[end - 1 : end] in lasts else None
            if match and match.start():
                end = start + match.start()
        if (start, end) == before:
            return start, end


def composed(name: str) -> str:
    """A name with its kana and sound marks as one character each (half-width kana are folded apart)."""
    return unicodedata.normalize("NFC", name)


def has_shape(name: str) -> bool:
    """Whether a trimmed, normalized string could be a full name by its characters alone."""
    return (
        2 <= len(name) <= 40
        and name not in NOT_A_NAME
        and not ORGANISATION.search(name)
        and any(shape.fullmatch(name) for shape in _SHAPES)
    )


def is_foreign_or_kana(name: str) -> bool:
    """Whether a string is two or more words of kana or Latin letters: a reading, or a foreign name."""
    return has_shape(name) and bool(_KANA_OR_LATIN.fullmatch(name))


@lru_cache(maxsize=16_384)
def strength(name: str, lexicon: Lexicon) -> int:
    """How much the dictionary supports a trimmed string as a name.

    3 surname and given, 2 full name with one of them, 1 a surname alone, 0 nothing.
    """
    name = composed(name)
    if name in NOT_A_NAME or not 1 <= len(name) <= 40 or ORGANISATION.search(name):
        return 0
    surname, space, given = name.partition(" ")
    if space and " " not in given:
        return _strength_of_two(surname, given, lexicon) if has_shape(name) else 0
    if lexicon.is_surname(name):
        return 1
    if not has_shape(name) or is_common_word(name, lexicon):
        return 0
    best = max((_strength_of_cut(name[:cut], name[cut:], lexicon) for cut in range(1, min(5, len(name)))), default=0)
    return best or (2 if "name" in lexicon.classes(name) else 0)


def is_common_word(name: str, lexicon: Lexicon) -> bool:
    """Whether the dictionary has a whole string as a word and as nothing of a name (「開始」, not 開 and 始)."""
    known = lexicon.classes(name)
    return "noun" in known and not known & {"surname", "given", "name", "place"}


def _strength_of_cut(surname: str, given: str, lexicon: Lexicon) -> int:
    """As `strength`, for a name written in one word and cut here."""
    if not lexicon.is_surname(surname):
        return 0
    if lexicon.is_given(given):
        return 3
    return 2 if len(surname) > 1 and plausible_given(given) else 0


def _strength_of_two(surname: str, given: str, lexicon: Lexicon) -> int:
    """As `strength`, for a name written in two words."""
    if given in NOT_A_NAME or surname in NOT_A_NAME or surname in name_words.OFFICES or ORGANISATION.search(given):
        return 0
    if lexicon.is_given(given):
        return 3 if lexicon.is_surname(surname) else 2
    if len(given) > 1 and lexicon.is_surname(surname) and lexicon.is_mostly_surname(given):
        return 0  # two people: 「山田 佐々木」
    return 2 if lexicon.is_surname(surname) and can_be_given(given, lexicon) else 0


def can_be_given(text: str, lexicon: Lexicon) -> bool:
    """Whether a string after a surname can be a given name: not a common word of kanji (「作成」「応募者」)."""
    known = lexicon.classes(text)
    is_word = len(text) > 1 and bool(known) and not known & {"given", "surname", "name"}
    common = is_word and not _HIRAGANA_FIRST.match(text) and text not in name_words.KATAKANA_GIVEN
    return text not in NOT_A_NAME and not common


def plausible_given(text: str) -> bool:
    """Whether an unknown string could be a given name: characters that parents use, or two to four kana."""
    if _GIVEN_IN_KANA.fullmatch(text):
        return True
    return 1 <= len(text) <= 3 and all(char in GIVEN_CHARACTERS or char in "々の" for char in text)
