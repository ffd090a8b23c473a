"""Each class of name is found with its exact span, and what only looks like one is not; any text gives valid spans."""

from __future__ import annotations

import time
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.engine import Engine
from detectors.finding import REPORT, Finding
from detectors.normalize import normalize
from detectors.rule_examples import marked
from detectors.rules import load_kinds

ENGINE = Engine()
PERSON = load_kinds()["PERSON"]
IN_TEXT = [example for example in (*PERSON.examples.finds, *PERSON.examples.ignores) if " ¦ " not in example]
IN_CELLS = [example for example in (*PERSON.examples.finds, *PERSON.examples.ignores) if " ¦ " in example]

AFTER_LABELS = [
    "氏名：⟦山田太郎⟧",
    "お名前　⟦鈴木　一郎⟧",
    "出席者：⟦佐藤⟧部長、⟦田中⟧、⟦伊藤 彩⟧",
    "姓：⟦山田⟧",
    "担当\t⟦髙橋⟧",
    "依頼医　⟦財前⟧",
    "CC: ⟦Yuki Tateno⟧ <y.tateno@example.co.jp>",
    "氏名⟦山田 太郎⟧",
    "担当：営業部",
    "氏名：該当なし",
    "担当者：株式会社山田商店",
]
BY_DICTIONARY = [
    "本日は⟦山田太郎⟧が伺います。",
    "⟦渡邉美咲⟧さんから電話がありました。",
    "⟦佐々木ひとみ⟧と申します。",
    "⟦高橋⟧様にお越しいただきました。",
    "⟦斉藤惇⟧社長が前週末に話した。",
    "歌手の⟦和田アキ子⟧です。",
    "⟦山田⟧（営業部）に渡してください。",
    "⟦田中⟧：了解です",
    "松本電機の新製品",
    "株式会社山田製作所",
    "福島県と宮崎県の支店を統合します。",
    "お客様各位、皆様にお知らせします。",
    "江戸時代から平方マイルまで。",
    "始まりと高まりと明るい話。",
]
FOREIGN = [
    "⟦マービン・ミンスキー⟧が書いた。",
    "⟦ジョン・スミス⟧氏と会う。",
    "振込人　（⟦タイラ　セツコ⟧）",
    "⟦ヤマダ　タロウ⟧",
    "⟦サトウ⟧さんに電話する。",
    "後任は⟦Kevin Sato⟧です。",
    "Assigned to: ⟦Haruka Noguchi⟧",
    "⟦YAMAGUCHI Ryo⟧ has joined.",
    "passport NA0000000, ⟦Maria Cristina Reyes⟧",
    "ハイド・パークとウォール・ストリート",
    "ニューヨーク・ヤンキース",
    "スタッフさん、モデルさん、ディーラーさん",
    "Toyota Motor, Tokyo Station, New York, Microsoft Office",
    "public class UserTest extends BaseTest",
]
IN_SENTENCES = [
    "⟦槙野⟧が出張のため、⟦砂子⟧が代理で出席します。",
    "議事録作成者は⟦能登⟧。次回は7/14。",
    "⟦前田⟧家・⟦小野⟧家の挙式を担当いたします。",
    "⟦目黒⟧（目黒店勤務）から申請あり。",
    "⟦高橋⟧→⟦髙橋⟧に訂正",
    "本人確認を済ませた。⟦波多野⟧",
    "⟦空閑⟧様邸　外構工事",
    "清水の水質は良い。",
    "大文字と小文字が出席簿に混ざる。",
    "東京→大阪に変更",
]
IN_PHRASES = [
    "⟦田中⟧の携帯に掛けてください。",
    "⟦鴨志田⟧です。明日の件ですが。",
    "10:25 ⟦妹尾⟧: 了解",
    "長男　⟦太郎⟧、長女　⟦由美子⟧です。",
    "妻 ⟦美咲⟧、長男 ⟦蒼空⟧",
    "⟦勅使河原⟧・⟦巽⟧・⟦乾⟧の3名",
    "石川、富山、福井の三県",
    "長女 小学生",
]
AGAIN = [
    "⟦山下花江⟧が来た。⟦山下⟧の席は二階。",
    "⟦ジョエル・モーゼス⟧は考えた。⟦モーゼス⟧も書いた。",
    "⟦山下花江⟧が来た。山下町の店に行く。",
    "山下町の店の席は二階。",
]
ALL = [*AFTER_LABELS, *BY_DICTIONARY, *FOREIGN, *IN_SENTENCES, *IN_PHRASES, *AGAIN]


def persons(text: str) -> list[tuple[int, int]]:
    return [(finding.start, finding.end) for finding in ENGINE.find(text) if finding.kind == "PERSON"]


