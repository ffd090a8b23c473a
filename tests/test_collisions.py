"""Numbers that could be several things: heading, row, title, check digit decide in this order, and it is said."""

from __future__ import annotations

import random

import pytest

from detectors.finding import REPORT
from detectors.validators import corporate_number, driver_license, insurer_number, my_number, phone
from tests.engines import NAMES, engine, listed

CHANCE = random.Random(45)
ROWS = len(NAMES)


def drawn(length: int, *wanted: object, first: str = "") -> list[str]:
    """Six numbers of that length that every one of the functions takes."""
    found: list[str] = []
    while len(found) < ROWS:
        digits = first + "".join(CHANCE.choices("0123456789", k=length - len(first)))
        if all(takes(digits) for takes in wanted):  # type: ignore[operator]
            found.append(digits)
    return found


def is_plain(digits: str) -> bool:
    return not my_number.is_valid(digits) and not driver_license.is_valid(digits)


BOTH = drawn(12, my_number.is_valid, driver_license.is_valid)
LICENSES = drawn(12, driver_license.is_valid, lambda digits: not my_number.is_valid(digits))
MY_NUMBERS = drawn(12, my_number.is_valid, lambda digits: not driver_license.is_valid(digits))
PARCELS = drawn(12, is_plain)
COMPANIES = drawn(13, corporate_number.is_valid)
JANS = drawn(13, corporate_number.is_valid, first="49")
MOBILES = drawn(11, phone.is_valid, first="090")
ELEVENS = drawn(11, first="51")
LANDLINES = drawn(10, phone.is_valid, first="04")
TENS = drawn(10, first="0000")
INSURERS = drawn(8, insurer_number.is_valid, first="06")
DATES = [f"19{year}0{month}1{month}" for year, month in zip(range(60, 99, 5), range(1, 7), strict=False)]
ACCOUNTS = drawn(7)

MY, LICENCE, COMPANY = "JP_MY_NUMBER", "JP_DRIVER_LICENSE", "JP_CORPORATE_NUMBER"
CODE, EMPLOYMENT, PHONE = "JP_RESIDENT_RECORD_CODE", "JP_EMPLOYMENT_INSURANCE_NUMBER", "PHONE_NUMBER"
PENSION, CARE, INSURER = "JP_BASIC_PENSION_NUMBER", "JP_LONG_TERM_CARE_NUMBER", "JP_HEALTH_INSURANCE_INSURER"
HEALTH, BORN, BANK, POST = "JP_HEALTH_INSURANCE_NUMBER", "DATE_OF_BIRTH", "JP_BANK_ACCOUNT", "JP_POSTAL_CODE"
ID = "ORGANISATION_ID"

