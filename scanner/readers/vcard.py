"""Address cards (.vcf): vCard 2.1 of telephones, 3.0 and 4.0, one row per card.

The 2.1 of Japanese telephones is read too (QUOTED-PRINTABLE in Shift_JIS, SOUND;X-IRMC-N).
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from scanner import blobs, encoding
from scanner.document import Format, Item
from scanner.folded import unfolded
from scanner.tables import tables

FORMAT = Format("vCard・携帯電話のメモ", ("text/vcard",), (".vcf", ".vnt"), streams=True)

PLACE = "連絡先"
_COLUMNS = {
    "FN": ("氏名",),
    "READING": ("フリガナ",),
    "ORG": ("会社",),
    "TITLE": ("役職",),
    "TEL": ("電話番号", "電話番号2", "電話番号3"),
    "EMAIL": ("メールアドレス", "メールアドレス2"),
    "ZIP": ("郵便番号", "郵便番号2"),
    "ADR": ("住所", "住所2"),
    "BDAY": ("生年月日",),
}
_REMARKS = "備考"
_TECHNICAL = frozenset(
    [
        *(
            "BEGIN",
            "END",
            "VERSION",
            "PRODID",
            "REV",
            "UID",
            "PHOTO",
            "LOGO",
            "KEY",
            "SOUND",
            "N",
            "CATEGORIES",
            "KIND",
        ),
        *("DCREATED", "LAST-MODIFIED"),  # of a note
    ]
)
_BINARY = ("PHOTO", "LOGO", "KEY")
_ENDS = ("VCARD", "VNOTE")
_PROPERTY = re.compile(r'(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)((?:;(?:[^":;]|"[^"]*")*)*):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';((?:[^":;]|"[^"]*")*)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SEMICOLON = re.compile(r"(?<!\\);")
_Card = dict[str, list[str]]


def read(file: BinaryIO) -> Iterator[Item]:
    """A table of the cards in their order."""
    decoded = encoding.decode(file)
    if decoded.remark:
        yield decoded.remark
    yield from tables(PLACE, _rows(_quoted(unfolded(decoded.blocks))))


def _rows(lines: Iterator[str]) -> Iterator[list[str]]:
    yield [heading for headings in _COLUMNS.values() for heading in headings] + [_REMARKS]
    card: _Card = {}
    for line in lines:
        match = _PROPERTY.fullmatch(line.strip())
        if not match:
            continue
        name, value = match[1].upper(), match[3]
        if name == "BEGIN" or (name == "END" and value.strip().upper() in _ENDS):
            if card:
                yield _row(card)
            card = {}
        else:
            _add(card, name, _parameters(match[2]), value)
    if card:
        yield _row(card)


def _quoted(lines: Iterator[str]) -> Iterator[str]:
    """Lines in QUOTED-PRINTABLE end in 「=」 where they go on."""
    for line in lines:
        if "QUOTED-PRINTABLE" in line.upper():
            while line.endswith("=") and (following := next(lines, None)) is not None:
                line = line[:-1] + following
        yield line


def _parameters(text: str) -> dict[str, str]:
    """The parameters of a property; 2.1 names values alone (「TEL;CELL:」)."""
    pairs = (part.partition("=") for part in _PARAMETER.findall(text))
    return {name.upper(): value.strip('"') for name, _, value in pairs}


def _add(card: _Card, name: str, parameters: dict[str, str], raw: str) -> None:
    """One property into its columns."""
    coding = parameters.get("ENCODING", "").upper()
    if raw.startswith("data:") or name in _BINARY:
        return
    if coding in ("B", "BASE64") or "BASE64" in parameters:
        raw = _from_base64(raw, parameters.get("CHARSET"))
    elif coding == "QUOTED-PRINTABLE" or "QUOTED-PRINTABLE" in parameters:
        raw = encoding.decode_bytes(quopri.decodestring(raw.encode("latin-1", "replace")), parameters.get("CHARSET"))
    parts = [_plain(part) for part in _SEMICOLON.split(raw)]
    match name:
        case "N":
            card.setdefault("N", []).append(" ".join(filter(None, [*parts[:1], *parts[2:3], *parts[1:2]])))
            if order := parameters.get("SORT-AS"):
                card.setdefault("READING", []).append(order.replace(",", " "))
        case "ADR":
            _add_address(card, [*parts, *[""] * 7])
        case "SOUND" | "SORT-STRING" | "X-PHONETIC-LAST-NAME" | "X-PHONETIC-FIRST-NAME":
            _add_reading(card, name, " ".join(filter(None, parts)))
        case _ if name in _COLUMNS or name not in _TECHNICAL:
            value = " ".join(filter(None, parts)).removeprefix("tel:").removeprefix("mailto:")
            card.setdefault(name, []).append(value)


def _from_base64(raw: str, charset: str | None) -> str:
    """Text that a telephone wrote in base64; nothing where it is none."""
    with suppress(binascii.Error, ValueError):
        return blobs.text_in(encoding.decode_bytes(base64.b64decode(raw), charset).encode()) or ""
    return ""


def _add_address(card: _Card, parts: list[str]) -> None:
    """An address as it is written in Japan, from the prefecture to the room."""
    box, room, street, city, region, code = parts[:6]
    card.setdefault("ADR", []).append(f"{region}{city}{street}{' ' if room else ''}{room}{box}")
    card.setdefault("ZIP", []).append(code)


def _add_reading(card: _Card, name: str, value: str) -> None:
    known = card.setdefault("READING", [])
    if name == "X-PHONETIC-FIRST-NAME" and known:
        known[-1] = f"{known[-1]} {value}"
    elif value:
        known.append(value)


def _row(card: _Card) -> list[str]:
    names = card.pop("N", [])
    if not any(card.get("FN", [])):
        card["FN"] = names[:1]
    row, rest = [], []
    for name, headings in _COLUMNS.items():
        values = card.pop(name, [])
        row += [*values, *[""] * len(headings)][: len(headings)]
        rest += values[len(headings) :]
    rest += [
        value if name in ("NOTE", "BODY") else f"{name}: {value}" for name, values in card.items() for value in values
    ]
    return [*row, "\n".join(filter(None, rest))]


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value).strip()
