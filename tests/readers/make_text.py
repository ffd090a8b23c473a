"""Makes the samples of address books and fixed-width files: python tests/readers/make_text.py (same bytes each time).

All people, addresses and numbers are invented.
"""

from __future__ import annotations

import base64
import quopri
from pathlib import Path

HERE = Path(__file__).parent
PEOPLE = (
    ("架空", "花子", "ｶｸｳ ﾊﾅｺ", "9000000001", "1985/4/1", "M10001"),
    ("見本", "太郎", "ﾐﾎﾝ ﾀﾛｳ", "8000000002", "1972/12/31", "M10002"),
    ("例示", "次郎", "ﾚｲｼﾞ ｼﾞﾛｳ", "7000000003", "2001/1/8", "M10003"),
    ("仮名", "三郎", "ｶﾒｲ ｻﾌﾞﾛｳ", "9000000004", "1990/7/7", "M10004"),
    ("雛形", "葉", "ﾋﾅｶﾞﾀ ﾖｳ", "8000000005", "1966/2/28", "M10005"),
    ("文例", "四郎丸", "ﾌﾞﾝﾚｲ ｼﾛｳﾏﾙ", "7000000006", "1958/10/10", "M10006"),
)


def padded(text: str, width: int) -> str:
    """The text, filled up to places of which a 全角 character takes two."""
    return text + " " * (width - len(text.encode("cp932")))


def listing() -> str:
    """A printed list of two pages, and one line that does not keep to the columns."""
    heading = (
        padded("会員番号", 10) + padded("氏　　名", 16) + padded("フリガナ", 16) + padded("生年月日", 12) + "電話番号"
    )
    title = "        会 員 一 覧 表                        2026年4月1日   {}頁"
    lines = []
    for page in (0, 1):
        lines += [title.format(page + 1), "=" * 66, heading, "-" * 66]
        for family, given, kana, phone, birthday, number in PEOPLE[3 * page : 3 * page + 3]:
            row = padded(number, 10) + padded(f"{family}　{given}", 16) + padded(kana, 16) + padded(birthday, 12)
            lines.append(row + "0" + phone)
        lines.append("")
    return "\r\n".join([*lines, "※この一覧は毎月１日に作成しています。"]) + "\r\n"


def transfers(line_end: str) -> str:
    """A 給与振込 of 全銀: a header, a record per person, a trailer and an end, 120 bytes each."""
    header = (
        "1110"
        + "0123456789"
        + padded("ｶ)ﾐﾎﾝｼﾖｳｼﾞ", 40)
        + "0425"
        + "9999"
        + padded("ﾐﾎﾝ", 15)
        + "001"
        + padded("ﾎﾝﾃﾝ", 15)
    )
    records = [padded(f"{header}10000001", 120)]
    for count, (_, _, kana, _, _, number) in enumerate(PEOPLE, 1):
        bank = "9998" + padded("ｶｸｳ", 15) + "002" + padded("ﾚｲｼﾞ", 15) + padded("", 4)
        account = f"1{count:07}" + padded(kana.replace("ｮ", "ﾖ"), 30) + f"{count * 1000:010}" + "0" + padded(number, 10)
        records.append(padded(f"2{bank}{account}", 120))
    records += [padded(f"8{len(PEOPLE):06}{21000:012}", 120), padded("9", 120)]
    return "".join(record + line_end for record in records)


def mobile_card(family: str, given: str, kana: str, phone: str, birthday: str) -> str:
    """vCard 2.1 as Japanese telephones write it."""
    year, month, day = map(int, birthday.split("/"))

    def quoted(text: str) -> str:
        return quopri.encodestring(text.encode("cp932"), quotetabs=True).decode().replace("=\n", "=\r\n")

    charset = "CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE"
    lines = [
        "BEGIN:VCARD",
        "VERSION:2.1",
        f"N;{charset}:{quoted(f'{family};{given};;;')}",
        f"SOUND;X-IRMC-N;CHARSET=SHIFT_JIS:{kana.replace(' ', ';')};;;",
        f"TEL;CELL:0{phone}",
        f"TEL;HOME:03{phone[:8]}",
        f"ADR;HOME;{charset}:{quoted(';;例町1-2-3 見本ビルディング本館の最上階の部屋;架空市;東京都;100-0001;')}",
        f"BDAY:{year:04}{month:02}{day:02}",
        "PHOTO;ENCODING=BASE64;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/",
        " 2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8U",
        "",
        "END:VCARD",
    ]
    return "\r\n".join(lines) + "\r\n"


CARDS = """\
BEGIN:VCARD
VERSION:3.0
N:架空;花子;;;
FN:架空 花子
X-PHONETIC-LAST-NAME:カクウ
X-PHONETIC-FIRST-NAME:ハナコ
ORG:見本商事株式会社;営業部
TITLE:部長
TEL;TYPE=CELL:090-0000-0001
TEL;TYPE=WORK:03-0000-0001
TEL;TYPE=HOME:03-0000-0002
TEL;TYPE=FAX:03-0000-0003
item1.EMAIL;TYPE=INTERNET:hanako@sample.example
ADR;TYPE=HOME:;201号;例町1-2-3;架空市;東京都;100-0001;日本
BDAY:1985-04-01
NOTE:一行目\\n二行目\\, 続
 き
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:見本 太郎
N;SORT-AS="ミホン,タロウ":見本;太郎;;;
TEL;VALUE=uri;TYPE="voice,cell":tel:+81-80-0000-0002
PHOTO:data:image/jpeg;base64,/9j/4AAQSkZJRgABAQ
BDAY:19721231
END:VCARD
"""


def entry(family: str, given: str, number: str, phone: str) -> str:
    """A person of a directory, names in base64."""

    def coded(text: str) -> str:
        return base64.b64encode(text.encode()).decode()

    return (
        f"dn:: {coded(f'cn={family}{given},ou=people,dc=sample,dc=example')}\nobjectClass: inetOrgPerson\n"
        f"cn:: {coded(f'{family} {given}')}\nsn:: {coded(family)}\ngivenName:: {coded(given)}\n"
        f"employeeNumber: {number}\nmobile: 0{phone}\nmail: {number.lower()}@sample\n .example\n"
        f"description:: {coded('備考です')}\ndepartmentNumber: 12\n\n"
    )


def main() -> None:
    """Write the samples."""
    (HERE / "listing.prn").write_bytes(listing().encode("cp932"))
    (HERE / "salaries.dat").write_bytes(transfers("\r\n").encode("cp932"))
    (HERE / "salaries_without_line_ends.dat").write_bytes(transfers("").encode("cp932"))
    (HERE / "mobile.vcf").write_bytes("".join(mobile_card(*person[:5]) for person in PEOPLE[:3]).encode("cp932"))
    (HERE / "contacts.vcf").write_bytes(CARDS.encode())
    entries = "".join(entry(family, given, number, phone) for family, given, _, phone, _, number in PEOPLE[:3])
    (HERE / "staff.ldif").write_bytes(f"version: 1\n\n{entries}".encode())


if __name__ == "__main__":
    main()
