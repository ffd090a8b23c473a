"""A client's own 台帳 beside the scan: any layout is read, and the difference names cells and files."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from inventory.importing import existing
from inventory.importing.columns import field_of
from inventory.importing.persons_stated import Stated, stated
from tests import existing_ledgers
from tests.commands import Run, here
from tests.reports import keys, kind, report
from tests.scanned_register import scanned


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Iterator[Run]:
    health = {"flags": ("special_care",), "kinds": (kind("PERSON", 3), kind("HEALTH_CHECK", 3))}
    number = {"flags": ("my_number",), "kinds": (kind("JP_MY_NUMBER", 3),)}
    many = keys(*range(1, 1502))
    scanned(
        tmp_path,
        (
            report("営業部/顧客管理/顧客.csv", persons=1501, persons_max=1501, people=many),
            report("人事部/採用/履歴書.docx", document_type="resume"),
            report("人事部/控え/履歴書_旧.docx", document_type="resume"),
            report("人事部/健診.xlsx", document_type="health_check", **health),
            report("人事部/年末調整.xlsx", document_type="my_number_form", **number),
        ),
    )
    yield here(monkeypatch, capsysbinary, tmp_path)


def compared(run: Run, *options: str) -> dict[str, Any]:
    """What a comparison comes to."""
    done = run("compare", "theirs.xlsx", "--format", "json", *options)
    assert done.code == 0, done.err
    told: dict[str, Any] = json.loads(done.out)
    return told


def found(told: dict[str, Any]) -> set[tuple[str, str, str]]:
    """The differences: code, cell, name."""
    return {(one["code"], one["address"], one["name"]) for one in told["differences"]}


def test_headings_below_a_title_and_the_difference(run: Run, tmp_path: Path) -> None:
    existing_ledgers.plain(tmp_path / "theirs.xlsx")
    told = compared(run)
    assert found(told) == {
        ("not_in_theirs", "", "人事部 個人番号を扱う書類"),
        ("more_persons", "個人情報管理台帳!G6", "顧客名簿"),
        ("special_care", "個人情報管理台帳!H9", "健康診断結果"),
        ("place", "個人情報管理台帳!F8", "履歴書・職務経歴書"),
        ("retention", "個人情報管理台帳!I9", "健康診断結果"),
        ("not_found", "個人情報管理台帳!C7", "名刺"),
        ("not_found", "個人情報管理台帳!C10", "防犯カメラ映像"),
    }
    assert [one["sheet"] for one in told["passed"]] == ["改訂履歴"]
    (place,) = [one for one in told["differences"] if one["code"] == "place"]
    assert place["files"] == ["人事部/控え/履歴書_旧.docx"]


def test_headings_in_two_rows_and_departments_across(run: Run, tmp_path: Path) -> None:
    existing_ledgers.two_rows(tmp_path / "theirs.xlsx")
    told = compared(run)
    fields = {one["column"]: one["field"] for one in told["sheets"][0]["columns"]}
    assert fields == {
        "A": "number", "B": "name", "C": "items", "D": "count", "E": "direct_written", "F": "acquisition",
        "G": "location", "H": "keep_until", "I": "access", "J": "entrusted", "K": "entrusted",
    }  # fmt: skip
    assert found(told) == {
        ("not_in_theirs", "", "人事部 履歴書・職務経歴書"),
        ("not_in_theirs", "", "人事部 履歴書・職務経歴書（応募者）"),
        ("not_in_theirs", "", "人事部 健康診断の結果"),
        ("place", "台帳!G8", "マイナンバー"),
    }


def test_a_sheet_for_each_department(run: Run, tmp_path: Path) -> None:
    existing_ledgers.by_department(tmp_path / "theirs.xlsx")
    told = compared(run)
    assert [one["sheet"] for one in told["sheets"]] == ["営業部", "総務人事課"]
    assert ("not_found", "総務人事課!A4", "社員名簿") in found(told)
    assert not [one for one in told["differences"] if one["name"] == "顧客リスト"]


def test_three_rows_of_headings_and_a_line_over_two_rows(tmp_path: Path) -> None:
    existing_ledgers.house_style(tmp_path / "theirs.xlsx")
    read = existing.read(tmp_path / "theirs.xlsx")
    first, second = read.tables
    assert [column.field for column in first.columns] == [
        "number", "name", "items", "count", "flags", "acquisition", "consent", "location", "keep_until", "disposal",
    ]  # fmt: skip
    assert [(line.department, line.name) for line in read.lines] == [("営業部", "顧客名簿"), ("人事部", "履歴書")]
    assert second.lines[0].text("medium") == "紙\n電子"
    assert second.lines[0].address("location") == "別紙!F3"
    assert [name for name, _ in read.passed] == ["鍵"]


def odd(path: Path) -> None:
    """Headings of a house of its own."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["かんり", "どこの課", "なまえ", "つかいみち", "保管場所", "件数"])
    sheet.append([1, "営業部", "顧客名簿", "案内", "サーバー", "2千人"])
    sheet.append([2, "総務部", "名刺", "連絡", "キャビネット", "約100枚"])
    book.save(path)


