"""What can still be read of a damaged document: characters that lie in it one behind the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from scanner.document import Item, Passage, Unreadable

PLACE = "壊れたファイルから拾った文字"
_MOST = 256 << 20
_BLOCK = 32 * 1024
_WIDE = rb"(?:[\x20-\x7e\t]\x00|[\x00-\xff]\x30|[\x00-\xff][\x4e-\x9f]|[\x00-\xef]\xff)"
_RUN = re.compile(_WIDE + rb"{4,}")
_KANA = re.compile("[\u3041-\u30ff]{2}")
_NUMBER_OR_ADDRESS = re.compile("[0-9]{2}|@")
_SHORTEST_ASCII = 8
_LAST_COMMON = 0x98  # the first byte in Shift_JIS of the last common kanji


def or_what_is_left(items: Iterator[Item], file: BinaryIO) -> Iterator[Item]:
    """The items of a reader; where it stumbles over damage, the characters that can still be picked up as well."""
    try:
        yield from items
    except Unreadable as failure:
        if failure.status == "corrupt":
            yield from _runs(file)
        raise
    except Exception:
        yield from _runs(file)
        raise


def _runs(file: BinaryIO) -> Iterator[Passage]:
    file.seek(0)
    lines: list[str] = []
    size = 0
    for run in _RUN.finditer(file.read(_MOST)):
        text = run[0].decode("utf-16-le", "replace").strip()
        if len(text) >= 4 and _is_written(text):
            lines.append(text)
            size += len(text)
        if size > _BLOCK:
            yield Passage("\n".join(lines), PLACE)
            lines, size = [], 0
    if lines:
        yield Passage("\n".join(lines), PLACE)


def _is_written(text: str) -> bool:
    """Whether people write so here: numbers, addresses, kana, or kanji, mostly the common ones (JIS level 1)."""
    if text.isascii():
        return len(text) >= _SHORTEST_ASCII and bool(_NUMBER_OR_ADDRESS.search(text))
    try:
        encoded = [letter.encode("cp932") for letter in text]
    except UnicodeEncodeError:
        return False
    return bool(_KANA.search(text)) or sum(code[0] > _LAST_COMMON for code in encoded) * 4 <= len(text)
