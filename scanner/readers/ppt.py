"""PowerPoint 97-2003: slides in their order, notes, comments, headers and footers, what earlier states left behind."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import BinaryIO

from scanner import properties
from scanner.compound import SIGNATURE, Compound, unwrapped
from scanner.document import Format, Item, Passage, Remark, Unreadable
from scanner.drawings import pictures
from scanner.pixels import placed
from scanner.salvage import or_what_is_left
from scanner.slideshow import Slide, inserted, slideshow

FORMAT = Format(
    name="PowerPoint 97-2003",
    media_types=("application/vnd.ms-powerpoint",),
    extensions=(".ppt", ".pps", ".pot"),
)

_ENCRYPTED = 0xF3D1C4DF


def read(file: BinaryIO) -> Iterator[Item]:
    """Slide by slide, as they are shown. Of a damaged file, what is left."""
    yield from or_what_is_left(_read(file), file)


def _read(file: BinaryIO) -> Iterator[Item]:
    compound = Compound(file)
    user = compound.read("Current User")
    if len(user) >= 16 and struct.unpack_from("<I", user, 12)[0] == _ENCRYPTED:
        raise Unreadable("encrypted", "パスワードで保護されています。")
    show = slideshow(compound.read("PowerPoint Document"), user)
    for number, slide in enumerate(show.slides, 1):
        yield from _slide(slide, f"スライド{number}")
    if show.margins:
        yield Passage("\n".join(show.margins), "ヘッダー・フッター")
    if show.earlier:
        yield Passage("\n".join(show.earlier), "以前に保存されたスライド")
        yield Remark("上書き保存の前のスライドがファイルに残っていたため、それも読みました。")
    yield from properties.of_compound(compound, [author for slide in show.slides for author in slide.authors])
    yield from placed(pictures(compound.read("Pictures")))


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Workbooks behind charts and other inserted objects."""
    try:
        data = Compound(file).read("PowerPoint Document")
    except Exception:  # too damaged to be opened, as `read` says
        return
    for number, content in enumerate(inserted(data), 1):
        if content.startswith(SIGNATURE):
            yield unwrapped(f"オブジェクト{number}", Compound(io.BytesIO(content)).storage(""))


def _slide(slide: Slide, place: str) -> Iterator[Item]:
    for lines, label in ((slide.texts, ""), (slide.notes, " ノート"), (slide.comments, " コメント")):
        if text := "\n".join(filter(None, dict.fromkeys(lines))):
            yield Passage(text, place + label)
    if slide.is_hidden:
        yield Remark(f"非表示の{place}も読みました。")
