"""Single stages, each beside the library one would use instead: medians of three runs in one process."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from random import Random

from benchmarks import corpus
from benchmarks.measure import median_of
from benchmarks.prose import lines
from benchmarks.table import Section, number, times
from detectors.engine import Engine, pieces
from detectors.finding import Finding
from detectors.normalize import normalize
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
        (
            "Hyperscan: one bare pass with the same expressions over the same text.",
            "Prose is invented, without personal data unless it says otherwise. MB are bytes of UTF-8 or of the file.",
        ),
    )


def _detecting(size: int) -> Iterator[tuple[str, ...]]:
    """The whole detector and its parts beside hyperscan alone with the same expressions: each text in one run."""
    engine, apart = Engine(), Engine()
    apart.names = _Nobody()  # type: ignore[assignment]
    texts = {
        "prose": "\n".join(lines(Random("clean"), size // 3)),
        "our own manuals": _manuals(size // 8),
        "a log, ASCII": _log(size // 4),
        "30 sentences in 100 on people": "\n".join(lines(Random("people"), size // 12, people_in_100=30)),
    }
    for name, text in texts.items():
        bare = _speed(text, partial(_scan_alone, engine, normalize(text)))
        stages: dict[str, Callable[[str], object]] = {
            "normalize": normalize,
            "all but names": apart.find,
            "Engine.find": engine.find,
        }
        if text.isascii():
            del stages["normalize"]  # which has nothing to do there
        for stage, function in stages.items():
            yield _beside(f"{stage}: {name}", _speed(text, partial(function, text)), "hyperscan", bare, "MB/s")


def _scan_alone(engine: Engine, text: str) -> None:
    for start, end in pieces(text):
        engine.gate.database.scan(text[start:end].encode(), match_event_handler=_ignore)


class _Nobody:
    """Stands for the finder of names where the rest of the detector is measured."""

    def find(self, _text: str, _place: str) -> Iterator[Finding]:
        return iter(())


def _ignore(*_: object) -> None:
    """A match that nobody wants."""


def _manuals(size: int) -> str:
    """Real text with little personal data, repeated to a size in bytes."""
    here = Path(__file__).resolve().parents[1]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted((*here.glob("*.md"), *here.glob("docs/*.md"))))
    return text * max(1, size // len(text.encode()))


def _log(size: int) -> str:
    """What a server writes, without personal data, of a size in bytes."""
    random = Random("log")
    lines_ = (
        f"2026-11-{day % 28 + 1:02} 08:{day % 60:02} INFO worker-{day % 7} path=/api/items/{random.randrange(977)} "
        f"status=200 duration={random.randrange(313)} ms"
        for day in range(size // 75)
    )
    return "\n".join(lines_)


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
