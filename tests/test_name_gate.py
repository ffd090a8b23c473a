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
from detectors.name_gate import FORM_LINE, NEAR, NameGate
from detectors.name_hiragana import in_hiragana
from detectors.name_runs import KANJI, KATAKANA, LATIN, Answers, among, runs
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
    return [word in ("山田", "アンナ", "千葉", "岬") for word in words]


def passing(text: str) -> list[str]:
    return [text[start:end] for start, end in NameGate(asked).passing(text)]


def told(text: str, few: int, scripts: int, before: frozenset[str] | None = None) -> list[tuple[int, int, int]]:
    """Every word of a text with its length, told of a short text (`few` characters) or of a longer one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(name_runs, "FEW", few)
        return runs.__wrapped__(text).told(Answers(lambda words: map(len, words), 8), scripts, before)


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("千葉の工場を見学する。", False),
        ("千葉で開く展示会。", False),
        ("工場の千葉です。", True),
        ("千葉までご連絡ください。", True),
        ("千葉まで行く列車。", False),
        ("総務の岬です。", True),
        ("板長の岬が退職する。", True),
        ("受付:岬", True),
        ("岬 様", True),
        ("遠くの岬が見える。", False),
        ("岬へ行く道。", False),
    ],
)
def test_a_place_or_a_kanji_is_somebody_by_what_stands_beside_it(text: str, is_read: bool) -> None:
    assert bool(passing(text)) is is_read


@pytest.mark.parametrize("few", [-1, 1_000_000])
@settings(max_examples=200, deadline=None)
@given(parts=PARTS)
def test_words_are_what_the_pattern_finds(few: int, parts: list[str]) -> None:
    text = "".join(parts)
    words = [(*match.span(), len(match[0])) for match in WORDS.finditer(text)]
    if not text and few < 0:
        return  # a text without characters is a short one
    assert told(text, few, KANJI | KATAKANA | LATIN) == words
    kanji = [word for word in words if re.match(f"[{HAN}]", text[word[0]])]
    assert told(text, few, KANJI) == kanji
    assert told(text, few, KATAKANA) == [word for word in words if "ァ" <= text[word[0]] <= "ー"]
    edges = among("は、\n1")
    assert told(text, few, KANJI, edges) == [one for one in kanji if (text[one[0] - 1] if one[0] else "\n") in edges]


@settings(max_examples=200, deadline=None)
@given(PARTS | st.lists(st.sampled_from(["\ufe00", "\x00", "\U0003ffff", "\U0010ffff", "\ufeff", "あ", "\t"])))
def test_a_text_is_odd_whether_it_is_short_or_long(parts: list[str]) -> None:
    text = "".join(parts) + "あ"
    odd = [character for character in text if character >= chr(0x3FFFF)]
    odd += [*name_runs.INVISIBLE.findall(text), *name_runs.UNREADABLE.findall(text)]
    with pytest.MonkeyPatch.context() as patch:
        for few in (-1, len(text)):
            patch.setattr(name_runs, "FEW", few)
            assert runs.__wrapped__(text).is_odd == bool(odd)


@pytest.mark.parametrize(
    ("text", "names", "called"),
    [
        ("娘のみのりさん", [3], [5]),
        ("娘のみのり さん", [3, 4], [5, 6]),
        ("娘のみのり様", [3], []),
        ("娘のみのり (五歳)", [3], []),
        ("娘みのり  ゆう", [], [5]),
        ("娘みのり ゆう", [3], [4]),
        ("娘り ゆう", [1], []),
        ("園児:ゆい、はな、りん", [3], []),
        ("氏名\nゆうたろー\n住所", [3], []),
        ("氏ゆ\nさん1\nん様", [], []),
        ("南こども先生", [2], []),
    ],
)
def test_where_names_in_hiragana_stand(text: str, names: list[int], called: list[int]) -> None:
    assert in_hiragana(text) == (names, called)


@settings(max_examples=200, deadline=None)
@given(PARTS)
def test_sentences_pass_as_if_every_sentence_were_looked_at(parts: list[str]) -> None:
    text = "".join(parts)
    words = [match.start() for match in WORDS.finditer(text) if any(asked([match[0]]))]
    places = [*words, *in_hiragana(text).names]
    whole = [(start, end) for start, end in sentences(text) if any(start <= place < end for place in places)]
    if len(text) <= FORM_LINE * text.count("\n"):
        near = [place for span in whole for place in span]
        whole = [
            (start, end) for start, end in sentences(text) if any(start - NEAR <= place < end + NEAR for place in near)
        ]
    assert NameGate(asked).passing(text) == whole


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("会議は明日です。山田は休みです。", ["山田は休みです。"]),
        ("千葉の工場から出荷した。千葉は休みです。千葉さんより。", ["千葉は休みです。", "千葉さんより。"]),
        ("いまはないものを、さがしている。", []),
        ("みのりさんは三歳。明日の会議。", ["みのりさんは三歳。"]),
        ("ことし、ゆい、はな、りんが入園した。", ["ことし、ゆい、はな、りんが入園した。"]),
        ("氏名\n\nゆうた\n\n住所", ["氏名\n\n", "ゆうた\n\n", "住所"]),
        ("氏名\n\n会議\n\n住所", []),
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
    caches = (runs, in_hiragana, Lexicon.classes, Lexicon.usually, NameSpots(lexicon)._run, NameSeries(lexicon)._begins)
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
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(name_runs, "FEW", 0)
        for parts in texts:
            text = "".join(parts)
            words = [(*match.span(), len(match[0]) % 7 + 1) for match in WORDS.finditer(text)]
            assert not text or runs.__wrapped__(text).told(answers, KANJI | KATAKANA | LATIN) == words


def test_a_word_is_asked_once() -> None:
    asked_for: list[str] = []

    def ask(words: Sequence[str]) -> list[int]:
        asked_for.extend(words)
        return [1] * len(words)

    answers = Answers(ask)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(name_runs, "FEW", 0)
        for text in ("会議の資料と会議", "資料の会議は山田", "山田"):
            runs.__wrapped__(text).told(answers, KANJI)
    assert asked_for == ["会議", "資料", "山田"]
