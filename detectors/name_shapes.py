"""What a Japanese person's name looks like on its own: in a cell, after a label, in a list of people."""

from __future__ import annotations

import unicodedata

import regex

from detectors.lexicon import Lexicon

HAN = r"\p{Han}々ヶヵ〆"
_SHAPES = tuple(
    regex.compile(pattern, regex.VERSION1)
    for pattern in (
        rf"[{HAN}]{{1,5}}[ ]?[{HAN}]{{1,4}}",
        rf"[{HAN}]{{1,4}}[ ]?[ぁ-ゖー]{{1,6}}",
        rf"[{HAN}]{{1,4}}[ ]?[{HAN}][ぁ-ゖ]{{1,2}}|[{HAN}]{{1,4}}[ ]?[ぁ-ゖ]{{1,2}}[{HAN}]{{1,2}}",
        rf"[{HAN}]{{1,4}}[ ]?[ァ-ヺー\u3099\u309a]{{1,10}}|[{HAN}]{{1,4}}[ ]?[ァ-ヺー]{{1,3}}[{HAN}]",
        r"[ぁ-ゖー]{1,7}[ ][ぁ-ゖー]{1,7}",
        r"[ァ-ヺー\u3099\u309a]{1,10}(?:[ ・=][ァ-ヺー\u3099\u309a]{1,12}){1,4}",
        r"[A-Z][A-Za-z'-]+(?:[ ,]{1,2}[A-Z][A-Za-z'.-]*){1,4}",
    )
)
KANA_ONLY = regex.compile(r"[ぁ-ゖァ-ヺー\u3099\u309a ・]+")
ORGANISATION = regex.compile(
    r"株式会社|有限会社|合同会社|合資会社|\(株\)|\(有\)|㈱|㈲|法人|組合|協会|財団|社団|機構|連盟|委員会|協議会|"
    r"(?:営業|総務|人事|経理|開発|企画|管理|製造|品質|技術|業務|購買|広報|法務|情報|事業|販売|物流|推進|サービス)(?:[一二三四1-9]|第[一二三四1-9])?(?:本部|部|課|室|係|グループ|チーム)|"
    r"(?:本社|支社|支店|営業所|事業所|工場|センター|病院|医院|クリニック|薬局|大学|学校|高校|学園|保育園|幼稚園|銀行|信用金庫|商店|商会|商事|工業|産業|建設|製作所|事務所|役場|市役所|店|局|庁|署)$"
)
NOT_A_NAME = frozenset(
    "なし 無し 無 有 有り あり 未定 不明 同上 同左 本人 該当なし 記入 記入例 別紙 別紙参照 男 女 男性 女性 合計 小計 総計 計 平均 氏名 名前 姓 名 備考 "
    "担当 担当者 未記入 空欄 その他 不在 欠席 出席 確認済 済 未 要 不要 可 不可 印 匿名 匿名希望 非公開 未設定 未登録 退職者 全員 各位 関係者 保護者 会員 "
    "株主 患者 顧客 お客様 社員 従業員 管理者 責任者 代表 代表者 代表取締役 取締役 社長 部長 課長 係長 主任 店長 テスト サンプル 見本 続柄 配偶者 父 母 長男 長女 次男 次女 妻 夫 子 "
    "日本 東京 大阪 営業 総務 人事 経理 開発 企画 本社 支社 本店 受付 窓口 事務局 一般 正社員 契約社員 派遣 派遣社員 嘱託 アルバイト パート 役員 監査役 顧問 "
    "電話 住所 性別 年齢 生年月日 所属 部署 役職 会社名 日付 金額 数量 単価 商品名 品名 型番 対応中 完了 未対応 対応済 継続 終了 新規 変更 削除 普通 当座".split()
)
_HONORIFIC = regex.compile(r"[ ]?(?:様|さま|さん|氏|殿|君|くん|ちゃん|先生|御中|印|㊞)$")
_TITLE = (
    r"(?:代表取締役(?:社長|会長)?|取締役(?:社長)?|執行役員|常務(?:取締役)?|専務(?:取締役)?|副?社長|副?会長|本部長|副?部長|副?課長|係長|次長|室長|主任|主査|主事|副?店長|支店長|支社長|所長|工場長|センター長|"
    r"副?院長|医師|看護師長?|薬剤師|教授|准教授|講師|教諭|副?校長|弁護士|税理士|社労士|行政書士|司法書士|理事長?|監事|副?委員長|委員|幹事|マネージャー|リーダー|チーフ|エンジニア|スタッフ|専門員|相談員|組長|班長|園長|事務長|ディレクター)"
)
_TITLE_END = regex.compile(rf"[ ]?{_TITLE}$")
_TITLE_START = regex.compile(rf"^{_TITLE}[ :]+")
_SECTION_START = regex.compile(
    r"^(?:[^ ]*(?:営業|総務|人事|経理|開発|企画|管理|製造|品質|技術|業務|購買|広報|法務|情報|事業|販売|物流|推進|サービス|財務|監査|秘書|看護|工事|設計|教務|学生|研究)[^ ]{0,3}|"
    r"[^ ]{3,}(?:部|課|室|係|会|所|局)|[^ ]*(?:科|社|店|会社|法人|センター|グループ|チーム|担当|本部|クラス|年|組|班|㈱|\(株\)))[ :]+(?=[^ ])"
)
TITLE = regex.compile(_TITLE)


