"""Every file and every member ends as one document; limits hold; no failure leaks content."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from pathlib import Path

import pytest

from scanner.crawl import walk
from scanner.document import FoundFile, Image, Passage, Table
from scanner.extract import Document, Limits, extract


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def found(path: Path, content: bytes) -> FoundFile:
    path.write_bytes(content)
    met = next(walk([path]))
    assert isinstance(met, FoundFile)
    return met


def documents(file: FoundFile, limits: Limits | None = None) -> list[tuple[Document, list[Passage | Table | Image]]]:
    return [(document, list(document.items())) for document in extract(file, limits)]


def statuses(file: FoundFile, limits: Limits | None = None) -> dict[str, str]:
    return {document.path: document.status for document, _ in documents(file, limits)}


def test_members_follow_their_container(tmp_path: Path) -> None:
    inner = zipped({"c.txt": "見本".encode()})
    file = found(tmp_path / "a.zip", zipped({"b.zip": inner, "d.txt": b"x"}))
    read = documents(file)
    assert [document.path for document, _ in read] == ["a.zip", "a.zip!b.zip", "a.zip!b.zip!c.txt", "a.zip!d.txt"]
    assert read[2][1] == [Passage("見本", "1行目から")]
    assert {document.status for document, _ in read} == {"read"}


def test_size_and_hash_are_of_the_whole_content(tmp_path: Path) -> None:
    document, _ = documents(found(tmp_path / "a.txt", b"abc"))[0]
    assert document.size == 3
    assert document.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert document.media_type == "text/plain"


def test_a_document_can_be_skipped(tmp_path: Path) -> None:
    file = found(tmp_path / "a.zip", zipped({"b.txt": b"b", "c.txt": b"c"}))
    skipped = list(extract(file))
    assert [document.path for document in skipped] == ["a.zip", "a.zip!b.txt", "a.zip!c.txt"]
    assert list(skipped[1].items()) == []


def test_an_empty_file_is_read(tmp_path: Path) -> None:
    document, items = documents(found(tmp_path / "空.docx", b""))[0]
    assert (document.status, document.note, items) == ("read", "空のファイルです", [])


def test_a_lock_file_of_office_does_no_harm(tmp_path: Path) -> None:
    lock = b"\x06owner " + b" " * 48 + b"o\0w\0n\0e\0r\0" + b"\0" * 90
    assert statuses(found(tmp_path / "~$名簿.docx", lock))["~$名簿.docx"] in ("corrupt", "unsupported", "read")


def test_a_file_that_vanished_is_reported(tmp_path: Path) -> None:
    file = found(tmp_path / "a.txt", b"x")
    file.path.unlink()
    document, _ = documents(file)[0]
    assert document.status == "denied"
    assert "削除" in document.note


def test_a_file_that_changed_while_it_was_read_says_so(tmp_path: Path) -> None:
    file = found(tmp_path / "a.txt", b"x" * 300_000)
    for document in extract(file):
        for _ in document.items():
            file.path.write_bytes(b"y" * 400_000)
    assert document.status == "partly_read"
    assert "変更" in document.note


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_denied(tmp_path: Path) -> None:
    file = found(tmp_path / "a.txt", b"x")
    file.path.chmod(0)
    assert statuses(file) == {"a.txt": "denied"}


def test_containers_are_opened_down_to_a_depth(tmp_path: Path) -> None:
    content = zipped({"底.txt": b"x"})
    for _ in range(6):
        content = zipped({"z.zip": content})
    read = statuses(found(tmp_path / "a.zip", content), Limits(depth=2))
    assert read == {
        "a.zip": "read",
        "a.zip!z.zip": "read",
        "a.zip!z.zip!z.zip": "read",
        "a.zip!z.zip!z.zip!（残りのファイル）": "too_large",
    }


def test_only_so_many_members_are_read(tmp_path: Path) -> None:
    content = zipped({f"{number}.txt": b"x" for number in range(5)})
    read = statuses(found(tmp_path / "a.zip", content), Limits(members=3))
    assert list(read)[1:] == ["a.zip!0.txt", "a.zip!1.txt", "a.zip!2.txt", "a.zip!（残りのファイル）"]
    assert read["a.zip!（残りのファイル）"] == "too_large"


def test_a_bomb_is_given_up(tmp_path: Path) -> None:
    file = found(tmp_path / "bomb.zip", zipped({"a": b"\0" * (8 << 20), "b": b"x"}))
    read = statuses(file, Limits(ratio=10, ratio_from=1 << 20))
    assert read == {"bomb.zip": "read", "bomb.zip!a": "too_large", "bomb.zip!（残りのファイル）": "too_large"}


def test_a_format_held_in_memory_has_a_largest_size(tmp_path: Path) -> None:
    mail = b"From: a@example.jp\nTo: b@example.jp\nMessage-ID: <1@example.jp>\n\n" + b"x" * 2000
    assert statuses(found(tmp_path / "a.eml", mail), Limits(held=1000)) == {"a.eml": "too_large"}


def test_reading_takes_only_so_long(tmp_path: Path) -> None:
    document, items = documents(found(tmp_path / "a.txt", b"line\n" * 100_000), Limits(seconds=0.0))[0]
    assert document.status == "timed_out"
    assert len(items) < 2


def test_a_member_that_is_damaged_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.txt": os.urandom(1000).hex().encode(), "b.txt": b"fine"}))
    content[200] ^= 0xFF
    read = statuses(found(tmp_path / "a.zip", bytes(content)))
    assert read["a.zip!a.txt"] in ("partly_read", "corrupt")
    assert read["a.zip!b.txt"] == "read"


def test_names_in_a_container_are_unique(tmp_path: Path) -> None:
    with pytest.warns(UserWarning), zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", "x")
        archive.writestr("a.csv", "y")
    file = found(tmp_path / "a.zip", (tmp_path / "a.zip").read_bytes())
    assert list(statuses(file)) == ["a.zip", "a.zip!a.csv", "a.zip!a (2).csv"]


@pytest.mark.parametrize("name", ["名簿.xlsx", "名簿.pdf", "名簿.docx", "名簿.zip", "名簿.eml"])
def test_notes_never_hold_content(tmp_path: Path, name: str) -> None:
    secret = "見本太郎 000-0000-0000"
    for head in (b"PK\x03\x04", b"%PDF-1.4\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        for document, _ in documents(found(tmp_path / name, head + secret.encode() * 50)):
            assert secret[:4] not in document.note
