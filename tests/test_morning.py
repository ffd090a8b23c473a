"""The news of a morning: what is told, in which order, on how many lines, and what of it may leave the company."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len

from inventory.changes import keep_counts, since_last_scan
from inventory.cli.morning import COLUMNS, LINES, on_one_screen
from inventory.figures import lines
from inventory.keeping import Keeper
from inventory.morning import Item, items
from inventory.morning_facts import Facts, gather
from inventory.notifying.message import of_morning
from inventory.register import Register
from inventory.report import FileReport
from inventory.settings import Settings
from tests.registers import made
from tests.reports import ROOT, report
from tests.test_ledger import scanned

TODAY = date(2026, 11, 22)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.open(made(tmp_path / "daicho.db"), key_file=tmp_path / "daicho.key") as register:
        yield register


def scan(register: Register, *files: FileReport) -> Facts:
    scanned(register, *files)
    keep_counts(register, register.runs()[0].id, *lines(register, Settings(), TODAY), TODAY)
    return facts(register)


def facts(register: Register) -> Facts:
    return gather(register, since_last_scan(register, {}, {}), TODAY)


def by_code(told: Facts) -> dict[str, Item]:
    return {item.code: item for item in items(told)}


def test_what_is_grave_comes_first_and_is_news(register: Register) -> None:
    scan(register, report("営業部/a.csv"))
    told = scan(register, report("営業部/a.csv"), report("公開/b.csv", flags=("my_number",), readable_by_all=True))
    codes = [item.code for item in items(told)]
    assert codes[0] == "exposed"
    assert codes.index("sensitive") < codes.index("changes") < codes.index("waiting")
    assert by_code(told)["exposed"].data["count"] == 1
    assert by_code(told)["sensitive"].details == ["公開/b.csv（特定個人情報、全員が読める）"]
    assert of_morning(told, "", paths=False).is_news


def test_what_only_goes_on_is_no_news(register: Register) -> None:
    files = (
        report("営業部/a.csv"),
        report("営業部/鍵付き.zip", status="encrypted", personal=False, persons=0, persons_max=0),
    )
    scan(register, *files)
    told = scan(register, *files)
    assert {"unread", "waiting", "unconfirmed"} <= by_code(told).keys()
    assert not of_morning(told, "", paths=False).is_news


def test_a_scan_that_was_cut_short_is_news(register: Register) -> None:
    scan(register, report("営業部/a.csv"))
    register.begin_run([ROOT], "0.1", "d1")
    told = facts(register)
    assert by_code(told)["scan"].data["complete"] is False
    assert of_morning(told, "", paths=False).is_news


def test_files_are_named_only_where_that_is_allowed(register: Register) -> None:
    scan(register, report("営業部/a.csv"))
    told = scan(register, report("営業部/a.csv"), report("営業部/山田太郎.csv", flags=("special_care",)))
    closed, open_ = (of_morning(told, "株式会社みほん", paths=paths) for paths in (False, True))
    assert "山田" not in closed.text + str(closed.data)
    assert "山田" in open_.text
    assert "山田" in str(open_.data)
    assert "管理No" in closed.text


def test_a_department_hears_of_its_own(register: Register) -> None:
    scan(register, report("営業部/a.csv"), report("総務部/b.csv", sha256="b"))
    told = scan(register, report("営業部/a.csv"), report("総務部/b.csv", sha256="b2"))
    assert "changes" in by_code(told.of("営業部"))
    assert not of_morning(told.of("営業部"), "", paths=False).is_news
    assert of_morning(told.of("総務部"), "", paths=False).is_news
    assert by_code(told.of("総務部"))["waiting"].data["count"] == 1


def test_what_people_decided_waits_no_more(register: Register) -> None:
    told = scan(register, report("営業部/a.csv", sha256="a"), report("営業部/b.csv", sha256="b"))
    assert by_code(told)["waiting"].data["count"] == 2
    keeper = Keeper(register, "佐藤")
    keeper.decide("file", "a", "applicable", path="営業部/a.csv")
    keeper.decide("file", "b", "unclear", path="営業部/b.csv")
    assert by_code(facts(register))["waiting"].data["count"] == 1
    keeper.decide("file", "b", "not_applicable", path="営業部/b.csv")
    assert "waiting" not in by_code(facts(register))


@pytest.mark.parametrize(
    ("confirmed", "codes"),
    [
        (TODAY - timedelta(days=400), {"confirmations_overdue"}),
        (TODAY - timedelta(days=330), {"next_confirmation"}),
        (date(2024, 2, 29), {"confirmations_overdue"}),
        (TODAY, set()),
        (None, {"unconfirmed"}),
    ],
)
def test_lines_are_confirmed_once_a_year(register: Register, confirmed: date | None, codes: set[str]) -> None:
    scan(register, report("営業部/a.csv"))
    if confirmed:
        Keeper(register, "佐藤").confirm([1], confirmed)
    asked = {"unconfirmed", "confirmations_overdue", "next_confirmation"}
    assert by_code(facts(register)).keys() & asked == codes


def test_the_longest_morning_fits_on_the_screen() -> None:
    long = [Item(str(number), "個人情報のあるファイル" * 6, details=["営業部/" * 30] * 9) for number in range(30)]
    for told in (long[:3], long):
        lines = on_one_screen("まとめ" * 40, told)
        assert len(lines) <= LINES
        assert all(cell_len(line) <= COLUMNS for line in lines)
