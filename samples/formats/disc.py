"""Disc images (iso) with the names of Joliet, as Windows burns them."""

from __future__ import annotations

import struct
from collections.abc import Mapping

_SECTOR = 2048
_STAMP = bytes([126, 10, 1, 9, 0, 0, 36])


def image(members: Mapping[str, bytes]) -> bytes:
    """An image of files; a "/" in a name makes a folder."""
    folders = sorted({""} | {name.rpartition("/")[0] for name in members if "/" in name})
    places = {folder: 20 + number for number, folder in enumerate(folders)}
    at, files = 20 + len(folders), {}
    for name, content in members.items():
        files[name] = (at, len(content))
        at += -(-len(content) // _SECTOR)
    root = _record(b"\0", places[""], _SECTOR, True)
    sectors = [b"\0" * _SECTOR] * 16
    sectors += [_descriptor(1, b"", root, at), _descriptor(2, b"%/E", root, at), b"\xffCD001\x01", b""]
    sectors += [_folder(folder, folders, places, files) for folder in folders]
    body = b"".join(sector.ljust(_SECTOR, b"\0") for sector in sectors)
    for content in members.values():
        body += content + b"\0" * (-len(content) % _SECTOR)
    return body


def _descriptor(kind: int, escapes: bytes, root: bytes, size: int) -> bytes:
    head = bytes([kind]) + b"CD001\x01\0" + b" " * 64 + b"\0" * 8 + _both(size) + escapes.ljust(32, b"\0")
    return head + struct.pack("<HHHHHHHHHH", 1, 256, 1, 256, _SECTOR, 8, 0, 0, 0, 0)[:12] + b"\0" * 24 + root


def _both(value: int) -> bytes:
    """A number in both orders of bytes."""
    return struct.pack("<L", value) + struct.pack(">L", value)


def _record(name: bytes, start: int, size: int, is_folder: bool) -> bytes:
    filled = name + b"\0" * (not len(name) % 2)
    body = b"\0" + _both(start) + _both(size) + _STAMP + bytes([2 * is_folder]) + b"\0\0\x01\0\0\x01"
    return bytes([34 + len(filled) - 1]) + body + bytes([len(name)]) + filled


def _folder(own: str, folders: list[str], places: dict[str, int], files: dict[str, tuple[int, int]]) -> bytes:
    above = own.rpartition("/")[0]
    lines = _record(b"\0", places[own], _SECTOR, True) + _record(b"\1", places[above], _SECTOR, True)
    for folder in folders:
        parent, _, last = folder.rpartition("/")
        if folder and parent == own:
            lines += _record(last.encode("utf-16-be"), places[folder], _SECTOR, True)
    for name, (start, size) in files.items():
        parent, _, last = name.rpartition("/")
        if parent == own:
            lines += _record(f"{last};1".encode("utf-16-be"), start, size, False)
    return lines
