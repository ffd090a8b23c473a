"""Open files of others in which no person is (`../shared/corpora/cases/clean`): manuals, municipalities, hospitals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inventory.examining import Examiner
from scanner.crawl import walk
from scanner.document import FoundFile
from scanner.extract import Limits
from tests.quality.cases import FOLDER
from tests.quality.engine import engine

KINDS = {
    "PERSON": "PERSON",
    "PHONE": "PHONE_NUMBER",
    "MY_NUMBER": "JP_MY_NUMBER",
    "CREDIT_CARD": "CREDIT_CARD",
    "BANK_ACCOUNT": "JP_BANK_ACCOUNT",
    "BIRTHDATE": "DATE_OF_BIRTH",
    "ADDRESS": "JP_ADDRESS",
    "POSTAL_CODE": "JP_POSTAL_CODE",
    "DRIVERS_LICENSE": "JP_DRIVER_LICENSE",
    "PASSPORT": "JP_PASSPORT",
    "PENSION_NUMBER": "JP_BASIC_PENSION_NUMBER",
}


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file without persons: whether it was judged personal, and how many values were reported of kinds not in it."""

    name: str
    personal: bool
    values: dict[str, int]


def examine_clean(folder: Path = FOLDER) -> Iterator[CleanFile]:
    """Every file of the list, read and examined as a scan would do it."""
    examiner = Examiner(engine(), b"quality" * 5, Limits())
    found = {file.relative: file for file in walk([folder / "clean"]) if isinstance(file, FoundFile)}
    for entry in json.loads((folder / "clean.json").read_text(encoding="utf-8")):
        name = Path(entry["file"]).name
        report = examiner.reports(found[name])[0]
        counted = {kind.kind: kind.count for kind in report.kinds}
        wrong = {kind: counted[kind] for kind in map(KINDS.__getitem__, entry["must_not_report"]) if kind in counted}
        yield CleanFile(name, report.personal, wrong)
