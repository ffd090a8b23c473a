"""The register: kept through kills and rescans, closed to others, and clear about what is wrong."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from inventory import storage
from inventory.keeping import Keeper
from inventory.queries import StoredFile
from inventory.recording import SAMPLES_PER_KIND
from inventory.register import Register, RegisterBusy, RegisterError, RegisterKeyLost
from inventory.routing import Kept
from tests.reports import ROOT, keys, kind, report

posix = pytest.mark.skipif(os.name != "posix", reason="file modes and SIGKILL are POSIX")


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.open(tmp_path / "daicho.db", key_file=tmp_path / "keys" / "daicho.key") as register:
        yield register


def scan(register: Register, *files: list[str] | str, digest: str = "d1", **changes: object) -> None:
    """One complete scan that meets these files; a list is a container with its members."""
    register.begin_run([ROOT], "0.1", digest)
    for file in files:
        paths = [file] if isinstance(file, str) else file
        register.record([report(path, **changes) for path in paths])
    register.mark_gone()
    register.finish_run()


def paths(register: Register, *, gone: bool = False) -> list[str]:
    return [file.path for file in register.files(gone=gone)]


def by_path(register: Register) -> dict[str, StoredFile]:
    return {file.path: file for file in register.files(gone=True)}


# --- files, modes and keys -------------------------------------------------------------------------------------


@posix
def test_only_the_owner_may_read_the_register_and_the_key(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with Register.open(tmp_path / "daicho.db", key_file=tmp_path / "daicho.key") as register:
            assert register.key
            scan(register, "a.csv")
            modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert set(modes) == {"daicho.db", "daicho.db-wal", "daicho.db-shm", "daicho.db.lock", "daicho.key"}
    assert set(modes.values()) == {0o600}


@posix
def test_a_register_that_others_may_read_is_closed_to_them(tmp_path: Path) -> None:
    file = tmp_path / "daicho.db"
    Register.open(file).close()
    file.chmod(0o644)
    Register.open(file).close()
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the place differs by system")
def test_the_key_lies_in_the_users_configuration_not_beside_the_register(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with Register.open(tmp_path / "daicho.db") as register:
        key = register.key
    assert [file.read_bytes() for file in (tmp_path / "config").rglob("*.key")] == [key]
    (tmp_path / "moved").mkdir()
    (tmp_path / "daicho.db").rename(tmp_path / "moved" / "renamed.db")
    with Register.open(tmp_path / "moved" / "renamed.db") as register:
        assert register.key == key
    assert key not in (tmp_path / "moved" / "renamed.db").read_bytes()


@pytest.mark.parametrize("content", [None, b"short", bytes(32)], ids=["missing", "broken", "of another register"])
def test_a_lost_key_is_said_and_can_be_renewed(tmp_path: Path, content: bytes | None) -> None:
    file, key_file = tmp_path / "daicho.db", tmp_path / "daicho.key"
    with Register.open(file, key_file=key_file) as register:
        former = register.key
        scan(register, "a.csv")
    key_file.unlink() if content is None else key_file.write_bytes(content)
    with Register.open(file, key_file=key_file) as register:
        assert paths(register) == ["a.csv"]  # reading needs no key
        with pytest.raises(RegisterKeyLost, match="--full"):
            _ = register.key
        register.renew_key()
        if content == b"short":
            key_file.unlink()
        assert register.key != former
        register.begin_run([ROOT], "0.1", "d1")
        assert not _unchanged(register, "a.csv")


# --- what is refused -------------------------------------------------------------------------------------------


def _refused(where: str | Path, *, create: bool = True) -> str:
    with pytest.raises(RegisterError) as caught:
        Register.open(where, create=create)
    message = str(caught.value)
    assert message.endswith("。")
    assert "\n" not in message
    return message


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "フォルダー" in _refused(tmp_path)


def test_a_missing_register_is_not_made_for_reading(tmp_path: Path) -> None:
    assert "daicho scan" in _refused(tmp_path / "daicho.db", create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    assert "作れません" in _refused(tmp_path / "nowhere" / "daicho.db")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_register_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "daicho.db"
    Register.open(file).close()
    file.chmod(0o400)
    assert "権限" in _refused(file)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "daicho.db"
    file.write_text("顧客名簿\n" * 1000, encoding="utf-8")
    content = file.read_bytes()
    assert "台帳のファイルではありません" in _refused(file)
    assert file.read_bytes() == content


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "daicho.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE theirs (id INTEGER)")
    assert "別のデータベース" in _refused(file)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]


def test_a_register_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "daicho.db"
    Register.open(file).close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    assert "新しい版" in _refused(file)


def test_a_broken_register_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "daicho.db"
    Register.open(file).close()
    content = bytearray(file.read_bytes())
    content[100:4096] = bytes(3996)
    file.write_bytes(content)
    assert "壊れています" in _refused(file)


@pytest.mark.parametrize("url", ["nothing://x/y", "://"])
def test_an_unknown_database_is_refused(url: str) -> None:
    _refused(url)


def test_a_full_disk_is_said_and_loses_nothing(register: Register, tmp_path: Path) -> None:
    scan(register, "a.csv")
    register.begin_run([ROOT], "0.1", "d1")
    with register._engine.connect() as connection:
        pages = connection.scalar(text("PRAGMA page_count"))
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(RegisterError, match="空き容量") as caught:
        register.record([report("b.csv", note="長い" * 100_000)])
    assert "長い" not in str(caught.value) + str(caught.value.__cause__)
    assert paths(register) == ["a.csv"]


def test_a_second_scan_has_to_wait(register: Register, tmp_path: Path) -> None:
    register.begin_run([ROOT], "0.1", "d1")
    with Register.open(tmp_path / "daicho.db") as other, pytest.raises(RegisterBusy):
        other.begin_run([ROOT], "0.1", "d1")
    assert "使用中" in _run(f"""
        try:
            Register.open({str(tmp_path / "daicho.db")!r}).begin_run([], "0.1", "d1")
        except RegisterBusy as busy:
            print(busy)
    """)
    register.finish_run()
    with Register.open(tmp_path / "daicho.db") as other:
        assert other.begin_run([ROOT], "0.1", "d1") == 2


# --- killed ----------------------------------------------------------------------------------------------------


def _script(body: str) -> list[str]:
    tests = str(Path(__file__).parent)
    head = f"import sys; sys.path[:0] = [{str(Path(tests).parent)!r}, {tests!r}]\n"
    head += "from inventory.register import *\nfrom reports import *\n"
    return [sys.executable, "-c", head + textwrap.dedent(body)]


def _run(body: str) -> str:
    return subprocess.run(
        _script(body), capture_output=True, text=True, check=True, timeout=60, encoding="utf-8", env=_utf8()
    ).stdout


def _utf8() -> dict[str, str]:
    return {**os.environ, "PYTHONUTF8": "1"}


@posix
def test_a_killed_scan_keeps_every_recorded_file_and_frees_the_register(tmp_path: Path) -> None:
    file = tmp_path / "daicho.db"
    body = f"""
        register = Register.open({str(file)!r}, key_file=__import__("pathlib").Path({str(tmp_path / "key")!r}))
        register.begin_run([ROOT], "0.1", "d1")
        for number in range(1_000_000):
            register.record([report(f"{{number}}.zip"), report(f"{{number}}.zip!a.csv")])
            print(number, flush=True)
    """
    with subprocess.Popen(_script(body), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        while process.stdout.readline() != "20\n":
            assert process.poll() is None
        os.kill(process.pid, signal.SIGKILL)
        last = [20, *map(int, process.stdout.read().split("\n")[:-1])][-1]
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    with Register.open(file, key_file=tmp_path / "key") as register:
        recorded = paths(register)
        assert len(recorded) in (2 * last + 2, 2 * last + 4)  # whole files with their members
        assert register.runs()[0].ended is None
        register.begin_run([ROOT], "0.1", "d1")
        assert all(_unchanged(register, f"{number}.zip") for number in range(last + 1))


# --- scans -----------------------------------------------------------------------------------------------------


def _unchanged(register: Register, path: str, *, size: int = 1000, digest: str = "d1", later: int = 0) -> bool:
    return register.unchanged(ROOT, path, size, report(path).modified_ns + later, digest)


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
    assert _unchanged(register, "a.zip")
    assert not _unchanged(register, "a.zip!b.csv")  # a member goes with its container
    assert not _unchanged(register, "a.zip", size=1001)
    assert not _unchanged(register, "a.zip", later=1)
    assert not _unchanged(register, "a.zip", digest="d2")
    assert not _unchanged(register, "denied.csv")
    assert not register.unchanged("/別", "a.zip", 1000, report("a.zip").modified_ns, "d1")


def test_gone_files_are_marked_and_come_back(register: Register) -> None:
    scan(register, ["a.zip", "a.zip!b.csv"], "c.csv")
    scan(register, "c.csv")
    assert paths(register) == ["c.csv"]
    assert [file.path for file in register.files(gone=True) if file.gone] == ["a.zip", "a.zip!b.csv"]
    register.begin_run([ROOT], "0.1", "d1")
    assert _unchanged(register, "a.zip")
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
        assert _unchanged(register, "a/x")
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
    assert set(after) == {"a.zip", "a.zip!both.csv", "a.zip!new.csv"}
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
    assert _unchanged(register, "名簿\udc83.csv")
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
