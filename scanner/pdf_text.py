"""The text of a page of a PDF, in reading order, and whether it is what a person sees there.

pdfium is twenty times faster than pdfminer.six. A font without a map to Unicode gives other characters than those on
the paper: then pdfminer is asked, which reads the map inside the font; if it knows none, the page must be looked at.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from scanner.japanese import plausibility
from scanner.layout import Piece, drawn_by_column, reading_order, right_to_left

_GARBLED = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffd\ue000-\uf8ff]|\(cid:[0-9]+\)")
_BLANK_LINE = re.compile(r"(?m)^[ \xa0]+\n")
_GARBLED_SHARE = 0.05
_SAME = 0.8  # of the characters: two readings that share so many tell the same
_LOOKS = 64  # characters of a page that are asked whether they have a map
_MAX_PIECES = 3_000
_TALL = 2.0  # times as high as wide: a line of vertical writing
_MAX_OBJECTS = 50_000
_DEPTH = 8  # of drawings inside drawings
_OUTLINES = 60  # shapes on a page without text or picture: its letters may be drawn as outlines


@dataclass(frozen=True, slots=True)
class Contents:
    """What is drawn on a page: text at all, a picture, one over most of the page, many shapes; fonts of its own."""

    text: bool
    picture: bool
    scanned: bool
    outlines: bool
    embedded: bool


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page; `garbled` says that the page shows other characters."""

    text: str
    garbled: bool = False


def page_text(page: pdfium.PdfPage, drawn: Contents, other: Callable[[], str]) -> PageText:
    """The text of a page; `other` is how a second library reads it, which takes much longer."""
    with closing(page.get_textpage()) as textpage:
        text = _ordered(textpage)
        unmapped = _is_unmapped(textpage)
    garbled = is_garbled(text)
    if not (garbled or unmapped or (drawn.text and not text.strip())):
        return PageText(_clean(text))
    second = other()
    if second.strip() and not is_garbled(second):
        return PageText(_clean(text if _tell_the_same(text, second) else second))
    if garbled and _legible(second) > _legible(text):
        return PageText(_clean(second), garbled=True)
    return PageText(_clean(text), garbled=garbled or (unmapped and not _makes_sense(text)))


def contents(page: pdfium.PdfPage) -> Contents:
    """Look over what is drawn, without its details."""
    text = picture = embedded = False
    covered, shapes = 0.0, 0
    for kind, shape in _objects(page):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            picture = True
            left, bottom, right, top = _bounds(shape)
            covered = max(covered, (right - left) * (top - bottom))
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            embedded = embedded or (not text and _is_embedded(shape))
            text = True
        else:
            shapes += 1
    scanned = picture and covered > page.get_width() * page.get_height() / 2
    return Contents(text, picture, scanned, shapes >= _OUTLINES, embedded)


def is_garbled(text: str) -> bool:
    """Whether more than a few of the characters are none, or of no script."""
    garbled = sum(len(match) if match.startswith("(") else 1 for match in _GARBLED.findall(text))
    return garbled > _GARBLED_SHARE * max(1, len(text))


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[int, Any]]:
    pending = [(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, 0)]
    met = 0
    while pending:
        holder, count, get, depth = pending.pop()
        for index in range(min(count(holder), _MAX_OBJECTS - met)):
            met += 1
            shape = get(holder, index)
            kind = raw.FPDFPageObj_GetType(shape)
            if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
                pending.append((shape, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, depth + 1))
            yield kind, shape


def _bounds(shape: Any) -> tuple[float, float, float, float]:
    edges = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(shape, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    return left, bottom, right, top


def _is_embedded(shape: Any) -> bool:
    font = raw.FPDFTextObj_GetFont(shape)
    return bool(font and raw.FPDFFont_GetIsEmbedded(font) == 1)


def _is_unmapped(textpage: pdfium.PdfTextPage) -> bool:
    """Whether the characters of a page are only the numbers of their glyphs, by some of them."""
    count = textpage.count_chars()
    looked = range(0, count, max(1, count // _LOOKS))
    unmapped: int = sum(raw.FPDFText_HasUnicodeMapError(textpage, index) == 1 for index in looked)
    return unmapped > _GARBLED_SHARE * len(looked)


def _ordered(textpage: pdfium.PdfTextPage) -> str:
    """The text as pdfium orders it; by columns where it is vertical, by rows where a table was drawn by column."""
    text = str(textpage.get_text_range()).replace("\r\n", "\n").replace("\r", "\n")
    boxes = [textpage.get_rect(index) for index in range(min(textpage.count_rects(), _MAX_PIECES))]
    tall = sum(top - bottom > _TALL * (right - left) for left, bottom, right, top in boxes)
    if 2 * tall > len(boxes):
        return "\n".join(textpage.get_text_bounded(*boxes[index]) for index in right_to_left(boxes))
    if not drawn_by_column([box[1] for box in boxes]):
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


def _tell_the_same(text: str, other: str) -> bool:
    """Whether two readings of a page hold mostly the same characters, in whatever order."""
    ours, theirs = Counter("".join(text.split())), Counter("".join(other.split()))
    return (ours & theirs).total() >= _SAME * max(ours.total(), theirs.total())


def _makes_sense(text: str) -> bool:
    """Whether the numbers of the glyphs happen to be those of Unicode, as in old Japanese fonts."""
    weight, size = plausibility(text, 2)
    return size > 0 and weight > 0.2 * size


def _legible(text: str) -> int:
    """How many characters a person could read."""
    return len("".join(_GARBLED.sub("", text).split()))


def _clean(text: str) -> str:
    return _BLANK_LINE.sub("", _GARBLED.sub("", text).replace("\ufffe", "")).strip()
