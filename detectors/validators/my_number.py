"""個人番号: eleven digits and a check digit (平成26年総務省令第85号5条).

>>> is_valid("123456789018"), is_valid("983205673214"), is_valid("123456789012")
(True, True, False)
>>> complete("12345670013"), complete("12345670005")  # remainders 0 and 1 both give 0
('123456700130', '123456700050')
>>> is_placeholder("000000000000")
True
"""

from __future__ import annotations

WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def complete(body: str) -> str:
    """The whole number for its first eleven digits."""
    remainder = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True)) % 11
    return body + ("0" if remainder <= 1 else str(11 - remainder))


def is_valid(digits: str) -> bool:
    """Whether these are twelve digits and the last one fits; one random number in ten passes."""
    return len(digits) == 12 and digits.isascii() and digits.isdigit() and complete(digits[:-1]) == digits


def is_placeholder(digits: str) -> bool:
    """Whether one digit only is repeated, as people fill in forms that they test."""
    return len(set(digits)) == 1
