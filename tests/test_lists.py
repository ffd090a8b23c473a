"""Lists read chunk by chunk: who stands in a row, what a cell holds, and what is said in remarks."""

from __future__ import annotations

import pytest

from detectors.finding import Judgement
from tests.engines import (
    MAILS,
    NAMES,
    PHONES,
    READINGS,
    counts,
    distinct,
    listed,
    people,
)

REST = ("中村次郎", "小林美奈", "加藤一夫")


def under(heading: str, *cells: str) -> Judgement:
    """A list with this column beside an unrelated one."""
    return listed(["日付", heading], *(["4/1", cell] for cell in cells))


def beside_three(cell: str) -> int:
    """How many people a column 氏名 names, of which three are plain."""
    return under("氏名", cell, *REST).persons


PARTS = [
    ["佐藤", "太郎", "サトウ", "タロウ"],
    ["鈴木", "花子", "スズキ", "ハナコ"],
    ["鈴木", "一郎", "スズキ", "イチロウ"],
]


@pytest.mark.parametrize(
    "headings",
    [
        ["姓", "名", "セイ", "メイ"],
        ["姓", "名", "姓カナ", "名カナ"],
        ["姓", "名", "ふりがな（姓）", "ふりがな（名）"],
        ["お名前（姓）", "お名前（名）", "お名前（セイ）", "お名前（メイ）"],
        ["氏名_姓", "氏名_名", "カナ_姓", "カナ_名"],
        ["last_name", "first_name", "last_name_kana", "first_name_kana"],
        ["lastName", "firstName", "lastNameKana", "firstNameKana"],
        ["name.last", "name.first", "name.lastKana", "name.firstKana"],
        ["姓", "名", "姓（カナ）", "名（カナ）"],
        ["姓(漢字)", "名(漢字)", "姓(全角カナ)", "名(全角カナ)"],
        ["契約者姓", "契約者名", "契約者姓カナ", "契約者名カナ"],
        ["苗字", "名前", "苗字(フリガナ)", "名前(フリガナ)"],
    ],
)
def test_surname_and_given_name_are_one_person(headings: list[str]) -> None:
    judged = listed(headings, *PARTS)
    assert (judged.persons, judged.persons_max, counts(judged)["PERSON"]) == (3, 3, 3)


@pytest.mark.parametrize("headings", [["名", "姓"], ["first_name", "last_name"], ["user.firstName", "user.lastName"]])
def test_the_given_name_may_stand_first(headings: list[str]) -> None:
    assert listed(headings, ["太郎", "佐藤"], ["花子", "佐藤"], ["一郎", "佐藤"]).persons == 3


@pytest.mark.parametrize("headings", [["フリガナ", "メール"], ["セイ", "メール"], ["name_kana", "email"]])
def test_readings_alone_are_names(headings: list[str]) -> None:
    judged = listed(headings, *people(READINGS if headings[0] != "セイ" else [r.split()[0] for r in READINGS], MAILS))
    assert (judged.persons, counts(judged)["PERSON"]) == (6, 6)


@pytest.mark.parametrize(
    "cells",
    [
        ("佐藤太郎、鈴木花子、高橋健一", "佐藤太郎、田中美咲"),
        ("佐藤太郎,鈴木花子", "高橋健一，田中美咲"),
        ("佐藤太郎\n鈴木花子\n高橋健一", "田中美咲"),
        ("佐藤太郎／鈴木花子", "高橋健一/田中美咲"),
        ("佐藤太郎；鈴木花子；高橋健一；田中美咲", "佐藤太郎"),
        ("佐藤、鈴木", "高橋、田中"),
    ],
)
def test_a_cell_may_name_several(cells: tuple[str, ...]) -> None:
    assert under("出席者", *cells).persons == 4


@pytest.mark.parametrize("gap", ["\n", " ", "　", "  ", "　　"])
def test_a_name_may_be_split_inside_its_cell(gap: str) -> None:
    judged = under("氏名", f"佐藤{gap}太郎", f"鈴木{gap}花子")
    assert (judged.persons, distinct(judged)["PERSON"]) == (2, 2)