@pytest.mark.parametrize("example", [*IN_TEXT, *ALL])
def test_finds_exactly_the_marked_names(example: str) -> None:
    text, spans = marked(example)
    assert [text[start:end] for start, end in persons(text)] == [text[start:end] for start, end in spans]
    assert persons(text) == spans


@pytest.mark.parametrize("example", IN_CELLS)
def test_a_cell_under_a_heading(example: str) -> None:
    heading, cell = example.split(" ¦ ")
    meaning = ENGINE.headings.meaning(heading)
    taken = "PERSON" in meaning.kinds and ENGINE.columns.is_name(normalize(marked(cell)[0]), meaning.part)
    assert taken == ("⟦" in cell)


@pytest.mark.parametrize(
    "example", ["氏名：⟦山田太郎⟧", "本日は⟦高橋⟧様にお越しいただきました。", "⟦Kevin Sato⟧です。"]
)
def test_found_also_far_into_a_long_text_without_line_ends(example: str) -> None:
    text, spans = marked(example)
    before = "この製品は軽くて丈夫です、" * 2_000  # 78,000 bytes: more than Sudachi takes at once
    assert persons(before + text) == [(len(before) + start, len(before) + end) for start, end in spans]


def assert_sound(text: str, findings: Iterable[Finding]) -> None:
    end = 0
    for finding in sorted(findings, key=lambda finding: finding.start):
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.value == text[finding.start : finding.end]
        assert end <= finding.start, "names overlap"
        assert REPORT <= finding.score <= 1 and finding.evidence
        end = finding.end


ODD = st.sampled_from(
    ["\ud800", "\udfff", "😀", "葛\U000e0100城", "𠮷野", "﨑", "ｶﾞ", "\u200b", "\x00", "　", "\n", "\t"]
)
PARTS = st.sampled_from(
    [
        "山田",
        "太郎",
        "氏名",
        "：",
        "様",
        "さん",
        "、",
        "。",
        "・",
        "（",
        "）",
        "家",
        "は",
        "が",
        "から",
        "ジョン",
        "スミス",
        "Sato",
        "Kevin",
        "→",
        "高橋",
        "髙橋",
        "の",
        "担当",
        "長男",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PARTS | ODD | st.text(max_size=4), max_size=40).map("".join))
def test_any_text_gives_sound_spans(text: str) -> None:
    plain = normalize(text)
    assert_sound(plain, ENGINE.names.find(plain, ""))


HOSTILE = [
    "山",
    "山田",
    "山田太郎",
    "佐藤、",
    "山田 太郎、",
    "ジョン・",
    "A b ",
    "氏名：",
    "氏名 ",
    "さ",
    "様",
    "(",
    "\ud800",
]


@pytest.mark.slow
@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_with_length_only(unit: str) -> None:
    took = []
    for length in (5_000, 40_000):
        text = unit * (length // len(unit))
        began = time.process_time()
        assert_sound(text, ENGINE.names.find(text, ""))
        took.append(time.process_time() - began)
    assert took[1] < 24 * max(took[0], 0.02)


@pytest.mark.slow
def test_a_megabyte_without_line_end() -> None:
    text = "この製品は軽くて丈夫で山田太郎が選んだものですが" * 14_000
    assert len(text.encode()) > 3 * 49_149  # what Sudachi takes at once
    assert len(persons(text)) > 13_900


@pytest.mark.parametrize("odd", ["\x00", "\ud800", "😀\ufe0f", "👨‍👩‍👧", "\u200b", "\x1b[0m", "\u3099", "𠮷\U000e0101"])
def test_names_among_odd_characters_have_their_own_offsets(odd: str) -> None:
    text = f"{odd}担当：⟦山田太郎⟧{odd}\n{odd} 昨日、⟦鈴木一郎⟧さんが{odd}来社した。"
    plain, spans = marked(text)
    assert set(spans) <= set(persons(plain))


def test_no_name_is_lost_on_a_seam_of_a_long_line() -> None:
    sentence = "翌年、小林正樹は新しい会社の社長に就任した。"
    text = sentence * 3_000
    assert len(text.encode()) > 3 * 49_149  # what Sudachi takes at once
    assert persons(text) == [(3 + len(sentence) * place, 7 + len(sentence) * place) for place in range(3_000)]


def test_people_of_history_are_nobody_of_whom_a_text_tells() -> None:
    text = "この城は徳川家康(男)が築いたものとされ、いまは公園として多くの人に親しまれている。"
    (found,) = ENGINE.find(text)
    assert (found.value, found.counts, found.score) == ("徳川家康", False, 0.5)
    assert [one.kind for one in ENGINE.find(text.replace("徳川家康", "小林正樹"))] == ["PERSON", "GENDER"]
