"""What no scan finds: asked by department, ticked where the 台帳 has it, a line by hand where somebody says yes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inventory import checklist, suggestions
from inventory.ledger import Cell
from inventory.register import Register
from tests.commands import Run, here
from tests.registers import made
from tests.reports import ROOT, report


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Iterator[Run]:
    with Register.open(made(tmp_path / "daicho.db"), key_file=tmp_path / "key") as register:
        register.begin_run([ROOT], "0.1", "d1")
        register.record([report("営業部/顧客.csv")])
        register.record([report("総務部/来訪者.xlsx", document_type="visitor_log")])
        register.finish_run()
    (tmp_path / "daicho.toml").write_text('reviewer = "総務 佐藤"\nkey_file = "key"\n', encoding="utf-8")
    yield here(monkeypatch, capsysbinary, tmp_path)


def states(run: Run) -> dict[tuple[str, str], tuple[str, list[int]]]:
    """How everything stands, by department and item."""
    told = json.loads(run("checklist", "--format", "json").out)
    return {(one["department"], one["item"]): (one["state"], one["entries"]) for one in told["items"]}


def cells(run: Run, number: int) -> dict[str, Any]:
    """The cells of a line."""
    lines = json.loads(run("entries", "--format", "json").out)
    found: dict[str, Any] = next(line["cells"] for line in lines if line["number"] == number)
    return found


def test_what_the_scan_found_is_ticked(run: Run) -> None:
    standing = states(run)
    number = next(n for n in (1, 2) if "来訪者" in cells(run, n)["name"]["value"])
    assert standing["総務部", "visitor_log"] == ("found", [number])
    assert standing["総務部", "security_camera"] == ("open", [])
    assert ("営業部", "security_camera") not in standing  # 総務 is there to be asked
    assert standing["営業部", "skill_sheet"] == ("open", [])


def test_yes_makes_a_line_with_suggestions_once(run: Run) -> None:
    assert run("checklist", "answer", "security_camera", "yes", "--department", "総務部", "--note", "玄関").code == 0
    made = cells(run, 3)
    assert made["name"] == {**made["name"], "value": "防犯カメラの映像", "state": "confirmed"}
    assert (made["purpose"]["state"], made["medium"]["value"]) == ("suggested", "映像")
    assert made["remarks"]["value"] == "玄関"
    assert states(run)["総務部", "security_camera"] == ("yes", [3])
    again = run("checklist", "answer", "security_camera", "yes", "--department", "総務部")
    assert "管理No 3 の行が台帳にあります" in again.out
    assert len(json.loads(run("entries", "--format", "json").out)) == 3
    assert [one["field"] for one in json.loads(run("history", "3", "--format", "json").out)] == ["state", "name"]


def test_the_latest_answer_holds(run: Run) -> None:
    for given in ("later", "no"):
        assert run("checklist", "answer", "saas", given, "--department", "営業部").code == 0
    assert states(run)["営業部", "saas"] == ("no", [])


def test_questions_are_asked_and_every_answer_is_kept(run: Run, tmp_path: Path) -> None:
    waiting = [item for (who, item), (state, _) in states(run).items() if who == "営業部" and state == "open"]
    asked = run("checklist", "--department", "営業部", stdin="n\n\nたぶん\ny\n2階\nq\n".encode())
    assert asked.code == 0
    assert "やめました" in asked.out
    standing = states(run)
    assert [standing["営業部", item][0] for item in waiting[:3]] == ["no", "yes", "open"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("checklist", "answer", "nothing", "yes", "--department", "営業部"), "nothing という項目はありません"),
        (("checklist", "answer", "saas", "yes", "--department", "営業"), "「営業」という部門は台帳にありません"),
        (("checklist", "--department", "営業"), "「営業」という部門は台帳にありません"),
        (("checklist", "answer", "saas", "maybe", "--department", "営業部"), "選べるのは yes、no、later"),
    ],
)
def test_what_cannot_be_answered(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert sentence in done.err


def test_a_department_without_files_answers(run: Run) -> None:
    assert run("checklist", "answer", "business_card", "yes", "--department", "役員室", "--new").code == 0
    assert states(run)["役員室", "business_card"] == ("yes", [3])


def test_every_item_knows_its_own_line(run: Run) -> None:
    kept = suggestions.load()
    for item in checklist.load().items:
        line = item.line("総務部", "")
        assert any(word in line.name for word in item.found), item.code
        assert not item.type or item.type in kept.documents, item.code
        assert {key for key, cell in line.cells.items() if not Cell(cell.value, "suggested").value} == set()
