"""Health and other sensitive data: the same words in a notice, a stock list or a rule, and in somebody's record."""

from __future__ import annotations

import pytest

from tests.engines import counts, engine, listed, told

SENSITIVE = {kind for kind, rule in engine().rules.items() if {"special_care", "jis_special"} & set(rule.flags)}

OF_NOBODY = [
    (
        "お知らせ.docx",
        "健康診断のお知らせ\n社員各位\n定期健康診断を11月10日に実施します。"
        "受診項目は血圧、心電図、胸部X線です。前日21時以降は絶食してください。\n"
        "担当：総務部 佐藤太郎（内線210）",
    ),
    (
        "健診案内.docx",
        "人間ドックのご案内\n要再検査と判定された方は医療機関を受診してください。\n問い合わせ：人事部 鈴木花子",
    ),
    (
        "社内報.docx",
        "健康コラム\n糖尿病は生活習慣病の一つで、血糖値が高い状態が続きます。"
        "高血圧の方は塩分を控えましょう。\n文：産業医 田中一郎",
    ),
    (
        "記事.txt",
        "うつ病は誰でもかかりうる病気です。患者数は増え、厚生労働省の調査では約127万人とされます。"
        "山田教授は「早めの受診が大切」と話す。",
    ),
    (
        "在庫表.txt",
        "医薬品在庫表\nロキソニン錠60mg 在庫 120箱\nアムロジピン錠5mg 在庫 80箱\n"
        "ワーファリン錠1mg 在庫 20箱\n管理者 薬剤部 佐藤花子",
    ),
    (
        "薬局.txt",
        "処方箋受付 9:00～18:00\n全国どこの病院の処方箋でも受け付けます。"
        "ジェネリック医薬品もご相談ください。薬剤師 鈴木一郎",
    ),
    (
        "病院案内.html",
        "ひなた病院 診療科目 内科・糖尿病内科・循環器内科・精神科・透析センター\n院長 高橋健一\n診療時間 9:00～12:00",
    ),
    (
        "障害報告.txt",
        "システム障害のお知らせ\n10月3日、サーバー障害によりメールが使えませんでした。"
        "原因はディスク障害です。\n対応者：情報システム部 田中健一",
    ),
    ("障害管理.txt", "障害管理票\n障害番号 123\n障害レベル 2級\n対応者 伊藤翔太\n原因 ネットワーク障害\n状態 復旧済"),
    (
        "制度説明.txt",
        "要介護認定の制度について\n要介護1から要介護5までの区分があり、市区町村に申請します。"
        "要介護3では特別養護老人ホームに入れます。\n担当 福祉課 佐藤太郎",
    ),
    (
        "ニュース.txt",
        "経済ニュース\nサンプル商事の元役員が逮捕されたと報じられた。同社は事業への影響は軽微とする。取材 田中花子記者",
    ),
    (
        "ニュース2.txt",
        "A社の粉飾決算で当時の社長が起訴され、有罪判決が確定した。会社法の改正が議論されている。文責 山田太郎",
    ),
    ("社是.txt", "社是\n一、誠実を信条とし、信仰にも似た情熱で仕事に当たる。\n社長 鈴木一郎"),
    ("経営理念.txt", "経営信条\nお客様第一を信条とします。\n代表取締役 佐藤一郎"),
    ("協同組合.txt", "〇〇協同組合の組合員の皆様へ\n組合費の口座振替のお知らせ。組合員数は50名です。理事長 田中一郎"),
    ("共済.txt", "共済組合のご案内\n組合員証の更新手続きを行います。担当 高橋花子"),
    ("管理組合.txt", "管理組合総会議事録\nマンション管理組合の組合員 45名中 30名が出席。理事長 伊藤健一"),
    ("研修.txt", "同和問題研修のご案内\n部落差別の解消に向け、全社員が受講します。講師 佐藤太郎氏"),
    ("本籍.txt", "応募書類について\n本籍の記載は不要です。面接で本籍や家族の職業を尋ねてはいけません。採用担当 鈴木"),
    (
        "LGBT.txt",
        "LGBT研修の案内\n性的指向や性自認について学びます。トランスジェンダーの理解を深めます。講師：田中花子",
    ),
    (
        "就業規則.txt",
        "第50条 禁錮以上の刑に処せられたときは懲戒解雇とする。"
        "逮捕、起訴された場合は休職を命じることがある。\n制定 代表取締役 山田太郎",
    ),
    (
        "方針.txt",
        "個人情報保護方針\n"
        "要配慮個人情報（人種、信条、社会的身分、病歴、犯罪の経歴、犯罪被害）は同意なく取得しません。"
        "責任者 佐藤一郎",
    ),
    (
        "安全衛生.txt",
        "安全衛生委員会 議事録\n出席者：佐藤、鈴木、田中\n"
        "議題：熱中症対策、インフルエンザ予防接種、ストレスチェックの実施。受診率は95%。",
    ),
    ("保険.txt", "がん保険のご案内\n乳がん、胃がんの治療費を保障します。担当 第一営業部 伊藤翔太"),
    ("学会.txt", "日本糖尿病学会に参加しました。HbA1cの基準値は5.6未満です。報告者 渡辺美穂"),
    ("製品.txt", "製品検査結果\n外観 異常なし\n寸法 合格\n総合判定 A\n検査者 佐藤太郎"),
    (
        "バリアフリー.txt",
        "身体障害者手帳をお持ちの方は入場料が無料です。障害者用駐車場があります。問い合わせ 担当 鈴木",
    ),
    ("防犯.txt", "特殊詐欺被害にご注意ください。ストーカー被害の相談は警察へ。広報担当 田中"),
    ("イベント.txt", "盲導犬の講演会\n視覚障害への理解を深める講座です。講師は高橋健一さん。"),
    ("献立.txt", "給食だより\n食物アレルギー対応食についてはご相談ください。栄養士 佐藤花子"),
    (
        "ワクチン.txt",
        "インフルエンザワクチン接種のお知らせ\n希望者は申し込んでください。"
        "副反応として発熱、頭痛があります。担当 総務 鈴木",
    ),
    ("労組.txt", "労働組合法の改正について\n団体交渉のルールが変わります。法務部 田中一郎"),
    ("宗教法人.txt", "宗教法人サンプル寺 御中\n請求書 金額 10,000円\n担当 佐藤太郎"),
    ("料理.txt", "ハラール対応のメニューを増やします。ムスリムの観光客向けです。企画 伊藤"),
    ("歴史.txt", "アイヌ民族の歴史を学ぶ会\n講師：高橋先生"),
    ("求人.txt", "人種、国籍、信条、性別を問わず応募できます。採用担当 鈴木花子"),
    ("映画.txt", "映画紹介 前科のある男の更生を描く。主演 田中健一"),
    ("メンタル.txt", "メンタルヘルス研修\nうつ病のサインに気づく。適応障害とは何か。講師 産業医 山田花子"),
    ("腰痛.txt", "腰痛予防体操を毎朝行います。安全担当 佐藤"),
    ("薬品DB.txt", "商品マスタ\nレクサプロ錠10mg 薬価 200円\nデパス錠0.5mg 薬価 10円"),
    ("アンケート様式.txt", "問診票\n氏名：\n既往歴：\n服用中の薬：\nアレルギー：\n喫煙：有・無"),
    ("様式2.txt", "健康診断個人票（様式）\n氏名\n生年月日\n血圧\n尿蛋白\n総合判定 A B C D"),
    (
        "社内報.txt",
        "■完走\n物流の高橋健一さんが完走しました。\n■健康知識\n高血圧は自覚症状がないまま進みます。\n編集：総務部",
    ),
]
OF_SOMEBODY = [
    ("面談.txt", "面談記録 佐藤太郎\n9月から適応障害で休職。主治医の診断書あり。", "MEDICAL_CONDITION"),
    ("面談2.txt", "田中一郎さんはうつ病と診断され、3か月の休職に入りました。", "MEDICAL_CONDITION"),
    ("連絡.txt", "鈴木花子の健診結果：血圧 152/98、HbA1c 7.1、総合判定 D2。再検査を受けること。", "HEALTH_CHECK"),
    ("健診結果.txt", "氏名 佐藤太郎\n総合判定：C\n所見：要再検査", "HEALTH_CHECK"),
    ("メモ.txt", "高橋健一 身体障害者手帳3級を所持。通勤に配慮。", "DISABILITY"),
    ("介護.txt", "利用者 田中ハル様 要介護3 週2回デイサービス", "DISABILITY"),
    ("服薬.txt", "園児 鈴木さくら 朝食後に抗てんかん薬デパケンを服用", "MEDICATION"),
    ("病院.txt", "患者 佐藤花子\n処方 ロキソニン錠60mg 1日3回毎食後", "MEDICATION"),
    ("人事.txt", "伊藤翔太は2015年に窃盗で逮捕され、罰金刑を受けた。", "CRIMINAL_RECORD"),
    ("相談.txt", "相談者 鈴木花子さんはDV被害により転居。住所は非開示。", "CRIME_VICTIM"),
    ("相談2.txt", "佐藤太郎様 特殊詐欺被害に遭い、被害届を提出した。", "CRIME_VICTIM"),
    ("食事.txt", "山田太郎様は宗教上の理由で豚肉を召し上がりません。", "RELIGION_OR_CREED"),
    ("身元.txt", "応募者 佐藤一郎 信仰：キリスト教", "RELIGION_OR_CREED"),
    ("身元2.txt", "身元調査 佐藤太郎 被差別部落の出身と記載あり", "SOCIAL_STATUS"),
    ("戸籍.txt", "佐藤一郎 本籍：長野県松本市大手1-2-3", "DOMICILE_OF_ORIGIN"),
    ("履歴.txt", "氏名 佐藤太郎\n本籍地 福岡県\n学歴", "DOMICILE_OF_ORIGIN"),
    ("人事3.txt", "田中健一は労働組合に加入し、執行委員長を務める。", "UNION_MEMBERSHIP"),
    ("相談3.txt", "社員の高橋さんからトランスジェンダーであるとカミングアウトを受けた。", "SEXUAL_LIFE"),
    ("出自.txt", "採用候補の田中さん（日系ブラジル人）は日本語が堪能。", "RACE_OR_ORIGIN"),
    (
        "問診票.txt",
        "問診票\n氏名：佐藤太郎\n既往歴：高血圧症\n服用中の薬：アムロジピン\nアレルギー：卵",
        "MEDICAL_CONDITION",
    ),
    ("問診票2.txt", "問診票\n氏名：佐藤太郎\n既往歴：なし\nアレルギー：卵、そば", "MEDICAL_CONDITION"),
    ("事故.txt", "労災報告 被災者 伊藤翔太 左手首を骨折し全治2か月", "MEDICAL_CONDITION"),
    ("保健.txt", "3年2組 鈴木さくら 食物アレルギー：小麦・卵 エピペン携帯", "MEDICAL_CONDITION"),
    ("産業医.txt", "渡辺美穂 長時間労働により産業医面談実施。就業制限。", "HEALTH_CHECK"),
    ("休職.txt", "休職者一覧\n佐藤太郎 うつ病 2026/4/1～\n鈴木花子 乳がん 2026/6/1～", "MEDICAL_CONDITION"),
    ("人事2.txt", "氏名：渡辺美穂\n賞罰：前科1犯（道路交通法違反）", "CRIMINAL_RECORD"),
    ("給与.txt", "氏名：鈴木一郎\n組合費控除 2,000円", "UNION_MEMBERSHIP"),
    ("コロナ.txt", "営業部の田中太郎さんがPCR検査で陽性となったため自宅待機", "HEALTH_CHECK"),
]
LISTS_OF_THINGS = [
    (["商品名", "判定", "検査者"], [["ねじ", "A", "佐藤"], ["ボルト", "B", "鈴木"]]),
    (
        ["システム名", "障害", "対応者"],
        [
            ["会計", "有", "佐藤太郎"],
            ["人事", "無", "鈴木花子"],
            ["販売", "有", "田中健一"],
            ["物流", "有", "伊藤翔太"],
        ],
    ),
    (["薬品名", "在庫数", "担当"], [["ロキソニン", "12", "佐藤太郎"], ["アムロジピン", "3", "鈴木花子"]]),
    (["病名", "患者数", "死亡数"], [["糖尿病", "1200", "30"], ["肺炎", "900", "120"], ["胃がん", "400", "99"]]),
    (["診療科", "医師名", "曜日"], [["内科", "佐藤太郎", "月"], ["糖尿病内科", "鈴木花子", "火"]]),
    (
        ["組合名", "代表者", "電話"],
        [["みどり協同組合", "佐藤太郎", "03-3210-4567"], ["あおば管理組合", "鈴木花子", "03-3210-4568"]],
    ),
]
LISTS_OF_PEOPLE = [
    (
        ["氏名", "備考"],
        [["佐藤太郎", "高血圧で通院中"], ["鈴木花子", ""], ["高橋健一", "うつ病のため休職"]],
        "MEDICAL_CONDITION",
    ),
    (
        ["氏名", "総合判定"],
        [
            ["佐藤太郎", "A"],
            ["鈴木花子", "B"],
            ["高橋健一", "C"],
            ["田中美咲", "D"],
            ["伊藤翔太", "A"],
            ["渡辺美穂", "B"],
        ],
        "HEALTH_CHECK",
    ),
    (
        ["氏名", "本籍"],
        [
            ["佐藤太郎", "長野県"],
            ["鈴木花子", "長野県"],
            ["高橋健一", "長野県"],
            ["田中美咲", "長野県"],
            ["伊藤翔太", "長野県"],
            ["渡辺美穂", "長野県"],
        ],
        "DOMICILE_OF_ORIGIN",
    ),
    (
        ["氏名", "組合員"],
        [
            ["佐藤太郎", "○"],
            ["鈴木花子", "○"],
            ["高橋健一", "○"],
            ["田中美咲", "○"],
            ["伊藤翔太", "○"],
            ["渡辺美穂", "○"],
        ],
        "UNION_MEMBERSHIP",
    ),
    (
        ["氏名", "障害等級"],
        [
            ["佐藤太郎", "2級"],
            ["鈴木花子", ""],
            ["高橋健一", ""],
            ["田中美咲", "2級"],
            ["伊藤翔太", ""],
            ["渡辺美穂", ""],
        ],
        "DISABILITY",
    ),
    (
        ["社員番号", "氏名", "服用薬"],
        [["1", "佐藤太郎", "降圧剤"], ["2", "鈴木花子", "なし"], ["3", "高橋健一", "インスリン"]],
        "MEDICATION",
    ),
]


