"""Masks and keyed hashes: what a reviewer recognises, and nothing more."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.masking import HIDDEN, PersonHasher, fingerprint, mask

KEY = bytes(range(32))
NUMBERS = ["PHONE_NUMBER", "JP_MY_NUMBER", "CREDIT_CARD", "JP_BANK_ACCOUNT", "JP_POSTAL_CODE", "IP_ADDRESS"]
WORDS = ["PERSON", "MEDICAL_CONDITION", "HEALTH_CHECK", "RELIGION_OR_CREED", "FAMILY_RELATION"]


@pytest.mark.parametrize(
    ("kind", "value", "masked"),
    [
        ("PERSON", "山田太郎", "山●●●"),
        ("PERSON", "林", "●●●"),
        ("PERSON", "Yamada Taro", "Y●●●"),
        ("PHONE_NUMBER", "090-1234-5678", "●●●-●●●●-●●78"),
        ("PHONE_NUMBER", "０９０１２３４５６７８", "●●●●●●●●●78"),
        ("JP_MY_NUMBER", "123456789018", "●●●●●●●●●018"),
        ("CREDIT_CARD", "4111 1111 1111 1111", "●●●● ●●●● ●●●● 1111"),
        ("JP_PASSPORT", "TR1234567", "●●●●●●●●7"),
        ("EMAIL_ADDRESS", "taro@example.jp", "t●●●@example.jp"),
        ("EMAIL_ADDRESS", "t@example.jp", "●●●@example.jp"),
        ("JP_ADDRESS", "東京都千代田区丸の内1-2-3 みほんビル", "東京都千代田区●●●"),
        ("JP_ADDRESS", "〒220-0012 神奈川県横浜市西区みなとみらい9-9", "神奈川県横浜市西区●●●"),
        ("JP_ADDRESS", "大阪府みほん郡見本町9-9", "大阪府みほん郡見本町●●●"),
        ("JP_ADDRESS", "北海道のどこか9-9", "北海道●●●"),
        ("JP_ADDRESS", "9丁目9-9", "●●●"),
        ("DATE_OF_BIRTH", "1985年4月12日", "1985年●月●日"),
        ("DATE_OF_BIRTH", "19850412", "1985年●月●日"),
        ("DATE_OF_BIRTH", "昭和60年4月12日", "昭和60年●月●日"),
        ("DATE_OF_BIRTH", "S60.4.12", "S60年●月●日"),
        ("DATE_OF_BIRTH", "600412", "●●●"),
        ("MEDICAL_CONDITION", "糖尿病", "糖●●●"),
        ("CREDENTIAL", "secret-123456", "●●●"),
        ("GENDER", "男", "●●●"),
    ],
)
def test_mask(kind: str, value: str, masked: str) -> None:
    assert mask(value, kind) == masked


@given(st.sampled_from(NUMBERS), st.text(alphabet="0123456789０１２３-－ ()", min_size=1, max_size=60))
def test_a_number_shows_a_quarter_of_its_digits_and_never_more_than_four(kind: str, value: str) -> None:
    digits = sum(character.isdigit() for character in unicodedata.normalize("NFKC", value))
    shown = sum(character.isdigit() for character in mask(value, kind))
    assert shown <= min(4, digits // 4)


@given(st.sampled_from(WORDS), st.text(min_size=1))
def test_a_word_shows_at_most_its_first_letter(kind: str, value: str) -> None:
    masked = mask(value, kind)
    digits = sum("0" <= character <= "9" for character in unicodedata.normalize("NFKC", value))
    assert HIDDEN in masked
    assert sum(character.isalnum() for character in masked) <= max(1, min(4, digits // 4))


@given(st.from_regex(r"[a-z0-9._]{1,20}@[a-z]{1,10}\.jp", fullmatch=True))
def test_an_address_of_mail_hides_the_local_part(value: str) -> None:
    local, _, domain = value.partition("@")
    masked = mask(value, "EMAIL_ADDRESS")
    assert masked.endswith(f"@{domain}")
    assert len(local) < 2 or local not in masked.partition("@")[0]


@given(st.text(alphabet="東京都千代田区横浜市郡町村県丸の内0123456789-一二三丁目番号 ", min_size=1, max_size=40))
def test_an_address_hides_all_numbers(value: str) -> None:
    assert not any("0" <= character <= "9" for character in mask(value, "JP_ADDRESS"))


@given(st.text(), st.sampled_from([*NUMBERS, *WORDS, "JP_ADDRESS", "DATE_OF_BIRTH", "EMAIL_ADDRESS", "UNKNOWN_KIND"]))
def test_every_value_can_be_masked_on_one_line(value: str, kind: str) -> None:
    assert len(mask(value, kind).splitlines()) == 1


def test_fingerprints_depend_on_key_kind_value_and_path() -> None:
    given = [(KEY, "PERSON", "山田", "a"), (KEY[::-1], "PERSON", "山田", "a"), (KEY, "X", "山田", "a")]
    given += [(KEY, "PERSON", "山本", "a"), (KEY, "PERSON", "山田", "b"), (KEY, "PERSON", "a山田", "")]
    prints = [fingerprint(*arguments) for arguments in given]
    assert len(set(prints)) == len(given)
    assert fingerprint(KEY, "PERSON", "山田", "a") == prints[0]
    assert fingerprint(KEY, "PERSON", "\ud800", "")  # half a surrogate, from broken JSON


def test_person_hashes_are_keyed_and_eight_bytes() -> None:
    person = "PERSON:山田太郎".encode()
    hasher = PersonHasher(KEY)
    assert len(hasher(person)) == 8 and hasher(person) == PersonHasher(KEY)(person)
    assert hasher(person) != PersonHasher(KEY[::-1])(person)


def test_person_hashes_are_fast() -> None:
    started = time.process_time()
    hasher = PersonHasher(KEY)
    for number in range(50_000):
        hasher(b"%d@example.jp" % number)
    assert time.process_time() - started < 1
