"""Bytes in the field of a database: text after all, a file of its own (a photo, a document), or neither."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator

from scanner import encoding, signatures
from scanner.document import Remark

LONGEST_TEXT = 1 << 20
_SMALL = 64  # bytes: keys, hashes, coordinates
_UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")
_FILES = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_WRAPPED = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n|GIF8[79]a|%PDF-|PK\x03\x04|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf|BM"
)
_WRAPPING = 4096  # bytes before an embedded object: class names, paths


def text_in(data: bytes) -> str | None:
    """The text that the bytes are, None where they are none."""
    if len(data) > LONGEST_TEXT or is_file(data):
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        decoded = encoding.decode(io.BytesIO(data))
        text = "" if decoded.remark or len(data) < 8 else "".join(decoded.blocks)
        if not text:
            return None
    return None if _UNPRINTED.search(text) else text


def is_file(data: bytes) -> bool:
    """Whether the bytes begin as a file of a known type does."""
    return data.startswith(_FILES) or (len(data) > _SMALL and signatures.by_first_bytes(data[:512]) is not None)


def embedded(data: bytes) -> bytes | None:
    """The file that is wrapped as an OLE object (Access): from its own first bytes on."""
    if is_file(data):
        return data
    for match in _WRAPPED.finditer(data, 0, _WRAPPING):
        start = match.start()
        if match[0] != b"BM" or 0 < int.from_bytes(data[start + 2 : start + 6], "little") <= len(data) - start:
            return data[start:]
    return None


class Fields:
    """Counts, for one table, the bytes in each column that are neither text nor a file."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._unread: Counter[str] = Counter()
        self._broken: Counter[str] = Counter()

    def cell(self, data: bytes, column: str) -> str:
        """The bytes as the cell of a table: their text, or nothing."""
        text = text_in(data)
        if text is None and not is_file(data) and len(data) > _SMALL:  # shorter ones are keys and hashes
            self._unread[column] += 1
        return text or ""

    def lose(self, column: str) -> None:
        """Count a field whose bytes cannot be got at."""
        self._broken[column] += 1

    def remarks(self) -> Iterator[Remark]:
        """What was left, by column."""
        for column, count in self._unread.items():
            place = f"表『{self._table}』の『{column}』"
            yield Remark(f"{place}にあるバイナリーデータ{count:,}件は、読めません", incomplete=True)
        for column, count in self._broken.items():
            yield Remark(f"表『{self._table}』の『{column}』{count:,}件は、壊れているため読めません", incomplete=True)
