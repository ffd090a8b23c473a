"""The tables of the labelled corpus: what a correct judgement holds of each, and what the product made of it.

`python -m tests.quality.tables` prints precision, recall and F1 per kind and per sort of judgement, and every error.
The labels are in `tables/expected.yaml`, which says how to read them. A file counts as its own document: it is read and
examined as a scan would do it. Values are counted per kind and table, because that is what the register keeps of them.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from inventory.examining import Examiner
from inventory.report import FileReport
from scanner.crawl import walk
from scanner.document import FoundFile
from scanner.extract import Limits
from tests.quality.engine import engine

FOLDER = Path(__file__).with_name("tables")
TOLERANCE = 0.05  # of the number of persons
GRIDS = {".csv": ",", ".tsv": "\t"}
_RANGE = re.compile(r"([A-Z]+)([1-9]\d*)(?::([A-Z]+)([1-9]\d*))?")

Score = tuple[str, int, int, int]
"""A kind or a judgement, and how often it was right, falsely reported, and missed."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """What a correct judgement holds of one table. `optional` values may be counted or not; None: not judged."""

    file: str
    about: str
    personal: bool | None
    persons: tuple[int, int]
    document_types: frozenset[str]
    flags: frozenset[str]
    flags_optional: frozenset[str]
    values: Mapping[str, int]
    optional: Mapping[str, int | None]


def read_labels(manifest: Path = FOLDER / "expected.yaml") -> list[Labelled]:
    """The manifest, with the labelled cells counted."""
    return [_labelled(entry, manifest.parent) for entry in yaml.safe_load(manifest.read_text(encoding="utf-8"))]


def _labelled(entry: Mapping[str, Any], folder: Path) -> Labelled:
    rows = _rows(folder / entry["file"])
    persons = entry["persons"]
    return Labelled(
        entry["file"],
        entry["about"],
        entry.get("personal"),
        (persons, persons) if isinstance(persons, int) else (persons[0], persons[1]),
        frozenset(entry.get("document_type", ())),
        frozenset(entry.get("flags", ())),
        frozenset(entry.get("flags_optional", ())),
        {kind: len(_cells(where, rows)) for kind, where in entry.get("cells", {}).items()},
        {
            kind: None if where == "any" else len(_cells(where, rows))
            for kind, where in entry.get("optional", {}).items()
        },
    )


def _rows(path: Path) -> list[list[str]]:
    """The cells of a grid; nothing where the file is none."""
    if path.suffix not in GRIDS:
        return []
    text = path.read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=GRIDS[path.suffix]))


def _cells(where: int | str | list[str], rows: list[list[str]]) -> list[str]:
    """The labelled cells, one for each value; an empty one is a mistake of the label, as is one that does not exist."""
    if isinstance(where, int):
        return [""] * where
    cells = [
        rows[row][column] for area in ([where] if isinstance(where, str) else where) for row, column in _area(area)
    ]
    if not all(cells):
        raise ValueError(f"empty cells are labelled: {where}")
    return cells


def _area(area: str) -> Iterator[tuple[int, int]]:
    """Rows and columns, from 0, of 「B5:C24」 or 「B5」."""
    match = _RANGE.fullmatch(area)
    if not match:
        raise ValueError(f"not a range of cells: {area}")
    left, top, right, bottom = match[1], int(match[2]), match[3] or match[1], int(match[4] or match[2])
    for column in range(_column(left), _column(right) + 1):
        yield from ((row, column) for row in range(top - 1, bottom))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


@cache
def examined() -> tuple[tuple[Labelled, FileReport], ...]:
    """Every table with its report, as the scan makes it: reader, engine, judgement."""
    examiner = Examiner(engine(), b"quality" * 5, Limits())
    found = {file.relative: file for file in walk([FOLDER]) if isinstance(file, FoundFile)}
    return tuple((labels, examiner.reports(found[labels.file])[0]) for labels in read_labels())


def compare_kinds(labels: Labelled, report: FileReport) -> Iterator[Score]:
    """Per kind: values labelled and counted, counted too many, and missed."""
    counted = {kind.kind: kind.count for kind in report.kinds}
    for kind in sorted(labels.values.keys() | counted.keys()):
        must, reported, optional = labels.values.get(kind, 0), counted.get(kind, 0), labels.optional.get(kind, 0)
        most = max(must, reported) if optional is None else must + optional
        yield kind, min(must, reported), max(0, reported - most), max(0, must - reported)


def compare_judgements(labels: Labelled, report: FileReport) -> Iterator[Score]:
    """Whether it is personal, of how many people, of which type and with which flags."""
    if labels.personal is not None:
        yield _share("personal", labels.personal, report.personal)
    least, most = labels.persons
    if labels.personal:
        near = least * (1 - TOLERANCE) <= report.persons <= most * (1 + TOLERANCE)
        yield _share("persons", True, near)
    if labels.document_types:
        yield _share("document_type", True, report.document_type in labels.document_types)
    for flag in sorted((labels.flags | set(report.flags)) - labels.flags_optional):
        yield _share(f"flag {flag}", flag in labels.flags, flag in report.flags)


def _share(name: str, is_true: bool, is_reported: bool) -> Score:
    return name, int(is_true and is_reported), int(is_reported and not is_true), int(is_true and not is_reported)


def score_tables() -> Iterable[Score]:
    """Per kind, over all tables."""
    return _sums(score for labels, report in examined() for score in compare_kinds(labels, report))


def score_judgements() -> Iterable[Score]:
    """Personal, persons, document type and each flag, over all tables."""
    return _sums(score for labels, report in examined() for score in compare_judgements(labels, report))


def _sums(scores: Iterable[Score]) -> list[Score]:
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for name, *numbers in scores:
        for counter, number in zip((right, wrong, missed), numbers, strict=True):
            counter[name] += number
    return [(name, right[name], wrong[name], missed[name]) for name in sorted(right)]


def errors() -> Iterator[str]:
    """One line for every table and kind or judgement that is not right: file, name, too many, too few."""
    for labels, report in examined():
        for name, _, wrong, missed in (*compare_kinds(labels, report), *compare_judgements(labels, report)):
            if wrong or missed:
                got = f"{report.persons} of {labels.persons}" if name == "persons" else ""
                got = f"{report.document_type}" if name == "document_type" else got
                yield "\t".join((labels.file, name, f"+{wrong}", f"-{missed}", got, labels.about))


def as_lines(scores: Iterable[Score]) -> Iterator[str]:
    """Tab-separated lines with precision, recall and F1."""
    yield "name\tright\twrong\tmissed\tprecision\trecall\tF1"
    for name, right, wrong, missed in scores:
        precision, recall = (right / (right + other) if right + other else 1.0 for other in (wrong, missed))
        f1 = 2 * right / (2 * right + wrong + missed) if right + wrong + missed else 1.0
        yield f"{name}\t{right}\t{wrong}\t{missed}\t{precision:.3f}\t{recall:.3f}\t{f1:.3f}"


def main() -> None:
    """Print the result."""
    for line in (*as_lines(score_tables()), "", *as_lines(score_judgements()), "", *errors()):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
