"""`daicho entry` and `history`: what people do with the lines of the 台帳, from the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from inventory.cli.entry import entry
from inventory.cli.japanese import width
from tests.commands import Run, here
from tests.reports import report
from tests.scanned_register import scanned


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Iterator[Run]:
    files = (("営業部/顧客.csv", "customer_list"), ("営業部/展示会/来場者.csv", "customer_list"))
    scanned(tmp_path, (report(path, document_type=type_) for path, type_ in (*files, ("人事部/履歴書.docx", "resume"))))
    yield here(monkeypatch, capsysbinary, tmp_path)


def lines(run: Run) -> dict[int, tuple[str, int]]:
    """Name and number of files of every line."""
    shown = json.loads(run("entries", "--format", "json").out)
    return {line["number"]: (line["cells"]["name"]["value"], line["files"]) for line in shown}


def test_lines_are_split_merged_renamed_and_excluded(run: Run) -> None:
    assert lines(run) == {1: ("人事部 履歴書・職務経歴書", 1), 2: ("営業部 顧客名簿", 2)}
    assert run("entry", "split", "2", "営業部/展示会", "--name", "展示会の来場者").code == 0
    assert lines(run)[3] == ("展示会の来場者", 1)
    assert run("entry", "rename", "2", "得意先").code == 0
    assert run("entry", "assign", "3", "営業部/顧客.csv").code == 0
    assert lines(run)[3] == ("展示会の来場者", 2)
    assert run("entry", "merge", "1", "3").code == 0
    assert lines(run)[1][1] == 3
    assert run("entry", "exclude", "1", "--reason", "試し").code == 0
    assert 1 not in lines(run)
    assert run("entry", "restore", "1").code == 0
    assert 1 in lines(run)


def test_a_line_for_paper_and_its_history(run: Run) -> None:
    assert set(lines(run)) == {1, 2}
    told = run("entry", "add", "来訪者名簿（紙）", "--department", "総務部", "媒体=紙", "保管場所=受付", "--by", "鈴木")
    assert told.out == "台帳に管理No 3 の行を加えました。\n"
    shown = run("entry", "show", "3").out
    assert "保管場所: 受付（確認済）" in shown
    assert "利用目的: （未記入）" in shown
    changes = json.loads(run("history", "3", "--format", "json").out)
    assert [(change["field"], change["after"], change["changed_by"]) for change in changes] == [
        ("state", "active", "鈴木"),
        ("name", "来訪者名簿（紙）", "鈴木"),
        ("medium", "紙", "鈴木"),
        ("location", "受付", "鈴木"),
    ]


def test_the_yearly_confirmation_of_a_department(run: Run) -> None:
    assert run("entry", "confirm", "--department", "営業部", "--on", "2026-04-01").code == 0
    shown = json.loads(run("entries", "--format", "json").out)
    confirmed = {line["number"]: line["cells"]["confirmed_on"]["value"] for line in shown}
    assert confirmed == {1: "", 2: "2026-04-01"}
    assert shown[1]["cells"]["confirmed_by"] == {"value": "総務 佐藤", "state": "confirmed", "note": ""}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("set", "9", "利用目的=x"), "9 という管理No はありません"),
        (("set", "1", "色=赤"), "「項目=値」の形ではありません"),
        (("set", "1", "利用目的"), "「項目=値」の形ではありません"),
        (("rename", "1", " "), "名称を書いてください"),
        (("split", "1", "製造部", "--name", "x"), "製造部 は台帳にありません"),
        (("assign", "1", "製造部/x.csv"), "台帳にありません"),
        (("exclude", "1"), "--reason"),
        (("confirm",), "どちらか"),
        (("confirm", "--department", "製造部"), "「製造部」の行は台帳にありません"),
        (("confirm", "1", "--on", str(date.max)), "先の日付"),
        (("show", "9"), "9 という管理No はありません"),
        (("merge", "x", "1"), "管理No の値が正しくありません"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    before = lines(run)
    done = run("entry", *arguments)
    assert done.code == 2
    assert sentence in done.err
    assert len(done.err.splitlines()) == 1
    assert lines(run) == before


@pytest.mark.parametrize("command", list(entry.commands))
def test_help_of_every_command(run: Run, command: str) -> None:
    page = run("entry", command, "--help")
    assert page.code == 0
    assert max(map(width, page.out.splitlines())) <= 80
