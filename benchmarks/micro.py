"""Single stages, each beside the library one would use instead: medians of three runs in one process."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from random import Random

from benchmarks import corpus
from benchmarks.measure import median_of
from benchmarks.prose import lines
from benchmarks.table import Section, number, times
from detectors import addresses
from detectors.engine import Engine, pieces
from detectors.normalize import normalize
from detectors.patterns import Gate
from samples.formats.pdf import pdf
from samples.formats.plain import separated
from samples.formats.workbook import xlsx
from samples.tables import Sheet
from scanner.document import Item
from scanner.readers import delimited, plain, sheet
from scanner.readers import pdf as pdf_reader


def section(size: int) -> Section:
    """All stages on inputs of about `size` bytes (tables and PDF: a fraction of that)."""
    rows = [*_detecting(size), *_reading(size)]
    return Section(
        "Stages, one process",
        ("stage", "daicho", "beside it", "ratio"),
        rows,
        ("Text is prose without personal data unless it says otherwise; MB are bytes of UTF-8 or of the file.",),
    )


def _detecting(size: int) -> Iterator[tuple[str, ...]]:
    engine = Engine()
    text = "\n".join(lines(Random("clean"), size // 3))
    with_people = "\n".join(lines(Random("people"), size // 12, people_in_100=30))
    normal = normalize(text)
    parts = [normal[start:end] for start, end in pieces(normal)]
    bare = Gate(engine.matchers)
    gate = _speed(text, lambda: [bare.kinds(part) for part in parts])
    yield "gate: one hyperscan pass", f"{number(gate)} MB/s", "", ""

    def without_names() -> None:
        for part in parts:
            for kind in bare.kinds(part):
                list(engine.matchers[kind].find(part, ""))
            if addresses.may_hold(part):
                list(addresses.find(part, ""))

    yield _beside("rules and addresses, names apart", _speed(text, without_names), "the gate", gate, "MB/s")
    yield _beside("normalize", _speed(text, lambda: normalize(text)), "the gate", gate, "MB/s")
    yield _beside("Engine.find", _speed(text, lambda: engine.find(text)), "the gate", gate, "MB/s")
    dense = _speed(with_people, lambda: engine.find(with_people))
    yield _beside("Engine.find, 30 sentences in 100 on people", dense, "the gate", gate, "MB/s")


def _reading(size: int) -> Iterator[tuple[str, ...]]:
    text = "\n".join(lines(Random("clean"), size // 2)).encode("cp932")
    ours = len(text) / 1e6 / median_of(lambda: _read(plain.read, text))
    theirs = len(text) / 1e6 / median_of(lambda: text.decode("cp932"))
    yield _beside("plain text, cp932", ours, "bytes.decode", theirs, "MB/s")

    table = separated(corpus.products(Random("products"), size // 80))
    ours = len(table) / 1e6 / median_of(lambda: _read(delimited.read, table))
    theirs = len(table) / 1e6 / median_of(lambda: _rows_by_csv(table))
    yield _beside("CSV, cp932", ours, "decode + csv", theirs, "MB/s")

    rows = corpus.products(Random("products"), size // 400)
    book = xlsx([Sheet("在庫", rows)])
    cells = len(rows) * len(rows[0])
    ours = cells / median_of(lambda: _read(sheet.read, book))
    theirs = cells / median_of(lambda: _cells_by_openpyxl(book), runs=1)
    yield _beside("xlsx", ours, "openpyxl read-only", theirs, "cells/s")

    pages = max(2, size // 100_000)
    paper = pdf("規程", ["\n".join(lines(Random(f"page {page}"), 900)) for page in range(pages)])
    pages = _pages(paper)
    ours = pages / median_of(lambda: _read(pdf_reader.read, paper))
    theirs = pages / median_of(lambda: _text_by_pdfminer(paper), runs=1)
    yield _beside("PDF", ours, "pdfminer.six", theirs, "pages/s")


def _beside(stage: str, ours: float, name: str, theirs: float, unit: str) -> tuple[str, ...]:
    return stage, f"{number(ours)} {unit}", f"{name} {number(theirs)} {unit}", times(ours, theirs)


def _speed(text: str, function: Callable[[], object]) -> float:
    return len(text.encode()) / 1e6 / median_of(function)


def _read(reader: Callable[[io.BytesIO], Iterable[Item]], content: bytes) -> None:
    for _ in reader(io.BytesIO(content)):
        pass


def _rows_by_csv(content: bytes) -> None:
    for _ in csv.reader(io.TextIOWrapper(io.BytesIO(content), encoding="cp932", newline="")):
        pass


def _cells_by_openpyxl(content: bytes) -> None:
    import openpyxl

    for page in openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets:
        for _ in page.iter_rows(values_only=True):
            pass


def _text_by_pdfminer(content: bytes) -> None:
    from pdfminer.high_level import extract_text

    extract_text(io.BytesIO(content))


def _pages(content: bytes) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        return len(document)
    finally:
        document.close()
