"""What is written in a recording about itself: title, artist, comment, place, as (label, text).

Sources: ID3v2.2–2.4 (id3.org), RIFF INFO, Vorbis comments, FLAC, ASF. MP4 and Matroska have modules of their own.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import BinaryIO

from scanner import tags_boxes
from scanner.encoding import decode_bytes

Notes = Iterator[tuple[str, str]]
TAKEN_AT = "撮影場所"
_LARGEST = 4 << 20  # bytes of notes that are looked at
_ID3 = {
    **{
        "TIT2": "タイトル",
        "TT2": "タイトル",
        "TIT1": "分類",
        "TIT3": "副題",
        "TPE1": "出演者",
        "TP1": "出演者",
        "TPE2": "出演者",
    },
    **{
        "TALB": "アルバム",
        "TAL": "アルバム",
        "TCOM": "作曲者",
        "TCM": "作曲者",
        "TDRC": "日時",
        "TYER": "日時",
        "TOWN": "所有者",
    },
    **{
        "TENC": "作成者",
        "TEXT": "作成者",
        "TCOP": "著作権",
        "COMM": "コメント",
        "COM": "コメント",
        "USLT": "歌詞",
        "TXXX": "項目",
    },
}
_SPOKEN = ("COMM", "COM", "USLT")  # a language and a short description stand before the text
_RIFF = {
    **{
        b"INAM": "タイトル",
        b"IART": "出演者",
        b"ICMT": "コメント",
        b"ISBJ": "件名",
        b"ICRD": "日時",
        b"IENG": "作成者",
    },
    **{b"ICOP": "著作権", b"IKEY": "キーワード", b"ISRC": "提供者", b"IPRD": "アルバム", b"ITCH": "作成者"},
}
_VORBIS = {
    **{
        "title": "タイトル",
        "artist": "出演者",
        "performer": "出演者",
        "album": "アルバム",
        "description": "説明",
        "comment": "コメント",
    },
    **{"date": "日時", "location": "撮影場所", "contact": "連絡先", "copyright": "著作権", "author": "作成者"},
}
_ASF = ("タイトル", "作成者", "著作権", "説明", "評価")
_ASF_DESCRIPTION = bytes.fromhex("3326b2758e66cf11a6d900aa0062ce6c")
_ASF_EXTENDED = bytes.fromhex("40a4d0d207e3d21197f000a0c95ea850")


def notes(file: BinaryIO) -> list[tuple[str, str]]:
    """The notes, each once, up to the first damage: they are an extra."""
    found: dict[tuple[str, str], None] = {}
    for source in _sources(file):
        with suppress(Exception):  # whatever a damaged length leads to
            for label, text in source(file):
                if text := text.replace("\0", " ").strip():
                    found.setdefault((label, text))
    return list(found)


def _sources(file: BinaryIO) -> list[Callable[[BinaryIO], Notes]]:
    """What can be in a file that begins like this one."""
    file.seek(0)
    head = file.read(16)
    if head[:4] in (b"RIFF", b"RF64"):
        return [_riff]
    if head[:4] == b"fLaC":
        return [_flac]
    if head[:4] == b"OggS":
        return [_ogg]
    if head[:4] == b"\x30\x26\xb2\x75":
        return [_asf]
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return [tags_boxes.matroska]
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
        return [tags_boxes.mp4]
    return [_id3, _id3_end]


def _id3(file: BinaryIO) -> Notes:
    file.seek(0)
    head = file.read(10)
    if head[:3] == b"ID3":
        body = file.read(min(_sync_safe(head[6:10]), _LARGEST))
        yield from _id3_frames(body, head[3], bool(head[5] & 0x80), bool(head[5] & 0x40))


def _id3_frames(body: bytes, version: int, unsynchronised: bool, extended: bool) -> Notes:
    if unsynchronised and version < 4:
        body = body.replace(b"\xff\x00", b"\xff")
    at = 0
    if extended:
        at = _sync_safe(body[:4]) if version == 4 else 4 + int.from_bytes(body[:4], "big")
    wide = 3 if version == 2 else 4
    while at + 2 * wide < len(body) and body[at]:
        name = body[at : at + wide].decode("ascii")
        size_bytes = body[at + wide : at + 2 * wide]
        size = _sync_safe(size_bytes) if version == 4 else int.from_bytes(size_bytes, "big")
        start = at + (6 if version == 2 else 10)
        if label := _ID3.get(name):
            yield from _id3_text(name, label, body[start : start + size])
        at = start + size


def _id3_text(name: str, label: str, data: bytes) -> Notes:
    """A text frame; a comment has a language and a description in front, a free one its own name."""
    coding, data = data[0], data[4 if name in _SPOKEN else 1 :]
    if coding in (1, 2):
        text = (
            data.decode("utf-16" if coding == 1 else "utf-16-be", "replace").replace("\ufeff", "").replace("\ufffe", "")
        )
    elif coding == 3:
        text = data.decode("utf-8", "replace")
    else:  # declared Latin-1; what Japanese programs wrote there is cp932
        text = "\0".join(map(decode_bytes, data.split(b"\0")))
    if name == "TXXX":
        own, _, text = text.partition("\0")
        label = own.strip() or label
    yield label, text.strip("\0").replace("\0", " ")


def _sync_safe(data: bytes) -> int:
    return data[0] << 21 | data[1] << 14 | data[2] << 7 | data[3]


def _id3_end(file: BinaryIO) -> Notes:
    """ID3v1: 128 bytes at the end."""
    file.seek(-128, io.SEEK_END)
    data = file.read(128)
    if data[:3] == b"TAG":
        for label, start, end in (("タイトル", 3, 33), ("出演者", 33, 63), ("アルバム", 63, 93), ("コメント", 97, 125)):
            yield label, decode_bytes(data[start:end].split(b"\0")[0].rstrip())


def _riff(file: BinaryIO) -> Notes:
    """The INFO list of WAV and AVI, and ID3 within WAV; everything else is passed over."""
    at, end = 12, file.seek(0, io.SEEK_END)
    while at + 8 <= end:
        file.seek(at)
        name, size = struct.unpack("<4sI", file.read(8))
        if name == b"LIST" and file.read(4) == b"INFO":
            yield from _riff_info(file.read(min(size, _LARGEST) - 4))
        elif name in (b"id3 ", b"ID3 "):
            file.seek(at + 8)
            yield from _id3(io.BytesIO(file.read(min(size, _LARGEST))))
        at += 8 + size + (size & 1)


def _riff_info(body: bytes) -> Notes:
    at = 0
    while at + 8 <= len(body):
        name, size = struct.unpack_from("<4sI", body, at)
        if label := _RIFF.get(name):
            yield label, decode_bytes(body[at + 8 : at + 8 + size].rstrip(b"\0"))
        at += 8 + size + (size & 1)


def _flac(file: BinaryIO) -> Notes:
    at, is_last = 4, False
    while not is_last:
        file.seek(at)
        head = file.read(4)
        is_last, size = bool(head[0] & 0x80), int.from_bytes(head[1:], "big")
        if head[0] & 0x7F == 4:
            yield from _vorbis(file.read(min(size, _LARGEST)))
        at += 4 + size


def _ogg(file: BinaryIO) -> Notes:
    """The second packet of Vorbis and Opus, which lies in the first pages."""
    file.seek(0)
    head = file.read(256 << 10)
    for mark in (b"\x03vorbis", b"OpusTags"):
        if (start := head.find(mark)) >= 0:
            yield from _vorbis(head[start + len(mark) :])
            return


def _vorbis(body: bytes) -> Notes:
    at = 4 + int.from_bytes(body[:4], "little")
    count = int.from_bytes(body[at : at + 4], "little")
    at += 4
    for _ in range(min(count, 1000)):
        size = int.from_bytes(body[at : at + 4], "little")
        name, _, text = body[at + 4 : at + 4 + size].decode("utf-8", "replace").partition("=")
        if label := _VORBIS.get(name.lower()):
            yield label, text
        at += 4 + size


def _asf(file: BinaryIO) -> Notes:
    """The two descriptions in the head of WMA and WMV."""
    file.seek(0)
    size = int.from_bytes(file.read(24)[16:24], "little")
    file.seek(30)
    body = file.read(min(size, _LARGEST))
    at = 0
    while at + 24 <= len(body):
        name, length = body[at : at + 16], int.from_bytes(body[at + 16 : at + 24], "little")
        if length < 24:
            return
        part = body[at + 24 : at + length]
        if name == _ASF_DESCRIPTION:
            yield from _asf_description(part)
        elif name == _ASF_EXTENDED:
            yield from _asf_extended(part)
        at += length


def _asf_description(part: bytes) -> Notes:
    at = 10
    for label, size in zip(_ASF, struct.unpack_from("<5H", part), strict=True):
        yield label, part[at : at + size].decode("utf-16-le", "replace")
        at += size


def _asf_extended(part: bytes) -> Notes:
    at = 2
    for _ in range(int.from_bytes(part[:2], "little")):
        size = int.from_bytes(part[at : at + 2], "little")
        name = part[at + 2 : at + 2 + size].decode("utf-16-le", "replace").strip("\0")
        kind, length = struct.unpack_from("<HH", part, at + 2 + size)
        at += 6 + size
        if kind == 0 and name in ("WM/AlbumTitle", "WM/AlbumArtist", "WM/SubTitle"):
            yield name.removeprefix("WM/"), part[at : at + length].decode("utf-16-le", "replace")
        at += length