def test_a_correction_of_the_columns_is_remembered(run: Run, tmp_path: Path) -> None:
    odd(tmp_path / "theirs.xlsx")
    refused = run("compare", "theirs.xlsx")
    assert (refused.code, "「--map 見出し=項目」で教えてください" in refused.err) == (2, True)
    known = ("--map", "なまえ=個人情報の名称", "--map", "どこの課=管理部門", "--map", "つかいみち=備考")
    first = compared(run, *known, "--map", "A列=使わない")
    fields = {one["column"]: (one["field"], one["how"]) for one in first["sheets"][0]["columns"]}
    assert (fields["A"], fields["B"], fields["D"]) == (("unused", "told"), ("department", "told"), ("remarks", "told"))
    again = compared(run)
    fields = {one["column"]: (one["field"], one["how"]) for one in again["sheets"][0]["columns"]}
    assert (fields["A"], fields["D"]) == (("unused", "remembered"), ("remarks", "remembered"))
    told = json.loads(run("history", "--format", "json").out)
    assert [(one["subject_type"], one["changed_by"]) for one in told] == [("layout", "総務 佐藤")]
    assert "つかいみち=備考" in told[0]["after"]
    changed = compared(run, "--map", "つかいみち=利用目的")
    assert {one["column"]: one["field"] for one in changed["sheets"][0]["columns"]}["D"] == "purpose"


def test_their_texts_become_suggestions_and_their_other_lines_lines_by_hand(run: Run, tmp_path: Path) -> None:
    existing_ledgers.plain(tmp_path / "theirs.xlsx")
    lines = {line["name"]: line for line in json.loads(run("entries", "--format", "json").out)}
    health = lines["健康診断の結果"]["number"]
    assert run("entry", "set", str(health), "廃棄方法=溶解").code == 0
    told = compared(run, "--apply")
    assert len(told["added"]) == 2
    now = {line["number"]: line["cells"] for line in json.loads(run("entries", "--format", "json").out)}
    assert (now[health]["disposal"]["value"], now[health]["disposal"]["state"]) == ("溶解", "confirmed")
    purpose = now[health]["purpose"]
    assert purpose == {"value": "健康管理", "state": "suggested", "note": "既存の台帳 個人情報管理台帳!D9"}
    cards = now[told["added"][0]]
    assert (cards["name"]["value"], cards["department"]["value"]) == ("名刺", "営業部")
    assert (cards["location"]["value"], cards["location"]["state"]) == ("キャビネット", "suggested")
    again = compared(run, "--apply")
    assert (again["added"], again["suggested"]) == ([], 0)
    assert not [one for one in again["differences"] if one["code"] == "not_found"]


def test_what_a_person_took_out_does_not_come_back(run: Run, tmp_path: Path) -> None:
    existing_ledgers.plain(tmp_path / "theirs.xlsx")
    lines = {line["name"]: line["number"] for line in json.loads(run("entries", "--format", "json").out)}
    assert run("entry", "exclude", str(lines["顧客名簿"]), "--reason", "公開情報").code == 0
    told = compared(run, "--apply")
    (out,) = [one for one in told["differences"] if one["name"] == "顧客名簿"]
    assert (out["code"], "除外されています" in out["ours"]) == ("not_found", True)
    assert len(told["added"]) == 2


def test_a_number_in_merged_cells_counts_once(run: Run, tmp_path: Path) -> None:
    existing_ledgers.plain(tmp_path / "theirs.xlsx")
    book = load_workbook(tmp_path / "theirs.xlsx")
    sheet = book.worksheets[0]
    sheet["C7"], sheet["F7"], sheet["G6"], sheet["G7"] = "顧客情報（写し）", "サーバー", "1000人", None
    sheet.merge_cells("G6:G7")
    book.save(tmp_path / "theirs.xlsx")
    (more,) = [one for one in compared(run)["differences"] if one["code"] == "more_persons"]
    assert (more["address"], more["theirs"]) == ("個人情報管理台帳!G6", "1000人")


