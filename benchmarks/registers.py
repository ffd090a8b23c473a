"""A register of years: how long its workbook takes to come out and to come back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from random import Random

from openpyxl import load_workbook

from benchmarks.endtoend import DAICHO
from benchmarks.measure import Costing, python
from benchmarks.table import Section, number
from detectors.documents import load_classifier
from inventory.export.ledger_sheet import TITLE_OF_SHEET
from inventory.people import PeopleKeys
from inventory.register import Register
from inventory.report import FileReport, KindReport, MaskedSample

ROOT = "/srv/共有"
_TYPES = 20  # of documents in every department: so many lines each
_LINES_OF_DEPARTMENT = 19  # what is left of them where every twentieth file holds nothing
_KINDS = ("PERSON", "JP_ADDRESS", "PHONE_NUMBER", "EMAIL_ADDRESS", "DATE_OF_BIRTH", "JP_MY_NUMBER", "JP_BANK_ACCOUNT")
_WORKBOOK = "台帳.xlsx"
_COMMANDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (f"export {_WORKBOOK}", ("export", _WORKBOOK)),
    (f"import {_WORKBOOK}, one cell changed", ("import", _WORKBOOK)),
    ("entries", ("entries",)),
    ("files --format json", ("files", "--format", "json")),
)


def section(directory: Path, files: int, lines: int, cost: Costing) -> Section:
    """The register is built below the directory first; nobody's data is in it."""
    build(directory / "daicho.db", files, max(1, lines // _LINES_OF_DEPARTMENT))
    (directory / "daicho.toml").write_text('key_file = "key"\n', encoding="utf-8")
    rows = []
    for name, arguments in _COMMANDS:
        ran = cost(python("-c", DAICHO, *arguments), directory)
        rows.append((name, number(ran.seconds), number(ran.peak / 1e6)))
        if arguments[0] == "export":
            _change_a_cell(directory / _WORKBOOK)
    note = f"A register of {files:,} files and about {lines:,} lines of the 台帳."
    return Section("The register as it grows", ("command", "seconds", "peak MB"), rows, (note,))


def build(path: Path, files: int, departments: int) -> None:
    """A register as if so many files had been scanned; the same each time."""
    with Register.open(path, key_file=path.with_name("key")) as register:
        _ = register.key
        register.begin_run([ROOT], "benchmark", "benchmark")
        for report in _reports(files, departments):
            register.record([report])
        register.mark_gone()
        register.finish_run()


def _reports(files: int, departments: int) -> Iterator[FileReport]:
    chance = Random(6)
    types = [type_.id for type_ in load_classifier().types if type_.personal][:_TYPES]
    for place in range(files):
        type_ = types[place // departments % len(types)]
        personal = place % 20 != 0
        persons, people = _people(chance)
        kinds = tuple(
            KindReport(kind, 2 * persons, persons, (MaskedSample("1行目", "山●●●", 0.9, (), f"{place}-{kind}"),))
            for kind in chance.sample(_KINDS, 4)
        )
        yield FileReport(
            root=ROOT,
            path=f"部門{place % departments:03}/{type_}/{2015 + place % 10}年度/名簿_{place:06}.xlsx",
            size=20_000 + place,
            modified_ns=1_500_000_000_000_000_000 + place * 10**12,
            owner="suzuki",
            readable_by_all=place % 9 == 0,
            sha256=hashlib.sha256(str(place if place % 11 else place // 2).encode()).hexdigest(),
            media_type="text/csv",
            status="read",
            note="",
            personal=personal,
            document_type=type_ if personal else None,
            flags=("my_number",) if any(kind.kind == "JP_MY_NUMBER" for kind in kinds) else (),
            persons=persons,
            persons_max=persons + 2,
            kinds=kinds,
            reasons=("見出し『氏名』",),
            people=people,
        )


def _people(chance: Random) -> tuple[int, PeopleKeys]:
    """How many persons a file holds, and their hashes; some are in other files too."""
    numbers = {chance.randrange(1 << 20) for _ in range(chance.choice((1, 1, 3, 10, 50, 300)))}
    hashes = sorted(hashlib.blake2b(one.to_bytes(8, "big"), digest_size=8).digest() for one in numbers)
    return len(numbers), PeopleKeys(b"".join(hashes), b"".join(hashes))


def _change_a_cell(path: Path) -> None:
    """What somebody does in Excel."""
    book = load_workbook(path)
    book[TITLE_OF_SHEET].cell(12, 9).value = "商品の発送"
    book.save(path)
