"""The tables: explained, checked, and exactly what the migrations build."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, Table, create_engine, text
from sqlalchemy.exc import IntegrityError

from inventory import (
    migrations,
    models_decided,  # noqa: F401  its tables belong to Base
    storage,
)
from inventory.models import Base, storable
from tests.registers import made

TABLES = list(Base.metadata.tables.values())


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = storage.connect(storage.locate(made(tmp_path / "daicho.db")), create=True)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_and_column_is_explained(table: Table) -> None:
    assert table.comment
    assert [column.name for column in table.columns if not column.comment] == []


def test_migrations_build_what_the_models_describe(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_migrations_build_the_same_checks_and_keys(engine: Engine, tmp_path: Path) -> None:
    direct = create_engine(f"sqlite:///{tmp_path / 'direct.db'}")
    Base.metadata.create_all(direct)
    assert _statements(engine) == _statements(direct)
    direct.dispose()


_LATER_COLUMN = re.compile(r", (\w+) (\w+) (CONSTRAINT \w+) (REFERENCES \w+ \(\w+\))")  # as SQLite writes it down


def _statements(engine: Engine) -> dict[str, list[str]]:
    """Per table and index, its definitions without order and layout."""
    query = text("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL")
    with engine.connect() as connection:
        found = {row.name: row.sql for row in connection.execute(query)}
    found = {name: re.sub(r", (stopped TEXT)\b", r",\n\1", sql) for name, sql in found.items()}
    found = {name: _LATER_COLUMN.sub(r"\n\1 \2\n\3 FOREIGN KEY(\1) \4", sql) for name, sql in found.items()}
    found.pop("alembic_version", None)
    return {
        name: sorted(re.sub(r"\s+", " ", line).strip(" ,") for line in sql.splitlines()) for name, sql in found.items()
    }


def test_head_is_the_latest_revision(engine: Engine) -> None:
    with engine.connect() as connection:
        script = ScriptDirectory.from_config(migrations.config(connection))
    assert script.get_current_head() == migrations.HEAD
    assert {revision.revision for revision in script.walk_revisions()} == migrations.known()


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO run (roots, started, ended, version, digest, files_met, files_examined, files_gone,"
        " bytes_examined) VALUES ('[]', '2026-02', '2026-01', '1', 'd', 0, 0, 0, 0)",
        "INSERT INTO kind_total (file_id, kind, count, distinct_count) VALUES (99, 'PERSON', 1, 1)",
        "INSERT INTO entry (department, document_type, subject, origin, state, created)"
        " VALUES ('営業部', 'x', '', 'guess', 'active', '')",
        "INSERT INTO entry (department, document_type, subject, origin, state, created)"
        " VALUES ('営業部', 'x', '', 'scan', 'merged', '')",
        "INSERT INTO decision (subject_type, subject, path, verdict, reviewer, decided_at, reason, basis)"
        " VALUES ('file', 'x', '', 'maybe', 'a', '', '', '')",
        "INSERT INTO decision (subject_type, subject, path, verdict, reviewer, decided_at, reason, basis)"
        " VALUES ('file', 'x', '', 'applicable', '', '', '', '')",
    ],
    ids=[
        "ends before it starts",
        "file that is not there",
        "unknown origin",
        "merged into nothing",
        "unknown verdict",
        "nobody decided",
    ],
)
def test_the_database_refuses_nonsense(engine: Engine, statement: str) -> None:
    with pytest.raises(IntegrityError), storage.writing(engine) as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize("statement", ["UPDATE decision SET verdict = 'unclear'", "DELETE FROM decision"])
def test_decisions_are_append_only(engine: Engine, statement: str) -> None:
    insert = (
        "INSERT INTO decision (subject_type, subject, path, verdict, reviewer, decided_at, reason, basis)"
        " VALUES ('file', 'x', '', 'applicable', 'a', '', '', '')"
    )
    with storage.writing(engine) as connection:
        connection.execute(text(insert))
    with pytest.raises(IntegrityError, match="append-only"), storage.writing(engine) as connection:
        connection.execute(text(statement))


def test_names_that_are_not_unicode_can_be_stored() -> None:
    written = storable("名簿\udc83\0.csv")
    assert written == "名簿\\udc83\\x00.csv"
    assert storable(written) == written
    connection = sqlite3.connect(":memory:")
    assert connection.execute("SELECT ?", (written,)).fetchone() == (written,)
    connection.close()


def test_a_register_of_the_second_revision_keeps_its_lines(tmp_path: Path) -> None:
    file = tmp_path / "daicho.db"
    old = create_engine(f"sqlite:///{file}")
    with old.begin() as connection:
        command.upgrade(migrations.config(connection), "0002")
        columns = "id, department, document_type, origin, created"
        connection.execute(text(f"INSERT INTO entry ({columns}) VALUES (3, '営業部', 'x', 'scan', '')"))
        connection.execute(text("INSERT INTO entry_field VALUES (3, 'purpose', 'confirmed', '送付', '', '佐藤', '')"))
    old.dispose()
    engine = storage.connect(storage.locate(file), create=False)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT id, state FROM entry")).all() == [(3, "active")]
        assert connection.execute(text("SELECT value FROM entry_field")).all() == [("送付",)]
        assert connection.execute(text("SELECT entry_id, department, document_type FROM route")).all() == [
            (3, "営業部", "x")
        ]
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text("INSERT INTO route VALUES (9, 99, '', '', '', 'a', 'b', '')"))
    engine.dispose()
