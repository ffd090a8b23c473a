"""What lies over a page of a PDF: fields of a form and what was typed into them, notes, stamps, links to people."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from scanner.document import Passage

_MOST = 10_000  # notes and fields on one page
_TYPED = frozenset({raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX})
_CHECKED = frozenset({raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON})
_NO_NOTE = frozenset({raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_WIDGET})
_DRAWN = frozenset({raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_FREETEXT})
_PERSONAL_LINK = re.compile(r"(?:mailto|tel|sms|callto):", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def notes(document: pdfium.PdfDocument, page: pdfium.PdfPage, number: int, text: str) -> Iterator[Passage]:
    """What was put on the page, by kind. `text` is what stands on the page itself."""
    fields: list[str] = []
    written: list[str] = []
    links: list[str] = []
    drawn: list[Any] = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        if kind == raw.FPDF_ANNOT_WIDGET and document.formenv:
            fields.append(_field(document.formenv, annotation))
        elif kind == raw.FPDF_ANNOT_LINK:
            links.append(_link(document, annotation))
        elif kind not in _NO_NOTE:
            said = _note(annotation)
            written.append(said)
            if kind in _DRAWN:
                drawn.append(_place(annotation))
        raw.FPDFPage_CloseAnnot(annotation)
    if drawn:
        known = text + "\n".join(written)
        written += [line for line in _appearing(document, number, drawn) if line not in known]
    for texts, label in ((fields, "入力欄"), (written, "注釈"), (links, "リンク")):
        if told := "\n".join(dict.fromkeys(filter(None, texts))):
            yield Passage(told, f"{number}ページの{label}")


def attached(page: pdfium.PdfPage) -> Iterator[pdfium.PdfAttachment]:
    """The files that are pinned to a page."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation or raw.FPDFAnnot_GetSubtype(annotation) != raw.FPDF_ANNOT_FILEATTACHMENT:
            continue
        if file := raw.FPDFAnnot_GetFileAttachment(annotation):
            yield pdfium.PdfAttachment(file, page.pdf)


def _field(forms: pdfium.PdfFormEnv, annotation: Any) -> str:
    kind = raw.FPDFAnnot_GetFormFieldType(forms, annotation)
    if kind in _TYPED:
        value = _string(raw.FPDFAnnot_GetFormFieldValue, forms, annotation)
    elif kind in _CHECKED and raw.FPDFAnnot_IsChecked(forms, annotation):
        value = _string(raw.FPDFAnnot_GetFormFieldExportValue, forms, annotation)
    else:
        return ""
    label = _string(raw.FPDFAnnot_GetFormFieldAlternateName, forms, annotation) or _string(
        raw.FPDFAnnot_GetFormFieldName, forms, annotation
    )
    return f"{label}: {value}" if value else ""


def _note(annotation: Any) -> str:
    """The text of a note behind the name of who wrote it."""
    text = _string(raw.FPDFAnnot_GetStringValue, annotation, b"Contents")
    if not text:
        text = _TAG.sub(" ", _string(raw.FPDFAnnot_GetStringValue, annotation, b"RC")).strip()
    author = _string(raw.FPDFAnnot_GetStringValue, annotation, b"T")
    subject = _string(raw.FPDFAnnot_GetStringValue, annotation, b"Subj")
    return ": ".join(filter(None, (author, text or subject)))


def _link(document: pdfium.PdfDocument, annotation: Any) -> str:
    """The address of a person that a link leads to; "" for the links to pages."""
    link = raw.FPDFAnnot_GetLink(annotation)
    action = link and raw.FPDFLink_GetAction(link)
    if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
        return ""
    size = raw.FPDFAction_GetURIPath(document, action, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAction_GetURIPath(document, action, buffer, size)
    address = buffer.value.decode("utf-8", "replace")
    return address if _PERSONAL_LINK.match(address) else ""


def _place(annotation: Any) -> tuple[float, float, float, float]:
    box = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, box)
    return min(box.left, box.right), min(box.bottom, box.top), max(box.left, box.right), max(box.bottom, box.top)


def _appearing(
    document: pdfium.PdfDocument, number: int, places: list[tuple[float, float, float, float]]
) -> Iterator[str]:
    """The lines within stamps and the like, as they are drawn: read from a copy of the page with all of it on."""
    with closing(pdfium.PdfDocument.new()) as copy:
        copy.import_pages(document, [number - 1])
        with closing(copy[0]) as page:
            raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        with closing(copy[0]) as page, closing(page.get_textpage()) as textpage:
            for left, bottom, right, top in places:
                yield from map(str.strip, textpage.get_text_bounded(left, bottom, right, top).splitlines())


def _string(function: Any, *arguments: Any) -> str:
    """What a pdfium function writes as UTF-16: once asked for the length, once for the text."""
    size = int(function(*arguments, None, 0))
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    function(*arguments, buffer, size)
    return bytes(buffer)[:size].decode("utf-16-le", "ignore").replace("\r", "\n").strip("\0\n ")
