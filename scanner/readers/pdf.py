"""PDF: the text of each page, form fields and notes, what the document says about itself, attached files, pictures."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from typing import BinaryIO

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from scanner import pdf_fonts
from scanner.document import Format, Image, Item, Passage, Remark, StoredImage, Unreadable
from scanner.passwords import Passwords
from scanner.pdf_about import about
from scanner.pdf_fallback import SlowPages
from scanner.pdf_notes import attached, notes
from scanner.pdf_pictures import photos, rendered
from scanner.pdf_salvage import has_end, is_quickly_parsed, mended
from scanner.pdf_text import Contents, contents, page_text

FORMAT = Format(name="PDF", media_types=("application/pdf",), extensions=(".pdf",))

_SCAN_TEXT = 15  # a page with fewer characters under a picture of half its size is a scan with a stamp
_IN_MEMORY = 64 << 20  # bytes of a file that pdfium gets as a whole, which is faster
_LOCKED = "パスワードで保護されています。"


@dataclass(slots=True)
class _Trouble:
    """The pages that could not, or not fully, be read, by reason, and those with something to look at."""

    scans: list[int] = field(default_factory=list)
    photos: list[tuple[int, bool]] = field(default_factory=list)
    unmapped: list[int] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    torn: list[int] = field(default_factory=list)
    is_cut_off: bool = False

    def remarks(self) -> Iterator[Remark]:
        if self.is_cut_off:
            yield Remark("ファイルの終わりが失われているため、残っていたページだけ読みました", incomplete=True)
        if self.unmapped:
            yield Remark(f"{_pages(self.unmapped)}は文字の対応表がないため、画像にして読みました")
        if self.garbled:
            yield Remark(f"{_pages(self.garbled)}は文字の対応表がなく、正しく読めませんでした。", incomplete=True)
        if self.broken:
            yield Remark(f"{_pages(self.broken)}は壊れていて読めませんでした。", incomplete=True)
        if self.torn:
            yield Remark(f"{_pages(self.torn)}は壊れていて、一部しか読めませんでした。", incomplete=True)


@dataclass(frozen=True, slots=True)
class _Source:
    """The file as pdfium takes it, and the password that opens it."""

    file: BinaryIO
    content: bytes
    password: str | None
    is_cut_off: bool = False

    def open(self) -> pdfium.PdfDocument:
        return pdfium.PdfDocument(self.content or self.file, password=self.password)


def read(file: BinaryIO, passwords: Passwords | None = None) -> Iterator[Item]:
    """The pages in order. A page that cannot be read costs only itself."""
    passwords = passwords or Passwords()
    source = _unlocked(file, passwords)
    if source.password is not None:
        yield passwords.remark(source.password)
    trouble = _Trouble(is_cut_off=source.is_cut_off)
    slow = SlowPages(file, source.password or "")
    if source.content:
        checks = is_quickly_parsed(source.content)
        slow = SlowPages(io.BytesIO(source.content), source.password or "", checks=checks)
    with closing(source.open()) as document:
        if document.get_formtype() != raw.FORMTYPE_NONE:
            document.init_forms()
        count = max(len(document), slow.named)
        for number in range(1, count + 1):
            yield from _page(document, number, slow, trouble)
        if len(trouble.broken) == count:
            raise Unreadable("corrupt", "どのページも壊れていて、読めません")
        yield from about(document, source.content)
        yield from _pictures(source, document, trouble)
    yield from trouble.remarks()


def members(file: BinaryIO, passwords: Passwords | None = None) -> Iterator[tuple[str, BinaryIO]]:
    """Files attached to the document or pinned to its pages."""
    source = _unlocked(file, passwords or Passwords())
    with closing(source.open()) as document:
        for index in range(document.count_attachments()):
            yield _member(document.get_attachment(index))
        if source.content and b"/FileAttachment" not in source.content and b"/ObjStm" not in source.content:
            return
        for index in range(len(document)):
            try:
                page = document[index]
            except pdfium.PdfiumError:
                continue
            with closing(page):
                yield from map(_member, attached(page))


def _member(attachment: pdfium.PdfAttachment) -> tuple[str, BinaryIO]:
    name = attachment.get_name()
    try:
        return name, io.BytesIO(bytes(attachment.get_data()))
    except pdfium.PdfiumError:
        return name, _Unattached()


class _Unattached(io.BytesIO):
    """Stands for an attached file whose content is not there."""

    def read(self, _size: int | None = -1) -> bytes:
        raise Unreadable("corrupt", "添付ファイルの内容が壊れているため、取り出せませんでした")


def _unlocked(file: BinaryIO, passwords: Passwords) -> _Source:
    """The file with the password that opens it; one that locks only printing and the like needs none."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    content = file.read() if size <= _IN_MEMORY else b""
    plain = _Source(file, content, None, is_cut_off=bool(content) and not has_end(content))
    try:
        if _opens(plain):
            return plain
    except Unreadable:
        rest = replace(plain, content=mended(content))
        if not rest.content or not _opens(rest):
            raise
        return rest
    password = passwords.opening(lambda one: _opens(replace(plain, password=one)))
    if password is None:
        raise Unreadable("encrypted", _LOCKED)
    return replace(plain, password=password)


