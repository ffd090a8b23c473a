"""Pages of a PDF by way of pdfminer.six: slow, but it knows the maps of Japanese fonts that are not embedded."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import BinaryIO

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTContainer, LTTextLine
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from scanner.layout import Piece, reading_order
from scanner.pdf_tree import DAMAGED, is_torn, pages

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it reports every oddity of every file


class SlowPages:
    """The document as pdfminer sees it, opened when something is asked for. Pages are numbered from 1.

    `checks` says that it is opened in any case, to see which pages are missing or damaged.
    """

    def __init__(self, file: BinaryIO, password: str = "", *, checks: bool = False) -> None:
        self._file = file
        self._password = password
        self._checks = checks
        resources = PDFResourceManager()
        layout = LAParams(boxes_flow=None, detect_vertical=True)  # grouping boxes is quadratic
        self._device = PDFPageAggregator(resources, laparams=layout)
        self._interpreter = PDFPageInterpreter(resources, self._device)

    @cached_property
    def tree(self) -> list[PDFPage | None]:
        """The pages, None for one that is named but not there; nothing where pdfminer cannot tell."""
        try:
            return pages(self._file, self._password)
        except DAMAGED:
            return []

    @property
    def named(self) -> int:
        """How many pages the document names, as far as that is checked."""
        return len(self.tree) if self._checks else 0

    def is_missing(self, number: int) -> bool:
        """Whether a page is named but not there."""
        return number <= self.named and self.tree[number - 1] is None

    def is_torn(self, number: int) -> bool:
        """Whether a part of a page cannot be unpacked. To be asked before its text."""
        page = self.tree[number - 1] if number <= self.named else None
        try:
            return page is not None and is_torn(page)
        except DAMAGED:
            return False

    def text(self, number: int) -> str:
        """The text of a page, "" if pdfminer cannot read it either."""
        page = self.tree[number - 1] if number <= len(self.tree) else None
        if page is None:
            return ""
        try:
            self._interpreter.process_page(page)
            layout = self._device.get_result()
        except DAMAGED:
            return ""
        pieces = _pieces(layout)
        return reading_order(pieces) or "\n".join(piece.text for piece in pieces)


def _pieces(container: LTContainer) -> list[Piece]:
    pieces: list[Piece] = []
    for item in container:
        if isinstance(item, LTTextLine):
            if text := item.get_text().strip():
                pieces.append(Piece(item.x0, item.y0, item.y1, text))
        elif isinstance(item, LTContainer):
            pieces.extend(_pieces(item))
    return pieces
