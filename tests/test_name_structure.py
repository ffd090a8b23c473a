"""Names that only their place in a form, list, column or page tells, each found whole, and what else stands there."""

from __future__ import annotations

import pytest

from detectors.cellnames import CellNames
from detectors.engine import Engine
from detectors.rule_examples import marked

ENGINE = Engine()
BOXES = [
    "受領者：⟦糸⟧",
    "対応　⟦一戸⟧、決裁　⟦八戸⟧補佐",
    "目撃者：⟦萩⟧、⟦桑⟧",
]
MEMBERS = [
    "野球：⟦投⟧・⟦片平⟧　サッカー：⟦蹴揚⟧\n＊⟦片平⟧先生は出張",
    "1組 ⟦鬼塚⟧・⟦戸来⟧・⟦ヘンリー呉⟧・⟦善積⟧",
    "501 ⟦相楽 亜美⟧ / ⟦二木 遥⟧ / ⟦オユン⟧",
    "⟦鍋島⟧さん、⟦豆⟧さんへ\n見たら印を：⟦鍋島⟧□ ⟦豆⟧□",
    "連絡網\n所長　⟦葉山⟧\n├ ⟦橘⟧\n├ ⟦三崎⟧\n└ ⟦城ヶ崎⟧",
]
PAGES = [
    "3年1組 座席表\n⟦榊⟧　　⟦千⟧　　⟦滝⟧\n⟦呂⟧　　⟦阿⟧　　⟦牧⟧",
    "参加者\n・⟦鷲⟧\n・⟦日比⟧\n・⟦佐久間⟧",
    "発表順\n①⟦乗⟧ ②⟦歌川⟧ ③⟦アニタ⟧ ④⟦柏⟧",
    "班編成\nA班 ⟦泉⟧、⟦轟⟧、⟦塚⟧\nB班 ⟦柏⟧、⟦砂川⟧、⟦星⟧",
]
COLUMNS = [
    "時刻　　訪問先　　　　担当\n9:00　　検査室　　　　⟦檜⟧\n10:30　 食堂　　　　　⟦鎌⟧\n15:00　 倉庫　　　　　⟦梶⟧",
    "| 氏名 | 4月 | 5月 |\n|---|---|---|\n| ⟦砂⟧ | 12 | 8 |\n| ⟦小鳥遊⟧ | 10 | 11 |\n| ⟦プラディープ⟧ | 9 | 9 |",
    "項目\t内容\n現場代理人\t⟦雲母 大輔⟧\n職長\t⟦与那覇⟧",
]
FULL = [
    "出席簿\n4 ⟦緒方 大⟧\n5 ⟦数 愛里⟧",
    "園長 ⟦稔 はるか⟧",
    "ALT：⟦Emily Clarke⟧",
    "⟦汐 敬三⟧・⟦祝 道子⟧",
]
NOTHING = [
    "点検 良 確認 要 判定 可",
    "確認：目視 判定：良\n承認 未 作成 済",
    "確認 中\n受付 窓口\n社長 室\n審査 上",
    "受付：東　出口：西",
    "一、確認 二、合図 三、作業",
    "搬入口：南 搬出口：北",
    "温度 高 湿度 低",
    "作業当番の心得\n道具 桶 箒 鎌\n場所 庭 門 塀",
    "名簿の様式について\n学年 組 番\n春 夏 秋 冬",
    "| 品名 | 数量 | 置場 |\n|---|---|---|\n| 杉 | 3 | 東 |\n| 檜 | 2 | 西 |\n| 松 | 5 | 北 |",
    "担当：外注、協力会社、派遣",
    "1限　音楽室　　2限　家庭科　　3限　体育館",
    "献立\n果物：梨、柿・桃",
]
THINGS = [
    "協力会社：石川組、北村板金、神谷左官",
    "会社名：有限会社 神谷左官",
    "午後 松の湯様 ボイラー清掃。",
    "ぶどう 甲斐路、藤稔",
    "証券：野村、大和\nゼネコン：鹿島、清水、大林、竹中",
    "台風：キャサリン、ジェーン",
    "列車：ひかり、のぞみ、あずさ",
    "物件：長財布（黒）ポール・スミス",
    "・みどり苑 ・松風荘",
    "マズローの欲求、ハインリッヒの法則",
    "天気 仙台 晴、福島 曇、山形 雪",
    "石材 庵治、大島、稲田、真壁",
]


def persons(text: str) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in ENGINE.find(text) if one.kind == "PERSON" and one.counts]


@pytest.mark.parametrize("case", [*BOXES, *MEMBERS, *PAGES, *COLUMNS, *FULL])
def test_exactly_the_names_are_found(case: str) -> None:
    text, spans = marked(case)
    assert persons(text) == spans


@pytest.mark.parametrize("text", [*NOTHING, *THINGS])
def test_words_and_things_in_the_same_places_are_none(text: str) -> None:
    assert persons(text) == []


def test_a_dot_parts_two_people_or_the_halves_of_one() -> None:
    names = CellNames(ENGINE.lexicon)
    assert names.people("桑・萩") == ("桑", "萩")
    assert names.people("山田・太郎") == ("山田 太郎",)


def test_a_builder_is_no_pair_of_people() -> None:
    text = "協力会社：石川組＝石川職長"
    assert persons(text) == [(9, 11)]
