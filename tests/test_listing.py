"""A folder as it is listed: by name, in parts, links as links, and what the system does not tell."""

from __future__ import annotations

import shutil
import stat
import sys
from pathlib import Path

import pytest

from scanner import listing
from scanner.listing import Listing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(7):
        (tmp_path / f"{number}.txt").write_text("あ" * number, encoding="utf-8")
    return tmp_path


def test_entries_come_by_name_with_what_the_system_says(folder: Path) -> None:
    (folder / "課").mkdir()
    (entries,) = Listing(str(folder))
    assert list(entries.names) == [*(f"{number}.txt" for number in range(7)), "課"]
    assert [status.st_size for status in entries.statuses[:7]] == [3 * number for number in range(7)]
    assert stat.S_ISDIR(entries.statuses[7].st_mode)


@pytest.mark.parametrize("at_once", [1, 3, 7, 8])
def test_a_large_folder_comes_in_parts(at_once: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "AT_ONCE", at_once)
    parts = list(Listing(str(folder)))
    assert [name for part in parts for name in part.names] == [f"{number}.txt" for number in range(7)]
    assert max(len(part.names) for part in parts) <= at_once
    assert not any(part.untold for part in parts)


@pytest.mark.skipif(sys.platform == "win32", reason="links")
def test_a_link_is_not_followed(folder: Path) -> None:
    (folder / "link").symlink_to(folder / "nowhere")
    (entries,) = Listing(str(folder))
    assert stat.S_ISLNK(entries.statuses[-1].st_mode)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows says all of it with the names")
@pytest.mark.parametrize("gone", [["4.txt"], ["3.txt", "5.txt"], ["3.txt", "4.txt", "5.txt"]])
def test_what_goes_meanwhile_is_untold(gone: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "AT_ONCE", 3)
    listed = Listing(str(folder))
    for name in gone:
        (folder / name).unlink()
    _, entries, last = listed
    assert [*entries.names, *entries.untold] == [*sorted({"3.txt", "4.txt", "5.txt"} - set(gone)), *gone]
    assert len(entries.names) == len(entries.statuses)
    assert all(isinstance(error, FileNotFoundError) for error in entries.untold.values())
    assert list(last.names) == ["6.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows says all of it with the names")
def test_a_folder_that_goes_meanwhile_leaves_its_names(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "AT_ONCE", 5)
    listed = Listing(str(folder))
    shutil.rmtree(folder)
    assert [(list(part.names), list(part.untold)) for part in listed][1] == ([], ["5.txt", "6.txt"])


def test_a_folder_that_is_none_cannot_be_listed(folder: Path) -> None:
    for path in (folder / "0.txt", folder / "無い"):
        with pytest.raises(OSError, match=r"."):
            Listing(str(path))


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_nothing_stays_open(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "AT_ONCE", 2)
    for _ in Listing(str(folder)):
        opened = [link.readlink() for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
        assert folder not in opened
