"""Columns without a telling heading, which their form and the other columns explain."""

from __future__ import annotations

import pytest

from tests.engines import BIRTHDAYS, NAMES, PHONES, counts, listed, people

FOREIGN = ("NGUYEN VAN AN", "TRAN THI LAN", "SANTOS MARIA", "SHRESTHA BIKASH")
CARDS = ("MR79309021UD", "LN33395536JU", "NF04041875RE", "SB72648663KT")


def test_foreign_names_beside_residence_cards() -> None:
    judged = listed(*people(FOREIGN, ["ベトナム", "ベトナム", "フィリピン", "ネパール"], CARDS))
    assert (judged.personal, judged.persons, judged.flags) == (True, 4, ("personal_identifier_code",))
    assert counts(judged) == {"PERSON": 4, "JP_RESIDENCE_CARD": 4}


def test_latin_words_beside_nothing_of_people_are_no_names() -> None:
    judged = listed(*people(["Blue Shirt", "Red Jacket", "White Socks"], ["M", "L", "S"], ["1200", "3400", "500"]))
    assert (judged.personal, counts(judged)) == (False, {})


@pytest.mark.parametrize("heading", ["", "項目2", "field2"])
def test_days_beside_names_that_lie_as_birthdays_do(heading: str) -> None:
    headings = [["項目1" if heading else "", heading]] if heading else []
    assert counts(listed(*headings, *people(NAMES, BIRTHDAYS))) == {"PERSON": 6, "DATE_OF_BIRTH": 6}


def test_days_on_which_people_came_are_no_birthdays() -> None:
    days = [f"2025/{month}/1" for month in range(1, 7)]
    assert counts(listed(*people(NAMES, days))) == {"PERSON": 6}


def test_numbers_of_employment_insurance_beside_names() -> None:
    numbers = [f"{7000 + at}-61405{at}-{at}" for at in range(6)]
    assert counts(listed(*people(numbers, NAMES)))["JP_EMPLOYMENT_INSURANCE_NUMBER"] == 6
    assert counts(listed(*people(numbers, ["赤", "青", "黄", "白", "黒", "茶"]))) == {}


def test_surnames_with_an_honorific_are_the_people_of_their_phones() -> None:
    cells = [f"{name[:2]}様" for name in NAMES]
    judged = listed(["時刻", "予約", "電話"], *people(["10:00"] * 6, cells, PHONES))
    assert (judged.persons, counts(judged)["PERSON"]) == (6, 6)


def test_people_among_companies() -> None:
    names = ["株式会社青空商店", "佐々木 歩", "有限会社若葉", "池田 さくら", "合同会社山川"]
    judged = listed(["得意先名", "電話"], *people(names, [f"03-3456-123{at}" for at in range(5)]))
    assert (judged.personal, judged.persons, counts(judged)["PERSON"]) == (True, 2, 2)


def test_companies_called_after_people_are_no_people() -> None:
    names = ["山田太郎商店", "鈴木花子税理士法人", "佐藤建設", "松本清"]
    assert not listed(["得意先名", "電話"], *people(names, [f"03-3456-123{at}" for at in range(4)])).personal


def test_surnames_that_are_counted_are_nobodys() -> None:
    rows = people("123456", ["佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺"], ["1,862,000"] * 6)
    assert not listed(["順位", "名字", "人数"], *rows, path="名字ランキング.csv").personal


def test_who_holds_the_account_may_be_somebody_else() -> None:
    own = ("サトウ タロウ", "スズキ ハナコ", "タカハシ ケンイチ", "タナカ ミサキ")
    holders = ("サトウ タロウ", "スズキ ハナコ", "タカハシ ヨウコ", "タナカ ミサキ")
    judged = listed(["利用者氏名", "利用者氏名カナ", "口座名義人"], *people(NAMES[:4], own, holders))
    assert judged.persons == 5


def test_two_who_check_are_not_whom_foreign_names_are_read_as() -> None:
    headings = ["Name", "カナ", "在留カード番号", "確認者"]
    kana = ("グエン ヴァン アン", "チャン ティ ラン", "サントス マリア", "シュレスタ ビカス")
    judged = listed(headings, *people(FOREIGN, kana, CARDS, ["伊藤", "田中"] * 2))
    assert judged.persons == 6


def test_products_that_look_like_people_take_no_label_from_their_heading() -> None:
    products = ["南部せんべい", "六角レンチ", "単三電池", "軍手", "脚立", "養生テープ"]
    judged = listed(["id", "name", "jan"], *people("123456", products, [f"490123456789{at}" for at in range(6)]))
    assert counts(judged).get("PERSON", 0) == 0


def test_labels_and_values_in_turn_are_a_form() -> None:
    judged = listed(
        ["氏名", "", "松永 仁", "年齢", "41", "性別", "男"], ["最寄駅", "", "芝駅", "最終学歴", "見本大学", "", ""]
    )
    assert counts(judged)["PERSON"] == 1
