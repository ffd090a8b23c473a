"""PDF: the text of each page, form fields and annotations, then the pictures: scanned pages and photos.

pdfium is twenty times faster than pdfminer.six, but it loses single characters of Japanese fonts that are not
embedded (their glyphs have no size here), and gives mojibake where pdfminer knows the character map.
"""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import BinaryIO

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from scanner.document import Format, Item, Passage, Remark, Unreadable
from scanner.layout import Piece, drawn_by_column, reading_order
from scanner.pdf_fallback import SlowPages
from scanner.pdf_pictures import photos, rendered

FORMAT = Format(name="PDF", media_types=("application/pdf",), extensions=(".pdf",))

_GARBLED = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffd\ue000-\uf8ff]|\(cid:[0-9]+\)")
_GARBLED_SHARE = 0.05
_MAX_PIECES = 3_000
_BLANK_FONTS = re.compile(r"(\w{6}\+)?(Helvetica|Arial|Times|Courier|Symbol|Zapf)", re.IGNORECASE)
_FIELDS_WITH_TEXT = frozenset({raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX})
_SCAN_TEXT = 15  # a page with fewer characters under a picture of half its size is a scan with a stamp


@dataclass(slots=True)
class _Trouble:
    """The pages that could not, or not fully, be read, by reason, and those with something to look at."""

    scans: list[int] = field(default_factory=list)
    photos: list[tuple[int, bool]] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)

    def remarks(self) -> Iterator[Remark]:
        if self.garbled:
            yield Remark(f"{_pages(self.garbled)}は文字の対応表がなく、正しく読めませんでした。", incomplete=True)
        if self.broken:
            yield Remark(f"{_pages(self.broken)}は壊れていて読めませんでした。", incomplete=True)


@dataclass(frozen=True, slots=True)
class _Contents:
    """What is drawn on a page: text at all, text that pdfium loses, a picture over most of it."""

    text: bool
    lost: bool
    picture: bool
    scanned: bool