UNDER_A_HEADING = [
    *[(heading, BOTH, MY) for heading in ("個人番号", "マイナンバー", "本人個人番号", "my_number", "ﾏｲﾅﾝﾊﾞｰ")],
    *[(heading, BOTH, LICENCE) for heading in ("免許証番号", "運転免許証番号", "license_no", "免許情報記録番号")],
    *[
        (heading, BOTH, "")
        for heading in ("伝票番号", "お問い合わせ番号", "送り状番号", "注文番号", "追跡番号", "管理番号")
    ],
    ("個人番号", PARCELS, ""),
    ("免許証番号", PARCELS, LICENCE),  # the formula was never published: a wrong digit refutes nothing
    ("会員番号", BOTH, ID),
    ("法人番号", COMPANIES, COMPANY),
    ("法人番号", JANS, COMPANY),
    *[(heading, JANS, "") for heading in ("JANコード", "商品コード", "バーコード", "ISBN")],
    ("住民票コード", ELEVENS, CODE),
    ("住民票コード", MOBILES, CODE),
    ("雇用保険被保険者番号", ELEVENS, EMPLOYMENT),
    ("雇用保険被保険者番号", MOBILES, EMPLOYMENT),
    ("携帯電話", MOBILES, PHONE),
    ("携帯電話", ELEVENS, ""),
    ("被保険者番号", ELEVENS, EMPLOYMENT),
    ("被保険者番号", TENS, CARE),
    ("被保険者番号", INSURERS, HEALTH),
    ("基礎年金番号", LANDLINES, PENSION),
    ("介護保険被保険者番号", LANDLINES, CARE),
    ("電話番号", LANDLINES, PHONE),
    *[(heading, LANDLINES, "") for heading in ("医療機関コード", "事業所番号", "伝票番号")],
    ("保険者番号", INSURERS, INSURER),
    ("生年月日", DATES, BORN),
    *[(heading, DATES, "") for heading in ("日付", "入社日", "契約日")],
    ("口座番号", ACCOUNTS, BANK),
    ("郵便番号", ACCOUNTS, POST),
    ("商品番号", ACCOUNTS, ""),
]
BESIDE = [
    (["氏名", "免許の種類", "運転免許", "番号"], LICENSES, LICENCE),
    (["氏名", "個人番号カードの有無", "番号"], MY_NUMBERS, MY),
    (["氏名", "健康保険証", "番号"], INSURERS, INSURER),
    (["氏名", "厚生年金加入", "番号"], LANDLINES, PENSION),
    (["氏名", "要介護度の確認", "番号"], TENS, CARE),
    (["氏名", "雇用保険加入", "番号"], ELEVENS, EMPLOYMENT),
    (["氏名", "品目", "番号"], MY_NUMBERS, ""),
    (["氏名", "品目", "番号"], TENS, ""),
    (["事業所", "要介護度の確認", "番号"], TENS, ""),  # nobody stands in these rows
    (["氏名", "免許証番号", "番号"], LICENSES, ""),  # the licence has its own column
    (["氏名", "個人番号カードの有無", "番号"], PARCELS, ""),
]
WITHOUT_HEADING = [
    (MY_NUMBERS, MY),  # six of six fit by chance once in a million lists
    (LICENSES, LICENCE),
    (PARCELS, ""),
    (COMPANIES, ""),
    (MOBILES, PHONE),
    (ELEVENS, ""),
    (TENS, ""),
    (INSURERS, ""),
    (DATES, ""),
    (ACCOUNTS, ""),
]
IN_TEXT = [
    ("個人番号：{}", BOTH, MY),
    ("マイナンバー {} を確認", BOTH, MY),
    ("{}（個人番号）", BOTH, MY),
    ("免許証番号：{}", BOTH, LICENCE),
    ("個人番号の確認は運転免許証 {} による", BOTH, LICENCE),
    *[(text, BOTH, "") for text in ("{}", "番号 {}", "伝票番号：{}", "お問い合わせ番号 {}", "注文 {} を出荷", "ID={}")],
    ("法人番号：{}", JANS, COMPANY),
    *[(text, JANS, "") for text in ("{}", "JAN {}", "商品コード：{}")],
    ("住民票コード：{}", MOBILES, CODE),
    ("携帯 {}", MOBILES, PHONE),
    ("雇用保険のことは {} へ", MOBILES, PHONE),
    ("雇用保険 {}", ELEVENS, EMPLOYMENT),
    ("{}", ELEVENS, ""),
    ("基礎年金番号 {}", LANDLINES, PENSION),
    ("介護保険被保険者番号 {}", LANDLINES, CARE),
    ("電話 {}", LANDLINES, PHONE),
    *[(text, LANDLINES, "") for text in ("医療機関コード {}", "事業所番号 {}", "{}")],
    ("介護保険 {}", TENS, CARE),
    ("保険者番号：{}", INSURERS, INSURER),
    ("後期高齢者医療 被保険者番号 {}", INSURERS, HEALTH),
    *[(text, INSURERS, "") for text in ("{}", "発行日 {}", "金額 {}")],
    ("生年月日：{}", DATES, BORN),
    *[(text, DATES, "") for text in ("{}", "作成日 {}", "保険者番号：{}")],
    ("口座番号：{}", ACCOUNTS, BANK),
    ("〒{}", ACCOUNTS, POST),
    *[(text, ACCOUNTS, "") for text in ("{}", "商品 {}", "{}円")],
]


SYMBOLS = [
    (["保険者番号", "記号", "番号", "枝番"], ["21700023"] * ROWS, [f"{n}23" for n in range(1, 7)], HEALTH),
    (["氏名", "国保", "記号", "番号"], ["港12"] * ROWS, [f"{n}1" for n in range(1, 7)], HEALTH),
    (["記号", "番号", "口座名義"], ["10130"] * ROWS, [f"123456{n}1" for n in range(6)], BANK),
    (["図面", "記号", "番号"], ["A"] * ROWS, [f"{n}" for n in range(1, 7)], ""),
    (["口座名義", "記号", "番号"], ["A"] * ROWS, [f"{n}" for n in range(1, 7)], ""),
]


