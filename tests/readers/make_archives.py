"""Makes the archives of this folder: python tests/readers/make_archives.py (same bytes each time).

All people, addresses and numbers are invented.
"""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
from pathlib import Path

import rars

from samples.formats import cabinet, disc, lzh, sevenzip, unix
from samples.formats.archive import pack

HERE = Path(__file__).parent
PEOPLE = "\r\n".join(
    ["会員番号,氏名,電話番号", "M10001,架空 花子,090-0000-0001", "M10002,見本 太郎,080-0000-0002", ""]
).encode("cp932")
LETTER = "".join(f"{number}行目は書庫の中の文書です。\r\n" for number in range(1, 9)).encode("cp932")
MEMBERS = {"顧客/表ソ.csv": PEOPLE, "../逃げる.txt": LETTER, "空.txt": b""}


def tar(encoding: str) -> bytes:
    """As the tar of an old server writes it: names in the letters of that server."""
    target = io.BytesIO()
    with tarfile.TarFile(fileobj=target, mode="w", format=tarfile.GNU_FORMAT, encoding=encoding) as archive:
        for name, content in MEMBERS.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return target.getvalue()


def rar() -> bytes:
    """RAR 5, solid; names as the library lets them be written."""
    builder = rars.RarBuilder(solid=True)
    for name, content in MEMBERS.items():
        builder.add_bytes(content, name.removeprefix("../"))
    return bytes(builder.to_bytes())


def program(archive: bytes) -> bytes:
    """A program of Windows that unpacks the archive behind its one section."""
    head = b"MZ\x90\0" + b"\0" * 56 + struct.pack("<L", 64)
    portable = b"PE\0\0" + struct.pack("<HHLLLHH", 0x14C, 1, 0, 0, 0, 0, 0x102)
    section = b".text\0\0\0" + struct.pack("<LLLLLLHHL", 512, 4096, 512, 512, 0, 0, 0, 0, 0x60000020)
    return (head + portable + section).ljust(512, b"\0") + b"\xcc" * 512 + archive


def samples() -> dict[str, bytes]:
    """The archives by their file names."""
    return {
        "list.lzh": lzh.pack(MEMBERS),
        "list.7z": sevenzip.pack(MEMBERS),
        "locked.7z": sevenzip.pack(MEMBERS, "secret"),
        "list.rar": rar(),
        "list.cab": cabinet.pack(MEMBERS),
        "list.iso": disc.image({name.removeprefix("../"): content for name, content in MEMBERS.items()}),
        "euc.tar": tar("euc_jp"),
        "cp932.tar.gz": gzip.compress(tar("cp932"), mtime=0),
        "letter.txt.Z": unix.compressed(LETTER),
        "list.cpio": unix.cpio(MEMBERS, "euc_jp"),
        "unpacks_itself.exe": program(lzh.pack(MEMBERS, 1)),
        "nested.zip": pack({"中.7z": sevenzip.pack({"奥.lzh": lzh.pack({"底.csv": PEOPLE}, 0)})}),
    }


def main() -> None:
    """Write the samples."""
    for name, content in samples().items():
        (HERE / name).write_bytes(content)


if __name__ == "__main__":
    main()
