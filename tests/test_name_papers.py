"""The hand-written papers that the name model learns from: every mark is one that filling knows, names fit together."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from random import Random

import pytest

from detectors.lexicon import Lexicon
from tools.names.dictionary import NameDictionary
from tools.names.gold import Record
from tools.names.papers import FOLDERS, Papers

NAMES = (
    *(("surname", kanji, kana) for kanji, kana in (("佐藤", "さとう"), ("高橋", "たかはし"), ("森", "もり"))),
    *(("fem", "陽菜", "ひな"), ("fem", "", "さくら"), ("masc", "健", "けん"), ("given", "", "マリア")),
    *(("unclass", "", "アンドレ"), ("person", "", "マルコ・ポーロ"), ("person", "紫式部", "むらさきしきぶ")),
    *(("place", "福島", "ふくしま"), ("place", "長野", "ながの")),
)


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> NameDictionary:
    path = tmp_path_factory.mktemp("names") / "jmnedict.db"
    with sqlite3.connect(path) as database:
        database.executescript(
            "create table NETranslation (ID integer, idseq integer); create table NETransType (tid integer, text text);"
            "create table NEKanji (idseq integer, text text); create table NEKana (idseq integer, text text);"
        )
        for number, (kind, kanji, kana) in enumerate(NAMES):
            database.execute("insert into NETranslation values (?, ?)", (number, number))
            database.execute("insert into NETransType values (?, ?)", (number, kind))
            database.execute("insert into NEKana values (?, ?)", (number, kana))
            if kanji:
                database.execute("insert into NEKanji values (?, ?)", (number, kanji))
    ranks = {word: rank for rank, word in enumerate(("佐藤", "森", "健", "陽菜", "福島", "マリア", "テーブル"))}
    return NameDictionary(path, ranks, Lexicon(), Random(1))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_paper_can_be_filled(folder: Path, names: NameDictionary) -> None:
    papers = Papers(names, folder)
    assert len(papers) > 1_000
    for record in papers.filled():
        assert not re.search("[⟦⟧]", record.text)
        last = 0
        for start, end in record.persons:
            assert last <= start < end <= len(record.text)
            assert record.text[start:end].strip() == record.text[start:end]
            last = end


def test_the_marks_are_of_known_kinds() -> None:
    for path in (path for folder in FOLDERS for path in folder.glob("*.txt")):
        for what, number in re.findall(r"⟦(\w+?)(\d*)\|", path.read_text("utf-8")):
            assert what in ({"s", "p"} if not number else {*"FSGKRCNLX", "KS", "KG", "RS", "RG", "CS", "NP"}), path


def test_one_person_has_one_name_in_all_its_forms(names: NameDictionary, tmp_path: Path) -> None:
    paper = (
        "=== one\n⟦F1|東 さくら⟧（⟦K1|ｱｽﾞﾏ ｻｸﾗ⟧）は⟦p|千葉⟧へ。⟦S1|東⟧さん＝⟦R1|Sakura Azuma⟧。\n"
        "⟦N2|ホセ・リサール⟧、⟦X3|ヨコ⟧\n"
        "=== two\n⟦s|中村⟧屋"
    )
    (tmp_path / "a.txt").write_text(paper, "utf-8")
    seen: set[Record] = set()
    for _ in range(40):
        first, second = Papers(names, tmp_path).filled()
        full, kana, surname, latin, foreign, nickname = (first.text[start:end] for start, end in first.persons)
        assert full.split(" ")[0] == surname
        assert " " in kana
        assert len(latin.split()) == 2
        assert "・" in foreign
        assert nickname == "ヨコ"
        assert second.persons == ()
        assert second.text.endswith("屋")
        seen.add(first)
    assert len(seen) > 5
