"""ZIP: plain, as Windows in Japan makes them, and locked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from random import Random
from unittest import mock

from samples.share import Sample

STAMP = (2026, 10, 1, 9, 0, 0)


class WindowsName(zipfile.ZipInfo):
    """A member whose name is written in cp932 without a word about it, as Windows does."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("cp932"), self.flag_bits


def pack(members: Mapping[str, bytes], info: type[zipfile.ZipInfo] = zipfile.ZipInfo) -> bytes:
    """A ZIP of files, in the order given."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            entry = info(name, STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on every system
            archive.writestr(entry, content)
    return target.getvalue()


def pack_samples(samples: Iterable[Sample]) -> bytes:
    """A ZIP of samples under Windows names."""
    return pack({sample.path: sample.content for sample in samples}, WindowsName)


def settle(content: bytes) -> bytes:
    """A ZIP made by a library, with fixed times instead of the clock's."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return pack({name: archive.read(name) for name in archive.namelist()})


def locked(members: Mapping[str, bytes], password: str) -> bytes:
    """A ZIP with AES encryption, as 7-Zip makes them. The salt comes from the password, never do that elsewhere."""
    import pyzipper

    chance = Random(password)
    target = io.BytesIO()
    with mock.patch("pyzipper.zipfile_aes.Random.new") as source:
        source.return_value.read = chance.randbytes
        with pyzipper.AESZipFile(target, "w", encryption=pyzipper.WZ_AES) as archive:
            archive.setpassword(password.encode())
            for name, content in members.items():
                entry = archive.zipinfo_cls(name, STAMP)
                entry.create_system = 0
                archive.writestr(entry, content)
    return target.getvalue()
