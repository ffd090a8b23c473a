"""Matching in running text: labels, supporting words, words that refute, what overlaps, and the gate."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.gate import PIECE, Gate
from detectors.normalize import normalize
from detectors.patterns import Matcher
from detectors.rules import Examples, Rule, Scores, load_kinds
from detectors.wording import label_before

NO_EXAMPLES = Examples(finds=(), ignores=())
MATCHERS = {kind: Matcher(rule) for kind, rule in load_kinds().items()}
GATE = Gate(MATCHERS)


def made(**fields: object) -> Matcher:
    """A matcher for three digits, with whatever else a test needs."""
    values: dict[str, object] = {"patterns": ("(?<![0-9])[0-9]{3}(?![0-9])",), "score": Scores(alone=0.5, near=0.8)}
    known: dict[str, object] = {"id": "TEST", "name": "試験", "category": "", "identifies": "attribute"}
    return Matcher(Rule(why="", source="", examples=NO_EXAMPLES, **(known | values | fields)))  # type: ignore[arg-type]


def scores(matcher: Matcher, text: str) -> list[tuple[str, float]]:
    return [(finding.value, finding.score) for finding in matcher.find(normalize(text), "")]


@pytest.mark.parametrize(
    ("before", "label"),
    [
        ("個人番号：", "個人番号"),
        ("氏名 山田　個人番号（12桁）： ", "氏名山田個人番号"),
        ("備考、電話番号は", "電話番号"),
        ("【電話】", "電話"),
        ("電話 -> ", "電話"),
        ("電話は、", "電話"),
        ("電話 は", "電話は"),
        ("|TEL|", "tel"),
        ("個人番号\n", "個人番号"),
        ("", ""),
    ],
)
def test_label_before(before: str, label: str) -> None:
    assert label_before(normalize(before)) == label


def test_a_label_is_stronger_than_a_word_nearby_and_that_than_the_shape() -> None:
    matcher = made(headings=("番号",), near=("会員",))
    assert scores(matcher, "番号：123 会員が123 ほかに456") == [("123", 0.95), ("123", 0.8), ("456", 0.8)]
    assert scores(matcher, "何か 789") == [("789", 0.5)]


def test_a_word_speaks_for_its_own_line_only_unless_it_leads_up() -> None:
    matcher = made(near=("会員",), score=Scores(near=0.8))
    assert scores(matcher, "会員の一覧\n123") == [("123", 0.8)]
    assert scores(matcher, "会員 123\n来客 456") == [("123", 0.8)]


def test_words_after_the_value() -> None:
    matcher = made(near=("会員",), score=Scores(near=0.8))
    assert scores(matcher, "123（会員）") == [("123", 0.8)]
    assert scores(matcher, "123 会員：456") == [("456", 0.8)]


def test_what_refutes_leads_up_to_the_value() -> None:
    matcher = made(against=("伝票",), against_after=("円",))
    assert scores(matcher, "伝票 123") == []
    assert scores(matcher, "伝票 123 と 456") == [("456", 0.5)]
    assert scores(matcher, "123円") == []


def test_the_nearer_word_wins() -> None:
    matcher = made(near=("会員",), against=("伝票",))
    assert scores(matcher, "会員の伝票 123") == []
    assert scores(matcher, "伝票でなく会員 123") == [("123", 0.8)]


def test_weak_patterns_need_support() -> None:
    matcher = made(patterns=(), weak=("[0-9]{3}",), near=("会員",))
    assert scores(matcher, "123") == []
    assert scores(matcher, "会員 123") == [("123", 0.8)]


def test_cells_match_whole_cells_and_behind_labels() -> None:
    matcher = made(patterns=(), cells=("[0-9]{1,3}",), headings=("年齢",), not_headings=("平均年齢",))
    assert matcher.cell(" 42 ")
    assert not matcher.cell("42歳")
    assert scores(matcher, "年　齢：42") == [("42", 0.95)]
    assert scores(matcher, "平均年齢：42") == []
    assert scores(matcher, "年齢：4200") == []
    assert scores(matcher, "42") == []


def test_cells_that_start_with_a_are_for_columns_only() -> None:
    matcher = made(patterns=(), cells=(r"\A .+",), headings=("病名",))
    assert matcher.cell("なにか")
    assert scores(matcher, "病名：なにか") == []


def test_the_longer_match_stays_with_the_better_score() -> None:
    matcher = made(patterns=("血圧[ ][0-9]{3}",), cells=("[0-9]{3}",), headings=("血圧",))
    assert scores(matcher, "血圧 128") == [("血圧 128", 0.95)]


def test_words_are_whole_words() -> None:
    matcher = MATCHERS["SEXUAL_LIFE"]
    assert [value for value, _ in scores(matcher, "ゲイン、ゲイ、LGBTQ")] == ["ゲイ"]


def test_placeholders_stay_low() -> None:
    assert scores(MATCHERS["PHONE_NUMBER"], "携帯：090-1234-5678") == [("090-1234-5678", 0.5)]
    assert scores(MATCHERS["EMAIL_ADDRESS"], "メール：user@example.com") == [("user@example.com", 0.5)]
    assert scores(MATCHERS["CREDIT_CARD"], "カード番号：4242-4242-4242-4242") == []


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(sorted(MATCHERS)), min_size=1, max_size=3), st.text(max_size=40))
def test_the_gate_never_drops_what_a_rule_finds(kinds: list[str], between: str) -> None:
    text = normalize(
        between.join(
            text.replace("⟦", "").replace("⟧", "") for kind in kinds for text in MATCHERS[kind].rule.examples.finds
        )
    )
    found = {kind for kind, matcher in MATCHERS.items() if any(matcher.find(text, ""))}
    assert found <= GATE.kinds(text)


def test_the_gate_asks_for_support_of_weak_patterns() -> None:
    assert "DATE_OF_BIRTH" not in GATE.kinds("2024-01-15 12:00:00 INFO")
    assert "DATE_OF_BIRTH" in GATE.kinds("DOB 2024-01-15")


def test_the_gate_takes_lone_surrogates() -> None:
    assert "EMAIL_ADDRESS" in GATE.kinds("\ud800 yamada@sample.jp")


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["1" * PIECE, "1-" * PIECE, "a@" * PIECE, "年" * PIECE, "血圧 " * PIECE, "あ" * PIECE, "ア" * PIECE, " " * PIECE],
)
def test_no_rule_backtracks(text: str) -> None:
    for kind, matcher in MATCHERS.items():
        began = time.process_time()
        list(matcher.find(text, ""))
        assert time.process_time() - began < 2, kind


@pytest.mark.parametrize(
    ("kind", "text", "values"),
    [
        ("JP_MY_NUMBER", "個人番号（本人）581470369259（妻）123456789018", ["581470369259", "123456789018"]),
        ("JP_MY_NUMBER", "マイナンバー　本人 581470369259 ／妻 123456789018", ["581470369259", "123456789018"]),
        (
            "JP_LONG_TERM_CARE_NUMBER",
            "（介護保険被保険者番号）\n草薙　2246315238\n雪村　7165217832",
            ["2246315238", "7165217832"],
        ),
        (
            "JP_BASIC_PENSION_NUMBER",
            "基礎年金番号一覧\n楠さん 3424-123456\n森さん 3424-654321",
            ["3424-123456", "3424-654321"],
        ),
        ("JP_BANK_ACCOUNT", "口座番号：誤 1234568　正 1234569", []),
        ("JP_BANK_ACCOUNT", "口座番号：1234568（旧）、2345679（新）", ["1234568", "2345679"]),
        ("JP_BANK_ACCOUNT", "口座番号：1234568　会員番号 2345679", ["1234568"]),
        ("JP_BANK_ACCOUNT", "口座番号：1234568　金額 2345679", ["1234568"]),
    ],
)
def test_one_label_speaks_for_a_list(kind: str, text: str, values: list[str]) -> None:
    assert [value for value, _ in scores(MATCHERS[kind], text)] == values


@pytest.mark.parametrize("text", ["製品コード 123", "order_no=123", "会員の型番 123"])
def test_a_word_does_not_speak_for_what_has_another_label(text: str) -> None:
    matcher = made(near=("会員",), patterns=(), weak=("[0-9]{3}",), score=Scores(near=0.8))
    assert scores(matcher, f"会員の {text}") == []
    assert scores(matcher, "会員の本人番号 123") == [("123", 0.8)]
