"""Surnames that the words around them vouch for, each alone a place, a direction or a word; look-alikes are not found.

The rules alone are asked: what a statistical model adds is tested elsewhere.
"""

from __future__ import annotations

import pytest

from detectors.lexicon import Lexicon
from detectors.located import SHORT
from detectors.names import NameFinder
from detectors.normalize import normalize
from detectors.rule_examples import marked
from detectors.rule_set import RuleSet

FINDER = NameFinder(RuleSet().kinds["PERSON"], Lexicon())
SIDE_BY_SIDE = [
    "⟦境⟧・⟦森⟧・⟦杉⟧、以上3名は先発とします。",
    "⟦原⟧、⟦東⟧、⟦宮崎⟧の3名が残ります。",
    "⟦富山⟧→⟦廣瀬⟧→⟦杉⟧の順に回覧",
    "出張者：⟦仲⟧、⟦吉田⟧、⟦長野⟧　計3名",
    "○ ⟦近藤⟧、⟦植田⟧、⟦関⟧\n× ⟦高崎⟧（出張）、⟦渡邉⟧",
    "⟦原⟧会長、⟦豊田⟧副会長、⟦石田⟧会計、⟦角⟧監事が留任した。",
    "├ ⟦勅使河原⟧（主任）\n├ ⟦豊田⟧\n└ ⟦坂本⟧",
    "本日のメンバー ⟦内田⟧ ⟦辻⟧ ⟦松本⟧ ⟦宮田⟧",
    "応援者：⟦中野⟧（工場）、⟦桜木⟧（倉庫）",
    "座席表\n窓側｜⟦不破⟧｜⟦小林⟧｜空席\n通路｜⟦乾⟧｜⟦東海林⟧｜⟦横山⟧",
]
UNDER_KEYS = [
    "当番表\n月：⟦早乙女⟧・⟦竹内⟧\n火：⟦川崎⟧・⟦南⟧\n金：⟦南⟧・⟦鎌倉⟧",
    "日直　月 ⟦平野⟧　火 ⟦三浦⟧　水 ⟦酒井⟧　木 ⟦松本⟧",
    "作業者コード 07=⟦京極⟧、08=⟦玉城⟧、09=⟦斉藤⟧",
    "学年委員（1年 ⟦安藤⟧、2年 ⟦平井⟧、3年 ⟦渡邉⟧）",
    "進行は⟦豊田⟧、記録は⟦山口⟧、時計係は⟦岡本⟧。",
    "スタメン\n1 遊 ⟦堀⟧　2 二 ⟦角⟧　3 中 ⟦斉藤⟧　4 一 ⟦千葉⟧",
    "【欠勤】⟦和田⟧、⟦堀⟧　【遅刻】⟦大場⟧（電車遅延）",
]
IN_ROWS = [
    "異動\n⟦久保⟧　総務課→経理課\n⟦森⟧　経理課→総務課",
    "車両運行表\n11/2　⟦大場⟧　本社→現場　32km\n11/3　⟦森田⟧　現場→倉庫　12km\n11/4　⟦小林⟧　市内　8km",
    "勤務表\n⟦大場⟧　日 日 夜 明 休\n⟦二宮⟧　休 日 日 夜 明",
    "⟦福田⟧　早早休遅遅\n⟦堀⟧　遅休早早早\n⟦田島⟧　休遅遅早休",
]
IN_TURNS = [
    "弊社の⟦斉藤⟧よりご連絡します。御社⟦岡⟧様にもよろしく。",
    "当店の⟦角⟧がご案内します。",
    "⟦南⟧です。お疲れさまです。",
    "もしもし、⟦根岸⟧ですが、お約束の件です。",
    "> ⟦長野⟧です。\n> 承知しました。",
    "@⟦高橋⟧ さん、修正しました。",
    "@⟦中野⟧ @⟦浜⟧\nレビューお願いします。",
    "検査の日程を変更します。\n人事課　⟦長崎⟧",
    "お先に失礼します。\n⟦福島⟧",
    "折り返しをお願いします。受：⟦岸⟧",
    "最終更新：⟦石井⟧",
    "島長：⟦乾⟧",
    "サ責：⟦牧⟧　ヘルパー：⟦呉⟧",
    "担当保護司　⟦平井⟧",
    "生活指導員は⟦尾崎⟧です。",
    "当直医　⟦清水⟧",
    "議長に⟦森⟧、副議長に⟦酒井⟧を選出",
    "広報誌（文責 ⟦沖⟧）",
    "⟦大塚⟧宅に集合",
    "担当は⟦小野⟧から⟦関⟧に替わりました。",
    "質問（⟦大和⟧）：納期は。\n回答（⟦石川⟧）：十日です。",
    "申込みは⟦牧⟧まで。",
    "承認印は「⟦村上⟧」とある。",
    "KY：⟦谷口⟧実施",
    "⟦杉⟧が不在のため⟦村上⟧が代わりに承ります。",
]
MINUTES = [
    "⟦高木⟧：納期は守れるのか。\n⟦西⟧：外注を増やせば可能です。",
    "⟦岸⟧　工期を延ばしたい。\n⟦内田⟧　了解した。",
]
FAMILIES = [
    "同席：娘の⟦芽生⟧様",
    "新郎 ⟦稔⟧　新婦 ⟦莉子⟧",
    "⟦道下⟧家・⟦原⟧家　結婚披露宴",
    "⟦高木⟧家・⟦石田⟧家　結納",
    "賀正\n⟦高木　静香⟧\n　　　⟦愛⟧\n　　　⟦亮⟧",
    "申出者：⟦青木亮⟧様（⟦あおき りょう⟧様）",
]
FULL = [
    "施設長：⟦小笠原 律子⟧",
    "（夫 ⟦八雲 拓⟧）",
    "証番号 268\n⟦諸橋 泉⟧様　口座は別紙",
    "控え　⟦滑川 周⟧　免許証番号：910",
    "緊急連絡先：⟦三宅 文⟧（姉）",
]
FOREIGN = ["Hi ⟦Michael Johnson⟧,\nThanks for joining.", "Dear ⟦Emma Matsuda⟧,\nThank you."]
FOUND = [*SIDE_BY_SIDE, *UNDER_KEYS, *IN_ROWS, *IN_TURNS, *MINUTES, *FAMILIES, *FULL, *FOREIGN]
NOT_FOUND = [
    "福島、宮崎、大分の3県で実施します。",
    "長野→松本→塩尻の順に停車します。",
    "長野・山口・秋田の各支店",
    "丸山、青木、内山の各遺跡",
    "仕入先：山口、松本、石川",
    "巡回コース　福島　宮崎　白河",
    "支店一覧\n・長野\n・松本\n・上田",
    "発送元：大津　発送先：長崎",
    "車種　日産、本田、鈴木",
    "目的地は高山、宿は松本です。",
    "発着地\n11/2　川崎　千葉　32km\n11/3　長野　松本　60km",
    "北、南、東の3棟",
    "松、杉、桧の3種類を使用",
    "月：会議\n火：研修\n水：出張\n木：休み\n金：棚卸",
    "金：3,000円　土：休み",
    "関：関係者の略",
    "森：4ha　林：2ha",
    "受付：東　出口：西",
    "01=東京、02=大阪、03=名古屋",
    "担当は総務、窓口は受付です。",
    "申込みは窓口まで。返却は元の棚へお願いします。",
    "当社の森が広がっています。",
    "出身はどちらですか。\n長野です。",
    "お疲れさまです。春ですね。",
    "森　静かな場所です。\n林　明るい場所です。",
    "松本　標高が高いです。\n大津　琵琶湖があります。",
    "妻 有　夫 無",
    "本家・分家の墓、農家・商家の町並み",
    "株式会社 松本\n営業部",
    "会長、副会長、会計の3役",
    "和光純薬の試薬",
    "生 年 月 日：1952/3/18",
    "Matsumoto Electric Co., Ltd.",
]


def persons(text: str) -> list[tuple[int, int]]:
    return sorted((finding.start, finding.end) for finding in FINDER.find(normalize(text), ""))


@pytest.mark.parametrize("case", FOUND)
def test_surnames_known_by_their_company_with_their_exact_ends(case: str) -> None:
    text, spans = marked(case)
    assert persons(text) == spans


@pytest.mark.parametrize("case", FOUND)
def test_they_are_found_in_long_text_too(case: str) -> None:
    text, spans = marked(case)
    before = "これは記録の本文です。\n" * (SHORT // 8) + "\n"
    found = persons(before + text)
    assert [span for span in spans if (span[0] + len(before), span[1] + len(before)) not in found] == []


@pytest.mark.parametrize("text", NOT_FOUND)
def test_places_words_and_companies_in_the_same_places_are_none(text: str) -> None:
    assert persons(text) == []


def test_an_endless_series_costs_no_more_than_its_length() -> None:
    names = "・".join(["佐藤", "森", "宮崎"] * 5_000)
    assert len(persons(f"参加者 {names}")) == 15_000
