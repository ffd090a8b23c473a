"""Phone numbers of persons and offices in Japan: area code, mobile or 050, and the count of digits.

The ranges are those of libphonenumber (総務省 電気通信番号計画). 0120, 0800, 0570, 0990 and 020 are numbers of services
and machines: they belong to no person and are not valid here, nor is one digit repeated (090-0000-0000). A leading 0
that a spreadsheet has dropped is added.

>>> [is_valid(number) for number in ("0312345678", "09012345678", "+819012345678", "8109012345678", "00813-1234-5678")]
[True, True, True, True, True]
>>> [is_valid(number) for number in ("9012345678", "312345678")]  # Excel: the 0 is gone
[True, True]
>>> [is_valid(number) for number in ("0120123456", "08001234567", "0570012345", "031234567", "090123456789")]
[False, False, False, False, False]
>>> is_valid("0300000000"), is_valid("09011111111"), is_valid("0466000000")
(False, False, False)
>>> is_placeholder("0312345678"), is_placeholder("09012345678"), is_placeholder("0312345679")
(True, True, False)
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from phonenumbers.data.region_JP import PHONE_METADATA_JP

_COUNTED = frozenset(digits[start : start + 8] for digits in ("0123456789", "9876543210") for start in range(3))


@cache
def _national() -> re.Pattern[str]:
    sorts = (PHONE_METADATA_JP.fixed_line, PHONE_METADATA_JP.mobile, PHONE_METADATA_JP.voip)
    return re.compile("|".join(f"(?:{sort.national_number_pattern})" for sort in sorts))


def _significant(digits: str) -> str:
    """The digits behind the trunk 0 or the country code."""
    plain = digits if digits.isascii() and digits.isdigit() else re.sub(r"[^0-9]", "", digits)
    rest = plain.removeprefix("00").removeprefix("81").removeprefix("0")
    return rest if plain.removeprefix("00").startswith("81") and len(rest) in (9, 10) else plain.removeprefix("0")


@lru_cache(maxsize=1024)  # several ask about one value
def is_valid(digits: str) -> bool:
    """Whether the number can be called, is no free-phone or service number, and more than one digit repeated."""
    significant = _significant(digits)
    is_filler = len(set(significant[-7:])) == 1 or significant.endswith("000000")
    return digits.isascii() and bool(_national().fullmatch(significant)) and not is_filler


def is_placeholder(digits: str) -> bool:
    """Whether the digits only count up or down, as in examples and forms (03-1234-5678)."""
    return _significant(digits)[-8:] in _COUNTED and is_valid(digits)
