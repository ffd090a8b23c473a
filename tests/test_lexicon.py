"""The dictionary's classes and tokens, old kanji and texts longer than it takes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.lexicon import SUDACHI_BYTES, Lexicon
from detectors.name_romaji import readings
from detectors.name_spots import NameSpots

LEXICON = Lexicon()


@pytest.mark.parametrize(
    ("word", "tag"),
    [
        ("山田", "surname"),
        ("髙橋", "surname"),
        ("渡邉", "surname"),
        ("太郎", "given"),
        ("サトウ", "surname"),
        ("大阪", "place"),
    ],
)
def test_knows_a_word_as(word: str, tag: str) -> None:
    assert tag in LEXICON.classes(word)


@pytest.mark.parametrize("word", ["", "製品", "山田太郎様の件について書いた長い文"])
def test_knows_no_name(word: str) -> None:
    assert not LEXICON.classes(word) & {"surname", "given", "name"}


def test_reads_a_name() -> None:
    assert LEXICON.reading("山田 太郎") == "ヤマダタロウ"


def test_tokens_of_a_part_have_spans_in_the_text() -> None:
    text = "前の文。髙橋 健一です。"
    tokens = LEXICON.tokens(text, 4)
    assert [(token.surface, token.tag) for token in tokens[:3]] == [
        ("髙橋", "surname"),
        (" ", "space"),
        ("健一", "given"),
    ]
    assert all(text[token.start : token.end] == token.surface for token in tokens)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("美玲(チンさん)", "美玲 ( チン さん )"),
        ("間(はざま)", "間 ( はざま )"),  # a reading is no part of the word
        ("理事長古畑", "理事長 古畑"),  # not 「長古」
        ("支配人外", "支配人 外"),
        ("王様:", "王 様 :"),
        ("磯氏、", "磯 氏 、"),
        ("奥医師", "奥 医師"),
        ("翔くんは", "翔 くん は"),
        ("同様に模様を", "同様 に 模様 を"),
        ("氏名と氏神", "氏名 と 氏神"),
        ("たくさんの長期", "たくさん の 長期"),
    ],
)
def test_words_end_where_names_and_titles_do(text: str, tokens: str) -> None:
    assert [token.surface for token in LEXICON.tokens(text)] == tokens.split()


@pytest.mark.parametrize("text", ["軽い製品。" * 5_000, "軽い製品\n" * 5_000, "製" * 20_000, "𠮷" * 20_000])
def test_a_text_longer_than_sudachi_takes(text: str) -> None:
    assert len(text.encode()) > SUDACHI_BYTES
    assert "".join(token.surface for token in LEXICON.tokens(text)) == text


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=3) | st.sampled_from(["山田", "\ud800", "\udfff", "葛\U000e0100", "𠮷"])).map("".join))
def test_tokens_cover_any_text(text: str) -> None:
    assert "".join(token.surface for token in LEXICON.tokens(text)) == text


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["山田", "太郎", "製品", "は", "。", " ", "さん", "製" * 30])).map("".join))
def test_clauses_are_in_order_and_apart(text: str) -> None:
    end = 0
    for start, stop in NameSpots(LEXICON).clauses(text):
        assert end <= start < stop <= len(text)
        end = stop


def test_plain_prose_has_no_clauses_to_read() -> None:
    assert list(NameSpots(LEXICON).clauses("この製品は軽くて丈夫です。使い方は説明書をご覧ください。")) == []


@pytest.mark.parametrize(
    ("word", "reading"),
    [("Sato", "サトウ"), ("YAMAGUCHI", "ヤマグチ"), ("Ryo", "リョウ"), ("Junichi", "ジュンイチ"),
     ("Hattori", "ハットリ"), ("Ohno", "オオノ"), ("Shimpei", "シンペイ"), ("Hotchi", "ホッチ"), ("Kenya", "ケンヤ")],
)  # fmt: skip
def test_reads_latin_letters(word: str, reading: str) -> None:
    assert reading in readings(word)


@pytest.mark.parametrize("word", ["Kevin", "Smith", "x", "Taumatawhakatangihanga", "Ｓａｔｏ", ""])
def test_is_no_japanese_word(word: str) -> None:
    assert readings(word) == ()
