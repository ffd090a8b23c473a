"""Identifiers with valid check digits, made from chance. None of them is meant to belong to anyone."""

from __future__ import annotations

from random import Random

POLICE_CODES = ("10", "20", "30", "40", "43", "44", "45", "50", "54", "62", "65", "73", "82", "90", "97")


def digits(rng: Random, count: int) -> str:
    """A string of `count` digits that does not start with 0."""
    return str(rng.randrange(10 ** (count - 1), 10**count))


def weighted(body: str, weights: tuple[int, ...]) -> int:
    """The sum of digit times weight."""
    return sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))


def luhn_digit(body: str) -> str:
    """The last digit of cards, 保険者番号 and 医療機関コード: ×2, ×1 from the right, digit sums, modulus 10."""
    total = 0
    for position, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value // 10 + value % 10
    return str(-total % 10)


def my_number_digit(body: str) -> str:
    """The last digit of a 個人番号 (平成26年総務省令第85号 第5条)."""
    remainder = weighted(body, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return "0" if remainder <= 1 else str(11 - remainder)


def license_digit(body: str) -> str:
    """The eleventh digit of a 運転免許証番号."""
    return str((11 - weighted(body, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11) % 10)


def corporate_digit(body: str) -> str:
    """The first digit of a 法人番号."""
    total = weighted(body[::-1], (1, 2) * 6)
    return str(9 - total % 9)


def jan_digit(body: str) -> str:
    """The last digit of a JAN product code."""
    return str(-weighted(body[::-1], (3, 1) * 6) % 10)


def my_number(rng: Random) -> str:
    """個人番号, 12 digits."""
    body = digits(rng, 11)
    return body + my_number_digit(body)


def driver_license(rng: Random, year: int) -> str:
    """運転免許証番号, 12 digits, first issued in `year`."""
    body = rng.choice(POLICE_CODES) + f"{year % 100:02}" + f"{rng.randrange(1000, 99999):06}"
    return body + license_digit(body) + rng.choice("0001")


def corporate_number(rng: Random) -> str:
    """法人番号, 13 digits, of a 株式会社."""
    body = f"{rng.randrange(1, 50):02}0001{rng.randrange(100000):06}"
    return corporate_digit(body) + body


def insurer(rng: Random, scheme: str = "06") -> str:
    """健康保険の保険者番号, 8 digits."""
    body = scheme + rng.choice(("11", "12", "13", "14")) + f"{rng.randrange(1, 999):03}"
    return body + luhn_digit(body)


def card(rng: Random) -> str:
    """A card number of 16 digits (Visa, Mastercard or JCB)."""
    body = rng.choice(("4539", "4980", "5245", "5334", "3540", "3566")) + digits(rng, 11)
    return body + luhn_digit(body)


def jan(rng: Random) -> str:
    """A JAN product code, 13 digits."""
    body = rng.choice(("45", "49")) + digits(rng, 10)
    return body + jan_digit(body)


def slip(rng: Random) -> str:
    """A parcel number of 12 digits that happens to pass the check of a 個人番号."""
    body = "4" + digits(rng, 10)
    return body + my_number_digit(body)


def passport(rng: Random) -> str:
    """旅券番号."""
    return rng.choice(("TR", "TS", "TZ", "MU")) + digits(rng, 7)


def residence_card(rng: Random) -> str:
    """在留カード番号."""
    letters = "ABCDEFGHJKLMNPQRSTUVWXY"
    return "".join(rng.choices(letters, k=2)) + digits(rng, 8) + "".join(rng.choices(letters, k=2))


def pension(rng: Random) -> str:
    """基礎年金番号."""
    return f"{digits(rng, 4)}-{digits(rng, 6)}"


def employment_insurance(rng: Random) -> str:
    """雇用保険の被保険者番号 (4-6-1)."""
    return f"{digits(rng, 4)}-{digits(rng, 6)}-{rng.randrange(10)}"
