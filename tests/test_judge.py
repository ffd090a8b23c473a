"""Whether a file holds 個人情報: decided with reasons, for the documents that offices have."""

from __future__ import annotations

import pytest

from detectors.documents import Classification
from detectors.finding import KindTotal, Sample
from detectors.judge import Facts, judge
from detectors.validators import credit_card
from tests.engines import NAMES, PHONES, counts, engine, examined, listed, people, table, told

POLICY = (
    "個人情報保護方針\n当社は、個人情報を適切に取り扱います。取得した個人情報は利用目的の範囲で利用し、第三者に提供しません。\n"
    "個人情報の開示・訂正・利用停止の請求は下記窓口まで。\n制定日 2020年4月1日\n個人情報保護管理者　山田太郎\n"
    "お問い合わせ窓口 privacy@sample.co.jp 03-1234-5678"
)
MANUAL = (
    "操作マニュアル\n1. ログイン画面を開きます。\n2. 手順に従って入力します。\n"
    "不明な点は情報システム部の{}（内線1234）まで"
)
LOG = "\n".join(
    f'192.168.0.{n} - - [10/Oct/2025:13:55:3{n} +0900] "GET /index.html HTTP/1.1" 200 2326 "-" "Mozilla/5.0"'
    for n in range(8)
)
CARDS = [credit_card.complete(f"45391488034{number:04}") for number in range(643, 646)]
BLANK = "入会申込書\n氏名：\n住所：〒\n生年月日：　年　月　日\n電話番号：\n"


def test_a_privacy_policy_with_its_manager_is_not_personal() -> None:
    judged = told(POLICY, "個人情報保護方針.docx")
    assert (judged.personal, judged.document_type, judged.persons, judged.flags) == (False, None, 0, ())
    assert judged.person_keys == ()


def test_a_manual_with_one_name_of_the_staff_is_personal() -> None:
    judged = told(MANUAL.format("鈴木一郎さん"), "操作マニュアル.docx")
    assert (judged.personal, judged.persons) == (True, 1)


def test_a_manual_without_names_is_not_personal() -> None:
    assert not told(MANUAL.format("ヘルプデスク"), "操作マニュアル.docx").personal


@pytest.mark.parametrize("brand", ["山本寛斎", "松本", "千代田"])
def test_a_price_list_with_a_brand_like_a_name_is_not_personal(brand: str) -> None:
    judged = listed(
        ["商品コード", "商品名", "ブランド", "価格", "在庫数"],
        ["1", "シャツ", brand, "100", "3"],
        ["2", "靴", "見本靴店", "200", "1"],
        ["3", "帽子", "ミホン", "300", "0"],
        path="価格表.xlsx",
    )
    assert (judged.personal, judged.persons) == (False, 0)


def test_a_price_list_with_brands_like_names_is_not_personal() -> None:
    brands = ["山本耀司", "高田賢三", "三宅一生"]
    rows = people(["1", "2", "3"], ["シャツ", "靴", "帽子"], brands, ["100", "200", "300"])
    assert not listed(["商品コード", "商品名", "ブランド", "価格"], *rows, path="価格表.xlsx").personal


def test_a_price_list_in_words_is_not_personal() -> None:
    assert not told("価格表\n山田錦 720ml 1,800円\n佐藤錦 1kg 3,000円\n千代田 500円", "価格表.docx").personal


def test_lists_of_shops_and_companies_without_people_are_not_personal() -> None:
    rows = people(
        ["松本保育園", "佐藤クリニック", "山田医院"],
        ["東京都港区芝1-2-3", "東京都港区芝1-2-4", "東京都港区芝1-2-5"],
        ["03-1234-5671", "03-1234-5679", "03-1234-5670"],
    )
    judged = listed(["施設名", "住所", "電話番号"], *rows, path="施設一覧.xlsx")
    assert (judged.personal, judged.persons) == (False, 0)
    assert counts(judged) == {"JP_ADDRESS": 3, "PHONE_NUMBER": 3}


def test_a_list_of_companies_with_their_presidents_is_personal() -> None:
    rows = people(["松本商事", "佐藤工業"], ["松本一郎", "佐藤次郎"], ["03-1234-5671", "03-1234-5679"])
    assert listed(["会社名", "代表者", "電話番号"], *rows, path="取引先一覧.xlsx").persons == 2


@pytest.mark.parametrize("path", ["入会申込書.docx", "様式/入会申込書_様式.docx"])
def test_an_empty_form_is_not_personal(path: str) -> None:
    judged = told(BLANK, path)
    assert (judged.personal, judged.persons, judged.kinds) == (False, 0, ())


def test_an_empty_list_is_not_personal() -> None:
    judged = listed(["氏名", "住所", "電話番号"], *[["", "", ""]] * 5, path="名簿_様式.xlsx")
    assert (judged.personal, judged.kinds) == (False, ())


def test_an_example_of_how_to_fill_in_is_not_personal() -> None:
    row = ["記入例）山田太郎", "東京都港区芝1-2-3", PHONES[0], "1985/4/1"]
    assert not listed(["氏名", "住所", "電話番号", "生年月日"], row, path="名簿_記入例.xlsx").personal


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("個人番号：1234-5678-9018", ("my_number", "personal_identifier_code")),
        ("免許証番号 第305012345670号", ("personal_identifier_code",)),
    ],
)
def test_an_identifier_code_alone_is_personal(text: str, flags: tuple[str, ...]) -> None:
    judged = told(text, "メモ.txt")
    assert (judged.personal, judged.flags) == (True, flags)
    assert judged.reasons[0].endswith("（それだけで個人情報）")


