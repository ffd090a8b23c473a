"""Care of a register: a copy that is whole while a scan runs, its return, and whether all in it holds together."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select, text

from inventory import keys, migrations, queries, storage
from inventory.encryption import Cipher, database, errors, is_encrypted
from inventory.lock import ScanLock
from inventory.models import File, KindTotal, PersonMarks, Run
from inventory.models_decided import Entry, Route
from inventory.os_faults import reason
from inventory.storage import RegisterBusy, RegisterError

_BEFORE = ".before-restore"


def backup(register: Path, copy: Path, register_key: str | None = None) -> int:
    """Copy a register as of one moment, also while a scan writes to it; returns the size of the copy in bytes.

    The copy of an encrypted register is encrypted with the same key.
    """
    if copy.exists():
        raise RegisterError(f"{copy} はすでにあります。上書きしないように、別の名前を指定してください。")
    cipher = storage.cipher_for(register, register_key)
    try:
        with _beside(copy) as part:
            with closing(database(register, cipher, "mode=ro")) as source, closing(database(part, cipher)) as target:
                source.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")  # a copy is one file
            _require_sound(part, cipher)
            part.replace(copy)
    except errors(cipher):
        raise RegisterError(f"台帳 {register} を {copy} に写せません。空き容量と権限を確かめてください。") from None
    except OSError as error:
        raise RegisterError(f"{copy} に書き込めません（{reason(error)}）。空き容量と権限を確かめてください。") from None
    return copy.stat().st_size


def restore(copy: Path, register: Path, register_key: str | None = None) -> Path | None:
    """Put a copy in the place of a register; returns where the register that was there lies now."""
    if not copy.is_file():
        raise RegisterError(f"{copy} がありません。「daicho backup」で作ったファイルを指定してください。")
    if register_key and not is_encrypted(copy):
        raise RegisterError(
            f"{copy} は暗号化されていません。設定の register_key を外して戻し、「daicho encrypt」で暗号化してください。"
        )
    cipher = Cipher.of(register_key)
    _require_sound(copy, cipher)
    lock = ScanLock(register)
    if not lock.acquire():
        raise RegisterBusy(f"スキャンが台帳 {register} を使用中です（{lock.holder()}）。終わるまでお待ちください。")
    try:
        before = None
        with _beside(register) as part:
            with closing(database(copy, cipher, "mode=ro")) as source, closing(database(part, cipher)) as target:
                source.backup(target)
            if register.exists():
                before = register.with_name(register.name + _BEFORE)
                with suppress(FileNotFoundError):
                    before.unlink()
                backup(register, before, register_key)
            for left in ("-wal", "-shm"):  # they belong to the register that goes
                register.with_name(register.name + left).unlink(missing_ok=True)
            part.replace(register)
        return before
    except OSError as error:
        raise RegisterError(f"台帳 {register} を戻せません（{reason(error)}）。権限を確かめてください。") from None
    finally:
        lock.release()


def faults(register: str | Path, key_file: Path | None, register_key: str | None = None) -> Iterator[str]:
    """What is wrong with a register, a sentence each; nothing where all is well."""
    url = storage.locate(register)
    engine = storage.connect(url, create=False, register_key=register_key)
    try:
        with storage.explained(str(register)), engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                yield from _faults_of_file(connection)
            yield from _faults_of_rows(connection)
            yield from _faults_of_key(connection, key_file)
    finally:
        engine.dispose()


def _faults_of_file(connection: Connection) -> Iterator[str]:
    found = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check(20)"))]
    if found != ["ok"]:
        yield f"データベースが壊れています（{len(found):,}か所）。「daicho restore」でバックアップから戻してください。"
    broken = len(connection.execute(text("PRAGMA foreign_key_check")).all())
    if broken:
        yield f"ほかの行を指す行のうち、相手の無いものが {broken:,}件あります。"


def _faults_of_rows(connection: Connection) -> Iterator[str]:
    missing = sorted(set(_tables()) - set(inspect(connection).get_table_names()))
    if missing:
        yield f"表がありません（{'、'.join(missing)}）。「daicho restore」でバックアップから戻してください。"
        return
    orphans = connection.scalar(
        select(func.count()).select_from(File).where(File.container_id.in_(select(File.id)).is_(False))
    )
    if orphans:
        yield f"入れ物のファイルが無い行が {orphans:,}件あります。「daicho scan --full」で検査し直してください。"
    merged = select(Entry.id).where(Entry.state == "merged")
    lost = connection.scalar(select(func.count()).select_from(Route).where(Route.entry_id.in_(merged)))
    if lost:
        yield f"統合された行に向いたままのファイルの行き先が {lost:,}件あります。"
    for table in (KindTotal, PersonMarks):
        stray = select(func.count()).select_from(table).where(table.file_id.not_in(select(File.id)))
        if count := connection.scalar(stray):
            yield f"ファイルの無い検出の集計が {count:,}件あります。"
    interrupted = (Run.ended.is_(None), Run.stopped.is_(None))
    open_runs = connection.scalar(select(func.count()).select_from(Run).where(*interrupted)) or 0
    if open_runs > 1:
        yield f"途中で止まったスキャンが {open_runs:,}回あります。「daicho scan」を実行すると続きから検査します。"


def _faults_of_key(connection: Connection, key_file: Path | None) -> Iterator[str]:
    about = queries.properties(connection)
    if "key_check" not in about:
        return
    register_id = about["register_id"]
    try:
        keys.load(key_file or keys.default_key_file(register_id), (register_id, about["key_check"]))
    except keys.KeyLost as lost:
        yield str(lost)


def _tables() -> list[str]:
    return [mapper.local_table.name for mapper in File.registry.mappers if hasattr(mapper.local_table, "name")]


def _require_sound(file: Path, cipher: Cipher | None) -> None:
    """Refuse what is no whole register of this or an older version."""
    try:
        with closing(database(file, cipher, "mode=ro&immutable=1")) as opened:
            whole = opened.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            revision = opened.execute("SELECT version_num FROM alembic_version").fetchone()
    except errors(cipher):
        whole, revision = False, None
    if not whole or revision is None:
        locked = "（暗号化した台帳なら、設定の register_key と鍵を確かめてください）" if is_encrypted(file) else ""
        raise RegisterError(
            f"{file} は台帳のファイルではないか、壊れています。別のバックアップを指定してください{locked}。"
        )
    if revision[0] not in migrations.known():
        raise RegisterError(f"{file} は新しい版の daicho の台帳です。daicho を更新してから、もう一度実行してください。")


def encrypt(register: Path, register_key: str, *, undo: bool = False) -> None:
    """Put an encrypted copy, compared row by row, in the place of a register; with `undo` one that is not encrypted."""
    if not register.stat().st_size or is_encrypted(register) is not undo:
        state = "暗号化されていません" if undo else "すでに暗号化されています"
        raise RegisterError(f"台帳 {register} は{state}。")
    lock = ScanLock(register)
    if not lock.acquire():
        raise RegisterBusy(f"スキャンが台帳 {register} を使用中です（{lock.holder()}）。終わるまでお待ちください。")
    cipher = Cipher.of(register_key, create=not undo)
    assert cipher is not None
    try:
        _require_sound(register, cipher if undo else None)
        with _beside(register) as part:
            cipher.convert(register, part, undo=undo)
            _require_sound(part, None if undo else cipher)
            part.replace(register)
        for left in ("-wal", "-shm"):
            register.with_name(register.name + left).unlink(missing_ok=True)
    except errors(cipher):
        raise RegisterError(
            f"台帳 {register} は、ほかのプログラムが使用中か、鍵が合いません。閉じてから、もう一度実行してください。"
        ) from None
    except OSError as error:
        raise RegisterError(
            f"台帳 {register} を置き換えられません（{reason(error)}）。権限を確かめてください。"
        ) from None
    finally:
        lock.release()


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """A file for its owner only beside a place, gone again where it did not move there."""
    descriptor, name = tempfile.mkstemp(dir=place.parent, prefix=".daicho-", suffix=".db")
    os.close(descriptor)
    part = Path(name)
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)
