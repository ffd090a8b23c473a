"""Persons of several files: exact up to a size, within a known error above it, and never a hash without the key."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine

from detectors.finding import PersonKey
from detectors.persons import PersonCounter
from inventory import migrations, people
from inventory.people import Crowd, PeopleKeys, together
from inventory.register import Register
from tests.reports import ROOT, keys, report

KEY = b"k" * 32
MANY = 60_000
ERROR = 0.016  # two standard errors of the sketch


def crowd(numbers: Iterable[int], more: int = 0) -> Crowd:
    persons: list[PersonKey] = [(b"name %d" % number, b"mark %d" % number) for number in numbers]
    return Crowd(len(persons), len(persons) + more, PeopleKeys.of(KEY, persons))


def of_records(*records: tuple[str, tuple[str, ...]]) -> Crowd:
    counter = PersonCounter()
    for name, details in records:
        counter.add(name, details)
    estimate, most, keys = counter.counts()
    return Crowd(estimate, most, PeopleKeys.of(KEY, keys))


def test_nobody() -> None:
    assert together([]) == (0, 0)
    assert together([crowd([])]) == (0, 0)


def test_few_are_counted_exactly_whatever_the_set_of_files() -> None:
    files = [crowd(range(0, 15_000)), crowd(range(10_000, 25_000)), crowd(range(24_999, 25_001), more=3)]
    assert together(files) == together(files[::-1]) == (25_001, 25_004)
    assert together(files[:1]) == (15_000, 15_000)


def test_one_file_of_many_is_as_its_scan_counted_it() -> None:
    assert together([crowd(range(MANY), more=7)]) == (MANY, MANY + 7)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([range(MANY // 2, MANY + MANY // 2)], MANY * 3 // 2),  # two sketches that overlap by half
        ([range(MANY)], MANY),  # the same people again
        ([range(MANY, MANY + 18_000)], MANY + 18_000),  # a sketch and a file that is kept exactly
        ([range(n * 3_000, n * 3_000 + 3_000) for n in range(40)], 120_000),  # and many small ones
    ],
)
def test_a_union_with_sketches_is_within_its_error(others: list[range], expected: int) -> None:
    estimate, most = together([crowd(range(MANY)), *map(crowd, others)])
    assert estimate == pytest.approx(expected, rel=ERROR)
    assert estimate <= most <= expected * (1 + ERROR)


def test_a_union_is_never_smaller_than_one_of_its_files_nor_larger_than_all() -> None:
    assert together([crowd(range(MANY)), crowd(range(10))])[0] >= MANY
    apart = [crowd(range(MANY)), crowd(range(MANY, MANY + 10))]
    assert together(apart)[0] <= MANY + 10


def test_a_sketch_has_one_form_and_bounded_size() -> None:
    persons = [(b"%d" % number, b"m%d" % number) for number in range(MANY)]
    keys = PeopleKeys.of(KEY, persons)
    assert keys.sketched and keys == PeopleKeys.of(KEY, persons[::-1])
    assert len(keys.by_name) == len(PeopleKeys.of(KEY, persons[: MANY // 2]).by_name) < 132_000
    assert not PeopleKeys.of(KEY, persons[: people.EXACT]).sketched


def test_another_key_gives_another_sketch() -> None:
    persons = [(b"%d" % number, b"m%d" % number) for number in range(people.EXACT + 1)]
    one, other = (PeopleKeys.of(key, persons) for key in (KEY, b"x" * 32))
    hashes = [{keys.by_name[at : at + 8] for at in range(24, len(keys.by_name), 8)} for keys in (one, other)]
    assert hashes[0].isdisjoint(hashes[1])


BORN = ("DATE_OF_BIRTH:1985-04-01", "DATE_OF_BIRTH:1990-05-02")
MAIL, TEL = "EMAIL_ADDRESS:taro@sample.jp", "PHONE_NUMBER:09012345678"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([("佐藤太郎", ()), ("佐藤 太郎", ())], (1, 1)),
        ([("髙橋はな", (MAIL,)), ("高橋はな", (MAIL,))], (1, 1)),
        ([("佐藤太郎", (BORN[0], TEL)), ("佐藤太郎", (BORN[0], MAIL))], (1, 1)),
        ([("佐藤太郎", (TEL,)), ("佐藤太郎", (MAIL,))], (1, 2)),  # nothing says whether they are one
        ([("佐藤太郎", (BORN[0],)), ("佐藤太郎", (BORN[1],))], (1, 2)),
        ([("佐藤太郎", (MAIL,)), ("佐藤花子", (MAIL,))], (2, 2)),
        ([("", (MAIL,)), ("", (MAIL,))], (1, 1)),
        ([("", (MAIL, TEL)), ("", (MAIL, "ORGANISATION_ID:7"))], (1, 1)),
    ],
)
def test_one_person_in_two_files(files: list[tuple[str, tuple[str, ...]]], expected: tuple[int, int]) -> None:
    assert together([of_records(record) for record in files]) == expected


def test_lists_with_different_columns_are_of_the_same_people() -> None:
    names = [f"佐藤{chr(ord('一') + number)}" for number in range(200)]
    phones = of_records(*((name, (f"PHONE_NUMBER:0901234{n:04}",)) for n, name in enumerate(names)))
    mails = of_records(*((name, (f"EMAIL_ADDRESS:m{n}@sample.jp",)) for n, name in enumerate(names)))
    both = of_records(
        *((name, (f"PHONE_NUMBER:0901234{n:04}", f"EMAIL_ADDRESS:m{n}@sample.jp")) for n, name in enumerate(names))
    )
    assert together([phones, mails, both])[0] == 200
    assert together([mails, both]) == (200, 200)  # both recognise people by their mail address


def test_namesakes_within_one_file_stay_apart_in_a_union() -> None:
    two = of_records(("佐藤太郎", (BORN[0],)), ("佐藤太郎", (BORN[1],)))
    assert together([two, of_records(("佐藤太郎", ()))])[0] == 2


# --- in the register -------------------------------------------------------------------------------------------


def _scanned(register: Register, **files: Crowd) -> None:
    register.begin_run([ROOT], "0.1", "d1")
    for name, held in files.items():
        register.record([report(name, persons=held.persons, persons_max=held.persons_max, people=held.keys)])
    register.finish_run()


def test_any_set_of_files_is_counted_without_reading_them_again(tmp_path: Path) -> None:
    with Register.open(tmp_path / "daicho.db", key_file=tmp_path / "key") as register:
        _scanned(register, a=crowd(range(MANY), more=5), b=crowd(range(100)), c=crowd(range(50, 150), more=2))
        files = {file.path: file for file in register.files()}
        assert register.people_in([]) == (0, 0)
        assert register.people_in([files["a"]]) == (MANY, MANY + 5)
        assert register.people_in([files["b"], files["c"]]) == (150, 152)
        assert register.people_in(files.values())[0] == pytest.approx(MANY, rel=ERROR)
    assert (tmp_path / "daicho.db").stat().st_size < 640_000


def test_a_rescan_forgets_who_was_there(tmp_path: Path) -> None:
    with Register.open(tmp_path / "daicho.db", key_file=tmp_path / "key") as register:
        _scanned(register, a=crowd(range(MANY)), b=crowd(range(10)))
        _scanned(register, a=crowd(range(20)), b=Crowd(0, 0, PeopleKeys()))
        assert register.people_in(register.files()) == (20, 20)


def _of_the_first_version(new: Path, old: Path) -> None:
    """Put what a register holds into one as the first version made it."""
    engine = create_engine(f"sqlite:///{old}")
    with engine.begin() as connection:
        command.upgrade(migrations.config(connection), "0001")
    engine.dispose()
    with closing(sqlite3.connect(old)) as database, database:
        database.execute("ATTACH ? AS new", (str(new),))
        for table in ("property", "run", "file"):
            columns = ", ".join(row[1] for row in database.execute(f"PRAGMA main.table_info({table})"))
            database.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM new.{table}")


def test_a_register_of_the_first_version_is_counted_by_name(tmp_path: Path) -> None:
    with Register.open(tmp_path / "new.db", key_file=tmp_path / "key") as register:
        _scanned(register, a=Crowd(3, 3, keys(1, 2, 3)), b=Crowd(2, 4, keys(3, 4)))
    _of_the_first_version(tmp_path / "new.db", tmp_path / "daicho.db")
    with Register.open(tmp_path / "daicho.db", key_file=tmp_path / "key") as register:
        assert register.people_in(register.files()) == (4, 6)
        _scanned(register, a=crowd(range(5)))
