"""Columns judged by heading and content: what confirms a kind, what refutes it, and which values fit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.judged import Column
from detectors.validators import my_number
from tests.engines import BIRTHDAYS, MAILS, NAMES, PHONES, READINGS, Rows, columns, engine

SURNAMES_AND_PLACES = ("大和田", "高橋", "松本", "山本", "石川", "福島")
TWELVE_DIGITS = tuple(my_number.complete(f"{23_456_789_000 + 37 * number:011}") for number in range(8))


def judged(headings: list[str], rows: Rows, *, people_expected: bool = False) -> list[Column]:
    return engine().columns.judge(headings, columns(rows), people_expected=people_expected)


def kinds(headings: list[str], rows: Rows) -> list[str]:
    return [column.kind for column in judged(headings, rows)]


def only(heading: str, *values: str) -> list[str]:
    """The kinds of a table's one telling column, beside numbers."""
    return kinds(["行", heading], [[str(number), value] for number, value in enumerate(values)])


def test_columns_keep_their_order_and_say_why() -> None:
    rows = [list(row) for row in zip(PHONES, NAMES, strict=True)]
    phone, name = judged(["電話番号", "氏名"], rows)
    assert (phone.index, phone.kind, name.index, name.kind) == (0, "PHONE_NUMBER", 1, "PERSON")
    assert name.evidence == ("見出し『氏名』", "値の100%が形に合う")


@pytest.mark.parametrize(
    ("heading", "values", "kind"),
    [
        ("電話番号", ("9024681357", "9012345679", "332104567"), "PHONE_NUMBER"),
        ("電話番号", ("09024681357", "+81-90-1234-5678", "０９０－１２３４－５６７８"), "PHONE_NUMBER"),
        ("生年月日", ("1985-04-01 00:00:00", "1990-05-02 00:00:00"), "DATE_OF_BIRTH"),
        ("生年月日", ("31138", "29221"), "DATE_OF_BIRTH"),
        ("生年月日", ("S60.4.1", "H2.5.2", "昭和60年4月1日"), "DATE_OF_BIRTH"),
        ("個人番号", ("1234 5678 9018", "９８３２０５６７３２１４"), "JP_MY_NUMBER"),
        ("年齢", ("35.0", "41.0"), "AGE"),
        ("担当者", ("佐藤", "鈴木", "高橋"), "PERSON"),
        ("担当者", ("佐藤様", "鈴木部長", "営業部 高橋"), "PERSON"),
        ("氏名", ("マイケル・スミス", "李明", "John Smith"), "PERSON"),
        ("お客様携帯電話", PHONES, "PHONE_NUMBER"),
    ],
)
def test_values_as_programs_write_them(heading: str, values: tuple[str, ...], kind: str) -> None:
    assert only(heading, *values) == [kind]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("PHONE_NUMBER", "9024681357.0"),
        ("JP_MY_NUMBER", "123456789018.0"),
        ("DATE_OF_BIRTH", "31138.0"),
    ],
)
def test_numbers_that_a_program_wrote_as_fractions(kind: str, value: str) -> None:
    assert engine().columns.fits(kind, value)


@pytest.mark.parametrize("heading", ["氏名", "口座名義", "口座名義カナ", "受取人"])
@pytest.mark.parametrize(
    "values", [("ｻﾄｳﾀﾛｳ", "ｽｽﾞｷﾊﾅｺ", "ﾀｶﾊｼｹﾝｲﾁ"), ("サトウタロウ", "スズキハナコ", "タカハシケンイチ")]
)
def test_kana_names_without_a_gap(heading: str, values: tuple[str, ...]) -> None:
    assert only(heading, *values) == ["PERSON"]


