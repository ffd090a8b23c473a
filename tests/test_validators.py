"""Check digits: known numbers, and the property that exactly one last digit in ten fits."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detectors.validators


class Digit(NamedTuple):
    """Bodies without their check digit, and where it stands in the whole number."""

    bodies: str
    place: int


CHECK_DIGITS = {
    "my_number": Digit(r"[0-9]{11}", 11),
    "corporate_number": Digit(r"[0-9]{12}", 0),
    "driver_license": Digit(r"(1[0-4]|2[0-5]|30|4[0-9]|9[0-7])[0-9]{9}", 10),
    "insurer_number": Digit(r"(01|06|31|39|63)(0[1-9]|[1-3][0-9]|4[0-7])[0-9]{3}", 7),
    "elderly_insured_number": Digit(r"[0-9]{7}", 7),
    "resident_record_code": Digit(r"[0-9]{10}", 10),
    "credit_card": Digit(r"(4[0-9]|5[1-5])[0-9]{13}", 15),
    "yucho_account": Digit(r"1[0-9]{2}0[0-9]{6}1", 3),
}
VALID = {
    "my_number": "123456789018 983205673214 123456700130 123456700050 418529630748 060122228102",
    "corporate_number": "8700110005901 1180301018771 7000012050002 T8700110005901 5835678256246",
    "driver_license": "309012345620 622100000330 300500000410 300500001300",
    "insurer_number": "33120015 01130012 06110829 39132014 138057 123455",
    "elderly_insured_number": "01234566 12345674",
    "resident_record_code": "12345678903 98765432103",
    "credit_card": "4111111111111111 5555555555554444 378282246310005 3530111333300000 4532015112830366",
    "yucho_account": "00140-8-507 00140-507 00110-5606 00110-2-5606 00190-31000 10130-12345671 14100-23456781",
    "phone": "0312345678 09012345678 +819012345678 +81312345678 0466221234 05012345678 06012345678 9012345678",
    "birth_date": "1985年4月1日 7/23/1988 84/7/21 昭和60年1月2日 S60.1.2 R1.5.1 19850401 S600102 31138",
    "postal_code": "1000001 600001 9071801",
    "email_address": "yamada@sample.co.jp h..sato@docomo.ne.jp user@会社.jp a+b@x-y.example.com",
    "credential": "Hana#2025 4649 s3cret!pass m0rning-Glory_77",
}
INVALID = {
    "my_number": "123456789012 983205673210 12345678901 1234567890181 12345678901X １２３４５６７８９０１８",
    "corporate_number": "1180301018772 0700110005901 870011000590",
    "driver_license": "309012345610 309212345610 993456789012 30901234562",
    "insurer_number": "33120016 138058 99120015 33990015 3312001",
    "elderly_insured_number": "01234567 1234567",
    "resident_record_code": "12345678904 1234567890",
    "credit_card": "4111111111111112 4222222222222 1234567890123452 3527123456789010 411111111111111",
    "yucho_account": "10170-1234561 10530-12345671 10130-12345672 20130-12345671",
    "phone": "0120123456 08001234567 0570012345 0990123456 02012345678 031234567 090123456789 +81120123456 0300000000",
    "birth_date": "1985年2月30日 13/13/1988 平成32年1月1日 昭和64年1月8日 2999-01-01 1800/1/1 S600230 99999",
    "postal_code": "1000099 9999999 0000000",
    "email_address": "logo@2x.png a@b user@192.168.1.1 @sample.jp user@sample..jp a@b.notatld git@github.com",
    "credential": "******** changeme ${DB_PASSWORD} required|min:8 os.environ['PW'] VARCHAR(64)",
}
NAMES = [module.name for module in pkgutil.iter_modules(detectors.validators.__path__)]


def load(name: str) -> Any:
    return import_module(f"detectors.validators.{name}")


def test_every_validator_is_tested_here() -> None:
    assert set(NAMES) == set(VALID) == set(INVALID)
    assert {name for name in NAMES if hasattr(load(name), "complete")} == set(CHECK_DIGITS)


@pytest.mark.parametrize("name", NAMES)
def test_known_numbers(name: str) -> None:
    is_valid: Callable[[str], bool] = load(name).is_valid
    assert [number for number in VALID[name].split() if not is_valid(number)] == []
    assert [number for number in INVALID[name].split() if is_valid(number)] == []


@pytest.mark.parametrize("name", CHECK_DIGITS)
@settings(max_examples=50)
@given(data=st.data())
def test_exactly_one_check_digit_in_ten_fits(name: str, data: st.DataObject) -> None:
    module, (bodies, place) = load(name), CHECK_DIGITS[name]
    whole: str = module.complete(data.draw(st.from_regex(bodies, fullmatch=True)))
    others = [f"{whole[:place]}{digit}{whole[place + 1 :]}" for digit in range(10)]
    assert module.is_valid(whole)
    assert [number for number in others if module.is_valid(number)] == [whole]


@pytest.mark.parametrize("name", NAMES)
@given(value=st.text(max_size=24) | st.from_regex(r"[0-9〇一元年月日 .+@/-]{0,20}", fullmatch=True))
def test_any_text_is_answered(name: str, value: str) -> None:
    assert load(name).is_valid(value) in (True, False)


def test_numbers_that_are_published_or_made_up() -> None:
    assert load("credit_card").is_placeholder("4242424242424242")
    assert not load("credit_card").is_placeholder("4532015112830366")
    assert load("email_address").is_placeholder("user@mail.example.com")
    assert load("phone").is_placeholder("03-1234-5678")
    assert load("my_number").is_placeholder("000000000000")
    assert load("postal_code").is_placeholder("0000000")
    assert load("birth_date").is_placeholder("1900-01-01 00:00:00")