@pytest.mark.parametrize("cell", ["{kana}\n{name}", "{name}\n{kana}"])
def test_a_reading_in_the_cell_of_its_name_is_nobody_else(cell: str) -> None:
    cells = [cell.format(name=name, kana=kana) for name, kana in zip(NAMES, READINGS, strict=True)]
    assert under("氏名", *cells).persons == 6


@pytest.mark.parametrize(
    "cell",
    [
        "佐藤太郎様", "佐藤太郎 殿", "佐藤太郎さん", "部長 佐藤太郎", "課長　佐藤太郎", "佐藤太郎（兼務）",
        "佐藤太郎(営業部)", "佐藤太郎（サトウタロウ）", "佐藤(太郎)", "佐藤太郎/営業部", "営業部/佐藤太郎",
        "佐藤,太郎", "佐藤", "渡邉", "髙橋 はな", "小鳥遊 六花", "Taro SATO", "佐藤太郎(090-1234-5678)",
        "佐藤太郎 <taro@sample.jp>", "○佐藤太郎", "※佐藤太郎", "◎佐藤太郎", "●佐藤太郎", "*佐藤太郎", "1.佐藤太郎",
        "①佐藤太郎", "佐 藤 太 郎", "佐藤\u3000太\u3000郎", "佐藤太郎 他2名", "株式会社見本 佐藤太郎",
        "佐藤太郎 090-1234-5678", "佐藤・太郎", "佐藤 Taro",
    ],
)  # fmt: skip
def test_a_name_with_what_people_write_beside_it(cell: str) -> None:
    assert beside_three(cell.strip()) == 4


@pytest.mark.parametrize(
    "cell", ["なし", "―", "-", "×", "同上", "匿名", "未定", "退職者", "合計", "", "　", "6名", "営業部"]
)
def test_what_is_nobody_in_a_name_column(cell: str) -> None:
    assert beside_three(cell) == 3


def test_surnames_alone_are_people() -> None:
    judged = under("担当者", "佐藤", "鈴木", "高橋", "佐藤")
    assert (judged.persons, judged.persons_max) == (3, 4)


def test_surnames_with_section_and_title_are_people() -> None:
    assert under("担当者", "佐藤様", "鈴木部長", "営業部 高橋").persons == 3


@pytest.mark.parametrize("staff_first", [False, True])
@pytest.mark.parametrize("names", [["斎藤", "加藤"], ["山本", "中村"]])
def test_staff_beside_customers_are_other_people(names: list[str], staff_first: bool) -> None:
    staff = [*names, *names, *names]
    left = [["担当者", "顧客名", "電話番号"], *people(staff, NAMES, PHONES)]
    rows = left if staff_first else [[*row[1:], row[0]] for row in left]
    assert listed(*rows).persons == 8


def test_the_contacts_of_a_row_are_the_customers() -> None:
    staff = ["山本一郎", "山本一郎", "中村二郎", "山本一郎", "中村二郎", "山本一郎"]
    assert listed(["顧客名", "メール", "担当者"], *people(NAMES, MAILS, staff)).persons == 8
    assert listed(["担当者", "顧客名", "メール"], *people(staff, NAMES, MAILS)).persons == 8


def test_a_row_without_a_name_is_somebody_by_his_contact() -> None:
    assert listed(["氏名", "メール"], [NAMES[0], MAILS[0]], ["", MAILS[1]], [NAMES[2], ""]).persons == 3


def test_remarks_are_read_as_text() -> None:
    judged = under("備考", f"佐藤太郎様より電話あり {PHONES[0]}", "担当：鈴木花子", "在庫確認", "")
    assert (judged.persons, counts(judged)) == (2, {"PERSON": 2, "PHONE_NUMBER": 1})


def test_who_is_named_in_the_remarks_on_his_own_row_is_one_person() -> None:
    judged = listed(["氏名", "備考"], ["佐藤太郎", "佐藤太郎様と面談"], ["鈴木花子", "鈴木様不在"])
    assert judged.persons == 2


@pytest.mark.parametrize("remark", [f"折り返し{PHONES[0]}まで", f"返信先 {MAILS[0]}"])
def test_a_persons_contact_in_the_remarks_is_personal(remark: str) -> None:
    judged = under("備考", remark, "了解", "在庫確認", "")
    assert (judged.personal, judged.persons) == (True, 1)


