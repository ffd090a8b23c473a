"""Ichitaro documents (jtd, jtt, jttc): text, ruled tables, boxes, notes, headers, sheets, properties, objects."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from scanner import properties
from scanner.archives import lzh_codes
from scanner.compound import SIGNATURE, Compound
from scanner.document import Format, Item, Passage, Remark, Unreadable
from scanner.flow import Flow
from scanner.ichitaro import STORE, Story, packed_document, sheets, texts_of
from scanner.salvage import or_what_is_left

FORMAT = Format(
    name="一太郎文書", media_types=("application/x-js-taro",), extensions=(".jtd", ".jtt", ".jttc", ".jtdc")
)

_MOST_UNPACKED, _RATIO = 256 << 20, 300  # bytes, bytes for a packed one
_HOW_SURE = "一太郎の形式は公開されていないため、文字は解析した構造から取り出しています"


def read(file: BinaryIO) -> Iterator[Item]:
    """The text of all sheets, then boxes, headers and notes, then properties. Of a damaged file, what is left."""
    yield from or_what_is_left(_read(file), file)


def _read(file: BinaryIO) -> Iterator[Item]:
    compound = _document(file)
    flow = Flow()
    story = Story(flow)
    is_guessed = False
    streams = list(sheets(compound.paths()))
    for path, place in streams or [(path, "本文") for path in compound.paths() if STORE in compound.read(path)]:
        flow.begin(place)
        found = texts_of(compound.read(path))
        is_guessed |= found.is_guessed
        for units in found.units:
            story.put(units)
            yield from flow.items()
    yield from flow.end()
    for texts, place in ((story.readings, "ふりがな"), (story.guides, "記入の案内")):
        if texts:
            yield Passage("\n".join(dict.fromkeys(texts)), place)
    yield from properties.of_compound(compound)
    if is_guessed or not streams:
        yield Remark(f"{_HOW_SURE}。知らない構造があり、文字が抜けているかもしれません", incomplete=True)
    else:
        yield Remark(_HOW_SURE)


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Workbooks and other objects in frames."""
    try:
        document = _document(file)
    except Exception:  # too damaged to be opened, as `read` says
        return
    yield from document.objects("embedding ", "oleitem ")


def _document(file: BinaryIO) -> Compound:
    """The document; a compressed one (jttc, jtdc) holds it packed as one stream."""
    compound = Compound(file)
    if "DocumentText" in compound or not (inner := packed_document(compound.read("JSCompDocument"))):
        return compound
    method, size, packed = inner
    if method not in lzh_codes.METHODS or size > min(_MOST_UNPACKED, _RATIO * len(packed)):
        raise Unreadable("unsupported", "圧縮された一太郎文書（jttc）の圧縮の方式が分からないため、読めません")
    content = b"".join(lzh_codes.unpacked(iter([packed]), method, size))
    if not content.startswith(SIGNATURE):
        raise Unreadable("corrupt", "圧縮された一太郎文書（jttc）の中身が壊れているため、読めません")
    return Compound(io.BytesIO(content))
