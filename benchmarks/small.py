"""A share of many small files, and a register that knows them all: what a nightly scan meets."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import insert

from benchmarks import corpus
from inventory.departments import department
from inventory.models import File
from inventory.register import Register
from samples.formats.plain import separated, text
from samples.formats.word import docx
from samples.formats.workbook import xlsx
from samples.tables import Sheet
from scanner.crawl import walk
from scanner.document import FoundFile

DEPARTMENTS = (
    "営業部",
    "人事部",
    "総務部",
    "経理部",
    "法務部",
    "開発部",
    "製造部",
    "物流センター",
    "お客様相談室",
    "大阪支店",
)
_IN_A_FOLDER = 40
_AT_ONCE = 5_000
_MAKERS: tuple[tuple[str, corpus.Maker], ...] = (
    ("議事録{}.txt", lambda chance: text(corpus.prose(chance, 300, 1_500), "cp932")),
    ("対応記録{}.txt", lambda chance: text(corpus.prose(chance, 300, 1_500, people_in_100=10))),
    ("商品{}.csv", lambda chance: separated(corpus.products(chance, chance.randrange(5, 40)))),
    ("名簿{}.csv", lambda chance: separated(corpus.customers(chance, chance.randrange(3, 25)), "cp932")),
    ("連絡{}.docx", lambda chance: docx([corpus.prose(chance, 200, 1_200)])),
    ("在庫{}.xlsx", lambda chance: xlsx([Sheet("在庫", corpus.products(chance, chance.randrange(5, 40)))])),
    ("メモ{}.txt", lambda chance: text(corpus.prose(chance, 100, 600))),
    ("集計{}.csv", lambda chance: separated(corpus.products(chance, chance.randrange(3, 20)), "utf-8-sig")),
)


def mixed(directory: Path, files: int) -> None:
    """Texts, CSV files and small office files, each with a content of its own; the same bytes on every run."""
    for number in range(files):
        name, maker = _MAKERS[number % len(_MAKERS)]
        _put(directory, number, name, maker(Random(f"small {number}")))


def trifles(directory: Path, files: int) -> None:
    """The same names with hardly anything in them, where only their number counts."""
    for number in range(files):
        _put(directory, number, _MAKERS[number % len(_MAKERS)][0], f"議事録 {number}\n".encode() * (number % 7 + 1))


def _put(directory: Path, number: int, name: str, content: bytes) -> None:
    place = number // _IN_A_FOLDER
    folder = directory / DEPARTMENTS[place % 10] / f"{2015 + place // 10 % 10}年度" / f"案件{place:05}"
    if number % _IN_A_FOLDER == 0:
        folder.mkdir(parents=True, exist_ok=True)
    (folder / name.format(f"{number:06}")).write_bytes(content)


def known(path: Path, share: Path) -> None:
    """Let a register, whose only scan found no file, know every file of the share as that scan would leave it."""
    with Register.open(path, key_file=path.with_name("key")) as register:
        run = register.runs()[0]
        rows = (_row(file, run.id, run.digest) for file in walk([share]) if isinstance(file, FoundFile))
        while part := list(islice(rows, _AT_ONCE)):
            with register.writing() as connection:
                connection.execute(insert(File), part)


def _row(file: FoundFile, run: int, digest: str) -> dict[str, Any]:
    names = ("relative", "size", "modified_ns", "owner", "readable_by_all")
    path, size, modified_ns, owner, readable_by_all = (getattr(file, name) for name in names)
    return {
        "root": str(file.root), "path": path, "size": size, "modified_ns": modified_ns, "owner": owner,
        "readable_by_all": readable_by_all, "sha256": f"{hash(path) & (1 << 64) - 1:064x}", "media_type": "text/plain",
        "status": "read", "note": "", "personal": False, "document_type": None, "flags": (), "persons": 0,
        "persons_max": 0, "person_keys": b"", "reasons": (), "department": department(str(file.root), path),
        "digest": digest, "first_run_id": run, "examined_run_id": run, "seen_run_id": run, "gone_run_id": None,
    }  # fmt: skip
