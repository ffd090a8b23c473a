"""A year of one client, through the command line only: nothing that a person wrote is lost, numbers stay for good,
and the history tells all of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from inventory.export.ledger_sheet import TITLE_OF_SHEET
from inventory.ledger import COLUMNS
from tests import fictional_year
from tests.commands import Outcome, Run, here

HEADINGS = 9
PLACE = {column.key: place for place, column in enumerate(COLUMNS, 1)}
HEALTH, STAFF, APPLICANTS, CUSTOMERS, VISITORS, PICTURES, CARDS, SLIPS = range(1, 9)
COPY, LIST = "営業部/控え/顧客名簿のコピー.csv", "営業部/顧客管理/顧客名簿.csv"
PICTURE = "営業部/操作手順/画面の見本.csv"


class Client:
    """The company with its share and register; remembers what its people wrote, to ask for it a year later."""

    def __init__(self, folder: Path, run: Run) -> None:
        self.folder, self.run = folder, run
        self.written: dict[tuple[int, str], str] = {}

    def done(self, *arguments: str | Path) -> Outcome:
        """A command that must succeed."""
        outcome = self.run(*arguments)
        assert outcome.code == 0, (arguments, outcome.err)
        return outcome

    def told(self, *arguments: str) -> Any:
        """What a command says as JSON."""
        return json.loads(self.done(*arguments, "--format", "json").out)

    def lines(self) -> dict[int, Any]:
        """The 台帳 by 管理No."""
        return {line["number"]: line for line in self.told("entries")}

    def sizes(self) -> dict[int, int]:
        """Files behind every line."""
        return {number: line["files"] for number, line in self.lines().items()}

    def fill_in(self, name: str, change: Callable[[Any, dict[int, int]], None]) -> None:
        """What somebody does with a workbook in Excel: the sheet, and the row of every line."""
        book = load_workbook(self.folder / name)
        sheet = book[TITLE_OF_SHEET]
        rows = {int(str(sheet.cell(row, 1).value)): row for row in range(HEADINGS + 1, sheet.max_row + 1)}
        change(sheet, rows)
        book.save(self.folder / name)


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Client:
    settings = 'company = "株式会社みほん"\nreviewer = "総務部 佐藤"\nworkers = 1\n'
    (tmp_path / "daicho.toml").write_text(settings, encoding="utf-8")
    fictional_year.build(tmp_path / "share")
    return Client(tmp_path, here(monkeypatch, capsysbinary, tmp_path))


@pytest.mark.slow
def test_a_year(client: Client) -> None:
    first_scan(client)
    lines_are_put_in_order(client)
    findings_are_reviewed(client)
    departments_fill_in_their_sheets(client)
    the_old_ledger_is_compared(client)
    a_night_passes(client)
    everything_is_confirmed(client)
    the_auditor_gets_the_workbook(client)
    nothing_is_lost(client)


def first_scan(client: Client) -> None:
    said = client.done("scan", "share").out
    assert "検査したもの 9件" in said
    assert "個人情報のあるファイルは 7件、台帳の行は 6行です" in said
    assert "破損 1件" in said
    lines = client.lines()
    assert {number: (line["department"], line["document_type"]) for number, line in lines.items()} == {
        HEALTH: ("人事部", "health_check"),
        STAFF: ("人事部", "employee_register"),
        APPLICANTS: ("人事部", "applicant_list"),
        CUSTOMERS: ("営業部", "customer_list"),
        VISITORS: ("営業部", "visitor_log"),
        PICTURES: ("営業部", "other_name_contact"),
    }
    assert lines[HEALTH]["flags"] == ["special_care"]
    assert (lines[CUSTOMERS]["files"], lines[CUSTOMERS]["persons"]) == (2, 40)  # a copy counts nobody twice


def lines_are_put_in_order(client: Client) -> None:
    client.done("entry", "merge", str(CUSTOMERS), str(VISITORS), "--reason", "来場者も営業が顧客として管理")
    client.done("entry", "rename", str(CUSTOMERS), "顧客と見込み客の名簿")
    client.written[CUSTOMERS, "name"] = "顧客と見込み客の名簿"
    assert client.sizes() == {HEALTH: 1, STAFF: 1, APPLICANTS: 1, CUSTOMERS: 3, PICTURES: 1}
    assert client.lines()[CUSTOMERS]["persons"] == 65


def findings_are_reviewed(client: Client) -> None:
    waiting = {case["path"] for case in client.told("review", "--list")}
    assert {PICTURE, COPY} <= waiting
    said = client.done("review", COPY, "--decide", "該当", "--by", "営業部 鈴木").out
    assert "2件のファイル（1種類の内容）" in said
    client.done("review", PICTURE, "--decide", "様式のみ", "--reason", "操作手順の画面で、実在しない人")
    assert {case["path"] for case in client.told("review", "--list")} == waiting - {PICTURE, COPY}
    assert PICTURES not in client.lines()


def departments_fill_in_their_sheets(client: Client) -> None:
    client.done("export", "営業部.xlsx", "--for", "営業部")
    client.done("export", "人事部.xlsx", "--for", "人事部")

    def sales(sheet: Any, rows: dict[int, int]) -> None:
        assert set(rows) == {CUSTOMERS}
        sheet.cell(rows[CUSTOMERS], PLACE["purpose"]).value = "商品の発送とご案内"
        sheet.cell(rows[CUSTOMERS], PLACE["entrusted"]).value = "発送：みほん運輸"
        for key, value in (("department", "営業部"), ("name", "名刺（紙）"), ("medium", "紙")):
            sheet.cell(rows[CUSTOMERS] + 1, PLACE[key]).value = value

    def personnel(sheet: Any, rows: dict[int, int]) -> None:
        assert set(rows) == {HEALTH, STAFF, APPLICANTS}
        sheet.cell(rows[HEALTH], PLACE["access"]).value = "産業医、人事部長"
        sheet.cell(rows[STAFF], PLACE["storage"]).value = "フォルダーの権限で人事部に限る"
        sheet.cell(rows[APPLICANTS], PLACE["keep_until"]).value = "選考終了後1年"

    client.fill_in("営業部.xlsx", sales)
    client.fill_in("人事部.xlsx", personnel)
    client.done("entry", "set", str(STAFF), "保管方法=鍵付きの書庫", "--by", "人事部 高橋")  # meanwhile
    client.written[STAFF, "storage"] = "鍵付きの書庫"
    before = client.lines()
    shown = client.told("import", "営業部.xlsx")
    assert (len(shown["changes"]), len(shown["new"]), shown["applied"]) == (2, 1, False)
    assert client.lines() == before
    imports_are_merged(client)


def imports_are_merged(client: Client) -> None:
    client.done("import", "営業部.xlsx", "--apply", "--by", "営業部 鈴木")
    taken = client.told("import", "人事部.xlsx", "--apply", "--by", "人事部 高橋")
    assert [(one["number"], one["ours"], one["theirs"]) for one in taken["conflicts"]] == [
        (STAFF, "鍵付きの書庫", "フォルダーの権限で人事部に限る")
    ]
    client.written |= {
        (CUSTOMERS, "purpose"): "商品の発送とご案内",
        (CUSTOMERS, "entrusted"): "発送：みほん運輸",
        (HEALTH, "access"): "産業医、人事部長",
        (APPLICANTS, "keep_until"): "選考終了後1年",
        (CARDS, "name"): "名刺（紙）",
        (CARDS, "medium"): "紙",
    }
    lines = client.lines()
    assert "フォルダーの権限で人事部に限る" in lines[STAFF]["cells"]["storage"]["note"]
    assert set(lines) == {HEALTH, STAFF, APPLICANTS, CUSTOMERS, CARDS}
    again = client.told("import", "営業部.xlsx")
    assert (again["changes"], again["conflicts"]) == ([], [])


def the_old_ledger_is_compared(client: Client) -> None:
    fictional_year.own_ledger(client.folder / "前の台帳.xlsx")
    told = client.told("compare", "前の台帳.xlsx", "--out", "違い.xlsx", "--apply")
    found = {(one["code"], one["number"]) for one in told["differences"]}
    assert {("not_in_theirs", HEALTH), ("not_in_theirs", APPLICANTS), ("more_persons", CUSTOMERS)} <= found
    assert ("not_found", "来訪者受付票（紙）") in {(one["code"], one["name"]) for one in told["differences"]}
    assert told["added"] == [SLIPS]
    assert load_workbook(client.folder / "違い.xlsx").worksheets[0].max_row > len(told["differences"])
    purpose = client.lines()[CUSTOMERS]["cells"]["purpose"]
    assert (purpose["value"], purpose["state"]) == ("商品の発送とご案内", "confirmed")
    assert "商品の案内・発送" in purpose["note"]  # what the old 台帳 says stands beside it


def a_night_passes(client: Client) -> None:
    before = client.lines()
    fictional_year.a_night_later(client.folder / "share")
    said = client.done("scan", "share").out
    assert "検査したもの 2件、前回から変わりのないもの 7件" in said
    assert "個人情報のあるファイルの増加 1件、変更 0件、移動 1件、消失 1件" in said
    lines = client.lines()
    assert client.sizes() == {HEALTH: 1, STAFF: 1, APPLICANTS: 0, CUSTOMERS: 4, CARDS: 0, SLIPS: 0}
    assert lines[APPLICANTS]["gone"]  # its file is gone, what people wrote of it is not
    assert lines[CUSTOMERS]["persons"] == before[CUSTOMERS]["persons"] + 9
    assert PICTURES not in lines
    decided = {case["path"] for case in client.told("review", "--list", "--all") if case["decision"]}
    assert {PICTURE} <= decided and {COPY, LIST} & decided


def everything_is_confirmed(client: Client) -> None:
    today = date.today().isoformat()
    client.done("entry", "dispose", str(APPLICANTS), "採用/応募者一覧.csv", "--method", "消去", "--files", "1")
    for department, by, numbers in (
        ("営業部", "営業部 鈴木", (CUSTOMERS, CARDS)),
        ("人事部", "人事部 高橋", (HEALTH, STAFF, APPLICANTS)),
    ):
        client.done("entry", "confirm", "--department", department, "--on", today, "--by", by)
        client.written |= {(number, "confirmed_on"): today for number in numbers}
        client.written |= {(number, "confirmed_by"): by for number in numbers}
    unconfirmed = [
        number for number, line in client.lines().items() if line["cells"]["confirmed_on"]["state"] == "blank"
    ]
    assert unconfirmed == [SLIPS]


def the_auditor_gets_the_workbook(client: Client) -> None:
    client.done("export", "監査用.xlsx")
    book = load_workbook(client.folder / "監査用.xlsx")
    sheet = book[TITLE_OF_SHEET]
    rows = {sheet.cell(row, 1).value: row for row in range(HEADINGS + 1, sheet.max_row + 1)}
    assert set(rows) == {HEALTH, STAFF, APPLICANTS, CUSTOMERS, CARDS, SLIPS}
    for (number, key), value in client.written.items():
        assert str(sheet.cell(rows[number], PLACE[key]).value) == value
    texts = [
        str(value) for page in book for row in page.iter_rows(values_only=True) for value in row if value is not None
    ]
    assert any("読めなかったもの 1 件" in text for text in texts)
    risks = {text for text in texts if text.partition("-")[0].isdecimal() and text.partition("-")[2][:1] in "ABCDEF"}
    assert str(sheet.cell(rows[CUSTOMERS], PLACE["risk"]).value).split()[0] in risks
    no_value_is_anywhere(client, "\n".join(texts))


def no_value_is_anywhere(client: Client, workbook: str) -> None:
    register = b"".join(file.read_bytes() for file in client.folder.glob("daicho.db*"))
    everybody = (*fictional_year.CUSTOMERS, *fictional_year.VISITORS, *fictional_year.STAFF, *fictional_year.APPLICANTS)
    for one in everybody:
        for value in (one.name, one.mobile, one.email, one.town + one.street):
            assert value not in workbook
            assert value.encode() not in register


def nothing_is_lost(client: Client) -> None:
    lines = client.lines()
    for (number, key), value in client.written.items():
        cell = lines[number]["cells"][key]
        assert (cell["value"], cell["state"]) == (value, "confirmed"), (number, key)
    changes = client.told("history")
    assert all(one["changed_by"] and one["changed_at"] for one in changes)
    assert [one["changed_at"] for one in changes] == sorted(one["changed_at"] for one in changes)
    told = {(one["subject"], one["field"], one["after"]) for one in changes}
    assert {(str(number), key, value) for (number, key), value in client.written.items()} <= told
    assert {(str(VISITORS), "state", f"merged {CUSTOMERS}"), (str(SLIPS), "state", "active")} <= told
    verdicts = [one["after"] for one in changes if one["field"] == "verdict"]
    assert sorted(verdicts) == ["applicable", "form_only"]
    assert any(one["field"] == "disposal" for one in changes)
    assert client.done("check").out == "台帳に異状はありません。\n"
    client.done("backup", "控え.db")
    assert client.told("entries", "--register", "控え.db") == client.told("entries")
