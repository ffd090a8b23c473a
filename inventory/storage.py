"""Opening the database of a register: file mode, connection settings, schema, and errors in words for the user."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, SQLAlchemyError

from inventory import migrations, server
from inventory.encryption import Cipher, database, errors, is_encrypted
from inventory.network_drives import network_kind
from inventory.os_faults import reason
from inventory.storage_faults import RegisterBusy, RegisterError

__all__ = ["RegisterBusy", "RegisterError", "connect", "explained", "file_of", "locate", "writing"]

BUSY_SECONDS = 30


def locate(where: str | Path) -> URL:
    """The database address of a path (SQLite) or of a URL as SQLAlchemy knows it."""
    if isinstance(where, str) and "://" in where:
        try:
            return _on_server(make_url(where))
        except (ArgumentError, ValueError):  # a port that is no number
            raise RegisterError(
                "台帳の URL の書き方が正しくありません（例：postgresql+psycopg://server/daicho）。"
            ) from None
    return URL.create("sqlite+pysqlite", database=str(Path(where).absolute()))


def _on_server(url: URL) -> URL:
    """An address as it is used: PostgreSQL through psycopg, or a file."""
    if url.get_backend_name() not in ("postgresql", "sqlite"):
        raise RegisterError("台帳に使えるデータベースは、ファイル（SQLite）と PostgreSQL だけです。")
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def file_of(url: URL) -> Path | None:
    """The database file, where the register is one."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def connect(url: URL, *, create: bool, register_key: str | None = None) -> Engine:
    """Open the database and bring its schema up to date; `register_key` is the place of an encrypted file's key."""
    file = file_of(url)
    cipher = None
    if file is not None:
        refuse_network(file, network_kind(file))
        _make_file(file, create)
        cipher = cipher_for(file, register_key, create=create)
        _refuse_foreign(file, cipher)
    try:
        # Parameters stay out of messages: masks and hashes have no business in a log either.
        engine = create_engine(url, hide_parameters=True, module=cipher.module if cipher else None)
    except (NoSuchModuleError, ImportError):
        raise RegisterError(
            "データベースに接続する部品が入っていません。「pip install 'daicho[postgresql]'」で入れてください。"
        ) from None
    if file is not None:
        event.listen(engine, "connect", lambda connection, _record: _configure(connection, cipher))
    event.listen(engine, "begin", _begin if file is not None else _begin_on_server)
    try:
        with explained(str(file or url.render_as_string(hide_password=True))):
            _migrate(engine, file)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Turn database errors into one sentence; nothing of the statement or its parameters gets into it."""
    try:
        yield
    except SQLAlchemyError as error:
        original = error.orig if isinstance(error, DatabaseError) else None
        sentence = _sentence(name, original)
        if hasattr(original, "sqlstate"):  # what a server says goes on with the values of the row
            raise RegisterError(server.sentence(name, original) or sentence) from None
        raise RegisterError(sentence) from error
    except sqlite3.Error as error:
        raise RegisterError(_sentence(name, error)) from error


_SENTENCES = {
    sqlite3.SQLITE_FULL: "台帳 {name} に書き込めません。ディスクの空き容量を増やして、もう一度実行してください。",
    sqlite3.SQLITE_BUSY: "台帳 {name} は、ほかのプログラムが使用中です。しばらくしてから、もう一度実行してください。",
    sqlite3.SQLITE_READONLY: "台帳 {name} に書き込む権限がありません。権限を確かめるか、別の場所を指定してください。",
    sqlite3.SQLITE_CANTOPEN: "台帳 {name} を開けません。フォルダーの場所と権限を確かめてください。",
    sqlite3.SQLITE_NOTADB: "{name} は台帳のファイルではありません。--register で正しいファイルを指定してください"
    "（暗号化した台帳なら、設定の register_key と鍵を確かめてください）。",
    sqlite3.SQLITE_CORRUPT: "台帳 {name} が壊れています。バックアップから戻してください。",
    sqlite3.SQLITE_IOERR: "台帳 {name} の読み書きに失敗しました。ディスクやネットワークの状態を確かめてください。",
}


def _sentence(name: str, error: BaseException | None) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    template = _SENTENCES.get(code, "台帳 {name} の処理に失敗しました（{error}）。")
    return template.format(name=name, error=type(error).__name__)


def refuse_network(file: Path, kind: str) -> None:
    """A register on a network drive would break one day, when two computers write; better said before it begins."""
    if kind:
        raise RegisterError(
            f"台帳 {file} はネットワークドライブ（{kind}）の上にあります。そこでは同時の書き込みを防げず壊れるおそれが"
            "あるため、このコンピューターのディスクに置くか、PostgreSQL を使ってください。"
        )


def _make_file(file: Path, create: bool) -> None:
    """Make the file for its owner only before SQLite sees it; -wal and -shm take over its mode."""
    if file.is_dir():
        raise RegisterError(f"台帳 {file} はフォルダーです。ファイルの名前を指定してください。")
    if not file.exists():
        if not create:
            raise RegisterError(
                f"台帳 {file} がありません。先に daicho scan を実行するか、--register で指定してください。"
            )
        try:
            os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            return
        except OSError as error:
            raise RegisterError(
                f"台帳 {file} を作れません（{reason(error)}）。フォルダーの場所と権限を確かめてください。"
            ) from None
    if not os.access(file, os.R_OK | os.W_OK):
        raise RegisterError(f"台帳 {file} を読み書きする権限がありません。権限を確かめてください。")
    if os.name == "posix" and file.stat().st_mode & 0o077:
        with suppress(OSError):
            file.chmod(0o600)


def cipher_for(file: Path, register_key: str | None, *, create: bool = False) -> Cipher | None:
    """How a register file is to be opened: with the key that the settings name, where they name one."""
    empty = not file.stat().st_size
    if register_key and not empty and not is_encrypted(file):
        raise RegisterError(f"台帳 {file} はまだ暗号化されていません。「daicho encrypt」で暗号化してください。")
    return Cipher.of(register_key, create=create and empty)


def _refuse_foreign(file: Path, cipher: Cipher | None) -> None:
    """Refuse another program's database before anything is changed in it; what is no database fails later."""
    with suppress(*errors(cipher)), closing(database(file, cipher, "mode=ro")) as opened:
        tables = {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        _check_tables(tables, file)


def _check_tables(tables: Collection[str], file: Path | None) -> None:
    if tables and ("alembic_version" not in tables or (len(tables) > 1 and "entry_field" not in tables)):
        raise RegisterError(
            f"{file or 'データベース'} は台帳ではなく、別のデータベースです。別の場所を指定してください。"
        )


def _configure(connection: sqlite3.Connection, cipher: Cipher | None) -> None:
    if cipher is not None:
        cipher.unlock(connection)
    connection.isolation_level = None  # transactions are begun by `_begin`, also around DDL
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = NORMAL",  # a crash of the program loses nothing; a power cut at most the last commits
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "secure_delete = ON",
        "cache_size = -65536",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    """Writers take the write lock at once, so that two of them wait instead of failing halfway."""
    options = connection.get_execution_options()
    if options.get("migrating", False):
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")  # tables are made anew; all keys are checked afterwards
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writing", False) else "BEGIN")


def _begin_on_server(connection: Connection) -> None:
    """As in a file: readers see one moment, writers come one after the other and see what the last one left."""
    options = connection.get_execution_options()
    if options.get("locking", False):
        return
    if not options.get("writing", False):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({server.WRITING})")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that changes the register."""
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        yield connection


def _migrate(engine: Engine, file: Path | None) -> None:
    with engine.connect() as connection:
        revision = _revision(connection, file)
    if revision == migrations.HEAD:
        return
    if revision and revision not in migrations.known():
        raise RegisterError(
            f"台帳 {file or ''} は新しい版の daicho のものです。daicho を更新してから、もう一度実行してください。"
        )
    with engine.connect().execution_options(writing=True, migrating=True) as connection, connection.begin():
        if _revision(connection, file) != migrations.HEAD:
            migrations.upgrade(connection)
            if file and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise RegisterError(f"台帳 {file} が壊れています。バックアップから戻してください。")
    engine.dispose()  # the next connection looks at foreign keys again


def _revision(connection: Connection, file: Path | None) -> str:
    """Revision of the schema; empty for an empty database."""
    tables = inspect(connection).get_table_names()
    _check_tables(tables, file)
    if not tables:
        return ""
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")
