"""ゆうちょ銀行 記号番号: five digits of 記号, of which the fourth is the check digit, and up to eight of 番号.

総合口座 (記号 1…): the 番号 has up to eight digits and ends in 1. 振替口座 (記号 0…): one more digit may stand between
the two. The formula is that of the bank's own account converter page.

>>> [number for number in ("10130-12345671", "14100-23456781", "00140-8-507", "00190-31000") if is_valid(number)]
['10130-12345671', '14100-23456781', '00140-8-507', '00190-31000']
>>> is_valid("10170-1234561"), is_valid("10530-12345671"), is_valid("1013012345671"), is_valid("10130 番号 12345671")
(False, False, True, True)
>>> complete("1010" + "12345671"), complete("0010" + "507")
('1013012345671', '00140507')
"""

from __future__ import annotations

import re

AS_WRITTEN = True
_SYMBOL_AND_NUMBER = re.compile(r"([01][0-9]{3}0)(?:[- ]+[0-9](?=[- ]))?[- ]*([0-9]{2,8})")
_BETWEEN = re.compile(r"[\s・,/|:=番号通帳貯金【】\[\]()]+")  # 「記号 10130 番号 12345671」
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def complete(body: str) -> str:
    """Symbol and number in one for the first three and the fifth digit of the 記号, then the 番号."""
    first, second, third, fifth = map(int, body[:4])
    number = [int(digit) for digit in body[4:].zfill(8)]
    total = first + 3 * second + _DOUBLED[third] + 3 * fifth
    total += _DOUBLED[number[0]] + number[1] + 3 * number[2] + _DOUBLED[number[3]]
    total += number[4] + 3 * number[5] + _DOUBLED[number[6]] + number[7]
    return f"{body[:3]}{total % 10}{body[3:]}"


def is_valid(value: str) -> bool:
    """Whether 記号 and 番号 have the form of their sort of account and the check digit fits."""
    match = _SYMBOL_AND_NUMBER.fullmatch(_BETWEEN.sub("-", value))
    if not match:
        return False
    symbol, number = match.groups()
    if symbol[0] == "1" and not number.endswith("1"):
        return False
    return complete(symbol[:3] + symbol[4] + number) == symbol + number
