"""What a scan judges by is kept, and read again as soon as anything that judges may be another."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Self

import pytest

from inventory import judged_by as kept
from inventory.judged_by import JudgedBy, judged_by
from inventory.register import Register
from inventory.version import JUDGES, judging_digest
from scanner.readers import UNLOADED
from tests.registers import made


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.open(made(tmp_path / "daicho.db"), key_file=tmp_path / "key") as register:
        yield register


@pytest.fixture
def judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of a package that judges, beside those of the program."""
    package = tmp_path / "judge_of_this_test"
    (package / "words").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "words" / "names.txt").write_text("田中\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(kept, "JUDGES", (*JUDGES, package.name))
    return package / "words" / "names.txt"


def _asked_anew(register: Register, monkeypatch: pytest.MonkeyPatch) -> bool:
    asked: list[str] = []

    def digest() -> str:
        asked.append("asked")
        return "another"

    with monkeypatch.context() as patch:
        patch.setattr(kept, "judging_digest", digest)
        judged_by(register)
    return bool(asked)


def test_it_is_the_digest_of_all_that_judges(register: Register) -> None:
    expected = JudgedBy(judging_digest(), sorted(UNLOADED))
    assert judged_by(register) == expected
    assert judged_by(register) == expected


def test_it_is_kept_while_nothing_changes(register: Register, judge: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [_asked_anew(register, monkeypatch) for _ in range(3)] == [True, False, False]


@pytest.mark.parametrize("change", ["content", "time", "new", "gone", "day", "library"])
def test_it_is_read_again(change: str, register: Register, judge: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judged_by(register)
    match change:
        case "content":
            status = judge.stat()
            judge.write_text("田中\n佐藤\n", encoding="utf-8")
            os.utime(judge, ns=(status.st_atime_ns, status.st_mtime_ns))
        case "time":
            os.utime(judge, ns=(1, 1))
        case "new":
            (judge.parent / "more.txt").touch()
        case "gone":
            judge.unlink()
        case "day":
            monkeypatch.setattr(kept, "date", _NextYear)
        case _:
            (judge.parents[2] / "library").mkdir()
    assert _asked_anew(register, monkeypatch)
    assert not _asked_anew(register, monkeypatch)


class _NextYear(date):
    @classmethod
    def today(cls) -> Self:
        return cls(2027, 11, 23)
