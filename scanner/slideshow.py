"""The binary PowerPoint presentation as records: slides as they are now, their notes, and what saving left behind.

Written after [MS-PPT]. PowerPoint saves by appending; the last directory says which slide lies where.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

_CONTAINER = 0xF
_DOCUMENT, _SLIDE, _NOTES, _MASTER = 0x03E8, 0x03EE, 0x03F0, 0x03F8
_SLIDE_LIST, _SLIDE_HERE, _NOTES_ATOM, _SHOW = 0x0FF0, 0x03F3, 0x03F1, 0x03F9
_TEXT_WIDE, _TEXT_NARROW, _STRING, _COMMENT = 0x0FA0, 0x0FA8, 0x0FBA, 0x2EE0
_MARGINS, _TAGGED, _OBJECT = 0x0FD9, 0x138B, 0x1011
_MAX_INSERTED = 256 << 20
_OF_FORMS = 0x80000000  # numbers of what is no slide
_EDIT, _DIRECTORY = 0x0FF5, 0x1772
_MOST_EDITS = 10_000
_BREAKS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x00": None})


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its type, what tells it from others of its type, where its content begins and ends."""

    kind: int
    instance: int
    is_container: bool
    start: int
    end: int


@dataclass(slots=True)
class Slide:
    """A slide: its texts, its notes, its comments with their authors."""

    texts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    is_hidden: bool = False


@dataclass(slots=True)
class Slideshow:
    """What a presentation says: slide by slide, in its headers and footers, and in states before the last one."""

    slides: list[Slide] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)
    earlier: list[str] = field(default_factory=list)


def slideshow(data: bytes, current_user: bytes) -> Slideshow:
    """The presentation in the stream 「PowerPoint Document」."""
    places = _directory(data, current_user)
    top = list(_records(data, 0, len(data)))
    by_place = {record.start - 8: record for record in top}
    document = next((record for record in reversed(top) if record.kind == _DOCUMENT), None)
    show = Slideshow()
    seen = {places.get(here.persist, -8) + 8 for here in _listed(data, document, 1)}  # the forms of all slides
    numbers: dict[int, Slide] = {}
    for here in _listed(data, document, 0):
        slide = Slide(here.texts)
        record = by_place.get(places.get(here.persist, -1))
        if record and record.kind == _SLIDE:
            seen.add(record.start)
            _read_slide(data, record, slide)
        numbers[here.slide] = slide
        show.slides.append(slide)
    current_places = set(places.values())
    for record in top:
        about = _slide_of_notes(data, record) if record.kind == _NOTES else 0
        if about and record.start - 8 in current_places and about in numbers:
            numbers[about].notes += _texts(data, record)
        elif about or (record.kind == _SLIDE and record.start not in seen):
            show.earlier += _texts(data, record)
    show.margins = _margins(data, top)
    current = {text for slide in show.slides for text in (*slide.texts, *slide.notes)}
    show.earlier = [text for text in dict.fromkeys(show.earlier) if text not in current]
    return show


def inserted(data: bytes) -> Iterator[bytes]:
    """Objects that were inserted, as compound files: as they are, or packed behind their size."""
    for record in _records(data, 0, len(data)):
        if record.kind == _OBJECT and record.instance == 1:
            with suppress(zlib.error):
                yield zlib.decompressobj().decompress(data[record.start + 4 : record.end], _MAX_INSERTED)
        elif record.kind == _OBJECT:
            yield data[record.start : record.end]


@dataclass(slots=True)
class _Here:
    persist: int
    slide: int
    texts: list[str] = field(default_factory=list)


def _listed(data: bytes, document: Record | None, instance: int) -> list[_Here]:
    """The slides in their order, with the texts that the outline shows."""
    found: list[_Here] = []
    if document is None:
        return found
    for group in _records(data, document.start, document.end):
        if group.kind != _SLIDE_LIST or group.instance != instance:
            continue
        for record in _records(data, group.start, group.end):
            if record.kind == _SLIDE_HERE and record.end - record.start >= 16:
                found.append(_Here(*struct.unpack_from("<I8xI", data, record.start)))
            elif found and (text := _text(data, record)):
                found[-1].texts.append(text)
    return found