@pytest.mark.parametrize(
    ("headings", "row", "kind"),
    [
        (["氏名", "連絡先"], ["渡辺美穂", MAILS[5]], "EMAIL_ADDRESS"),
        (["氏名", "電話番号"], ["渡辺美穂", f"{PHONES[5]}\n03-1234-5678"], "PHONE_NUMBER"),
        (["氏名", "電話番号"], ["渡辺美穂", f"{PHONES[5]}（平日は{PHONES[4]}）"], "PHONE_NUMBER"),
        (["氏名", "電話番号"], ["渡辺美穂", f"山本一郎様方 {PHONES[5]}"], "PHONE_NUMBER"),
    ],
)
def test_a_cell_that_does_not_fit_its_column_is_read_as_text(headings: list[str], row: list[str], kind: str) -> None:
    plain = listed(headings, *people(NAMES[:4], PHONES[:4]))
    more = listed(headings, *people(NAMES[:4], PHONES[:4]), row)
    assert counts(more).get(kind, 0) > counts(plain).get(kind, 0)


def test_two_addresses_in_one_cell_are_two() -> None:
    judged = listed(["氏名", "メール"], *people(NAMES[:3], MAILS[:3]), [NAMES[3], f"{MAILS[3]}; {MAILS[4]}"])
    assert counts(judged)["EMAIL_ADDRESS"] == 5


def test_places_under_name_are_nobody() -> None:
    places = ("東京", "大阪", "福岡", "宮崎", "千葉")
    assert listed(["date", "name", "temp"], *(["2025-01-01", place, "5.1"] for place in places)).persons == 0


def test_contacts_under_headings_that_say_nothing_are_people() -> None:
    judged = listed(["col1", "col2"], *people(MAILS[:3], PHONES[:3]))
    assert (judged.personal, judged.persons) == (True, 3)


def test_words_that_look_like_names_in_few_of_many_rows_are_words() -> None:
    """Names of institutions and slogans now and then hold what the dictionary knows as a name."""
    rows = [[f"第{number}病院", f"{number}-0000"] for number in range(60)] + [["恵佑太郎記念", "1-0000"]]
    assert counts(listed(["施設", "番号"], *rows, path="施設.csv")).get("PERSON", 0) == 0


def test_a_name_in_the_remarks_of_a_long_list_is_somebodys() -> None:
    rows = [[f"棚{number}", ""] for number in range(60)] + [["棚60", "佐藤太郎に確認済み"]]
    assert counts(listed(["棚", "備考"], *rows, path="在庫.csv")).get("PERSON", 0) == 1


def test_a_shop_with_a_phone_and_a_pharmacist_is_no_patient() -> None:
    heads = ["薬局名", "電話番号", "管理薬剤師", "処方"]
    rows = people(["みなと薬局"] * 6, ["03-3210-4411"] * 6, NAMES, ["在宅・麻薬"] * 6)
    assert "special_care" not in listed(heads, *rows).flags
    assert "special_care" in listed(["患者氏名", "処方"], *people(NAMES, ["アムロジピン錠5mg"] * 6)).flags


def test_labels_for_envelopes_hold_every_address_with_its_building_below() -> None:
    rows = [
        ["〒277-0005", "〒460-0008"],
        ["千葉県柏市柏3-17-18", "愛知県名古屋市中区栄4丁目18番14号"],
        ["メゾン・ド・旭 305号", "ハイム青空A-102"],
        ["星 花子 様", "岡本 キヨ 様"],
    ]
    assert counts(listed(rows[0], *rows[1:], path="宛名.csv"))["JP_ADDRESS"] == 2


def test_care_levels_in_the_third_row_are_no_headings() -> None:
    rows = people(NAMES[:4], ["0001422530", "0001006114", "0009500478", "H403422179"], ["要介護1"] * 4, NAMES[:4])
    assert (
        counts(listed(["ご利用者様", "介護保険被保険者番号", "要介護状態区分", "担当ケアマネ"], *rows))[
            "JP_LONG_TERM_CARE_NUMBER"
        ]
        == 4
    )
