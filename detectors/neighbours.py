"""What stands around a number in running text: words that lead up to it, other labels, units, more digits."""

from __future__ import annotations

import re
from collections.abc import Callable
from string import ascii_letters, digits

import regex

from detectors.wording import AnyOf

_LEADS_UP = regex.compile(r"[^0-9\n]*(?:\n[ \t]*[^0-9\n:=。]{0,8})?")  # what may stand between a word and its value
_NEXT_LABEL = regex.compile(r"[ \t]*(?:[:=]|[0-9])")
_SHOWN_AS_EXAMPLE = regex.compile(  # 「（例）」「記入例：」「例：TEL」 before a value
    r"(?:(?<![一-龠々ぁ-んァ-ヶ])|記入|入力|記載|表記)例(?:えば)?(?:[)\]】:、 ][^\n0-9。]{0,7})?$"
)
_GOES_ON = regex.compile(r"[0-9A-Za-z_]|[-./][0-9]|,[0-9]{3}(?![0-9])|[ ]?(?:桁|文字)")
_COUNTED = regex.compile(  # 「1234567円」「1234567件」, but 「件名」「名義」「人事部」
    r"[ \n]?円|[ ]?(?:件(?!名)|個(?!人)|台|枚)|人(?![事名気々])|名(?![義前古])"
)
_NUMBER = regex.compile(r"[0-9A-Z][0-9A-Za-z+() ./:-]{5,}")
_MORE_BEHIND = regex.compile(r"[ ][0-9]{1,4}(?![0-9年月]|[ /:-][0-9])")
_MORE_BEFORE = regex.compile(r"(?:^|[ :=])[0-9]{1,4}[ ]$")
_FOREIGN_LABEL = regex.compile(
    r"(?P<label>(?:[一-龠々ァ-ヶー]{1,10}|[A-Za-z]{2,10}[ ]?)(?:番号|コード|ID|No\.?|NO\.?|№|キー)"
    r"|型番|型式|品番|SKU|ロット|[A-Za-z_]{2,20}(?=[ ]?[:=]))[ :=はが「(]{0,3}$"
)
_LABEL_TAIL = " :=はが「(\n"
_LABEL_ENDS = frozenset(f"号ドー№.番式ト_{ascii_letters}")  # the last characters of these labels
_NEUTRAL = re.compile(
    r"(?:本人|記号|証|証明書|手帳|カード|上記|下記|新|旧|正|誤|全|[A-Za-z]?[0-9]?)(?:番号|コード|No\.?)"
)
_GAP = regex.compile(r"[^0-9A-Za-z:=。\n]{0,14}\n?[^0-9A-Za-z:=。\n]{0,14}")
_WORD = regex.compile(r"[\p{L}々〒]+")
_RELATION = regex.compile(
    r"[本父母妻夫子兄弟姉妹祖孫配偶者長次三男女扶養家族人同居世帯主様さん氏正誤新旧現変更訂前後と及びおよび又はからよりへ]+"
)
_LABEL_OF_ELSE = regex.compile(
    r"(?:番号|コード|額|料|数|円|計|キー|先|[年月行付定効成新約込文荷生]日)$|電話|携帯|郵便|〒|ファ[ック]クス|伝票|受付"
)
_ONLY_A_PERSON = regex.compile(  # 「・楠さん 3424-…」「2. 番号は…」「1. SATO AYA / …」「栗原 登　…」
    r"(?:^|.*。)[ \t]*(?:[0-9]{1,3}[.):、]?[ ]?|[・●■○*-])?[ \t]*"
    r"(?:[\p{Han}\p{Hiragana}\p{Katakana}ー・々 ]{0,12}(?:さん|様|氏|君|殿|ちゃん|は)"
    r"|本人|私|自分|夫|妻|旦那|主人|父|母|祖父|祖母|配偶者|長男|長女|[次二三四]男|[次二三四]女|子|兄|弟|姉|妹"
    r"|[\p{Han}々]{1,4}[ ][\p{Han}々\p{Hiragana}\p{Katakana}ー]{1,5}|[\p{Katakana}ー]{2,8}[ ・][\p{Katakana}ー]{2,8}"
    r"|[A-Z][A-Za-z]{1,15}[ ][A-Z][A-Za-z]{1,15})?"
    r"(?:[ /|,:(]{1,3}[^\W0-9]{0,2}[0-9]{1,4}(?:[年月./-][0-9]{1,2}){2}日?(?:生まれ|生)?[ )]?)?"
    r"(?:[ :/]{0,3}(?:(?:本人|記号|証|証明書|カード)?番号|No[.]?|NO[.]?|№))?[ \t:「(・/|,-]{0,4}"
)
_BARE_LABEL = regex.compile(r"(?:^|[ \t|/、。,:)\]】])(?:番号|No\.?|NO\.?|№)[ :(第]{0,4}$")
SHORT = 9  # characters of a number that many other things have as well


