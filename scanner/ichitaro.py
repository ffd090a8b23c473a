"""The text streams of Ichitaro documents (jtd, jtt): a store of blocks, and the text and records in it.

JustSystems publishes no specification. The layout is that which the projects OpenJTD, Tika-JTD and ezpzfile-jtd found
in hundreds of published documents and confirmed with Ichitaro's own viewer; where a stream does not follow it, what
looks like text is read and the caller is told.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from scanner.flow import Flow

STORE = b"SsmgV.01"
_TEXT, _LIST = b"TextV.01", b"QLSTV.01"
_MOST_BLOCKS = 1 << 20
_RUN = re.compile("[^\x00-\x1f\x80-\x9f]+")
_TEXT_LIKE = re.compile(rb"(?:(?:[\x30-\x9f][\x00-\xff]|\xff[\x00-\xef]|\x00[\x20-\x7e]|\x00[\x09\x0a]){4,})")
_CELL, _LINE, _INLINE, _PLAIN = 0x30, 0x10, 0x01, 0x20  # classes of records
_READING, _GUIDE = (1, 0x82), (1, 0)
_LONGEST = 4_096  # words of a record


@dataclass(slots=True)
class Texts:
    """The texts of one stream; `is_guessed` says that its layout was not the known one."""

    units: list[str] = field(default_factory=list)
    is_guessed: bool = False


def texts_of(stream: bytes) -> Texts:
    """The texts in a stream: one for a body, one for each box or header."""
    try:
        store = _substreams(stream)
        found = Texts([_joined(store, content) for content in store.values() if content[:8] in (_TEXT, _LIST)])
    except (struct.error, IndexError, KeyError, ValueError):
        found = Texts()
    if not found.units:
        runs = (match[0].decode("utf-16-be", "replace") for match in _TEXT_LIKE.finditer(stream))
        guessed = [run for run in runs if _is_japanese(run)]
        found = Texts(["\n".join(guessed)] if guessed else [], is_guessed=bool(guessed))
    return found


def _is_japanese(text: str) -> bool:
    """Whether characters are ones that people write here; of random bytes two in three are not."""
    try:
        text.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def _substreams(stream: bytes) -> dict[int, bytes]:
    """The store: blocks of one size, and a directory behind them that says which block belongs to what."""
    if not stream.startswith(STORE):
        raise ValueError
    count, size, blocks = struct.unpack_from(">III", stream, 8)
    if size == 0 or blocks > _MOST_BLOCKS:
        raise ValueError
    place = 20 + size * blocks
    store: dict[int, bytes] = {}
    for _ in range(min(count, blocks + 1)):
        index, _, length, used, _ = struct.unpack_from(">5I", stream, place)
        numbers = struct.unpack_from(f">{min(used, blocks)}I", stream, place + 20)
        place += 20 + 4 * used
        store[index] = b"".join(stream[20 + size * n : 20 + size * (n + 1)] for n in numbers if n < blocks)[:length]
    return store


def _joined(store: dict[int, bytes], content: bytes) -> str:
    """The characters of a text, which in long documents lies in several pieces."""
    if content.startswith(_TEXT):
        return _units(content[12:], struct.unpack_from(">I", content, 8)[0])
    count = min(struct.unpack_from(">I", content, 8)[0], len(content) // 8)
    pieces = (struct.unpack_from(">II", content, 12 + 8 * number) for number in range(count))
    return "".join(_units(store[index], length) for length, index in pieces)


def _units(data: bytes, count: int) -> str:
    """One character for each 16 bits: records count that way."""
    known = min(count, len(data) // 2)
    return "".join(map(chr, struct.unpack(f">{known}H", data[: 2 * known])))


class Story:
    """Walks a text, puts lines and ruled rows into a flow and keeps readings and hints apart."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self.readings: list[str] = []
        self.guides: list[str] = []
        self._line: list[str] = []
        self._cells: list[list[str]] = []

    def put(self, units: str) -> None:
        """One text, from its first to its last unit."""
        at = 0
        while at < len(units):
            if run := _RUN.match(units, at):
                self._add(run[0])
                at = run.end()
                continue
            mark = ord(units[at])
            if mark == 0x1C:
                at = self._record(units, at)
                continue
            if mark == 0x09:
                self._add("\t")
            elif mark == 0x0A and self._cells:
                self._add("\n")
            elif mark in (0x0A, 0x0C, 0x0E):
                self._end_line()
            at += 1
        self._end_line()

    def _record(self, units: str, at: int) -> int:
        """A record: what it means for the text, and where it ends."""
        kind, length = (ord(units[at + step]) if at + step < len(units) else 0 for step in (1, 2))
        if kind == _INLINE and units[at + 6 : at + 7] == "\x1d":
            return self._inline(units, at)
        if kind == _CELL:
            self._cells.append([])
        elif kind == _PLAIN or (kind == _LINE and self._cells and self._cells[-1][-1:] == ["\n"]):
            self._end_line()
        end = at + length
        if 4 < length <= _LONGEST and units[end - 1 : end] == "\x1f" and units[end - 2 : end - 1] == chr(kind):
            return end
        end = units.find("\x1f", at, at + _LONGEST) + 1
        return end or at + 1

    def _inline(self, units: str, at: int) -> int:
        """Text inside a record: shown, a reading above the text before it, or a hint of a form."""
        end = units.find("\x1e", at + 7, at + 7 + _LONGEST)
        if end < 0:
            return at + 7
        role = ord(units[at + 4]), ord(units[at + 5])
        text = "".join(_RUN.findall(units[at + 7 : end]))
        if role == _READING:
            self.readings.append(text)
        elif role == _GUIDE:
            self.guides.append(text)
        else:
            self._add(text)
        return end + 5 if units[end + 4 : end + 5] == "\x1f" else end + 1

    def _add(self, text: str) -> None:
        (self._cells[-1] if self._cells else self._line).append(text)

    def _end_line(self) -> None:
        if self._cells:
            cells = [_clean("".join(cell)).strip() for cell in self._cells]
            if any(cells):
                self._flow.row(cells)
        if self._line or not self._cells:
            self._flow.line(_clean("".join(self._line)))
        self._line, self._cells = [], []


def _clean(text: str) -> str:
    """Pairs of surrogates as the one character they are."""
    if not any("\ud800" <= letter <= "\udfff" for letter in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def packed_document(stream: bytes) -> tuple[str, int, bytes] | None:
    """The document inside 「JSCompDocument」 of a jttc: its method of packing, its size, and the packed bytes."""
    at = stream.find(b"-lh")
    if at < 2 or len(stream) < at + 20:
        return None
    header, packed, size = stream[at - 2], *struct.unpack_from("<II", stream, at + 5)
    start = at - 2 + 2 + header
    return stream[at + 1 : at + 4].decode("ascii", "replace"), size, stream[start : start + packed]


def sheets(paths: list[str]) -> Iterator[tuple[str, str]]:
    """The text streams of a document with their place, those of further sheets behind those of the first."""
    places = {"documenttext": "", "layoutboxtext": "枠内の文字", "header": "ヘッダー・フッター", "footnote": "脚注"}
    folders = sorted({path.rpartition("/")[0] for path in paths if path.rpartition("/")[2].lower() == "documenttext"})
    for number, folder in enumerate(folders, 1):
        for path in paths:
            inside, _, name = path.rpartition("/")
            if inside == folder and name.lower() in places:
                sheet = "本文" if number == 1 else f"シート{number}"
                yield path, places[name.lower()] or sheet
