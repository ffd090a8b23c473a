"""`daicho diff` and `daicho summary` over scans of real files: what happened to them is what is told."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import pyzipper
from rich.cells import cell_len

from tests import shares
from tests.commands import Run, here, is_one_sentence, within
from tests.reports import report
from tests.scanned_register import scanned

pytestmark = pytest.mark.slow
APPLICANTS = shares.CUSTOMERS.replace("太郎", "次郎")
CARDS = "カード名簿\n" + "".join(f"山本{name} MC-1234567{number}\n" for number, name in enumerate("太次三四"))
OWN_RULE = """\
kind: MIHON_CARD
name: みほんカード番号
why: カードの持ち主を特定します。
category: 組織内の識別番号
identifies: attribute
flags: [special_care]
patterns:
  - MC-[0-9]{8}
examples:
  finds: [カード ⟦MC-12345678⟧]
  ignores: [MC-1234567]
"""


def _zip(path: Path, password: bytes = b"") -> None:
    if not password:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("応募者.csv", APPLICANTS)
        return
    with pyzipper.AESZipFile(path, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password)
        archive.writestr("応募者.csv", APPLICANTS)


def _mailbox(path: Path, *attached: str) -> None:
    mails = []
    for name in attached:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "a@example.co.jp", "b@example.co.jp", name
        mail.set_content("名簿をお送りします。\n")
        mail.add_attachment(shares.CUSTOMERS.encode(), maintype="text", subtype="csv", filename=f"{name}.csv")
        mails.append(b"From a@example.co.jp Mon Nov 16 09:00:00 2026\n" + mail.as_bytes() + b"\n")
    path.write_bytes(b"".join(mails))


def _write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _people(*numbers: int) -> str:
    return "氏名,電話番号\n" + "".join(f"渡辺{'一二三四五六七八九'[n]}郎,090-2222-333{n}\n" for n in numbers)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a share that was scanned four times; the second scan met many changes, the third own rules."""
    folder = tmp_path_factory.mktemp("told")
    share = folder / "share"
    _write(
        share, 営業部__変わる=_people(1, 2), 営業部__動く=_people(3), 営業部__消える=_people(4),
        営業部__元=_people(5, 6), 旧名簿__あ=_people(7), 旧名簿__い=_people(8),
        人事部__番号=shares.MY_NUMBERS, 総務部__カード=CARDS,
    )  # fmt: skip
    (share / "総務部/お知らせ.txt").write_text(shares.NOTICE, encoding="utf-8")
    _zip(share / "人事部/応募.zip")
    _mailbox(share / "総務部/箱.mbox", "一通目")
    with within(folder) as run:
        _four_scans(folder, share, run)
    return folder


def _four_scans(folder: Path, share: Path, run: Run) -> None:
    _scan(run)
    _write(share, 営業部__変わる=_people(1, 2, 3), 総務部__新しい=_people(1), 公開__番号=shares.MY_NUMBERS)
    shutil.move(share / "営業部/動く.csv", share / "総務部/動いた.csv")
    shutil.copy(share / "営業部/元.csv", share / "総務部/元の写し.csv")
    (share / "営業部/消える.csv").unlink()
    (share / "旧名簿").rename(share / "新名簿")
    _zip(share / "人事部/応募.zip", b"secret")
    _mailbox(share / "総務部/箱.mbox", "一通目", "二通目")
    _scan(run)
    (folder / "規則").mkdir()
    (folder / "規則/card.yaml").write_text(OWN_RULE, encoding="utf-8")
    (folder / "daicho.toml").write_text('rules = "規則"\n', encoding="utf-8")
    _write(share, 営業部__消える=_people(4))
    _scan(run)
    _scan(run)


def _scan(run: Run) -> None:
    done = run("scan", "share", "--workers", "1")
    assert done.code == 0, done.err


@pytest.fixture
def run(told: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Iterator[Run]:
    yield here(monkeypatch, capsysbinary, told)


@pytest.fixture
def first(run: Run) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("diff", "1", "2", "--format", "json").out)
    return found


def test_files_are_new_changed_moved_and_gone(first: dict[str, Any]) -> None:
    assert set(first["new"]) == {
        "総務部/新しい.csv",
        "総務部/元の写し.csv",
        "公開/番号.csv",
        "総務部/箱.mbox!2通目.eml",
        "総務部/箱.mbox!2通目.eml!二通目.csv",
    }
    assert "営業部/変わる.csv" in first["changed"]
    assert {(one["from"], one["to"]) for one in first["moved"]} == {
        ("営業部/動く.csv", "総務部/動いた.csv"),
        ("旧名簿/あ.csv", "新名簿/あ.csv"),
        ("旧名簿/い.csv", "新名簿/い.csv"),
    }
    assert first["gone"] == ["営業部/消える.csv"]
    assert first["rejudged"] == []


def test_a_copy_is_new_and_tells_of_what(first: dict[str, Any]) -> None:
    copies = {one["path"]: one["of"] for one in first["copies"]}
    assert copies["総務部/元の写し.csv"] == "営業部/元.csv"
    assert copies["公開/番号.csv"] == "人事部/番号.csv"
    assert "総務部/新しい.csv" not in copies


