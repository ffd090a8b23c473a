"""The name model: what it finds in prose, and that its offsets hold for whatever a file contains."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors import name_model
from detectors.lexicon import Lexicon
from detectors.name_decoding import allowed, best, names
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
    assert len(model._numbers) < 100


def test_threads_may_share_a_model() -> None:
    texts = [f"{year}年、小林正樹と鈴木一郎は会社を始めた。" for year in range(1950, 1990)]
    with ThreadPoolExecutor(4) as pool:
        assert all(len(spans) == 2 for spans in pool.map(MODEL.spans, texts))


def test_the_best_labels_make_names_only() -> None:
    scores = np.random.default_rng(3).normal(size=(6, 9, 5)).astype(np.float32) * 3
    lengths = np.array([9, 1, 4, 9, 2, 7])
    labels, sure = best(scores, lengths, allowed(np.zeros((5, 5), dtype=np.float32)))
    assert ((sure >= 0) & (sure <= 1)).all()
    for row, length in zip(labels, lengths, strict=True):
        word = "".join("OBILU"[label] for label in row[:length])
        assert not any(
            pair in word for pair in ("OI", "OL", "BO", "BB", "BU", "IO", "IB", "IU", "LI", "LL", "UI", "UL")
        )
        assert word[0] in "OBU" and word[-1] in "OLU"
        assert len(list(names(row[:length]))) == word.count("U") + word.count("L")


def test_the_most_probable_labels_are_found_as_by_trying_all() -> None:
    random = np.random.default_rng(5)
    moves = allowed(random.normal(size=(5, 5)).astype(np.float32))
    scores = random.normal(size=(1, 4, 5)).astype(np.float32)
    weights: dict[tuple[int, ...], float] = {}
    for word in np.ndindex(5, 5, 5, 5):
        if word[0] in (2, 3) or word[-1] in (1, 2):
            continue
        weights[word] = sum(scores[0, step, label] for step, label in enumerate(word)) + sum(
            moves[pair] for pair in pairwise(word)
        )
    labels, sure = best(scores, np.array([4]), moves)
    right = max(weights, key=lambda word: weights[word])
    assert tuple(labels[0]) == right
    total = sum(np.exp(weight) for weight in weights.values())
    of_first = sum(np.exp(weight) for word, weight in weights.items() if word[0] == right[0])
    assert sure[0, 0] == pytest.approx(of_first / total, rel=1e-3)
