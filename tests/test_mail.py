"""Mail in all its wrappings: mailboxes, signatures, saved pages, Outlook's own."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest

from samples.formats.outlook import Outlook, packed_rich_text, winmail
from samples.share import Sample
from scanner import datafile, mime, rtf_packed, smime
from scanner.document import Passage, Remark, Unreadable
from scanner.identify import identify
from scanner.readers import ics, mail, mbox, mht, pst
from scanner.readers import winmail as winmail_reader
from scanner.tnef import unwrapped

HEAD = b"From: taro@example.jp\r\nTo: hanako@example.jp\r\nMIME-Version: 1.0\r\n"


def texts(content: bytes) -> list[str]:
    return [item.text for item in mail.read(io.BytesIO(content)) if isinstance(item, Passage)]


def mailbox(count: int) -> bytes:
    return b"".join(
        b"From taro@example.jp Wed Apr  1 12:00:%02d 2026\nFrom: taro@example.jp\nTo: hanako@example.jp\n"
        b"Subject: %d\n\n%s\n>From here on it is text.\n\n" % (number % 60, number, b"x" * (number * 37 % 500))
        for number in range(count)
    )


@pytest.mark.parametrize("block", [1 << 20, 5_000, 4_097])
def test_every_mail_of_a_mailbox_is_found_wherever_blocks_end(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.readers.mbox._BLOCK", block)
    met = [stream.read().decode() for _, stream in mbox.members(io.BytesIO(mailbox(300)))]
    assert [mime.header(mime.parsed(one.encode())["Subject"]) for one in met] == [str(each) for each in range(300)]
    assert all("\nFrom here on" in one for one in met)


def test_two_may_go_through_one_mailbox_at_once() -> None:
    file = io.BytesIO(mailbox(50))
    met = []
    for name, _ in mbox.members(file):
        met.append(name)
        assert len(list(mbox.letters(file))) == 50
    assert len(met) == 50


def test_a_mail_too_large_to_hold_is_handed_out_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.readers.mbox._LARGEST_HELD", 10)
    (_, stream), *_ = mbox.members(io.BytesIO(mailbox(2)))
    assert b">From here on" in b"".join(iter(lambda: stream.read(7), b""))


def test_a_mailbox_without_mails_says_so() -> None:
    assert [type(item) for item in mbox.read(io.BytesIO(b"From nowhere\n\nnothing"))] == [Remark]


def element(tag: int, content: bytes, *, is_open: bool = False) -> bytes:
    if is_open:
        return bytes([tag, 0x80]) + content + b"\0\0"
    length = len(content).to_bytes(2, "big")
    return bytes([tag, 0x82]) + length + content


@pytest.mark.parametrize("is_open", [False, True])
def test_the_mail_inside_a_signature_is_read(is_open: bool) -> None:
    inner = HEAD + "Content-Type: text/plain; charset=utf-8\r\n\r\n架空 花子様".encode()
    octets = element(0x04, inner)
    if is_open:
        octets = element(0x24, element(0x04, inner[:30]) + element(0x04, inner[30:]), is_open=True)
    data, signed = bytes.fromhex("06092a864886f70d010701"), bytes.fromhex("06092a864886f70d010702")
    encapsulated = element(0x30, data + element(0xA0, octets, is_open=is_open), is_open=is_open)
    signed_data = element(0x30, b"\x02\x01\x01" + element(0x31, b"") + encapsulated, is_open=is_open)
    envelope = element(0x30, signed + element(0xA0, signed_data, is_open=is_open), is_open=is_open)
    assert smime.signed_content(envelope) == inner
    assert smime.signed_content(envelope[: len(envelope) // 2]) == b""
    head = (
        HEAD + b"Content-Type: application/pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: base64\r\n"
    )
    (name, stream), *_ = mail.members(io.BytesIO(head + b"\r\n" + base64.encodebytes(envelope)))
    assert (name, stream.read()) == ("署名されたメール1.eml", inner)


def test_a_mail_for_pgp_is_named_as_encrypted() -> None:
    content = (
        HEAD + b'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\r\n\r\n--b--\r\n'
    )
    with pytest.raises(Unreadable) as caught:
        list(mail.read(io.BytesIO(content)))
    assert caught.value.status == "encrypted"
    assert list(mail.members(io.BytesIO(content))) == []


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("iso-2022-jp", "iso-2022-jp"), ("utf-8", "cp932"), ("us-ascii", "iso-2022-jp"), ("x-unknown", "euc-jp")],
)
def test_a_wrong_label_does_not_garble_japanese(declared: str, encoding: str) -> None:
    body = "架空商事の見本です。ご担当の方へ、名簿をお送りいたします。".encode(encoding)
    content = HEAD + f"Content-Type: text/plain; charset={declared}\r\n\r\n".encode() + body
    assert "名簿をお送りいたします" in texts(content)[1]


def test_parts_without_their_boundary_are_read_as_text() -> None:
    content = HEAD + 'Content-Type: multipart/mixed; boundary="gone"\r\n\r\n架空 花子様の件'.encode()
    assert any("架空 花子様の件" in text for text in texts(content))


def test_folded_lines_are_whole_again_and_quotes_stay_quotes() -> None:
    content = HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\nOne \r\nline.\r\n> quoted \r\n> too\r\n  kept\r\n"
    assert texts(content)[1] == "One line.\n> quoted too\n kept\n"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (
            b'MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary="a"\r\n\r\n',
            "page",
        ),
        (HEAD + b'Content-Type: multipart/related; boundary="a"\r\n\r\n', "mail"),
        (b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\ntext", "mail"),
        (b"Content-Type: text/plain\r\n\r\ntext", "text"),
        (b"\xef\xbb\xbfBEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "calendar"),
        (b"From taro Wed Apr  1 12:00:00 2026\nFrom: a@example.jp\nTo: b@example.jp\nSubject: c\n\n", "mailbox"),
    ],
)
def test_mail_is_told_from_what_looks_like_it(content: bytes, media_type: str) -> None:
    names = {"multipart/related": "page", "message/rfc822": "mail", "text/calendar": "calendar"}
    found = identify(io.BytesIO(content), "a")
    assert names.get(found, "mailbox" if found == "application/mbox" else "text") == media_type


def test_each_sheet_of_a_workbook_saved_as_a_page_is_read() -> None:
    sheets = b"".join(
        b"--a\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<table><tr><td>"
        + name.encode()
        + b"</td></tr></table>\r\n"
        for name in ("架空 花子", "見本 太郎")
    )
    content = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="a"\r\n\r\n' + sheets + b"--a--\r\n"
    shown = " ".join(repr(item) for item in mht.read(io.BytesIO(content)))
    assert "架空 花子" in shown and "見本 太郎" in shown


@pytest.mark.parametrize(
    ("packed", "text"),
    [  # [MS-OXRTFCP] 3.1.1 and 3.2
        (
            "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0",
            b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n",
        ),
        ("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0", b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"),
        ("0c000000030000004d454c4100000000616263", b"abc"),
        ("0c000000030000004d454c4200000000616263", b""),
        ("00", b""),
    ],
)
def test_rich_text_of_outlook_is_unpacked(packed: str, text: bytes) -> None:
    assert rtf_packed.unpacked(bytes.fromhex(packed)) == text


@pytest.mark.parametrize("size", [0, 7, 8, 9, 5000])
def test_rich_text_of_any_length_comes_back(size: int) -> None:
    text = bytes(range(32, 127)) * 60
    assert rtf_packed.unpacked(packed_rich_text(text[:size])) == text[:size]


def test_a_winmail_that_is_cut_off_yields_what_it_has() -> None:
    whole = winmail(Outlook({0x37: "件名", 0x1000: "本文です"}, attached=[Sample("a.txt", b"x" * 500)]))
    assert not unwrapped(whole).cut_off
    items = list(winmail_reader.read(io.BytesIO(whole[:-400])))
    assert items[-1] == Remark("途中から壊れているか欠けているため、読めた部分だけを調べました", incomplete=True)
    assert any(isinstance(item, Passage) and "本文です" in item.text for item in items)


def test_without_libpff_a_data_file_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datafile, "pypff", None)
    with pytest.raises(Unreadable) as caught:
        list(pst.read(io.BytesIO(b"!BDN")))
    assert caught.value.status == "unsupported" and "daicho[pst]" in caught.value.note


def test_a_broken_data_file_is_corrupt() -> None:
    with pytest.raises(Unreadable) as caught:
        list(pst.read(io.BytesIO(b"!BDN" + bytes(2000))))
    assert caught.value.status == "corrupt"


def test_a_calendar_of_telephones_is_read_too() -> None:
    content = (
        "BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VEVENT\r\nSUMMARY;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:"
        "=89=CB=8B=F3=\r\n=89=D4=8E=71\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    (passage,) = ics.read(io.BytesIO(content.encode()))
    assert isinstance(passage, Passage) and passage.text == "件名: 架空花子"


def test_long_calendars_come_in_pieces() -> None:
    event = "BEGIN:VEVENT\r\nSUMMARY:打合せ\r\nDESCRIPTION:" + "あ" * 1000 + "\r\nEND:VEVENT\r\n"
    content = f"BEGIN:VCALENDAR\r\n{event * 40}END:VCALENDAR\r\n".encode()
    places = [item.place for item in ics.read(io.BytesIO(content)) if isinstance(item, Passage)]
    assert places[:2] == ["1件目の予定から", "18件目の予定から"]


def test_samples_are_the_ones_that_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.readers import make_mail

    here = make_mail.HERE
    monkeypatch.setattr(make_mail, "HERE", tmp_path)
    for make in (make_mail.message_msg, make_mail.contact_msg, make_mail.winmail_dat, make_mail.calendar_ics):
        make()
    for made in tmp_path.iterdir():
        assert made.read_bytes() == (here / made.name).read_bytes()