def _opens(source: _Source) -> bool:
    try:
        source.open().close()
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            return False
        if error.err_code == raw.FPDF_ERR_SECURITY:
            raise Unreadable("encrypted", "対応していない方式で保護されています。") from error
        raise Unreadable("corrupt", "PDF の構造が壊れています。") from error
    return True


def _page(document: pdfium.PdfDocument, number: int, slow: SlowPages, trouble: _Trouble) -> Iterator[Item]:
    page = None if slow.is_missing(number) else _loaded(document, number)
    if page is None:
        if text := slow.text(number):
            yield Passage(text, f"{number}ページ")
        else:
            trouble.broken.append(number)
        return
    with closing(page):
        drawn = contents(page)
        is_torn = slow.is_torn(number)
        found = page_text(page, drawn, lambda: slow.text(number))
        text = found.text
        if is_torn:
            (trouble.torn if text or drawn.picture else trouble.broken).append(number)
        if found.garbled:
            (trouble.unmapped if drawn.embedded else trouble.garbled).append(number)
        is_unmapped = found.garbled and drawn.embedded
        _look_at(drawn, "" if is_unmapped else text, number, trouble)
        if text and not is_unmapped:
            yield Passage(text, f"{number}ページ")
        yield from notes(document, page, number, text)


def _loaded(document: pdfium.PdfDocument, number: int) -> pdfium.PdfPage | None:
    try:
        return document[number - 1]
    except pdfium.PdfiumError:
        return None


def _look_at(drawn: Contents, text: str, number: int, trouble: _Trouble) -> None:
    """Whether a page is looked at as a whole, or the photos on it. `text` is what could be read of it."""
    is_scan = drawn.scanned and len(text) < _SCAN_TEXT
    if is_scan or (not text and (drawn.picture or drawn.outlines or drawn.text)):
        trouble.scans.append(number)
    elif drawn.picture:
        trouble.photos.append((number, drawn.scanned))


def _pictures(source: _Source, document: pdfium.PdfDocument, trouble: _Trouble) -> Iterator[Item]:
    """Scanned pages, then photos: all text comes first, because looking at pictures takes time."""
    if trouble.scans:
        with closing(source.open()) as visible:
            for number in trouble.scans:
                yield StoredImage(f"{number}ページ", 0, 0, partial(_drawn, visible, number, trouble))
    for number, worded in trouble.photos:
        with closing(document[number - 1]) as page:
            yield from photos(page, number, worded=worded)


def _drawn(visible: pdfium.PdfDocument, number: int, trouble: _Trouble) -> Image | None:
    try:
        with pdf_fonts.real(), closing(visible[number - 1]) as page:
            return rendered(page, number)
    except pdfium.PdfiumError:
        trouble.broken.append(number)
        return None


def _pages(numbers: list[int]) -> str:
    """Page numbers in short.

    >>> _pages([1, 2, 3, 5, 7, 8])
    '1–3、5、7–8ページ'
    """
    spans: list[list[int]] = []
    for number in sorted(set(numbers)):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return "、".join(str(first) if first == last else f"{first}–{last}" for first, last in spans) + "ページ"