@pytest.mark.parametrize(("headings", "symbols", "numbers", "kind"), SYMBOLS)
def test_symbol_and_number_in_two_columns(
    headings: list[str], symbols: list[str], numbers: list[str], kind: str
) -> None:
    place = headings.index("記号")
    cells = {"記号": symbols, "番号": numbers, "氏名": list(NAMES), "口座名義": list(NAMES)}
    judged = engine().columns.judge(headings, [cells.get(heading, ["甲", "乙"] * 3) for heading in headings])
    assert [column.kind for column in judged if column.index == place + 1] == ([kind] if kind else [])


def told_of(headings: list[str], values: list[str]) -> dict[str, tuple[str, ...]]:
    """Kind and evidence of the last column, the others filled with names and words."""
    fillers = {"氏名": list(NAMES), "事業所": ["本店", "支店"] * 3, "免許証番号": LICENSES[::-1]}
    cells = [fillers.get(heading, [f"甲{place}" for place in range(ROWS)]) for heading in headings[:-1]]
    judged = engine().columns.judge(headings, [*cells, values])
    return {column.kind: column.evidence for column in judged if column.index == len(headings) - 1}


@pytest.mark.parametrize(("heading", "values", "kind"), UNDER_A_HEADING)
def test_a_heading_decides(heading: str, values: list[str], kind: str) -> None:
    evidence = told_of([heading], values)
    assert list(evidence) == ([kind] if kind else [])
    assert all(why[0].startswith("見出し") for why in evidence.values())


@pytest.mark.parametrize(("headings", "values", "kind"), BESIDE)
def test_under_a_neutral_heading_the_row_decides(headings: list[str], values: list[str], kind: str) -> None:
    evidence = told_of(headings, values)
    assert list(evidence) == ([kind] if kind else [])
    assert all(why[0].startswith("同じ表に『") for why in evidence.values())


@pytest.mark.parametrize(("values", "kind"), WITHOUT_HEADING)
def test_without_a_heading_only_the_form_speaks(values: list[str], kind: str) -> None:
    assert list(told_of([""], values)) == ([kind] if kind else [])


@pytest.mark.parametrize(("text", "values", "kind"), IN_TEXT)
def test_in_running_text(text: str, values: list[str], kind: str) -> None:
    for value in values:
        found = engine().find(text.format(value))
        assert [finding.kind for finding in found] == ([kind] if kind else []), text


def test_the_title_decides_where_no_heading_does() -> None:
    rows = [[name, value] for name, value in zip(NAMES, MY_NUMBERS, strict=True)][:1]
    assert "my_number" in listed(["氏名", "番号"], *rows, path="人事/マイナンバー収集.xlsx").flags
    assert listed(["氏名", "番号"], *rows, path="人事/備品.xlsx").flags == ()


def test_check_digits_of_many_decide_where_nothing_else_does() -> None:
    rows = [[name, value] for name, value in zip(NAMES, MY_NUMBERS, strict=True)]
    assert "my_number" in listed(["氏名", "番号"], *rows, path="人事/一覧.xlsx").flags
    mixed = [[name, value] for name, value in zip(NAMES, [*MY_NUMBERS[:3], *drawn(12, is_plain)[:3]], strict=True)]
    assert listed(["氏名", "番号"], *mixed, path="人事/一覧.xlsx").flags == ()


def test_the_evidence_names_the_other_reading() -> None:
    (number,) = engine().find(f"個人番号：{BOTH[0]}")
    assert number.evidence == ("見出し『個人番号』", "検査用数字が一致", "免許証番号とも読めるが、見出しから個人番号")
    (licence,) = engine().find(f"運転免許証で確認（{BOTH[1]}）")
    assert licence.evidence[-1] == "個人番号とも読めるが、近くの語から免許証番号"
    assert told_of(["雇用保険番号"], MOBILES)[EMPLOYMENT][-1] == "携帯電話番号とも読めるが、見出しから雇用保険の番号"
    (plain,) = engine().find(f"個人番号：{MY_NUMBERS[0]}")
    assert not any("読める" in why for why in plain.evidence)


def test_random_digits_are_no_personal_number() -> None:
    numbers = ["".join(CHANCE.choices("0123456789", k=12)) for _ in range(300)]
    matcher = engine().matchers[MY]
    assert sum(my_number.is_valid(number) for number in numbers) > 10
    assert all(finding.score < REPORT for number in numbers for finding in matcher.find(f"受付 {number} 済", ""))
    assert all(finding.kind not in (MY, LICENCE) for number in numbers for finding in engine().find(f"番号 {number}"))
    assert told_of([""], numbers) == told_of(["番号"], numbers) == {}
