"""法人番号: a check digit in front of twelve digits (法人番号の指定等に関する省令2条); 登録番号 is the same after a T.

>>> is_valid("8700110005901"), is_valid("T8700110005901"), is_valid("1180301018772")
(True, True, False)
>>> complete("180301018771"), complete("000012050002")
('1180301018771', '7000012050002')
"""

from __future__ import annotations


def complete(body: str) -> str:
    """The whole number for its last twelve digits; the check digit comes first."""
    if len(body) != 12:
        raise ValueError("a 法人番号 has twelve digits behind its check digit")
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(body)))
    return f"{9 - total % 9}{body}"


def is_valid(digits: str) -> bool:
    """Whether these are thirteen digits, with or without T before them, and the first one fits."""
    plain = digits.removeprefix("T")
    return len(plain) == 13 and plain.isascii() and plain.isdigit() and complete(plain[1:]) == plain
