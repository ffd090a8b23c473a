"""`daicho takeout` and `contractor`: what leaves the house, from the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from inventory.cli.japanese import width
from inventory.entrusted import clauses, contractors, takeouts
from inventory.morning import items
from inventory.morning_facts import gather
from inventory.register import Register
from tests.commands import Run, here
from tests.registers import made
from tests.reports import ROOT, report

TODAY = date.today()
SOON, LATER = ((TODAY + timedelta(days=days)).isoformat() for days in (3, 30))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Iterator[Run]:
    with Register.open(made(tmp_path / "daicho.db"), key_file=tmp_path / "key") as register:
        register.begin_run([ROOT], "0.1", "d1")
        register.record([report("営業部/顧客.csv")])
        register.record([report("人事部/健診.csv", flags=("special_care",), document_type="health_check")])
        register.finish_run()
    (tmp_path / "daicho.toml").write_text('reviewer = "佐藤"\nkey_file = "key"\n', encoding="utf-8")
    yield here(monkeypatch, capsysbinary, tmp_path)


def ask(run: Run, *what: str, due: str = SOON, by: str = "佐藤", protection: str = "BitLocker") -> Any:
    given = ("--purpose", "訪問", "--to", "支店", "--medium", "USBメモリー", "--protection", protection)
    return run("takeout", "request", *what, *given, "--due", due, "--by", by)


def listed(run: Run, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("takeout", "list", "--format", "json", *options).out)
    return found


def test_a_request_says_what_the_register_knows_of_the_files(run: Run) -> None:
    assert "3人" in ask(run, "営業部", "人事部/健診.csv").out  # the same three persons in both
    (one,) = listed(run)
    assert (one["files"], one["persons"], one["flags"]) == (2, 3, ["special_care"])
    assert one["items"] == ["PERSON", "PHONE_NUMBER"] and one["state"] == "requested"


def test_paper_is_taken_out_too(run: Run) -> None:
    assert ask(run, "--what", "紙の名簿", "--persons", "40").code == 0
    assert listed(run)[0]["persons_max"] == 40


@pytest.mark.parametrize(
    ("what", "due", "told"),
    [((), SOON, "持ち出すものがありません"), (("どこにもない.csv",), SOON, "台帳にありません"),
     (("営業部",), "2020-01-01", "過ぎています"), (("営業部",), "来週", "日付として読めません")],
)  # fmt: skip
def test_a_request_that_cannot_be_is_refused(run: Run, what: tuple[str, ...], due: str, told: str) -> None:
    refused = ask(run, *what, due=due)
    assert refused.code == 2 and told in refused.err and listed(run) == []


def test_who_asks_does_not_approve_and_nothing_is_decided_twice(run: Run) -> None:
    ask(run, "営業部")
    assert "ほかの人" in run("takeout", "approve", "1", "--by", "佐藤").err
    assert run("takeout", "approve", "1", "--by", "鈴木").code == 0
    assert "この操作はできません" in run("takeout", "refuse", "1", "--reason", "x", "--by", "鈴木").err
    assert run("takeout", "approve", "9", "--by", "鈴木").code == 2


def test_grave_data_without_protection_needs_a_reason(run: Run) -> None:
    assert "保護の方法" in ask(run, "人事部", protection="").err
    assert run("takeout", "approve", "1", "--by", "鈴木").code == 2
    assert run("takeout", "approve", "1", "--by", "鈴木", "--reason", "鍵付きの鞄で運ぶ").code == 0


def test_what_is_late_is_told_until_it_is_back_and_deleted(run: Run, tmp_path: Path) -> None:
    ask(run, "営業部")
    run("takeout", "approve", "1", "--by", "鈴木")
    with Register.open(tmp_path / "daicho.db", key_file=tmp_path / "key") as register:
        tomorrow = date.fromisoformat(SOON) + timedelta(days=1)
        assert [one.id for one in takeouts.overdue(register, tomorrow)] == [1]
        assert takeouts.overdue(register, date.fromisoformat(SOON)) == []
    assert "返却済・消去未確認" in run("takeout", "return", "1").out
    assert listed(run, "--open") != []
    assert "完了" in run("takeout", "deleted", "1").out
    assert listed(run, "--open") == []


def test_the_morning_summary_tells_what_waits(run: Run, tmp_path: Path) -> None:
    ask(run, "営業部")
    run("contractor", "add", "サンプル発送", "--business", "発送")
    told = run("summary").out
    assert "承認を待つ持ち出し: 1件" in told and "点検の期限が来た委託先: 1件" in told
    run("takeout", "approve", "1", "--by", "鈴木")
    with Register.open(tmp_path / "daicho.db", key_file=tmp_path / "key") as register:
        facts = gather(register, None, date.fromisoformat(SOON) + timedelta(days=1))
    assert "takeouts_overdue" in {item.code for item in items(facts)}


def test_days_that_cannot_be_are_refused(run: Run) -> None:
    ask(run, "営業部")
    run("takeout", "approve", "1", "--by", "鈴木")
    assert run("takeout", "return", "1", "--on", LATER).code == 2
    assert run("takeout", "return", "1", "--on", "2001-01-01").code == 2
    assert run("takeout", "prolong", "1", "--due", LATER, "--by", "佐藤").code == 2
    assert run("takeout", "prolong", "1", "--due", LATER, "--reason", "延泊", "--by", "鈴木").code == 0
    assert listed(run)[0]["due_on"] == LATER


def test_refused_and_cancelled_requests_stay_listed(run: Run) -> None:
    ask(run, "営業部")
    ask(run, "営業部")
    assert run("takeout", "refuse", "1", "--by", "鈴木").code == 2  # a reason is missing
    assert run("takeout", "refuse", "1", "--by", "鈴木", "--reason", "多すぎる").code == 0
    assert run("takeout", "cancel", "2").code == 0
    assert [one["state"] for one in listed(run)] == ["refused", "cancelled"]
    assert "多すぎる" in run("history").out


def test_a_contractor_has_seven_clauses_lines_and_reviews(run: Run, tmp_path: Path) -> None:
    run("entries")  # the lines get their numbers
    assert run("contractor", "add", "サンプル発送", "--business", "発送", "--entry", "1").code == 0
    assert len(clauses.load()) == 7
    assert "7つの条項" not in run("contractor", "check", "1", "use_limits", "yes", "--place", "第5条").out
    for clause in clauses.load()[1:]:
        told = run("contractor", "check", "1", clause.code, "yes").out
    assert "7つの条項がそろっています" in told
    assert run("contractor", "review", "1", "--result", "fit", "--next", LATER).code == 0
    assert run("contractor", "link", "1", "2").code == 0
    assert run("contractor", "unlink", "1", "1", "--reason", "自社で発送").code == 0
    (one,) = json.loads(run("contractor", "list", "--format", "json").out)
    assert (one["entries"], one["review_due"], one["due"]) == ([2], LATER, False)
    with Register.open(tmp_path / "daicho.db", key_file=tmp_path / "key") as register:
        assert [one.id for one in contractors.due(register, date.fromisoformat(LATER))] == [1]
    assert "第5条" in run("contractor", "show", "1").out


@pytest.mark.parametrize(
    "command",
    [("add", "サンプル発送", "--business", "発送"), ("add", " ", "--business", "発送"),
     ("check", "1", "nothing", "yes"),
     ("check", "1", "use_limits"), ("link", "1", "99"), ("unlink", "1", "1"), ("show", "7"), ("end", "1"),
     ("review", "1", "--result", "fit", "--next", "2020-01-01")],
)  # fmt: skip
def test_what_cannot_be_about_a_contractor_is_refused(run: Run, command: tuple[str, ...]) -> None:
    run("contractor", "add", "サンプル発送", "--business", "発送")
    before = run("contractor", "list", "--format", "json").out
    refused = run("contractor", *command)
    assert refused.code == 2 and refused.err.endswith("。\n") and not refused.out
    assert run("contractor", "list", "--format", "json").out == before


def test_a_contract_ends_with_the_data_back(run: Run) -> None:
    run("contractor", "add", "サンプル発送", "--business", "発送")
    assert run("contractor", "end", "1", "--reason", "消去の証明書を受け取った").code == 0
    assert run("contractor", "review", "1", "--result", "fit", "--next", LATER).code == 2
    assert json.loads(run("contractor", "list", "--due", "--format", "json").out) == []


def test_the_workbook_has_both_lists_once_there_is_something_in_them(run: Run, tmp_path: Path) -> None:
    run("export", "前.xlsx")
    assert "持ち出し台帳" not in load_workbook(tmp_path / "前.xlsx").sheetnames
    ask(run, "営業部")
    run("contractor", "add", "サンプル発送", "--business", "=発送")
    assert run("export", "後.xlsx").code == 0
    workbook = load_workbook(tmp_path / "後.xlsx")
    taken = [cell.value for cell in workbook["持ち出し台帳"][5]]
    assert taken[1:4] == [1, "承認待ち", "営業部"]
    names = [cell.value for row in workbook["委託先台帳"].iter_rows(min_row=5) for cell in row]
    assert "サンプル発送" in names
    assert run("import", "後.xlsx").code == 0  # the sheets are no obstacle on the way back


def test_every_line_of_help_fits_the_screen(run: Run) -> None:
    for command in ("takeout", "takeout request", "contractor", "contractor check", "contractor review"):
        assert all(width(line) <= 80 for line in run(*command.split(), "--help").out.splitlines()), command
