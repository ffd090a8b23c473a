"""What scans write into the register and what they leave alone: rescans, gone files, hostile names, departments."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from inventory import storage
from inventory.keeping import Keeper
from inventory.register import Register, RegisterError
from inventory.replacing import SAMPLES_PER_KIND
from inventory.routing import Kept
from tests.registers import by_path, made, paths, scan, unchanged
from tests.reports import ROOT, keys, kind, report


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.open(made(tmp_path / "daicho.db"), key_file=tmp_path / "keys" / "daicho.key") as register:
        yield register


# --- scans -----------------------------------------------------------------------------------------------------


def test_what_was_recorded_is_read_back(register: Register) -> None:
    scan(
        register,
        "営業部/a.csv",
        flags=("my_number",),
        persons_max=9,
        kinds=(kind("PERSON", 30, 20),),
        people=keys(7, 5),
    )
    (file,) = register.files()
    assert (file.root, file.path, file.outer, file.department) == (ROOT, "営業部/a.csv", "営業部/a.csv", "営業部")
    assert (file.persons, file.persons_max, file.flags) == (3, 9, ("my_number",))
    assert [(total.kind, total.count, total.distinct) for total in file.kinds] == [("PERSON", 30, 30)]
    findings = list(register.findings("営業部/a.csv"))
    assert len(findings) == SAMPLES_PER_KIND
    assert (findings[0].place, findings[0].masked, findings[0].evidence) == ("A0", "山●●●", ("見出し",))
    (run,) = register.runs()
    assert (run.files_met, run.files_examined, run.files_gone, run.bytes_examined) == (1, 1, 0, 1000)


def test_only_what_is_current_is_skipped(register: Register) -> None:
    scan(register, ["a.zip", "a.zip!b.csv"], "c.csv")
    scan(register, "denied.csv", status="denied")
    register.begin_run([ROOT], "0.1", "d1")
    assert unchanged(register, "a.zip")
    assert not unchanged(register, "a.zip!b.csv")  # a member goes with its container
    assert not unchanged(register, "a.zip", size=1001)
    assert not unchanged(register, "a.zip", later=1)
    assert not unchanged(register, "a.zip", digest="d2")
    assert not unchanged(register, "denied.csv")
    assert not register.unchanged("/別", "a.zip", 1000, report("a.zip").modified_ns, "d1")


def test_gone_files_are_marked_and_come_back(register: Register) -> None:
    scan(register, ["a.zip", "a.zip!b.csv"], "c.csv")
    scan(register, "c.csv")
    assert paths(register) == ["c.csv"]
    assert [file.path for file in register.files(gone=True) if file.gone] == ["a.zip", "a.zip!b.csv"]
    register.begin_run([ROOT], "0.1", "d1")
    assert unchanged(register, "a.zip")
    assert register.mark_gone() == 1
    run = register.finish_run()
    assert (run.files_met, run.files_examined, run.files_gone) == (2, 0, 1)
    assert paths(register) == ["a.zip", "a.zip!b.csv"]


def test_an_interrupted_scan_marks_nothing_gone(register: Register) -> None:
    scan(register, "a.csv", "b.csv")
    register.begin_run([ROOT], "0.1", "d1")
    register.record([report("a.csv")])
    register.finish_run()
    assert paths(register) == ["a.csv", "b.csv"]


@pytest.mark.parametrize(("denied", "left"), [("秘", ["a/x", "秘", "秘/x"]), (".", [".", "a/x", "秘/x", "秘密/x"])])
def test_files_below_a_denied_folder_are_not_gone(register: Register, denied: str, left: list[str]) -> None:
    scan(register, "秘/x", "秘密/x", "a/x")
    register.begin_run([ROOT], "0.1", "d1")
    register.record([report(denied, status="denied")])
    if denied == "秘":
        assert unchanged(register, "a/x")
    register.mark_gone()
    register.finish_run()
    assert paths(register) == left


def test_other_roots_are_left_alone(register: Register) -> None:
    register.begin_run(["/別"], "0.1", "d1")
    register.record([report("a.csv", root="/別")])
    register.finish_run()
    scan(register, "a.csv")
    assert [(file.root, file.gone) for file in register.files(gone=True)] == [(ROOT, False), ("/別", False)]


def test_a_rescan_replaces_findings_and_members(register: Register) -> None:
    scan(register, ["a.zip", "a.zip!old.csv", "a.zip!both.csv"])
    before = by_path(register)
    scan(register, ["a.zip", "a.zip!both.csv", "a.zip!new.csv"], kinds=(kind("EMAIL_ADDRESS", 1),), digest="d2")
    after = by_path(register)
    assert paths(register) == ["a.zip", "a.zip!both.csv", "a.zip!new.csv"]
    assert after["a.zip!old.csv"].gone
    assert after["a.zip!both.csv"].id == before["a.zip!both.csv"].id
    assert {finding.kind for finding in register.findings()} == {"EMAIL_ADDRESS"}
    assert after["a.zip!new.csv"].container == after["a.zip"].id
    assert after["a.zip!new.csv"].outer == "a.zip"


def test_a_rescan_never_touches_what_people_wrote(register: Register) -> None:
    scan(register, "a.csv")
    register.ensure_entries([Kept("営業部", "customer_list")])
    keeper = Keeper(register, "佐藤")
    keeper.suggest(1, "purpose", "案", source="昨年の台帳")
    keeper.set(1, "purpose", "お客様への連絡")
    keeper.decide("file", "sha256 of a.csv", "form_only", reason="様式", path="a.csv")
    entries, decisions = register.entries(), register.decisions()
    scan(register, "a.csv", digest="d2", document_type="resume")
    scan(register, digest="d3")
    assert register.entries() == entries
    assert register.decisions() == decisions
    assert entries[0].confirmed["purpose"].value == "お客様への連絡"
    assert entries[0].suggested["purpose"].value == "案"


def test_a_confirmed_field_can_be_confirmed_anew(register: Register) -> None:
    number = Keeper(register, "佐藤").add(Kept("総務部", "paper_visitors"), {"storage": "鍵付きの書庫"})
    Keeper(register, "鈴木").set(number, "storage", "金庫")
    (entry,) = register.entries()
    assert (entry.origin, entry.confirmed["storage"].value, entry.confirmed["storage"].changed_by) == (
        "person",
        "金庫",
        "鈴木",
    )


def test_lines_keep_their_numbers(register: Register) -> None:
    register.ensure_entries([Kept("営業部", "customer_list"), Kept("人事部", "resume")])
    register.ensure_entries([Kept("経理部", "payroll"), Kept("人事部", "resume")])
    assert [(entry.id, entry.department) for entry in register.entries()] == [
        (1, "営業部"),
        (2, "人事部"),
        (3, "経理部"),
    ]


# --- hostile names ---------------------------------------------------------------------------------------------


def test_names_that_are_not_unicode_lose_nothing(register: Register) -> None:
    scan(register, "名簿\udc83.csv", note="\ud800", reasons=("\udcff",))
    register.begin_run([ROOT], "0.1", "d1")
    assert unchanged(register, "名簿\udc83.csv")
    assert paths(register) == ["名簿\\udc83.csv"]


def test_an_archive_may_hold_one_name_twice(register: Register) -> None:
    for _ in range(2):
        scan(register, ["a.zip", "a.zip!x", "a.zip!x", "a.zip!x (2)"])
        assert paths(register) == ["a.zip", "a.zip!x", "a.zip!x (2)", "a.zip!x (2) (2)"]


def test_a_file_may_be_called_like_a_member(register: Register) -> None:
    scan(register, ["a.zip", "a.zip!x"], "a.zip!x")
    files = by_path(register)
    assert files["a.zip!x"].container is None
    assert files["a.zip!x (2)"].container == files["a.zip"].id
    scan(register, "a.zip!x", ["a.zip", "a.zip!x"], digest="d2")
    assert paths(register) == ["a.zip", "a.zip!x", "a.zip!x (2)"]


def test_an_archive_with_thousands_of_equal_names_is_no_trap(register: Register) -> None:
    started = time.process_time()
    scan(register, ["a.zip", *["a.zip!x"] * 1500])
    assert len(paths(register)) == 1501
    assert time.process_time() - started < 10


# --- departments -----------------------------------------------------------------------------------------------


def test_departments_follow_the_mapping(register: Register, tmp_path: Path) -> None:
    scan(register, ["data/a.zip", "data/a.zip!b.csv"], "総務部/c.csv")
    assert {file.department for file in register.files()} == {"data", "総務部"}
    with Register.open(tmp_path / "daicho.db", departments={"data/": "営業部"}) as changed:
        assert changed.assign_departments() == 1
        assert [file.department for file in changed.files()] == ["営業部", "営業部", "総務部"]
        assert changed.assign_departments() == 0


def test_coverage_adds_up(register: Register) -> None:
    register.begin_run([ROOT], "0.1", "d1")
    for number, status in enumerate(["read", "read", "encrypted", "denied", "media"]):
        register.record([report(f"{number}", status=status)])
    register.finish_run()
    assert register.coverage() == {"read": 2, "encrypted": 1, "denied": 1, "media": 1}


def test_no_parameter_gets_into_an_error(register: Register) -> None:
    with pytest.raises(RegisterError) as caught, register.writing() as connection:
        connection.execute(text("INSERT INTO run (roots) VALUES (:value)"), {"value": "山田太郎"})
    assert "山田" not in f"{caught.value} {caught.value.__cause__}"


def test_the_busy_timeout_is_set(register: Register) -> None:
    with register.reading() as connection:
        assert connection.scalar(text("PRAGMA busy_timeout")) == storage.BUSY_SECONDS * 1000
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
