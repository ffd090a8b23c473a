"""The name model: what it finds in prose, and that its offsets hold for whatever a file contains."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors import name_model
from detectors.lexicon import Lexicon
from detectors.name_decoding import names
from detectors.name_features import LONGEST, sentences
from detectors.name_model import NameModel
from detectors.normalize import normalize

MODEL = NameModel(Lexicon())


def found(text: str) -> list[str]:
    return [text[span.start : span.end] for span in MODEL.spans(normalize(text))]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("1998年、小林正樹は京都で佐々木健と会社を始めた。", ["小林正樹", "佐々木健"]),
        ("監督のアンナ・ベルイマンは、俳優の高木淳を選んだ。", ["アンナ・ベルイマン", "高木淳"]),
        ("会議は来週の火曜日に福島県と宮崎市で開かれる。", []),
        ("山田錦を使った日本酒を松本電機の株主に贈る。", []),
        ("髙橋　邉子は、廣瀨の後任として就任した。", ["髙橋　邉子", "廣瀨"]),
        ("ﾔﾏﾓﾄ ｹﾝｼﾞは昨年入社した。", ["ﾔﾏﾓﾄ ｹﾝｼﾞ"]),
    ],
)
def test_people_in_prose(text: str, people: list[str]) -> None:
    assert found(text) == people


@pytest.mark.parametrize("odd", ["", " ", "\n\n\n", "\x00", "\ud800", "😀" * 10, "。" * 500, "\u200b"])
def test_nobody_in_nothing(odd: str) -> None:
    assert MODEL.spans(odd) == []


@pytest.mark.parametrize(
    "name",
    ["辻\U000e0100太郎", "山田\u200b太郎", "山田太郎\ufe00"],
)
def test_invisible_characters_belong_to_the_text_as_given(name: str) -> None:
    text = f"昨日、{name}は会社を辞めた。"
    (span,) = MODEL.spans(text)
    assert text[span.start : span.end].rstrip("\ufe00") == name.rstrip("\ufe00")


def test_the_chance_of_a_part_is_that_of_its_least_likely_word() -> None:
    text = normalize("担当は佐藤健一です。次の会議は来週の火曜日に開く。")
    MODEL.spans(text)
    name, start = MODEL.chance(text, 3, 7), MODEL.chance(text, 0, 7)
    assert name is not None and name > 0.9
    assert start is not None and start < 0.1
    assert MODEL.chance(text, text.index("会議"), len(text)) is None  # a sentence that nobody needed to read
    assert MODEL.chance("別の文", 0, 1) is None


def test_a_joint_between_two_scripts_parts_two_people() -> None:
    text = "夜勤の介護はジョイ・佐藤が入り、監修はアンナ・ベルイマン氏です。"
    assert found(text) == ["ジョイ", "佐藤", "アンナ・ベルイマン"]


def test_a_name_broken_by_a_line_end() -> None:
    (span,) = MODEL.spans("この賞は、物理学者の小林\n正樹が昨年受けたものである。")
    assert span.start == 10 and span.end == 15


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "山田太郎",
                "は",
                "。",
                "\n",
                "\ud800",
                "😀",
                "辻\U000e0100",
                "\x00",
                "　",
                "Anna ",
                "ジョン・",
                "ｶﾞ",
                "(",
                "1",
            ]
        )
    )
)
def test_spans_lie_in_the_text_in_order(parts: list[str]) -> None:
    text, end = "".join(parts), 0
    for span in MODEL.spans(text):
        assert end <= span.start < span.end <= len(text)
        assert 0 <= span.score <= 1
        end = span.end


def test_no_name_is_lost_on_a_seam() -> None:
    sentence = "翌年、小林正樹は新しい会社の社長に就任した。"
    text = sentence * 1_500  # 100,000 bytes without a line end: Sudachi takes 49,149 at once
    spans = MODEL.spans(text)
    assert [span.start for span in spans] == [3 + place * len(sentence) for place in range(1_500)]
    assert {span.end - span.start for span in spans} == {4}


def test_a_text_without_any_stop_is_read_in_linear_time() -> None:
    part = "東京都千代田区の小林正樹と会社の資料を確認し"

    def seconds(times: int) -> float:
        text, start = part * times, time.perf_counter()
        assert len(MODEL.spans(text)) > times * 0.5
        return time.perf_counter() - start

    seconds(200)
    assert seconds(4_000) < 12 * max(seconds(1_000), 0.05)


def test_sentences_cover_the_text_and_are_short() -> None:
    for text in ("", "あ" * 3_000, "一。二!\n\n三\n四", "a,b " * 900, "。" * 900):
        spans = list(sentences(text))
        assert "".join(text[start:end] for start, end in spans) == text
        assert all(0 < end - start <= max(LONGEST, 901) for start, end in spans)


def test_what_is_kept_of_words_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(name_model, "MOST_KINDS", 50)
    model = NameModel(Lexicon())
    for number in range(40):
        text = f"第{number}回の会議で小林正樹は議題{number}を説明した。"
        assert [text[span.start : span.end] for span in model.spans(text)] == ["小林正樹"]
    assert len(model._reader) < 100


def test_threads_may_share_a_model() -> None:
    texts = [f"{year}年、小林正樹と鈴木一郎は会社を始めた。" for year in range(1950, 1990)]
    with ThreadPoolExecutor(4) as pool:
        assert all(len(spans) == 2 for spans in pool.map(MODEL.spans, texts))


def chances(seed: int, tokens: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    drawn = np.exp(np.random.default_rng(seed).normal(size=(tokens, 5)) * 3)
    return np.asarray(drawn / drawn.sum(1, keepdims=True), dtype=np.float32)


@pytest.mark.parametrize("seed", range(20))
def test_the_likeliest_names_are_found_as_by_trying_all(seed: int) -> None:
    tokens = chances(seed, 5)
    words = ("".join(letters) for letters in product("OBILU", repeat=5))
    allowed = [word for word in words if re.fullmatch("(?:O|U|BI*L)*", word)]
    right = max(
        allowed, key=lambda word: sum(np.log(tokens[step, "OBILU".index(letter)]) for step, letter in enumerate(word))
    )
    spans = [match.span() for match in re.finditer("U|BI*L", right)]
    assert [(name.first, name.last + 1) for name in names(tokens)] == spans
    for name in names(tokens):
        assert name.chance == min(tokens[step, "OBILU".index(right[step])] for step in range(name.first, name.last + 1))


def test_a_long_stretch_of_names_is_read_as_short_ones_are() -> None:
    name = np.full((2, 5), 0.01, dtype=np.float32)
    name[0, 1] = name[1, 3] = 0.96
    outside = np.array([[0.99, 0, 0, 0, 0.01]], dtype=np.float32)
    text = np.concatenate([outside, *[name] * 30, outside, name, outside])
    assert [(one.first, one.last) for one in names(text)] == [(1 + 2 * n, 2 + 2 * n) for n in range(30)] + [(62, 63)]
