"""Backup, restore and check: whole copies, nothing overwritten, every fault in a sentence."""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from inventory.register import Register
from tests.commands import Run, here
from tests.reports import ROOT, report


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Iterator[Run]:
    (tmp_path / "daicho.toml").write_text('key_file = "key"\n', encoding="utf-8")
    _scan(tmp_path, "a.csv")
    yield here(monkeypatch, capsysbinary, tmp_path)


def _open(folder: Path) -> Register:
    return Register.open(folder / "daicho.db", key_file=folder / "key")


def _scan(folder: Path, *paths: str) -> None:
    with _open(folder) as register:
        register.begin_run([ROOT], "0.1", "d1")
        _ = register.key
        for path in paths:
            register.record([report(path)])
        register.finish_run()


def _paths(folder: Path) -> list[str]:
    with _open(folder) as register:
        return [file.path for file in register.files()]


def test_a_copy_comes_back_and_the_register_before_it_is_kept(run: Run, tmp_path: Path) -> None:
    assert run("backup", "copy.db").code == 0
    _scan(tmp_path, "a.csv", "b.csv")
    done = run("restore", "copy.db")
    assert done.code == 0
    assert "daicho.db.before-restore に残しました" in done.out
    assert _paths(tmp_path) == ["a.csv"]
    assert run("restore", "daicho.db.before-restore").code == 0
    assert _paths(tmp_path) == ["a.csv", "b.csv"]
    assert run("check").out == "台帳に異状はありません。\n"


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_only_the_owner_reads_a_copy(run: Run, tmp_path: Path) -> None:
    run("backup", "copy.db")
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob(".daicho-*"))


def test_a_copy_is_whole_while_a_scan_writes(run: Run, tmp_path: Path) -> None:
    stop = threading.Event()

    def scan() -> None:
        with _open(tmp_path) as register:
            register.begin_run([ROOT], "0.1", "d2")
            number = 0
            while not stop.is_set():
                number += 1
                register.record([report(f"{number}.zip"), report(f"{number}.zip!a.csv")])
            register.finish_run()

    writer = threading.Thread(target=scan)
    writer.start()
    try:
        codes = [run("backup", f"copy{number}.db").code for number in range(3)]
    finally:
        stop.set()
        writer.join()
    assert codes == [0, 0, 0]
    for number in range(3):
        assert run("check", "--register", f"copy{number}.db").code == 0


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("backup", "there.db"), "すでにあります"),
        (("backup", "nowhere/copy.db"), "書き込めません"),
        (("restore", "nothing.db"), "がありません"),
        (("restore", "there.db"), "台帳のファイルではないか、壊れています"),
        (("backup", "x.db", "--register", "none.db"), "台帳"),
    ],
)
def test_what_cannot_be_done_leaves_all_as_it_was(
    run: Run, tmp_path: Path, command: tuple[str, ...], sentence: str
) -> None:
    (tmp_path / "there.db").write_bytes(b"mine")
    before = sorted(path.name for path in tmp_path.iterdir())
    done = run(*command)
    assert (done.code, sentence in done.err) == (2, True)
    assert (tmp_path / "there.db").read_bytes() == b"mine"
    assert {path.name for path in tmp_path.iterdir()} - set(before) <= {"daicho.db.lock"}
    assert _paths(tmp_path) == ["a.csv"]


def test_no_restore_under_a_running_scan(run: Run, tmp_path: Path) -> None:
    run("backup", "copy.db")
    with _open(tmp_path) as register:
        register.begin_run([ROOT], "0.1", "d2")
        assert run("restore", "copy.db").code == 5


def test_faults_are_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"x" * 32)
    with sqlite3.connect(tmp_path / "daicho.db") as database:
        database.execute("UPDATE file SET container_id = 99")
    done = run("check")
    assert done.code == 1
    assert "相手の無いものが 1件" in done.out
    assert "この台帳の鍵ではありません" in done.out


def test_a_damaged_file_is_told(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "daicho.db"
    content = bytearray(file.read_bytes())
    content[4096 * 5 : 4096 * 40] = b"\xff" * (4096 * 35)
    file.write_bytes(content)
    done = run("check")
    assert done.code in (1, 2)
    assert "壊れています" in done.out + done.err
