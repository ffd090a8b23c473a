"""保険者番号 of the health insurances: 法別 2, prefecture 2, insurer 3, check digit; 国民健康保険 lacks the 法別.

The check digit counts every second digit twice from the right, as card numbers do (昭和49年保険発第104号).

>>> [number for number in ("33120015", "01130012", "39132014", "138057", "33120016", "138058") if is_valid(number)]
['33120015', '01130012', '39132014', '138057']
>>> complete("0611082"), complete("12345")
('06110829', '123455')
"""

from __future__ import annotations

_SCHEMES = (1, 2, 3, 4, 6, 7, 31, 32, 33, 34, 39, 63, 67, 72, 73, 74, 75)
SCHEMES = frozenset(f"{number:02}" for number in _SCHEMES)
PREFECTURES = frozenset(f"{number:02}" for number in range(1, 48))


def complete(body: str) -> str:
    """The whole number for its first seven (国保: five) digits."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        product = int(digit) * (2 - place % 2)
        total += product // 10 + product % 10
    return f"{body}{-total % 10}"


def is_valid(digits: str) -> bool:
    """Whether scheme and prefecture exist and the last digit fits; one in 120 random numbers of eight digits passes."""
    if len(digits) not in (6, 8) or not (digits.isascii() and digits.isdigit()):
        return False
    if len(digits) == 8 and digits[:2] not in SCHEMES:
        return False
    return digits[-6:-4] in PREFECTURES and complete(digits[:-1]) == digits


def is_placeholder(digits: str) -> bool:
    """Whether one digit only is repeated."""
    return len(set(digits)) == 1
