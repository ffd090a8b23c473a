"""Calendars (.ics, .vcs): appointments and tasks with the people who organise and attend them; files as members."""

from __future__ import annotations

import base64
import binascii
import io
import quopri
import re
from collections.abc import Iterator
from typing import BinaryIO

from scanner import encoding
from scanner.document import Format, Item, Passage
from scanner.folded import unfolded

FORMAT = Format("カレンダー（iCalendar）", ("text/calendar",), (".ics", ".vcs"), streams=True)

_LABELS = {
    "SUMMARY": "件名",
    "DTSTART": "開始",
    "DTEND": "終了",
    "DUE": "期限",
    "LOCATION": "場所",
    "ORGANIZER": "主催者",
    "ATTENDEE": "出席者",
    "CONTACT": "連絡先",
    "DESCRIPTION": "説明",
    "COMMENT": "コメント",
    "RESOURCES": "設備",
    "URL": "URL",
    "ATTACH": "添付",
    "X-WR-CALNAME": "カレンダー名",
    "X-WR-CALDESC": "カレンダーの説明",
}
_ITEMS = ("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY")
_PROPERTY = re.compile(r'(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)((?:;(?:[^":;]|"[^"]*")*)*):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';((?:[^":;]|"[^"]*")*)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SIZE = 16 << 10  # characters of a passage


def read(file: BinaryIO) -> Iterator[Item]:
    """The entries one after the other, each property with its meaning before it."""
    decoded = encoding.decode(file)
    if decoded.remark:
        yield decoded.remark
    held: list[str] = []
    size, first = 0, 1
    for number, lines in enumerate(_entries(_properties(decoded.blocks)), 1):
        if size > _SIZE:
            yield Passage("\n\n".join(held), f"{first:,}件目の予定から")
            held, size, first = [], 0, number
        held.append("\n".join(lines))
        size += len(held[-1])
    if held:
        yield Passage("\n\n".join(held), f"{first:,}件目の予定から")


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """The files that were put into entries."""
    number = 0
    for name, parameters, value in _properties(encoding.decode(file).blocks):
        if name == "ATTACH" and _is_inline(parameters):
            number += 1
            given = parameters.get("FILENAME") or parameters.get("X-FILENAME") or f"添付{number}"
            with_padding = value.rstrip("=") + "=" * (-len(value.rstrip("=")) % 4)
            try:
                content = base64.b64decode(with_padding)
            except binascii.Error:
                content = b""
            yield given, io.BytesIO(content)


_Property = tuple[str, dict[str, str], str]


def _entries(properties: Iterator[_Property]) -> Iterator[list[str]]:
    """The lines of each entry; what stands before the first one (the name of the calendar) counts as one."""
    lines: list[str] = []
    for name, parameters, value in properties:
        if name == "BEGIN" and value.strip().upper() in _ITEMS and lines:
            yield lines
            lines = []
        label = _LABELS.get(name)
        if label and not (name == "ATTACH" and _is_inline(parameters)):
            lines.append(f"{label}: {_shown(name, parameters, value)}")
    if lines:
        yield lines


def _is_inline(parameters: dict[str, str]) -> bool:
    return parameters.get("ENCODING", "").upper() in ("BASE64", "B")


def _shown(name: str, parameters: dict[str, str], value: str) -> str:
    if parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        value = encoding.decode_bytes(quopri.decodestring(value.encode("utf-8", "replace")), parameters.get("CHARSET"))
    if name not in ("ORGANIZER", "ATTENDEE"):
        return _ESCAPED.sub(lambda escaped: "\n" if escaped[1] in "nN" else escaped[1], value).strip()
    address = re.sub(r"^(?:mailto|invalid):", "", value.strip(), flags=re.I)
    person = parameters.get("CN", "")
    return f"{person} <{address}>" if person and person != address else address


def _properties(blocks: Iterator[str]) -> Iterator[_Property]:
    lines = unfolded(blocks)
    for line in lines:
        if "QUOTED-PRINTABLE" in line.upper():
            while line.endswith("=") and (following := next(lines, None)) is not None:
                line = line[:-1] + following
        if match := _PROPERTY.fullmatch(line.strip()):
            pairs = (part.partition("=") for part in _PARAMETER.findall(match[2]))
            yield match[1].upper(), {key.upper(): value.strip('"') for key, _, value in pairs}, match[3]
