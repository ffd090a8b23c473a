"""Every file once, in a stable order, nothing outside of the roots, nothing opened that could block."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from pathlib import Path

import pytest

from scanner.crawl import NotOpened, legible, open_untouched, walk
from scanner.document import FoundFile

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and modes of POSIX")


def names(*roots: Path, exclude: tuple[str, ...] = ()) -> list[str]:
    return [met.relative for met in walk(roots, exclude)]


def write(root: Path, *relatives: str) -> None:
    for relative in relatives:
        path = root / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("見本", encoding="utf-8")


def test_files_of_a_folder_come_before_its_subfolders(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.txt", "a/b/c.txt", "c.txt", "a.txt")
    assert names(tmp_path) == ["a.txt", "b.txt", "c.txt", "a/z.txt", "a/b/c.txt"]


def test_a_found_file_says_what_the_register_needs(tmp_path: Path) -> None:
    write(tmp_path, "営業部/名簿.csv")
    met = next(walk([tmp_path]))
    assert isinstance(met, FoundFile)
    assert (met.root, met.relative, met.size) == (tmp_path, "営業部/名簿.csv", 6)
    assert met.modified_ns == met.path.stat().st_mtime_ns
    assert met.path.read_text(encoding="utf-8") == "見本"


def test_a_single_file_is_a_root_too(tmp_path: Path) -> None:
    write(tmp_path, "名簿.csv")
    met = next(walk([tmp_path / "名簿.csv"]))
    assert isinstance(met, FoundFile)
    assert (met.relative, met.path) == ("名簿.csv", tmp_path / "名簿.csv")


def test_repeated_and_nested_roots_meet_a_file_once(tmp_path: Path) -> None:
    write(tmp_path, "a/x.txt", "b.txt")
    assert names(tmp_path / "a", tmp_path, tmp_path / "b.txt", tmp_path) == ["b.txt", "a/x.txt"]


def test_a_root_that_is_missing_is_reported(tmp_path: Path) -> None:
    met = next(walk([tmp_path / "無い"]))
    assert isinstance(met, NotOpened)
    assert met.status == "denied"


def test_excluded_names_paths_and_folders(tmp_path: Path) -> None:
    write(tmp_path, "a.TMP", "~$名簿.docx", "バックアップ/旧/x.csv", "バックアップ/新/y.csv", "cache/z.txt", "keep.txt")
    excluded = ("*.tmp", "~$*", "バックアップ/旧/**", "cache/")
    assert names(tmp_path, exclude=excluded) == ["keep.txt", "バックアップ/新/y.csv"]


@pytest.mark.parametrize("pattern", ["[z-a]", "[", "**", "a[!b", "*" * 50 + "x"])
def test_odd_patterns_do_no_harm(tmp_path: Path, pattern: str) -> None:
    write(tmp_path, "名簿.csv")
    assert names(tmp_path, exclude=(pattern,)) in ([], ["名簿.csv"])


@posix_only
def test_links_inside_are_not_read_twice_and_links_out_not_followed(tmp_path: Path) -> None:
    share, outside = tmp_path / "share", tmp_path / "outside"
    write(share, "a.txt")
    write(outside, "secret.txt")
    (share / "again.txt").symlink_to(share / "a.txt")
    (share / "loop").symlink_to(share)
    (share / "out").symlink_to(outside)
    (share / "gone").symlink_to(tmp_path / "nowhere")
    assert [(type(met), met.relative) for met in walk([share])] == [
        (FoundFile, "a.txt"),
        (NotOpened, "gone"),
        (NotOpened, "out"),
    ]


@posix_only
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may list every folder")
def test_a_folder_that_cannot_be_listed_is_reported(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "locked/b.txt")
    (tmp_path / "locked").chmod(0)
    try:
        met = list(walk([tmp_path]))
    finally:
        (tmp_path / "locked").chmod(0o700)
    assert [(type(each), each.relative) for each in met] == [(FoundFile, "a.txt"), (NotOpened, "locked")]
    assert isinstance(met[1], NotOpened)
    assert met[1].status == "denied"


@posix_only
def test_pipes_and_sockets_are_reported_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(tmp_path)  # the path of a socket must be short
        try:
            listener.bind("socket")
        finally:
            os.chdir(here)
        met = list(walk([tmp_path]))
    assert [(type(each), each.relative) for each in met] == [(NotOpened, "pipe"), (NotOpened, "socket")]
    with pytest.raises(OSError, match="regular"):
        open_untouched(tmp_path / "pipe")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux stores names that are not Unicode")
def test_a_name_that_is_not_unicode_is_legible_and_can_be_opened(tmp_path: Path) -> None:
    raw = "名簿".encode("cp932") + b".txt"
    (tmp_path / os.fsdecode(raw)).write_text("見本", encoding="utf-8")
    met = next(walk([tmp_path]))
    assert isinstance(met, FoundFile)
    assert met.relative == r"\x96\xBC\x95\xEB.txt".replace("\\x95\\xEB", legible(os.fsdecode(b"\x95\xeb")))
    assert met.relative.encode("utf-8")
    with open_untouched(met.path) as file:
        assert file.read().decode("utf-8") == "見本"


@pytest.mark.skipif(sys.platform != "linux", reason="O_NOATIME")
def test_reading_does_not_change_the_access_time(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    os.utime(tmp_path / "a.txt", ns=(1, 2))
    with open_untouched(tmp_path / "a.txt") as file:
        file.read()
    assert (tmp_path / "a.txt").stat().st_atime_ns == 1


def test_folders_nested_deeper_than_python_recurses(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(300):
        deep /= "d"
    try:
        deep.mkdir(parents=True)
    except OSError:
        pytest.skip("the system does not allow paths this long")
    write(deep, "x.txt")
    assert names(tmp_path)[-1].endswith("x.txt")


@pytest.mark.skipif(sys.platform == "win32", reason="folders made one inside the other by descriptor")
def test_a_path_longer_than_the_system_opens_ends_as_one_status(tmp_path: Path) -> None:
    """Folders may nest to 32,000 characters where each is made from the one above; nobody can open the lowest."""
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    name, folder = "階" * 80, os.open(tmp_path, os.O_RDONLY)
    for _ in range(400):
        os.mkdir(name, dir_fd=folder)
        below = os.open(name, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = below
    os.close(folder)
    met = list(walk([tmp_path]))
    assert [one.relative for one in met if isinstance(one, FoundFile)] == ["a.txt"]
    (left,) = (one for one in met if isinstance(one, NotOpened))
    assert (left.status, left.note) == ("denied", "パスが長すぎるため、検査していません")
    shutil.rmtree(tmp_path / name)
