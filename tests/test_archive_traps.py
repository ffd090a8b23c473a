"""Archives that are cut off, lie about themselves, or unpack to more than anybody can hold."""

from __future__ import annotations

import io
import random
import struct
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import rars

from samples.formats import cabinet, disc, lzh, sevenzip, unix
from scanner.archives import huffman
from scanner.extract import Limits
from tests.unpacking import LIST, MEMBERS, SHORT, read


@pytest.mark.parametrize("name", ["a.lzh", "a.rar", "4.rar", "a.cab", "a.cpio", "a.tar", "a.iso"])
def test_a_cut_off_archive_yields_what_is_there(name: str, tmp_path: Path) -> None:
    members = {"短い.txt": SHORT, "名簿.csv": random.Random(1).randbytes(40_000).hex().encode()}
    target = io.BytesIO()
    with tarfile.TarFile(fileobj=target, mode="w") as out:
        for own, content in members.items():
            entry = tarfile.TarInfo(own)
            entry.size = len(content)
            out.addfile(entry, io.BytesIO(content))
    builders = {"a.rar": rars.RarBuilder(), "4.rar": rars.RarBuilder(format="rar29")}
    for builder in builders.values():
        for own, content in members.items():
            builder.add_bytes(content, own)
    made: dict[str, Callable[[], bytes]] = {
        "a.lzh": lambda: lzh.pack(members),
        "a.rar": lambda: bytes(builders["a.rar"].to_bytes()),
        "4.rar": lambda: bytes(builders["4.rar"].to_bytes()),
        "a.cab": lambda: cabinet.pack(members),
        "a.cpio": lambda: unix.cpio(members),
        "a.tar": target.getvalue,
        "a.iso": lambda: disc.image(members),
    }
    packed = made[name]()
    outcome = read(tmp_path / name, packed[: len(packed) * 3 // 4])
    assert outcome["短い.txt"] == ("read", len(SHORT))
    assert outcome["名簿.csv"][0] in ("partly_read", "corrupt")


def test_a_packed_file_that_is_cut_off(tmp_path: Path) -> None:
    packed = zlib.compressobj(9, zlib.DEFLATED, 31)
    content = packed.compress(LIST) + packed.flush()
    outcome = read(tmp_path / "名簿.csv.gz", content[: len(content) // 2])
    assert list(outcome) == ["", "名簿.csv"]
    assert outcome["名簿.csv"][0] == "partly_read"


def test_a_folder_that_contains_itself(tmp_path: Path) -> None:
    image = bytearray(disc.image({"甲/a.txt": SHORT}))
    at = 20 * 2048 + 2 * 34
    assert image[at + 25] == 2
    struct.pack_into("<L", image, at + 2, 20)
    assert list(read(tmp_path / "a.iso", bytes(image))) == [""]


def test_a_packed_file_that_holds_itself_ends_at_the_limit(tmp_path: Path) -> None:
    content = SHORT
    for _ in range(9):
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        content = packer.compress(content) + packer.flush()
    statuses = [own for own, _ in read(tmp_path / "a.gz", content, limits=Limits(depth=3)).values()]
    assert statuses == ["read"] * 4 + ["too_large"]


@pytest.mark.parametrize("name", ["a.gz", "a.7z", "a.rar", "a.lzh", "a.Z", "a.cab"])
def test_a_bomb_costs_its_limit(name: str, tmp_path: Path) -> None:
    zeros = {"0.bin": b"\0" * (1 << 20)}
    builder = rars.RarBuilder()
    builder.add_bytes(zeros["0.bin"], "0.bin")
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = {
        "a.gz": lambda: packer.compress(zeros["0.bin"]) + packer.flush(),
        "a.7z": lambda: sevenzip.pack(zeros),
        "a.rar": lambda: bytes(builder.to_bytes()),
        "a.lzh": lambda: lzh.pack(zeros),
        "a.Z": lambda: unix.compressed(zeros["0.bin"]),
        "a.cab": lambda: cabinet.pack(zeros),
    }[name]()
    outcome = read(tmp_path / name, packed, limits=Limits(ratio=10, ratio_from=256 << 10))
    assert [own for own, _ in outcome.values()] == ["read", "too_large", "too_large"]


def test_more_codes_than_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="more codes"):
        huffman.table([1] * 512)


def test_a_7z_that_counts_more_files_than_it_has_room_for(tmp_path: Path) -> None:
    header = b"\x01\x05" + b"\xff" + (1 << 40).to_bytes(8, "little") + b"\0" * 20
    start = struct.pack("<QQL", 0, len(header), zlib.crc32(header))
    packed = b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<L", zlib.crc32(start)) + start + header
    assert read(tmp_path / "a.7z", packed) == {"": ("corrupt", len(packed))}


def test_a_part_of_a_7z_is_not_taken_for_a_whole(tmp_path: Path) -> None:
    packed = sevenzip.pack(MEMBERS)
    assert read(tmp_path / "a.7z.001", packed[:200]) == {"": ("corrupt", 200)}
