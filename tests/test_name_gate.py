"""Which sentences the name model reads, and how words are told by the script of their characters."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors import name_gate, name_runs
from detectors.lexicon import Lexicon
from detectors.name_features import sentences
from detectors.name_gate import NameGate
from detectors.name_runs import runs
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
    every = list(seen.places([True] * len(seen.words)))
    assert every == [match.span() for match in WORDS.finditer(text)]
    assert [seen.words[number] for number in seen.numbers] == [text[start:end] for start, end in every]
    assert all(
        is_kanji == bool(re.match(f"[{HAN}]", word)) for word, is_kanji in zip(seen.words, seen.is_kanji, strict=True)
    )


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


@settings(max_examples=50, deadline=None)
@given(PARTS)
def test_many_words_are_told_apart_as_few_are(parts: list[str]) -> None:
    text, told = "".join(parts), []
    for few in (0, 10_000):
        runs.cache_clear()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(name_runs, "FEW", few)
            seen = runs(text)
            told.append([seen.words[number] for number in seen.numbers])
    assert told[0] == told[1]
