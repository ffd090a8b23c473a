"""Word 97-2003 documents (and Word 6 and 95): body with its tables, notes, headers, comments, boxes, properties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from scanner import properties
from scanner.compound import Compound, inserted
from scanner.document import Format, Item, Passage
from scanner.drawings import pictures
from scanner.flow import Flow
from scanner.pixels import placed
from scanner.salvage import or_what_is_left
from scanner.worddoc import readable, stories

FORMAT = Format(name="Word 97-2003 文書", media_types=("application/msword",), extensions=(".doc", ".dot"))


def read(file: BinaryIO) -> Iterator[Item]:
    """The body first, then what stands around it. Of a damaged file, what is left."""
    yield from or_what_is_left(_read(file), file)


def _read(file: BinaryIO) -> Iterator[Item]:
    compound = Compound(file)
    flow = Flow()
    addresses: list[str] = []
    readings: list[str] = []
    for story in stories(compound):
        flow.begin(story.place)
        shown = readable(story.text)
        addresses += shown.addresses
        readings += shown.readings
        for paragraph in shown.text.split("\r"):
            _put(paragraph, flow)
            yield from flow.items()
    yield from flow.end()
    for lines, place in ((addresses, "リンク先"), (readings, "ふりがな")):
        if lines:
            yield Passage("\n".join(dict.fromkeys(lines)), place)
    yield from properties.of_compound(compound)
    yield from placed(pictures(compound.read("Data") + compound.read("WordDocument")))


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Workbooks, packages and other documents that were inserted."""
    yield from inserted(file, "objectpool/")


def _put(paragraph: str, flow: Flow) -> None:
    """A paragraph, or the rows of a table with what follows them up to the next end of a paragraph."""
    *rows, rest = paragraph.split("\x1d")
    for row in rows:
        flow.row([cell.strip() for cell in row.split("\x07")[:-1]])
    if rest or not rows:
        flow.line(rest.replace("\x07\x07", "\n").replace("\x07", "\t"))
