"""Pages of a PDF by way of pdfminer.six: slow, but it knows the maps of Japanese fonts that are not embedded."""

from __future__ import annotations

import logging
import struct
import zlib
from typing import BinaryIO

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTContainer, LTTextLine
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSException

from scanner.layout import Piece, reading_order

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it reports every oddity of every file

# What pdfminer raises on damaged files; each seen on fuzzed ones.
_DAMAGED = (PSException, ValueError, TypeError, LookupError, AttributeError, AssertionError, struct.error, zlib.error)


class SlowPages:
    """The document as pdfminer sees it, opened when the first page is asked for."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._pages: list[PDFPage] | None = None
        resources = PDFResourceManager()
        self._device = PDFPageAggregator(resources, laparams=LAParams(detect_vertical=True))
        self._interpreter = PDFPageInterpreter(resources, self._device)

    def text(self, index: int) -> str:
        """The text of a page, "" if pdfminer cannot read it either."""
        try:
            pages = self._opened()
            if index >= len(pages):
                return ""
            self._interpreter.process_page(pages[index])
            layout = self._device.get_result()
        except (*_DAMAGED, RecursionError):
            return ""
        pieces = _pieces(layout)
        return reading_order(pieces) or "\n".join(piece.text for piece in pieces)

    def _opened(self) -> list[PDFPage]:
        if self._pages is None:
            self._pages = []
            for page in PDFPage.create_pages(PDFDocument(PDFParser(self._file))):
                self._pages.append(page)
        return self._pages


def _pieces(container: LTContainer) -> list[Piece]:
    pieces: list[Piece] = []
    for item in container:
        if isinstance(item, LTTextLine):
            if text := item.get_text().strip():
                pieces.append(Piece(item.x0, item.y0, item.y1, text))
        elif isinstance(item, LTContainer):
            pieces.extend(_pieces(item))
    return pieces
