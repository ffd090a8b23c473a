"""What a scan examined is committed in batches: none is lost but by a kill, nothing wrong is read meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pytest

from inventory import unwritten
from inventory.contents import Content
from inventory.met_contents import MetContents
from inventory.register import Register
from inventory.replacing import Examined
from inventory.report import FileReport
from inventory.storage import RegisterError
from inventory.unwritten import Unwritten
from scanner.document import FoundFile
from tests.registers import made
from tests.reports import ROOT, report


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.open(made(tmp_path / "register.db"), key_file=tmp_path / "key") as opened:
        yield opened


def _paths(register: Register) -> list[str]:
    return [file.path for file in register.files()]


def _begun(register: Register) -> Register:
    register.begin_run([ROOT], "0.1", "d1")
    return register


def test_a_batch_is_written_when_it_is_full_or_old() -> None:
    now = [0.0]
    batch = Unwritten(lambda: now[0])
    assert not batch.is_due
    batch.add(Examined([report("a.csv")], "d1", "営業部"))
    assert not batch.is_due
    now[0] = unwritten.SECONDS
    assert batch.is_due
    batch.clear()
    assert not batch.is_due
    for number in range(unwritten.FILES):
        assert not batch.is_due
        batch.add(Examined([report(f"{number}.csv")], "d1", "営業部"))
    assert batch.is_due


def test_a_container_with_many_members_does_not_wait() -> None:
    batch = Unwritten(lambda: 0.0)
    batch.add(Examined([report("a.zip")] * unwritten.MEMBERS, "d1", "営業部"))
    assert batch.is_due


def test_nothing_is_read_of_a_batch_before_it_is_written_and_all_of_it_then(register: Register) -> None:
    _begun(register)
    register.record_soon([report("a.csv"), report("a.csv!x")])
    register.record_soon([report("b.csv")])
    assert _paths(register) == []
    register.write()
    assert _paths(register) == ["a.csv", "a.csv!x", "b.csv"]
    assert register.finish_run().files_examined == 3


def test_the_end_of_a_scan_writes_what_waits(register: Register) -> None:
    _begun(register).record_soon([report("a.csv")])
    register.mark_gone()
    register.finish_run()
    assert _paths(register) == ["a.csv"]


def test_an_exception_keeps_what_was_examined(register: Register) -> None:
    with pytest.raises(KeyboardInterrupt), _begun(register).batches():
        register.record_soon([report("a.csv")])
        raise KeyboardInterrupt
    assert _paths(register) == ["a.csv"]


def test_a_copy_of_what_waits_is_recognised(register: Register) -> None:
    _begun(register).record_soon([report("a.csv", sha256="1" * 64)])
    (place,) = register.places(Content("1" * 64, "text/csv"))
    assert place.path == "a.csv"
    assert register.places(Content("2" * 64, "text/csv")) == []


def test_contents_of_earlier_scans_by_the_same_rules_are_recognised(register: Register) -> None:
    _begun(register).record([report("a.csv", sha256="1" * 64)])
    register.finish_run()
    assert [place.path for place in _begun(register).places(Content("1" * 64, "text/csv"))] == ["a.csv"]


def test_a_file_met_twice_stands_there_once_as_the_last_one(register: Register) -> None:
    _begun(register).record_soon([report("a.csv", persons=1)])
    register.record_soon([report("a.csv", persons=2)])
    register.write()
    assert [file.persons for file in register.files()] == [2]


def test_a_name_that_a_member_of_the_same_batch_has_goes_to_the_file(register: Register) -> None:
    for first, second in (("a.zip", "a.zip!b"), ("c.zip!d", "c.zip")):
        _begun(register)
        for path in (first, second):
            inside = path.replace(".zip", ".zip!b" if path == "a.zip" else ".zip!d")
            register.record_soon([report(path), report(inside)] if path.endswith(".zip") else [report(path)])
        register.write()
        register.finish_run()
    found = {file.path: file.outer for file in register.files()}
    assert found["a.zip!b"] == "a.zip!b"
    assert found["a.zip!b (2)"] == "a.zip"
    assert found["c.zip!d"] == "c.zip!d"
    assert found["c.zip!d (2)"] == "c.zip"


def test_a_batch_that_cannot_be_written_leaves_nothing_of_it(register: Register) -> None:
    _begun(register).record_soon([report("a.csv")])
    register.record_soon([report("b.csv", personal=None)])
    with pytest.raises(RegisterError):
        register.write()
    assert _paths(register) == []


def test_two_spellings_in_one_batch_are_two_files(register: Register, tmp_path: Path) -> None:
    names = [normalize(form, "が.csv") for form in ("NFC", "NFD")]
    (tmp_path / names[0]).write_text("x", encoding="utf-8")
    (tmp_path / names[1]).write_text("x", encoding="utf-8")
    register.begin_run([str(tmp_path)], "0.1", "d1")
    register.record([report("z.csv", root=str(tmp_path))])
    register.finish_run()
    register.begin_run([str(tmp_path)], "0.1", "d1")
    register.record_soon([report(names[0], root=str(tmp_path))])
    met = FoundFile(tmp_path, names[1], 1, 0, "", readable_by_all=False)
    assert not register.respelled(met, "d1")
    register.record_soon([report(names[1], root=str(tmp_path))])
    register.write()
    assert sorted(_paths(register)) == sorted([*names, "z.csv"])


def test_met_contents_never_forget() -> None:
    met = MetContents()
    contents: list[FileReport] = [report(f"{number}") for number in range(500)]
    for one in contents:
        met.add(one.sha256)
    assert all(one.sha256 in met for one in contents)
    assert sum(f"other {number}" in met for number in range(500)) < 10
