"""Surnames and given names are found by the place they stand in; cities, things and duties in such places are not."""

from __future__ import annotations

import pytest

from detectors.engine import Engine
from detectors.lexicon import Lexicon
from detectors.located import SHORT
from detectors.rule_examples import marked

ENGINE = Engine()
SPEAKERS = [
    "⟦小西⟧＞ 会議室は三階です",
    "⟦門脇⟧→ 取りに行きます",
    "出席者\n⟦森⟧：了解",
    "@⟦佐々木⟧ デプロイ終わりました。",
    "[10:15] ⟦西田⟧ 了解です",
    "⟦西田⟧ 10:15\n了解です",
    "山口：曇り　松江：雨",
    "備考：了解",
]
BEHIND_DUTIES = [
    "退職者⟦浜口⟧の件",
    "執行委員長⟦梶原⟧、書記長⟦都築⟧が出席",
    "担任⟦細川⟧",
    "担当⟦林⟧まで",
    "当直：⟦安住⟧（内線で呼ぶ）",
    "出席取締役⟦九条 澄子⟧が記名押印する。",
    "発見者【⟦横山⟧】",
    "担当は専務取締役です。",
    "担当：専務取締役",
    "利用者数、作業員宿舎、消費者金融",
    "名称：石川、山口",
]
IN_LISTS = [
    "・⟦山本⟧\n・⟦井上⟧\n・⟦木村⟧",
    "出席：⟦石動⟧委員長、⟦大野⟧、⟦小野⟧",
    "⟦後藤⟧・⟦遠藤⟧で訪問",
    "・石川\n・山口\n・福島",
    "松本、宮崎",
]
ATTRIBUTES = [
    "⟦東海林⟧（旅券MX5239658、10年）",
    "少年　⟦颯太⟧（16歳）",
    "本人確認済（⟦高垣⟧）。",
    "⟦矢部⟧分（十件）",
    "（文責・⟦大谷⟧）",
    "（⟦藤原⟧Ns）",
    "薬（毎食後）",
    "草木（障害物）",
]
GIVEN = [
    "⟦こはる⟧ちゃん、おめでとう",
    "⟦ザイナブ⟧さんは欠席",
    "⟦豊栄 夏生⟧ 様",
    "⟦早苗 ひなた⟧　殿",
    "⟦石黒 采⟧　延滞 1冊",
    "⟦小菅 ひまり⟧　同居：父・母",
    "⟦グエン ヴァン アン⟧",
    "健太くんカステラ",
    "田舎のおばちゃん",
    "山口 県",
    "千葉　⟦佐藤⟧様",
]
ON_PERSONAL_LINES = [
    "社員番号A14995　⟦仲田⟧　部署 第二製造",
    "⟦Zhao Ying⟧　旅券番号EJ1723244",
    "1. ⟦デウィ・アンガラ⟧　在留カードの写し",
    "本籍　石川　男",
    "国籍　ブラジル　男",
]
LABELS = [
    "Name: ⟦Isabella Rossi⟧　Nationality: Italy",
    "氏　　名　⟦棗　薫⟧",
    "ｼﾒｲ ⟦ﾄｸｽｴ ﾊﾙｶ⟧",
]
CASES = [*SPEAKERS, *BEHIND_DUTIES, *IN_LISTS, *ATTRIBUTES, *GIVEN, *ON_PERSONAL_LINES, *LABELS]


def persons(text: str) -> list[tuple[int, int]]:
    return [(finding.start, finding.end) for finding in ENGINE.find(text) if finding.kind == "PERSON"]


@pytest.mark.parametrize("case", CASES)
def test_names_by_their_place_with_their_exact_ends(case: str) -> None:
    text, spans = marked(case)
    found = persons(text)
    assert [span for span in spans if span not in found] == []
    if not spans:
        assert found == []


@pytest.mark.parametrize("case", [case for case in CASES if "⟦" in case])
def test_they_are_found_in_long_text_too(case: str) -> None:
    text, spans = marked(case)
    before = "これは記録の本文です。\n" * (SHORT // 8) + "\n"
    found = persons(before + text)
    assert [span for span in spans if (span[0] + len(before), span[1] + len(before)) not in found] == []


def test_a_surname_met_once_counts_again() -> None:
    text, spans = marked("⟦矢内⟧さんが対応した。午後は⟦矢内⟧が代わった。")
    assert persons(text) == spans


def test_what_a_word_is_mostly() -> None:
    lexicon = Lexicon()
    assert lexicon.is_mostly_surname("佐藤")
    assert not lexicon.is_mostly_surname("大阪")
    assert not lexicon.is_mostly_surname("林")  # one character is too little
    assert lexicon.usually("大阪") == "place"
