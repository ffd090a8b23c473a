"""Law as dated data: what counts on a day, which article stands behind a flag, what is wrong with a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from detectors.documents import Classification
from detectors.finding import KindTotal, Sample
from detectors.judge import Facts, judge
from detectors.laws import FILE, Laws, law_faults, load_laws, read_laws
from detectors.rules import load_kinds
from detectors.validators import credit_card
from tests.engines import NAMES, engine, listed, people, told

TODAY = date(2026, 11, 22)
CARDS = [credit_card.complete(f"45391488034{number:04}") for number in range(700, 706)]


def holding(*kinds: str, services: frozenset[str] = frozenset()) -> Facts:
    totals = tuple(KindTotal(kind, 1, 1, (Sample("本文", 0.95, ("根拠",), "値"),)) for kind in (*kinds, "PERSON"))
    return Facts(totals, Classification(None, None), 1, 1, 0, frozenset(), False, False, services=services)


def flags(*kinds: str, on: date = TODAY, services: frozenset[str] = frozenset()) -> tuple[str, ...]:
    return judge(holding(*kinds, services=services), (), engine().rules, on).flags


def test_the_shipped_file_has_no_faults() -> None:
    assert law_faults(files("rules") / FILE, tuple(load_kinds().values())) == []


@pytest.mark.parametrize(
    ("kind", "given", "article"),
    [
        ("JP_MY_NUMBER", ["my_number", "personal_identifier_code"], "番号法2条9項"),
        ("MEDICAL_CONDITION", ["special_care"], "法2条3項: 病歴"),
        ("HEALTH_CHECK", ["special_care"], "令2条2号: 健康診断"),
        ("MEDICATION", ["special_care"], "令2条3号"),
        ("DISABILITY", ["special_care"], "令2条1号・規5条"),
        ("CRIMINAL_RECORD", ["special_care"], "令2条4号・5号"),
        ("CRIME_VICTIM", ["special_care"], "犯罪により害を被った事実"),
        ("RELIGION_OR_CREED", ["special_care"], "信条"),
        ("RACE_OR_ORIGIN", ["special_care"], "人種"),
        ("SOCIAL_STATUS", ["special_care"], "社会的身分"),
        ("UNION_MEMBERSHIP", ["jis_special"], "J.8.3"),
        ("SEXUAL_LIFE", ["jis_special"], "J.8.3"),
        ("JP_PASSPORT", ["personal_identifier_code"], "令1条2号"),
        ("JP_BASIC_PENSION_NUMBER", ["personal_identifier_code"], "令1条4号"),
        ("JP_DRIVER_LICENSE", ["personal_identifier_code"], "令1条5号"),
        ("JP_RESIDENT_RECORD_CODE", ["personal_identifier_code"], "令1条6号"),
        ("JP_HEALTH_INSURANCE_NUMBER", ["personal_identifier_code"], "令1条3号・7号"),
        ("JP_LONG_TERM_CARE_NUMBER", ["personal_identifier_code"], "令1条8号"),
        ("JP_RESIDENCE_CARD", ["personal_identifier_code"], "規4条4号・9号"),
        ("JP_EMPLOYMENT_INSURANCE_NUMBER", ["personal_identifier_code"], "規4条8号"),
        ("CREDIT_CARD", ["financial_damage"], "規7条2号"),
        *[(kind, [], "") for kind in ("JP_BANK_ACCOUNT", "CREDENTIAL", "DOMICILE_OF_ORIGIN", "JP_CORPORATE_NUMBER")],
    ],
)
def test_each_flag_has_its_article(kind: str, given: list[str], article: str) -> None:
    judged = judge(holding(kind), (), engine().rules, TODAY)
    assert list(judged.flags) == given
    told_of = [reason for reason in judged.reasons if load_kinds()[kind].name in reason and "（" in reason]
    assert any(article in reason for reason in told_of) or not given


def test_a_rule_counts_from_its_first_day() -> None:
    assert flags("HEALTH_CHECK", on=date(2017, 5, 29)) == ()
    assert flags("HEALTH_CHECK", on=date(2017, 5, 30)) == ("special_care",)
    assert flags("UNION_MEMBERSHIP", on=date(2024, 9, 30)) == ()
    assert flags("UNION_MEMBERSHIP", on=date(2024, 10, 1)) == ("jis_special",)
    assert flags("CREDIT_CARD", on=date(2022, 3, 31)) == ()


def test_a_rule_ends_with_its_last_day() -> None:
    rule = replace(load_laws().rules[0], in_force_until=date(2026, 12, 31))
    assert rule.in_force(date(2026, 12, 31))
    assert not rule.in_force(date(2027, 1, 1))


def test_what_has_no_day_never_counts_and_is_shown_apart() -> None:
    laws = load_laws()
    amended = [rule for rule in laws.rules if rule.law == "amendment_2026"]
    assert amended
    assert not any(rule.in_force(date(2099, 1, 1)) for rule in amended)
    assert {rule.id for rule in laws.to_come(["ONLINE_ID", "PERSON"], TODAY)} == {"amendment_contactable"}
    assert laws.to_come(["PERSON"], TODAY) == ()


def test_a_rule_with_a_day_to_come_counts_only_then() -> None:
    laws = load_laws()
    minors = replace(
        next(rule for rule in laws.rules if rule.id == "amendment_under_16"),
        flag="special_care",
        in_force_from=date(2028, 4, 1),
    )
    kind = replace(load_kinds()["DATE_OF_BIRTH"], flags=("special_care",))
    dated = Laws((minors,), laws.names, laws.titles)
    assert list(dated.flagged([kind], date(2028, 3, 31))) == []
    assert dated.to_come(["DATE_OF_BIRTH"], date(2028, 3, 31)) == (minors,)
    assert [one.flag for one in dated.flagged([kind], date(2028, 4, 1))] == ["special_care"]
    assert dated.to_come(["DATE_OF_BIRTH"], date(2028, 4, 1)) == ()


def test_a_kind_of_the_users_own_brings_its_flag_without_an_article() -> None:
    own = replace(load_kinds()["ORGANISATION_ID"], id="CLIENT_CODE", name="顧問先の番号", flags=("special_care",))
    laws = load_laws()
    (flagged,) = laws.flagged([own], TODAY)
    assert laws.reason(flagged) == "要配慮個人情報: 顧問先の番号"


def logins(*above: str) -> tuple[str, ...]:
    rows = people(NAMES, [f"user{n}" for n in range(6)], [f"Hana#202{n}" for n in range(6)])
    return listed([*above], ["氏名", "ログインID", "パスワード"], *rows).flags


def test_a_login_is_money_only_where_it_pays() -> None:
    assert logins("") == ()
    assert logins("社内システムの一覧") == ()
    assert logins("インターネットバンキングの利用者") == ("financial_damage",)
    assert logins("通販サイトの会員") == ("financial_damage",)
    assert "financial_damage" in told("担当 佐藤太郎\nネットバンキング ID：sato01 パスワード：Hana#2025").flags
    assert told("担当 佐藤太郎\n勤怠 ID：sato01 パスワード：Hana#2025").flags == ()


def test_a_whole_card_number_is_money_and_its_last_digits_are_not() -> None:
    assert listed(["氏名", "カード番号"], *people(NAMES, CARDS)).flags == ("financial_damage",)
    ends = [[name, number[-4:], "12/28"] for name, number in zip(NAMES, CARDS, strict=True)]
    assert listed(["氏名", "カード番号下4桁", "有効期限"], *ends).flags == ()
    assert told(f"佐藤太郎様のカード（下4桁 {CARDS[0][-4:]}、有効期限12/28）").flags == ()


def test_a_bank_account_alone_is_not_money() -> None:
    rows = people(NAMES, ["みどり銀行"] * 6, ["本店"] * 6, ["普通"] * 6, [f"123450{n}" for n in range(6)])
    judged = listed(["氏名", "銀行名", "支店名", "種目", "口座番号"], *rows)
    assert "JP_BANK_ACCOUNT" in {total.kind for total in judged.kinds}
    assert judged.flags == ()


GOOD = (
    "laws: {a: 法}\nflags: {special_care: 要配慮}\nrules:\n"
    "  - {id: x, law: a, article: 1条, what: 何か, source: 官報, verified: true, date_verified: true%s}\n"
)
BAD: Sequence[tuple[str, str]] = (
    (GOOD % ", flag: none", "flag の none が flags にありません"),
    (GOOD % ", younger_than: 十六", "younger_than は年齢"),
    (GOOD % ", flag: special_care", "flag には kinds が要ります"),
    (GOOD % ", in_force_from: 令和8年", "施行日は 2022-04-01 の形"),
    (GOOD % ", in_force_from: 2022-04-01, in_force_until: 2021-04-01", "in_force_until が in_force_from より前"),
    (GOOD % ", beside: none_such", "none_such.txt がありません"),
    (GOOD % ", threshold: 千人", "threshold は人数に"),
    (GOOD % ", kinds: [NO_KIND]", "種別 NO_KIND はありません"),
    (GOOD % ", artcle: 2条", "知らない項目"),
    ((GOOD % "").replace("law: a", "law: b"), "law の b が laws にありません"),
    ((GOOD % "").replace("what: 何か", "what: ''"), "what が空"),
    ((GOOD % "").replace("verified: true,", "verified: はい,"), "true か false"),
    ((GOOD % "") + (GOOD % "").split("rules:\n")[1], "id が二度あります"),
    (GOOD % "", "HEALTH_CHECK の区分 special_care に条文がありません"),
    ("laws: [\n", "YAML として読めません"),
    ("flags: {}\n", "項目が足りない"),
)


@pytest.mark.parametrize(("text", "fault"), BAD)
def test_a_faulty_file_is_told(text: str, fault: str, tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_text(text, encoding="utf-8")
    assert any(fault in told_of for told_of in law_faults(path, (load_kinds()["HEALTH_CHECK"],)))
    assert all(told_of.startswith("laws.yaml: ") for told_of in law_faults(path, ()))


def test_a_good_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_text(GOOD % ", threshold: 1001, in_force_from: 2022-04-01", encoding="utf-8")
    assert law_faults(path, ()) == []
    (rule,) = read_laws(path).rules
    assert (rule.threshold, rule.in_force(date(2022, 4, 1)), rule.flag) == (1001, True, "")
