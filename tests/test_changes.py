"""What the last scan changed: new, moved and gone files, lines that grew or shrank, persons by department."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from inventory.changes import WHOLE, Changes, between, keep_counts, since_last_scan
from inventory.figures import lines
from inventory.keeping import Keeper
from inventory.register import Register
from inventory.report import FileReport
from inventory.settings import Settings
from tests.registers import made
from tests.registers import scan as scan_only
from tests.reports import ROOT, keys, report
from tests.test_ledger import scanned

NAMES = {"customer_list": "顧客名簿", "payroll": "賃金台帳"}
TODAY = date(2026, 11, 22)
FORM = {"personal": False, "persons": 0, "persons_max": 0, "document_type": None}


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.open(made(tmp_path / "daicho.db"), key_file=tmp_path / "daicho.key") as register:
        yield register


def scan(register: Register, *files: FileReport | list[FileReport], today: date = TODAY) -> Changes | None:
    scanned(register, *files)
    keep_counts(register, register.runs()[0].id, *lines(register, Settings(), today), today)
    return since_last_scan(register, NAMES, {})


def changed(register: Register, *files: FileReport | list[FileReport], today: date = TODAY) -> Changes:
    found = scan(register, *files, today=today)
    assert found is not None
    return found


def test_the_first_scan_has_nothing_to_compare_with(register: Register) -> None:
    assert scan(register, report("営業部/a.csv")) is None


def test_nothing_changed(register: Register) -> None:
    scan(register, report("営業部/a.csv"))
    assert changed(register, report("営業部/a.csv")).is_empty


def test_new_moved_and_gone_files_and_the_lines_they_change(register: Register) -> None:
    stays, moves, goes = (report(f"営業部/{name}.csv", sha256=name) for name in ("a", "b", "c"))
    scan(register, stays, moves, goes)
    found = changed(
        register,
        stays,
        report("総務部/b2.csv", sha256="b"),
        report("営業部/d.csv", sha256="d"),
        report("営業部/製品.csv", sha256="e", **FORM),
    )
    assert [file.path for file in found.new] == ["営業部/d.csv"]
    assert [(file.old_path, file.path) for file in found.moved] == [("営業部/b.csv", "総務部/b2.csv")]
    assert [file.path for file in found.gone] == ["営業部/c.csv"]
    assert [(one.department, one.name, one.files, one.before is None) for one in found.lines] == [
        ("総務部", "顧客名簿", 1, True),
        ("営業部", "顧客名簿", -1, False),
    ]


def test_persons_are_counted_once_in_a_department_and_in_all(register: Register) -> None:
    scan(register, report("営業部/a.csv", people=keys(1, 2, 3)))
    found = changed(
        register,
        report("営業部/a.csv", people=keys(1, 2, 3)),
        report("営業部/給与.csv", people=keys(3, 4, 5), document_type="payroll"),
        report("総務部/a.csv", people=keys(1, 2, 3)),
    )
    told = {one.department: (one.before.persons, one.now.persons) for one in found.persons}
    assert told == {WHOLE: (3, 5), "営業部": (3, 5), "総務部": (0, 3)}


def test_of_equal_contents_those_of_one_name_are_the_ones_that_moved(register: Register) -> None:
    scan(register, *(report(f"旧/{name}.csv", sha256="x") for name in "abc"))
    found = changed(register, *(report(f"新/{name}.csv", sha256="x") for name in "zbc"))
    assert {(one.old_path, one.path) for one in found.moved} == {
        ("旧/a.csv", "新/z.csv"),
        ("旧/b.csv", "新/b.csv"),
        ("旧/c.csv", "新/c.csv"),
    }


def test_an_interrupted_scan_is_no_base_and_its_changes_belong_to_the_next(register: Register) -> None:
    scan(register, report("営業部/a.csv", sha256="a"), report("営業部/b.csv", sha256="b"))
    register.begin_run([ROOT], "0.1", "d1")
    register.record([report("営業部/a.csv", sha256="a2")])
    register.record([report("営業部/c.csv", sha256="c")])
    register.close()  # killed
    found = changed(register, report("営業部/a.csv", sha256="a2"), report("営業部/c.csv", sha256="c"))
    assert (found.before.id, found.now.id) == (1, 3)
    assert [one.path for one in found.changed] == ["営業部/a.csv"]
    assert [one.path for one in found.new] == ["営業部/c.csv"]
    assert [one.path for one in found.gone] == ["営業部/b.csv"]


def test_what_people_ruled_out_is_no_news(register: Register) -> None:
    scan(register, report("営業部/a.csv", sha256="a"))
    Keeper(register, "佐藤").decide("file", "form", "form_only", reason="様式")
    found = changed(register, report("営業部/a.csv", sha256="a"), report("営業部/様式.csv", sha256="form"))
    assert found.files == []


def test_what_nobody_confirmed_is_unregistered(register: Register) -> None:
    scan(register, report("営業部/a.csv", sha256="a"))
    found = changed(register, report("営業部/a.csv", sha256="a"), report("営業部/b.csv", sha256="b"))
    assert [(one.path, one.line) for one in found.unregistered] == [("営業部/b.csv", 1)]
    Keeper(register, "佐藤").confirm([1], date(2026, 11, 20))
    found = changed(register, *(report(f"営業部/{name}.csv", sha256=name) for name in "abc"))
    assert [one.path for one in found.new] == ["営業部/c.csv"]
    assert found.unregistered == []


def test_what_is_kept_too_long_is_counted_by_line(register: Register) -> None:
    old = report("営業部/a.csv", sha256="a")
    scan(register, old)
    Keeper(register, "佐藤").set(1, "keep_until", "取得から3年")
    found = changed(register, old, today=date(2026, 1, 1))
    assert found.newly_overdue == []
    found = changed(register, old, today=date(2027, 1, 1))
    assert [(one.number, one.before, one.now) for one in found.newly_overdue] == [(1, 0, 1)]


def test_a_file_that_everybody_may_read_since(register: Register) -> None:
    scan(register, report("営業部/a.csv", sha256="a"))
    found = changed(register, report("営業部/a.csv", sha256="a", readable_by_all=True))
    assert [one.path for one in found.opened] == ["営業部/a.csv"]
    assert found.changed == found.rejudged == []


def test_scans_of_different_shares_keep_the_other_as_it_was(register: Register) -> None:
    scan(register, report("営業部/a.csv", sha256="a"))
    register.begin_run(["/別"], "0.1", "d1")
    register.record([report("営業部/a.csv", sha256="a", root="/別")])
    register.mark_gone()
    register.finish_run()
    found = since_last_scan(register, NAMES, {})
    assert found is not None
    assert [(one.root, one.copy_of) for one in found.new] == [("/別", "営業部/a.csv")]
    assert found.gone == []
    assert not found.counted


def test_one_department_is_told_its_own(register: Register) -> None:
    scan(register, report("営業部/a.csv", sha256="a"), report("総務部/b.csv", sha256="b"))
    found = changed(register, report("営業部/a.csv", sha256="a2"), report("総務部/b.csv", sha256="b2"))
    assert [one.path for one in found.of("総務部").changed] == ["総務部/b.csv"]
    assert {one.department for one in found.of("総務部").departments} == {"総務部"}


def test_many_scans_later_the_first_two_still_tell_the_same(register: Register) -> None:
    scan_only(register, "a.csv", "b.csv", sha256="1", digest="1")
    scan_only(register, "a.csv", "c.csv", sha256="2", digest="2")
    runs = register.runs()
    before = _told(between(register, runs[1], runs[0], NAMES, {}))
    for number in range(3, 7):
        scan_only(register, *(["a.csv"] if number % 2 else ["b.csv", "c.csv"]), sha256=str(number), digest=str(number))
    assert _told(between(register, runs[1], runs[0], NAMES, {})) == before


def _told(found: Changes) -> list[tuple[str, str]]:
    return [(one.change, one.path) for one in found.files]
