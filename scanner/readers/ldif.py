"""Entries of a directory (.ldif): one row per entry, its attributes under Japanese headings."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import BinaryIO

from scanner import encoding
from scanner.document import Format, Item
from scanner.folded import unfolded
from scanner.tables import tables

FORMAT = Format("LDIF", ("text/x-ldif",), (".ldif", ".ldi"), streams=True)

PLACE = "ディレクトリ"
_COLUMNS = {
    "cn": "氏名",
    "sn": "姓",
    "givenname": "名",
    "reading": "フリガナ",
    "uid": "ユーザーID",
    "employeenumber": "社員番号",
    "o": "会社",
    "ou": "部署",
    "title": "役職",
    "mail": "メールアドレス",
    "telephonenumber": "電話番号",
    "mobile": "携帯電話",
    "homephone": "自宅電話番号",
    "facsimiletelephonenumber": "FAX番号",
    "postalcode": "郵便番号",
    "postaladdress": "住所",
    "homepostaladdress": "自宅住所",
    "birthdate": "生年月日",
    "userpassword": "パスワード",
}
_REMARKS = "備考"
_UNTOLD = frozenset(["dn", "objectclass", "version", "changetype", "control", "displayname", "jpegphoto", "photo"])
_ATTRIBUTE = re.compile(r"([A-Za-z][A-Za-z0-9-]*)((?:;[A-Za-z0-9-]+)*):(:?)[ ]*(.*)")


def read(file: BinaryIO) -> Iterator[Item]:
    """A table of the entries in their order."""
    decoded = encoding.decode(file)
    if decoded.remark:
        yield decoded.remark
    yield from tables(PLACE, _rows(unfolded(decoded.blocks)))


def _rows(lines: Iterator[str]) -> Iterator[list[str]]:
    yield [*_COLUMNS.values(), _REMARKS]
    entry: dict[str, list[str]] = {}
    for line in lines:
        if match := _ATTRIBUTE.fullmatch(line.rstrip()):
            name, options, coded, value = match[1].lower(), match[2].lower(), match[3], match[4]
            if "phonetic" in options:
                name = "reading"
            entry.setdefault(name, []).append(_decoded(value) if coded else value)
        elif not line.strip() and entry:
            yield from _row(entry)
            entry = {}
    yield from _row(entry)


def _row(entry: dict[str, list[str]]) -> Iterator[list[str]]:
    told = {name: values for name, values in entry.items() if name not in _UNTOLD}
    if told.get("cn"):
        told = {name: values for name, values in told.items() if name not in ("sn", "givenname")}
    row = ["\n".join(told.pop(name, [])).replace("$", " ") for name in _COLUMNS]
    remarks = [
        value if name == "description" else f"{name}: {value}" for name, values in told.items() for value in values
    ]
    if any(row) or remarks:
        yield [*row, "\n".join(remarks)]


def _decoded(value: str) -> str:
    try:
        return encoding.decode_bytes(base64.b64decode(value, validate=False), "utf-8")
    except (binascii.Error, ValueError):
        return value
