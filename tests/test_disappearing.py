"""Files that are missing by the hundred: rather a share that went away than a share cleared."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from inventory.known import Numbers
from inventory.register import Register
from inventory.scan import Progress, scan
from inventory.settings import Settings
from tests.commands import here

FILES = 100


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scanned")
    for number in range(FILES):
        path = folder / f"share/{number % 4}課/メモ{number:03}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"棚卸しの予定 {number}\n", encoding="utf-8")
    (folder / "daicho.toml").write_text('register = "a.db"\nkey_file = "a.key"\nworkers = 1\n', encoding="utf-8")
    _scan(folder)
    return folder


@pytest.fixture
def folder(scanned: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The share and its register at the place where they were scanned, given back as they were."""
    shutil.copytree(scanned, tmp_path, dirs_exist_ok=True)
    with Register.open(tmp_path / "a.db", key_file=tmp_path / "a.key") as register, register.writing() as connection:
        connection.exec_driver_sql("UPDATE file SET root = ?", (str(tmp_path / "share"),))
    return tmp_path


def _scan(folder: Path, **how: bool) -> Progress:
    progress = Progress()
    with Register.open(folder / "a.db", key_file=folder / "a.key") as register:
        scan([folder / "share"], register, Settings(workers=1), progress, **how)
    return progress


def _left(folder: Path) -> int:
    with Register.open(folder / "a.db", key_file=folder / "a.key") as register:
        return sum(1 for _ in register.files())


def test_half_a_share_that_is_missing_is_kept_until_somebody_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    shutil.rmtree(folder / "share/0課")
    shutil.rmtree(folder / "share/1課")
    run = here(monkeypatch, capsysbinary, folder)
    told = run("scan", "share")
    assert told.code == 0
    assert told.err == (
        "share で、前回あったファイル 100件のうち 50件が見つかりません。接続が切れているおそれがあるため、"
        "前回の結果を残しました。本当に消したときは --accept-missing を付けて実行してください。\n"
    )
    assert _left(folder) == FILES
    assert run("scan", "share", "--accept-missing").err == ""
    assert _left(folder) == FILES // 2


@pytest.mark.parametrize("how", ["a full scan", "another setting"])
def test_who_means_it_is_not_asked(folder: Path, how: str) -> None:
    shutil.rmtree(folder / "share/0課")
    shutil.rmtree(folder / "share/1課")
    progress = Progress()
    settings = Settings(workers=1, missing_percent=60 if how == "another setting" else 30)
    with Register.open(folder / "a.db", key_file=folder / "a.key") as register:
        scan([folder / "share"], register, settings, progress, full=how == "a full scan")
    assert not progress.diminished
    assert _left(folder) == FILES // 2


def test_a_folder_that_was_renamed_is_no_loss(folder: Path) -> None:
    (folder / "share/0課").rename(folder / "share/総務課")
    (folder / "share/1課").rename(folder / "share/経理課")
    assert not _scan(folder).diminished
    assert _left(folder) == FILES


def test_a_few_files_may_go(folder: Path) -> None:
    shutil.rmtree(folder / "share/0課")
    assert not _scan(folder).diminished
    assert _left(folder) == FILES - 25


def test_a_folder_that_fails_in_the_middle_of_a_walk_loses_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The share goes away after its first folder was listed: all others fail with an error of the network."""
    listed: list[str] = []
    name = "os.scandir" if sys.platform == "win32" else "os.open"
    system = os.scandir if sys.platform == "win32" else os.open

    def failing(path: str, *how: Any, **more: Any) -> object:
        if Path(path).is_relative_to(folder / "share"):
            listed.append(path)
        if len(listed) > 2:
            raise OSError(112, "Host is down")
        return system(path, *how, **more)

    monkeypatch.setattr(name, failing)
    progress = _scan(folder)
    monkeypatch.undo()
    assert progress.unchanged == FILES // 4
    with Register.open(folder / "a.db", key_file=folder / "a.key") as register:
        kept = [file for file in register.files() if file.status == "read"]
    assert len(kept) == FILES


def test_numbers_are_kept_in_bits() -> None:
    numbers = Numbers()
    for number in (0, 7, 8, 1_000_000):
        numbers.add(number)
    assert [number for number in (0, 1, 7, 8, 9, 999_999, 1_000_000, 9_000_000) if number in numbers] == [
        0, 7, 8, 1_000_000,
    ]  # fmt: skip


def test_a_clock_that_was_set_back_is_said_and_loses_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    with Register.open(folder / "a.db", key_file=folder / "a.key") as register, register.writing() as connection:
        connection.exec_driver_sql("UPDATE run SET started = ?, ended = ?", ("2999-01-01T00:00:00.000000Z",) * 2)
    (folder / "share/0課/メモ000.txt").write_text("棚卸しは延期\n", encoding="utf-8")
    (folder / "share/1課/メモ001.txt").unlink()
    told = here(monkeypatch, capsysbinary, folder)("scan", "share")
    assert told.err.startswith("この機械の時計は、前回のスキャン（2999-01-01 ")
    assert told.err.count("\n") == 1
    assert "100件のうち" not in told.out
    assert "検査したもの 1件、前回から変わりのないもの 98件" in told.out
    assert _left(folder) == FILES - 1


def test_a_clock_that_is_set_back_during_a_scan_does_not_stop_it(folder: Path) -> None:
    later = "2999-01-01T00:00:00.000000Z"
    with Register.open(folder / "a.db", key_file=folder / "a.key") as register:
        register.begin_run([str(folder / "share")], version="0", digest="")
        with register.writing() as connection:
            connection.exec_driver_sql("UPDATE run SET started = ? WHERE ended IS NULL", (later,))
        assert register.finish_run().ended == later


@pytest.mark.parametrize("start", [0, 1, 7, 8, 40_000])
@pytest.mark.parametrize("count", [1, 2, 8, 9, 1_000])
def test_numbers_in_a_row_are_kept_like_others(start: int, count: int) -> None:
    numbers = Numbers()
    numbers.add_all(range(start, start + count))
    numbers.add_all([start + 3 * count, start + 2 * count, start + 2 * count])
    numbers.add_all([])
    there = {*range(start, start + count), start + 2 * count, start + 3 * count}
    assert {number for number in range(start + 4 * count) if number in numbers} == there
    assert len(numbers) == len(there)