def read(file: BinaryIO) -> Iterator[Item]:
    """The pages in order. A page that cannot be read costs only itself."""
    trouble = _Trouble()
    with closing(_open(file)) as document:
        if document.get_formtype() != raw.FORMTYPE_NONE:
            document.init_forms()
        slow = SlowPages(file)
        for number in range(1, len(document) + 1):
            try:
                page = document[number - 1]
            except pdfium.PdfiumError:
                text = slow.text(number - 1)
                if not text:
                    trouble.broken.append(number)
                    continue
                yield Passage(text, f"{number}ページ")
                continue
            with closing(page):
                text = _page_text(page, slow, number, trouble)
                if text:
                    yield Passage(text, f"{number}ページ")
                yield from _annotations(document, page, number)
        yield from _pictures(document, trouble)
    yield from trouble.remarks()


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Files attached to the document."""
    with closing(_open(file)) as document:
        for index in range(document.count_attachments()):
            attachment = document.get_attachment(index)
            yield attachment.get_name(), io.BytesIO(bytes(attachment.get_data()))


def _pictures(document: pdfium.PdfDocument, trouble: _Trouble) -> Iterator[Item]:
    """Scanned pages, then photos: all text comes first, because looking at pictures takes time."""
    for number in trouble.scans:
        try:
            with closing(document[number - 1]) as page:
                yield rendered(page, number)
        except pdfium.PdfiumError:
            trouble.broken.append(number)
    for number, worded in trouble.photos:
        with closing(document[number - 1]) as page:
            yield from photos(page, number, worded=worded)


def _open(file: BinaryIO) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(file)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("encrypted", "パスワードで保護されています。") from error
        raise Unreadable("corrupt", "PDF の構造が壊れています。") from error


def _page_text(page: pdfium.PdfPage, slow: SlowPages, number: int, trouble: _Trouble) -> str:
    with closing(page.get_textpage()) as textpage:
        text = _ordered(textpage)
    contents = _contents(page)
    garbled = _is_garbled(text)
    if contents.lost or garbled or (contents.text and not text.strip()):
        other = slow.text(number - 1)
        cured = garbled and other.strip() and not _is_garbled(other)
        if cured or _legible(other) > _legible(text):
            text, garbled = other, _is_garbled(other)
    if garbled:
        trouble.garbled.append(number)
    if (contents.picture and not text.strip()) or (contents.scanned and len(text.strip()) < _SCAN_TEXT):
        trouble.scans.append(number)
    elif contents.picture:
        trouble.photos.append((number, contents.scanned))
    return _GARBLED.sub("", text).replace("\ufffe", "").strip()


def _ordered(textpage: pdfium.PdfTextPage) -> str:
    """The text as pdfium orders it, or row by row where a table was drawn column by column."""
    text = str(textpage.get_text_bounded()).replace("\r\n", "\n").replace("\r", "\n")
    bottoms = [textpage.get_rect(index)[1] for index in range(min(textpage.count_rects(), _MAX_PIECES))]
    if not drawn_by_column(bottoms):
        return text
    pieces = _pieces(textpage)
    return (drawn_by_column([piece.bottom for piece in pieces]) and reading_order(pieces)) or text


def _pieces(textpage: pdfium.PdfTextPage) -> list[Piece]:
    """The lines as pdfium found them, each where its first character stands."""
    pieces: list[Piece] = []
    line, box = "", (0.0, 0.0, 0.0, 0.0)
    for index in range(textpage.count_chars() + 1):
        mark = chr(raw.FPDFText_GetUnicode(textpage, index) or 10) if index < textpage.count_chars() else "\n"
        if mark not in "\r\n":
            if not line.strip():
                box = textpage.get_charbox(index, loose=True)
            line += mark
        elif line.strip():
            pieces.append(Piece(box[0], box[1], box[3], line.strip()))
            line = ""
    return pieces


def _contents(page: pdfium.PdfPage) -> _Contents:
    text = lost = picture = False
    covered = 0.0
    for shape in page.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_IMAGE), max_depth=8):
        left, bottom, right, top = _bounds(shape)
        if shape.type == raw.FPDF_PAGEOBJ_IMAGE:
            picture = True
            covered = max(covered, (right - left) * (top - bottom))
        else:
            text = True
            lost = lost or (right == left and top == bottom and _may_be_lost(shape))
    return _Contents(text, lost, picture, covered > page.get_width() * page.get_height() / 2)


def _bounds(shape: pdfium.PdfObject) -> tuple[float, float, float, float]:
    edges = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(shape, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    return left, bottom, right, top


def _may_be_lost(shape: pdfium.PdfObject) -> bool:
    """Text without any size: a blank, or a character of a font that is not there."""
    font = raw.FPDFTextObj_GetFont(shape)
    if not font or raw.FPDFFont_GetIsEmbedded(font) == 1:
        return False
    name = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, name, len(name))
    return not _BLANK_FONTS.match(name.value.decode("latin-1"))


def _annotations(document: pdfium.PdfDocument, page: pdfium.PdfPage, number: int) -> Iterator[Passage]:
    """What was typed into the fields of a form, and notes put on the page."""
    fields: list[str] = []
    notes: list[str] = []
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        if kind == raw.FPDF_ANNOT_WIDGET and document.formenv:
            fields.append(_field(document.formenv, annotation))
        elif kind not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_WIDGET):
            notes.append(_string(raw.FPDFAnnot_GetStringValue, annotation, b"Contents"))
        raw.FPDFPage_CloseAnnot(annotation)
    for texts, label in ((fields, "入力欄"), (notes, "注釈")):
        if text := "\n".join(filter(None, texts)):
            yield Passage(text, f"{number}ページの{label}")


def _field(forms: pdfium.PdfFormEnv, annotation: ctypes._Pointer) -> str:  # type: ignore[type-arg]
    if raw.FPDFAnnot_GetFormFieldType(forms, annotation) not in _FIELDS_WITH_TEXT:
        return ""
    value = _string(raw.FPDFAnnot_GetFormFieldValue, forms, annotation)
    label = _string(raw.FPDFAnnot_GetFormFieldAlternateName, forms, annotation) or _string(
        raw.FPDFAnnot_GetFormFieldName, forms, annotation
    )
    return f"{label}: {value}" if value else ""


def _string(function: object, *arguments: object) -> str:
    """What a pdfium function writes as UTF-16: once asked for the length, once for the text."""
    assert callable(function)
    size = int(function(*arguments, None, 0))
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    function(*arguments, buffer, size)
    return bytes(buffer)[:size].decode("utf-16-le", "ignore").replace("\r", "\n").strip("\0\n ")


def _is_garbled(text: str) -> bool:
    garbled = sum(len(match) if match.startswith("(") else 1 for match in _GARBLED.findall(text))
    return garbled > _GARBLED_SHARE * max(1, len(text))


def _legible(text: str) -> int:
    """How many characters a person could read."""
    return len("".join(_GARBLED.sub("", text).split()))


def _pages(numbers: list[int]) -> str:
    """Page numbers in short.

    >>> _pages([1, 2, 3, 5, 7, 8])
    '1–3、5、7–8ページ'
    """
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return "、".join(str(first) if first == last else f"{first}–{last}" for first, last in spans) + "ページ"
