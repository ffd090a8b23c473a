"""The retention clock: periods in words, years in paths, and what is overdue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from inventory.keeping import Keeper
from inventory.register import Register
from inventory.retention import Period, overdue, period
from tests.registers import made
from tests.reports import report
from tests.test_ledger import compiled, scanned

TODAY = date(2026, 11, 22)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.open(made(tmp_path / "daicho.db"), key_file=tmp_path / "daicho.key") as register:
        yield register


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("事業年度の申告期限から7年", Period(7, "年")),
        ("死亡・退職・解雇の日から５年（当分の間３年）", Period(5, "年")),
        ("録画から4週間で上書き", Period(4, "週")),
        ("配達の完了から6か月", Period(6, "月")),
        ("採用活動の終了から6ヶ月", Period(6, "月")),
        ("提出期限の属する年の翌年1月10日の翌日から7年、その後速やかに廃棄", Period(7, "年")),
        ("退会から（　）年（社内規程）", None),
        ("更新時に古い版を廃棄", None),
        ("2026年度まで", None),
        ("0年", None),
    ],
)
def test_the_longest_period_of_a_text_counts(text: str, expected: Period | None) -> None:
    assert period(text) == expected


@pytest.mark.parametrize(
    ("kept", "day", "due"),
    [
        (Period(1, "年"), date(2024, 2, 29), date(2025, 2, 28)),
        (Period(6, "月"), date(2026, 8, 31), date(2027, 2, 28)),
        (Period(4, "週"), date(2026, 11, 1), date(2026, 11, 29)),
        (Period(999, "年"), date(9500, 1, 1), date(9999, 12, 31)),
    ],
)
def test_periods_end_on_days_that_exist(kept: Period, day: date, due: date) -> None:
    assert kept.after(day) == due


def _at(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, 12).timestamp() * 1e9)


def test_files_that_outlived_their_line_are_told_with_the_day_that_counts(register: Register) -> None:
    old = _at(date(2018, 4, 2))
    ledger = scanned(
        register,
        report("経理部/2018年度/請求書.xlsx", document_type="invoice", modified_ns=old),
        report("経理部/H27/請求書.xlsx", document_type="invoice", modified_ns=_at(date(2015, 5, 1))),
        report("経理部/2022年度/請求書.xlsx", document_type="invoice", modified_ns=old),
        report("営業部/顧客.xlsx", modified_ns=old),
    )
    found = [(one.file.file.path, one.began, one.due, one.rule) for one in overdue(ledger, TODAY)]
    assert found == [
        ("経理部/H27/請求書.xlsx", date(2015, 12, 31), date(2022, 12, 31), "suggested"),
        ("経理部/2018年度/請求書.xlsx", date(2019, 3, 31), date(2026, 3, 31), "suggested"),
    ]
    assert {one.told_by for one in overdue(ledger, TODAY)} == {"フォルダー・ファイル名の年"}


def test_the_period_that_a_person_confirmed_counts(register: Register) -> None:
    scanned(register, report("営業部/顧客.xlsx", modified_ns=_at(date(2018, 4, 2))))
    Keeper(register, "佐藤").set(1, "keep_until", "最後の取引から10年")
    assert list(overdue(compiled(register), TODAY)) == []
    Keeper(register, "佐藤").set(1, "keep_until", "最後の取引から5年")
    assert [(one.due, one.rule) for one in overdue(compiled(register), TODAY)] == [(date(2023, 4, 2), "confirmed")]
