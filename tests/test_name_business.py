"""Names in the papers of an office, each found whole and nothing else: rotas, approvals, calls, minutes, readings."""

from __future__ import annotations

import pytest

from detectors.engine import Engine
from detectors.located import SHORT
from detectors.rule_examples import marked

ENGINE = Engine()
IN_ROWS = [
    "シフト表\n⟦浪岡⟧　　早　　遅　　休\n⟦葛西⟧　　遅　　休　　早\n⟦一戸⟧　　早　　早　　休",
    "懇親会出欠\n⟦真部⟧ ○\n⟦香川⟧ ○\n⟦六車⟧ ×\n⟦大平⟧ △（遅れて参加）",
    "集金表\n1班　⟦中井⟧　済\n1班　⟦三好⟧　未（留守）\n2班　⟦水谷⟧　済",
    "⟦荻⟧：1,2,5休み\n⟦坂口⟧：土日休み\n⟦前川⟧：なし",
    "⟦江口⟧「シフトを替わってください」\n⟦稲田⟧「水曜ならできます」",
    "面談メモ　⟦三好⟧⇔⟦近藤⟧課長",
]
FULL_NAMES = [
    "扶養親族　⟦黒岩　凛⟧（長女）、⟦黒岩　蒼⟧（長男）",
    "職長：⟦丹野⟧(電工)　⟦齋藤 勝⟧(鳶)",
    "優秀賞 ⟦仲村渠 美空⟧（2組）",
    "⟦目黒　武⟧・⟦美津江⟧　金　壱万円",
    "名簿\n4 ⟦ウィリアムズ 海斗⟧",
    "謝金支払\n⟦王 秀英⟧　通訳 12,000円",
    "氏 名　⟦徳 永 栄 治⟧\n住 所　佐 賀 県",
]
LABELS = [
    "承認　⟦白鳥⟧　検印　⟦土田⟧",
    "件名：照明の交換（秋田工場）\n見積担当　⟦皆川⟧\n承認　⟦白鳥⟧",
    "配車 本社→羽田\n利用者：⟦手塚⟧常務、⟦真田⟧秘書",
    "運転者：⟦川守田⟧　同乗：⟦岩舘⟧　行先：二戸市役所",
    "注文者：図書館 ⟦有働⟧",
    "出席者　⟦木村⟧　電気係",
    "担当DH：⟦笠井⟧",
    "開発体制\nPL：⟦甲斐⟧（インフラ）、⟦児玉⟧（アプリ）\n顧客側：⟦綾⟧部長",
    "お問い合わせは通販課 ⟦村岡⟧ まで",
    "写しは経理部⟦笠井⟧、法務部⟦内村⟧にも送付済みです。",
    "製造部の⟦一ノ瀬⟧、総務の⟦菊池⟧が伺います。",
    "配達員　⟦柏木⟧\n合図者⟦熊谷⟧",
]
CALLED = [
    "明日の監査ですが、⟦岡崎⟧部長は10時からしか入れないそうです。",
    "⟦島⟧部長：携帯のみ",
    "○⟦黒滝⟧委員　道の駅について伺います。",
    "担当することになりました⟦伊豆⟧と申します。",
    "[10:41] ⟦水上⟧: すみません今返しました",
    "佐賀工場から⟦大坪⟧課長と⟦馬\n場⟧係長、本社からは担当が参加する予定です。",
    "妻⟦初枝⟧様より電話あり",
    "来週の見学ですが、息子（⟦剛⟧、40歳）も同伴します。",
    "⟦佐藤⟧(パート)、⟦鈴木⟧（アルバイト）、⟦高橋⟧（リーダー）、⟦田中⟧（⟦タナカ⟧）",
]
IN_OTHER_LETTERS = [
    "Dear Ms. ⟦Hayakawa⟧,\nThank you for meeting with ⟦Shimizu⟧-san last week.",
    "Absent: ⟦S. Kobayashi⟧\nMinutes taken by ⟦R. Okada⟧",
    "⟦Chen Meiling⟧　ボランティア",
    "⟦赤井 心春⟧　⟦あかい こはる⟧",
    "⟦秋本　彩香⟧\n⟦AKIMOTO Ayaka⟧",
    "応募者\n・⟦ジョン・ミラー⟧　英会話講師",
]
NOBODY = [
    "品名　島田ボルト M8×30",
    "作業日：10/14　天候：晴",
    "上記正に領収しました\nスナック 美樹",
    "E.ON Energie",
    "御芳名　金　五千円",
]
NAMED = [*IN_ROWS, *FULL_NAMES, *LABELS, *CALLED, *IN_OTHER_LETTERS]


def persons(text: str) -> list[tuple[int, int]]:
    return [(finding.start, finding.end) for finding in ENGINE.find(text) if finding.kind == "PERSON"]


@pytest.mark.parametrize("case", [*NAMED, *NOBODY])
def test_exactly_the_names_are_found(case: str) -> None:
    text, spans = marked(case)
    assert persons(text) == spans


@pytest.mark.parametrize("case", NAMED)
def test_they_are_found_in_long_text_too(case: str) -> None:
    text, spans = marked(case)
    before = "これは記録の本文です。\n" * (SHORT // 8) + "\n"
    found = persons(before + text)
    assert [span for span in spans if (span[0] + len(before), span[1] + len(before)) not in found] == []


def test_entries_of_a_record_are_no_values_of_its_title() -> None:
    text, spans = marked("看護記録\n10/30 7:00　⟦関口⟧氏　朝食8割。⟦竹内⟧Ns\n10/31 9:00　⟦北村⟧Drより指示あり。\n")
    assert persons(text) == spans


def test_a_city_heads_a_line_as_the_person_who_was_named_before() -> None:
    text, spans = marked("⟦八尾⟧課長と面談\n⟦八尾⟧：一人付ける")
    assert persons(text) == spans
