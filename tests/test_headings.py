"""What headings announce: kinds, parts of names, spellings, keys of records, and what they refuse."""

from __future__ import annotations

import pytest

from detectors.headings import Meaning
from tests.engines import engine

HEADINGS = engine().headings


@pytest.mark.parametrize(
    "heading",
    [
        *("氏名", "氏　名", "氏 名", "★氏名", "氏名*", "氏名（必須）", "氏名：", "①氏名", "お名前"),
        *("name", "Name", "full_name", "fullName", "CUSTOMER_NAME", "customerName", "Customer Name", "contact-name"),
        *("顧客氏名", "患者氏名", "契約者氏名（漢字）", "氏名_漢字", "氏名/Name", "Q1.お名前", "お客様名"),
        *("applicant_full_name", "担当者（敬称略）", "【氏名】", "「氏名」", "氏名※必須", "氏名 必須", "氏名1"),
        *("氏名２", "お名前をご記入ください", "name_kanji"),
    ],
)  # fmt: skip
def test_a_name_has_many_headings(heading: str) -> None:
    meaning = HEADINGS.meaning(heading)
    assert meaning.kinds[:1] == ("PERSON",) and not meaning.part


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("姓", "family"),
        ("名", "given"),
        ("名字", "family"),
        ("苗字", "family"),
        ("セイ", "family_reading"),
        ("メイ", "given_reading"),
        ("ｾｲ", "family_reading"),
        ("姓カナ", "family_reading"),
        ("名（全角カナ）", "given_reading"),
        ("契約者（姓）", "family"),
        ("注文者（名）", "given"),
        ("フリガナ", "reading"),
        ("ﾌﾘｶﾞﾅ", "reading"),
        ("ふりがな", "reading"),
        ("氏名カナ", "reading"),
        ("氏名（フリガナ）", "reading"),
        ("氏名(ローマ字)", "reading"),
        ("お客様名フリガナ", "reading"),
        ("name_kana", "reading"),
        ("last_name", "family"),
        ("lastName", "family"),
        ("LASTNAME", "family"),
        ("First Name", "given"),
        ("given_name", "given"),
        ("family_name", "family"),
        ("applicant.name.family", "family"),
        ("applicant.name.given", "given"),
        ("customer.name.last", "family"),
        ("user.firstName", "given"),
        ("name.familyKana", "family_reading"),
    ],
)
def test_parts_and_readings_of_names(heading: str, part: str) -> None:
    assert HEADINGS.meaning(heading) == Meaning(("PERSON",), True, part)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("姓（カナ）", "family_reading"),
        ("名(ｶﾅ)", "given_reading"),
        ("姓(ふりがな)", "family_reading"),
        ("苗字(フリガナ)", "family_reading"),
    ],
)
def test_readings_of_parts_in_brackets(heading: str, part: str) -> None:
    assert HEADINGS.meaning(heading).part == part


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("ＴＥＬ", "PHONE_NUMBER"),
        ("電話番号１", "PHONE_NUMBER"),
        ("携帯", "PHONE_NUMBER"),
        ("mobilePhone", "PHONE_NUMBER"),
        ("contact.phone", "PHONE_NUMBER"),
        ("お客様電話番号", "PHONE_NUMBER"),
        ("emergencyContactPhoneNumber", "PHONE_NUMBER"),
        ("E-mail", "EMAIL_ADDRESS"),
        ("ﾒｰﾙｱﾄﾞﾚｽ", "EMAIL_ADDRESS"),
        ("user.emailAddress", "EMAIL_ADDRESS"),
        ("生年月日（西暦）", "DATE_OF_BIRTH"),
        ("dateOfBirth", "DATE_OF_BIRTH"),
        ("applicant.birthDate", "DATE_OF_BIRTH"),
        ("個人番号(12桁)", "JP_MY_NUMBER"),
        ("社員番号", "ORGANISATION_ID"),
        ("customerId", "ORGANISATION_ID"),
        ("お届け先住所", "JP_ADDRESS"),
        ("口座番号", "JP_BANK_ACCOUNT"),
        ("性別", "GENDER"),
        ("続柄", "FAMILY_RELATION"),
    ],
)
def test_headings_announce_their_kind(heading: str, kind: str) -> None:
    assert kind in HEADINGS.meaning(heading).kinds


@pytest.mark.parametrize(
    "heading",
    [
        "商品名", "会社名", "駅名", "店舗名", "施設名", "取引先名", "部署名", "商品名カナ", "会社名フリガナ",
        "productName", "file_name", "伝票番号", "商品コード", "数量", "メルマガ",
    ],
)  # fmt: skip
def test_false_friends_announce_nobody(heading: str) -> None:
    assert not {"PERSON", "EMAIL_ADDRESS", "ORGANISATION_ID"} & set(HEADINGS.meaning(heading).kinds)


@pytest.mark.parametrize(
    "heading", ["product.name", "store.name", "organization.name", "station_name", "branch_name", "system_name"]
)
def test_the_name_of_a_thing_is_nobodys(heading: str) -> None:
    assert HEADINGS.meaning(heading).kinds == ()


@pytest.mark.parametrize("heading", ["商品名", "会社名", "駅名", "店舗名", "productName", "商 品 名", "product_name"])
def test_false_friends_refuse_names(heading: str) -> None:
    assert HEADINGS.refuses(heading, "PERSON")
    assert HEADINGS.is_heading(heading)


@pytest.mark.parametrize(
    "heading",
    [
        *("氏名", "電話番号", "備考", "数量", "お客様電話番号", "e-mail", "姓", "フリガナ"),
        *("applicant.name.family", "emergencyContactPhoneNumber", "customer_date_of_birth", "applicant_full_name"),
    ],
)
def test_headings_are_known_as_headings(heading: str) -> None:
    assert HEADINGS.is_heading(heading)


@pytest.mark.parametrize(
    "cell", ["", " ", "佐藤太郎", "090-1234-5678", "東京都港区芝1-2-3", "営業部", "氏" * 41, "1,200円", "要介護1"]
)
def test_values_are_no_headings(cell: str) -> None:
    assert not HEADINGS.is_heading(cell)


@pytest.mark.parametrize("heading", ["被保険者名", "店長名"])
def test_names_of_roles_announce_people(heading: str) -> None:
    assert HEADINGS.meaning(heading).kinds == ("PERSON",)
