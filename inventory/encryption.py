"""A register file that is encrypted as a whole (SQLCipher), its key in the keyring of the system or in a file.

The key is 32 random bytes. Without it nobody reads the register again: there is no other way in.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from inventory.os_faults import reason
from inventory.storage_faults import RegisterError

KEYRING = "keyring"  # as `register_key` in the settings
KEY_BYTES = 32
_SERVICE, _USER = "daicho", "register"
_PLAIN = b"SQLite format 3\0"
_SAFE = "鍵をなくすと、台帳はだれにも開けません。控えを別の場所に置いてください。"


class Cipher:
    """How encrypted registers are opened: the library and a key. RegisterError with a sentence where either lacks."""

    def __init__(self, key: bytes) -> None:
        self.module = _library()
        self._pragma = f"PRAGMA key = \"x'{key.hex()}'\""
        self._attach = f"ATTACH DATABASE ? AS other KEY \"x'{key.hex()}'\""

    @classmethod
    def of(cls, place: str | None, *, create: bool = False) -> Cipher | None:
        """The cipher whose key lies at a place: `keyring` or a file; None where registers are not encrypted."""
        if not place:
            return None
        _library()
        return cls(_from_keyring(create) if place == KEYRING else _from_file(Path(place), create))

    def unlock(self, connection: Any) -> None:
        """Give a new connection the key, before anything else."""
        connection.execute(self._pragma).close()

    def convert(self, source: Path, target: Path, *, undo: bool = False) -> None:
        """Write an unencrypted database encrypted into a new file, or the other way round, and compare every row."""
        with closing(self.module.connect(source, isolation_level=None)) as database:
            if undo:
                self.unlock(database)
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
            database.execute("ATTACH DATABASE ? AS other KEY ''" if undo else self._attach, (str(target),))
            database.execute("BEGIN EXCLUSIVE")
            database.execute("SELECT sqlcipher_export('other')").fetchall()
            database.execute("COMMIT")
            same = _content(database, "main") == _content(database, "other")
            database.execute("DETACH DATABASE other")
        if not same or is_encrypted(target) is undo:
            raise RegisterError(f"{source} を正しく写せませんでした。台帳は元のままです。もう一度実行してください。")


def is_encrypted(file: Path) -> bool:
    """Whether a file is no SQLite database that can be read without a key; an empty one is none."""
    with file.open("rb") as stream:
        begin = stream.read(len(_PLAIN))
    return bool(begin) and begin != _PLAIN


def database(file: Path, cipher: Cipher | None, options: str = "") -> Any:
    """A connection to a register file with the options of a URI (`mode=ro`)."""
    connect: Any = sqlite3.connect if cipher is None else cipher.module.connect
    connection = connect(f"{file.resolve().as_uri()}?{options}", uri=True)
    if cipher is not None:
        cipher.unlock(connection)
    return connection


def errors(cipher: Cipher | None) -> tuple[type[Exception], ...]:
    """What a connection raises."""
    return (sqlite3.Error,) if cipher is None else (sqlite3.Error, cipher.module.Error)


def _content(database: Any, schema: str) -> dict[str, tuple[int, str]]:
    """The definition, number and digest of the rows of every table, index and trigger."""
    found = {}
    listed = f"SELECT type, name, sql FROM {schema}.sqlite_master WHERE name NOT LIKE 'sqlite_%'"
    for kind, name, sql in database.execute(listed).fetchall():
        digest, count = hashlib.sha256(str(sql).encode()), 0
        if kind == "table":
            for row in database.execute(f'SELECT * FROM {schema}."{name}" ORDER BY rowid'):
                digest.update(repr(row).encode("utf-8", "surrogatepass"))
                count += 1
        found[f"{kind} {name}"] = count, digest.hexdigest()
    return found


def _library() -> Any:
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise RegisterError(
            "台帳の暗号化に使う部品が入っていません。「pip install 'daicho[encryption]'」で入れてください。"
        ) from None
    return dbapi2


def _from_keyring(create: bool) -> bytes:
    unusable = "OS の鍵の保管庫が使えません。設定の register_key に、鍵ファイルの場所を書いてください。"
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        raise RegisterError(
            "鍵の保管庫に使う部品が入っていません。「pip install 'daicho[encryption]'」で入れてください。"
        ) from None
    try:
        kept = keyring.get_password(_SERVICE, _USER)
        if kept is None and create:
            keyring.set_password(_SERVICE, _USER, secrets.token_hex(KEY_BYTES))
            kept = keyring.get_password(_SERVICE, _USER)
    except (KeyringError, OSError, RuntimeError):
        raise RegisterError(unusable) from None
    if kept is None:
        raise RegisterError(f"OS の鍵の保管庫に、台帳の鍵がありません。元の鍵を戻してください。{_SAFE}")
    with suppress(ValueError):
        if len(key := bytes.fromhex(kept)) == KEY_BYTES:
            return key
    raise RegisterError(f"OS の鍵の保管庫にある台帳の鍵が壊れています。元の鍵を戻してください。{_SAFE}")


def _from_file(file: Path, create: bool) -> bytes:
    if create and not file.exists():
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
                stream.write(secrets.token_bytes(KEY_BYTES))
                stream.flush()
                os.fsync(stream.fileno())
        except FileExistsError:
            pass
        except OSError as error:
            raise RegisterError(
                f"鍵ファイル {file} を作れません（{reason(error)}）。設定の register_key を確かめてください。"
            ) from None
    try:
        key = file.read_bytes()
    except OSError as error:
        raise RegisterError(
            f"台帳の暗号の鍵ファイル {file} を読めません（{reason(error)}）。元の鍵を戻してください。{_SAFE}"
        ) from None
    if len(key) != KEY_BYTES:
        raise RegisterError(f"台帳の暗号の鍵ファイル {file} が壊れています。元の鍵を戻してください。{_SAFE}")
    return key
