"""Locked archives: opened with a known password, named where there is none."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from samples.formats import archive, sevenzip
from scanner.extract import extract
from tests.test_extract import found
from tests.unpacking import LIST, MEMBERS, SHORT, rar, read, sizes, whole


def traditional_zip(password: bytes, members: dict[str, bytes]) -> bytes:
    """A ZIP with the old lock: packed in clear, then each content locked as PKWARE describes it."""
    from scanner.archives.zip_locks import Traditional

    out, listing = b"", b""
    for name, content in members.items():
        crc, raw = zlib.crc32(content), name.encode("cp932")
        clear = b"\0" * 11 + bytes([crc >> 24]) + zlib.compress(content, 9, -15)
        cipher, locked = Traditional(password), b""
        for byte in clear:  # the cipher gives back the key byte and learns from the clear one
            keys = cipher._keys
            mixed = keys[2] & 0xFFFF | 2
            locked += bytes([byte ^ mixed * (mixed ^ 1) >> 8 & 0xFF])
            assert cipher.open(locked[-1:]) == bytes([byte])
        fields = struct.pack("<HHHHLLLHH", 1, 8, 0, 0, crc, len(locked), len(content), len(raw), 0)
        listing += b"PK\1\2\x14\0\x14\0" + fields[:2] + fields[2:] + struct.pack("<HHHLL", 0, 0, 0, 0, len(out)) + raw
        out += b"PK\3\4\x14\0" + fields + raw + locked
    end = struct.pack("<HHHHLLH", 0, 0, len(members), len(members), len(listing), len(out), 0)
    return out + listing + b"PK\5\6" + end


@pytest.mark.parametrize("name", ["aes.zip", "old.zip", "a.7z", "names.7z", "5.rar", "4.rar", "names.rar"])
def test_locked_archives_open_with_a_known_password(name: str, tmp_path: Path) -> None:
    members = {"名簿/表.csv": LIST, "短い.txt": SHORT}
    packed = {
        "aes.zip": lambda: archive.locked(members, "開け2026"),
        "old.zip": lambda: traditional_zip("開け2026".encode("cp932"), members),
        "a.7z": lambda: sevenzip.pack(members, "開け2026"),
        "names.7z": lambda: sevenzip.pack(members, "開け2026", True),
        "5.rar": lambda: rar(password="開け2026"),
        "4.rar": lambda: rar(password="開け2026", format="rar29"),
        "names.rar": lambda: rar(password="開け2026", encrypt_headers=True),
    }[name]()
    opened = read(tmp_path / name, packed, "違う", "開け2026")
    assert {key: own for key, own in sizes(opened).items() if key != "空.txt"} == whole(**members)
    assert opened[""][0] == "read"
    closed = read(tmp_path / name, packed, "違う")
    assert closed[""][0] == "encrypted"
    assert {own for key, own in sizes(closed).items() if key != "空.txt"} <= {("encrypted", 0)}


def test_a_password_is_never_told(tmp_path: Path) -> None:
    packed = sevenzip.pack(MEMBERS, "開け2026")
    notes = [document.note for document in extract(found(tmp_path / "a.7z", packed), passwords=["開け2026"])]
    assert not any("開け" in note for note in notes)


def test_a_locked_file_beside_open_ones(tmp_path: Path) -> None:
    locked = traditional_zip(b"secret", {"閉.txt": SHORT})
    start, rest = locked[: locked.find(b"PK\1\2")], locked[locked.find(b"PK\1\2") : locked.find(b"PK\5\6")]
    opened = archive.pack({"開.txt": SHORT}, archive.WindowsName)
    inner, listed = opened[: opened.find(b"PK\1\2")], opened[opened.find(b"PK\1\2") : opened.find(b"PK\5\6")]
    listed = listed[:42] + struct.pack("<L", len(start)) + listed[46:]
    end = struct.pack("<HHHHLLH", 0, 0, 2, 2, len(rest + listed), len(start + inner), 0)
    outcome = read(tmp_path / "a.zip", start + inner + rest + listed + b"PK\5\6" + end)
    assert sizes(outcome) == {"閉.txt": ("encrypted", 0), "開.txt": ("read", len(SHORT))}


def test_a_file_of_an_encrypting_program_is_named(tmp_path: Path) -> None:
    content = b"\x8f\0\x03\0_AttacheCaseData" + bytes(range(256)) * 4
    (document,) = extract(found(tmp_path / "名簿.atc", content))
    assert (document.status, "アタッシェケース" in document.note) == ("encrypted", True)
