"""Who may read what is sensitive: from the disk into the register, and out of it as the first line of every report."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from inventory.exposure import exposed_sensitive, headline, places, reader_name, who_reads
from inventory.ledger import Cell, Ledger
from inventory.queries import StoredFile
from inventory.register import Register
from inventory.suggestions import load
from scanner.document import Access
from tests.commands import Outcome, Run, here
from tests.registers import by_path, made
from tests.reports import ROOT, report
from tests.test_ledger import compiled

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")

EVERYONE = Access(everyone=True)
STAFF = Access(False, ("user:suzuki", "group:soumu"))
CUSTOMERS = "氏名,電話番号,病名\n" + "".join(f"山田花{chr(0x4E00 + n)},090-1234-56{n:02},糖尿病\n" for n in range(12))


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.open(made(tmp_path / "daicho.db"), key_file=tmp_path / "daicho.key") as register:
        yield register


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> Run:
    return here(monkeypatch, capfdbinary, tmp_path)


def record(register: Register, *files: tuple[str, Access, tuple[str, ...]]) -> None:
    register.begin_run([ROOT], "0.1", "d1")
    for path, access, flags in files:
        register.record([report(path, access=access, readable_by_all=access.everyone, flags=flags)])
    register.mark_gone()
    register.finish_run()


def ledger_of(register: Register) -> Ledger:
    record(
        register,
        ("人事部/健診.csv", EVERYONE, ("special_care",)),
        ("人事部/給与.csv", STAFF, ("my_number",)),
        ("人事部/名簿.csv", EVERYONE, ()),
        ("営業部/顧客.csv", Access(False, ()), ()),
        ("営業部/健診.csv", Access(unknown=True), ("special_care",)),
    )
    return compiled(register)


# --- what a report says ----------------------------------------------------------------------------------------


def test_the_headline_counts_what_everybody_may_read(register: Register) -> None:
    ledger = ledger_of(register)
    assert headline(ledger) == (
        "【要対応】全員が読める場所に、要配慮個人情報のファイルが 1件あります。"
        "読める人を確かめられなかったものが 1件あります。"
    )
    assert [line.file.path for line in exposed_sensitive(ledger)] == ["人事部/健診.csv"]


def test_the_headline_says_so_where_there_is_nothing(register: Register) -> None:
    record(register, ("人事部/給与.csv", STAFF, ("my_number",)), ("営業部/顧客.csv", EVERYONE, ()))
    ledger = compiled(register)
    assert headline(ledger) == "全員が読める場所に、要配慮個人情報や特定個人情報のファイルは見つかりませんでした。"


def test_the_matrix_begins_with_what_is_open_and_grave(register: Register) -> None:
    told = [(place.folder, place.readers, place.files, dict(place.flags)) for place in places(ledger_of(register))]
    assert told == [
        ("人事部", "利用者全員", 2, {"special_care": 1}),
        ("人事部", "suzuki、soumu（グループ）", 1, {"my_number": 1}),
        ("営業部", "不明", 1, {"special_care": 1}),
        ("営業部", "管理者のみ", 1, {}),
    ]


def test_the_access_of_a_line_is_suggested_from_its_readers(register: Register) -> None:
    record(register, ("総務部/名簿.csv", STAFF, ()))
    cell = compiled(register).lines[0].cells["access"]
    text = "suzuki、soumu（グループ）（要確認）"
    assert cell == Cell(text, "suggested", "ファイルを読める人とグループです。ファイルの所有者：suzuki")


def test_readers_in_words(register: Register) -> None:
    record(register, ("a.csv", Access(False, tuple(f"user:u{n}" for n in range(5)), unknown=True), ()))
    file: StoredFile = by_path(register)["a.csv"]
    assert who_reads(file) == "u0、u1、u2ほか2など"
    assert reader_name("group:soumu&group:yakuin") == "soumuとyakuin（両方のグループ）"
    assert reader_name("S-1-5-21-1-2-3-1105") == "名前のわからない利用者（S-1-5-21-1-2-3-1105）"
    assert set(load().flags) >= {"my_number", "special_care"}


# --- the register ----------------------------------------------------------------------------------------------


def test_other_readers_of_an_unchanged_file_reach_the_register(register: Register) -> None:
    register.begin_run([ROOT], "0.1", "d1")
    register.record([report(path, access=STAFF) for path in ("a.zip", "a.zip!b.csv")])
    register.finish_run()
    register.begin_run([ROOT], "0.1", "d1")
    known = (ROOT, "a.zip", 1000, report("").modified_ns, "d1", "")
    assert register.unchanged(*known, ("suzuki", STAFF))
    register.mark_gone()
    register.finish_run()
    assert {(file.owner, file.readers) for file in by_path(register).values()} == {("suzuki", STAFF.readers)}
    register.begin_run([ROOT], "0.1", "d1")
    assert register.unchanged(*known, ("tanaka", EVERYONE))
    register.mark_gone()
    register.finish_run()
    for file in by_path(register).values():
        assert (file.owner, file.readable_by_all, file.readers, file.access_known) == ("tanaka", True, (), True)


def test_few_combinations_serve_many_files(register: Register) -> None:
    from sqlalchemy import func, select

    from inventory.models import Access as Combination

    record(register, *((f"{n}.csv", STAFF if n % 2 else EVERYONE, ()) for n in range(10)))
    with register.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(Combination)) == 2


# --- the command line, on a real folder ------------------------------------------------------------------------


@pytest.fixture
def share(tmp_path: Path) -> Path:
    share = tmp_path / "共有"
    (share / "人事部").mkdir(parents=True)
    (share / "人事部" / "病歴.csv").write_text(CUSTOMERS, encoding="utf-8")
    with ZipFile(share / "人事部" / "控え.zip", "w") as archive:
        archive.writestr("病歴の控え.csv", CUSTOMERS + "山田太郎,090-1234-5699,高血圧\n")
    for path in (share, *share.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return share


def files(outcome: Outcome) -> dict[str, dict[str, object]]:
    return {file["path"]: file for file in json.loads(outcome.out)}


@posix_only
def test_opening_a_folder_is_seen_by_the_next_scan(run: Run, share: Path) -> None:
    (share / "人事部").chmod(0o700)
    first = run("scan", "共有", "--workers", "1")
    assert first.code == 0
    assert "全員が読める場所に、要配慮個人情報や特定個人情報のファイルは見つかりませんでした。" in first.out
    (share / "人事部").chmod(0o755)
    second = run("scan", "共有", "--workers", "1", "--only-new", "--fail-on", "special_care")
    assert "検査したもの 0件" in second.out
    assert "【要対応】全員が読める場所に、要配慮個人情報のファイルが 2件あります。" in second.out
    assert second.code == 4
    assert run("status").out.startswith("【要対応】全員が読める場所に、要配慮個人情報のファイルが 2件")
    listed = files(run("files", "--exposed", "--format", "json"))
    assert listed.keys() == {"人事部/病歴.csv", "人事部/控え.zip!病歴の控え.csv"}
    assert all(file["exposed"] is True and file["readable_by"] == [] for file in listed.values())
    assert {file["owner"] for file in listed.values()} == {_name(share)}
    shown = run("exposure")
    assert "人事部" in shown.out
    assert "利用者全員" in shown.out
    matrix = json.loads(run("exposure", "--format", "json").out)
    assert [(one["folder"], one["everyone"], one["files"]) for one in matrix] == [("人事部", True, 2)]
    third = run("scan", "共有", "--workers", "1", "--only-new", "--fail-on", "special_care")
    assert third.code == 0


def _name(path: Path) -> str:
    import pwd

    return pwd.getpwuid(path.stat().st_uid).pw_name if os.name == "posix" else ""
