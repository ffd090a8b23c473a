"""PDF: what is locked, damaged or without a map is said; fonts of the system change nothing."""

from __future__ import annotations

import io
import re
import zlib
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from samples.formats.pdf import pdf
from scanner import pdf_fonts
from scanner.document import Item, Passage, Remark, StoredImage, Unreadable
from scanner.passwords import Passwords
from scanner.readers import pdf as reader
from tests.readers.make_pdf import Paper, cid_font, lines

FOLDER = Path(__file__).parent / "readers"


def read(content: bytes, *passwords: str) -> list[Item]:
    return list(reader.read(io.BytesIO(content), Passwords(passwords)))


def text_of(items: list[Item]) -> str:
    return "\n".join(item.text for item in items if isinstance(item, Passage))


def remarks(items: list[Item]) -> list[tuple[str, bool]]:
    return [(item.text, item.incomplete) for item in items if isinstance(item, Remark)]


def packed(texts: list[str]) -> Paper:
    """Pages whose content is packed, as nearly all programs write it."""
    paper = Paper()
    font = cid_font(paper, "90ms-RKSJ-H")
    for text in texts:
        content = zlib.compress(lines([text] * 9, lambda text: text.encode("cp932")))
        paper.page(content, f"/F1 {font} 0 R", filters="/Filter /FlateDecode")
    return paper


def test_a_password_of_the_list_opens_it_and_is_never_said() -> None:
    content = (FOLDER / "locked.pdf").read_bytes()
    with pytest.raises(Unreadable, match="パスワード") as failure:
        read(content, "wrong")
    assert failure.value.status == "encrypted"
    items = read(content, "wrong", "open-sesame")
    assert "見本 太郎" in text_of(items)
    assert remarks(items) == [("登録されたパスワードで開きました", False)]


def test_one_that_only_forbids_printing_is_read() -> None:
    assert "見本 太郎" in text_of(read((FOLDER / "no_printing.pdf").read_bytes()))


def test_bad_pages_are_named() -> None:
    content = packed([f"{number}枚目 架空 花子" for number in range(1, 201)]).saved()
    starts = [
        found.end()
        for found in re.finditer(rb"stream\n", content)
        if content[found.start() - 3 : found.start()] != b"end"
    ]
    hurt = bytearray(content)
    for number in (12, 40, 41):
        hurt[starts[number - 1] + 4 : starts[number - 1] + 24] = bytes(20)
    items = read(bytes(hurt))
    assert remarks(items) == [("12、40–41ページは壊れていて読めませんでした。", True)]
    assert len([item for item in items if isinstance(item, Passage)]) == 197


def test_a_page_that_ends_too_early_is_said() -> None:
    content = packed(["一枚目", "二枚目 " + "あいうえおかきくけこ" * 20]).saved()
    last = content.rindex(b"endstream")
    hurt = bytearray(content)
    hurt[last - 12 : last - 1] = bytes(11)
    assert [text for text, incomplete in remarks(read(bytes(hurt))) if incomplete]


def test_a_file_without_its_end_gives_the_pages_that_are_there() -> None:
    content = packed(["一枚目 架空 花子", "二枚目 例示 次郎", "三枚目"]).saved()
    items = read(content[: content.rindex(b"/Type /Page /") - 10])
    assert "架空 花子" in text_of(items) and "例示 次郎" in text_of(items)
    assert any("ファイルの終わりが失われている" in text and incomplete for text, incomplete in remarks(items))


@pytest.mark.parametrize("content", [b"%PDF-1.4\n", b"%PDF-1.7\n" + bytes(range(256)) * 9])
def test_no_page_at_all_is_corrupt(content: bytes) -> None:
    with pytest.raises(Unreadable) as failure:
        read(content)
    assert failure.value.status == "corrupt"


def test_fonts_of_the_system_change_no_text() -> None:
    content = pdf("規程", ["一条 この規程は、個人情報の取扱いを定める。\n（ｶﾅ）ABC 123"], password="")
    readings = []
    for is_real in (False, True):
        if is_real:
            with pdf_fonts.real():
                document = pdfium.PdfDocument(content)
                readings.append(document[0].get_textpage().get_text_range())
        else:
            document = pdfium.PdfDocument(content)
            readings.append(document[0].get_textpage().get_text_range())
    assert readings[0] == readings[1] and "個人情報の取扱い" in readings[0]


def test_letters_drawn_as_outlines_are_looked_at() -> None:
    paper = Paper()
    strokes = b"\n".join(b"%d 700 m %d 720 l S" % (left, left + 5) for left in range(60, 500, 5))
    paper.page(strokes)
    items = read(paper.saved())
    assert [item.place for item in items if isinstance(item, StoredImage)] == ["1ページ"]


def test_an_attached_file_that_is_not_there_costs_itself() -> None:
    paper = packed(["一枚目"])
    paper.catalogue = "/Names << /EmbeddedFiles << /Names [(a.txt) << /Type /Filespec /F (a.txt) >>] >> >>"
    ((name, stream),) = reader.members(io.BytesIO(paper.saved()))
    assert name == "a.txt"
    with pytest.raises(Unreadable):
        stream.read()
