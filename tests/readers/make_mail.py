"""Makes the samples of mail, Outlook and calendars: python tests/readers/make_mail.py (same bytes each time).

All people, addresses and numbers are invented.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path

from samples.formats.archive import locked
from samples.formats.mail import Letter, eml
from samples.formats.outlook import Outlook, Value, msg, packed_rich_text, winmail
from samples.formats.pst import pst
from samples.formats.workbook import locked_xlsx
from samples.share import Sample
from samples.tables import Sheet

HERE = Path(__file__).parent
NOON = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)
LIST = Sample("名簿.csv", "氏名,電話番号\r\n架空 花子,090-0000-0001\r\n見本 太郎,080-0000-0002\r\n".encode("cp932"))
RICH = (
    "{\\rtf1\\ansi\\ansicpg932\\uc1 {\\fonttbl{\\f0 MS PGothic;}}\\f0 "
    + "".join(f"\\u{ord(character)}?" for character in "例示 次郎様　面接のご案内")
    + "\\par}"
)


def message_msg() -> None:
    """Japanese in UTF-16, recipients, a CSV, a message within it (rich text only) and a property with a name."""
    inner = Outlook(
        {
            0x1A: "IPM.Note",
            0x37: "面接のご案内",
            0x42: "見本 太郎",
            0x5D02: "taro@example.jp",
            0x39: NOON,
            0x1009: packed_rich_text(RICH.encode("ascii")),
        }
    )
    outer = Outlook(
        {
            0x1A: "IPM.Note",
            0x37: "名簿の送付",
            0x42: "架空 花子",
            0x5D02: "hanako@example.jp",
            0x39: NOON,
            0x1035: "<1@example.jp>",
            0x1000: "見本様\r\n\r\n名簿をお送りします。\r\n> 先日の件、いかがでしょうか。\r\n",
            0x8001: "見本商事 会員番号 M10001",
        },
        people=((1, "見本 太郎", "taro@example.jp"), (2, "例示 次郎", "jiro@example.jp")),
        attached=(LIST,),
        inside=(("面接のご案内", inner),),
        names={0x8001: "お客様番号"},
    )
    (HERE / "message.msg").write_bytes(msg(outer))


def outlook_pst() -> None:
    """A data file: a message with a file and a message in it, and a locked list whose password comes next."""
    zipped = locked({"list.csv": LIST.content}, "Kq7#mihon")
    sender: dict[int, Value] = {0x1A: "IPM.Note", 0x42: "見本 太郎", 0x5D02: "taro@example.jp", 0x39: NOON}
    to = ((1, "架空 花子", "hanako@example.jp"),)
    inner = Outlook({**sender, 0x37: "元のメール", 0x1000: "携帯は 090-0000-0002 です。"}, to)
    inside = (("元のメール", inner),)
    first = Outlook({**sender, 0x37: "転送します", 0x1000: "元のメールを添付します。"}, to, (LIST,), inside)
    listing = Outlook({**sender, 0x37: "会員名簿"}, to, (Sample("会員名簿.zip", zipped),))
    password = Outlook({**sender, 0x37: "Re: 会員名簿", 0x1000: "パスワード：Kq7#mihon"}, to)
    content = pst({"受信トレイ": [first], "送信済みアイテム": [listing, password]})
    (HERE / "outlook.pst").write_bytes(content)


def contact_msg() -> None:
    """An address card of old Outlook, whose texts are in cp932."""
    values: dict[int, Value] = {
        0x3FFD: 932,
        0x1A: "IPM.Contact",
        0x37: "見本 太郎",
        0x3A11: "見本",
        0x3A06: "太郎",
        0x3A16: "見本商事㈱",
    }
    values |= {0x3A1C: "090-0000-0003", 0x3A42: datetime(1985, 3, 31, 15, tzinfo=UTC)}
    values |= {0x8001: "taro@example.jp", 0x8002: "ミホン", 0x8003: "〒100-0000 東京都千代田区見本町1-2-3"}
    names = {0x8001: 0x8083, 0x8002: 0x802D, 0x8003: 0x801B}
    (HERE / "contact.msg").write_bytes(msg(Outlook(values, names=names, codepage="cp932")))


def winmail_dat() -> None:
    """What others receive from Outlook."""
    values: dict[int, Value] = {0x37: "住所変更の届け", 0x1000: "架空 花子です。住所が変わりました。", 0x39: NOON}
    (HERE / "winmail.dat").write_bytes(winmail(Outlook(values, attached=(LIST,))))


def calendar_ics() -> None:
    """An appointment with people, a task, folded lines and a file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "X-WR-CALNAME:採用面接",
        "BEGIN:VEVENT",
        "DTSTART;TZID=Asia/Tokyo:20260401T100000",
        "DTEND;TZID=Asia/Tokyo:20260401T110000",
        "SUMMARY:一次面接（架空 花子様）",
        "LOCATION:本社 第2会議室",
        'ORGANIZER;CN="見本 太郎":mailto:taro@example.jp',
        "ATTENDEE;CN=架空 花子;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:hanako@example",
        " .jp",
        "ATTENDEE;CUTYPE=ROOM:mailto:room2@example.jp",
        "DESCRIPTION:携帯 090-0000-0001\\n履歴書は別途\\, 郵送",
        f"ATTACH;ENCODING=BASE64;VALUE=BINARY;X-FILENAME=メモ.txt:{base64.b64encode('志望動機'.encode()).decode()}",
        "END:VEVENT",
        "BEGIN:VTODO",
        "SUMMARY:結果の連絡",
        "DUE;VALUE=DATE:20260403",
        "END:VTODO",
        "END:VCALENDAR",
    ]
    (HERE / "calendar.ics").write_bytes("\r\n".join([*lines, ""]).encode())