def test_a_new_place_of_my_numbers_comes_before_all_else(first: dict[str, Any], run: Run) -> None:
    assert [(one["path"], one["flags"]) for one in first["sensitive"]] == [("公開/番号.csv", ["my_number"])]
    lines = run("diff", "1", "2").out.splitlines()
    sections = [line for line in lines if line.startswith("■")]
    assert sections[0] == "■ 特定個人情報・要配慮個人情報の新しい場所 1件"
    assert "公開/番号.csv（特定個人情報" in lines[lines.index(sections[0]) + 1]


def test_what_was_locked_since_is_no_longer_readable(first: dict[str, Any]) -> None:
    locked = {one["path"]: (one["before"], one["status"]) for one in first["unreadable"]}
    assert locked == dict.fromkeys(("人事部/応募.zip", "人事部/応募.zip!応募者.csv"), ("read", "encrypted"))
    assert "人事部/応募.zip!応募者.csv" in first["changed"]


def test_lines_and_persons_grow_and_shrink(first: dict[str, Any]) -> None:
    entries = {(one["department"], one["new"]) for one in first["entries"]}
    assert ("公開", True) in entries
    assert ("旧名簿", False) in entries
    total = first["persons"]["total"]
    departments = {one["department"]: one for one in first["persons"]["departments"]}
    assert total["persons"] != 0
    assert departments["旧名簿"]["persons"] == 0
    assert departments["旧名簿"]["persons_before"] == departments["新名簿"]["persons"] == 2
    assert {one["path"] for one in first["unregistered"]} >= {"総務部/新しい.csv", "公開/番号.csv"}


def test_rules_that_judge_otherwise_are_no_change_of_content(run: Run) -> None:
    found = json.loads(run("diff", "2", "3", "--format", "json").out)
    assert found["changed"] == []
    assert found["rejudged"] == ["総務部/カード.csv"]
    assert [(one["path"], one["flags"]) for one in found["sensitive"]] == [("総務部/カード.csv", ["special_care"])]
    assert found["new"] == found["returned"] == ["営業部/消える.csv"]
    assert "■ 判定の変化 1件" in run("diff", "2", "3").out
    across = json.loads(run("diff", "3", "1", "--format", "json").out)
    assert across["runs"]["from"]["number"] == 1
    assert "営業部/消える.csv" not in {*across["new"], *across["gone"], *across["changed"]}


def test_without_numbers_the_last_two_scans_are_compared(run: Run) -> None:
    found = json.loads(run("diff", "--format", "json").out)
    assert (found["runs"]["from"]["number"], found["runs"]["to"]["number"]) == (3, 4)
    assert found["files"] == found["entries"] == []
    assert "変わったところはありません" in run("diff").out


def test_the_workbook_and_the_csv_say_the_same(run: Run, told: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("diff", "1", "2", "--format", "csv").out.lstrip("\ufeff"))))
    assert run("diff", "1", "2", "--out", "変更.xlsx").code == 0
    sheet = openpyxl.load_workbook(told / "変更.xlsx")["前回からの変更"]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert [(row[1], row[4]) for row in cells if row[1]] == [
        (row["変更"], row["ファイル・台帳の行"] or None) for row in rows
    ]
    attention = {str(row[4]): str(row[7]) for row in cells}
    assert "特定個人情報等の新しい場所" in attention["公開/番号.csv"]
    assert run("diff", "--out", "変更.csv").code == 2


@pytest.mark.parametrize(
    "numbers", [("1",), ("1", "2", "3"), ("1", "99"), ("2", "2")], ids=["one", "three", "unknown", "same"]
)
def test_scans_that_cannot_be_compared(run: Run, numbers: tuple[str, ...]) -> None:
    done = run("diff", *numbers)
    assert done.code == 2
    assert is_one_sentence(done.err)


def test_the_scans_can_be_listed(run: Run) -> None:
    assert [one["number"] for one in json.loads(run("diff", "--list", "--format", "json").out)] == [4, 3, 2, 1]
    assert "途中まで" not in run("diff", "--list").out


def test_the_summary_fits_on_one_screen(run: Run) -> None:
    lines = run("summary").out.splitlines()
    assert len(lines) <= 24
    assert all(cell_len(line) <= 80 for line in lines)
    found = json.loads(run("summary", "--format", "json").out)
    assert found["date"] == date.today().isoformat()
    assert found["items"]["scan"]["number"] == 4
    assert found["items"]["unread"]["count"] == 2
    assert found["items"]["unconfirmed"]["entries"]
    assert found["items"]["changes"]["new"] == 0


def test_a_register_with_one_scan_has_nothing_to_compare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    scanned(tmp_path, [report("営業部/顧客.csv")])
    run = here(monkeypatch, capsysbinary, tmp_path)
    done = run("diff")
    assert done.code == 2
    assert is_one_sentence(done.err)
    assert "次回から分かります" in run("summary").out
