"""The notes of MP4, QuickTime and Matroska, which lie in boxes within boxes.

Sources: ISO/IEC 14496-12, Apple's QuickTime File Format, RFC 9559 (Matroska).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import BinaryIO

from scanner.encoding import decode_bytes

_LARGEST = 16 << 20  # bytes of the box that describes a film
_DEEPEST = 12
_NAMES = {
    **{
        b"\xa9nam": "タイトル",
        b"\xa9ART": "出演者",
        b"aART": "出演者",
        b"\xa9cmt": "コメント",
        b"\xa9day": "日時",
        b"\xa9alb": "アルバム",
    },
    **{
        b"desc": "説明",
        b"ldes": "説明",
        b"\xa9des": "説明",
        b"\xa9xyz": "撮影場所",
        b"\xa9aut": "作成者",
        b"\xa9wrt": "作曲者",
    },
    **{
        b"cprt": "著作権",
        b"\xa9cpy": "著作権",
        b"titl": "タイトル",
        b"auth": "作成者",
        b"dscp": "説明",
        b"perf": "出演者",
    },
    **{b"\xa9prf": "出演者", b"\xa9dir": "監督", b"\xa9inf": "説明", b"\xa9own": "所有者", b"ownr": "所有者"},
}
_KEYS = {
    **{"title": "タイトル", "artist": "出演者", "comment": "コメント", "description": "説明", "author": "作成者"},
    **{"location.ISO6709": "撮影場所", "creationdate": "日時", "copyright": "著作権", "displayname": "タイトル"},
    **{"information": "説明", "keywords": "キーワード", "location.name": "撮影場所", "location.body": "撮影場所"},
}
_3GP = (b"titl", b"auth", b"dscp", b"perf")  # version, flags and language stand before the text
_HOLDERS = frozenset([b"moov", b"udta", b"trak", b"meta", b"ilst"])
_ISO_6709 = re.compile(r"([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)")
_EPOCH = datetime(1904, 1, 1)
_TAGS = {"TITLE": "タイトル", "ARTIST": "出演者", "COMMENT": "コメント", "DESCRIPTION": "説明", "LOCATION": "撮影場所"}
_SEGMENT, _CLUSTER, _MATROSKA_TITLE = 0x18538067, 0x1F43B675, 0x7BA9
_INFO, _TAG_LIST, _TAG, _SIMPLE, _TAG_NAME, _TAG_TEXT = 0x1549A966, 0x1254C367, 0x7373, 0x67C8, 0x45A3, 0x4487


def mp4(file: BinaryIO) -> Iterator[tuple[str, str]]:
    """The notes in `moov`, wherever in the file it lies."""
    at, end = 0, file.seek(0, 2)
    while at + 8 <= end:
        file.seek(at)
        head = file.read(16)
        size, name = struct.unpack_from(">I4s", head)
        size, skip = (int.from_bytes(head[8:16], "big"), 16) if size == 1 else (size or end - at, 8)
        if size < skip:
            return
        if name == b"moov":
            file.seek(at + skip)
            yield from _box(file.read(min(size - skip, _LARGEST)), 0)
        at += size


def _box(body: bytes, depth: int, keys: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """The boxes in one box; `keys` are the names that the entries of a list have by number."""
    if depth > _DEEPEST:
        return
    for name, part in _parts(body):
        if name == b"keys":
            keys = tuple(_keys(part))
        elif name == b"mvhd":
            yield from _made(part)
        elif name == b"meta":
            yield from _box(part if part[4:8] in (b"hdlr", b"keys") else part[4:], depth + 1)
        elif name in _HOLDERS:
            yield from _box(part, depth + 1, keys)
        elif keys and 0 < int.from_bytes(name, "big") <= len(keys):
            key = keys[int.from_bytes(name, "big") - 1].removeprefix("com.apple.quicktime.")
            if label := _KEYS.get(key):
                yield label, _place(label, _value(part))
        elif label := _NAMES.get(name):
            yield label, _place(label, decode_bytes(part[6:]) if name in _3GP else _value(part))


def _parts(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(body):
        size, name = struct.unpack_from(">I4s", body, at)
        if size < 8:
            return
        yield name, body[at + 8 : at + size]
        at += size


def _keys(part: bytes) -> Iterator[str]:
    for _, name in _parts(part[8:]):
        yield name.decode("utf-8", "replace")


def _value(part: bytes) -> str:
    """The text of an entry: in a box `data`, or behind its length and language as QuickTime wrote it."""
    if part[4:8] == b"data":
        kind = int.from_bytes(part[8:12], "big")
        data = part[16 : int.from_bytes(part[:4], "big")]
        if kind not in (0, 1, 2):
            return ""
        return data.decode("utf-16-be", "replace") if kind == 2 else decode_bytes(data)
    return decode_bytes(part[4 : 4 + int.from_bytes(part[:2], "big")])


def _place(label: str, text: str) -> str:
    """A position as degrees in the way that photos tell it."""
    match = _ISO_6709.match(text) if label == "撮影場所" else None
    return f"北緯{float(match[1]):.5f}度 東経{float(match[2]):.5f}度" if match else text


def _made(part: bytes) -> Iterator[tuple[str, str]]:
    """When the recording was made, unless it says nothing (or a year of its own making)."""
    seconds = int.from_bytes(part[4:12] if part[0] else part[4:8], "big")
    if 3_000_000_000 < seconds < 5_000_000_000:  # 1999 to 2062
        yield "日時", f"{_EPOCH + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S}（UTC）"


def matroska(file: BinaryIO) -> Iterator[tuple[str, str]]:
    """Title and tags of MKV and WebM, as far as they stand before the film itself."""
    file.seek(0)
    body = file.read(_LARGEST)
    for name, part in _elements(body):
        if name == _SEGMENT:
            for inner, each in _elements(part):
                if inner == _CLUSTER:
                    return
                if inner in (_INFO, _TAG_LIST):
                    yield from _matroska_notes(each)


def _matroska_notes(part: bytes) -> Iterator[tuple[str, str]]:
    for name, each in _elements(part):
        if name == _MATROSKA_TITLE:
            yield "タイトル", each.decode("utf-8", "replace")
        elif name == _TAG:
            for inner, tag in _elements(each):
                fields = dict(_elements(tag)) if inner == _SIMPLE else {}
                if label := _TAGS.get(fields.get(_TAG_NAME, b"").decode("ascii", "replace").upper()):
                    yield label, fields.get(_TAG_TEXT, b"").decode("utf-8", "replace")


def _elements(body: bytes) -> Iterator[tuple[int, bytes]]:
    """EBML: a number for the name, one for the length, each as long as its first bits say."""
    at = 0
    while at < len(body) and body[at]:
        wide = 9 - body[at].bit_length()
        name = int.from_bytes(body[at : at + wide], "big")
        at += wide
        if at >= len(body) or not body[at]:
            return
        wide = 9 - body[at].bit_length()
        size = int.from_bytes(body[at : at + wide], "big") & (1 << 7 * wide) - 1
        at += wide
        is_open = size == (1 << 7 * wide) - 1
        yield name, body[at:] if is_open else body[at : at + size]
        at = len(body) if is_open else at + size
