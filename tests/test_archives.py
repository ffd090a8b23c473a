"""Archives as other programs write them: methods, headers and names."""

from __future__ import annotations

import base64
import io
import lzma
import struct
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import rars

from samples.formats import archive, cabinet, lzh, sevenzip, unix
from scanner.archives import inflate64, lzw
from scanner.archives.crc16 import crc16
from scanner.extract import extract
from tests.readers.make_archives import program
from tests.test_extract import found
from tests.unpacking import LIST, MEMBERS, SHORT, rar, read, sizes, whole

# Written by jLHA 0.0.20050504: three invented people.
EARLY_LZH = {
    "lh1": (
        "MAAtbGgxLVMAAAB7AAAAAPFTZSACJ+JKBQAA5HQLAAFsaXN0LnR4dAYAAj8//wAAFVcXf9ZisA1/cHecW93NuMAEaBN7Ztwvf/8jbR44trnfUt"
        "/mcsMGpED2h1KJPLLd4l3FFdXBRwK3Bh4VVU2VjMMpZpXEFHDnxRVzwolI6CO8hwgA"
    ),
    "lh3": (
        "MAAtbGgzLXEAAAB7AAAAAPFTZSACJ+JKBQAAuK0LAAFsaXN0LnR4dAYAAj8//wAAAEoAKFAAAJgATJ0pSta0pQAAAABUAAAFVQFQAFFaqFaitK"
        "gVAqVKgAAqABUAqABQAAFQAK0BSgAAAO8x+B3r7gJpCX4BIEQEhd98I6dIFIqObLnXAM+9rQJkyhNCioaxsOaEX8A/eRQuZQqhQsWC05gA"
    ),
}
# PPMd, written by 7-Zip 26.02: the same three people.
PPMD = {
    "a.zip": (
        "UEsDBD8AAABiAPpsdl151FRxTgAAAHsAAAALAAAAc20vbGlzdC50eHQHAIlCTpX3czMLgMsejpI6nTWnaS9Rfki19jQnR9u2vkc8bsc1nxXKJQWF"
        "5toJ8Q/cDxoNL7H4kJN6Ag8/GxgMA0U3VE3PdxBNFMzkAABQSwECPwM/AAAAYgD6bHZdedRUcU4AAAB7AAAACwAkAAAAAAAAACCApIEAAAAAc20v"
        "bGlzdC50eHQKACAAAAAAAAEAGABYL2nyhnrdAQAAAAAAAAAAAAAAAAAAAABQSwUGAAAAAAEAAQBdAAAAdwAAAAAA"
    ),
    "a.7z": (
        "N3q8ryccAARVcFRlSwAAAAAAAABOAAAAAAAAAHBgHdIAiUJO6OIQ9xMs1NgIKxgESvi4CZkA7xws/QE4EZKfG1lAARn72pYC+m4Fota3OKeefCTi"
        "i8WAzKnKPAO6LWHuT3wpXYbXITlz/wABBAYAAQlLAAcLAQABIwMEAQUGAAABAAx7AAgKAXnUVHEAAAUBGQYAAAAAAAAREwBsAGkAcwB0AC4AdAB4"
        "AHQAAAAZABUGAQAggKSBAAA="
    ),
}


@pytest.mark.parametrize("name", ["a.7z", "a.lzh", "a.rar", "a.cab", "a.cpio", "a.zip"])
def test_every_file_is_unpacked(name: str, tmp_path: Path) -> None:
    packed = {
        "a.7z": lambda: sevenzip.pack(MEMBERS),
        "a.lzh": lambda: lzh.pack(MEMBERS),
        "a.rar": lambda: rar(solid=True),
        "a.cab": lambda: cabinet.pack(MEMBERS),
        "a.cpio": lambda: unix.cpio(MEMBERS, "cp932"),
        "a.zip": lambda: archive.pack(MEMBERS, archive.WindowsName),
    }[name]()
    assert read(tmp_path / name, packed) == {"": ("read", len(packed)), **whole(**MEMBERS)}


@pytest.mark.parametrize("level", [0, 1, 2])
def test_headers_of_lzh(level: int, tmp_path: Path) -> None:
    assert sizes(read(tmp_path / "a.lzh", lzh.pack(MEMBERS, level))) == whole(**MEMBERS)


