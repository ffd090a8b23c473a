"""Names that are words otherwise, by what stands beside them: an honorific, a post, a place where somebody acts."""

from __future__ import annotations

import pytest

from detectors.engine import Engine
from detectors.rule_examples import marked

ENGINE = Engine()
HONOURED = [
    "棚卸は⟦栞⟧さんと⟦碧⟧くんが担当します。",
    "> ⟦鞍⟧様\n> 先日はありがとうございました。",
    "内装は⟦梢⟧先生のご指示どおりに進めます。",
    "年中組の⟦はると⟧くんが発熱、⟦すず⟧ちゃんも早退",
    "応援団長は赤組 6年⟦若竹 翔⟧くんに決まりました。",
    "203 ⟦ヨシ子⟧さま 38.1度",
    "通知は⟦トラン⟧氏宅へ届ける。",
]
NOT_HONOURED = [
    "お客さんから「奥さんにも配ってください」と言われた。",
    "松の湯様、花の木様へ請求書を送付。",
    "善光寺様(寺院)と八坂神社様に案内を郵送。",
    "おにいちゃん、おねえちゃんたちがお迎えに来た。",
    "管理会社さんに連絡し、大工さんと左官さんを手配。役所さんは午後。",
    "同氏は前課長の指示だと述べた。恩師の先生方、女先生は不在。",
    "ひよこ組さん、うさぎ組さんは園庭へ。たくさんのご応募、みなさんの声。",
]
POSTS = [
    "巡視員⟦岬⟧に連絡、現場を封鎖。",
    "会長⟦乃木⟧より挨拶。会計⟦四方⟧、監査⟦日下部⟧。",
    "㈱西村組 の ⟦鎧⟧ と申します。",
]
NO_POSTS = [
    "看護師長に連絡、担当者名を控える。警備員室で鍵を借りる。",
    "検査員証を返却。運転士不足のため減便。保育士会の会費。",
    "製造二部長と施設管理課長は欠席、技術部長は代理。",
    "主任の机まで持参のこと。担当の部署までお問い合わせください。",
    "リーダーシップ研修、オペレーション研修、チーフエンジニア。",
    "各委員長、同課長、前校長、副園長、当社長の順に挨拶。",
    "支店長、学部長、准教授、獣医師、町会長あて。",
]
ACTING = [
    "[14:02] ⟦榊原⟧:在庫どうですか\n[14:03] ⟦轍⟧:見てきます\n[14:05] ⟦榊原⟧:⟦轍⟧さんお願いします",
    "⟦瓜生⟧→⟦蔦⟧ 申し送り\n冷蔵庫の温度計を交換してください。\n⟦蔦⟧さん、検針もお願いします。",
    "17:15 ⟦榛原⟧へ引継ぎ\n08:30 ⟦笠置⟧から引継ぎ",
    "From: ⟦Hatakeyama Mitsuo⟧\nTo: ⟦Lindqvist Maja⟧",
]
NOBODY_ACTS = [
    "[09:00] 総務:朝礼します\n[09:02] 施設:了解です\n[09:05] 係長:鍵を開けてください",
    "本社へ引継ぎ、夜勤から引継ぎ、書類は総務へ引継ぎ済",
    "価格表(夏)と価格表(冬)を更新する。制服は夏から着用。",
    "申込書に氏名を明記。以上を追記\n点検表は左記、詳細は別記",
    "日報 2026/9/3(木) 晴",
    "From: Sales Team\nTo: Customer Support",
    "要否:必要□ 不要☑",
]
ENDS = [
    "管理員は休み。代行は⟦馬渡⟧（⟦まわたり⟧）。",
    "依頼者　⟦目黒 澄江⟧様、長男⟦目黒 学⟧様",
    "園芸担当 ⟦水城⟧ よりご連絡いたします。",
    "No\t氏名\n1\t⟦VU THI KIM CHI⟧\n2\t⟦HOANG THI BICH NGOC⟧",
    "From: ⟦Trần Minh Quân⟧\nSent: Monday",
    "東西商事株式会社 ⟦石田⟧ 様",
]
NO_FIRMS = [
    "宛先　株式会社 石田　購買ご担当者様\n発信　株式会社 原　受注センター",
    "甲　代表取締役　　　　　印",
    "請 求 書\n請求先　医療法人 渡部",
]
AGAIN = [
    "氏名 ⟦長崎 浩⟧様\n⟦長崎⟧様へ折り返し済。長崎の支店は休み。長崎へ出張予定。",
    "⟦鵤⟧所長から指示。次回は⟦鵤⟧、来月は別の者が回る",
    "⟦ひより⟧ちゃんは元気でした。⟦ひより⟧、昨夜は微熱がありました。",
]


@pytest.mark.parametrize(
    "case", [*HONOURED, *NOT_HONOURED, *POSTS, *NO_POSTS, *ACTING, *NOBODY_ACTS, *ENDS, *NO_FIRMS, *AGAIN]
)
def test_exactly_the_names_are_found(case: str) -> None:
    text, spans = marked(case)
    assert [(one.start, one.end) for one in ENGINE.find(text) if one.kind == "PERSON"] == spans
