"""Locked files: opened with what is known, listed without it, and no password shown anywhere."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from samples.formats.mail import Letter, eml
from samples.formats.outlook import Outlook, msg
from samples.formats.workbook import locked_xlsx
from samples.share import Sample
from samples.tables import Sheet
from scanner.crawl import walk
from scanner.document import FoundFile, Table, Unreadable
from scanner.extract import extract
from scanner.media import ENCRYPTED_OFFICE
from scanner.office_locks import unlocked
from scanner.passwords import Passwords, as_bytes

PASSWORD = "Kq7#mihon"
TARO, HANAKO = ("見本 太郎", "taro@example.jp"), [("架空 花子", "hanako@example.jp")]


@pytest.fixture(scope="module")
def locked() -> bytes:
    return locked_xlsx([Sheet("名簿", [["氏名", "電話番号"], ["架空 花子", "090-0000-0001"]])], PASSWORD)


def read(path: Path, passwords: Sequence[str] = ()) -> dict[str, tuple[str, str, int]]:
    """Status, note and number of tables of everything in a file, by what stands behind its name."""
    found = next(walk([path]))
    assert isinstance(found, FoundFile)
    outcome: dict[str, tuple[str, str, int]] = {}
    for document in extract(found, passwords=passwords):
        tables = sum(isinstance(item, Table) for item in document.items())
        outcome[document.path.removeprefix(path.name)] = (document.status, document.note, tables)
    return outcome


def mail(
    number: int, subject: str, body: str, attached: Sequence[Sample] = (), sender: tuple[str, str] = TARO
) -> bytes:
    date = f"Tue, 29 Sep 2026 10:{number:02}:00 +0900"
    content = eml(Letter(subject, sender, HANAKO, date=date), body, attached=attached)
    return content.replace(b"0001@mx", b"%04d@mx" % number)


def test_the_likeliest_password_is_tried_first() -> None:
    passwords = Passwords(["listed", "both"], lambda: ["mailed", "both"])
    assert list(passwords) == ["mailed", "both", "listed"]
    assert passwords.opening(lambda password: password == "listed") == "listed"
    assert list(passwords) == ["listed", "mailed", "both"]
    assert passwords.opening(lambda password: False) is None
    assert passwords.remark("listed").text == "登録されたパスワードで開きました"
    assert passwords.remark("mailed").text == "メールに書かれたパスワードで開きました"


def test_trying_ends_when_its_time_is_up() -> None:
    with pytest.raises(Unreadable) as caught:
        Passwords(["a", "b"], seconds=-1).opening(lambda password: False)
    assert caught.value.status == "encrypted"


def test_passwords_show_themselves_nowhere() -> None:
    assert PASSWORD not in repr(Passwords([PASSWORD])) + str(Passwords([PASSWORD]))


def test_japanese_passwords_are_spelled_as_windows_does_too() -> None:
    assert as_bytes("見本1") == ("見本1".encode(), "見本1".encode("cp932"))
    assert as_bytes("abc") == (b"abc",)


def test_a_registered_password_opens_a_workbook(tmp_path: Path, locked: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(locked)
    assert read(path)[""][0] == "encrypted"
    assert read(path, ["wrong", "too"])[""][0] == "encrypted"
    assert read(path, ["wrong", PASSWORD])[""] == ("read", "登録されたパスワードで開きました", 1)


def test_a_workbook_that_asks_nobody_is_read_without_a_word(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(locked_xlsx([Sheet("名簿", [["氏名"], ["架空 花子"]])], "VelvetSweatshop"))
    assert read(path)[""] == ("read", "", 1)


def test_a_file_that_wants_to_be_tried_for_hours_is_given_up(locked: bytes) -> None:
    rounds = locked.replace(b'spinCount="100000"', b'spinCount="999999"')
    endless = locked.replace(b'spinCount="100000"', b'spinCount="9e9999"')
    assert rounds != locked != endless
    for content in (locked.replace(b'spinCount="100000" ', b'spinCount="99999999"'), endless):
        with pytest.raises(Unreadable) as caught:
            unlocked(io.BytesIO(content), ENCRYPTED_OFFICE, Passwords(["a"]))
        assert caught.value.status == "encrypted"


def test_a_registered_password_opens_an_attachment(tmp_path: Path, locked: bytes) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(mail(1, "名簿", "送ります。", [Sample("名簿.xlsx", locked)]))
    assert read(path, [PASSWORD])["!名簿.xlsx"] == ("read", "登録されたパスワードで開きました", 1)


@pytest.mark.parametrize(
    ("subject", "body", "status"),
    [
        ("Re: 名簿の送付", f"パスワード：{PASSWORD}", "read"),
        ("ご連絡", f"パスワードをお送りします。\n\n{PASSWORD}\n", "read"),
        ("Re: 名簿の送付", "パスワード：another-1", "encrypted"),
    ],
)
def test_the_password_of_the_next_mail_in_the_folder_is_tried(
    tmp_path: Path, locked: bytes, subject: str, body: str, status: str
) -> None:
    (tmp_path / "1.eml").write_bytes(mail(1, "名簿の送付", "送ります。", [Sample("名簿.xlsx", locked)]))
    assert read(tmp_path / "1.eml")["!名簿.xlsx"][0] == "encrypted"
    (tmp_path / "2.eml").write_bytes(mail(2, subject, body))
    assert read(tmp_path / "1.eml")["!名簿.xlsx"][0] == status


def test_the_mail_of_a_stranger_opens_nothing(tmp_path: Path, locked: bytes) -> None:
    (tmp_path / "1.eml").write_bytes(mail(1, "名簿の送付", "送ります。", [Sample("名簿.xlsx", locked)]))
    (tmp_path / "2.eml").write_bytes(mail(2, "別件", f"パスワード：{PASSWORD}", sender=("例示", "jiro@example.jp")))
    assert read(tmp_path / "1.eml")["!名簿.xlsx"][0] == "encrypted"


def test_an_outlook_message_finds_its_password_in_a_mail_beside_it(tmp_path: Path, locked: bytes) -> None:
    values = {0x37: "名簿の送付", 0x42: TARO[0], 0x5D02: TARO[1], 0x1000: "送ります。"}
    (tmp_path / "1.msg").write_bytes(msg(Outlook(values, attached=[Sample("名簿.xlsx", locked)])))
    (tmp_path / "2.msg").write_bytes(msg(Outlook({**values, 0x1000: f"パスワード：{PASSWORD}"})))
    assert read(tmp_path / "1.msg")["!名簿.xlsx"] == ("read", "メールに書かれたパスワードで開きました", 1)


@pytest.mark.parametrize("suffix", ["eml", "msg"])
def test_mails_that_hang_on_one_mail_belong_together(tmp_path: Path, locked: bytes, suffix: str) -> None:
    first = mail(1, "名簿の送付", "送ります。", [Sample("名簿.xlsx", locked)])
    second = mail(2, "Re: 名簿の送付", f"パスワード：{PASSWORD}")
    attached = [Sample("1.eml", first), Sample("2.eml", second)]
    whole = mail(9, "転送", "2通転送します。", attached)
    if suffix == "msg":
        whole = msg(Outlook({0x37: "転送", 0x1000: "2通転送します。"}, attached=attached))
    (tmp_path / f"a.{suffix}").write_bytes(whole)
    assert read(tmp_path / f"a.{suffix}")["!1.eml!名簿.xlsx"] == ("read", "メールに書かれたパスワードで開きました", 1)


def test_only_so_many_mails_of_a_folder_are_looked_at(
    tmp_path: Path, locked: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scanner.mails_beside.NEAREST", 2)
    (tmp_path / "0.eml").write_bytes(mail(1, "名簿の送付", "送ります。", [Sample("名簿.xlsx", locked)]))
    os.utime(tmp_path / "0.eml", ns=(0, 0))
    for number in range(1, 5):
        path = tmp_path / f"{number}.eml"
        path.write_bytes(mail(number + 1, "別件", f"パスワード：{PASSWORD}" if number == 4 else "なし"))
        os.utime(path, ns=(number, number))
    assert read(tmp_path / "0.eml")["!名簿.xlsx"][0] == "encrypted"
    os.utime(tmp_path / "4.eml", ns=(0, 0))
    assert read(tmp_path / "0.eml")["!名簿.xlsx"][0] == "read"
