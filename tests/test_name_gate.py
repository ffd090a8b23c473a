"""Which sentences the name model reads, and how words are told by the script of their characters."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors import name_gate
from detectors.lexicon import Lexicon
from detectors.name_features import sentences
from detectors.name_gate import NameGate
from detectors.name_runs import Answers, runs
from detectors.name_series import NameSeries
from detectors.name_spots import NameSpots
from detectors.name_words import HAN

WORDS = re.compile(rf"[{HAN}]+|[ァ-ヺー]{{2,}}|(?<![A-Za-z])[A-Z][A-Za-z]+")
PARTS = st.lists(
    st.sampled_from(
        [
            "山田",
            "会議",
            "は",
            "が",
            "。",
            "!",
            "」",
            "\n",
            "\n\n",
            " ",
            "ー",
            "アンナ",
            "Ann",
            "x",
            "1",
            "\ud800",
            "😀",
            "𠮷",
            "、",
            "長い文の途中" * 12,
            "第一号から" * 30,
        ]
    )
)


def asked(words: Sequence[str]) -> list[bool]:
    return [word in ("山田", "アンナ", "千葉") for word in words]


def passing(text: str) -> list[str]:
    return [text[start:end] for start, end in NameGate(asked).passing(text)]


@settings(max_examples=200, deadline=None)
@given(PARTS)
def test_words_are_what_the_pattern_finds(parts: list[str]) -> None:
    text = "".join(parts)
    seen = runs(text)
    every = list(seen.spans(np.arange(len(seen.starts))))
    assert every == [match.span() for match in WORDS.finditer(text)]
    assert [bool(re.match(f"[{HAN}]", text[start])) for start, _ in every] == seen.is_kanji.tolist()
    assert [ord(text[start - 1 : start] or "\n") for start, _ in every] == seen.before.tolist()
    assert [ord(text[end : end + 1] or "\n") for _, end in every] == seen.behind.tolist()
    once = {text[start:end] for start, end in every}
    assert len(set(seen.hashes.tolist())) == len(once)


@settings(max_examples=200, deadline=None)
@given(PARTS)
def test_sentences_pass_as_if_every_sentence_were_looked_at(parts: list[str]) -> None:
    text = "".join(parts)
    words = [match.start() for match in WORDS.finditer(text) if any(asked([match[0]]))]
    places = [*words, *runs(text).hiragana.tolist()]
    whole = [(start, end) for start, end in sentences(text) if any(start <= place < end for place in places)]
    assert list(NameGate(asked).passing(text)) == whole


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("会議は明日です。山田は休みです。", ["山田は休みです。"]),
        ("千葉の工場から出荷した。千葉は休みです。千葉さんより。", ["千葉は休みです。", "千葉さんより。"]),
        ("いまはないものを、さがしている。", []),
        ("みのりさんは三歳。明日の会議。", ["みのりさんは三歳。"]),
        ("ことし、ゆい、はな、りんが入園した。", ["ことし、ゆい、はな、りんが入園した。"]),
        ("氏名\n\nゆうた\n\n住所", ["ゆうた\n\n"]),
        ("INFO worker path=/api/Items status=200", []),
    ],
)
def test_what_may_hold_a_name_is_read(text: str, read: list[str]) -> None:
    assert passing(text) == read


def test_words_once_asked_are_remembered_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(name_gate, "MOST_WORDS", 30)
    questions: list[str] = []

    def ask(words: Sequence[str]) -> list[bool]:
        questions.extend(words)
        return asked(words)

    gate = NameGate(ask)
    list(gate.passing("会議と会議と資料。"))
    list(gate.passing("資料と会議。"))
    assert questions == ["会議", "資料"]
    for code in range(0x4E00, 0x4E00 + 500, 2):
        list(gate.passing(f"{chr(code)}{chr(code + 1)}と会議。"))
        assert len(gate._may_be_name) < 40


def test_every_cache_of_words_has_a_bound() -> None:
    lexicon = Lexicon()
    caches = (runs, Lexicon.classes, Lexicon.usually, NameSpots(lexicon)._run, NameSeries(lexicon)._begins)
    assert all(cache.cache_info().maxsize for cache in caches)


@pytest.mark.parametrize("part", ["東京都の資料を確認し", "あ", "山", "アン", "A", "。", "さん", "\ud800", "ゆ、"])
def test_a_megabyte_without_a_line_end_takes_linear_time(part: str) -> None:
    gate = NameGate(asked)

    def seconds(characters: int) -> float:
        text, start = part * (characters // len(part)), time.process_time()
        assert all(0 <= first < last <= len(text) for first, last in gate.passing(text))
        return time.process_time() - start

    seconds(50_000)
    assert seconds(400_000) < 16 * max(seconds(100_000), 0.02)


@settings(max_examples=100, deadline=None)
@given(st.lists(PARTS, max_size=4), st.sampled_from([1, 2, 17]))
def test_what_is_remembered_of_words_is_what_was_asked(texts: list[list[str]], bits: int) -> None:
    """Also where words fall on each other's place in the table."""

    def ask(words: Sequence[str]) -> list[int]:
        assert len(set(words)) == len(words)
        return [len(word) % 7 + 1 for word in words]

    answers = Answers(ask, bits)
    for parts in texts:
        seen = runs("".join(parts))
        words = [seen.text[start:end] for start, end in seen.spans(np.arange(len(seen.starts)))]
        assert answers.of(seen).tolist() == [len(word) % 7 + 1 for word in words]
        assert answers.of(seen, seen.is_kanji).tolist() == [
            (len(word) % 7 + 1) * kanji for word, kanji in zip(words, seen.is_kanji.tolist(), strict=True)
        ]


def test_a_word_is_asked_once() -> None:
    asked_for: list[str] = []

    def ask(words: Sequence[str]) -> list[int]:
        asked_for.extend(words)
        return [1] * len(words)

    answers = Answers(ask)
    for text in ("会議の資料と会議", "資料の会議は山田", "山田"):
        answers.of(runs(text))
    assert asked_for == ["会議", "資料", "山田"]
