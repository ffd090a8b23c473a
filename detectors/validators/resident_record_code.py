"""住民票コード: ten random digits and a check digit (住民基本台帳法施行規則1条).

The formula (平成14年総務省告示第436号) could not be seen; private programs use the weights of the 個人番号. A rule may
therefore take it as a hint only.

>>> is_valid("12345678903"), is_valid("98765432103"), is_valid("12345678904")
(True, True, False)
"""

from __future__ import annotations

WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def complete(body: str) -> str:
    """The whole code for its first ten digits."""
    remainder = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True)) % 11
    return body + ("0" if remainder <= 1 else str(11 - remainder))


def is_valid(digits: str) -> bool:
    """Whether these are eleven digits and the last one fits."""
    return len(digits) == 11 and digits.isascii() and digits.isdigit() and complete(digits[:-1]) == digits
