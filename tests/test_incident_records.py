"""Cases through the command line: recorded, judged, learned more of, logged, asked about and closed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import text

from inventory.register import Register, RegisterError
from tests.commands import Run, here
from tests.incident_share import VALUES
from tests.terminal import Terminal

TODAY = date.today()
LATER = (TODAY + timedelta(days=3)).isoformat()
EARLIER = (TODAY - timedelta(days=20)).isoformat()


@pytest.fixture
def run(
    incident_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Iterator[Run]:
    shutil.copytree(incident_folder, tmp_path, dirs_exist_ok=True)
    yield here(monkeypatch, capsysbinary, tmp_path)


def case(run: Run, number: int = 1) -> dict[str, Any]:
    shown = run("incident", "show", number, "--format", "json")
    assert shown.code == 0, shown.err
    found: dict[str, Any] = json.loads(shown.out)
    return found


def new(run: Run, *arguments: str) -> dict[str, Any]:
    done = run("incident", "new", "--title", "置き忘れ", *arguments)
    assert done.code == 0, done.err
    number = int(done.out.split()[1])
    return case(run, number)


def due(found: dict[str, Any], to: str, what: str) -> dict[str, Any]:
    return next(one for one in found["deadlines"] if one["to"] == to and one["what"] == what)


def test_a_case_is_judged_from_the_register(run: Run) -> None:
    found = new(run, "人事部/健診結果.csv", "--cause", "誤送信", "--noticed", EARLIER, "--no-pmark")
    assert (found["state"], found["persons_max"]) == ("open", 3)
    assert "special_care" in found["flags"]
    assert found["verdicts"]["commission"] == "report"
    assert any("規7条1号" in one["articles"] for one in found["judgements"] if one["verdict"] == "report")
    preliminary = due(found, "個人情報保護委員会", "速報")
    assert (preliminary["due"], preliminary["overdue"]) == ((TODAY - timedelta(days=16)).isoformat(), True)
    assert due(found, "個人情報保護委員会", "確報")["days_left"] >= 9
    assert "超過" in run("incident", "list").out


def test_what_is_learned_later_is_judged_again_and_the_earlier_judgement_stays(run: Run) -> None:
    new(run, "人事部/健診結果.csv", "--cause", "loss")
    done = run("incident", "update", "1", "--encrypted", "--key-safe", "--summary", "鍵付きの端末だった")
    assert (done.code, "判断し直しました" in done.out) == (0, True)
    found = case(run)
    assert [one["verdict"] for one in found["assessments"]] == ["report", "not_required"]
    assert "高度な暗号化" in found["assessments"][1]["reason"]
    assert found["facts"]["summary"] == "鍵付きの端末だった"
    assert run("incident", "update", "1", "--unknown", "暗号化").code == 0
    assert "encrypted" not in case(run)["facts"]


def test_more_files_and_things_on_paper_are_added_and_taken_out(run: Run) -> None:
    new(run, "営業部/顧客名簿.csv", "--cause", "loss", "--not-encrypted")
    assert run("incident", "update", "1", "人事部", "--other", "紙の申込書=1,200").code == 0
    found = case(run)
    assert [one["kind"] for one in found["subjects"]] == ["place", "place", "other"]
    assert found["persons_max"] >= 1200
    assert "規7条4号" in str([one for one in found["judgements"] if one["verdict"] == "report"])
    numbers = [str(one["number"]) for one in found["subjects"][1:]]
    assert run("incident", "update", "1", "--withdraw", numbers[0], "--withdraw", numbers[1]).code == 0
    assert case(run)["persons_max"] == 4


def test_an_unknown_number_of_persons_is_said_and_left_open(run: Run) -> None:
    found = new(run, "営業部/顧客名簿.csv", "--other", "紙の控え", "--cause", "loss")
    assert (found["persons_known"], found["verdicts"]["commission"]) == (False, "unknown")
    shown = run("incident", "show", "1").out
    assert "4人以上" in shown
    assert "最大の人数で判断します" in shown


def test_two_cases_about_the_same_files_are_said_in_both(run: Run, incident_folder: Path) -> None:
    new(run, "人事部")
    new(run, str(incident_folder / "share/人事部/健診結果.csv"))
    entry = json.loads(run("entries", "--format", "json").out)[0]["number"]
    new(run, "--entry", str(entry))
    assert case(run, 1)["same_files"][0] == 2
    assert case(run, 2)["same_files"][0] == 1
    assert "事故1「置き忘れ」と、同じファイル 1件" in run("incident", "show", "2").out
    assert new(run, "営業部/重要顧客.csv")["same_files"] == []


def test_steps_decisions_requests_and_reports_are_kept_and_in_the_history(run: Run) -> None:
    new(run, "人事部", "--noticed", EARLIER)
    on = (TODAY - timedelta(days=1)).isoformat()
    for arguments in (
        ("log", "1", "IDを止めた", "--kind", "containment", "--at", f"{on} 9:05"),
        ("decide", "1", "report", "--reason", "要配慮個人情報のため", "--on", on),
        ("ask", "1", "掲示板の管理者", "--on", on),
        ("answered", "1", "1", "--note", "画面で確かめた"),
        ("done", "1", "preliminary", "--on", on),
    ):
        done = run("incident", *arguments)
        assert (done.code, done.err) == (0, "")
    found = case(run)
    steps = [(one["kind"], one["happened"]) for one in found["steps"]]
    assert steps == [("decision", on), ("containment", f"{on}T09:05")]
    assert found["requests"][0]["done_on"] == TODAY.isoformat()
    assert due(found, "個人情報保護委員会", "速報")["done"] == on
    fields = [one["field"] for one in json.loads(run("history", "--format", "json").out)]
    assert fields[-5:] == ["containment", "decision", "request", "request", "done_preliminary"]
    assert "掲示板の管理者" in run("history").out


def test_a_case_is_closed_with_its_reason_and_taken_up_again(run: Run) -> None:
    new(run, "人事部/健診結果.csv")
    done = run("incident", "close", "1", "--reason", "確報まで済んだ")
    assert (done.code, "済んだ記録のないものがあります" in done.err) == (0, True)
    assert case(run)["closed_reason"] == "確報まで済んだ"
    refused = run("incident", "log", "1", "後から")
    assert (refused.code, "終結しています" in refused.err) == (2, True)
    assert "対応中の事故" not in run("summary").out
    assert run("incident", "reopen", "1").code == 0
    assert "対応中の事故が 1件" in run("summary").out


_REFUSED = (
    (("new", "--title", "x", "--noticed", LATER, "人事部"), "まだ来ていない日"),
    (("new", "--title", "x", "--noticed-at", f"{LATER} 09:00", "人事部"), "先の日時"),
    (("new", "--title", "x", "--occurred", "いつか", "人事部"), "日時ではありません"),
    (("new", "--title", "x", "経理部"), "経理部 は台帳にありません"),
    (("new", "--title", "x"), "何が漏れたかを"),
    (("new", "--title", " ", "人事部"), "件名に短く"),
    (("new", "人事部"), "--title に"),
    (("new", "--title", "x", "--entry", "99"), "台帳の行 99 はありません"),
    (("new", "--title", "x", "--other", "紙=たくさん"), "紙の申込書=200"),
    (("new", "--title", "x", "人事部", "--recovered", "--public"), "両立しません"),
    (("update", "7"), "事故 7 の記録はありません"),
    (("update", "1", "--withdraw", "99"), "対象 99 はありません"),
    (("update", "1", "--unknown", "天気"), "「天気」という項目はありません"),
    (("log", "1", "x", "--at", LATER), "先の日時"),
    (("log", "1", " "), "何をしたか"),
    (("ask", "1", "相手", "--on", LATER), "先の日付"),
    (("answered", "1", "5"), "依頼 5 はありません"),
    (("done", "1", "final", "--on", EARLIER), "知った日"),
    (("close", "1", "--reason", " "), "終結する理由"),
    (("reopen", "1"), "対応中です"),
)


def test_what_cannot_be_is_one_sentence_and_changes_nothing(run: Run) -> None:
    new(run, "人事部")
    before = run("history", "--format", "json").out
    for arguments, sentence in _REFUSED:
        done = run("incident", *arguments)
        assert (done.code, len(done.err.splitlines())) == (2, 1), arguments
        assert sentence in done.err, arguments
    assert run("history", "--format", "json").out == before


def test_before_any_scan_nothing_is_recorded_but_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    run = here(monkeypatch, capsysbinary, tmp_path)
    with Register.open(tmp_path / "daicho.db"):
        pass
    assert run("incident", "list").out == "事故の記録はありません。「daicho incident new」で記録します。\n"
    refused = run("incident", "new", "--title", "x", "人事部")
    assert (refused.code, "まだスキャンしていません" in refused.err) == (2, True)
    found = new(run, "--other", "紙の名簿=30", "--kind", "クレジットカード番号", "--noticed-at", f"{EARLIER} 9:05")
    assert (found["persons_max"], found["persons_known"]) == (30, True)
    shown = run("incident", "show", "1").out
    assert "本人の数：30人\n" in shown
    assert "クレジットカード番号" in shown
    assert f"{EARLIER} 09:05" in shown


@pytest.mark.slow
def test_the_questions_at_a_terminal(run: Run, tmp_path: Path) -> None:
    with Terminal(tmp_path, "incident", "new") as terminal:
        for question, answer in (
            ("何が起きましたか", "営業のPCを置き忘れ"), ("知った日時", "2020-13-45"), ("知った日時", ""),
            ("部署・役職", "営業部"),
            ("第一報", "駅からの電話"), ("掲載", ""), ("起きた日時", ""), ("原因", "9"), ("原因", "1"),
            ("漏れたもの", "経理部"), ("漏れたもの", "営業部"), ("漏れたもの", ""), ("暗号化", "はい"), ("鍵", ""),
            ("回収", "n"), ("不特定多数", "たぶん"), ("不特定多数", "n"), ("不正の目的", ""),
        ):  # fmt: skip
            terminal.expect(question)
            terminal.answer(answer)
        assert terminal.end() == 0
    found = case(run)
    assert (found["title"], found["facts"]["cause"], found["facts"]["noticed"]) == (
        "営業のPCを置き忘れ", "loss", TODAY.isoformat()
    )  # fmt: skip
    assert found["facts"]["encrypted"] == "yes"
    assert "key_safe" not in found["facts"]


def test_a_rescan_is_said_and_judged_anew_when_asked(run: Run, tmp_path: Path) -> None:
    new(run, "営業部/顧客名簿.csv")
    with Register.open(tmp_path / "daicho.db", key_file=tmp_path / "key") as register:
        register.begin_run([str(tmp_path / "share")], "0.1", "d2")
        register.finish_run()
    assert "判断の後にスキャンがありました" in run("incident", "show", "1").out
    assert run("incident", "update", "1").code == 0
    assert len(case(run)["assessments"]) == 2


def test_no_value_of_the_files_is_kept_or_shown(run: Run, tmp_path: Path) -> None:
    new(run, "人事部", "営業部", "--cause", "insider", "--public")
    shown = run("incident", "show", "1").out + run("incident", "list", "--format", "json").out + run("summary").out
    assert run("export", "out.xlsx").code == 0
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["事故の記録"]
    shown += str([[cell.value for cell in row] for row in sheet.iter_rows()])
    with Register.open(tmp_path / "daicho.db", key_file=tmp_path / "key") as register, register.reading() as connection:
        for table in ("", "_fact", "_subject", "_step", "_assessment", "_request"):
            shown += str(connection.execute(text(f"SELECT * FROM incident{table}")).all())
    assert [value for value in VALUES if value in shown] == []
    assert "置き忘れ" in shown


@pytest.mark.parametrize("table", ["incident_fact", "incident_assessment"])
def test_what_was_known_and_judged_is_append_only(run: Run, tmp_path: Path, table: str) -> None:
    new(run, "人事部")
    with Register.open(tmp_path / "daicho.db", key_file=tmp_path / "key") as register:
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET incident_id = 1"):
            with pytest.raises(RegisterError, match="IntegrityError"), register.writing() as connection:
                connection.execute(text(statement))


def test_the_workbook_has_the_sheet_only_when_there_is_an_incident(run: Run, tmp_path: Path) -> None:
    assert run("export", "before.xlsx").code == 0
    assert "事故の記録" not in openpyxl.load_workbook(tmp_path / "before.xlsx").sheetnames
    new(run, "人事部")
    assert run("export", "after.xlsx").code == 0
    rows = list(openpyxl.load_workbook(tmp_path / "after.xlsx")["事故の記録"].iter_rows(values_only=True))
    assert any("置き忘れ" in row and "対応中" in row for row in rows)
