"""The labelled corpus is well-formed, and its committed result is what the product makes of it now."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from detectors.rules import load_kinds
from tests.quality import cases, names, tables
from tests.quality.clean import KINDS as CLEAN_KINDS
from tests.quality.corpus import FOLDER, Label, Sort, Text, kinds_of, read_texts, unmarked
from tests.quality.result import OWN, RESULT, as_content, as_sections, shared_sections
from tests.quality.spans import Tally, errors, tallies
from tools.names import gold

PICTURES_ONLY = frozenset({"FACE_IMAGE"})


@pytest.fixture(scope="module")
def texts() -> list[Text]:
    return read_texts()


@pytest.fixture(scope="module")
def kinds() -> frozenset[str]:
    return frozenset(load_kinds())


def test_the_corpus_is_as_large_as_promised(texts: list[Text]) -> None:
    """Issue 3: at least 1,500 values in 300 texts and 60 tables."""
    labels = tables.read_labels()
    values = len(kinds_of(texts, Sort.VALUE)) + sum(sum(table.values.values()) for table in labels)
    assert len(texts) >= 330
    assert len(labels) >= 60
    assert values >= 1500


def test_every_kind_has_values_and_look_alikes(texts: list[Text], kinds: frozenset[str]) -> None:
    values, traps = Counter(kinds_of(texts, Sort.VALUE)), Counter(kinds_of(texts, Sort.TRAP))
    assert {kind: values[kind] for kind in kinds - PICTURES_ONLY if values[kind] < 25} == {}
    assert {kind: traps[kind] for kind in kinds - PICTURES_ONLY if traps[kind] < 15} == {}


def test_labels_are_of_kinds_that_exist(texts: list[Text], kinds: frozenset[str]) -> None:
    marked = {kind for sort in Sort for kind in kinds_of(texts, sort)}
    assert marked - kinds == set()
    assert set(CLEAN_KINDS.values()) - kinds == set()


def test_labels_hold_a_value_and_nothing_around_it(texts: list[Text]) -> None:
    """No blank at an end, and no mark that was written wrong and so stayed in the text."""
    for text in texts:
        assert not set("⟦⟧«»¤") & set(text.text), text.name
        for label in text.labels:
            value = text.text[label.start : label.end]
            assert value == value.strip(), (text.name, value)


def test_every_text_is_there_once(texts: list[Text]) -> None:
    assert [name for name, times in Counter(text.name for text in texts).items() if times > 1] == []
    assert [text for text, times in Counter(text.text for text in texts).items() if times > 1] == []
    assert all(text.text.strip() for text in texts)
    heads = sum(path.read_text(encoding="utf-8").count("=== ") for path in FOLDER.glob("*.txt"))
    assert heads == len(texts)


def test_marks_are_taken_out_of_the_text() -> None:
    text, labels = unmarked("⟦PERSON|佐藤⟧様\n⟦-AGE|3歳⟧から、⟦?GENDER|男⟧")
    assert text == "佐藤様\n3歳から、男"
    assert labels == (
        Label(Sort.VALUE, "PERSON", 0, 2),
        Label(Sort.TRAP, "AGE", 4, 6),
        Label(Sort.OPTIONAL, "GENDER", 9, 10),
    )


def test_findings_are_scored_against_labels() -> None:
    """One exact, one with other ends, one missed, one on a look-alike, one of another kind, one on an optional mark."""
    text = Text("x", *unmarked("⟦PERSON|佐藤⟧と⟦PERSON|鈴木⟧と⟦PERSON|森⟧は⟦-PERSON|原⟧と⟦AGE|3歳⟧と⟦?GENDER|男⟧"))
    exact, longer, trap, other, optional = (
        Label(Sort.VALUE, kind, start, end)
        for kind, start, end in (
            ("PERSON", 0, 2),
            ("PERSON", 3, 6),
            ("PERSON", 8, 9),
            ("PERSON", 10, 12),
            ("AGE", 13, 14),
        )
    )
    found = [exact, longer, trap, other, optional]
    assert tallies(text, found) == {
        "PERSON": Tally(labels=3, reported=4, exact=1, touching=2, touched=2, traps=1, trapped=1),
        "AGE": Tally(labels=1),
    }
    signs = [(sign, span.start) for sign, span in errors(text, found)]
    assert sorted(signs) == [("+", 8), ("+", 10), ("-", 6), ("-", 10), ("~", 3)]


def test_a_result_file_is_read_back_as_written() -> None:
    sections = {"texts": "a\nb", "cases": "c"}
    assert as_sections(as_content(sections)) == sections


def test_the_cases_of_others_stay_as_they_were_where_they_are_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in (cases, names):
        monkeypatch.setattr(part, "FOLDER", tmp_path / "absent")
    before = {"texts": "old", "cases of other projects": "kept"}
    assert shared_sections(before) == {"cases of other projects": "kept"}


def test_names_that_others_annotated_are_scored_as_their_marks_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "その年、小林正樹は会社を作り、後に山本春子と結婚した。"
    spans = [[4, 8, "PERSON", "小林正樹"], [17, 21, "OPTIONAL PERSON", "山本春子"]]
    line = json.dumps({"text": text, "spans": spans}, ensure_ascii=False)
    (tmp_path / "treebank.jsonl").write_text(line + "\n", encoding="utf-8")
    monkeypatch.setattr(gold, "FOLDER", tmp_path)
    monkeypatch.setattr(gold, "is_dev", lambda *_: True)
    names.dev_texts.cache_clear()
    assert names.score("treebank", names.by_engine) == Tally(labels=1, reported=1, exact=1, touching=1, touched=1)
    names.dev_texts.cache_clear()


@pytest.mark.slow
@pytest.mark.parametrize("section", OWN)
def test_the_committed_result_is_current(section: str) -> None:
    """Every change of a judgement shows as a change of `result.txt`: run `make quality` and read the diff."""
    committed = as_sections(RESULT.read_text(encoding="utf-8"))
    assert committed[section].splitlines() == list(OWN[section]()), "run `make quality` and read the diff of result.txt"
