"""Lists with several things in a column, or one thing in several columns."""

from __future__ import annotations

import pytest

from detectors.validators import corporate_number, my_number
from tests.engines import ADDRESSES, MAILS, NAMES, PHONES, counts, examined, listed, people, table

MY_NUMBERS = [my_number.complete(f"{34_567_891_000 + 41 * number:011}") for number in range(3)]
COMPANIES = [corporate_number.complete(f"{number:012}") for number in (500_001_015_432, 30_001_031_119, 70_001_012_345)]


@pytest.mark.parametrize("between", ["又は", "または", "／", "・"])
def test_a_column_may_hold_either_of_two_numbers(between: str) -> None:
    heading = f"個人番号{between}法人番号"
    numbers = [MY_NUMBERS[0], COMPANIES[0], MY_NUMBERS[1], COMPANIES[1]]
    rows = people(["佐藤太郎", "株式会社青空", "鈴木花子", "有限会社若葉"], numbers)
    judged = listed(["支払先", heading], *rows)
    assert {kind: counts(judged)[kind] for kind in ("JP_MY_NUMBER", "JP_CORPORATE_NUMBER")} == {
        "JP_MY_NUMBER": 2,
        "JP_CORPORATE_NUMBER": 2,
    }
    assert "my_number" in judged.flags


def test_the_kind_of_a_number_may_stand_beside_it() -> None:
    kinds = ["運転免許証", "パスポート", "運転免許証", "マイナンバーカード", "年金手帳", "パスポート"]
    numbers = ["309012345620", "TR7806293", "622100000330", MY_NUMBERS[2], "4152-427626", "MU6058382"]
    judged = listed(["氏名", "確認書類", "書類番号", "確認日"], *people(NAMES, kinds, numbers, ["2025/9/1"] * 6))
    assert counts(judged) == {
        "PERSON": 6,
        "JP_DRIVER_LICENSE": 2,
        "JP_PASSPORT": 2,
        "JP_MY_NUMBER": 1,
        "JP_BASIC_PENSION_NUMBER": 1,
    }


def test_a_number_under_no_word_for_its_kind_stays_untold() -> None:
    judged = listed(["氏名", "区分", "書類番号"], *people(NAMES, ["A", "B", "C", "A"], ["309012345620"] * 4))
    assert counts(judged) == {"PERSON": 4}


@pytest.mark.parametrize("form", ["{}（{}）", "{}\n{}", "{} TEL {}", "{} {}（内線12）"])
def test_a_name_and_a_phone_number_may_share_a_cell(form: str) -> None:
    cells = [form.format(name, phone) for name, phone in zip(NAMES, PHONES, strict=True)]
    judged = listed(["地区", "正担当"], *people([f"{number}区" for number in range(6)], cells))
    assert (judged.persons, counts(judged)) == (6, {"PERSON": 6, "PHONE_NUMBER": 6})


def test_a_label_for_an_envelope_is_code_address_and_name() -> None:
    cells = [f"〒105-001{at}　{ADDRESSES[at]}　{NAMES[at]} 様" for at in range(4)]
    judged = listed(["No", "送付先"], *people("1234", cells))
    assert (judged.persons, counts(judged)) == (4, {"PERSON": 4, "JP_ADDRESS": 4, "JP_POSTAL_CODE": 4})


def test_a_birthday_a_phone_number_and_a_postal_code_in_several_columns() -> None:
    headings = ["氏名", "生年", "月", "日", "電話1", "電話2", "電話3", "郵便番号1", "郵便番号2"]
    rest = [["1985", "4", "1"], ["1990", "12", "31"], ["1972", "7", "9"]]
    rows = [[NAMES[at], *rest[at], "090", "1234", f"567{at}", "105", f"001{at}"] for at in range(3)]
    assert counts(listed(headings, *rows)) == {
        "PERSON": 3,
        "DATE_OF_BIRTH": 3,
        "PHONE_NUMBER": 3,
        "JP_POSTAL_CODE": 3,
    }


def test_a_heading_of_names_over_two_columns() -> None:
    judged = listed(
        ["クラス", "名前", "", "コーチ"], ["水3", "吉田", "ゆい", "本田"], ["火2", "小野", "さくら", "近藤"]
    )
    assert (judged.persons, counts(judged)["PERSON"]) == (4, 4)


def test_a_later_chunk_is_put_in_the_same_order() -> None:
    cells = [f"{name}（{phone}）" for name, phone in zip(NAMES, PHONES, strict=True)]
    chunks = table([["地区", "正担当"], *people("123", cells[:3])]), table(people("456", cells[3:]), first_row=5)
    assert counts(examined(*chunks)) == {"PERSON": 6, "PHONE_NUMBER": 6}


@pytest.mark.parametrize("between", ["; ", ", ", " / ", "\n", "、"])
def test_several_contacts_in_a_cell_are_each_counted(between: str) -> None:
    mails = [f"{mail}{between}home-{mail}" for mail in MAILS]
    phones = [f"{phone}{between}03-3456-123{at}" for at, phone in enumerate(PHONES)]
    judged = listed(["氏名", "メール", "電話"], *people(NAMES, mails, phones))
    assert (judged.persons, counts(judged)) == (6, {"PERSON": 6, "EMAIL_ADDRESS": 12, "PHONE_NUMBER": 12})
