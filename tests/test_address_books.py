"""Cards and notes as old telephones export them, and structured text that is hostile or wrong about itself."""

from __future__ import annotations

import base64
import io
import quopri

import pytest

from scanner.document import Item, Table
from scanner.identify import identify
from scanner.readers import json_, vcard, xml_


def cards(content: bytes) -> list[dict[str, str]]:
    """The cards with what is filled in of them."""
    (table,) = vcard.read(io.BytesIO(content))
    assert isinstance(table, Table)
    headings, *rows = zip(*table.columns, strict=True)
    return [{heading: cell for heading, cell in zip(headings, row, strict=True) if cell} for row in rows]


def in_base64(text: str, encoding: str) -> str:
    return base64.b64encode(text.encode(encoding)).decode()


def test_names_in_base64_are_read_and_pictures_are_not() -> None:
    photo = base64.b64encode(b"\xff\xd8\xff\xe0" + bytes(60)).decode()
    content = (
        f"BEGIN:VCARD\r\nVERSION:2.1\r\nN;ENCODING=BASE64;CHARSET=SHIFT_JIS:{in_base64('架空;花子', 'cp932')}\r\n\r\n"
        f"PHOTO;ENCODING=BASE64:{photo}\r\n\r\nX-THUMB;ENCODING=BASE64:{photo}\r\n\r\nTEL;CELL:09000000001\r\n"
        "END:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:見本 太郎\r\n"
        f"NOTE;ENCODING=b:{in_base64('常連のお客様', 'utf-8')}\r\nEND:VCARD\r\n"
    )
    first, second = cards(content.encode())
    assert (first["氏名"], first["電話番号"]) == ("架空 花子", "09000000001")
    assert second == {"氏名": "見本 太郎", "備考": "常連のお客様"}
    assert photo[:20] not in str(first)


def test_a_note_of_a_telephone() -> None:
    text = quopri.encodestring("架空花子さんの住所は東京都架空市例町の長い番地".encode("cp932"), quotetabs=True)
    body = text.decode().replace("=\n", "=\r\n")
    content = f"BEGIN:VNOTE\r\nVERSION:1.1\r\nBODY;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:{body}\r\nEND:VNOTE\r\n"
    assert identify(io.BytesIO(content.encode()), "memo.vnt") == "text/vcard"
    assert cards(content.encode()) == [{"備考": "架空花子さんの住所は東京都架空市例町の長い番地"}]


def text_of(items: list[Item]) -> str:
    return "".join(map(str, items))


@pytest.mark.parametrize(
    ("declared", "actual"), [("Shift_JIS", "utf-8"), ("UTF-8", "cp932"), ("Shift_JIS", "utf-16"), ("x-none", "euc_jp")]
)
def test_xml_that_is_wrong_about_its_encoding(declared: str, actual: str) -> None:
    people = "".join(f"<氏名>架空の会員 花子{number}</氏名>" for number in range(9))
    content = f'<?xml version="1.0" encoding="{declared}"?><名簿>{people}</名簿>'.encode(actual)
    assert "架空の会員 花子8" in text_of(list(xml_.read(io.BytesIO(content))))


def test_xml_with_namespaces_and_sections() -> None:
    person = "<n:氏名><![CDATA[架空 <花子> & 様]]></n:氏名>"
    content = f'<n:名簿 xmlns:n="urn:x"><n:人>{person}</n:人><n:人><n:氏名>見本</n:氏名></n:人></n:名簿>'
    (table,) = xml_.read(io.BytesIO(content.encode()))
    assert isinstance(table, Table)
    assert table.columns == (("氏名", "架空 <花子> & 様", "見本"),)


def test_xml_entities_are_not_followed() -> None:
    bombs = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 20}">' for n in range(1, 12))
    content = f'<!DOCTYPE r [<!ENTITY b0 "爆">{bombs}<!ENTITY f SYSTEM "file:///etc/passwd">]><r><a>&b11;&f;</a><b>見本太郎</b></r>'
    text = text_of(list(xml_.read(io.BytesIO(content.encode()))))
    assert "見本太郎" in text and "root:" not in text and len(text) < 10_000


def test_json_lines_with_a_line_longer_than_what_is_looked_at() -> None:
    content = ('{"メモ":"' + "長" * 3_000_000 + '","氏名":"架空花子"}\n{"メモ":"","氏名":"見本太郎"}\n').encode()
    assert identify(io.BytesIO(content), "名簿.jsonl") == "application/x-ndjson"
    tables = [item for item in json_.read(io.BytesIO(content)) if isinstance(item, Table)]
    assert [row for table in tables for row in zip(*table.columns, strict=True)] == [
        ("メモ", "氏名"),
        ("", "架空花子"),
        ("", "見本太郎"),
    ]
