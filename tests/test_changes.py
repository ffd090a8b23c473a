"""What the last scan changed: new, moved and gone files, and lines that grew or shrank."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inventory.changes import Changes, counts, since_last_scan
from inventory.register import Register
from inventory.report import FileReport
from tests.reports import report
from tests.test_ledger import scanned


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.open(tmp_path / "daicho.db", key_file=tmp_path / "daicho.key") as register:
        yield register


def scan(register: Register, *files: FileReport) -> Changes | None:
    ledger = scanned(register, *files)
    register.count_entries(register.runs()[0].id, counts(ledger))
    return since_last_scan(register, ledger)


def test_the_first_scan_has_nothing_to_compare_with(register: Register) -> None:
    assert scan(register, report("営業部/a.csv")) is None


def test_nothing_changed(register: Register) -> None:
    scan(register, report("営業部/a.csv"))
    changed = scan(register, report("営業部/a.csv"))
    assert changed is not None
    assert changed.is_empty


def test_new_moved_and_gone_files_and_the_lines_they_change(register: Register) -> None:
    stays, moves, goes = (report(f"営業部/{name}.csv", sha256=name) for name in ("a", "b", "c"))
    scan(register, stays, moves, goes)
    changed = scan(
        register,
        stays,
        report("総務部/b2.csv", sha256="b"),
        report("営業部/d.csv", sha256="d"),
        report("営業部/製品.csv", sha256="e", personal=False, persons=0, persons_max=0, document_type=None),
    )
    assert changed is not None
    assert [file.path for file in changed.new] == ["営業部/d.csv"]
    assert [(old.path, new.path) for old, new in changed.moved] == [("営業部/b.csv", "総務部/b2.csv")]
    assert [file.path for file in changed.gone] == ["営業部/c.csv"]
    assert [(one.line.department, one.files, one.before is None) for one in changed.lines] == [
        ("営業部", -1, False),
        ("総務部", 1, True),
    ]
