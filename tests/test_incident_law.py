"""The worked cases of leak reporting, asked on the command line of a register that a scan filled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import Run, here
from tests.incident_share import LOST, asked, reported, rule, unknown

DAY_3, DAY_5, DAY_30, DAY_60 = "2025-06-04", "2025-06-06", "2025-07-01", "2025-07-31"
PROMPT = {"preliminary": DAY_3, "preliminary_latest": DAY_5}
THIRTY, SIXTY = PROMPT | {"final": DAY_30}, PROMPT | {"final": DAY_60}
ONLY_FINAL = {"preliminary": None, "preliminary_latest": None, "final": DAY_30}
NOTHING = {"preliminary": None, "preliminary_latest": None, "final": None}


@pytest.fixture
def run(
    incident_folder: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Iterator[Run]:
    yield here(monkeypatch, capsysbinary, incident_folder)


def test_a_lost_laptop_with_exactly_a_thousand_customers_goes_to_the_mark_only(run: Run) -> None:
    told = asked(run, "営業部/ノートPC", *LOST)
    assert (told["persons"], told["persons_max"]) == (1_000, 1_000)
    assert reported(told) == {"pmark"} and not unknown(told)
    over = rule(told, "appi_over_1000_persons")
    assert over["verdict"] == "not_required" and over["due"] == NOTHING
    assert "1,000人ちょうどは「1,000人を超える」に当たりません。" in over["reasons"][0]
    assert over["articles"] == ["法26条1項", "規7条4号"]
    assert rule(told, "appi_ill_intent")["assumptions"] == ["盗難や転売など、不正の目的を疑わせる事情はない。"]
    assert rule(told, "pmark")["due"] == ONLY_FINAL and rule(told, "pmark")["articles"] == ["PMK500"]
    assert rule(told, "persons")["verdict"] == "not_required"
    assert rule(told, "persons")["articles"] == ["法26条2項", "規10条"]


def test_the_same_data_on_the_net_leaves_the_intent_open(run: Run) -> None:
    told = asked(run, "営業部/ノートPC", *LOST, "--public")
    arguable = rule(told, "appi_ill_intent")
    assert arguable["verdict"] == "unknown" and arguable["articles"] == ["法26条1項", "規7条3号"]
    assert arguable["deciding_fact"] == "不正の目的をもって流出させた者がいるか"
    assert arguable["due"] == SIXTY
    assert rule(told, "persons")["verdict"] == "unknown"
    assert rule(told, "pmark")["due"] == THIRTY  # a 速報 may be due too


def test_a_stolen_laptop_is_reported_whatever_the_number(run: Run) -> None:
    told = asked(run, "営業部/ノートPC", *LOST, "--ill-intent")
    assert {"appi_ill_intent", "persons", "pmark"} == reported(told)
    assert rule(told, "pmark")["due"] == SIXTY


def test_one_person_more_is_over_a_thousand(run: Run) -> None:
    told = asked(run, "営業部/ノートPC2", *LOST)
    assert told["persons"] == 1_001
    assert reported(told) == {"appi_over_1000_persons", "pmark", "persons"}
    assert rule(told, "appi_over_1000_persons")["due"] == THIRTY
    assert rule(told, "pmark")["due"] == THIRTY
    assert told["verdicts"]["commission"] == {"verdict": "report", "due": THIRTY}


def test_encryption_with_a_safe_key_takes_it_out_of_the_law_and_not_of_the_mark(run: Run) -> None:
    told = asked(run, "営業部/ノートPC2", "--cause", "loss", "--encrypted", "--key-safe")
    assert reported(told) == {"pmark"}
    over = rule(told, "appi_over_1000_persons")
    assert over["articles"] == ["法26条1項", "規7条4号", "規7条1号括弧書"]
    assert "高度な暗号化" in over["reasons"][0]
    assert rule(told, "pmark")["due"] == ONLY_FINAL
    assert any("今の PMK500 で確かめて" in text for text in rule(told, "pmark")["assumptions"])


def test_encryption_does_not_help_where_the_key_went_along(run: Run) -> None:
    told = asked(run, "営業部/ノートPC2", "--cause", "loss", "--encrypted", "--key-leaked")
    assert "appi_over_1000_persons" in reported(told)
    assert any("鍵・パスワードも漏れた" in reason for reason in rule(told, "appi_over_1000_persons")["reasons"])


def test_that_the_key_is_safe_is_an_assumption_where_nobody_said_so(run: Run) -> None:
    told = asked(run, "営業部/ノートPC2", "--cause", "loss", "--encrypted")
    assert any("鍵・パスワードは漏れていない。" in one for one in rule(told, "appi_over_1000_persons")["assumptions"])


def test_whoever_takes_data_away_may_have_the_key(run: Run) -> None:
    told = asked(run, "営業部/ノートPC2", "--cause", "insider", "--encrypted")
    assert rule(told, "appi_ill_intent")["deciding_fact"] == "持ち出した者が鍵・パスワードを使えたかどうか"


def test_the_check_up_of_one_employee_sent_to_the_wrong_person(run: Run) -> None:
    told = asked(run, "人事部/健診/健康診断結果.csv", "--cause", "misdelivery")
    assert told["persons"] == 1 and told["flags"] == ["special_care"]
    assert reported(told) == {"appi_special_care", "pmark", "persons"}
    assert rule(told, "appi_special_care")["articles"] == ["法26条1項", "規7条1号"]
    assert rule(told, "appi_special_care")["due"] == THIRTY
    assert rule(told, "pmark")["due"] == THIRTY
    assert "個人データ" in "".join(told["assumptions"])


def test_the_same_deleted_unread_is_no_leak_and_says_so(run: Run) -> None:
    told = asked(run, "人事部/健診/健康診断結果.csv", "--cause", "misdelivery", "--recovered")
    care = rule(told, "appi_special_care")
    assert care["verdict"] == "not_required"
    assert "通則ガイドライン3-5-1-1" in care["articles"]
    assert care["assumptions"] == ["回収までにだれも見ていないことを、相手の確認やアクセスの記録で示せる。"]
    assert "pmark" in reported(told)


def test_who_broke_in_has_seen_it_unless_proved_otherwise(run: Run) -> None:
    told = asked(run, "人事部/健診/健康診断結果.csv", "--cause", "unauthorised", "--recovered")
    assert rule(told, "appi_special_care")["verdict"] == "unknown"
    assert "見たり写したり" in rule(told, "appi_special_care")["deciding_fact"]


def test_cards_skimmed_while_they_were_entered(run: Run) -> None:
    entered = ("--cause", "unauthorised", "--not-stored", "--persons", "3", "--kind", "クレジットカード番号")
    told = asked(run, *entered)
    assert told["persons"] == 3 and told["flags"] == ["financial_damage"]
    assert reported(told) == {"appi_ill_intent", "pmark", "persons"}
    assert rule(told, "appi_ill_intent")["articles"] == ["法26条1項", "規7条3号"]
    assert rule(told, "appi_ill_intent")["due"] == SIXTY
    assert rule(told, "appi_financial_damage")["verdict"] == "not_required"
    assert "規7条3号で判断" in rule(told, "appi_financial_damage")["reasons"][0]
    assert rule(told, "pmark")["due"] == SIXTY


def test_before_april_2024_what_was_only_being_entered_was_no_case(run: Run) -> None:
    entered = ("--cause", "unauthorised", "--not-stored", "--persons", "3", "--kind", "CREDIT_CARD")
    done = run("incident", "assess", *entered, "--noticed", "2024-03-31", "--format", "json")
    told = json.loads(done.out)
    assert rule(told, "appi_ill_intent")["verdict"] == "not_required"
    assert "2024年4月1日から" in rule(told, "appi_ill_intent")["reasons"][0]


def test_before_april_2022_there_was_no_duty(run: Run) -> None:
    done = run("incident", "assess", "営業部", "--cause", "insider", "--noticed", "2022-03-31", "--format", "json")
    told = json.loads(done.out)
    assert told["judgements"] == []
    assert any("義務は 2022-04-01 に始まった" in text for text in told["assumptions"])


def test_the_year_end_papers_of_101_employees(run: Run) -> None:
    told = asked(run, "人事部/年末調整/扶養控除等申告書.csv", *LOST)
    assert told["my_number_persons"] == 101
    numbers = rule(told, "my_number_over_100_persons")
    assert numbers["verdict"] == "report" and numbers["due"] == THIRTY
    assert numbers["articles"] == ["番号法29条の4第1項", "平成27年特定個人情報保護委員会規則5号2条4号"]
    assert {"appi_special_care", "persons", "persons_my_number", "pmark"} < reported(told)  # 障害者の区分
    assert "障害" in rule(told, "appi_special_care")["reasons"][0]
    assert rule(told, "appi_over_1000_persons")["verdict"] == "not_required"
    assert rule(told, "my_number_public")["verdict"] == "not_required"
    assert rule(told, "persons_my_number")["articles"] == ["番号法29条の4第2項"]


def test_exactly_100_numbers_are_not_over_100(run: Run) -> None:
    told = asked(run, "人事部/年末調整百人", *LOST)
    assert told["my_number_persons"] == 100
    assert reported(told) == {"pmark"}
    on_the_net = asked(run, "人事部/年末調整百人", "--cause", "misdelivery", "--public")
    assert rule(on_the_net, "my_number_public")["verdict"] == "report"
    assert rule(on_the_net, "my_number_public")["articles"][1].endswith("2条3号")


def test_a_leaver_with_a_list_of_300_on_a_stick(run: Run) -> None:
    told = asked(run, "営業部/名簿/顧客300.csv", "--cause", "insider")
    assert told["persons"] == 300
    assert reported(told) == {"appi_ill_intent", "pmark", "persons"}
    assert rule(told, "appi_ill_intent")["due"] == SIXTY and rule(told, "pmark")["due"] == SIXTY
    assert told["copies"] == ["営業部/名簿/控え/顧客300.csv"]


def test_a_leaver_with_check_ups_has_sixty_days_for_the_whole(run: Run) -> None:
    told = asked(run, "人事部/健診", "--cause", "持ち出し")
    assert rule(told, "appi_special_care")["due"] == SIXTY
    assert told["verdicts"]["commission"]["due"] == SIXTY


def test_fifty_addresses_shown_to_each_other(run: Run) -> None:
    told = asked(run, "営業部/メルマガ/宛先.csv", "--cause", "misdelivery")
    assert told["persons"] == 50
    assert reported(told) == {"pmark"} and not unknown(told)
    assert rule(told, "pmark")["due"] == ONLY_FINAL


def test_what_a_contractor_loses_is_reported_by_both(run: Run) -> None:
    told = asked(run, "営業部/ノートPC2", "--cause", "contractor", "--not-encrypted")
    over = rule(told, "appi_over_1000_persons")
    assert over["verdict"] == "report" and over["articles"][-2:] == ["法26条1項ただし書", "規9条"]
    assert any("委託元である当社に義務" in reason for reason in over["reasons"])
    assert rule(told, "appi_ill_intent")["deciding_fact"] == "委託先で不正の目的の行為があったか"
    assert "pmark" in reported(told)


def test_data_of_a_client_goes_to_the_client_first(run: Run) -> None:
    held = asked(run, "営業部/ノートPC2", *LOST, "--entrusted")
    assert {"client", "appi_over_1000_persons"} < reported(held)
    assert rule(held, "client")["articles"] == ["法26条1項ただし書", "規9条"]
    assert rule(held, "client")["due"] == PROMPT | {"final": None}
    freed = asked(run, "営業部/ノートPC2", *LOST, "--entrusted", "--client-told")
    assert reported(freed) == {"pmark"}
    assert rule(freed, "appi_over_1000_persons")["articles"][-2:] == ["法26条1項ただし書", "規9条"]


def test_a_card_number_alone_may_cost_money_and_an_account_does_not(run: Run) -> None:
    cards = asked(run, "営業部/経費", *LOST)
    assert rule(cards, "appi_financial_damage")["verdict"] == "report"
    assert rule(cards, "appi_financial_damage")["articles"] == ["法26条1項", "規7条2号"]
    accounts = asked(run, "営業部/振込先", *LOST)
    assert rule(accounts, "appi_financial_damage")["reasons"][0].startswith("口座番号だけでは")
