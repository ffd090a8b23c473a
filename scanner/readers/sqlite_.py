"""SQLite databases: the rows of every table, read from memory; files in their fields are members.

The schema is the file's own and may be hostile: nothing but reading is allowed, views, virtual tables and triggers are
left alone, and every statement can be stopped.
"""

from __future__ import annotations

import io
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import BinaryIO

from scanner import blobs, encoding
from scanner.document import Format, Item, Remark, Unreadable
from scanner.held import tables_of

FORMAT = Format(
    "SQLite データベース", ("application/vnd.sqlite3", "application/x-sqlite3"), (".sqlite", ".sqlite3", ".db")
)

_WAL = b"\2\2"
_LONGEST = 64 << 20  # bytes of one value
_STEPS = 100_000  # of SQLite's machine between two looks at the clock
_SECONDS = 120.0  # for what lies between two rows
_ALLOWED = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION)  # functions of computed columns
_Value = str | bytes | int | float | None


def read(file: BinaryIO) -> Iterator[Item]:
    """A table for each of the database's. Views hold no data of their own."""
    if file.read(20)[18:] == _WAL:
        yield Remark("同じ場所に「-wal」ファイルがある場合、そこに残る新しい変更は読んでいません")
    with closing(_Database(_content(file))) as database:
        yield from database.items()


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """The files in the fields of tables (photos, documents), named by table, column and row."""
    with closing(_Database(_content(file))) as database:
        yield from database.files()


def _content(file: BinaryIO) -> bytearray:
    """The file as a database that keeps no log beside it, as a copy in memory cannot have one."""
    content = bytearray(file.seek(0, io.SEEK_END))
    file.seek(0)
    size = file.readinto(content)  # type: ignore[attr-defined]
    del content[size:]
    if content[18:20] == _WAL:
        content[18:20] = b"\1\1"
    return content


class _Database:
    """A copy in memory: SQLite itself never touches the share."""

    def __init__(self, content: bytearray) -> None:
        self._connection = sqlite3.connect(":memory:", isolation_level=None)
        self._until = 0.0
        connection = self._connection
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, max(_LONGEST, len(content)))
        connection.deserialize(content)
        connection.text_factory = _text
        for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "writable_schema=ON"):  # the last bears a bad schema
            connection.execute(f"PRAGMA {pragma}")
        connection.set_authorizer(_allow)
        connection.set_progress_handler(self._is_late, _STEPS)

    def close(self) -> None:
        self._connection.close()

    def _is_late(self) -> bool:
        return time.monotonic() > self._until

    def _run(self, query: str) -> Iterator[tuple[_Value, ...]]:
        """The rows of a query; `sqlite3.Error` where it fails or takes too long from one row to the next."""
        self._until = time.monotonic() + _SECONDS
        cursor = self._connection.execute(query)
        while True:
            self._until = time.monotonic() + _SECONDS
            row = cursor.fetchone()
            if row is None:
                return
            yield row

    def tables(self) -> list[str]:
        """The names of the tables with rows of their own; `Unreadable` where the schema cannot be read."""
        try:
            rows = list(self._run("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND rootpage > 0"))
        except sqlite3.Error as error:
            raise Unreadable("corrupt", "SQLite データベースの表の一覧が壊れているため、読めません") from error
        names = [str(row[0]) for row in rows]
        return [name for name in names if not name.lower().startswith("sqlite_")]

    def items(self) -> Iterator[Item]:
        """The rows of all tables, and what could not be read."""
        for name in self.tables():
            unread = blobs.Fields(name)
            rows = _Rows(self, name, unread)
            yield from tables_of(f"表『{name}』", rows)
            yield from unread.remarks()
            if rows.is_broken:
                told = f"{rows.count:,}行目より後" if rows.count else "中身"
                yield Remark(f"表『{name}』の{told}が壊れているため、読めませんでした", incomplete=True)

    def rows(self, table: str) -> Iterator[tuple[_Value, ...]]:
        return self._run(f"SELECT * FROM {_quoted(table)}")

    def columns(self, table: str) -> list[str]:
        cursor = self._connection.execute(f"SELECT * FROM {_quoted(table)} LIMIT 0")
        return [column[0] for column in cursor.description]

    def files(self) -> Iterator[tuple[str, BinaryIO]]:
        for table in self.tables():
            try:
                yield from self._files(table)
            except sqlite3.Error:  # told with the rows of the table
                continue

    def _files(self, table: str) -> Iterator[tuple[str, BinaryIO]]:
        for column in self.columns(table):
            name = _quoted(column)
            query = f"SELECT CASE typeof({name}) WHEN 'blob' THEN {name} END FROM {_quoted(table)}"
            for number, row in enumerate(self._run(query), 1):
                if isinstance(row[0], bytes) and blobs.is_file(row[0]):
                    yield f"表『{table}』の『{column}』{number:,}行目", io.BytesIO(row[0])


class _Rows:
    """The rows of one table as text under their headings, up to the first that is broken."""

    def __init__(self, database: _Database, table: str, unread: blobs.Fields) -> None:
        self._database = database
        self._table = table
        self._unread = unread
        self.count = 0
        self.is_broken = False

    def __iter__(self) -> Iterator[Sequence[str]]:
        try:
            columns = self._database.columns(self._table)
            yield columns
            for row in self._database.rows(self._table):
                yield [self._cell(value, column) for value, column in zip(row, columns, strict=True)]
                self.count += 1
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
                raise Unreadable(
                    "timed_out", f"表『{self._table}』を読むのに時間がかかりすぎるため、やめました"
                ) from error
            self.is_broken = True

    def _cell(self, value: _Value, column: str) -> str:
        if value is None:
            return ""
        return self._unread.cell(value, column) if isinstance(value, bytes) else str(value)


def _allow(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    is_allowed = action in _ALLOWED and second != "load_extension"
    return sqlite3.SQLITE_OK if is_allowed else sqlite3.SQLITE_DENY


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: bytes) -> str:
    """Text as it should be stored, or as old programs stored it (cp932)."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return encoding.decode_bytes(value)
