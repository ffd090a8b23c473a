"""Outlook's own wrapping of a mail in one attachment, winmail.dat ([MS-OXTNEF])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from scanner.document import Unreadable
from scanner.mapi import ANSI, BINARY, BODY, DATA, FILE_NAME, MANY, OBJECT, SUBJECT, UNICODE, OutlookItem, Properties

_SIGNATURE = 0x223E9F78
_SUBJECT, _BODY, _CODEPAGE, _MESSAGE_PROPERTIES = 0x18004, 0x2800C, 0x69007, 0x69003
_NEXT_ATTACHMENT, _TITLE, _CONTENT, _ATTACHMENT_PROPERTIES = 0x69002, 0x18010, 0x6800F, 0x69005
_MESSAGE_INSIDE = bytes.fromhex("0703020000000000c000000000000046")  # IID_IMessage
_SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x0A: 4, 0x0B: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x14: 8, 0x40: 8, 0x48: 16}
_MOST = 10_000  # attributes, properties of one item


@dataclass(slots=True)
class Wrapped:
    """What is in a winmail.dat: the message, and its attachments (properties; a message inside is a winmail.dat)."""

    item: OutlookItem
    attachments: list[tuple[Properties, bytes]] = field(default_factory=list)
    cut_off: bool = False


def unwrapped(data: bytes) -> Wrapped:
    """The message and its attachments; what stands before a damaged place."""
    message = Properties()
    wrapped = Wrapped(OutlookItem(message))
    try:
        for number, value in _attributes(data):
            _add(wrapped, message, number, value)
    except (struct.error, ValueError):
        wrapped.cut_off = True
    return wrapped


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    signature, _ = struct.unpack_from("<IH", data)
    if signature != _SIGNATURE:
        raise Unreadable("corrupt", "winmail.datの形をしていないため、読めません")
    at = 6
    for _ in range(_MOST):
        if at >= len(data):
            return
        _, number, size = struct.unpack_from("<BII", data, at)
        if at + 9 + size > len(data):
            raise ValueError(size)
        yield number, data[at + 9 : at + 9 + size]
        at += 11 + size


def _add(wrapped: Wrapped, message: Properties, number: int, value: bytes) -> None:
    attached = wrapped.attachments
    if number == _CODEPAGE:
        message.codepage = int.from_bytes(value[:4], "little")
    elif number in (_SUBJECT, _BODY):
        message.values.setdefault(SUBJECT if number == _SUBJECT else BODY, (ANSI, value))
    elif number == _MESSAGE_PROPERTIES:
        _read_properties(message, value)
    elif number == _NEXT_ATTACHMENT:
        attached.append((Properties(codepage=message.codepage), b""))
    elif attached and number == _TITLE:
        attached[-1][0].values.setdefault(FILE_NAME, (ANSI, value))
    elif attached and number == _CONTENT:
        attached[-1] = (attached[-1][0], value)
    elif attached and number == _ATTACHMENT_PROPERTIES:
        _read_properties(attached[-1][0], value)
        inner = attached[-1][0].data(DATA)
        if inner.startswith(_MESSAGE_INSIDE):
            attached[-1] = (attached[-1][0], inner[16:])


def _read_properties(target: Properties, data: bytes) -> None:
    """A list of properties: type, number, where that is from 0x8000 on a name, and the value."""
    names = dict(target.names)
    target.names = names
    (count,) = struct.unpack_from("<I", data)
    at = 4
    for _ in range(min(count, _MOST)):
        kind, number = struct.unpack_from("<HH", data, at)
        at += 4
        if number >= 0x8000:
            names[number], at = _name(data, at + 16)
        target.values[number], at = _value(data, at, kind)


def _name(data: bytes, at: int) -> tuple[int | str, int]:
    kind, what = struct.unpack_from("<II", data, at)
    if kind == 0:
        return what, at + 8
    return data[at + 8 : at + 8 + what].decode("utf-16-le", "replace").rstrip("\0"), at + 8 + _padded(what)


def _value(data: bytes, at: int, kind: int) -> tuple[tuple[int, bytes], int]:
    """A value and the place behind it. Of several values the texts are joined."""
    single = kind & ~MANY
    if single not in (UNICODE, ANSI, BINARY, OBJECT):
        count = 1
        if kind & MANY:
            (count,) = struct.unpack_from("<I", data, at)
            at += 4
        size = _SIZES[single] * count if single in _SIZES else len(data)
        if at + size > len(data):
            raise ValueError(size)
        return (kind, data[at : at + size]), at + size
    (count,) = struct.unpack_from("<I", data, at)
    at += 4
    pieces = []
    for _ in range(min(count, _MOST)):
        (size,) = struct.unpack_from("<I", data, at)
        if at + 4 + size > len(data):
            raise ValueError(size)
        pieces.append(data[at + 4 : at + 4 + size])
        at += 4 + _padded(size)
    return (single, b"".join(pieces)), at


def _padded(size: int) -> int:
    return size + -size % 4
