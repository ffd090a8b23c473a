"""The client's list of passwords: read in any encoding, kept nowhere, tried again when it or the mails change."""

from __future__ import annotations

from pathlib import Path

import pytest

from inventory.known_passwords import known_passwords, mark
from inventory.register import Register
from inventory.scan import Progress, scan
from inventory.settings import Settings, SettingsError
from samples.share import Sample
from tests.commands import here, is_one_sentence
from tests.test_locked import PASSWORD, locked, mail

__all__ = ["locked"]


def listed(path: Path, content: bytes) -> tuple[str, ...]:
    path.write_bytes(content)
    return known_passwords(Settings(passwords=path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc-jp", "utf-16"])
def test_one_password_a_line_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    lines = "Kq7#mihon\r\n\r\n 見本の合言葉 \r\n#1 は注釈ではない\r\nKq7#mihon\r\n"
    assert listed(tmp_path / "a.txt", lines.encode(encoding)) == ("Kq7#mihon", "見本の合言葉", "#1 は注釈ではない")


def test_no_file_no_passwords() -> None:
    assert known_passwords(Settings()) == ()


@pytest.mark.parametrize("content", [b"PK\x03\x04\0\0\0\0binary", b"a\n" * (1 << 20)])
def test_what_is_no_list_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SettingsError, match="文字のファイルではありません"):
        listed(tmp_path / "a.txt", content)


def test_a_missing_list_ends_the_scan_with_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "a.txt").write_text("内容", encoding="utf-8")
    (tmp_path / "daicho.toml").write_text('register = "a.db"\npasswords = "ない.txt"\n', encoding="utf-8")
    run = here(monkeypatch, capfdbinary, tmp_path)
    for command in ("scan", "text"):
        outcome = run(command, "share")
        assert outcome.code == 2
        assert "ない.txt がありません" in outcome.err and is_one_sentence(outcome.err)


def test_a_mark_tells_lists_apart_and_no_password() -> None:
    assert mark(b"k" * 32, ["a", "b"]) == mark(b"k" * 32, ["b", "a"]) != mark(b"k" * 32, ["a"])
    assert mark(b"k" * 32, ["a"]) != mark(b"l" * 32, ["a"])
    assert mark(b"k" * 32, []) == ""


class Share:
    """A share that is scanned again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "share"
        self.root.mkdir()
        self.passwords: Path | None = None

    def scan(self) -> tuple[int, dict[str, str]]:
        """How many files were examined, and the status of each."""
        progress = Progress()
        with Register.open(self.folder / "a.db", create=True, key_file=self.folder / "a.key") as register:
            scan([self.root], register, Settings(workers=1, passwords=self.passwords), progress)
            return progress.examined, {file.path: file.status for file in register.files()}


def test_what_stayed_locked_is_tried_again_when_something_changes(tmp_path: Path, locked: bytes) -> None:
    share = Share(tmp_path)
    (share.root / "顧客.xlsx").write_bytes(locked)
    (share.root / "1.eml").write_bytes(mail(1, "名簿の送付", "送ります。", [Sample("名簿.xlsx", locked)]))
    (share.root / "3.eml").write_bytes(mail(3, "別件", "よろしくお願いします。"))
    examined, statuses = share.scan()
    assert (examined, statuses["1.eml!名簿.xlsx"], statuses["顧客.xlsx"]) == (3, "encrypted", "encrypted")
    assert share.scan()[0] == 0

    (share.root / "2.eml").write_bytes(mail(2, "Re: 名簿の送付", f"パスワード：{PASSWORD}"))
    examined, statuses = share.scan()
    assert (examined, statuses["1.eml!名簿.xlsx"], statuses["顧客.xlsx"]) == (2, "read", "encrypted")
    assert share.scan()[0] == 0

    share.passwords = share.root / "パスワード.txt"
    share.passwords.write_text(f"wrong\n{PASSWORD}\n", encoding="cp932")
    examined, statuses = share.scan()
    assert (examined, statuses["顧客.xlsx"]) == (1, "read")
    assert "パスワード.txt" not in statuses
    assert share.scan()[0] == 0

    for file in tmp_path.glob("a.db*"):
        assert PASSWORD.encode() not in file.read_bytes()