def test_the_difference_as_a_workbook(run: Run, tmp_path: Path) -> None:
    existing_ledgers.plain(tmp_path / "theirs.xlsx")
    assert run("compare", "theirs.xlsx", "--out", "out.xlsx").code == 0
    sheet = load_workbook(tmp_path / "out.xlsx")["台帳との差異"]
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    assert [row[1] for row in rows][:2] == ["既存の台帳にない", "要配慮個人情報の記載がない"]
    assert ("個人情報管理台帳!G6", "約500件") in [(row[2], row[6]) for row in rows]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nothing.xlsx",), "nothing.xlsx を読めません"),
        (("bad.xlsx",), "Excel のブック（.xlsx）として読めません"),
        (("own.xlsx",), "「daicho import」で取り込んでください"),
        (("theirs.xlsx", "--sheet", "営業"), "シート「営業」はありません"),
        (("theirs.xlsx", "--map", "利用目的"), "「見出し=項目」の形ではありません"),
        (("theirs.xlsx", "--map", "色=利用目的"), "「色」という見出しの列はありません"),
        (("theirs.xlsx", "--out", "out.xls"), ".xlsx にしてください"),
    ],
)
def test_what_cannot_be_compared(run: Run, tmp_path: Path, arguments: tuple[str, ...], sentence: str) -> None:
    existing_ledgers.plain(tmp_path / "theirs.xlsx")
    assert run("export", "own.xlsx").code == 0
    (tmp_path / "bad.xlsx").write_bytes(b"PK no workbook")
    done = run("compare", *arguments)
    assert done.code == 2
    assert sentence in done.err
    assert len(done.err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("約500件", 416, 600),
        ("1,200名", 1200, 1200),
        ("５００～６００", 500, 600),
        ("5～6千", 5000, 6000),
        ("1万2千人以上", 12000, None),
        ("100未満", 0, 100),
        ("数百件", 200, 999),
        ("1箱（約200人）", 166, 240),
        ("令和6年 120人", 120, 120),
    ],
)
def test_persons_stated(text: str, low: int, high: int | None) -> None:
    assert stated(text) == Stated(low, high)


@pytest.mark.parametrize("text", ["", "若干", "3冊", "年間300件", "50人/月", "5年"])
def test_no_persons_stated(text: str) -> None:
    assert stated(text) is None


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("保存期間\n（年）", "keep_until"),
        ("委託\n有無", "entrusted"),
        ("アクセス権を\n有する者", "access"),
        ("件数（概算）", "count"),
        ("一般・機微", "flags"),
        ("開示対象／非対象", "disclosure"),
        ("天気", ""),
    ],
)
def test_headings_of_others(heading: str, field: str) -> None:
    assert field_of(heading)[0] == field


def test_a_sheet_with_formulas_says_what_they_came_to(tmp_path: Path) -> None:
    """Numbers by formula and errors in other cells do not keep a row from being read."""
    existing_ledgers.plain(tmp_path / "theirs.xlsx")
    book = load_workbook(tmp_path / "theirs.xlsx")
    book.worksheets[0]["A6"] = "=ROW()-5"
    book.worksheets[0]["K6"] = "#REF!"
    book.save(tmp_path / "theirs.xlsx")
    (table,) = existing.read(tmp_path / "theirs.xlsx").tables
    assert table.lines[0].name == "顧客名簿"
    assert table.lines[1].department == "営業部"


def _odd(folder: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["No", "個人情報の名称", "所管", "つかいみち", "件数", "わが社コード"])
    sheet.append([1, "顧客名簿", "営業部", "商品の発送", 100, "A-1"])
    sheet.append([2, "履歴書", "人事部", "採用", 20, "A-2"])
    book.save(folder / "theirs.xlsx")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of POSIX")
def test_headings_that_are_not_understood_are_asked_at_a_terminal_and_remembered(run: Run, tmp_path: Path) -> None:
    from tests.terminal import Terminal

    _odd(tmp_path)
    with Terminal(tmp_path, "compare", "theirs.xlsx") as terminal:
        terminal.expect("[1/2] D列「つかいみち」")
        terminal.answer("99")
        terminal.expect("1 から 29 の番号か")
        terminal.answer("8")
        terminal.expect("[2/2] F列「わが社コード」")
        terminal.answer("")
        terminal.expect("同じものとみた行は")
    columns = {one["heading"]: (one["field"], one["how"]) for one in compared(run)["sheets"][0]["columns"]}
    assert columns["つかいみち"] == ("purpose", "remembered")
    assert columns["わが社コード"] == ("unused", "remembered")
    assert "分からない見出し" not in run("compare", "theirs.xlsx").out


def test_without_a_terminal_the_option_is_named(run: Run, tmp_path: Path) -> None:
    _odd(tmp_path)
    shown = run("compare", "theirs.xlsx").out
    assert "分からない見出し（比べていません）: D列「つかいみち」、F列「わが社コード」" in shown
    assert '--map "つかいみち=項目" --map "わが社コード=項目"' in shown
    assert run("compare", "theirs.xlsx", "--map", "つかいみち=利用目的", "--map", "わが社コード=使わない").code == 0
    assert "分からない見出し" not in run("compare", "theirs.xlsx").out
