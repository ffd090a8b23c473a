"""Address books of Thunderbird up to version 67 (abook.mab, in Mozilla's notation Mork): one row per card."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from scanner.document import Format, Item
from scanner.encoding import decode_bytes
from scanner.tables import tables

FORMAT = Format("Thunderbird のアドレス帳", ("application/x-mork",), (".mab",))

PLACE = "連絡先"
_COLUMNS = {
    **{
        "DisplayName": "氏名",
        "LastName": "姓",
        "FirstName": "名",
        "PhoneticLastName": "セイ",
        "PhoneticFirstName": "メイ",
    },
    **{"NickName": "ニックネーム", "PrimaryEmail": "メールアドレス", "SecondEmail": "メールアドレス2"},
    **{"CellularNumber": "携帯電話", "HomePhone": "自宅電話番号", "WorkPhone": "電話番号", "FaxNumber": "FAX番号"},
    **{
        "HomeZipCode": "郵便番号",
        "HomeState": "都道府県",
        "HomeCity": "市区町村",
        "HomeAddress": "住所",
        "HomeAddress2": "住所2",
    },
    **{
        "WorkZipCode": "会社郵便番号",
        "WorkState": "会社都道府県",
        "WorkCity": "会社市区町村",
        "WorkAddress": "会社住所",
    },
    **{"Company": "会社", "Department": "部署", "JobTitle": "役職"},
    **{"BirthYear": "生年", "BirthMonth": "生月", "BirthDay": "生日", "Notes": "備考"},
}
_TOKEN = re.compile(
    rb"//[^\n]*|(?P<columns><\s*<\s*\(a=c\)>)|(?P<mark>[<>\]])|\[\s*(?P<cut>-?)(?P<row>[0-9A-Fa-f]+)[^\s(\[\]]*"
    rb"|\((?P<of>\^?)(?P<id>[0-9A-Fa-f]+)(?P<by>[=^])(?P<value>(?:\\.|[^)\\])*)\)",
    re.DOTALL,
)
_ESCAPED = re.compile(rb"\$([0-9A-Fa-f]{2})|\\\r?\n|\\(.)", re.DOTALL)


def read(file: BinaryIO) -> Iterator[Item]:
    """A table of the cards; changes that were appended later are applied."""
    rows = _rows(file.read())
    used = [name for name in _COLUMNS if any(name in row for row in rows)]
    if used:
        told = [[row.get(name, "") for name in used] for row in rows if any(name in row for name in used)]
        yield from tables(PLACE, [[_COLUMNS[name] for name in used], *told])


def _rows(content: bytes) -> list[dict[str, str]]:
    """The rows with their cells by the names of the columns."""
    names: dict[bytes, str] = {}
    values: dict[bytes, str] = {}
    known = values
    rows: dict[bytes, dict[str, str]] = {}
    row: dict[str, str] | None = None
    for token in _TOKEN.finditer(content):
        if token["columns"]:
            known = names
        elif token["mark"] == b"<":
            known = values
        elif token["mark"] == b"]":
            row = None
        elif token["row"]:
            row = rows.setdefault(token["row"], {})
            if token["cut"]:
                row.clear()
        elif token["id"] and row is None and not token["of"]:
            known[token["id"].upper()] = _text(token["value"])
        elif token["id"] and row is not None:
            name = names.get(token["id"].upper()) if token["of"] else _text(token["id"])
            by_number = token["by"] == b"^"
            value = values.get(token["value"].upper(), "") if by_number else _text(token["value"])
            if name:
                row[name] = value
    return list(rows.values())


def _text(value: bytes) -> str:
    return decode_bytes(_ESCAPED.sub(_plain, value))


def _plain(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 16)]) if match[1] else match[2] or b""
