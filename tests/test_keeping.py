"""What people do with the lines of the 台帳: it holds for the files to come, and every change can be read later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from inventory.keeping import Keeper, NotPossible
from inventory.ledger import Ledger
from inventory.register import Register
from inventory.routing import Kept
from tests.registers import made
from tests.reports import ROOT, report
from tests.test_ledger import compiled, scanned


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.open(made(tmp_path / "daicho.db"), key_file=tmp_path / "daicho.key") as register:
        yield register


@pytest.fixture
def keeper(register: Register) -> Keeper:
    return Keeper(register, "佐藤")


def names(ledger: Ledger) -> dict[int, list[str]]:
    """The files of every line, by its number."""
    paths = {line.file.id: line.file.path for line in ledger.files}
    return {line.number: [paths[number] for number in line.files] for line in ledger.lines}


def test_a_merged_line_takes_the_files_to_come(register: Register, keeper: Keeper) -> None:
    scanned(register, report("営業部/a.csv"), report("営業部/b.csv", document_type="resume"))
    keeper.merge(1, [2], "同じ取扱いのため")
    ledger = scanned(
        register,
        report("営業部/a.csv"),
        report("営業部/b.csv", document_type="resume"),
        report("営業部/c.csv", document_type="resume"),
    )
    assert names(ledger) == {1: ["営業部/a.csv", "営業部/b.csv", "営業部/c.csv"]}
    assert [entry.merged_into for entry in register.entries()] == [None, 1]


def test_a_split_line_holds_what_lies_below_its_folder(register: Register, keeper: Keeper) -> None:
    files = [report("営業部/a.csv"), report("営業部/展示会/b.csv"), report("営業部/展示会2/c.csv")]
    scanned(register, *files)
    new = keeper.split(1, ROOT, "営業部/展示会", "展示会の来場者")
    ledger = scanned(register, *files, report("営業部/展示会/2027/d.csv"))
    assert names(ledger) == {
        1: ["営業部/a.csv", "営業部/展示会2/c.csv"],
        new: ["営業部/展示会/2027/d.csv", "営業部/展示会/b.csv"],
    }
    line = next(line for line in ledger.lines if line.number == new)
    assert (line.cells["name"].value, line.cells["name"].state) == ("展示会の来場者", "confirmed")


def test_a_content_goes_to_its_line_wherever_it_lies(register: Register, keeper: Keeper) -> None:
    scanned(register, report("営業部/a.csv", sha256="x"), report("総務部/b.csv", sha256="y"))
    other = next(line.number for line in compiled(register).lines if line.department == "総務部")
    keeper.assign(other, sha256="x", reason="総務が管理")
    ledger = scanned(register, report("製造部/moved.csv", sha256="x"), report("総務部/b.csv", sha256="y"))
    assert names(ledger) == {other: ["総務部/b.csv", "製造部/moved.csv"]}


def test_an_archive_is_a_folder_too(register: Register, keeper: Keeper) -> None:
    files = [report("a.zip", personal=False), report("a.zip!x.csv"), report("a.zipped.csv")]
    scanned(register, files[:2], files[2])
    new = keeper.split(1, ROOT, "a.zip", "書庫の名簿")
    assert names(compiled(register))[new] == ["a.zip!x.csv"]


def test_an_excluded_line_is_kept_aside_with_its_reason(register: Register, keeper: Keeper) -> None:
    scanned(register, report("営業部/a.csv"))
    keeper.exclude(1, "公開された名簿のため")
    ledger = compiled(register)
    assert ledger.lines == ()
    assert [line.number for line in ledger.excluded] == [1]
    with pytest.raises(NotPossible, match="除外されています"):
        keeper.merge(1, [1])
    keeper.restore(1)
    assert [line.number for line in compiled(register).lines] == [1]


def test_an_empty_value_takes_a_confirmation_back(register: Register, keeper: Keeper) -> None:
    scanned(register, report("営業部/a.csv"))
    keeper.set(1, "purpose", "カタログの送付")
    keeper.set(1, "purpose", "")
    assert compiled(register).lines[0].cells["purpose"].state == "suggested"
    assert [(change.before, change.after, change.changed_by) for change in register.history("entry", "1")] == [
        ("", "カタログの送付", "佐藤"),
        ("カタログの送付", "", "佐藤"),
    ]


def test_every_change_is_in_the_history(register: Register, keeper: Keeper) -> None:
    scanned(register, report("営業部/a.csv"), report("営業部/b.csv", document_type="resume"))
    number = keeper.add(Kept("総務部", "security_camera"), {"storage": "警備室"}, "聞き取り")
    keeper.confirm([number], date(2026, 11, 22))
    keeper.merge(1, [2])
    keeper.decide("file", "sha256 of 営業部/a.csv", "unclear", "確認中", "営業部/a.csv")
    changes = [(change.subject_type, change.subject, change.field, change.after) for change in register.history()]
    assert changes == [
        ("entry", "3", "state", "active"),
        ("entry", "3", "storage", "警備室"),
        ("entry", "3", "confirmed_on", "2026-11-22"),
        ("entry", "3", "confirmed_by", "佐藤"),
        ("entry", "2", "state", "merged 1"),
        ("entry", "1", "merged", "2"),
        ("file", "sha256 of 営業部/a.csv", "verdict", "unclear"),
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda keeper: keeper.set(9, "purpose", "x"), "9 という管理No はありません"),
        (lambda keeper: keeper.set(1, "color", "x"), "「color」という項目はありません"),
        (lambda keeper: keeper.merge(1, [1]), "自分自身"),
        (lambda keeper: keeper.merge(1, [2, 9]), "9 という管理No はありません"),
        (lambda keeper: keeper.exclude(1, " "), "理由"),
        (lambda keeper: keeper.restore(1), "除外されていません"),
        (lambda keeper: Keeper(keeper.register, " "), "--by"),
    ],
)
def test_what_cannot_be_done_changes_nothing(register: Register, keeper: Keeper, change: object, sentence: str) -> None:
    scanned(register, report("営業部/a.csv"), report("営業部/b.csv", document_type="resume"))
    before = (register.entries(), names(compiled(register)))
    with pytest.raises(NotPossible, match=sentence):
        change(keeper)  # type: ignore[operator]
    assert (register.entries(), names(compiled(register))) == before
    assert register.history() == []


@pytest.mark.parametrize(
    ("path", "subject"),
    [
        ("営業部/取引先担当者.csv", "取引先の担当者"),
        ("総務部/従業員/連絡先.xlsx", "従業者"),
        ("総務部/採用/社員紹介/連絡先.xlsx", "従業者"),
        ("総務部/連絡先.xlsx", ""),
    ],
)
def test_whom_a_list_is_about_is_told_by_its_folder(register: Register, path: str, subject: str) -> None:
    (line,) = scanned(register, report(path, document_type="address_book")).lines
    assert line.subject == subject
    assert (f"（{subject}）" in line.cells["name"].value) == bool(subject)


def test_a_type_that_says_whom_it_is_about_is_one_line(register: Register) -> None:
    ledger = scanned(
        register,
        report("総務部/社員/a.xlsx", document_type="payroll"),
        report("総務部/パート/b.xlsx", document_type="payroll"),
    )
    assert [line.subject for line in ledger.lines] == [""]
