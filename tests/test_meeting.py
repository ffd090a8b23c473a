"""A folder that is asked about as a whole comes to the same as one whose files are asked about one by one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import delete, event, select, update

from inventory import folder_parts, known
from inventory.losses import Losses
from inventory.models import File
from inventory.models_parts import FolderPart
from inventory.register import Register
from scanner import listing
from scanner.crawl import walk
from scanner.document import FoundFile
from tests.registers import made
from tests.reports import report

FOLDERS = ("", "営業部", "営業部/2025", "営業部!", "総務部")
PERMITTED = {"owner", "readable_by_all", "access_id", "gone_run_id"}  # no reason to examine a file anew
Outcome = tuple[set[str], Losses, int, int, list[tuple[str, bool, str, bool, tuple[str, ...]]]]


@pytest.fixture
def share(tmp_path: Path) -> Path:
    for folder in FOLDERS:
        (tmp_path / "share" / folder).mkdir(exist_ok=True)
        for number in range(8):
            (tmp_path / "share" / folder / f"{number}.csv").write_text("見本" * number, encoding="utf-8")
    _examined(tmp_path / "a.db", tmp_path / "share")
    return tmp_path / "share"


def _opened(file: Path) -> Register:
    return Register.open(file, key_file=file.with_name("key"))


def _found(share: Path) -> Iterator[FoundFile]:
    return (met for met in walk([share]) if isinstance(met, FoundFile))


def _examined(file: Path, share: Path) -> None:
    with _opened(made(file)) as register:
        register.begin_run([str(share)], "0.1", "d1")
        for met in _found(share):
            about = {"root": str(share), "size": met.size, "modified_ns": met.modified_ns, "owner": met.owner}
            readers = {"readable_by_all": met.readable_by_all, "access": met.access}
            register.record([report(met.relative, **about, **readers)])
        register.mark_gone()
        register.finish_run()


def _scanned(file: Path, share: Path, digest: str, *, together: bool) -> Outcome:
    """What a scan leaves to be examined, and what the register says then."""
    left = set()
    with _opened(file) as register:
        register.begin_run([str(share)], "0.1", digest)
        passes = register.passing() if together else lambda root, files: ()
        for met in (met for met in walk([share], passes=passes) if isinstance(met, FoundFile)):
            about = (str(share), met.relative, met.size, met.modified_ns, digest, "", (met.owner, met.access))
            if not register.unchanged(*about):
                left.add(met.relative)
        losses, gone = register.losses(str(share)), register.mark_gone()
        run = register.finish_run()
        rows = [(one.path, one.gone, one.owner, one.readable_by_all, one.readers) for one in register.files(gone=True)]
    return left, losses, gone, run.files_met, rows


def _both(share: Path, digest: str = "d1") -> Outcome:
    file = share.with_name("a.db")
    shutil.copy(file, file.with_name("b.db"))
    one_by_one = _scanned(file.with_name("b.db"), share, digest, together=False)
    together = _scanned(file, share, digest, together=True)
    assert together == one_by_one
    return together


def test_where_nothing_changed_nothing_is_left(share: Path) -> None:
    left, losses, gone, met, _ = _both(share)
    assert (left, losses, gone, met) == (set(), Losses(40, 0, 0), 0, 40)


def test_other_rules_leave_everything(share: Path) -> None:
    left, losses, *_ = _both(share, "d2")
    assert (len(left), losses.missing) == (40, 40)


@pytest.mark.parametrize("window", [3, 20_000])
@pytest.mark.parametrize("seed", range(6))
def test_whatever_changes_is_told_alike(seed: int, window: int, share: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "WINDOW", window)
    monkeypatch.setattr(folder_parts, "AT_ONCE", min(window, 2))
    monkeypatch.setattr(listing, "AT_ONCE", min(window, 1_000))
    chance = Random(seed)
    for _ in range(4):
        _both(share)
        for path in chance.sample(sorted(share.rglob("*.csv")), 3):
            _change(path, chance)
        _both(share)


def _change(path: Path, chance: Random) -> None:
    match chance.randrange(6):
        case 0:
            path.write_text("増えた", encoding="utf-8")
        case 1:
            os.utime(path, ns=(1, chance.randrange(1 << 60)))
        case 2:
            path.chmod(chance.choice((0o600, 0o640, 0o644)))
        case 3:
            path.rename(path.with_name(f"{path.stem} - コピー.csv"))
        case 4:
            path.with_name("0 新.csv").write_text("新しい", encoding="utf-8")
        case _:
            path.unlink()


@pytest.mark.parametrize(
    "changed",
    [
        {"digest": ""},
        {"size": 9},
        {"modified_ns": 9},
        {"owner": "別人"},
        {"readable_by_all": False},
        {"access_id": None},
        {"status": "denied"},
        {"gone_run_id": 1},
        {"path": "営業部/2025/9.csv"},
        {"root": "/ほか"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_changes_in_the_register_is_told_alike(changed: dict[str, object], share: Path) -> None:
    """Folders whose files are known together are looked into again, whoever changed one of the rows."""
    _both(share)
    _both(share)
    with _opened(share.with_name("a.db")) as register, register.writing() as connection:
        connection.execute(update(File).where(File.path == "営業部/2025/3.csv").values(changed))
    left = _both(share)[0]
    assert left == (set() if changed.keys() & PERMITTED else {"営業部/2025/3.csv"})
    _both(share)


def test_a_deleted_row_is_a_new_file(share: Path) -> None:
    _both(share)
    _both(share)
    with _opened(share.with_name("a.db")) as register, register.writing() as connection:
        connection.execute(delete(File).where(File.path == "総務部/7.csv"))
    assert _both(share)[0] == {"総務部/7.csv"}


def test_files_of_unchanged_folders_are_not_read_one_by_one(share: Path) -> None:
    _both(share)
    asked: list[str] = []
    with _opened(share.with_name("a.db")) as register:
        register.begin_run([str(share)], "0.1", "d1")
        with register.reading() as connection:
            event.listen(connection.engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
        assert not [met for met in walk([share], passes=register.passing()) if isinstance(met, FoundFile)]
        assert [statement for statement in asked if "FROM folder_part" in statement]
        assert not [statement for statement in asked if "FROM file" in statement]
        assert register.finish_run().files_met == 40


def test_only_parts_beside_a_change_are_forgotten(share: Path) -> None:
    many = share / "多数"
    many.mkdir()
    for number in range(2 * folder_parts.FILES):
        (many / f"{number:04}.csv").touch()
    file = share.with_name("c.db")
    _examined(file, share)
    _scanned(file, share, "d1", together=True)
    with _opened(file) as register, register.writing() as connection:
        before = set(connection.scalars(select(FolderPart.place)))
        connection.execute(update(File).where(File.path == "多数/0500.csv").values(digest=""))
        folder_parts.forget_touched(connection)
        gone = before - set(connection.scalars(select(FolderPart.place)))
    assert len(before) == 6
    assert {place.split("\x01")[0] for place in gone} == {"多数", "総務部"}  # the latter's numbers are next to it


def test_files_that_come_back_are_told_alike(share: Path) -> None:
    kept = share.with_name("kept")
    (share / "総務部").rename(kept)
    assert _both(share)[2] == 8
    kept.rename(share / "総務部")
    left, _, gone, met, rows = _both(share)
    assert (left, gone, met) == (set(), 0, 40)
    assert not any(row[1] for row in rows)