def _read_slide(data: bytes, slide: Record, found: Slide) -> None:
    for record in _all(data, slide):
        if record.kind == _COMMENT:
            said = {part.instance: _decoded(data, part) for part in _all(data, record) if part.kind == _STRING}
            found.comments.append(said.get(1, ""))
            found.authors.append(said.get(0, ""))
        elif record.kind == _SHOW and record.end - record.start >= 12:
            found.is_hidden = bool(data[record.start + 10] & 4)
        elif text := _text(data, record):
            found.texts.append(text)


def _slide_of_notes(data: bytes, notes: Record) -> int:
    """The slide that notes are about, 0 for the form of all notes."""
    atom = next((record for record in _records(data, notes.start, notes.end) if record.kind == _NOTES_ATOM), None)
    slide = int(struct.unpack_from("<I", data, atom.start)[0]) if atom and atom.end - atom.start >= 4 else 0
    return slide if slide < _OF_FORMS else 0


def _margins(data: bytes, top: list[Record]) -> list[str]:
    found = [
        _decoded(data, part)
        for record in top
        if record.kind in (_DOCUMENT, _SLIDE, _NOTES, _MASTER)
        for group in _all(data, record)
        if group.kind == _MARGINS
        for part in _records(data, group.start, group.end)
        if part.kind == _STRING
    ]
    return [text for text in dict.fromkeys(found) if text.strip()]


def _directory(data: bytes, current_user: bytes) -> dict[int, int]:
    """Where each part lies, by its number; later edits come before earlier ones."""
    places: dict[int, int] = {}
    at = struct.unpack_from("<I", current_user, 16)[0] if len(current_user) >= 20 else 0
    seen = set[int]()
    while at and at not in seen and at + 28 <= len(data) and len(seen) < _MOST_EDITS:
        seen.add(at)
        if struct.unpack_from("<H", data, at + 2)[0] != _EDIT:
            break
        before, listing = struct.unpack_from("<II", data, at + 8 + 8)
        for number, place in _entries(data, listing):
            places.setdefault(number, place)
        at = before
    return places


def _entries(data: bytes, listing: int) -> Iterator[tuple[int, int]]:
    if listing + 8 > len(data) or struct.unpack_from("<H", data, listing + 2)[0] != _DIRECTORY:
        return
    place, end = listing + 8, min(len(data), listing + 8 + struct.unpack_from("<I", data, listing + 4)[0])
    while place + 4 <= end:
        head = struct.unpack_from("<I", data, place)[0]
        first, count = head & 0xFFFFF, head >> 20
        place += 4
        for number in range(min(count, (end - place) // 4)):
            yield first + number, struct.unpack_from("<I", data, place + 4 * number)[0]
        place += 4 * count


def _texts(data: bytes, record: Record) -> list[str]:
    return [text for inner in _all(data, record) if (text := _text(data, inner))]


def _text(data: bytes, record: Record) -> str:
    text = _decoded(data, record).strip() if record.kind in (_TEXT_WIDE, _TEXT_NARROW) else ""
    return "" if text == "*" else text  # where the number of the slide or the date comes


def _decoded(data: bytes, record: Record) -> str:
    raw = data[record.start : record.end]
    return raw.decode("latin-1" if record.kind == _TEXT_NARROW else "utf-16-le", "replace").translate(_BREAKS)


def _all(data: bytes, outer: Record) -> Iterator[Record]:
    """All records in one, those in its containers too."""
    open_ends = [(outer.start, outer.end)]
    while open_ends:
        start, end = open_ends.pop()
        for record in _records(data, start, end):
            yield record
            if record.is_container:
                open_ends += [(record.end, end), (record.start, record.end)]
                break


def _records(data: bytes, start: int, end: int) -> Iterator[Record]:
    while start + 8 <= end:
        head, kind, length = struct.unpack_from("<HHI", data, start)
        stop = min(end, start + 8 + length)
        yield Record(kind, head >> 4, head & 0xF == _CONTAINER or kind == _TAGGED, start + 8, stop)
        start = stop
