"""Documents of Office and its kin: containers, bounds, what is left of damaged ones, and formats only named."""

from __future__ import annotations

import io
import struct
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.compound import Compound, Tree, packed
from scanner.crawl import walk
from scanner.document import FoundFile, Passage, Table
from scanner.docuworks import contents
from scanner.extract import Document, extract
from scanner.fields import mail_address, reading, shown_text
from scanner.readers import rtf
from tests.readers.office_package import packed_lh5, property_set

SAMPLES = Path(__file__).parent / "readers"
NAMES = st.text("abcXYZ\x01\x05漢字", min_size=1, max_size=20)


def read(path: Path) -> tuple[list[Document], str]:
    """All documents in a file, and what stands in them."""
    found = next(walk([path]))
    assert isinstance(found, FoundFile)
    documents, texts = [], []
    for document in extract(found):
        documents.append(document)
        for item in document.items():
            if isinstance(item, Passage):
                texts.append(item.text)
            elif isinstance(item, Table):
                texts += (cell for column in item.columns for cell in column)
    return documents, "\n".join(texts)


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(NAMES, st.binary(max_size=9_000), max_size=12), st.dictionaries(NAMES, st.binary(max_size=500)))
def test_what_is_packed_comes_out_again(streams: dict[str, bytes], inner: dict[str, bytes]) -> None:
    by_name = {name.upper(): (name, content) for name, content in streams.items()}
    deeper = {name.upper(): (name, content) for name, content in inner.items()}
    tree: Tree = dict(by_name.values())
    tree["storage below"] = dict(deeper.values())
    compound = Compound(io.BytesIO(packed(tree)))
    assert compound.storage("") == {name: content for name, content in tree.items() if content != {}}


def test_a_long_stream_needs_a_list_of_tables() -> None:
    content = bytes(range(256)) * 40_000
    assert Compound(io.BytesIO(packed({"long": content, "short": b"x"}))).read("long") == content


@pytest.mark.parametrize(
    "text",
    [
        "{\\rtf1 " + "{" * 300_000 + "架空",
        "{\\rtf1 " + "}" * 300_000,
        "{\\rtf1 " + "{\\*\\fldinst " * 50_000,
        "{\\rtf1 {\\pict\\pngblip " + "0" * 200_001,
        "{\\rtf1 \\bin2000000000 x",
        "{\\rtf1 " + "\\u-1\\u99999999 \\uc9999999\\u12354" * 10_000,
        "{\\rtf1 " + "\\intbl x\\cell" * 50_000,
    ],
    ids=["braces", "closing", "fields", "picture", "binary", "numbers", "cells"],
)
def test_hostile_rich_text_costs_little(text: str) -> None:
    started = time.monotonic()
    list(rtf.read(io.BytesIO(text.encode("cp932"))))
    list(rtf.members(io.BytesIO(text.encode("cp932") + b"\\objdata")))
    assert time.monotonic() - started < 20


def test_a_claim_of_size_is_not_believed() -> None:
    """A block that says it unpacks to 2 GB is left packed."""
    block = packed_lh5(b"x" * 100)
    drawing = b"\x80\x01\x04\x81\x04\x7f\xff\xff\xff\x86" + bytes([len(block)]) + block
    entry = b"\x82" + bytes([len(drawing)]) + drawing
    segment = b"\x64" + bytes([len(entry)]) + entry
    started = time.monotonic()
    found = contents(b"\x60\x03\x82\x01\x0a\x61" + bytes([len(segment)]) + segment)
    assert found.drawings == [] and time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("name", "cut", "still_there"),
    [
        ("saved_by_libreoffice.doc", 9_000, "架空 花子"),
        ("saved_by_libreoffice.ppt", 12_000, "緊急連絡網"),
        ("report.jtd", 4_000, ""),
        ("members.xls", 4_000, "架空 花子"),
        ("application.docx", -300, "申込書"),
        ("meeting.pptx", -400, ""),
    ],
)
def test_what_is_left_of_a_file_cut_off_is_read(tmp_path: Path, name: str, cut: int, still_there: str) -> None:
    documents, text = read(put(tmp_path, name, (SAMPLES / name).read_bytes()[:cut]))
    assert documents[0].status in ("partly_read", "corrupt")
    assert still_there in text
    assert documents[0].note


def test_pieces_of_a_document_that_overlap_without_end_are_refused(tmp_path: Path) -> None:
    ends = struct.pack("<3I", 0, 200_000_000, 260_000_000)
    clx = ends + 2 * struct.pack("<HIH", 0, 0, 0)
    data = bytearray(4096)
    struct.pack_into("<HH6xH", data, 0, 0xA5EC, 0xC1, 0x200)
    struct.pack_into("<II", data, 0x1A2, 0, len(clx) + 5)
    tree: Tree = {"WordDocument": bytes(data), "1Table": b"\x02" + struct.pack("<I", len(clx)) + clx}
    documents, _ = read(put(tmp_path, "bomb.doc", packed(tree)))
    assert documents[0].status == "corrupt"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("案内.one", b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3" + bytes(100), "OneNote"),
        ("売上.wk4", b"\0\0\x1a\0\x02\x10\x04\0" + bytes(200), "Lotus 1-2-3"),
        ("文書.jaw", b"\x01\x02\x03\x04" + bytes(range(256)) * 4, "一太郎 7 以前の文書"),
        ("図面.xdw", b"\x60\x03\x82\x01\x07\x80\x01\0\x61\0", "DocuWorks"),
        ("旧.xdw", b"\x99\x03" + bytes(range(256)) * 4, "DocuWorks"),
        ("冊子.pub", packed({"Quill": {"QuillSub": {"CONTENTS": b"CHNKINK"}}}), "Publisher"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_formats_that_nobody_reads_are_named(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    documents, _ = read(put(tmp_path, name, content))
    assert documents[0].status == "unsupported"
    assert said in documents[0].note and "検査できます" in documents[0].note


def test_a_damaged_property_set_says_as_much_as_it_can(tmp_path: Path) -> None:
    facts = property_set({4: "作成 八重"})
    tree: Tree = {"VisioDocument": b"Visio (TM) Drawing\r\n".ljust(0x1A, b"\0") + b"\x0b" + bytes(100)}
    tree |= {"\x05SummaryInformation": facts, "\x05DocumentSummaryInformation": facts[:60] + b"\xff" * 40}
    _, text = read(put(tmp_path, "chart.vsd", packed(tree)))
    assert "作成者：作成 八重" in text


def test_a_field_shows_what_stands_under_a_reading() -> None:
    code = r'EQ \* jc2 \* "Font:ＭＳ 明朝" \* hps10 \o\ad(\s\up 9(みほん),見本)'
    assert (shown_text(code), reading(code)) == ("見本", "みほん")
    assert shown_text(r"EQ \o\ac(○,印)") == "○印"
    assert shown_text("PAGE") == "" and mail_address("HYPERLINK http://example.jp") == ""
