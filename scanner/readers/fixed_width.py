"""Text of records: listings of hosts and printers, transfer files of the banks (全銀), claims of doctors (レセプト)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from scanner import claims, encoding, zengin
from scanner.document import Format, Item, Passage
from scanner.fixedwidth import columns_of, cut
from scanner.passages import passages
from scanner.tables import Chunks, tables

FORMAT = Format("固定長テキスト", ("text/x-fixed-width",), (".dat", ".prn", ".txt", ".uke"), streams=True)

PLACE = "表"
_TOTALS = re.compile(r"[89][0-9 ]*|[\s\x1a]*")  # the records that close a set and the file


def read(file: BinaryIO) -> Iterator[Item]:
    """The rows as a table; titles of pages are rows of one cell."""
    decoded = encoding.decode(file)
    if decoded.remark:
        yield decoded.remark
    first = next(decoded.blocks, "")
    blocks = chain([first], decoded.blocks)
    if zengin.is_zengin(first):
        yield from _transfers(zengin.records(blocks))
    elif claims.is_claims(first):
        yield from tables("レセプト", chain([claims.HEADINGS], claims.rows(_lines(blocks))))
    elif gaps := columns_of(first):
        lines = _lines(blocks)
        yield from tables(PLACE, (cut(line, gaps) for line in lines))
    else:
        yield from passages(blocks)


def _lines(blocks: Iterable[str]) -> Iterator[str]:
    return (line for block in blocks for line in block.splitlines())


def _transfers(records: Iterable[str]) -> Iterator[Item]:
    """A table per header record: 給与振込 and 総合振込 may follow each other in one file."""
    chunks: Chunks | None = None
    name = ""
    for number, record in enumerate(records, 1):
        if record.startswith("1") and zengin.is_header(record):
            if chunks:
                yield from chunks.take()
            name = zengin.business(record)
            yield Passage(f"{name} 委託者: {zengin.sender(record)}", f"{number:,}件目")
            chunks = Chunks(f"{name}（{number:,}件目から）")
            chunks.add(zengin.headings(name))
        elif chunks and record.startswith("2"):
            chunks.add(zengin.cells(name, record))
            if chunks.full:
                yield from chunks.take()
        elif not _TOTALS.fullmatch(record):
            yield Passage(record, f"{number:,}件目")
    if chunks:
        yield from chunks.take()