def test_a_column_of_individual_numbers_is_personal() -> None:
    judged = listed(["個人番号"], ["123456789018"], ["983205673214"])
    assert (judged.personal, judged.persons, judged.flags) == (True, 2, ("my_number", "personal_identifier_code"))


def test_an_access_log_is_named_but_not_personal() -> None:
    judged = told(LOG, "logs/access.log", "text/plain")
    assert (judged.personal, judged.document_type, judged.persons) == (False, "access_log", 0)
    assert counts(judged) == {"IP_ADDRESS": 8}


@pytest.mark.parametrize("text", ["", "志望動機は以下のとおりです。"])
def test_the_name_of_a_file_is_read(text: str) -> None:
    judged = told(text, "採用/履歴書_山田花子.docx")
    assert (judged.personal, judged.persons, judged.document_type) == (True, 1, "resume")


@pytest.mark.parametrize(
    "path", ["商品/山田錦.pdf", "地図/福島_宮崎.pdf", "議事録/20250401_定例会.docx", "a/b!c/見積.xlsx"]
)
def test_the_name_of_a_file_may_name_nobody(path: str) -> None:
    assert not told("", path).personal


def test_a_surname_in_the_name_of_a_resume_is_somebody() -> None:
    assert told("", "採用/履歴書(佐藤).pdf").personal


def test_what_needs_a_person_is_dropped_where_nobody_is() -> None:
    text = "統合失調症の治療。45歳、男性の平均。"
    assert told(text, "資料.docx").kinds == ()
    judged = told(f"氏名：山田太郎\n病名：統合失調症\n年齢：45歳\n性別：男\n{text}", "資料.docx")
    assert {"MEDICAL_CONDITION", "AGE", "GENDER"} <= set(counts(judged))
    assert judged.flags == ("special_care",)


@pytest.mark.parametrize(
    ("headings", "row", "flags"),
    [
        (["氏名", "病名"], ["うつ病", "糖尿病", "胃がん"], ("special_care",)),
        (["氏名", "クレジットカード番号"], CARDS, ("financial_damage",)),
        (["氏名", "信仰する宗教"], ["仏教", "キリスト教", "イスラム教"], ("special_care",)),
        (["氏名", "部署"], ["営業部", "総務部", "人事部"], ()),
    ],
)
def test_flags_follow_the_kinds(headings: list[str], row: list[str], flags: tuple[str, ...]) -> None:
    assert listed(headings, *people(NAMES[:3], row)).flags == flags


@pytest.mark.parametrize(
    ("path", "media", "expected"),
    [
        ("防犯カメラ/20250401.mp4", "video/mp4", (True, "security_camera", 0)),
        ("広報/商品紹介.mp4", "video/mp4", (False, None, 0)),
    ],
)
def test_recordings_are_judged_by_their_place(path: str, media: str, expected: tuple[bool, str | None, int]) -> None:
    judged = examined(path=path, media_type=media)
    assert (judged.personal, judged.document_type, judged.persons) == expected


def facts(*totals: KindTotal, persons: int = 0, rows: int = 0, columns: frozenset[str] = frozenset()) -> Facts:
    return Facts(totals, Classification(None, None), persons, persons, rows, columns, named=False, media=False)


def total(kind: str, score: float = 0.9, value: str = "値") -> KindTotal:
    return KindTotal(kind, 1, 1, (Sample("本文", score, ("根拠",), value),))


@pytest.mark.parametrize(
    ("given", "personal"),
    [
        (facts(), False),
        (facts(total("JP_ADDRESS")), False),
        (facts(total("JP_MY_NUMBER", 0.95)), True),
        (facts(total("JP_MY_NUMBER", 0.55)), False),
        (facts(total("JP_CORPORATE_NUMBER", 0.95)), False),
        (facts(total("PERSON", 0.9), persons=1), True),
        (facts(total("PERSON", 0.6), persons=1), False),
        (facts(total("EMAIL_ADDRESS", 0.9, "taro@sample.jp"), persons=1), True),
        (facts(total("EMAIL_ADDRESS", 0.9, "info@sample.jp"), persons=0), False),
        (facts(total("PHONE_NUMBER", 0.9, "090-1234-5678"), persons=1), True),
        (facts(total("ORGANISATION_ID"), persons=1, columns=frozenset({"ORGANISATION_ID", "GENDER"})), True),
    ],
)
def test_findings_decide(given: Facts, personal: bool) -> None:
    judged = judge(given, ((b"name", b"mark"),) * given.persons, engine().rules)
    assert judged.personal is personal
    assert judged.reasons and all(reason for reason in judged.reasons)
    assert judged.persons == len(judged.person_keys) == (given.persons if personal else 0)


def test_flags_have_an_order() -> None:
    kinds = ("CREDIT_CARD", "JP_MY_NUMBER", "MEDICAL_CONDITION", "UNION_MEMBERSHIP")
    judged = judge(facts(*map(total, kinds), persons=1), ((b"name", b"mark"),), engine().rules)
    assert judged.flags == ("my_number", "special_care", "jis_special", "personal_identifier_code", "financial_damage")


def test_no_value_stands_in_the_reasons() -> None:
    judged = examined(table([["氏名", "電話番号"], *people(NAMES, PHONES)]), path="顧客名簿.xlsx")
    assert judged.personal
    told_of = " ".join(
        (
            *judged.reasons,
            repr(judged),
            *(reason for kind in judged.kinds for s in kind.samples for reason in s.evidence),
        )
    )
    assert not any(value in told_of for value in (*NAMES, *PHONES))
