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
    "東京都千代田区1-2-3",
    "東京港区芝1-2-3",
    "東京都三宅島三宅村阿古497番地",
    "東京都渋谷区神宮前一丁目十二番五号 コーポ原宿一〇二号室",
    "東京都港区芝壱丁目弐番参号",
    "東京都港区芝一-二-三",
    "東京都澁谷區道玄坂1-2-3",
    "東京都文京区本郷3-2-1 パークハイムⅢ-302",
    "東京都清瀬市中里5-842 都営清瀬中里アパート1号棟201",
    "東京都千代田区丸の内2-7-2 東京中央郵便局私書箱第1234号",
    "横浜市中区山手町81-5 マリーナハイツ #305",
    "札幌市白石区本通14丁目南3-21 コーポきたぐに102",
    "東京都大田区蒲田5丁目13番14号 メゾン・ド・蒲田 B棟203",
    "沖縄県那覇市泉崎1丁目1-1 第3みやぎアパート2-B",
    "徳島県徳島市幸町2-5 リバーサイド幸 3-C",
    "東京都千代田区大手町1-9-2 大手町フィナンシャルシティ グランキューブ18F",
    "相模原市中央区中央2-11-15 メゾンさくらⅢ 202",
    "豊島区東池袋1-28-10 サンライズ東池袋B1",
    "東京都北区王子本町1-15-22 都営王子第二アパート 3-405",
    "長崎県長崎市魚の町4-1 グランドパレス魚の町805",
    "東京都荒川区荒川二ー二ー三",
    "神奈川県藤沢市朝日町1番地の1 エスペランサ藤沢 3F-B",
    "札幌市東区北24条東1丁目1-5 サンシャイン北24 201",
    "大阪府高槻市桃園町2番1号 D-ROOM桃園 A201",
    "埼玉県草加市松原1-2-3 草加松原団地C23-405",
    "埼玉県川口市青木2-1-1 ライオンズマンション西川口第3 1205",
    "静岡県浜松市中央区鍛冶町1-2 浜松ザザシティ中央館3階",
    "静岡県富士市吉原無番地",
    "北海道上川郡東川町西4号北11番地",
    "北海道上川郡美瑛町字大村第2",
    "石川県輪島市二ツ屋町2字29番地",
    "愛媛県伊予郡砥部町宮内1392",
    "宮崎県都城市姫城町6街区21号",
    "千葉県鎌が谷市初富1-2-3",
    "京都市中京区東洞院通四条上る二丁目東入二筋目下大阪町397",
    "京都市東山区大和大路通四条下る四丁目小松町584",
    "青森県青森市中央1丁目22番5号 コーポみどり 203",
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
    "東京都調布市で行われた試合に3-2で勝利した",
    "石川県輪島市で震度7を観測",
    "墨田区条例第15号",
    "町田市民病院 3F",
    "青森市 最高5-7度",
    "東京都武蔵野市吉祥寺の人気店ベスト10",
    "大阪府知事と大阪市長の1-2会談",
    "札幌市 北海道 1-2",
    "東京都府中市 東京競馬場 11R 3-5-8",
    "浜松市 1丁目会議",
    "The score was 3-2 in Minato-ku, Tokyo last night",
]
LATIN = [
    "1-2-3 Shiba, Minato-ku, Tokyo",
    "4-5-6 Honcho, Naka-ku, Yokohama-shi, Kanagawa",
    "Room 302, Green Heights, 2-8-1 Nishi-Shinjuku, Shinjuku-ku, Tokyo",
    "3-1-1 Umeda, Kita-ku, Osaka",
    "123-4 Oaza Shimauchi, Matsumoto-shi, Nagano",
    "5-2 Kita 3-jo Nishi, Chuo-ku, Sapporo-shi, Hokkaido",
    "Tokyo-to, Shibuya-ku, Dogenzaka 1-2-3",
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


@pytest.mark.parametrize("address", LATIN)
def test_addresses_in_latin_letters(address: str) -> None:
    for text in ("{}", "Address: {} 105-0014 Japan", "住所\n{}\n山田太郎", "{}\nJapan"):
        assert spans(text.format(address)) == [address]


def test_latin_municipality_must_exist_where_it_is_said_to_be() -> None:
    assert spans("1-2-3 Shiba, Minato-ku, Chiba") == []
    assert spans("1-2-3 Mihon, Mihon-shi, Tokyo") == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("〒105-0014\n東京都港区\n芝1-2-3\n山田太郎 様", "東京都港区\n芝1-2-3"),
        ("東京都港区芝1-2-3\n  みどりマンション502号\n山田太郎 様", "東京都港区芝1-2-3\n  みどりマンション502号"),
        ("東京都港区芝1-2-3\nみどりビル管理株式会社", "東京都港区芝1-2-3"),
        ("東京都港区芝1-2-3\n山田太郎 様", "東京都港区芝1-2-3"),
        ("東京都港区芝1-2-3\nみどり病院\n院長", "東京都港区芝1-2-3"),
    ],
)
def test_next_line_belongs_to_the_address_only_if_it_can_be_nothing_else(text: str, address: str) -> None:
    assert spans(text) == [address]


@pytest.mark.parametrize("gap", [" ", "\n", "→", "・", "から"])
def test_the_next_address_is_no_building(gap: str) -> None:
    addresses_told = ["千葉県柏市柏3-17-18", "愛知県名古屋市中区栄4丁目18番14号"]
    assert spans(gap.join(addresses_told)) == addresses_told


@pytest.mark.parametrize(
    "behind", [" 二宮様方", "(市役所前)", " 第三庁舎の前", " 300円", " 12 名で集合", " 四条通の向かい"]
)
def test_notes_behind_an_address_are_not_of_it(behind: str) -> None:
    assert spans(f"奈良市三条町511番地の3{behind}") == ["奈良市三条町511番地の3"]


def test_who_receives_it_stands_behind_the_room() -> None:
    assert spans("奈良市三条町511番地の3西田ビル301二宮玲奈方") == ["奈良市三条町511番地の3西田ビル301"]


@pytest.mark.parametrize("gap", [",", "、", "/", "\t", "・", " "])
def test_parts_set_apart(gap: str) -> None:
    address = gap.join(("東京都", "港区", "芝", "1-2-3"))
    assert spans(f"{address}{gap}山田太郎") == [address]


def test_streets_of_kyoto_need_no_number() -> None:
    assert spans("京都府京都市上京区下立売通新町西入薮ノ内町") == ["京都府京都市上京区下立売通新町西入薮ノ内町"]


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
