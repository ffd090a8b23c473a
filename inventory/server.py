"""A register on a PostgreSQL server, where it differs from a file: its scan lock, its order of writers, its errors."""

from __future__ import annotations

import os
import socket
from contextlib import suppress

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

WRITING, SCANNING = 0x6461_6963_0001, 0x6461_6963_0002  # advisory locks, which belong to the database they are taken in
_LONGEST_NAME = 63  # bytes of an application_name


class ServerLock:
    """The scan lock of a register on a server: held by a connection, and gone with it, whatever ended its process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    def acquire(self) -> bool:
        """Take the lock if no living scan has it."""
        if self._connection is not None:
            return True
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT", locking=True)
        connection.detach()  # never given to anybody else
        connection.execute(text("SELECT set_config('application_name', :name, false)"), {"name": _name()})
        if not connection.scalar(text(f"SELECT pg_try_advisory_lock({SCANNING})")):
            connection.close()
            return False
        self._connection = connection
        return True

    def release(self) -> None:
        """Give the lock back."""
        if self._connection is not None:
            with suppress(SQLAlchemyError):  # a connection that is lost holds nothing
                self._connection.execute(text(f"SELECT pg_advisory_unlock({SCANNING})"))  # closing takes its time
            with suppress(SQLAlchemyError):
                self._connection.close()
            self._connection = None

    def holder(self) -> str:
        """Who holds it, in words for the user."""
        statement = text(
            "SELECT application_name, backend_start FROM pg_locks JOIN pg_stat_activity USING (pid) "
            "WHERE locktype = 'advisory' AND granted AND objsubid = 1 "
            "AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
            f"AND (classid::bigint << 32) + objid::bigint = {SCANNING}"
        )
        with suppress(SQLAlchemyError), self._engine.connect() as connection:
            row = connection.execute(statement).first()
            if row is not None and row.application_name:
                _, _, process = row.application_name.partition(" ")
                host, _, number = process.rpartition(" ")
                started = row.backend_start.astimezone().strftime("%Y-%m-%d %H:%M:%S")
                return f"{host} のプロセス {number}、開始 {started}"
        return "詳細不明"


def _name() -> str:
    """This process as the server shows it: program, host and number."""
    host = socket.gethostname().encode("ascii", "replace").decode()
    number = str(os.getpid())
    return f"daicho {host[: _LONGEST_NAME - len('daicho  ') - len(number)]} {number}"


_SENTENCES = {
    "53100": "台帳 {name} に書き込めません。サーバーのディスクの空き容量を増やして、もう一度実行してください。",
    "53300": "台帳 {name} のサーバーは接続の数がいっぱいです。しばらくしてから、もう一度実行してください。",
    "55P03": "台帳 {name} は、ほかのプログラムが使用中です。しばらくしてから、もう一度実行してください。",
    "42501": "台帳 {name} の表を作るか変える権限がありません。サーバーの管理者に権限を頼んでください。",
    "25006": "台帳 {name} のサーバーは読み取り専用です。書き込めるサーバーを指定してください。",
}
_UNREACHED = (
    "台帳 {name} のサーバーに接続できないか、接続が切れました。"
    "サーバーが動いているか、URL・利用者名・パスワードを確かめてください。"
)
_UNREACHED_STATES = ("08", "28", "3D", "57P")  # connection, authorisation, no such database, shut down


def sentence(name: str, error: BaseException | None) -> str:
    """What a server's error means for the user; empty where it is no error of a server or a defect of the program."""
    if error is None or not hasattr(error, "sqlstate"):
        return ""
    state = error.sqlstate or ""
    if state in _SENTENCES:
        return _SENTENCES[state].format(name=name)
    if state.startswith(_UNREACHED_STATES) or (not state and type(error).__name__ == "OperationalError"):
        return _UNREACHED.format(name=name)
    return ""
