"""運転免許証番号: 公安委員会 2, year 2, serial 6, check digit, times reissued.

The formula was never published by the police; it is what several private descriptions agree on. A number that fails
may still be genuine, so a rule uses it as a hint and never to refuse.

>>> is_valid("309012345620"), is_valid("622100000330"), is_valid("309012345610")
(True, True, False)
>>> complete("30050000040"), complete("30050000130")  # remainders 0 and 1
('300500000410', '300500001300')
"""

from __future__ import annotations

WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_RANGES = ((10, 14), (20, 25), (30, 30), (40, 55), (60, 65), (70, 74), (80, 83), (90, 97))
COMMISSIONS = frozenset(f"{code}" for first, last in _RANGES for code in range(first, last + 1))


def complete(body: str) -> str:
    """The whole number for its ten digits and the count of reissues, which stands behind the check digit."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body[:10], strict=True))
    return f"{body[:10]}{(11 - total % 11) % 10}{body[10:]}"


def is_valid(digits: str) -> bool:
    """Whether a 公安委員会 of that code exists and the eleventh digit fits."""
    if len(digits) != 12 or not (digits.isascii() and digits.isdigit()):
        return False
    return digits[:2] in COMMISSIONS and complete(digits[:10] + digits[11:]) == digits
