"""Two imports at once, and one that is killed: each is merged whole or not at all."""

from __future__ import annotations

import shutil
import subprocess
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.commands import PROGRAM, Run, environment
from tests.returned import PLACE, column, copied, edit, exported


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(tmp_path_factory.mktemp("exported"))


@pytest.fixture
def run(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Run:
    return copied(source, tmp_path, monkeypatch, capsysbinary)


@pytest.mark.slow
def test_two_imports_at_once_leave_one_whole_and_the_other_as_conflicts(run: Run, tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        shutil.copy(tmp_path / "out.xlsx", tmp_path / f"{name}.xlsx")
        edit(tmp_path, partial(_all_purposes, text=name), f"{name}.xlsx")
    processes = [_started(tmp_path, "import", f"{name}.xlsx", "--apply", "--by", name) for name in ("甲", "乙")]
    assert [process.wait(120) for process in processes] == [0, 0]
    kept = list(column(run, "purpose").values())
    assert len(kept) == 3
    assert len({one["value"] for one in kept}) == 1  # all of one
    other = {"甲": "乙", "乙": "甲"}[kept[0]["value"]]
    assert all(other in one["note"] for one in kept)  # and the other's beside it


@pytest.mark.slow
def test_an_import_that_is_killed_is_merged_whole_or_not_at_all(run: Run, tmp_path: Path) -> None:
    edit(tmp_path, lambda sheet: _all_purposes(sheet, "甲"))
    database = tmp_path / "daicho.db"
    before = {file: file.read_bytes() for file in tmp_path.glob("daicho.db*")}
    states = set()
    for wait in (0.0, 0.002, 0.01, 0.03):  # after it began to write
        for file in tmp_path.glob("daicho.db*"):
            file.unlink()
        for file, content in before.items():
            file.write_bytes(content)
        process = _started(tmp_path, "import", "out.xlsx", "--apply")
        _until_written(process, database)
        time.sleep(wait)
        process.kill()
        process.wait()
        assert run("check").code == 0
        states.add(tuple(one["state"] for one in column(run, "purpose").values()))
    assert states <= {("suggested",) * 3, ("confirmed",) * 3}


def _all_purposes(sheet: Any, text: str) -> None:
    for row in range(10, 13):
        sheet.cell(row, PLACE["purpose"]).value = text


def _started(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen([*PROGRAM, *arguments], cwd=folder, env=environment(folder), stdout=quiet, stderr=quiet)


def _until_written(process: subprocess.Popen[bytes], database: Path) -> None:
    """Wait until anything of the register changes on the disk, or the command ends."""
    beside = [database, *(database.with_name(database.name + end) for end in ("-wal", "-journal"))]

    def seen() -> list[tuple[int, int]]:
        found = []
        for file in beside:
            with suppress(FileNotFoundError):
                found.append((file.stat().st_size, file.stat().st_mtime_ns))
        return found

    first = seen()
    while process.poll() is None and seen() == first:
        time.sleep(0.001)