def trim(text: str) -> tuple[int, int]:
    """The span of a name inside a cell or list item: without section, title, honorific and a bracket behind it.

    「営業部 鈴木部長（欠席）」 gives the span of 「鈴木」.
    """
    start, end = 0, len(text)
    bracket = regex.search(r"[(\[【<].*$", text)
    if bracket and text[: bracket.start()].strip(" "):
        end = bracket.start()
    while True:
        before = start, end
        start += len(text[start:end]) - len(text[start:end].lstrip(" ・-"))
        end -= len(text[start:end]) - len(text[start:end].rstrip(" ・"))
        for pattern in (_SECTION_START, _TITLE_START):
            if match := pattern.match(text[start:end]):
                start += match.end()
        for pattern in (_HONORIFIC, _TITLE_END):
            match = pattern.search(text[start:end])
            if match and match.start():
                end = start + match.start()
        if (start, end) == before:
            return start, end


def composed(name: str) -> str:
    """A name with its kana and sound marks as one character each (half-width kana are folded apart)."""
    return unicodedata.normalize("NFC", name)


def has_shape(name: str) -> bool:
    """Whether a trimmed, normalized string could be a full name by its characters alone."""
    return (
        2 <= len(name) <= 40
        and name not in NOT_A_NAME
        and not ORGANISATION.search(name)
        and any(shape.fullmatch(name) for shape in _SHAPES)
    )


def is_foreign_or_kana(name: str) -> bool:
    """Whether a string is two or more words of kana or Latin letters: a reading, or a foreign name."""
    return has_shape(name) and bool(regex.fullmatch(r"[ぁ-ゖァ-ヺー\u3099\u309aA-Za-z'.,・= -]+", name))


def strength(name: str, lexicon: Lexicon) -> int:
    """How much the dictionary supports a trimmed string as a name: 3 surname and given, 2 full name with one of
    them, 1 a surname alone, 0 nothing."""
    name = composed(name)
    if name in NOT_A_NAME or not 1 <= len(name) <= 40 or ORGANISATION.search(name):
        return 0
    parts = name.split(" ") if " " in name else []
    if len(parts) == 2:
        return _strength_of_two(*parts, lexicon) if has_shape(name) else 0
    if lexicon.is_surname(name):
        return 1
    best = 0
    if has_shape(name):
        for cut in range(1, min(5, len(name))):
            surname = lexicon.is_surname(name[:cut])
            given = lexicon.is_given(name[cut:])
            best = max(best, 3 if surname and given else 2 if surname and cut > 1 and plausible_given(name[cut:]) else 0)
        if not best and "name" in lexicon.classes(name):
            best = 2
    return best


def _strength_of_two(surname: str, given: str, lexicon: Lexicon) -> int:
    """As `strength`, for a name written in two words."""
    if given in NOT_A_NAME or surname in NOT_A_NAME or ORGANISATION.search(given):
        return 0
    if lexicon.is_given(given):
        return 3 if lexicon.is_surname(surname) else 2
    return 2 if lexicon.is_surname(surname) and can_be_given(given, lexicon) else 0


def can_be_given(text: str, lexicon: Lexicon) -> bool:
    """Whether a string after a surname can be a given name: not a common word of kanji (「作成」「応募者」)."""
    known = lexicon.classes(text)
    is_word = len(text) > 1 and bool(known) and not known & {"given", "surname", "name"}
    return text not in NOT_A_NAME and not (is_word and regex.match(r"\p{Han}", text))


_GIVEN_CHARACTERS = frozenset(
    "塁雫聖鶴亘暖蘭珀琥瑠凱彪毬紬絆織縁詩響奏心愛望叶夢希一二三四五六七八九十百千万太郎朗次治司史士志子美香奈菜那名恵絵江枝愛藍葵彩綾文章明昭晃彰朝麻真舞茉摩優悠佑祐裕有由友結唯勇雄夫男生成政正将昌匡雅和輝弘宏浩博広洋寛大介助輔亮良涼遼諒凌"
    "健賢謙憲研剣建拳翔祥翼樹貴希季紀規記喜基起幹智知千仁人斗登都音乃之信伸慎進新晋心真秀英栄瑛映義吉芳好佳嘉花華果夏海空星月陽日光晴春秋冬雪桜梅桃李蓮凛鈴玲怜礼令麗里理莉梨璃沙紗早咲幸"
    "孝考隆龍竜琉流瑠留類累康靖泰安哲徹鉄典範則徳直尚久寿利俊駿隼敏年稔豊勝克勲功滋茂繁重静清聖誠征清潔純淳順潤準準創壮蒼碧颯楓柊椿萌芽苺杏柚柑実穂歩帆保守衛護武剛強力豪毅猛烈威宗宙宇宝朋"
    "平兵造蔵三郎吾悟伍悦越夕巳未見巴弥矢也哉耶八代世惟維依衣伊亜阿安旭暁朱珠寿須澄純水瑞湊渚汐潮波凪渉航船岳嶺峰山川河原野林森木本元源泉滝漣湖潟風颯嵐雷雲霞霧露虹彗恒常永久遥遙陸睦郁育薫"
    "馨郷京恭敬啓慶圭桂景恵継系佳可加嘉歌架伽賀雅我峨快凱開界甲鋼岬皐咲作朔索丈丞条城錠譲乗伸紳槙慎信仙千泉宣善禅然爽奏聡総惣蒼想相曽素楚尊孫太泰代大拓卓琢巧匠工達辰竜龍立律梨涼良諒"
)


def plausible_given(text: str) -> bool:
    """Whether an unknown string could be a given name: characters that parents use, or two to four kana."""
    if regex.fullmatch(r"[ぁ-ゖー]{2,4}|[ァ-ヺー]{2,5}", text):
        return True
    return 1 <= len(text) <= 3 and all(char in _GIVEN_CHARACTERS or char in "々のぁ-ん" for char in text)
