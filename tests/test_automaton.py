"""Compiled databases: kept per user, rebuilt when damaged, never needed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import hyperscan
import pytest

from detectors import automaton
from detectors.automaton import compiled

FLAGS = int(hyperscan.HS_FLAG_UTF8)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


def files(cache: Path) -> list[Path]:
    return sorted(path for path in cache.rglob("*") if path.is_file())


def hits(database: hyperscan.Database, text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    database.scan(text.encode(), match_event_handler=lambda number, _, end, *__: found.append((number, end)))
    return found


def test_a_database_is_kept_and_loaded(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = hits(compiled(["山田", "[0-9]{3}"], [FLAGS, FLAGS]), "山田 123")
    assert expected == [(0, 6), (1, 10)]
    (file,) = files(cache)
    before = file.stat().st_ino
    assert hits(compiled(["山田", "[0-9]{3}"], [FLAGS, FLAGS]), "山田 123") == expected
    assert file.stat().st_ino == before  # not written again


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_only_the_user_reads_it(cache: Path) -> None:
    compiled(["a"], [FLAGS])
    (file,) = files(cache)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_other_expressions_other_file(cache: Path) -> None:
    compiled(["a"], [FLAGS])
    compiled(["a"], [FLAGS | int(hyperscan.HS_FLAG_CASELESS)])
    compiled(["a", "b"], [FLAGS, FLAGS])
    assert len(files(cache)) == 3


@pytest.mark.parametrize(
    "damage", [lambda c: c[:-1], lambda c: b"", lambda c: c[:40] + b"\0\1" + c[42:], lambda c: 2 * c]
)
def test_a_damaged_file_is_built_anew(cache: Path, damage: object) -> None:
    compiled(["山田"], [FLAGS])
    (file,) = files(cache)
    good = file.read_bytes()
    file.write_bytes(damage(good))  # type: ignore[operator]
    assert hits(compiled(["山田"], [FLAGS]), "山田") == [(0, 6)]
    assert file.read_bytes()[:32] == good[:32]
    assert files(cache) == [file]


def test_a_cache_that_cannot_be_written_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "file"))
    assert hits(compiled(["山田"], [FLAGS]), "山田") == [(0, 6)]


def test_the_folder_does_not_grow_without_end(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(automaton, "KEPT", 3)
    compiled(["used again and again"], [FLAGS])
    (used,) = files(cache)
    for number in range(6):
        compiled([f"a{number}"], [FLAGS])
        os.utime(used, (0, 0))
        compiled(["used again and again"], [FLAGS])
    assert len(files(cache)) == 3
    assert used in files(cache)
