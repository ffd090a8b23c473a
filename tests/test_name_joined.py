"""Rules and the name model together: who is believed where."""

from __future__ import annotations

import pytest

from detectors.finding import REPORT, Finding
from detectors.lexicon import Lexicon
from detectors.name_joined import DENIES, Chance, JoinedNames
from detectors.name_model import NameSpan

JOINED = JoinedNames(Lexicon())


def unread(_start: int, _end: int) -> None:
    """The chance of what the model did not read."""


def join(
    text: str, rules: list[tuple[str, float]], spans: list[tuple[str, float]], chance: Chance = unread
) -> list[str]:
    findings = [
        Finding("PERSON", "", text.index(name), text.index(name) + len(name), score, ("規則",), name)
        for name, score in rules
    ]
    seen = [NameSpan(text.index(name), text.index(name) + len(name), score) for name, score in spans]
    return [finding.value for finding in JOINED.join(text, "", findings, seen, chance) if finding.score >= REPORT]


PROSE = "その年の秋に小林正樹は京都の大学を出て、新しい会社を作ったとされる。"


@pytest.mark.parametrize(
    ("text", "rules", "spans", "reported"),
    [
        (PROSE, [], [("小林正樹", 0.6)], ["小林正樹"]),
        (PROSE, [("小林", 0.4)], [("小林正樹", 0.95)], ["小林正樹"]),
        (PROSE, [("小林", 0.4)], [("小林", 0.4)], ["小林"]),
        (PROSE, [("京都", 0.6)], [], []),
        (PROSE, [("小林正", 0.9)], [("小林正樹", 0.99)], ["小林正"]),
        ("区分　普通\n分類　桜", [], [("桜", 0.6)], []),
        ("部屋：千葉 305", [], [("千葉", 0.96)], []),
        ("幹事：成田 15名", [], [("成田", 0.98)], ["成田"]),
        ("受付:東　出口:西", [], [("出口", 0.9)], []),
        ("領収書\nスナック 美樹", [], [("美樹", 0.9)], []),
        ("一覧\n花の木様、織様", [], [("木", 0.98), ("織", 0.98)], ["織"]),
        ("講師　織 美月", [("美月", 0.9)], [("織 美月", 0.98)], ["織 美月"]),
        ("講師　織 美月", [("美月", 0.9)], [("織 美月", 0.9)], ["美月"]),
        ("連絡先　Kumar", [], [("Kumar", 0.9)], ["Kumar"]),
        ("連絡先　Kumar", [], [("Kumar", 0.8)], []),
        ("付添人　少年 颯太", [], [("少年 颯太", 0.99)], ["颯太"]),
        ("例）健康 太郎", [("健康 太郎", 0.1)], [("健康 太郎", 0.99)], []),
        ("品名　健太くんカステラ", [], [("健太", 0.99)], []),
        ("取引先　松本電機", [], [("松本", 0.99)], []),
        ("部会　佐藤 健一 会計　杉本 明", [], [("佐藤 健一", 0.98)], ["佐藤 健一"]),
        ("部会　松本会計", [], [("松本", 0.9)], []),
        ("一覧（控え）\n三浦 一花 35", [], [("三浦 一花", 0.98)], ["三浦 一花"]),
        ("一覧（控え）\n上杉 なし", [], [("上杉 なし", 0.6)], []),
        ("番号：東雲様", [], [("東雲", 0.9)], ["東雲"]),
        ("口座名義　ｶｲｺﾞ ﾎｹﾝ", [], [("ｶｲｺﾞ ﾎｹﾝ", 0.6)], []),
        ("請 求 書\n請求先　医療法人", [], [("請 求", 0.99)], []),
        ("出席者\n東 健 （総務）", [], [("東 健", 0.99)], ["東 健"]),
        ("診察\n火　外科　榊　内科　手", [], [("榊", 0.9)], ["榊"]),
        ("予約票\n王 様　2名", [], [("王", 0.99)], ["王"]),
        ("長崎の支店は昨日から休みで、連絡はとれないとのことでした。", [], [("長崎", 0.99)], []),
        ("長崎は昨日から休みで、連絡はまだとれないとのことでした。", [], [("長崎", 0.99)], ["長崎"]),
    ],
)
def test_who_is_believed(
    text: str, rules: list[tuple[str, float]], spans: list[tuple[str, float]], reported: list[str]
) -> None:
    assert join(text, rules, spans) == reported


def test_what_the_model_read_and_takes_for_nobody_is_not_believed() -> None:
    text, rules = "ゲスト名　部屋　泊", [("部屋", 0.9)]
    assert join(text, rules, []) == ["部屋"]
    assert join(text, rules, [], lambda _start, _end: DENIES + 0.01) == ["部屋"]
    assert join(text, rules, [], lambda _start, _end: DENIES - 0.01) == []
    assert join("氏名　山田花子0", [("山田花子", 0.92)], [], lambda _start, _end: 0.0) == [
        "山田花子"
    ]  # a full name stands


def test_people_of_history_are_shown_in_sentences_and_never_counted() -> None:
    text = "この城は徳川家康が築いたもので、今は公園として多くの人に使われている。"
    spans = [NameSpan(4, 8, 0.99)]
    assert JOINED.join(text, "", [], spans, unread) == []
    (shown,) = JOINED.nobody(text, "", spans)
    assert (shown.value, shown.score, shown.counts) == ("徳川家康", REPORT, False)
    assert not list(JOINED.nobody("演題：徳川家康", "", [NameSpan(3, 7, 0.99)]))
