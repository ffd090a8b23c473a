"""Generated files of every format that is measured, of about a size in bytes, the same on every run."""

from __future__ import annotations

import csv
import io
import sqlite3
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from benchmarks import corpus
from benchmarks.prose import lines, several, somebody
from samples.formats.archive import pack
from samples.formats.mail import Letter, eml
from samples.formats.markup import html, table, xml
from samples.formats.pdf import pdf
from samples.formats.plain import json_lines, json_text, separated
from samples.formats.slides import Slide, pptx
from samples.formats.word import docx
from samples.tables import Sheet, Table


@dataclass(frozen=True, slots=True)
class Made:
    """A generated file, and how much of what its unit counts is in it."""

    content: bytes
    amount: float


def counted(content: bytes) -> Made:
    """A file whose bytes are counted."""
    return Made(content, len(content) / 1e6)


@cache
def prose(characters: int) -> str:
    """Sentences about nobody."""
    return "\n".join(lines(Random("clean"), characters))


@cache
def people(rows: int) -> Table:
    """A list of customers."""
    return Table(corpus.CUSTOMERS, several(Random("people"), rows))


def text(encoding: str, size: int) -> Made:
    """Prose in an encoding."""
    return counted(prose(size // 2).encode(encoding))


def products(size: int) -> Made:
    """A product master as CSV."""
    return counted(separated(corpus.products(Random("products"), size // 80)))


def quoted(size: int) -> Made:
    """The same with quotation marks around every cell."""
    target = io.StringIO(newline="")
    csv.writer(target, quoting=csv.QUOTE_ALL).writerows(corpus.products(Random("products"), size // 80))
    return counted(target.getvalue().encode("cp932"))


def book(make: Callable[[list[Sheet]], bytes], size: int) -> Made:
    """A product master as a workbook."""
    rows = corpus.products(Random("products"), max(2, size // 400))
    return Made(make([Sheet("在庫", rows)]), len(rows) * len(rows[0]))


def paper(size: int) -> Made:
    """Pages of prose."""
    made = pdf("規程", ["\n".join(lines(Random(f"page {page}"), 900)) for page in range(max(2, size // 100_000))])
    import pypdfium2

    document = pypdfium2.PdfDocument(made)
    try:
        return Made(made, len(document))
    finally:
        document.close()


def page(size: int) -> Made:
    """A page with a long text and a table."""
    return counted(
        html("お知らせ", f"<p>{prose(size // 6)}</p>{table(corpus.products(Random('products'), size // 300))}")
    )


def records(size: int) -> list[dict[str, Any]]:
    """Customers, each with names of its fields."""
    known = people(max(2, size // 400))
    return [dict(zip(known.headings, map(str, row), strict=True)) for row in known.rows]


def statements(size: int) -> Made:
    """A dump of a database."""
    rows = ("(" + ", ".join(f"'{value}'" for value in record.values()) + ")" for record in records(size))
    return counted("".join(f"INSERT INTO customers VALUES {row};\n" for row in rows).encode())


def cards(size: int) -> Made:
    """An address book."""
    known = (somebody(Random(f"card {count}")) for count in range(max(2, size // 400)))
    cards = (
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:{one.surname};{one.given};;;\r\nTEL;TYPE=CELL:{one.mobile}\r\n"
        f"EMAIL:{one.email}\r\nEND:VCARD\r\n"
        for one in known
    )
    return counted("".join(cards).encode())


def letters(size: int) -> list[bytes]:
    """Mails of some paragraphs."""
    head = Letter("打ち合わせの件", ("見本 太郎", "taro@example.co.jp"), [("架空 花子", "hanako@example.co.jp")])
    bodies = ("\n".join(lines(Random(f"mail {count}"), 2_000)) for count in range(max(2, size // 20_000)))
    return [eml(head, body, "utf-8") for body in bodies]


def mailbox(size: int) -> Made:
    """Mails in one file."""
    return counted(
        b"".join(b"From taro@example.co.jp Tue Sep 29 10:24:31 2026\n" + one + b"\n" for one in letters(size))
    )


def deck(size: int) -> Made:
    """Slides."""
    bodies = ["\n".join(lines(Random(f"slide {page}"), 300)) for page in range(max(2, size // 20_000))]
    slides = [Slide(f"{page}. 進捗", body) for page, body in enumerate(bodies, 1)]
    return Made(pptx(slides), len(slides))


def members(size: int) -> dict[str, bytes]:
    """Notes to be packed."""
    return {f"議事録{count}.txt": prose(20_000).encode("cp932") for count in range(max(2, size // 40_000))}


def tarball(size: int) -> Made:
    """Notes, packed without compression."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, content in members(size).items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return counted(target.getvalue())


def database(size: int) -> Made:
    """A table of customers."""
    known = people(max(2, size // 200))
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE TABLE customers ({', '.join(known.headings)})")
    marks = ", ".join("?" * len(known.headings))
    connection.executemany(f"INSERT INTO customers VALUES ({marks})", [tuple(map(str, row)) for row in known.rows])
    connection.commit()
    return Made(connection.serialize(), len(known.rows) * len(known.headings))


def document(size: int) -> Made:
    """Prose as a Word document."""
    return counted(docx([prose(size // 20)]))


def elements(size: int) -> Made:
    """Customers as XML."""
    return counted(xml("list", "person", records(size)))


def values(size: int) -> Made:
    """Customers as JSON."""
    return counted(json_text(records(size)))


def value_lines(size: int) -> Made:
    """Customers as JSON Lines."""
    return counted(json_lines(records(size)))


def letter(_size: int) -> Made:
    """One mail."""
    return counted(letters(0)[0])


def zipped(size: int) -> Made:
    """Notes, packed."""
    return counted(pack(members(size)))
