"""Pictures of a PDF: scanned pages as they look, and the photos that stand between text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from scanner.document import Image, StoredImage
from scanner.pixels import MAX_DECODED, MAX_PIXELS, decoded

_DOTS = 250 / 72  # pixels of a rendered page for each point
_SMALLEST = 64  # pixels on the shorter side of a photo; below that it is an icon
_MOST = 30  # photos of one page; beyond that it is a picture cut into strips or a sheet of symbols


def rendered(page: pdfium.PdfPage, number: int) -> Image:
    """A page as it looks."""
    area = max(1.0, page.get_width() * page.get_height())
    scale = min(_DOTS, (0.99 * MAX_PIXELS / area) ** 0.5)  # a page is rounded up to whole pixels
    bitmap = page.render(scale=scale, may_draw_forms=False)
    return decoded(bitmap.to_pil(), f"{number}ページ")


def photos(page: pdfium.PdfPage, number: int, *, worded: bool) -> Iterator[StoredImage]:
    """The photos on a page, as they are stored; `worded` where the page tells their text already."""
    found = [shape for shape in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=8) if _is_photo(shape)]
    for count, shape in enumerate(found[:_MOST], 1):
        place = f"{number}ページの画像{count}"
        width, height = shape.get_px_size()
        yield StoredImage(place, width, height, partial(_photo, shape, place, worded), worded=worded)


def _photo(shape: pdfium.PdfImage, place: str, worded: bool) -> Image | None:
    try:
        picture = decoded(shape.get_bitmap().to_pil(), place)
    except (pdfium.PdfiumError, ValueError, RuntimeError):  # kinds of pictures that pdfium only draws
        return None
    return Image(place, picture.width, picture.height, picture.pixels, worded)


def _is_photo(shape: pdfium.PdfImage) -> bool:
    width, height = shape.get_px_size()
    return bool(min(width, height) >= _SMALLEST and width * height * 4 <= MAX_DECODED)