def page_mht() -> None:
    """A list that a browser saved, in Shift_JIS, with a style sheet and a file."""
    rows = "<table><tr><th>氏名<th>電話番号<tr><td>架空 花子<td>090-0000-0001</table>"
    page = f"<html><head><title>会員一覧</title></head><body><h1>会員一覧</h1>{rows}</body></html>"
    parts = [
        b"Content-Type: text/html; charset=Shift_JIS\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(page.encode("cp932")),
        b"Content-Type: text/css\r\nContent-Location: https://example.jp/look.css\r\n\r\nbody { color: black }\r\n",
        b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Location: https://example.jp/files/%E5%90%8D%E7%B0%BF.csv\r\n\r\n" + base64.encodebytes(LIST.content),
    ]
    head = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.jp/members\r\n"
        b"Subject: =?utf-8?B?5Lya5ZOh5LiA6Kan?=\r\nDate: Wed, 1 Apr 2026 12:00:00 +0900\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="----=_part"\r\n\r\n'
    )
    body = b"".join(b"------=_part\r\n" + part + b"\r\n" for part in parts)
    (HERE / "page.mht").write_bytes(head + body + b"------=_part--\r\n")


def mails_mbox() -> None:
    """A mailbox: a locked list, its password in the next mail, and a mail of somebody else with another one."""
    workbook = locked_xlsx([Sheet("名簿", [["氏名", "電話番号"], ["架空 花子", "090-0000-0001"]])], "Kq7#mihon")
    sender, to = ("見本 太郎", "taro@example.jp"), [("架空 花子", "hanako@example.jp")]
    mails = [
        eml(Letter("会員名簿", sender, to), "名簿をお送りします。\r\n", attached=[Sample("会員名簿.xlsx", workbook)]),
        eml(
            Letter("Re: 別件", ("例示 次郎", "jiro@example.jp"), to, date="Mon, 5 Oct 2026 09:00:00 +0900"),
            "パスワード：other-9999\r\n>From の行も本文です。\r\n",
        ),
        eml(
            Letter("【パスワード】会員名簿", sender, to, date="Tue, 29 Sep 2026 10:26:02 +0900"),
            "先ほどのファイルのパスワードをお送りします。\r\n\r\n　　Kq7#mihon\r\n\r\nよろしくお願いいたします。\r\n",
        ),
    ]
    between = b"From taro@example.jp Tue Sep 29 10:24:31 2026\n"
    numbered = (mail.replace(b"0001@mx", b"%04d@mx" % number) for number, mail in enumerate(mails, 1))
    (HERE / "mails.mbox").write_bytes(b"".join(between + mail.replace(b"\r\n", b"\n") + b"\n" for mail in numbered))


def flowed_eml() -> None:
    """Lines folded for the journey, quoted history, and what a server reports."""
    text = (
        "架空様\r\n先日お送りした住所録に \r\n誤りがありました。\r\n> 電話番号は \r\n> 090-0000-0001 です。\r\n"
        "-- \r\n見本 太郎\r\n"
    )
    report = "Final-Recipient: rfc822; hanako@example.jp\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    lines = [
        "From: =?iso-2022-jp?B?GyRCOCtLXBsoQg==?= <taro@example.jp>",
        "To: hanako@example.jp",
        "Date: Wed, 1 Apr 2026 12:00:00 +0900",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        "",
        "--b",
        "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes",
        "",
        text,
        "--b",
        "Content-Type: message/delivery-status",
        "",
        report,
        "--b--",
        "",
    ]
    (HERE / "flowed.eml").write_bytes("\r\n".join(lines).encode())


def smime_eml() -> None:
    """A mail that only its recipient can open: named as encrypted, the header is read."""
    envelope = bytes.fromhex("3080 0609 2a864886f70d010703 a080 3080 0201 00 0000 0000 0000".replace(" ", ""))
    head = (
        "From: taro@example.jp\r\nTo: hanako@example.jp\r\nSubject: =?utf-8?B?6KmV5L6h6KGo?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    (HERE / "smime.eml").write_bytes(head.encode() + base64.encodebytes(envelope))


if __name__ == "__main__":
    for make in (message_msg, contact_msg, winmail_dat, outlook_pst):
        make()
    for make in (calendar_ics, page_mht, mails_mbox, flowed_eml, smime_eml):
        make()
