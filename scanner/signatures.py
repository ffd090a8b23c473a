"""Types that show in their first bytes: our own short table, then libmagic where it can be loaded."""

from __future__ import annotations

import contextlib
import re
from functools import cache
from typing import Protocol

from scanner.archives.old_heads import old_archive
from scanner.dbase import head_of
from scanner.media import ENCRYPTED_FILE, UNKNOWN

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (rb"\xff\xd8\xff", "image/jpeg"),
    (rb"\x89PNG\r\n", "image/png"),
    (rb"GIF8[79]a", "image/gif"),
    (rb"BM.{4}\0{4}", "image/bmp"),
    (rb"II\*\0|MM\0\*", "image/tiff"),
    (rb"RIFF.{4}WEBP", "image/webp"),
    (rb"RIFF.{4}WAVE", "audio/x-wav"),
    (rb"RIFF.{4}AVI ", "video/x-msvideo"),
    (rb".{4}ftyp(heic|heix|mif1|msf1|hevc)", "image/heic"),
    (rb".{4}ftypavif", "image/avif"),
    (rb".{4}ftyp(M4A|M4B)", "audio/mp4"),
    (rb".{4}ftypqt", "video/quicktime"),
    (rb".{4}ftyp", "video/mp4"),
    (rb"ID3[\x02-\x04]\0|\xff[\xfb\xf3\xf2\xfa][\x10-\xef]", "audio/mpeg"),
    (rb"OggS\0", "audio/ogg"),
    (rb"fLaC", "audio/flac"),
    (rb"#!AMR", "audio/amr"),
    (
        rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11(?=.*\x40\x9e\x69\xf8\x4d\x5b)(?!.*\xc0\xef\x19\xbc\x4d\x5b)",
        "audio/x-ms-wma",
    ),
    (rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
    (rb"G.{187}G.{187}G|.{4}G.{191}G.{191}G", "video/mp2t"),
    (rb"DHAV[\xf0-\xfd]", "video/x-dav"),  # recorders of Dahua
    (rb"\0\0\0\x01[\x27\x47\x67]", "video/h264"),
    (rb".{4}(?:moov|mdat|wide)|.{4}free.{4}mdat", "video/quicktime"),
    (rb"[\x02\x03](?:dss|ds2)", "audio/x-dss"),  # dictation
    (rb"FORM.{4}AIF[FC]", "audio/x-aiff"),
    (rb"caff\0\x01\0\0", "audio/x-caf"),
    (rb"\.snd\0\0", "audio/basic"),
    (rb"MThd\0\0\0\x06", "audio/midi"),
    (rb"\xff[\xf0\xf1\xf8\xf9][\x40-\xbf].{2}.[\xfc-\xff]", "audio/aac"),
    (rb"\x1a\x45\xdf\xa3", "video/x-matroska"),
    (rb"\0\0\x01[\xba\xb3]", "video/mpeg"),
    (rb"FLV\x01", "video/x-flv"),
    (rb"8BPS\0", "image/vnd.adobe.photoshop"),
    (rb"AC10(1|2|3)\d", "image/vnd.dwg"),
    (rb"\{\\rtf", "application/rtf"),
    (rb"%!PS", "application/postscript"),
    (rb"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (rb"Rar!\x1a\x07", "application/x-rar"),
    (rb".{2}-l[hz][0-9dsx]-", "application/x-lzh"),
    (rb"MSCF\0{4}", "application/vnd.ms-cab-compressed"),
    (rb"\x1f\x8b\x08", "application/gzip"),
    (rb"BZh[1-9]1AY", "application/x-bzip2"),
    (rb"\xfd7zXZ\0", "application/x-xz"),
    (rb"\x28\xb5\x2f\xfd", "application/zstd"),
    (rb"\x1f\x9d", "application/x-compress"),
    (rb".{257}ustar", "application/x-tar"),
    (rb".{32769}CD001|.{32769}BEA01.{2043}NSR0[23]", "application/x-iso9660-image"),
    (rb"0707(01|02|07)", "application/x-cpio"),
    (rb".{4}_A(ttacheCaseData|tc_Broken_Data)", ENCRYPTED_FILE),  # アタッシェケース, usual in Japan
    (rb"\0\x01\0\0Standard (Jet|ACE) DB", "application/x-msaccess"),
    (rb"SQLite format 3\0", "application/vnd.sqlite3"),
    (rb"\x37\x7f\x06[\x82\x83]", "application/x-sqlite3-wal"),
    (rb"PAR[1E]", "application/vnd.apache.parquet"),
    (rb"ARROW1\0\0", "application/vnd.apache.arrow.file"),
    (rb"<!-- <mdb:mork:z", "application/x-mork"),
    (rb"// <!-- <mdb:mork:z", "application/x-mork"),
    (rb"!BDN", "application/vnd.ms-outlook-pst"),
    (rb"\x78\x9f\x3e\x22", "application/vnd.ms-tnef"),
    (rb"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "application/onenote"),
    (rb"L\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut"),
    (rb"\x60[\x03-\x7f]\x82\x01[\x01-\x20]\x80", "application/vnd.fujixerox.docuworks"),
    (rb"\0\0\x02\0[\x04-\x06]\x04|\0\0\x1a\0[\0-\x09]\x10\x04\0", "application/vnd.lotus-1-2-3"),
    (rb"\x1a\0\0\x04\0\0", "application/vnd.lotus-notes"),
    (rb"MZ.{56,}PE\0\0|MZ[\x90\x50]\0", "application/vnd.microsoft.portable-executable"),
    (rb"\x7fELF", "application/x-executable"),
)

_ANY = re.compile(b"|".join(b"(?P<_%d>%s)" % (at, mark) for at, (mark, _) in enumerate(_SIGNATURES)), re.DOTALL)


class _Magic(Protocol):
    def from_buffer(self, head: bytes) -> str: ...


def by_first_bytes(head: bytes) -> str | None:
    """The media type by our own table, or by a head whose parts agree with one another."""
    found = _ANY.match(head)
    if found and found.lastgroup:
        return _SIGNATURES[int(found.lastgroup[1:])][1]
    return "application/x-dbf" if head_of(head) else old_archive(head)


def by_libmagic(head: bytes) -> str:
    """The media type by libmagic, 「application/octet-stream」 where it does not know or could not be loaded."""
    library = _libmagic()
    if library is None:
        return UNKNOWN
    try:
        return library.from_buffer(head[:65536]) or UNKNOWN
    except Exception:  # MagicException and what the C library makes of hostile bytes
        return UNKNOWN


@cache
def _libmagic() -> _Magic | None:
    """libmagic from the wheel that carries it (pylibmagic must be imported before magic), or None."""
    with contextlib.suppress(ImportError, OSError):
        import pylibmagic  # noqa: F401
    try:
        import magic

        loaded: _Magic = magic.Magic(mime=True)
    except Exception:  # ImportError, OSError, MagicException: whatever keeps the library from loading
        return None
    return loaded
