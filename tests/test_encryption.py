"""A register that is encrypted as a whole: nothing of it can be read without the key, and everything works with it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from inventory.keeping import Keeper
from inventory.register import Register, RegisterError
from inventory.routing import Kept
from tests.commands import Run, here, is_one_sentence
from tests.registers import made
from tests.reports import ROOT, report

pytest.importorskip("sqlcipher3", reason="the optional extra `encryption` is not installed")

PLAIN = 'reviewer = "総務 佐藤"\nkey_file = "key"\n'
SECRET = f'{PLAIN}register_key = "台帳の鍵"\n'
PATH = "営業部/得意先の名簿.csv"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Iterator[Run]:
    with Register.open(made(tmp_path / "daicho.db"), key_file=tmp_path / "key") as register:
        _ = register.key
        register.begin_run([ROOT], "0.1", "d1")
        register.record([report(PATH), report(f"{PATH}!a")])
        register.finish_run()
        Keeper(register, "佐藤").add(Kept("総務部", "other"), {"name": "来訪者名簿\n（紙）"})
    settings(tmp_path, SECRET)
    yield here(monkeypatch, capsysbinary, tmp_path)


def settings(folder: Path, text: str) -> None:
    (folder / "daicho.toml").write_text(text, encoding="utf-8")


def paths(run: Run) -> list[str]:
    return [file["path"] for file in json.loads(run("files", "--format", "json").out)]


def left(folder: Path) -> bytes:
    """All that lies in the folder, but for the keys and settings."""
    return b"".join(file.read_bytes() for file in folder.glob("*.db*"))


def test_a_register_is_encrypted_used_copied_and_taken_back(run: Run, tmp_path: Path) -> None:
    assert "daicho encrypt" in run("status").err  # the settings say encrypted, the file is not yet
    before = left(tmp_path)
    assert PATH.encode() in before
    done = run("encrypt")
    assert (done.code, "すべての行が同じ" in done.out) == (0, True)
    assert not list(tmp_path.glob(".daicho-*"))
    assert paths(run) == [PATH, f"{PATH}!a"]
    assert run("entry", "set", "1", "利用目的=受付").code == 0
    assert run("check").out == "台帳に異状はありません。\n"
    assert run("backup", "copy.db").code == 0
    assert run("entry", "set", "1", "利用目的=").code == 0
    assert run("restore", "copy.db").code == 0
    assert "受付" in run("entry", "show", "1").out
    for text in (PATH, "来訪者名簿", "受付", "SQLite format", "CREATE TABLE"):
        assert text.encode() not in left(tmp_path)
    assert "すでに暗号化" in run("encrypt").err
    assert run("encrypt", "--undo").code == 0
    settings(tmp_path, PLAIN)
    assert paths(run) == [PATH, f"{PATH}!a"]
    assert run("check").code == 0
    with closing(sqlite3.connect(tmp_path / "daicho.db")) as database, pytest.raises(sqlite3.Error, match="append"):
        database.execute("DELETE FROM change")


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_only_the_owner_reads_register_and_key(run: Run, tmp_path: Path) -> None:
    run("encrypt")
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in ("daicho.db", "台帳の鍵")} == {0o600}
    assert (tmp_path / "台帳の鍵").stat().st_size == 32


def test_a_new_register_is_encrypted_from_the_first_byte(tmp_path: Path) -> None:
    with Register.open(tmp_path / "new.db", key_file=tmp_path / "key", register_key=str(tmp_path / "secret")) as new:
        new.begin_run([ROOT], "0.1", "d1")
        new.record([report(PATH)])
        assert PATH.encode() not in left(tmp_path)
        new.finish_run()
    with pytest.raises(RegisterError, match="register_key"):
        Register.open(tmp_path / "new.db")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda key: key.unlink(), "鍵ファイル"),
        (lambda key: key.write_bytes(b"short"), "壊れています"),
        (lambda key: key.write_bytes(bytes(32)), "register_key と鍵を確かめて"),
    ],
    ids=["missing", "broken", "another"],
)
def test_without_its_key_a_register_stays_closed_and_whole(
    run: Run, tmp_path: Path, change: object, sentence: str
) -> None:
    run("encrypt")
    shutil.copy(tmp_path / "台帳の鍵", tmp_path / "控え")
    content = (tmp_path / "daicho.db").read_bytes()
    assert callable(change)
    change(tmp_path / "台帳の鍵")
    for command in (("status",), ("check",), ("backup", "x.db"), ("encrypt", "--undo"), ("restore", "daicho.db")):
        done = run(*command)
        assert (done.code, is_one_sentence(done.err)) == (2, True), command
    assert sentence in run("status").err
    assert (tmp_path / "daicho.db").read_bytes() == content
    assert not (tmp_path / "x.db").exists()
    shutil.copy(tmp_path / "控え", tmp_path / "台帳の鍵")
    assert paths(run) == [PATH, f"{PATH}!a"]


def test_encrypted_and_plain_are_not_mixed_up(run: Run, tmp_path: Path) -> None:
    settings(tmp_path, PLAIN)
    assert "register_key" in run("encrypt").err
    assert run("backup", "plain.db").code == 0
    settings(tmp_path, SECRET)
    assert "まだ暗号化されていません" in run("backup", "other.db").err
    run("encrypt")
    assert "暗号化されていません" in run("restore", "plain.db").err
    settings(tmp_path, PLAIN)
    assert "register_key" in run("status").err
    assert run("restore", "plain.db").code == 2  # what is there cannot be kept without its key
    assert b"SQLite format" not in (tmp_path / "daicho.db").read_bytes()


def test_no_encryption_under_a_running_scan(run: Run, tmp_path: Path) -> None:
    with Register.open(tmp_path / "daicho.db", key_file=tmp_path / "key") as register:
        register.begin_run([ROOT], "0.1", "d2")
        assert run("encrypt").code == 5
        register.record([report("b.csv")])


def test_without_the_library_one_sentence_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    done = run("encrypt")
    assert (done.code, "daicho[encryption]" in done.err) == (2, True)


def test_the_key_lies_in_the_keyring_of_the_system(run: Run, tmp_path: Path, keyring_of_the_system: ModuleType) -> None:
    settings(tmp_path, f'{PLAIN}register_key = "keyring"\n')
    assert run("encrypt").code == 0
    kept = keyring_of_the_system.get_password("daicho", "register")
    assert len(bytes.fromhex(kept)) == 32
    assert paths(run) == [PATH, f"{PATH}!a"]
    keyring_of_the_system.delete_password("daicho", "register")
    done = run("status")
    assert (done.code, "保管庫" in done.err, is_one_sentence(done.err)) == (2, True, True)


@pytest.fixture
def keyring_of_the_system() -> Iterator[ModuleType]:
    """A keyring that is empty and forgets, in place of the one of this computer."""
    keyring = pytest.importorskip("keyring")
    from keyring.backend import KeyringBackend

    class Forgetful(KeyringBackend):  # type: ignore[misc]  # unknown to mypy
        priority = 1
        kept: dict[tuple[str, str], str] = {}  # noqa: RUF012

        def get_password(self, service: str, username: str) -> str | None:
            return self.kept.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            self.kept[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            del self.kept[service, username]

    former = keyring.get_keyring()
    keyring.set_keyring(Forgetful())
    yield keyring
    keyring.set_keyring(former)


def test_a_computer_without_a_keyring_is_told_to_use_a_file(run: Run, tmp_path: Path) -> None:
    keyring = pytest.importorskip("keyring")
    from keyring.backends.fail import Keyring

    former = keyring.get_keyring()
    keyring.set_keyring(Keyring())
    settings(tmp_path, f'{PLAIN}register_key = "keyring"\n')
    done = run("encrypt")
    keyring.set_keyring(former)
    assert (done.code, "鍵ファイルの場所を書いて" in done.err) == (2, True)
