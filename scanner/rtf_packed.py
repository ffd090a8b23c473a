"""Rich text as Outlook packs it ([MS-OXRTFCP], 「LZFu」)."""

from __future__ import annotations

import struct

_HEADER = struct.Struct("<IIII")
_PACKED, _PLAIN = 0x75465A4C, 0x414C454D
_WINDOW = 4096
_LARGEST = 256 << 20
_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def unpacked(data: bytes) -> bytes:
    """The rich text; what could be unpacked where it is damaged, nothing where it is something else."""
    if len(data) < _HEADER.size:
        return b""
    _, raw_size, kind, _ = _HEADER.unpack_from(data)
    if kind == _PLAIN:
        return data[_HEADER.size : _HEADER.size + raw_size]
    return _expanded(data, min(raw_size, _LARGEST)) if kind == _PACKED else b""


def _expanded(data: bytes, size: int) -> bytes:
    """Eight steps for each control byte: a byte as it stands, or a piece of the last 4,096 bytes again."""
    out = bytearray(_START)
    at, end, wanted = _HEADER.size, len(data), size + len(_START)
    while at < end and len(out) < wanted:
        control = data[at]
        at += 1
        for bit in range(8):
            if at >= end:
                break
            if not control >> bit & 1:
                out.append(data[at])
                at += 1
                continue
            reference = int.from_bytes(data[at : at + 2], "big")
            at += 2
            distance = (len(out) - (reference >> 4)) % _WINDOW
            if distance == 0:  # the end is a reference to where we are
                return bytes(out[len(_START) : wanted])
            start = len(out) - distance
            for step in range((reference & 0xF) + 2):
                out.append(out[start + step] if start + step >= 0 else 0)
    return bytes(out[len(_START) : wanted])
