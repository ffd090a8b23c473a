"""Messages as Outlook saves them (.msg) and wraps them for others (winmail.dat)."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from samples.share import Sample
from scanner.compound import Tree, packed

UNICODE, ANSI, BINARY, LONG, TIME = 0x1F, 0x1E, 0x102, 0x03, 0x40
_NAME, _ADDRESS, _KIND = 0x3001, 0x39FE, 0x0C15
_LONG_NAME, _DATA, _METHOD, _INSIDE = 0x3707, 0x3701, 0x3705, 5
Value = str | bytes | int | datetime


@dataclass(frozen=True, slots=True)
class Outlook:
    """A message: properties by number; names for those from 0x8000 on; people as (kind, name, address).

    With `codepage` texts are written in that page instead of UTF-16, as old Outlook did.
    """

    values: Mapping[int, Value]
    people: Sequence[tuple[int, str, str]] = ()
    attached: Sequence[Sample] = ()
    inside: Sequence[tuple[str, Outlook]] = ()
    names: Mapping[int, int | str] = field(default_factory=dict)
    codepage: str = ""


def msg(message: Outlook) -> bytes:
    """The message as a file."""
    tree = _storage(message, 32)
    tree["__nameid_version1.0"] = _names(message.names)
    return packed(tree)


def _storage(message: Outlook, header: int) -> Tree:
    tree = _properties(message.values, header, message.codepage)
    for number, (kind, name, address) in enumerate(message.people):
        values: dict[int, Value] = {_KIND: kind, _NAME: name, _ADDRESS: address}
        tree[f"__recip_version1.0_#{number:08X}"] = _properties(values, 8, message.codepage)
    for number, sample in enumerate(message.attached):
        values = {_LONG_NAME: sample.path, _DATA: sample.content, _METHOD: 1}
        tree[f"__attach_version1.0_#{number:08X}"] = _properties(values, 8, message.codepage)
    for number, (name, inner) in enumerate(message.inside, len(message.attached)):
        attachment = _properties({_NAME: name, _METHOD: _INSIDE}, 8, message.codepage)
        attachment["__substg1.0_3701000D"] = _storage(inner, 24)
        tree[f"__attach_version1.0_#{number:08X}"] = attachment
    return tree


def _properties(values: Mapping[int, Value], header: int, codepage: str) -> Tree:
    """Short values in one stream, each text and each piece of data in a stream of its own."""
    tree: Tree = {}
    lines = []
    for number, value in sorted(values.items()):
        kind, raw = raw_value(value, codepage)
        is_short = kind in (LONG, TIME)
        lines.append(struct.pack("<HHI", kind, number, 6) + (raw if is_short else struct.pack("<II", len(raw), 0)))
        if not is_short:
            tree[f"__substg1.0_{number:04X}{kind:04X}"] = raw
    tree["__properties_version1.0"] = bytes(header) + b"".join(lines)
    return tree


def raw_value(value: Value, codepage: str = "") -> tuple[int, bytes]:
    """Type and bytes of a value as MAPI keeps it."""
    match value:
        case str():
            return (ANSI, value.encode(codepage)) if codepage else (UNICODE, value.encode("utf-16-le"))
        case bytes():
            return BINARY, value
        case datetime():
            ticks = int((value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
            return TIME, struct.pack("<Q", ticks)
        case _:
            return LONG, struct.pack("<II", value, 0)


def _names(names: Mapping[int, int | str]) -> Tree:
    """What the numbers from 0x8000 on stand for: known numbers, or names in a stream of their own."""
    entries, texts = b"", b""
    for number, name in sorted(names.items()):
        index = (number - 0x8000) << 16
        if isinstance(name, int):
            entries += struct.pack("<II", name, index | 2 << 1)
            continue
        entries += struct.pack("<II", len(texts), index | 1 << 1 | 1)
        raw = name.encode("utf-16-le")
        texts += struct.pack("<I", len(raw)) + raw + bytes(-len(raw) % 4)
    return {"__substg1.0_00020102": b"", "__substg1.0_00030102": entries, "__substg1.0_00040102": texts}


def winmail(message: Outlook) -> bytes:
    """The message as Outlook wraps it in one attachment for mailers of others."""
    parts = [struct.pack("<IH", 0x223E9F78, 1), _attribute(1, 0x69007, struct.pack("<II", 932, 0))]
    parts.append(_attribute(1, 0x69003, _listed(message.values, message.codepage)))
    for sample in message.attached:
        name = sample.path.encode("cp932") + b"\0"
        parts.append(_attribute(2, 0x69002, bytes(14)))
        parts.append(_attribute(2, 0x18010, name))
        parts.append(_attribute(2, 0x6800F, sample.content))
        parts.append(_attribute(2, 0x69005, _listed({_LONG_NAME: sample.path}, "")))
    return b"".join(parts)


def _attribute(level: int, number: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, number, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def _listed(values: Mapping[int, Value], codepage: str) -> bytes:
    lines = [struct.pack("<I", len(values))]
    for number, value in sorted(values.items()):
        kind, raw = raw_value(value, codepage)
        if kind in (LONG, TIME):
            lines.append(struct.pack("<HH", kind, number) + raw[: 4 if kind == LONG else 8])
        else:
            raw += b"\0\0" if kind == UNICODE else b""
            lines.append(struct.pack("<HHII", kind, number, 1, len(raw)) + raw + bytes(-len(raw) % 4))
    return b"".join(lines)


def packed_rich_text(text: bytes) -> bytes:
    """Rich text as Outlook packs it, without finding anything to shorten but the end mark."""
    out, packed_text = b"", bytearray()
    size = 207 + len(text)
    for at in range(0, len(text) + 1, 8):
        chunk = text[at : at + 8]
        is_last = len(chunk) < 8
        end = struct.pack(">H", (size % 4096) << 4) if is_last else b""
        packed_text += bytes([1 << len(chunk) if is_last else 0]) + chunk + end
    out = struct.pack("<IIII", len(packed_text) + 12, len(text), 0x75465A4C, 0)
    return out + bytes(packed_text)
