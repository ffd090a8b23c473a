"""The drafts of a case, read back: the nine items, the notice, the FAQ, the to-do list; all of them or none."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Any

import docx
import openpyxl
import pytest
from docx.document import Document

from inventory import suggestions
from inventory.export.placing import ExportError
from inventory.incident import guide
from inventory.incident.japanese_days import in_era, moment_in_era, with_weekday
from inventory.incident.papers import hand_over
from tests.commands import PROGRAM, Run, environment, here
from tests.incident_share import VALUES

YESTERDAY = date.today() - timedelta(days=1)


@pytest.fixture
def run(
    incident_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Iterator[Run]:
    shutil.copytree(incident_folder, tmp_path, dirs_exist_ok=True)
    yield here(monkeypatch, capsysbinary, tmp_path)


def papers(run: Run, folder: Path, *arguments: str) -> dict[str, Path]:
    """The papers of a new case, by name without the number."""
    assert run("incident", "new", "--title", "置き忘れ", "--noticed", YESTERDAY.isoformat(), *arguments).code == 0
    run("incident", "log", "1", "IDを止めた", "--kind", "containment", "--at", YESTERDAY.isoformat())
    done = run("incident", "papers", "1", folder)
    assert done.code == 0, done.err
    return {path.name.removeprefix("事故1_"): path for path in folder.iterdir()}


def words(document: Document) -> str:
    """All text of a document, its tables and header included."""
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*texts, *(paragraph.text for paragraph in document.sections[0].header.paragraphs)])


def text(path: Path) -> str:
    return words(docx.Document(str(path)))


def test_the_reports_have_the_nine_items_and_say_what_is_still_missing(run: Run, tmp_path: Path) -> None:
    made = papers(run, tmp_path / "out", "人事部/健診結果.csv", "--cause", "loss", "--summary", "端末を置き忘れた")
    assert {"速報_個人情報保護委員会.docx", "確報_個人情報保護委員会.docx", "確報_審査機関.docx"} < set(made)
    assert not any("番号法" in name for name in made)
    told = text(made["速報_個人情報保護委員会.docx"])
    assert [mark for mark in "①②③④⑤⑥⑦⑧⑨" if f"{mark}　" not in told] == []
    for wanted in (
        "下書き", "株式会社みほん商事", in_era(YESTERDAY), "端末を置き忘れた", "健診・検査の結果", "約3人",
        "■ 要配慮個人情報を含む", "規7条1号", "漏えい等報告フォーム", "IDを止めた", "調査中",
        with_weekday(YESTERDAY + timedelta(days=4)),
    ):  # fmt: skip
        assert wanted in told, wanted
    final = text(made["確報_個人情報保護委員会.docx"])
    assert "【要記入：確定した人数】" in final
    assert "提出の期限" in final


def test_documents_of_no_type_are_called_by_their_group(run: Run, tmp_path: Path) -> None:
    told = text(papers(run, tmp_path / "out", "営業部/経費", "営業部/メルマガ")["確報_審査機関.docx"])
    groups = suggestions.load().groups
    assert any(group.name in told for group in groups)
    assert [group.code for group in groups if group.code in told] == []


def test_what_is_to_be_filled_in_is_marked(run: Run, tmp_path: Path) -> None:
    made = papers(run, tmp_path / "out", "人事部/健診結果.csv")
    document = docx.Document(str(made["本人通知.docx"]))
    marked = [run.text for paragraph in document.paragraphs for run in paragraph.runs if run.font.highlight_color]
    assert marked
    assert all(re.fullmatch("【要記入[^】]*】", one) for one in marked)
    assert sum("【要記入" in paragraph.text for paragraph in document.paragraphs) <= len(marked)


def test_the_notice_has_its_five_items_and_an_apology(run: Run, tmp_path: Path) -> None:
    made = papers(run, tmp_path / "out", "営業部/顧客名簿.csv", "--contact", "お客様窓口 平日9時から17時")
    told = text(made["本人通知.docx"])
    for wanted in (
        "お詫び", "1　起きたこと", "2　対象となる情報", "3　原因", "4　二次被害", "5　当社の対応", "お客様窓口",
        "氏名、電話番号、メールアドレス", "心当たりのない電話",
    ):  # fmt: skip
        assert wanted in told, wanted
    assert "マイナンバー" not in told


def test_callers_hear_the_four_points_and_first_reports_are_asked_for_the_place(run: Run, tmp_path: Path) -> None:
    told = text(papers(run, tmp_path / "out", "人事部")["問い合わせ対応.docx"])
    for wanted in (
        "お詫び",
        "今までに分かっている経過",
        "すでに行った防止策",
        "これからの方針",
        "URL",
        "マイナンバーは含まれて",
    ):
        assert wanted in told, wanted
    assert "{" not in told


def test_the_tasks_have_stages_days_and_room_for_who_does_them(run: Run, tmp_path: Path) -> None:
    made = papers(run, tmp_path / "out", "人事部/健診結果.csv", "--cause", "insider")
    workbook = openpyxl.load_workbook(made["経過と対応.xlsx"])
    rows: list[Any] = [row for row in workbook["対応一覧"].iter_rows(min_row=5, values_only=True) if row[0]]
    assert [row[1][0] for row in rows] == sorted(row[1][0] for row in rows)
    assert {row[1][0] for row in rows} == set("12345")
    assert any("権限とID" in row[2] for row in rows)
    assert not any("遠隔ロック" in row[2] for row in rows)
    reported = next(row for row in rows if row[2] == "個人情報保護委員会に速報を提出する")
    assert reported[3].date() == YESTERDAY + timedelta(days=4)
    assert {row[4] for row in rows} == {None}
    course = [row[3] for row in workbook["経過"].iter_rows(min_row=5, values_only=True)]
    assert "IDを止めた" in course
    assert any(cell == "要報告" for row in workbook["報告の要否"].iter_rows(values_only=True) for cell in row)
    assert all("下書き" in str(sheet.oddHeader) for sheet in workbook.worksheets)


def test_numbers_that_everybody_could_see_are_reported_under_their_own_law(run: Run, tmp_path: Path) -> None:
    made = papers(run, tmp_path / "out", "人事部/個人番号.csv", "--public")
    told = text(made["速報_番号法.docx"])
    assert "特定個人情報の漏えい等に関する報告書" in told
    assert "番号法29条の4" in told
    assert "最大で2人" in told


def test_clients_and_contractors_get_their_papers(run: Run, tmp_path: Path) -> None:
    made = papers(run, tmp_path / "out", "営業部", "--cause", "委託先", "--contractor", "みほん発送", "--entrusted",
                  "--client", "みほん生命")  # fmt: skip
    assert "みほん生命　御中" in text(made["委託元への通知.docx"])
    inquiry = text(made["委託先への照会.docx"])
    assert "みほん発送　御中" in inquiry
    assert "回答欄" in inquiry


def test_reports_that_are_not_required_are_made_only_when_asked_for(run: Run, tmp_path: Path) -> None:
    made = papers(run, tmp_path / "out", "営業部/顧客名簿.csv", "--cause", "misdelivery", "--no-pmark")
    assert set(made) == {"本人通知.docx", "問い合わせ対応.docx", "経過と対応.xlsx"}
    assert run("incident", "papers", "1", tmp_path / "all", "--all").code == 0
    assert (tmp_path / "all/事故1_速報_個人情報保護委員会.docx").exists()


def test_no_value_of_the_files_is_in_a_paper(run: Run, tmp_path: Path) -> None:
    for path in papers(run, tmp_path / "out", "人事部", "営業部", "--public", "--cause", "insider").values():
        with zipfile.ZipFile(path) as package:
            told = "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
        plain = re.sub("<[^>]*>", "", told)
        assert [value for value in VALUES if value in told or value in plain] == [], path.name


def test_papers_that_are_there_are_kept(run: Run, tmp_path: Path) -> None:
    made = papers(run, tmp_path / "out", "人事部")
    mine = made["本人通知.docx"]
    mine.write_bytes(b"mine")
    before = {path.name: path.read_bytes() for path in made.values()}
    refused = run("incident", "papers", "1", tmp_path / "out")
    assert (refused.code, "--force" in refused.err) == (2, True)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    assert run("incident", "papers", "1", tmp_path / "out", "--force").code == 0
    assert mine.read_bytes() != b"mine"


def test_a_paper_that_is_open_in_word_is_left_alone(run: Run, tmp_path: Path) -> None:
    made = papers(run, tmp_path / "out", "人事部")
    name = made["本人通知.docx"].name
    (tmp_path / "out" / f"~${name[2:]}").touch()
    refused = run("incident", "papers", "1", tmp_path / "out", "--force")
    assert (refused.code, "開かれています" in refused.err) == (2, True)


def test_a_failure_leaves_what_was_there_and_nothing_new(tmp_path: Path) -> None:
    def whole(out: IO[bytes]) -> None:
        out.write(b"new")

    def broken(out: IO[bytes]) -> None:
        raise OSError("no space")

    folder = tmp_path / "out"
    with pytest.raises(ExportError, match="書き込めません"):
        hand_over({"a.docx": whole, "b.docx": broken}, folder, force=False)
    assert not folder.exists()
    folder.mkdir()
    (folder / "a.docx").write_bytes(b"old")
    with pytest.raises(ExportError):
        hand_over({"a.docx": whole, "b.docx": broken}, folder, force=True)
    assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [("a.docx", b"old")]


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
@pytest.mark.slow
def test_killed_in_the_middle_leaves_no_half_paper(run: Run, tmp_path: Path) -> None:
    assert run("incident", "new", "--title", "x", "人事部").code == 0
    folder = tmp_path / "out"
    process = subprocess.Popen(
        [*PROGRAM, "incident", "papers", "1", str(folder)], cwd=tmp_path, env=environment(tmp_path)
    )
    while not list(folder.glob(".daicho-*/*.docx")):
        assert process.poll() is None
        time.sleep(0.002)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert not [path for path in folder.iterdir() if not path.name.startswith(".daicho-")]
    assert run("incident", "papers", "1", folder).code == 0
    for path in folder.glob("*.docx"):
        docx.Document(str(path))


def test_odd_characters_of_the_user_do_no_harm(run: Run, tmp_path: Path) -> None:
    made = papers(
        run, tmp_path / "out", "人事部", "--summary", "=1+1 <b>&\x1b[31m\x00【要記入", "--prevention", "_x0041_"
    )
    assert "=1+1 <b>&" in text(made["速報_個人情報保護委員会.docx"])
    cells = [cell for row in openpyxl.load_workbook(made["経過と対応.xlsx"])["経過"].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 11, 21), "令和8年11月21日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "2019年4月30日"),
    ],
)
def test_days_are_told_in_the_era(day: date, written: str) -> None:
    assert in_era(day) == written


def test_times_are_told_in_the_era() -> None:
    assert moment_in_era("2026-11-21T09:05") == "令和8年11月21日9時05分"


def test_every_question_and_task_of_the_guide_can_be_told() -> None:
    guided = guide.load()
    given = {"items", "persons", "noticed", "cause", "secondary", "advice", "reported"}
    for question in guided.questions:
        assert set(re.findall(r"{(\w+)}", question.answer)) <= given, question.ask
    assert {task.stage for task in guided.tasks} == set(range(1, len(guided.stages) + 1))
    assert json.dumps([task.due for task in guided.tasks]).count("noticed") > 5
