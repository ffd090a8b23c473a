"""DocuWorks documents and binders: the text of their pages and notes, and their pictures, as far as they are known."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from scanner.document import Format, Image, Item, Passage, Remark, StoredImage, Unreadable
from scanner.docuworks import contents
from scanner.pixels import placed

FORMAT = Format(
    name="DocuWorks 文書（一部）",
    media_types=("application/vnd.fujixerox.docuworks", "application/vnd.fujixerox.docuworks.binder"),
    extensions=(".xdw", ".xbd"),
)

_REMEDY = "DocuWorks で開いて PDF に変換すると、確実に検査できます"
_FLAT = 8  # a picture this many times as wide as high is a strip of a page
_TALLEST = 2  # times its width: strips are put together up to this height


def read(file: BinaryIO) -> Iterator[Item]:
    """The drawings in the order in which they were saved, notes, then pictures."""
    found = contents(file.read())
    for number, text in enumerate(found.drawings, 1):
        yield Passage(text, f"ページの描画{number}")
    if found.notes:
        yield Passage("\n".join(found.notes), "付箋・注釈・設定")
    pictures = placed((f"画像{number}", io.BytesIO(content)) for number, content in enumerate(found.pictures, 1))
    yield from _strips_joined(pictures)
    if not (found.drawings or found.notes or found.pictures):
        raise Unreadable("unsupported", f"DocuWorks 文書のため、読めません。{_REMEDY}")
    note = "DocuWorks 文書は形式が公開されていないため、ページの文字・画像・付箋だけを読みました"
    yield Remark(f"{note}。添付された元のファイルは読んでいません。{_REMEDY}", incomplete=True)


def _strips_joined(pictures: Iterator[StoredImage | Remark]) -> Iterator[StoredImage | Remark]:
    """Scanners write a page as strips a few rows high: those of one width that follow each other are one picture."""
    strips: list[StoredImage] = []
    for picture in pictures:
        if isinstance(picture, StoredImage) and picture.height * _FLAT < picture.width:
            if strips and (strips[0].width != picture.width or _height(strips) > _TALLEST * picture.width):
                yield _stacked(strips)
                strips = []
            strips.append(picture)
            continue
        if strips:
            yield _stacked(strips)
            strips = []
        yield picture
    if strips:
        yield _stacked(strips)


def _height(strips: list[StoredImage]) -> int:
    return sum(strip.height for strip in strips)


def _stacked(strips: list[StoredImage]) -> StoredImage:
    first, height, key = strips[0], _height(strips), hash(tuple(strip.key for strip in strips))
    return StoredImage(first.place, first.width, height, partial(_joined, tuple(strips)), key)


def _joined(strips: tuple[StoredImage, ...]) -> Image:
    decoded = [image for strip in strips if (image := strip.decode())]
    pixels = b"".join(image.pixels for image in decoded)
    return Image(strips[0].place, decoded[0].width, sum(image.height for image in decoded), pixels)