class _Shapes(dict[int, str | None]):
    """Digits as 9, letters as A, nothing for any other character (for `str.translate`)."""

    def __missing__(self, code: int) -> None:
        return None


_SHAPES = _Shapes(dict.fromkeys(range(0x80)))
_SHAPES.update(dict.fromkeys(map(ord, digits), "9") | dict.fromkeys(map(ord, ascii_letters), "A"))


def last_that_leads_up(words: AnyOf | None, before: str, *, same_line: bool) -> regex.Match[str] | None:
    """The last of the words that speaks about the value after `before`: nothing numbered stands between them.

    With `same_line` a word of the value's own line counts whatever stands between.
    """
    last = None
    line = before.rfind("\n") + 1 if same_line else len(before)
    for match in words.finditer(before) if words else ():
        if match.start() >= line or _LEADS_UP.fullmatch(before, match.end()):
            last = match
    return last


def first_behind(words: AnyOf | None, after: str) -> regex.Match[str] | None:
    """The first of the words behind a value, unless it is the label of what follows."""
    match = words.search(after) if words else None
    return match if match and not _NEXT_LABEL.match(after, match.end()) else None


def is_shown_as_example(before: str) -> bool:
    """Whether the words before a value say that it is one for showing (「記入例：」)."""
    return "例" in before and bool(_SHOWN_AS_EXAMPLE.search(before))


def goes_on(text: str, end: int) -> bool:
    """Whether what ends here is only the beginning of a longer number."""
    return bool(_GOES_ON.match(text, end))


def is_more_than_a_number(text: str, start: int, end: int) -> bool:
    """Whether a unit follows a number (「1234567円」), or it is some groups out of more (「1234 5678 9018 0000」)."""
    value = text[start:end]
    if not _NUMBER.fullmatch(value):
        return False
    if _COUNTED.match(text, end):
        return True
    return " " in value and bool(_MORE_BEHIND.match(text, end) or _MORE_BEFORE.search(text, max(0, start - 7), start))


def label_of_else(before: str, is_own: Callable[[str], bool]) -> bool:
    """Whether the word directly before a value is the label of something else (「製品コード TK5688263」)."""
    near = before[-24:]
    if near.rstrip(_LABEL_TAIL)[-1:] not in _LABEL_ENDS:
        return False
    match = _FOREIGN_LABEL.search(near)
    return match is not None and not _NEUTRAL.fullmatch(match["label"]) and not is_own(match["label"])


def is_only_a_person(line: str) -> bool:
    """Whether the line before a value says nothing but whose it is."""
    return bool(_ONLY_A_PERSON.fullmatch(line[-80:]))


def is_only_numbered(line: str) -> bool:
    """Whether the label directly before a value says that it is a number, and not of what (「…　番号 第」)."""
    return bool(_BARE_LABEL.search(line[-80:]))


def shape(value: str) -> str:
    """Digits and letters of a value as 9 and A: what numbers of one sort have in common."""
    return value.translate(_SHAPES)


def gap_behind(text: str, end: int, length: int) -> int | None:
    """Where the next value of a list can begin behind one that ends here; None if something else is spoken of there.

    `length`: characters of the value. Names of people may stand between long numbers; between short ones only who of a
    family it is.
    """
    match = _GAP.match(text, end)
    if not match or not match[0] or match.end() >= len(text):
        return None
    words = _WORD.findall(match[0])
    if len(words) > 2:
        return None
    for word in words:
        if _LABEL_OF_ELSE.search(word) or (length < SHORT and not _RELATION.fullmatch(word)):
            return None
    return match.end()