@pytest.mark.parametrize("method", EARLY_LZH)
def test_lzh_of_the_first_years(method: str, tmp_path: Path) -> None:
    content = base64.b64decode(EARLY_LZH[method])
    documents = list(extract(found(tmp_path / "a.lzh", content)))
    assert [document.status for document in documents] == ["read", "read"]
    assert documents[1].size == 123


def test_crc16_of_long_and_short_data() -> None:
    assert crc16(b"123456789") == 0xBB3D
    data = bytes(range(256)) * 1001
    assert crc16(data[5000:], crc16(data[:5000])) == crc16(data) == lzh.crc16(data)


def bits(*fields: tuple[int, int]) -> bytes:
    """Numbers in so many bits each, lowest first."""
    value = place = 0
    for number, width in fields:
        value |= number << place
        place += width
    return value.to_bytes((place + 7) // 8, "little")


def fixed(symbol: int, width: int) -> tuple[int, int]:
    """A code of Deflate, whose highest bit comes first."""
    return int(f"{symbol:0{width}b}"[::-1], 2), width


def test_deflate64_repeats_longer_and_from_farther() -> None:
    far = zlib.compressobj(9, zlib.DEFLATED, -15, strategy=zlib.Z_HUFFMAN_ONLY)
    start = bytes(number * 7919 % 251 for number in range(60_000))
    stream = far.compress(start) + far.flush(zlib.Z_FULL_FLUSH)
    # length code 285 with 16 extra bits: 3 + 997; distance code 31 with 14 extra bits: 49,153 + 847
    stream += bits((1, 1), (1, 2), fixed(0b11000101, 8), (997, 16), fixed(31, 5), (847, 14), fixed(0, 7))
    for unpack in (inflate64.unpacked, inflate64._unpacked_here):
        assert b"".join(unpack(iter([stream[:777], stream[777:]]))) == start + start[10_000:11_000]


@pytest.mark.parametrize("name", PPMD)
def test_ppmd_by_the_library_for_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyppmd")
    packed = base64.b64decode(PPMD[name])
    assert set(sizes(read(tmp_path / name, packed)).values()) == {("read", 123)}
    monkeypatch.setitem(sys.modules, "pyppmd", None)
    document = list(extract(found(tmp_path / name, packed)))[1]
    assert (document.status, "daicho[archives]" in document.note) == ("unsupported", True)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_of_zip(method: int, tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as out:
        out.writestr("a.csv", LIST)
    assert sizes(read(tmp_path / "a.zip", target.getvalue())) == whole(**{"a.csv": LIST})


def with_method(packed: bytes, method: int) -> bytes:
    """A ZIP of one file whose content was packed by something that Python's library does not know."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as out:
        out.writestr("a.csv", packed)
    content = bytearray(target.getvalue())
    for at, field in ((content.find(b"PK\3\4"), 8), (content.find(b"PK\1\2"), 10)):
        struct.pack_into("<H4xLLL", content, at + field, method, zlib.crc32(LIST), len(packed), len(LIST))
    return bytes(content)


def test_newer_methods_of_zip(tmp_path: Path) -> None:
    from backports import zstd

    deflated = zlib.compressobj(9, zlib.DEFLATED, -15, strategy=zlib.Z_HUFFMAN_ONLY)
    packed = {93: zstd.compress(LIST), 95: lzma.compress(LIST), 9: deflated.compress(LIST) + deflated.flush()}
    for method, content in packed.items():
        assert sizes(read(tmp_path / f"{method}.zip", with_method(content, method))) == whole(**{"a.csv": LIST})
    outcome = read(tmp_path / "1.zip", with_method(b"x" * 50, 6))
    assert outcome == {"": ("read", outcome[""][1]), "a.csv": ("unsupported", 0)}


@pytest.mark.parametrize(
    ("name", "inner"), [("a.csv.bz2", "a.csv"), ("b.TGZ", "b.tar"), ("c.csv.xz", "c.csv"), ("謎.bin", "謎.bin（中身）")]
)
def test_the_member_of_a_packed_file_has_its_name(name: str, inner: str, tmp_path: Path) -> None:
    assert sizes(read(tmp_path / name, lzma.compress(LIST))) == whole(**{inner: LIST})


def test_compress_grows_its_codes() -> None:
    content = LIST + bytes(range(256)) * 300 + b"\0" * 40_000
    assert b"".join(lzw.unpacked(iter([unix.compressed(content)]))) == content


def test_compress_begins_anew_where_it_says_so() -> None:
    # "ab", begin anew (256 in a group of its own), "ab": each group of 9-bit codes is filled up to 9 bytes
    def group(*codes: int) -> bytes:
        return sum(code << 9 * place for place, code in enumerate(codes)).to_bytes(9, "little")

    packed = b"\x1f\x9d\x90" + group(97, 98, 256) + group(97, 98)[:3]
    assert b"".join(lzw.unpacked(iter([packed]))) == b"abab"


def test_lzx_of_plain_blocks_over_two_frames(tmp_path: Path) -> None:
    """Two blocks that stand as they are, of odd length, the first over the end of a frame."""
    content = {"a.txt": (LIST * 3)[:40_001], "b.txt": LIST[:9_999]}
    plain = b"".join(content.values())

    def block(data: bytes, before: str) -> bytes:
        head = before + f"{3:03b}{len(data):024b}"
        head += "0" * (16 - len(head) % 16)
        words = b"".join(int(head[at : at + 16], 2).to_bytes(2, "little") for at in range(0, len(head), 16))
        return words + struct.pack("<LLL", 1, 1, 1) + data + b"\0" * (len(data) % 2)

    first, second = block(plain[:40_001], "0"), block(plain[40_001:], "")
    cut = first.find(plain[:40_001]) + 32768
    blocks = [(first[:cut], 32768), (first[cut:] + second, len(plain) - 32768)]
    packed = cabinet.around(content, blocks, 3 | 15 << 8)
    assert sizes(read(tmp_path / "a.cab", packed)) == whole(**content)


def test_an_unknown_method_of_a_cabinet_is_named(tmp_path: Path) -> None:
    packed = cabinet.around({"a.txt": SHORT}, [(SHORT, len(SHORT))], 2)
    document = list(extract(found(tmp_path / "a.cab", packed)))[1]
    assert (document.status, "Quantum" in document.note) == ("unsupported", True)


def test_names_of_old_rar_in_the_letters_of_windows(tmp_path: Path) -> None:
    builder = rars.RarBuilder(format="rar29")
    builder.add_bytes(SHORT, "ABCDEF.txt")
    packed = builder.to_bytes().replace(b"ABCDEF", "表ソ顧".encode("cp932"))
    start = packed.find("表ソ顧".encode("cp932")) - 32
    size = struct.unpack_from("<H", packed, start + 5)[0]
    crc = struct.pack("<H", zlib.crc32(packed[start + 2 : start + size]) & 0xFFFF)
    outcome = read(tmp_path / "a.rar", packed[:start] + crc + packed[start + 2 :])
    assert sizes(outcome) == whole(**{"表ソ顧.txt": SHORT})


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "utf-8"])
def test_names_of_tar(encoding: str, tmp_path: Path) -> None:
    target = io.BytesIO()
    with tarfile.TarFile(fileobj=target, mode="w", format=tarfile.USTAR_FORMAT, encoding=encoding) as out:
        for name in ("表示/顧客名簿.csv", "資料ソ.txt"):
            out.addfile(tarfile.TarInfo(name))
    assert list(read(tmp_path / "a.tar", target.getvalue())) == ["", "表示/顧客名簿.csv", "資料ソ.txt"]


@pytest.mark.parametrize("kind", ["zip", "7z", "rar", "lzh", "cab"])
def test_a_program_that_unpacks_itself(kind: str, tmp_path: Path) -> None:
    made: dict[str, Callable[[], bytes]] = {
        "zip": lambda: archive.pack(MEMBERS, archive.WindowsName),
        "7z": lambda: b";!@Install@!UTF-8!\r\n;!@InstallEnd@!" + sevenzip.pack(MEMBERS),
        "rar": rar,
        "lzh": lambda: lzh.pack(MEMBERS, 1),
        "cab": lambda: cabinet.pack(MEMBERS),
    }
    assert sizes(read(tmp_path / "a.exe", program(made[kind]()))) == whole(**MEMBERS)


def test_a_program_that_only_knows_archives_is_a_program(tmp_path: Path) -> None:
    document = next(extract(found(tmp_path / "a.exe", program(b"7z\xbc\xaf\x27\x1c\0\x04 Rar! MSCF" * 9))))
    assert document.media_type == "application/vnd.microsoft.portable-executable"
