"""Deadlines of reports: the day of knowledge is day 1, and the 確報 moves on where offices are closed."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from detectors.laws import FILE
from detectors.rule_files import RuleFault
from inventory.incident.deadlines import due, is_closed, opening
from inventory.incident.exclusions import EXCEPTIONS
from inventory.incident.judging import QUESTIONS
from inventory.incident.reporting import in_force, load_reports, read_reports, report_faults


def final(known_on: date, days: int = 30) -> date | None:
    return due(known_on, prompt=True, final_days=days).final


def test_the_day_of_knowledge_is_day_one() -> None:
    told = due(date(2025, 6, 2), prompt=True, final_days=30)
    assert (told.preliminary, told.preliminary_latest) == (date(2025, 6, 4), date(2025, 6, 6))
    assert told.final == date(2025, 7, 1)
    assert final(date(2025, 6, 2), 60) == date(2025, 7, 31)


def test_without_a_duty_there_is_no_day() -> None:
    told = due(date(2025, 6, 2), prompt=False, final_days=None)
    assert (told.preliminary, told.preliminary_latest, told.final) == (None, None, None)


@pytest.mark.parametrize(
    ("known_on", "day_30", "opens"),
    [
        (date(2026, 11, 20), date(2026, 12, 19), date(2026, 12, 21)),  # a Saturday
        (date(2026, 11, 30), date(2026, 12, 29), date(2027, 1, 4)),  # new year, to a Monday
        (date(2027, 12, 1), date(2027, 12, 30), date(2028, 1, 4)),  # new year, to a Tuesday
        (date(2026, 4, 4), date(2026, 5, 3), date(2026, 5, 7)),  # Golden Week with a 振替休日 on the 6th
        (date(2027, 3, 31), date(2027, 4, 29), date(2027, 4, 30)),  # 昭和の日 alone
        (date(2027, 2, 20), date(2027, 3, 21), date(2027, 3, 23)),  # 春分の日 on a Sunday, 振替休日 on Monday
        (date(2026, 8, 23), date(2026, 9, 21), date(2026, 9, 24)),  # 敬老の日, 国民の休日, 秋分の日
        (date(2026, 10, 25), date(2026, 11, 23), date(2026, 11, 24)),  # 勤労感謝の日
        (date(2025, 6, 2), date(2025, 7, 1), date(2025, 7, 1)),  # an ordinary day
    ],
)
def test_the_last_day_moves_to_a_day_on_which_offices_open(known_on: date, day_30: date, opens: date) -> None:
    assert (day_30 - known_on).days == 29
    assert final(known_on) == opening(day_30) == opens


def test_the_first_report_does_not_move() -> None:
    told = due(date(2026, 12, 31), prompt=True, final_days=30)
    assert (told.preliminary, told.preliminary_latest) == (date(2027, 1, 2), date(2027, 1, 4))


def test_offices_are_closed_over_new_year() -> None:
    assert [day for day in range(26, 32) if not is_closed(date(2025, 12, day))] == [26]
    assert [day for day in range(1, 7) if not is_closed(date(2026, 1, day))] == [5, 6]


def test_every_rule_has_its_article_and_its_day() -> None:
    rules = load_reports()
    assert all(rule.articles and rule.in_force_from and rule.what and rule.source for rule in rules)
    assert {rule.trigger for rule in in_force(date(2026, 11, 22)).exceptions} == {
        "encrypted", "recovered", "client_told",
    }  # fmt: skip
    assert in_force(date(2022, 3, 31)).duties == ()


def test_only_one_wording_of_a_rule_counts_on_a_day() -> None:
    for day in (date(2024, 3, 31), date(2024, 4, 1)):
        ids = [rule.id for rule in in_force(day).duties]
        assert len(ids) == len(set(ids))
        (intent,) = (rule for rule in in_force(day).duties if rule.id == "appi_ill_intent")
        assert intent.collecting is (day >= date(2024, 4, 1))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ("addressee: pmark, in_force_from: いつか", "施行日は"),
        ("addressee: pmark, prompt: 多分", "prompt は true か false"),
        ("addressee: nobody", "addressee を書くか"),
        ("addressee: pmark, exception: true", "addressee を書くか"),
        ("addressee: pmark, final_days: 三十", "final_days は日数に"),
        ("addressee: pmark, law: nowhere", "law の nowhere"),
        ("addressee: pmark, colour: red", "知らない項目"),
    ],
)
def test_a_rule_that_cannot_be_used_is_told(tmp_path: Path, changed: str, told: str) -> None:
    law = "" if "law:" in changed else "law: jis, "
    path = tmp_path / "laws.yaml"
    path.write_text(
        f"reports:\n  - {{id: x, trigger: y, {law}article: 一条, what: 何か, source: 本, verified: true, "
        f"date_verified: true, {changed}}}\n",
        encoding="utf-8",
    )
    with pytest.raises(RuleFault, match=told):
        read_reports(path)


def test_the_rules_that_are_shipped_have_no_fault_and_every_fault_is_told(tmp_path: Path) -> None:
    shipped = (files("rules") / FILE).read_text(encoding="utf-8")
    path = tmp_path / FILE
    path.write_text(shipped, encoding="utf-8")
    assert report_faults(path, QUESTIONS, EXCEPTIONS) == []
    changed = shipped.replace("trigger: any_incident", "trigger: some_incident").replace(
        "addressee: client", "addressee: x"
    )
    path.write_text(changed, encoding="utf-8")
    assert report_faults(path, QUESTIONS, EXCEPTIONS) == [
        "laws.yaml: client: addressee を書くか、exception を true にしてください",
        "laws.yaml: pmark: trigger の some_incident という問いはありません",
    ]
    path.write_text(shipped.replace("in_force_until: 2024-03-31", "in_force_until: 2024-04-01"), encoding="utf-8")
    (twice,) = report_faults(path, QUESTIONS, EXCEPTIONS)
    assert "appi_ill_intent" in twice and "重なる" in twice