@pytest.mark.parametrize(
    "heading",
    [
        "商品名", "品名", "会社名", "駅名", "店舗名", "施設名", "取引先名", "ブランド", "品種", "銘柄", "地域",
        "都道府県", "路線", "メーカー", "名称", "項目", "拠点", "支店", "会議室", "product_name", "station",
        "city", "company", "organization",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "values",
    [SURNAMES_AND_PLACES, ("山田錦", "越乃寒梅", "千代田", "松本城", "高橋牛乳", "松本茶")],
    ids=["surnames and places", "goods"],
)
def test_things_that_are_called_like_people(heading: str, values: tuple[str, ...]) -> None:
    assert "PERSON" not in only(heading, *values)


@pytest.mark.parametrize(
    "values",
    [
        ("Tokyo", "Osaka", "Sapporo"),
        ("札幌", "東京", "大阪", "那覇"),
        ("東京", "大阪", "福岡", "宮崎", "千葉"),
    ],
)
def test_the_name_of_a_place_in_a_weather_table(values: tuple[str, ...]) -> None:
    assert kinds(["date", "name", "temp"], [["2025-01-01", value, str(i)] for i, value in enumerate(values)]) == []


@pytest.mark.parametrize(
    "heading",
    [
        "伝票番号", "お問い合わせ番号", "送り状番号", "追跡番号", "注文ID", "番号", "管理番号", "シリアル番号",
        "整理番号", "契約番号", "JANコード", "荷物No", "tracking_no", "order_id", "invoiceNumber",
    ],
)  # fmt: skip
def test_twelve_digits_with_a_valid_check_digit_are_what_their_heading_says(heading: str) -> None:
    assert only(heading, *TWELVE_DIGITS) == []


def test_twelve_digits_without_a_heading_need_their_check_digits() -> None:
    assert only("", *TWELVE_DIGITS) == ["JP_MY_NUMBER"]
    assert only("", *(number[:-1] + str((int(number[-1]) + 1) % 10) for number in TWELVE_DIGITS)) == []


def test_article_numbers_are_no_numbers_of_people() -> None:
    assert only("JAN", "4901234567894", "4512345678906", "4901777018686") == []
    assert only("", "4901234567894", "4512345678906", "4901777018686") == []


@pytest.mark.parametrize(
    "readings",
    [
        READINGS,
        ("ｻﾄｳ ﾀﾛｳ", "ｽｽﾞｷ ﾊﾅｺ", "ﾀｶﾊｼ ｹﾝｲﾁ", "ﾀﾅｶ ﾐｻｷ", "ｲﾄｳ ｼｮｳﾀ", "ﾜﾀﾅﾍﾞ ﾐﾎ"),
        ("さとう たろう", "すずき はなこ", "たかはし けんいち", "たなか みさき", "いとう しょうた", "わたなべ みほ"),
    ],
    ids=["full width", "half width", "hiragana"],
)
def test_a_reading_beside_the_name_is_no_second_name(readings: tuple[str, ...]) -> None:
    found = judged(["氏名", "フリガナ"], [list(row) for row in zip(NAMES, readings, strict=True)])
    assert [(column.kind, column.part) for column in found] == [("PERSON", ""), ("PERSON", "reading")]


@pytest.mark.parametrize(
    ("heading", "names", "part"),
    [
        ("氏名", NAMES, "reading"),
        ("児童氏名", ("佐藤陽菜", "鈴木蓮", "高橋結衣", "田中湊", "伊藤凛", "渡辺葵"), ""),
        ("児童", ("佐藤陽菜", "鈴木蓮", "高橋結衣", "田中湊", "伊藤凛", "渡辺葵"), ""),
    ],
)
def test_account_holders_are_the_people_beside_them_or_their_parents(
    heading: str, names: tuple[str, ...], part: str
) -> None:
    found = judged([heading, "口座名義(カナ)"], [list(row) for row in zip(names, READINGS, strict=True)])
    assert [(column.heading, column.part) for column in found] == [(heading, ""), ("口座名義(カナ)", part)]


@pytest.mark.parametrize("heading", ["商品名", "会社名"])
@pytest.mark.parametrize(
    "values", [("ヤマノ ホップ", "サクラ ミルク", "モモ ジュース"), ("ビール", "ミルク", "ジュース")]
)
def test_readings_of_things_are_nobodys(heading: str, values: tuple[str, ...]) -> None:
    assert kinds([heading, "フリガナ"], [["品", value] for value in values]) == []


@pytest.mark.parametrize(
    ("heading", "names"),
    [("商品名", ("山田錦", "佐藤錦", "松本茶")), ("会社名", ("山田商店", "佐藤工業", "松本茶舗"))],
)
def test_readings_of_things_that_begin_like_people(heading: str, names: tuple[str, ...]) -> None:
    readings = ("ヤマダ ニシキ", "サトウ ニシキ", "マツモト チャ")
    assert kinds([heading, "フリガナ"], [list(row) for row in zip(names, readings, strict=True)]) == []


@pytest.mark.parametrize("who", ["契約者", "顧客"])
def test_the_given_name_beside_its_surname(who: str) -> None:
    found = judged([f"{who}姓", f"{who}名"], [["佐藤", "太郎"], ["鈴木", "花子"], ["鈴木", "一郎"]])
    assert [column.part for column in found] == ["family", "given"]


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("メール", ("希望する", "希望しない")),
        ("電話番号", ("なし", "未登録", "―")),
        ("担当者", ("営業部", "総務部", "人事部")),
        ("生年月日", ("非公開", "不明")),
        ("個人番号", ("提出済", "未提出")),
        ("性別", ("3", "9")),
    ],
)
def test_a_heading_alone_is_not_enough(heading: str, values: tuple[str, ...]) -> None:
    assert only(heading, *values) == []


@pytest.mark.parametrize(
    ("values", "kind"),
    [(MAILS, "EMAIL_ADDRESS"), (PHONES, "PHONE_NUMBER"), (NAMES, "PERSON"), (BIRTHDAYS, ""), (("1", "2", "3"), "")],
)
def test_without_a_heading_the_form_must_tell(values: tuple[str, ...], kind: str) -> None:
    assert only("", *values) == ([kind] if kind else [])


def test_surnames_count_where_people_are_expected() -> None:
    rows = [["佐藤", "鈴木"], ["高橋", "田中"], ["山本", "中村"]]
    assert judged(["1", "2"], rows) == []
    assert [column.kind for column in judged(["1", "2"], rows, people_expected=True)] == ["PERSON", "PERSON"]


def test_the_values_of_a_stray_cell_do_not_change_a_column() -> None:
    assert only("氏名", *NAMES, "合計", "6名") == ["PERSON"]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(engine().rules)), st.text(max_size=20))
def test_whether_a_value_fits_is_answered_for_any_text(kind: str, value: str) -> None:
    assert engine().columns.fits(kind, value) in (True, False)