@pytest.mark.parametrize(("path", "text"), OF_NOBODY)
def test_what_is_said_of_nobody_is_not_sensitive(path: str, text: str) -> None:
    judged = told(text, path)
    assert {"special_care", "jis_special"}.isdisjoint(judged.flags)
    assert not (judged.personal and set(counts(judged)) & SENSITIVE)


@pytest.mark.parametrize(("path", "text", "kind"), OF_SOMEBODY)
def test_the_same_words_in_somebodys_record_are(path: str, text: str, kind: str) -> None:
    judged = told(text, path)
    assert judged.personal
    assert kind in counts(judged)
    assert set(engine().rules[kind].flags) <= {*judged.flags, "financial_sensitive"}


@pytest.mark.parametrize(("headings", "rows"), LISTS_OF_THINGS)
def test_lists_of_things_that_somebody_looks_after(headings: list[str], rows: list[list[str]]) -> None:
    judged = listed(headings, *rows)
    assert {"special_care", "jis_special"}.isdisjoint(judged.flags)


@pytest.mark.parametrize(("headings", "rows", "kind"), LISTS_OF_PEOPLE)
def test_lists_of_people(headings: list[str], rows: list[list[str]], kind: str) -> None:
    assert kind in counts(listed(headings, *rows))


@pytest.mark.parametrize(
    "text",
    [
        "福利厚生：がん保険料補助、同性パートナーへの適用、不妊症休暇",
        "逮捕された経営者の映画、黒人音楽の歴史、うつ病の研究",
        "高血圧症の人が多い地域の統計",
    ],
)
def test_in_a_text_alone_what_is_said_of_nobody_is_not_found(text: str) -> None:
    assert {finding.kind for finding in engine().find(text)}.isdisjoint(SENSITIVE)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("患者は高血圧症で通院", "MEDICAL_CONDITION", "高血圧症"),
        ("既往歴：高血圧症", "MEDICAL_CONDITION", "高血圧症"),
        ("佐藤さんは窃盗で書類送検された", "CRIMINAL_RECORD", "窃盗で書類送検"),
        ("田中は職場委員のため事前に協議する", "UNION_MEMBERSHIP", "職場委員"),
        ("鈴木様　左大腿骨頸部骨折", "MEDICAL_CONDITION", "左大腿骨頸部骨折"),
        ("鈴木様　ロキソプロフェンNa錠60mgを服用", "MEDICATION", "ロキソプロフェンNa錠60mg"),
    ],
)
def test_in_a_text_alone_somebody_mentioned_or_a_label_is_enough(text: str, kind: str, value: str) -> None:
    assert (kind, value) in [(finding.kind, finding.value) for finding in engine().find(text)]
