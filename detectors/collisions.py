"""Numbers of one length that are several things: 12 digits may be a 個人番号, a 免許証番号 or a 伝票番号.

The heading decides, then what stands in the same row or table, then the title, then the check digit; the evidence says
what else the number could be read as, and what spoke for the kind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from detectors.normalize import fold_heading
from detectors.patterns import Matcher
from detectors.rules import load_validator, load_words
from detectors.validators import credit_card
from detectors.wording import AnyOf

BESIDE = 0.8  # score of a column whose kind another heading of its table tells
MOST = 0.9  # share of cells that must fit
_NEUTRAL = frozenset(fold_heading(word) for word in load_words("neutral_headings"))
_NOT_DIGITS = re.compile(r"[^0-9]")
_JAN = re.compile(r"4[59][0-9]{11}")
_MOBILE = re.compile(r"0[5-9]0[0-9]{8}")
_INSTITUTION = re.compile(r"(?:0[1-9]|[1-3][0-9]|4[0-7])[134][0-9]{7}")
_SYMBOLS = frozenset(map(fold_heading, ("記号", "保険証記号", "被保険者証記号", "通帳記号", "証記号")))
_SHORT_NUMBER = re.compile(r"[0-9]{1,8}(?:\.0)?")
_YUCHO = re.compile(r"1[0-9]{3}0(?:\.0)?")
_OF_ACCOUNTS = re.compile(r"ゆうちょ|通帳|貯金|口座|引落|振替|振込|名義")
_OF_INSURANCE = re.compile(r"保険|被保険者|健保|国保|枝番|資格確認|資格情報|協会けんぽ|特定健診|レセプト")
_BASIS = (("見出し", "見出し"), ("同じ表", "同じ表の語"), ("近くに", "近くの語"))


class Reading(NamedTuple):
    """What digits of a length may be: the kind (or "" where it is none), its name, and what makes it likely."""

    kind: str
    name: str
    fits: Callable[[str], bool]


def _checked(validator: str) -> Callable[[str], bool]:
    return lambda digits: load_validator(validator).is_valid(digits)


def _jan(digits: str) -> bool:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits[:12]))
    return bool(_JAN.fullmatch(digits)) and (10 - total % 10) % 10 == int(digits[12])


def _institution(digits: str) -> bool:
    return bool(_INSTITUTION.fullmatch(digits)) and credit_card.complete(digits[:-1]) == digits


# facts of the numbers: lengths and check digits as in the validators; JAN is EAN-13, 医療機関コード counts like Luhn
READINGS: Mapping[int, tuple[Reading, ...]] = {
    13: (Reading("JP_CORPORATE_NUMBER", "法人番号", _checked("corporate_number")), Reading("", "JANコード", _jan)),
    12: (
        Reading("JP_MY_NUMBER", "個人番号", _checked("my_number")),
        Reading("JP_DRIVER_LICENSE", "免許証番号", _checked("driver_license")),
    ),
    11: (
        Reading("PHONE_NUMBER", "携帯電話番号", lambda digits: bool(_MOBILE.fullmatch(digits))),
        Reading("JP_RESIDENT_RECORD_CODE", "住民票コード", _checked("resident_record_code")),
        Reading("JP_EMPLOYMENT_INSURANCE_NUMBER", "雇用保険の番号", lambda digits: not _MOBILE.fullmatch(digits)),
    ),
    10: (
        Reading(
            "PHONE_NUMBER", "固定電話", lambda digits: digits[0] == "0" and load_validator("phone").is_valid(digits)
        ),
        Reading("", "医療機関コード", _institution),
        Reading("JP_BASIC_PENSION_NUMBER", "基礎年金番号", lambda digits: digits[0] != "0"),
        Reading("JP_LONG_TERM_CARE_NUMBER", "介護保険の番号", lambda digits: digits.startswith("0000")),
    ),
    8: (
        Reading("JP_HEALTH_INSURANCE_INSURER", "保険者番号", _checked("insurer_number")),
        Reading("DATE_OF_BIRTH", "日付", _checked("birth_date")),
        Reading("JP_HEALTH_INSURANCE_NUMBER", "後期高齢者医療の番号", lambda digits: False),  # counts as 保険者番号 do
    ),
    7: (
        Reading("JP_BANK_ACCOUNT", "口座番号", lambda digits: False),  # any seven digits can be one
        Reading("JP_POSTAL_CODE", "郵便番号", _checked("postal_code")),
    ),
}
_NAMES = {(one.kind, length): one.name for length, readings in READINGS.items() for one in readings if one.kind}
_KINDS = frozenset(kind for kind, _ in _NAMES)


def explained(kind: str, value: str, evidence: Sequence[str]) -> tuple[str, ...]:
    """What else the digits of a finding could be, and what spoke for its kind."""
    return remarks(kind, [value], evidence) if kind in _KINDS else ()


def remarks(kind: str, values: Sequence[str], evidence: Sequence[str]) -> tuple[str, ...]:
    """「免許証番号とも読めるが、見出しから個人番号」 where (nearly) all values have the form of something else too."""
    digits = [_NOT_DIGITS.sub("", value) for value in values]
    length = len(digits[0])
    own = _NAMES.get((kind, length))
    if own is None:
        return ()
    others = [
        reading.name
        for reading in READINGS[length]
        if reading.kind != kind and sum(len(d) == length and reading.fits(d) for d in digits) >= MOST * len(digits)
    ]
    if not others:
        return ()
    basis = next((told for start, told in _BASIS for why in evidence if why.startswith(start)), "形")
    return (f"{'、'.join(others)}とも読めるが、{basis}から{own}",)


Words = re.Pattern[str] | AnyOf


class Around:
    """What stands around a column headed 「番号」: the other headings of its table, and the title."""

    def __init__(self, headings: Sequence[str], title: str) -> None:
        self._texts = list(dict.fromkeys([*headings, title]))
        self._times = Counter([*headings, title])
        self._met: dict[Words, list[tuple[str, str]]] = {}

    def word(self, words: Words, own: str) -> str:
        """The first of some words that stands there, but for the column's own heading; "" where none does."""
        if words not in self._met:  # two are enough: one of them may be the column's own
            met = ((text, found.group()) for text in self._texts if (found := words.search(text)))
            self._met[words] = list(islice(met, 2))
        return next((word for text, word in self._met[words] if text != own or self._times[own] > 1), "")


