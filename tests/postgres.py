"""A PostgreSQL server for the tests, where one is installed: private, on this computer, gone when they end."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

_PLACES = (
    "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/pgsql/bin",
    "C:/Program Files/PostgreSQL/*/bin",
)  # fmt: skip
_USER = "daicho"
_EMPTY = """
DO $$
DECLARE
    one text;
BEGIN
    SET LOCAL lock_timeout = '20s';
    SET LOCAL session_replication_role = replica; -- the history of a register refuses that anything is deleted
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', one);
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences WHERE schemaname = 'public';
END
$$
"""


class NoServer(Exception):
    """Why there is no server to test against."""


class Server:
    """A running server; every database is sorted by the rules of Japanese where the server knows them."""

    def __init__(self, port: int, password: str) -> None:
        self._address = f"{_USER}:{password}@127.0.0.1:{port}"
        self._databases = 0

    def url(self, database: str) -> str:
        """Where a register in a database lies."""
        return f"postgresql+psycopg://{self._address}/{database}"

    def new_database(self) -> str:
        """An empty database; returns its address."""
        self._databases += 1
        name = f"test{self._databases}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' {self._sorted}")
        return self.url(name)

    def empty(self, url: str) -> None:
        """Take all rows out of the tables of a register, so that it is as it was made.

        A copy for every test would be hundreds of files each time, which take longer to remove than all tests.
        """
        self.execute(_EMPTY, url.rpartition("/")[2])

    @property
    def _sorted(self) -> str:
        return "LOCALE_PROVIDER icu ICU_LOCALE 'ja-JP' LC_COLLATE 'C' LC_CTYPE 'C'"

    def execute(self, statement: str, database: str = "postgres") -> None:
        """Run one statement on the server itself, or in one of its databases."""
        import psycopg

        with closing(psycopg.connect(f"postgresql://{self._address}/{database}", autocommit=True)) as connection:
            connection.execute(statement)  # made of constants and numbers


@contextmanager
def server() -> Iterator[Server]:
    """A server of its own; NoServer with the reason where there can be none."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        raise NoServer("psycopg is not installed: pip install 'daicho[postgresql]'") from None
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="daicho-pg-"))
    user = _ordinary_user(folder)
    password, port = secrets.token_hex(8), _free_port()
    try:
        secret = folder / "password"
        secret.write_text(password, encoding="ascii")
        if user:
            shutil.chown(secret, user)
        data = str(folder / "data")
        _run(user, programs / "initdb", "-D", data, "-U", _USER, f"--pwfile={secret}", "-A", "scram-sha-256",
             "-E", "UTF8", "--locale=C", "--no-sync")  # fmt: skip
        sockets = f"-c unix_socket_directories='{folder}'" if os.name == "posix" else ""
        options = f"-p {port} -c listen_addresses=127.0.0.1 {sockets} -c fsync=off"
        _run(user, programs / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield Server(port, password)
        finally:
            _run(user, programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    for pattern in _PLACES:
        root = Path(pattern).anchor or "/"
        with suppress(OSError):
            places = [p for p in sorted(Path(root).glob(pattern.removeprefix(root))) if any(p.glob("initdb*"))]
            if places:
                return places[-1]
    raise NoServer("no PostgreSQL server is installed here (initdb was not found)")


def _ordinary_user(folder: Path) -> str | None:
    """Whom the server runs as: it refuses root."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    import pwd

    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            pwd.getpwnam(name)
            shutil.chown(folder, name)
            return name
    raise NoServer("these tests run as root, as whom no PostgreSQL server starts, and there is nobody else")


def _run(user: str | None, *command: str | Path) -> None:
    done = subprocess.run(
        list(map(str, command)), user=user, cwd=Path(tempfile.gettempdir()), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, timeout=120,
        env={**os.environ, "LC_ALL": "C"},
    )  # fmt: skip
    if done.returncode:
        raise NoServer(f"{Path(command[0]).name}: {done.stderr.decode(errors='replace').strip()[-200:]}")


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
