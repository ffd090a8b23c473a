"""The register: kept through kills and rescans, closed to others, and clear about what is wrong."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from inventory.register import Register, RegisterBusy, RegisterError, RegisterKeyLost
from tests.registers import made, paths, scan, unchanged
from tests.reports import ROOT, report

posix = pytest.mark.skipif(os.name != "posix", reason="file modes and SIGKILL are POSIX")


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.open(made(tmp_path / "daicho.db"), key_file=tmp_path / "keys" / "daicho.key") as register:
        yield register


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
        assert not unchanged(register, "a.csv")


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
        assert all(unchanged(register, f"{number}.zip") for number in range(last + 1))