class Neutral(NamedTuple):
    """A kind that a table tells of a column headed 「番号」, and the word that told it."""

    kind: str
    word: str


def is_neutral(heading: str) -> bool:
    """Whether a heading announces numbers without saying which."""
    return fold_heading(heading) in _NEUTRAL


def of_symbol_and_number(
    headings: Sequence[str], symbols: Sequence[str], numbers: Sequence[str], around: Around
) -> Neutral | None:
    """What 「番号」 behind a column 「記号」 is: of a health insurance or a ゆうちょ account, as the table tells.

    `headings`: of the one column and the other.
    """
    if len(headings) < 2 or fold_heading(headings[0]) not in _SYMBOLS or not all(map(_SHORT_NUMBER.fullmatch, numbers)):
        return None
    is_yucho = bool(symbols) and sum(bool(_YUCHO.fullmatch(symbol)) for symbol in symbols) >= MOST * len(symbols)
    kind, words = ("JP_BANK_ACCOUNT", _OF_ACCOUNTS) if is_yucho else ("JP_HEALTH_INSURANCE_NUMBER", _OF_INSURANCE)
    word = around.word(words, headings[1])
    return Neutral(kind, word) if word else None


def of_neutral_column(
    heading: str, values: Sequence[str], around: Around, beside: Collection[str], matchers: Mapping[str, Matcher]
) -> Neutral | None:
    """The kind of a column of numbers whose heading does not say which, by the other headings and the title.

    `beside`: kinds of the other columns. The values must have the form of the kind and its check digit; where it has
    none, the rows must be people's. A kind that has a column of its own is not sought in another.
    """
    for kind in _tellable(tuple(matchers)):
        matcher = matchers[kind]
        is_checked = matcher.validator is not None and matcher.rule.check == "reject"
        if kind in beside or (not is_checked and "PERSON" not in beside):
            continue
        word = around.word(matcher.near, heading) if matcher.near else ""
        if word and _fitting(values, matcher) >= MOST * len(values):
            return Neutral(kind, word)
    return None


def _fitting(values: Sequence[str], matcher: Matcher) -> int:
    forms = matcher.patterns + matcher.weak
    return sum(any(form.fullmatch(value) for form in forms) and matcher.confirms(value) for value in values)


@cache
def _tellable(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds that only their surroundings tell apart, those with a check digit first."""
    order = (*(reading.kind for length in (12, 13, 8, 11, 10) for reading in READINGS[length]),)
    wanted = [kind for kind in order if kind in kinds and kind not in ("PHONE_NUMBER", "DATE_OF_BIRTH", "")]
    return tuple(dict.fromkeys(wanted))
