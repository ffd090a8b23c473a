"""A register on a PostgreSQL server: the tests of the register as they are, and what only a server has."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from inspect import signature
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.exc import IntegrityError

from inventory import editing, migrations, storage
from inventory.keeping import Keeper
from inventory.register import Register, RegisterBusy, RegisterError
from inventory.routing import Kept
from tests import (
    postgres,
    registers,
    test_changes,
    test_keeping,
    test_ledger,
    test_models,
    test_recount,
    test_register,
    test_register_scans,
    test_retention,
)
from tests.commands import Run, apart, here, is_one_sentence
from tests.reports import ROOT, report
from tests.test_keeping import keeper  # noqa: F401  a fixture

_OF_A_FILE = {
    "test_a_full_disk_is_said_and_loses_nothing",
    "test_the_busy_timeout_is_set",
    "test_a_second_scan_has_to_wait",
    "test_departments_follow_the_mapping",
    "test_migrations_build_what_the_models_describe",
}
_MINE = {"register", "keeper", "engine"}


def _of(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """The tests of a module that need nothing but a register, whatever holds it."""
    found = {name: test for name, test in vars(module).items() if name.startswith("test_") and name not in _OF_A_FILE}
    return {
        name: test
        for name, test in found.items()
        if _MINE & (asked := set(signature(test).parameters)) and "tmp_path" not in asked
    }


for _module in (
    test_register,
    test_register_scans,
    test_keeping,
    test_ledger,
    test_changes,
    test_retention,
    test_models,
    test_recount,
):
    globals().update(_of(_module))


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    try:
        with postgres.server() as running:
            yield running
    except postgres.NoServer as why:
        pytest.skip(str(why))


@pytest.fixture(scope="module")
def database(server: postgres.Server) -> str:
    """A register as it is made."""
    where = server.new_database()
    Register.open(where).close()
    return where


@pytest.fixture
def where(server: postgres.Server, database: str) -> str:
    """The register, with nothing in it."""
    server.empty(database)
    return database


@pytest.fixture
def register(where: str, tmp_path: Path) -> Iterator[Register]:
    with Register.open(where, key_file=tmp_path / "daicho.key") as register:
        yield register


@pytest.fixture
def engine(where: str) -> Iterator[Engine]:
    engine = storage.connect(storage.locate(where), create=True)
    yield engine
    engine.dispose()


@pytest.fixture
def run(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    monkeypatch.setenv("DAICHO_REGISTER", where)
    return here(monkeypatch, capsysbinary, tmp_path)


def routes(register: Register) -> list[int]:
    with register.reading() as connection:
        return [route.entry for route in editing.routes(connection)]


def test_nearly_all_tests_of_the_register_are_run_here_too() -> None:
    assert sum(name.startswith("test_") for name in globals()) > 50


def test_the_tables_are_those_of_a_file(engine: Engine, tmp_path: Path) -> None:
    file = storage.connect(storage.locate(tmp_path / "daicho.db"), create=True)
    assert _columns(engine) == _columns(file)
    file.dispose()


def _columns(engine: Engine) -> dict[str, set[tuple[str, bool]]]:
    with engine.connect() as connection:
        about = inspect(connection)
        return {
            table: {(column["name"], column["nullable"]) for column in about.get_columns(table)}
            for table in about.get_table_names()
        }


def test_an_older_register_keeps_its_lines(server: postgres.Server) -> None:
    where = server.new_database()
    old = create_engine(where)
    with old.begin() as connection:
        command.upgrade(migrations.config(connection), "0002")
        columns = "id, department, document_type, origin, created"
        connection.execute(text(f"INSERT INTO entry ({columns}) VALUES (3, '営業部', 'x', 'scan', '')"))
        connection.execute(text("INSERT INTO entry_field VALUES (3, 'purpose', 'confirmed', '送付', '', '佐藤', '')"))
    old.dispose()
    with Register.open(where) as register:
        (entry,) = register.entries()
        assert (entry.id, entry.state, entry.confirmed["purpose"].value) == (3, "active", "送付")
        assert routes(register) == [3]


@pytest.mark.parametrize("table", ["change", "disposal"])
@pytest.mark.parametrize("action", ["DELETE FROM {}", "TRUNCATE {}"])
def test_the_history_is_append_only(engine: Engine, table: str, action: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), storage.writing(engine) as connection:
        connection.execute(text(action.format(table)))


def test_addresses_longer_than_an_index_takes(register: Register) -> None:
    long = "/".join(f"{number:04}" + "山" * 80 for number in range(16)) + ".zip"
    for _ in range(2):
        registers.scan(register, [long, f"{long}!a/名簿.csv"])
    assert registers.paths(register) == [long, f"{long}!a/名簿.csv"]
    at_work = Keeper(register, "佐藤")
    number = at_work.add(Kept("総務部", "other"), {"name": "名簿"})
    for _ in range(2):
        at_work.assign(number, root=ROOT, folder=long.rpartition("/")[0])
    assert routes(register) == [number]


def test_files_come_in_the_order_of_their_codes(register: Register) -> None:
    registers.scan(register, "い.csv", "a-b.csv", "ab.csv", "B.csv", ["a.zip", "a.zip!b"], "a_zip")
    assert registers.paths(register) == sorted(registers.paths(register))


def test_a_second_scan_has_to_wait_and_hears_for_whom(where: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    with Register.open(where, key_file=tmp_path / "daicho.key") as first:
        first.begin_run([ROOT], "0.1", "d1")
        with Register.open(where) as second, pytest.raises(RegisterBusy, match=r"のプロセス \d+、開始 20"):
            second.begin_run([ROOT], "0.1", "d1")
        done = apart(tmp_path, "scan", "share", DAICHO_REGISTER=where)
        assert (done.code, "終わるまでお待ちください" in done.err) == (5, True)
        first.finish_run()
        with Register.open(where) as second:
            assert second.begin_run([ROOT], "0.1", "d1") == 2
    with Register.open(where) as third:  # the lock goes with its connection, also without an end of the scan
        assert third.begin_run([ROOT], "0.1", "d1") == 3


def test_commands_work_as_with_a_file(run: Run, tmp_path: Path) -> None:
    share = tmp_path / "share" / "営業部"
    share.mkdir(parents=True)
    (share / "顧客名簿.csv").write_text("氏名,電話番号\n" + "".join(f"山田花子{n},03-1234-567{n}\n" for n in range(9)))
    assert run("scan", "share", "--workers", "1").code == 0
    assert "営業部/顧客名簿.csv" in run("files", "--format", "json").out
    assert run("entry", "set", "1", "利用目的=商品の発送", "--by", "佐藤").code == 0
    assert run("export", "out.xlsx").code == 0
    assert "違うところはありません" in run("import", "out.xlsx").out
    assert run("check").out == "台帳に異状はありません。\n"
    assert "pg_dump" in run("backup", "copy.db").err
    (share / "顧客名簿.csv").rename(share / "名簿.csv")
    assert "移動 1件" in run("scan", "share", "--workers", "1").out


@pytest.mark.parametrize("change", [("test", "no_such_"), (":", ":wrong"), ("127.0.0.1:", "127.0.0.1:1")])
def test_a_server_that_is_not_reached_is_said_without_the_password(
    where: str, run: Run, change: tuple[str, str], tmp_path: Path
) -> None:
    scheme, _, address = where.partition("://")
    password = address.partition(":")[2].partition("@")[0]
    done = run("status", "--register", f"{scheme}://{address.replace(*change, 1)}")
    assert (done.code, is_one_sentence(done.err)) == (2, True)
    assert "サーバーに接続できない" in done.err
    assert password not in done.err


@pytest.mark.parametrize("url", ["postgresql://host:port/daicho", "mysql://host/daicho"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(RegisterError) as caught:
        Register.open(url)
    assert is_one_sentence(str(caught.value))


def test_another_programs_database_is_refused_and_left_alone(server: postgres.Server) -> None:
    where = server.new_database()
    engine = create_engine(where)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (id INTEGER)"))
    with pytest.raises(RegisterError, match="別のデータベース"):
        Register.open(where)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["theirs"]
    engine.dispose()


def test_two_who_write_at_once_wait_for_each_other(where: str) -> None:
    with Register.open(where) as first, Register.open(where) as second:
        number = Keeper(first, "佐藤").add(Kept("総務部", "other"), {"name": "名簿"})

        def write(register: Register, by: str) -> None:
            for turn in range(20):
                Keeper(register, by).set(number, "remarks", f"{by}{turn}")

        threads = [threading.Thread(target=write, args=one) for one in ((first, "鈴木"), (second, "高橋"))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        changes = [one for one in first.history("entry", str(number)) if one.field == "remarks"]
    assert len(changes) == 40
    assert [one.before for one in changes[1:]] == [one.after for one in changes[:-1]]


def test_two_who_open_an_empty_database_at_once_make_the_tables_once(server: postgres.Server) -> None:
    where = server.new_database()
    registers: list[Register] = []
    threads = [threading.Thread(target=lambda: registers.append(Register.open(where))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [register.entries() for register in registers] == [[], [], []]
    for register in registers:
        register.close()


def test_the_report_of_a_scan_that_loses_its_server_is_one_sentence(where: str, server: postgres.Server) -> None:
    with Register.open(where) as register:
        register.begin_run([ROOT], "0.1", "d1")
        register.record([report("a.csv")])
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        with pytest.raises(RegisterError, match="接続が切れました"):
            register.record([report("b.csv")])
        register.record([report("b.csv")])  # the pool connects anew
        assert registers.paths(register) == ["a.csv", "b.csv"]
