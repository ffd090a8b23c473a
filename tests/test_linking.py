"""Running text: which contact belongs to whom, whose address is nobody's, and what is only a reading."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.marks import detail, is_personal_contact
from tests.engines import MAILS, PHONES, counts, engine, told


@pytest.mark.parametrize(
    "address",
    [
        "info", "support", "sales", "contact", "admin", "no-reply", "noreply", "postmaster", "privacy",
        "recruit", "soumu", "keiri", "jinji", "eigyo", "shop", "order", "help", "cs", "info1", "info-tokyo",
        "sales.osaka", "support+jp", "INFO", "ｉｎｆｏ", "webmaster",
    ],
)  # fmt: skip
def test_an_address_for_a_role_is_nobodys(address: str) -> None:
    assert not is_personal_contact("EMAIL_ADDRESS", f"{address}@sample.jp")


@pytest.mark.parametrize(
    "address",
    [
        "taro.sato", "sato", "t-suzuki", "k_takahashi", "hanako1985", "infante", "salesman-ito",
        "administratorsato", "prince",
    ],
)  # fmt: skip
def test_an_address_with_a_name_is_somebodys(address: str) -> None:
    assert is_personal_contact("EMAIL_ADDRESS", f"{address}@sample.jp")


@pytest.mark.parametrize(
    ("number", "personal"),
    [
        ("090-1234-5678", True),
        ("０８０－１２３４－５６７８", True),
        ("07012345678", True),
        ("9012345678", True),
        ("+81-90-1234-5678", True),
        ("+81(0)90-1234-5678", True),
        ("(090)1234-5678", True),
        ("090 1234 5678", True),
        ("03-1234-5678", False),
        ("0120-123-456", False),
        ("312345678", False),
        ("050-1234-5678", False),
    ],
)
def test_a_mobile_number_is_somebodys_a_line_is_not(number: str, personal: bool) -> None:
    assert is_personal_contact("PHONE_NUMBER", number) is personal


def test_details_of_other_spelling_are_the_same() -> None:
    assert detail("EMAIL_ADDRESS", "Ｔａｒｏ@Sample.jp") == detail("EMAIL_ADDRESS", "taro@sample.jp")
    assert detail("PHONE_NUMBER", "090-1234-5678") == detail("PHONE_NUMBER", "０９０　１２３４　５６７８")
    assert detail("PHONE_NUMBER", "1001") != detail("ORGANISATION_ID", "1001")


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        (f"山田太郎 {PHONES[0]} / 03-1234-5678 {MAILS[0]}", 1),
        (f"氏名：山田太郎\n電話：{PHONES[0]}\nメール：{MAILS[0]}", 1),
        (f"{MAILS[0]}（山田太郎）", 1),
        (f"山田太郎 {PHONES[0]}\n鈴木花子 {PHONES[1]}", 2),
        (f"山田太郎様 {PHONES[0]}\n\n山田太郎様 {PHONES[0]}", 1),
        ("山田太郎様\n山田様より返信あり", 1),
        ("氏名：髙橋健一\n高橋健一様", 1),
        (f"連絡先 {PHONES[0]}、{PHONES[1]}", 2),
        ("お問い合わせは info@sample.co.jp または 03-1234-5678 まで", 0),
    ],
)
def test_contacts_belong_to_the_name_beside_them(text: str, persons: int) -> None:
    assert told(text).persons == persons


@pytest.mark.parametrize(
    "text",
    [
        "氏名：山田太郎（ヤマダ タロウ）",
        "山田 太郎（やまだ たろう）様",
        "フリガナ：ヤマダ タロウ\n氏名：山田太郎",
        "氏名：山田太郎\nフリガナ：ヤマダ タロウ",
        "ﾌﾘｶﾞﾅ：ﾔﾏﾀﾞ ﾀﾛｳ\n氏名：山田太郎",
        "ふりがな　やまだ たろう\n氏　名　山田太郎",
    ],
)
def test_a_kana_reading_beside_the_name_is_one_person(text: str) -> None:
    judged = told(text)
    assert (judged.persons, judged.persons_max, counts(judged)["PERSON"]) == (1, 1, 1)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(["山田太郎", "（ヤマダ タロウ）", "様", *PHONES[:2], *MAILS[:2], "\n", " ", "：", "担当"]),
        max_size=10,
    )
)
def test_the_estimate_never_exceeds_the_maximum(parts: list[str]) -> None:
    judged = told("".join(parts))
    assert 0 <= judged.persons <= judged.persons_max
    assert len(judged.person_keys) == judged.persons
    assert set(counts(judged)) <= set(engine().rules)
