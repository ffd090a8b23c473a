"""後期高齢者医療の被保険者番号: seven digits and a check digit counted as that of the 保険者番号.

>>> is_valid("01234566"), is_valid("12345674"), is_valid("12345675")
(True, True, False)
>>> complete("0123456")
'01234566'
"""

from __future__ import annotations


def complete(body: str) -> str:
    """The whole number for its first seven digits."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        product = int(digit) * (2 - place % 2)
        total += product // 10 + product % 10
    return f"{body}{-total % 10}"


def is_valid(digits: str) -> bool:
    """Whether these are eight digits and the last one fits."""
    return len(digits) == 8 and digits.isascii() and digits.isdigit() and complete(digits[:-1]) == digits
