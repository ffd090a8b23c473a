"""Every reader beside the library one would use instead: medians of three runs in one process.

To measure a new format, add a line to `SAMPLES`: a name by which its reader is found, how to make a file, its unit.
A reader without a line is measured on its largest golden sample, in files a second.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import beside, making
from benchmarks.beside import Peer
from benchmarks.making import Made
from benchmarks.measure import installed, median_of
from benchmarks.table import Section, number, times
from samples.formats.workbook import ods, xls, xlsx
from scanner.document import Reader
from scanner.identify import identify
from scanner.passwords import Passwords
from scanner.readers import items_of, members_of, reader_for

GOLDEN = Path(__file__).resolve().parents[1] / "tests" / "readers"


@dataclass(frozen=True, slots=True)
class Sample:
    """One line of the table: what is read, under which name, how a file of about so many bytes is made, its peers."""

    label: str
    name: str
    make: Callable[[int], Made]
    unit: str = "MB/s"
    peers: tuple[Peer, ...] = ()


def section(size: int) -> Section:
    """All readers on inputs of about `size` bytes (formats that are slow for every program: a fraction of that)."""
    return Section(
        "Readers, one process",
        ("reader", "daicho", "beside it", "ratio"),
        [*_measured(size), *_golden()],
        (
            "MB are bytes of the file; what is packed counts packed. Pictures are decoded, their text is not read.",
            "files/s: the reader's golden sample, a small file; nothing beside it. Seconds are those of one core.",
        ),
    )


def _measured(size: int) -> Iterator[tuple[str, ...]]:
    for sample in SAMPLES:
        made = sample.make(size)
        ours = made.amount / median_of(partial(drain, reader_of(made.content, sample.name), made.content))
        if not sample.peers:
            yield sample.label, f"{number(ours)} {sample.unit}", "", ""
        for name, function in sample.peers:
            if name == "MarkItDown" and not installed("markitdown"):
                continue
            yield sample.label, f"{number(ours)} {sample.unit}", *_beside(name, function, made, sample.unit, ours)


def _beside(name: str, function: Callable[[bytes], object], made: Made, unit: str, ours: float) -> tuple[str, str]:
    try:
        theirs = made.amount / median_of(partial(function, made.content), runs=1)
    except Exception:  # whatever a library makes of a file that it cannot read
        return f"{name} cannot read it", ""
    return f"{name} {number(theirs)} {unit}", times(ours, theirs)


def _golden() -> Iterator[tuple[str, ...]]:
    """The readers that have no line: each on its largest golden sample."""
    covered = {id(reader_of(sample.make(2_000).content, sample.name)) for sample in SAMPLES}
    found = sorted(GOLDEN.glob("*"), key=lambda path: -path.stat().st_size)
    for path in found:
        if path.suffix in (".py", ".expected") or path.is_dir():
            continue
        content = path.read_bytes()
        reader = reader_of(content, path.name)
        if reader is None or id(reader) in covered or not _is_read(reader, content):
            continue
        covered.add(id(reader))
        yield reader.FORMAT.name, f"{number(1 / median_of(partial(drain, reader, content)))} files/s", "", ""


def _is_read(reader: Reader, content: bytes) -> bool:
    """Whether a sample is one that opens: some are locked or damaged on purpose."""
    try:
        drain(reader, content)
    except Exception:  # whatever a damaged file makes of a reader
        return False
    return True


def reader_of(content: bytes, name: str) -> Reader | None:
    """The reader that a scan would take."""
    return reader_for(identify(io.BytesIO(content), name))


def drain(reader: Reader | None, content: bytes) -> None:
    """Read a file to its end; its members are only taken out of it."""
    assert reader is not None, "no reader takes this sample"
    file = io.BytesIO(content)
    for _ in items_of(reader, file, Passwords()):
        pass
    file.seek(0)
    for _, stream in members_of(reader, file, Passwords()):
        while stream.read(1 << 20):
            pass


SAMPLES: tuple[Sample, ...] = (
    Sample("plain text, cp932", "a.txt", partial(making.text, "cp932"), "MB/s", (beside.decode("cp932"),)),
    Sample("plain text, UTF-8", "a.txt", partial(making.text, "utf-8"), "MB/s", (beside.decode("utf-8"),)),
    Sample("plain text, EUC-JP", "a.txt", partial(making.text, "euc_jp"), "MB/s", (beside.decode("euc_jp"),)),
    Sample("plain text, JIS", "a.txt", partial(making.text, "iso2022_jp"), "MB/s", (beside.decode("iso2022_jp"),)),
    Sample("CSV, cp932", "a.csv", making.products, "MB/s", (beside.CSV, beside.markitdown(".csv"))),
    Sample("CSV, all cells quoted", "a.csv", making.quoted, "MB/s", (beside.CSV,)),
    Sample("xlsx", "a.xlsx", partial(making.book, xlsx), "cells/s", (beside.OPENPYXL, beside.markitdown(".xlsx"))),
    Sample("xls", "a.xls", partial(making.book, xls), "cells/s"),
    Sample("ods", "a.ods", partial(making.book, ods), "cells/s"),
    Sample("PDF", "a.pdf", making.paper, "pages/s", (beside.PDFMINER, beside.markitdown(".pdf"))),
    Sample("docx", "a.docx", making.document, "MB/s", (beside.markitdown(".docx"),)),
    Sample("pptx", "a.pptx", making.deck, "slides/s", (beside.markitdown(".pptx"),)),
    Sample("HTML", "a.html", making.page, "MB/s", (beside.markitdown(".html"),)),
    Sample("XML", "a.xml", making.elements, "MB/s", (beside.LXML,)),
    Sample("JSON", "a.json", making.values, "MB/s", (beside.JSON,)),
    Sample("JSON Lines", "a.jsonl", making.value_lines, "MB/s", (beside.JSON_LINES,)),
    Sample("SQL", "a.sql", making.statements),
    Sample("vCard", "a.vcf", making.cards),
    Sample("mail", "a.eml", making.letter, "MB/s", (beside.EMAIL,)),
    Sample("mbox", "a.mbox", making.mailbox, "MB/s", (beside.MAILBOX,)),
    Sample("SQLite", "a.sqlite", making.database, "cells/s", (beside.SQLITE,)),
    Sample("zip, unpacking", "a.zip", making.zipped, "MB/s", (beside.ZIPFILE,)),
    Sample("tar, unpacking", "a.tar", making.tarball, "MB/s", (beside.TARFILE,)),
)
