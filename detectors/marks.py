"""Marks: the values by which people of one name are told apart, in one form however they are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from detectors.bulk import fold_all
from detectors.normalize import fold, normalize
from detectors.rules import Rule, load_words
from detectors.validators import birth_date

_ROLE = re.compile(rf"(?:{'|'.join(load_words('role_mailboxes'))})[0-9]*(?:[._+-][a-z0-9._+-]*)?@")  # 3 × regex
_PERSONAL_PHONE = regex.compile(r"0[6789]0[0-9]{8}")
_NO_DIGIT = regex.compile(r"[^0-9]+")
_NO_DIGIT_IN_BULK = regex.compile(r"[^0-9\0]+")
_WRITTEN_OTHERWISE = ("+81", ".0", "(0)")  # 090-… as +81-90-…, as +81(0)90-…, or as the number 9012345678.0
_LASTING = ("DATE_OF_BIRTH", "EMAIL_ADDRESS", "PHONE_NUMBER")  # marks that are the same in every list of a person


def is_personal_contact(kind: str, value: str) -> bool:
    """Whether a mail address or phone number is one person's own (not info@…, not a company's line)."""
    if kind == "EMAIL_ADDRESS":
        return not _ROLE.match(normalize(value).lower())
    return bool(_PERSONAL_PHONE.fullmatch(_phone(normalize(value))))


def detail(kind: str, value: str) -> str:
    """A value as a mark by which two records are recognised as one person's, however it is written."""
    canonical = _CANONICAL.get(kind)
    return f"{kind}:{canonical(normalize(value)) if canonical else fold(value)}"


class Marks(NamedTuple):
    """The marks of a column: the kind, and a value in one form for each row; "" where a row has none."""

    kind: str
    values: Sequence[str]


def telling_marks(rule: Rule, values: Sequence[str]) -> Marks:
    """The marks of a column's normalized values, as `detail` gives them; none where a value is nobody's own."""
    in_one_form = _IN_BULK.get(rule.id, fold_all)(values)
    own = _own(rule, values, in_one_form)
    return Marks(rule.id, [form if value else "" for form, value in zip(in_one_form, own, strict=True)])


def _own(rule: Rule, values: Sequence[str], in_one_form: Sequence[str]) -> Sequence[object]:
    """For every value, something true where it is one person's own."""
    if rule.identifies != "contact":
        return values
    if rule.id == "PHONE_NUMBER":
        return list(map(_PERSONAL_PHONE.fullmatch, in_one_form))
    if rule.id == "EMAIL_ADDRESS":
        return [value and not _ROLE.match(value) for value in map(str.lower, values)]
    return [value and is_personal_contact(rule.id, value) for value in values]


def lasting_first(kind: str) -> int:
    """Order of kinds by how well they recognise a person in another file; a number of one list's own comes last."""
    if kind in _LASTING:
        return _LASTING.index(kind)
    return len(_LASTING) + (kind == "ORGANISATION_ID")


def _phone(value: str) -> str:
    digits = _NO_DIGIT.sub("", value.removesuffix(".0").replace("+81", "0", 1).replace("(0)", "", 1))
    return digits if digits.startswith("0") else "0" + digits


def _phones(values: Sequence[str]) -> list[str]:
    joined = "\0".join(values)
    digits = _NO_DIGIT_IN_BULK.sub("", joined).split("\0")
    if len(digits) != len(values) or any(sign in joined for sign in _WRITTEN_OTHERWISE):
        return list(map(_phone, values))
    return [number if number.startswith("0") else "0" + number for number in digits]


def _number(value: str) -> str:
    return fold(value.removesuffix(".0"))


def _numbers(values: Sequence[str]) -> list[str]:
    return fold_all([value.removesuffix(".0") for value in values])


@lru_cache(maxsize=65_536)
def _birthday(value: str) -> str:
    return birth_date.iso(value) or fold(value)


def _birthdays(values: Sequence[str]) -> list[str]:
    return list(map(_birthday, values))


_CANONICAL: Mapping[str, Callable[[str], str]] = {
    "PHONE_NUMBER": _phone,
    "DATE_OF_BIRTH": _birthday,
    "ORGANISATION_ID": _number,
    "JP_MY_NUMBER": _number,
}
_IN_BULK: Mapping[str, Callable[[Sequence[str]], list[str]]] = {
    "PHONE_NUMBER": _phones,
    "DATE_OF_BIRTH": _birthdays,
    "ORGANISATION_ID": _numbers,
    "JP_MY_NUMBER": _numbers,
}
