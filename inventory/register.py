"""The register of one client: opened, filled by scans (`inventory.scans`), read (`inventory.records`).

What people do with it is `inventory.keeping`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from sqlalchemy import Engine, delete, insert, update

from inventory import editing, keys, queries, refuting, storage
from inventory.lock import ScanLock
from inventory.models import File, Property
from inventory.recording import RunState
from inventory.refuted_values import RefutedValues
from inventory.routing import Kept
from inventory.scans import Scans
from inventory.server import ServerLock
from inventory.storage import RegisterBusy, RegisterError

__all__ = ["Register", "RegisterBusy", "RegisterError", "RegisterKeyLost"]


class RegisterKeyLost(RegisterError):
    """The key of the register is missing or wrong: old fingerprints cannot be matched any more."""


class Register(Scans):
    """An open register. Use as a context manager; reading needs no lock, scanning takes it in `begin_run`."""

    def __init__(
        self,
        engine: Engine,
        name: str,
        lock: ScanLock | ServerLock,
        key_file: Path | None,
        departments: Mapping[str, str],
    ) -> None:
        self.name = name
        self._engine = engine
        self._lock = lock
        self._key_file = key_file
        self._departments = departments
        self._key: bytes | None = None
        self._run: RunState | None = None

    @classmethod
    def open(
        cls,
        where: str | Path,
        *,
        create: bool = True,
        key_file: Path | None = None,
        register_key: str | None = None,
        departments: Mapping[str, str] | None = None,
    ) -> Self:
        """Open a register by path or database URL; raises RegisterError with a sentence for the user."""
        url = storage.locate(where)
        file = storage.file_of(url)
        engine = storage.connect(url, create=create, register_key=register_key)
        name = str(file) if file else url.render_as_string(hide_password=True)
        return cls(engine, name, ScanLock(file) if file else ServerLock(engine), key_file, departments or {})

    def close(self) -> None:
        """Let go of the database and of the scan lock."""
        self._engine.dispose()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- the key ---------------------------------------------------------------------------------------------

    @property
    def key(self) -> bytes:
        """The secret for fingerprints and person hashes; made at first use, RegisterKeyLost if it is gone."""
        if self._key is None:
            with self.reading() as connection:
                about = queries.properties(connection)
            try:
                self._key = self._load_key(about) if "key_check" in about else self._new_key()
            except keys.KeyLost as lost:
                raise RegisterKeyLost(str(lost)) from None
        return self._key

    def renew_key(self) -> None:
        """Give up a lost key: a new one is made and every file is examined anew by the next scan."""
        with self.writing() as connection:
            connection.execute(delete(Property).where(Property.name.in_(("register_id", "key_check"))))
            connection.execute(update(File).values(digest=""))
        self._key = None

    def _load_key(self, about: Mapping[str, str]) -> bytes:
        register_id = about["register_id"]
        return keys.load(self._key_file or keys.default_key_file(register_id), (register_id, about["key_check"]))

    def _new_key(self) -> bytes:
        with self.writing() as connection:
            about = queries.properties(connection)
            if "key_check" in about:  # another scan was faster
                return self._load_key(about)
            register_id = secrets.token_hex(8)
            key = keys.create(self._key_file or keys.default_key_file(register_id))
            check = keys.check_value(key, register_id)
            rows = [{"name": "register_id", "value": register_id}, {"name": "key_check", "value": check}]
            connection.execute(insert(Property), rows)
        return key

    def refuted_values(self) -> RefutedValues | None:
        """What people called wrong, for the workers. What holds it still, as an interrupted scan leaves it, is due."""
        with self.writing() as connection:
            wrong = refuting.refuted(connection)
            refuting.read_anew(connection, wrong)
        return refuting.values(self.key, wrong)

    # --- what people decide ----------------------------------------------------------------------------------

    def ensure_entries(self, lines: Sequence[Kept]) -> None:
        """Give every kind of document that has no line of the 台帳 yet the next numbers, in this order."""
        with self.writing() as connection:
            editing.ensure_entries(connection, lines)

    def remember_export(self, token: str, department: str, snapshot: bytes) -> None:
        """Keep what a workbook said when it left."""
        with self.writing() as connection:
            editing.remember_export(connection, token, department, snapshot)
