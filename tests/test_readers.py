"""Every reader has a sample, every sample reads as its golden file says, and damage only ever ends as a status."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.crawl import walk
from scanner.document import FoundFile, Image, Passage, Reader, Status, Table
from scanner.extract import Limits, extract
from scanner.readers import READERS, reader_for

FOLDER = Path(__file__).parent / "readers"
SAMPLES = sorted(path for path in FOLDER.iterdir() if path.is_file() and path.suffix not in (".expected", ".py"))


def found(path: Path) -> FoundFile:
    met = next(walk([path]))
    assert isinstance(met, FoundFile)
    return met


def dump(path: Path) -> str:
    return "\n".join(line for document in _dumped(path) for line in document) + "\n"


def _dumped(path: Path) -> Iterator[list[str]]:
    for document in extract(found(path)):
        lines = [line for item in document.items() for line in _lines(item)]
        yield [f"## {document.path} | {document.media_type} | {document.status} | {document.note}", *lines]


def _lines(item: Passage | Table | Image) -> list[str]:
    if isinstance(item, Image):
        return [f"[{item.place}] {item.width}×{item.height}"]
    if isinstance(item, Passage):
        return [f"[{item.place}]", *(f"  {line}" for line in item.text.splitlines())]
    rows = zip(*item.columns, strict=True)
    return [f"[{item.place}] {item.first_row}行目から", *("  " + " ¦ ".join(map(_cell, row)).rstrip() for row in rows)]


def _cell(cell: str) -> str:
    return cell.replace("\r", "").replace("\n", "⏎")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_sample_reads_as_expected(path: Path, rewrite_golden: bool) -> None:
    golden = path.with_name(path.name + ".expected")
    if rewrite_golden:
        golden.write_text(dump(path), encoding="utf-8", newline="\n")
    assert dump(path) == golden.read_text(encoding="utf-8")


def test_every_golden_file_has_its_sample() -> None:
    names = {path.name for path in SAMPLES}
    assert [path.name for path in FOLDER.glob("*.expected") if path.stem not in names] == []


@pytest.fixture(scope="module")
def media_types() -> set[str]:
    """What the samples are."""
    return {next(extract(found(path))).media_type for path in SAMPLES}


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.FORMAT.name)
def test_reader_has_a_sample(reader: Reader, media_types: set[str]) -> None:
    assert reader in map(reader_for, media_types), f"put a sample of {reader.FORMAT.name} into tests/readers"


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.FORMAT.name)
def test_no_other_reader_takes_its_media_types(reader: Reader) -> None:
    assert all(reader_for(media_type) is reader for media_type in reader.FORMAT.media_types)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The content with a few bytes changed, cut off, or a piece of it doubled or left out."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    start = chance.randrange(len(data))
    match chance.randrange(4):
        case 0:
            del data[start:]
        case 1:
            del data[start : start + chance.randrange(64)]
        case 2:
            data[start:start] = data[start : start + chance.randrange(64)]
    return bytes(data)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hurt")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_damage_ends_as_a_status(path: Path, folder: Path, seed: int) -> None:
    hurt = folder / path.name
    hurt.write_bytes(damaged(path.read_bytes(), random.Random(seed)))
    for document in extract(found(hurt), Limits(seconds=20, reads_pictures=False)):
        for item in document.items():
            assert isinstance(item, Passage | Table | Image)
            if isinstance(item, Image):
                assert len(item.pixels) == item.width * item.height * 3
            if isinstance(item, Table):
                assert len({len(column) for column in item.columns}) == 1
        assert document.status in get_args(Status)
        assert document.note or document.status == "read"
