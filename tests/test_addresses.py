"""Addresses: whole spans, no place names of prose, municipalities that exist; the examples of the rule itself."""

from __future__ import annotations

import re
import time

import pytest

from detectors import addresses
from detectors.finding import REPORT
from detectors.gazetteer import load_gazetteer
from detectors.normalize import fold_heading, normalize
from detectors.rules import load_kinds, load_words

RULE = load_kinds()["JP_ADDRESS"]
WHOLE = [
    "東京都千代田区丸の内1丁目1番1号 みどりビル3F",
    "東京都 千代田区 丸の内 1-1-1",
    "札幌市中央区北3条西6丁目",
    "北海道札幌市白石区平和通1丁目南6番16号",
    "北海道帯広市西5条南10丁目12番地",
    "岩手県盛岡市飯岡新田4地割1001",
    "宮城県仙台市青葉区一番町一丁目2番3号",
    "埼玉県さいたま市大宮区桜木町一丁目二番三号",
    "千葉県旭市ニの2510-1",
    "千葉県市川市八幡1丁目1番1号",
    "東京都西多摩郡日の出町大字平井2780番地",
    "東京都八丈町大賀郷2551番地2",
    "東京都利島村111番地",
    "東京都大田区蒲田5-13-14 メゾン蒲田 101",
    "東京都練馬区豊玉北6-12-1-A305",
    "東京都港区六本木６−１０−１　六本木タワー３２階",
    "神奈川県横浜市保土ヶ谷区岩井町1-2 コーポ青葉203号室",
    "神奈川県横浜市西区みなとみらい2丁目3番5号クイーンズ前ビルA棟10階",
    "新潟県新潟市中央区学校町通1番町602番地1",
    "長野県松本市大字島内1234ー5",
    "静岡県浜松市中央区元城町103番地の2",
    "三重県四日市市諏訪町1番5号",
    "京都市中京区烏丸通御池上る二条殿町552",
    "左京区岡崎円勝寺町23番地の1",
    "大阪市北区梅田1-1-3-2201",
    "大阪府大阪市中央区上町A-5",
    "兵庫県三田市三輪2-1三田市役所",
    "広島市中区国泰寺町一丁目6番34号 山田荘201",
    "大分市大石町3丁目3-5(小野ビル101号)",
    "茨城県龍ｹ崎市松葉2-9",
    "茨城県竜ヶ崎市松葉2-9",
    "沖縄県国頭郡恩納村字恩納100番地",
    "北海道勇払郡安平町字安平番外地",
]
NONE = [
    "東京都では2-3日かかる",
    "大阪市は2-1で勝利した",
    "横浜市の人口は370万人",
    "千葉市立第3中学校",
    "東京都新宿区で5-6人の会",
    "市町村合併1-2の事例",
    "四日市市内12か所",
    "北区1-2-3",
    "大阪市北区",
    "東京都港区の2025-04-01現在の人口",
    "町田市民ホール 2階",
    "川崎市川崎区における3丁目計画",
    "東京都文京区本郷は大学の町です",
    "商品市区町村コード 12345",
    "名古屋市営地下鉄2号線",
    "架空県見本市例示町1-2-3",
    "東京都市大学1-2",
]
PLACES = [
    "先日の荷物は{}に届いています。",
    "新しい事務所は{}です。",
    "氏名：山田太郎\n住所：{}\nTEL：03-0000-0000",
    "〒100-0001 {} TEL 03-0000-0000 佐藤様",
    "山田太郎,{},03-0000-0000",
]


def spans(text: str) -> list[str]:
    """What is found in a text, as it stands there."""
    return [text[found.start : found.end] for found in addresses.find(normalize(text), "") if found.score >= REPORT]


def marked(example: str) -> tuple[str, list[str]]:
    """An example of the rule without its ⟦ ⟧, and what they enclose."""
    return example.replace("⟦", "").replace("⟧", ""), re.findall("⟦([^⟧]*)⟧", example)


@pytest.mark.parametrize("address", WHOLE)
@pytest.mark.parametrize("place", PLACES)
def test_whole_span_wherever_it_stands(address: str, place: str) -> None:
    assert spans(place.format(address)) == [address]


@pytest.mark.parametrize("text", NONE)
def test_place_names_in_prose_are_no_addresses(text: str) -> None:
    assert spans(text) == []


@pytest.mark.parametrize("example", RULE.examples.finds)
def test_rule_finds(example: str) -> None:
    heading, cell, value = example.rpartition(" ¦ ")
    text, values = marked(value)
    if cell:
        assert fold_heading(heading) in map(fold_heading, RULE.headings)
        assert addresses.is_cell(normalize(text))
    else:
        assert spans(text) == values


@pytest.mark.parametrize("example", RULE.examples.ignores)
def test_rule_ignores(example: str) -> None:
    assert spans(example) == []


@pytest.mark.parametrize("address", WHOLE)
def test_every_address_is_a_cell(address: str) -> None:
    assert addresses.is_cell(normalize(address))
    assert addresses.is_cell(normalize(f"〒100-0001 {address}"))
    assert addresses.is_address(normalize(address))


@pytest.mark.parametrize(
    "part",
    [
        "東京都",
        "港区",
        "横浜市青葉区",
        "赤坂1-2-3",
        "3丁目5番地",
        "12-3",
        "山田ビル3F",
        "コーポ青葉203号室",
        "豊四季台",
    ],
)
def test_parts_are_cells_but_no_addresses(part: str) -> None:
    assert addresses.is_cell(part)
    assert not addresses.is_address(part)


@pytest.mark.parametrize("cell", ["", "山田太郎", "03-0000-0000", "2025-04-01", "営業部", "株式会社みどり商事", "男"])
def test_other_cells_are_none(cell: str) -> None:
    assert not addresses.is_cell(cell)


def test_town_without_number_counts_only_after_a_label() -> None:
    assert spans("住所：千葉県柏市豊四季") == ["千葉県柏市豊四季"]
    assert spans("千葉県柏市豊四季には古い寺がある。") == []


def test_number_block_scores_high_and_a_bare_town_low() -> None:
    numbered = next(addresses.find("東京都足立区千住1-2-3", ""))
    bare = next(addresses.find("住所:千葉県柏市豊四季", ""))
    assert numbered.score >= 0.85 > bare.score >= REPORT


def test_every_municipality_is_known() -> None:
    lines = load_words("municipalities")
    wards = [line for line in lines if re.fullmatch(r"\S+ \S+市 \S+区", line)]
    designated = {line.rpartition(" ")[0] for line in wards}
    assert len(lines) - len(wards) + len(designated) == 1741
    assert len(designated) == 20
    assert len(load_gazetteer().prefectures) == 47
    for line in lines:
        address = line.replace(" ", "") + "見本1-2-3"
        assert spans(address) == [address]


def test_text_without_addresses_costs_next_to_nothing() -> None:
    text = "会議の資料は前日までに共有フォルダへ保存してください。詳細は市場調査の区分ごとにまとめます。\n" * 20_000
    began = time.perf_counter()
    assert list(addresses.find(text, "")) == []
    assert len(text.encode()) / (time.perf_counter() - began) > 5_000_000  # 60 MB/s when nothing else runs
    assert not addresses.may_hold("plain ascii text 1-2-3")
