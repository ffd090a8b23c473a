"""All detectors over running text: spans, values, overlaps, pieces, and text that is none of their business."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.engine import pieces
from detectors.finding import REPORT, Finding
from detectors.gate import PIECE
from detectors.overlaps import without_overlaps
from tests.engines import engine

TEXT = "氏名：佐藤太郎（サトウ タロウ）様\t電話：090-1234-5678、住所：東京都港区芝1-2-3。メール：taro@sample.jp\n"

PARTS = [
    "佐藤太郎",
    "様",
    "090-1234-5678",
    "taro@sample.jp",
    "東京都港区芝1-2-3",
    "氏名：",
    "ｶﾅ",
    "　",
    "\n",
    "、",
    "𠮷",
    "a",
]


def found(text: str) -> list[tuple[str, str]]:
    return [(finding.kind, finding.value) for finding in engine().find(text, "本文")]


def test_finds_all_kinds_in_their_order() -> None:
    assert found(TEXT) == [
        ("PERSON", "佐藤太郎"),
        ("PERSON", "サトウ タロウ"),
        ("PHONE_NUMBER", "090-1234-5678"),
        ("JP_ADDRESS", "東京都港区芝1-2-3"),
        ("EMAIL_ADDRESS", "taro@sample.jp"),
    ]


def test_values_are_those_of_the_text_as_it_was_given() -> None:
    assert found("ＴＥＬ：０９０－１２３４－５６７８　氏名：髙橋　花子") == [
        ("PHONE_NUMBER", "０９０－１２３４－５６７８"),
        ("PERSON", "髙橋　花子"),
    ]


def test_findings_say_place_score_and_evidence() -> None:
    for finding in engine().find(TEXT, "3ページ"):
        assert finding.place == "3ページ"
        assert REPORT <= finding.score <= 1
        assert finding.evidence and all(finding.evidence)
        assert finding.value not in repr(finding)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("東京都港区高橋1-2-3", "JP_ADDRESS"),
        ("yamada.taro@sample.jp", "EMAIL_ADDRESS"),
        ("メール：09012345678@sample.jp", "EMAIL_ADDRESS"),
        ("個人番号：1234-5678-9018", "JP_MY_NUMBER"),
    ],
)
def test_what_explains_more_of_the_text_wins(text: str, kind: str) -> None:
    assert [finding for finding, _ in found(text)] == [kind]


@pytest.mark.parametrize("text", ["", " ", "\n" * 50, "abc " * 300, "0123456789 " * 300, "本日は晴天なり。" * 200])
def test_text_without_personal_data(text: str) -> None:
    assert found(text) == []


def test_long_text_is_read_to_its_end() -> None:
    filler = "本日は晴天なり。"
    text = filler * (PIECE // len(filler)) * 2 + TEXT
    assert found(text) == found(TEXT)
    assert all(text[finding.start : finding.end] == finding.value for finding in engine().find(text))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=12))
def test_spans_point_into_the_text_and_do_not_overlap(parts: list[str]) -> None:
    text, end = "".join(parts), 0
    for finding in engine().find(text):
        assert end <= finding.start < finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.value
        end = finding.end


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    engine().find(text)


@pytest.mark.parametrize("text", ["氏名：佐藤太郎\ud800", "\udc00様 090-1234-5678"])
def test_lone_surrogates_are_read_over(text: str) -> None:
    assert len(found(text)) == 1


@given(st.text("あ。\n\t", max_size=50), st.integers(1, 3))
def test_pieces_join_to_the_whole(text: str, times: int) -> None:
    whole = text * (PIECE // 20 * times)
    spans = list(pieces(whole))
    assert "".join(whole[start:end] for start, end in spans) == whole
    assert all(0 < end - start <= PIECE for start, end in spans)


def test_a_piece_ends_with_a_line_where_it_can() -> None:
    whole = "一行です\n" * PIECE
    assert all(whole[end - 1] == "\n" for _, end in pieces(whole))


@pytest.mark.slow
def test_text_without_personal_data_costs_little() -> None:
    text = "x = compute(alpha, beta) + gamma[index] # see section 4.2\n" * 5_000
    engine().find("温める")
    start = time.perf_counter()
    assert engine().find(text) == []
    assert time.perf_counter() - start < 3


def test_a_long_line_is_cut_between_items() -> None:
    text = ";".join(f"user{number}@sample.jp" for number in range(2_000))
    values = [finding.value for finding in engine().find(text) if finding.kind == "EMAIL_ADDRESS"]
    assert values == text.split(";")


def test_who_comes_first_keeps_the_text() -> None:
    def spanned(*spans: tuple[int, int]) -> list[Finding]:
        return [Finding("AGE", "", start, end, 1.0, (), "") for start, end in spans]

    kept = without_overlaps(spanned((5, 9), (0, 6), (9, 12), (0, 5), (2, 3), (11, 13), (13, 14)))
    assert [(finding.start, finding.end) for finding in kept] == [(0, 5), (5, 9), (9, 12), (13, 14)]
