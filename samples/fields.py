"""The columns that tables of people are made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from samples import company, numbers
from samples.dates import age, short_wareki, slashed, wareki
from samples.kana import full_width, half_width
from samples.people import Person
from samples.tables import Cell, Field

NAME = Field("PERSON", lambda p: p.name)
SPACED_NAME = Field("PERSON", lambda p: p.spaced)
SURNAME = Field("PERSON", lambda p: p.surname)
GIVEN = Field("PERSON", lambda p: p.given)
KANA = Field("PERSON", lambda p: p.kana)
HALF_KANA = Field("PERSON", lambda p: half_width(p.kana))
LATIN = Field("PERSON", lambda p: p.latin)
NAME_SAMA = Field("PERSON", lambda p: f"{p.name} 様")

POSTAL_CODE = Field("JP_POSTAL_CODE", lambda p: p.postal_code)
POSTAL_DIGITS = Field("JP_POSTAL_CODE", lambda p: p.postal_code.replace("-", ""))
ADDRESS = Field("JP_ADDRESS", lambda p: p.address)
WIDE_ADDRESS = Field("JP_ADDRESS", lambda p: full_width(p.address.replace(" ", "\u3000")))
PREFECTURE = Field("JP_ADDRESS", lambda p: p.prefecture)
TOWN = Field("JP_ADDRESS", lambda p: p.town)
STREET = Field("JP_ADDRESS", lambda p: p.street)
BUILDING = Field("JP_ADDRESS", lambda p: p.building)

MOBILE = Field("PHONE_NUMBER", lambda p: p.mobile)
LANDLINE = Field("PHONE_NUMBER", lambda p: p.landline)
WIDE_MOBILE = Field("PHONE_NUMBER", lambda p: full_width(p.mobile))
MOBILE_DIGITS = Field("PHONE_NUMBER", lambda p: p.mobile.replace("-", ""))
LOST_ZERO = Field("PHONE_NUMBER", lambda p: int(p.mobile.replace("-", "")))  # what Excel makes of 090…
LOST_ZERO_LANDLINE = Field("PHONE_NUMBER", lambda p: int(p.landline.replace("-", "")))
BRACKETED_LANDLINE = Field("PHONE_NUMBER", lambda p: "{}({}){}".format(*p.landline.split("-")))
EMAIL = Field("EMAIL_ADDRESS", lambda p: p.email)
WORK_EMAIL = Field("EMAIL_ADDRESS", company.work_email)

BIRTHDAY = Field("DATE_OF_BIRTH", lambda p: p.birthday)
SLASHED_BIRTHDAY = Field("DATE_OF_BIRTH", lambda p: slashed(p.birthday))
WAREKI_BIRTHDAY = Field("DATE_OF_BIRTH", lambda p: wareki(p.birthday))
SHORT_WAREKI_BIRTHDAY = Field("DATE_OF_BIRTH", lambda p: short_wareki(p.birthday))
COMPACT_BIRTHDAY = Field("DATE_OF_BIRTH", lambda p: f"{p.birthday:%Y%m%d}")
AGE = Field("AGE", lambda p: age(p.birthday))
GENDER = Field("GENDER", lambda p: p.gender)

MY_NUMBER = Field("JP_MY_NUMBER", lambda p: numbers.my_number(p.chance("my number")))
LICENSE = Field("JP_DRIVER_LICENSE", lambda p: numbers.driver_license(p.chance("license"), p.birthday.year + 19))
PASSPORT = Field("JP_PASSPORT", lambda p: numbers.passport(p.chance("passport")))
RESIDENCE_CARD = Field("JP_RESIDENCE_CARD", lambda p: numbers.residence_card(p.chance("residence card")))
PENSION = Field("JP_BASIC_PENSION_NUMBER", lambda p: numbers.pension(p.chance("pension")))
EMPLOYMENT_INSURANCE = Field(
    "JP_EMPLOYMENT_INSURANCE_NUMBER", lambda p: numbers.employment_insurance(p.chance("employment insurance"))
)
INSURER = Field("JP_HEALTH_INSURANCE_INSURER", lambda p: numbers.insurer(p.chance("insurer")))
INSURED = Field(
    "JP_HEALTH_INSURANCE_NUMBER", lambda p: f"{numbers.digits(p.chance('symbol'), 4)}-{p.number % 900 + 100}"
)
CARE_NUMBER = Field("JP_LONG_TERM_CARE_NUMBER", lambda p: "000" + numbers.digits(p.chance("care"), 7))
ACCOUNT = Field("JP_BANK_ACCOUNT", lambda p: numbers.digits(p.chance("account"), 7))
CARD = Field("CREDIT_CARD", lambda p: numbers.card(p.chance("card")))

STAFF_CODE = Field("ORGANISATION_ID", lambda p: f"E{20100 + p.number % 10000:05}")
COMPANY = Field("", lambda p: p.company)
TEAM = Field("", company.team_of)
TITLE = Field("", company.title)


def code(prefix: str, width: int = 6, kind: str = "ORGANISATION_ID") -> Field:
    """A number the company gave the person, or with kind="" the row."""
    return Field(kind, lambda p: f"{prefix}{p.number * 7 % 10**width:0{width}}")


def pick(purpose: str, choices: Sequence[Cell], kind: str = "") -> Field:
    """One of some words, the same for the same person and purpose; repeat a word to make it likelier."""
    return Field(kind, lambda p: p.chance(purpose).choice(choices))


def number(purpose: str, low: int, high: int, step: int = 1, kind: str = "") -> Field:
    """A number between two bounds."""
    return Field(kind, lambda p: p.chance(purpose).randrange(low, high, step))


def day(purpose: str, first: date, last: date) -> Field:
    """A day between two days, as 2026/09/03."""
    return Field("", lambda p: slashed(some_day(p, purpose, first, last)))


def wareki_day(purpose: str, first: date, last: date) -> Field:
    """A day between two days, as 令和8年9月3日."""
    return Field("", lambda p: wareki(some_day(p, purpose, first, last)))


def some_day(one: Person, purpose: str, first: date, last: date) -> date:
    """A day between two days, the person's own."""
    return first + timedelta(days=one.chance(purpose).randrange((last - first).days + 1))


def same(text: Cell) -> Field:
    """The same in every row."""
    return Field("", lambda _: text)
