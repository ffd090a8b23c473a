"""The labelled tables: enough of them, every label on a value, and scored as a scan would see them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import rules
from detectors.rules import load_kinds
from inventory.report import FileReport
from tests.quality.tables import (
    FOLDER,
    Labelled,
    compare_judgements,
    compare_kinds,
    examined,
    read_labels,
    score_judgements,
    score_tables,
)
from tests.reports import kind, report

DOCUMENTS = Path(rules.__file__).with_name("documents")
FLAGS = {"special_care", "jis_special", "my_number", "personal_identifier_code", "financial_damage"}


@pytest.fixture(scope="module")
def labels() -> list[Labelled]:
    return read_labels()


def test_there_are_enough_tables_and_values(labels: list[Labelled]) -> None:
    assert len(labels) >= 75
    assert sum(sum(table.values.values()) for table in labels) >= 1500
    assert sum(not table.personal for table in labels) >= 20


def test_every_table_is_labelled_once(labels: list[Labelled]) -> None:
    files = sorted(path.name for path in FOLDER.iterdir() if path.suffix != ".yaml")
    assert sorted(table.file for table in labels) == files


def test_labels_use_the_words_of_the_design(labels: list[Labelled]) -> None:
    kinds, types = set(load_kinds()), {path.stem for path in DOCUMENTS.glob("*.yaml")}
    for table in labels:
        assert table.about, table.file
        assert table.values.keys() | table.optional.keys() <= kinds, table.file
        assert table.document_types <= types, table.file
        assert table.flags | table.flags_optional <= FLAGS | {"financial_sensitive"}, table.file
        assert 0 <= table.persons[0] <= table.persons[1], table.file


def test_what_is_personal_is_of_somebody(labels: list[Labelled]) -> None:
    for table in labels:
        assert table.personal or not table.flags, table.file
        assert table.personal is None or table.personal == (table.persons[0] > 0), table.file


@pytest.mark.parametrize("where", ["B1", "A2:A3", "A9", "1A"])
def test_a_label_beside_the_values_is_refused(where: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("氏名,\n山田太郎,x\n,y\n", encoding="utf-8")
    manifest = tmp_path / "expected.yaml"
    entry = "- {file: a.csv, about: x, personal: true, persons: 1, cells: {PERSON: %s}}"
    manifest.write_text(entry % "A2", encoding="utf-8")
    assert read_labels(manifest)[0].values == {"PERSON": 1}
    manifest.write_text(entry % f'"{where}"', encoding="utf-8")
    with pytest.raises((ValueError, IndexError)):
        read_labels(manifest)


def _labelled(persons: tuple[int, int] = (3, 3)) -> Labelled:
    values, optional = {"PERSON": 3, "PHONE_NUMBER": 3}, {"PERSON": 3, "AGE": None}
    types = frozenset({"customer_list"})
    return Labelled("a.csv", "", True, persons, types, frozenset({"my_number"}), frozenset(), values, optional)


@pytest.mark.parametrize(
    ("name", "count", "score"),
    [
        ("PERSON", 2, (2, 0, 1)),
        ("PERSON", 3, (3, 0, 0)),
        ("PERSON", 6, (3, 0, 0)),
        ("PERSON", 8, (3, 2, 0)),
        ("AGE", 99, (0, 0, 0)),
        ("GENDER", 4, (0, 4, 0)),
    ],
)
def test_values_are_compared_by_their_number(name: str, count: int, score: tuple[int, int, int]) -> None:
    found = report("a.csv", kinds=(kind(name, count),))
    scores = {name: tuple(numbers) for name, *numbers in compare_kinds(_labelled(), found)}
    assert scores[name] == score
    assert scores["PHONE_NUMBER"] == (0, 0, 3)


def test_judgements_are_compared() -> None:
    found: FileReport = report("a.csv", persons=40, flags=("special_care",), document_type="survey")
    scores = {name: tuple(numbers) for name, *numbers in compare_judgements(_labelled((42, 42)), found)}
    assert scores == {
        "personal": (1, 0, 0),
        "persons": (1, 0, 0),
        "document_type": (0, 0, 1),
        "flag my_number": (0, 0, 1),
        "flag special_care": (0, 1, 0),
    }


@pytest.mark.slow
def test_scoring_takes_seconds() -> None:
    started = time.process_time()
    kinds = {name: (right, wrong, missed) for name, right, wrong, missed in score_tables()}
    assert time.process_time() - started < 30
    assert all(file.status == "read" for _, file in examined())
    assert sum(right + missed for right, _, missed in kinds.values()) == sum(
        sum(table.values.values()) for table in read_labels()
    )
    assert {"personal", "persons", "document_type"} <= {name for name, *_ in score_judgements()}
