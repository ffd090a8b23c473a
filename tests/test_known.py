"""Files that the register knows, found as a walk asks for them: a window at a time, whatever their names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from inventory import known
from inventory.known import KnownFiles
from inventory.register import Register
from tests.registers import made, scan
from tests.reports import ROOT


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.open(made(tmp_path / "daicho.db"), key_file=tmp_path / "keys" / "daicho.key") as register:
        yield register


def _paths(chance: Random) -> list[str]:
    """Names that sort on either side of 「/」, that mean something in a pattern, and folders between files."""
    names = ("a", "a b", "a!b", "a%", "a_", "a\\b", "A", "名簿", "𠮷野", "0")
    paths = {
        "/".join(chance.choices(names, k=chance.randrange(1, 5))) + f"/{chance.choice(names)}.csv" for _ in range(120)
    }
    return [*sorted(paths), *(f"{name}.csv" for name in names)]


def _walked(paths: list[str]) -> list[str]:
    """In the order of a walk: the files of a folder by name, then its subfolders."""
    return sorted(paths, key=lambda path: [(1, name) for name in path.split("/")[:-1]] + [(0, path.split("/")[-1])])


@pytest.mark.parametrize("window", [1, 3, 20, 1000])
def test_every_file_is_found_and_no_other(window: int, register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "WINDOW", window)
    paths = _paths(Random(3))
    scan(register, *paths[::2])
    files = KnownFiles(register.reading)
    found = {path: files.find(ROOT, path) for path in _walked(paths)}
    assert {path for path, file in found.items() if file is not None} == set(paths[::2])
    assert all(file is None or file.path == path for path, file in found.items())
    assert files.find("/別", paths[0]) is None


def test_members_and_denied_files_are_not_known(register: Register) -> None:
    scan(register, ["a.zip", "a.zip!b.csv"])
    scan(register, "denied.csv", status="denied")
    files = KnownFiles(register.reading)
    assert [files.find(ROOT, path) is None for path in ("a.zip", "a.zip!b.csv", "denied.csv")] == [False, True, True]


def test_a_folder_is_read_with_few_questions(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "WINDOW", 100)
    paths = [f"{number % 5}課/{number:03}.csv" for number in range(400)]
    scan(register, *paths)
    asked, ask = [], known._window

    def counted(*about: Any) -> Any:
        asked.append(about)
        return ask(*about)

    monkeypatch.setattr(known, "_window", counted)
    files = KnownFiles(register.reading)
    assert all(files.find(ROOT, path) for path in _walked(paths))
    assert len(asked) <= 2 * len(paths) // 100
