"""The written form of a Japanese address after its municipality: town, block of numbers, building and room.

Patterns are free-spacing fragments put together from the smallest up. They match normalized text.
"""

from __future__ import annotations

import regex

# Numbers: 「1-2-3」「一丁目2番3号」「482番地の2」「北3条西6丁目」「A-5」「番外地」
_ARABIC = r"(?>[0-9]{1,5}) (?![0-9])"
_NUMBER = rf"(?: {_ARABIC} | (?>[〇一二三四五六七八九十百壱弐参]{{1,5}}) )"
_BETWEEN = r"""(?:
    (?: (?:丁目|番地|番|号|丁|条通?|地割|線|の?通り) [のノ]? | [ ]?-[ ]? | [のノ] ) [ ]?
    (?: 第 | [東西南北]{1,2} | [甲乙丙イロハ] | [A-Z](?=[0-9]) )?
)"""
_END = r"""(?: 丁目 | 番地 | 番外地 | 地割
    | (?<=[0-9]) (?: 号室 | 号棟 | 号館 | [A-F](?![A-Za-z]) )
    | (?<=[0-9]) 番 (?![町館線目組街地手])
    | (?<=[0-9]) 号 (?![線車室館棟機店系艇営炉戦沿])
    | (?<=[0-9]) 丁 (?![目子場度寧])
    | (?<= [号番地] [一二三四五六七八九十]{1,3} ) 号
)"""
_COUNTS = r"""(?: -?[0-9] | [ ]? (?:   # 「2-3人」「3-2で勝利」 are no addresses
    [年月日時分秒人名円個件回歳代点対倍割票位万億勝敗%] | キロ | メートル | km | ヶ月 | か月 | 世紀
))"""
BLOCK = rf"""(?:
      (?: 第 | [東西南北甲乙丙] | [A-Z]-? )?
      (?: {_NUMBER} (?: {_BETWEEN} {_NUMBER} )+ (?: {_END} | (?!{_COUNTS}) ) | {_NUMBER} {_END} )
    | [A-Z]-{_ARABIC} (?!{_COUNTS})
    | 番外地
)"""
# A single number without a unit (「唐川町111」) must stand at the end of something
SINGLE = rf"""{_ARABIC} (?=
      [ \t\n\r|,、。()\[\]」』"'/;] | $
    | (?: に | で | へ | です | の | を | は | が | と | まで | から | 宛 | 様 ) (?![0-9])
)"""

# Towns: no particle or word of prose between the municipality and the number
_PROSE = r"""(?: [をへ] | から | まで | より | にて | では | には | での | への | とし | した | する | され | です
    | ます | による | において | における | について | および | 及び | など | だけ | という | ところ
    | 委員 | 選挙 | 議会 | 議員 | 裁判 | 大会 | 総合計画
)"""
_TOWN_LETTER = r"""(?: [\p{Han}\p{Hiragana}\p{Katakana}ー々〆・] | \([^()\n]{1,10}\) | [0-9]{1,2}番[町丁] )"""
TOWN = rf"(?: (?!{_PROSE}) {_TOWN_LETTER} )"
NO_TOWN = regex.compile(  # 「地下鉄2号線」「人口370」: what a single number after a municipality may be besides
    r"""(?: [線駅号第店長氏側部署館校社戦賞章表図歳約計内外民営制] | 出身 | 付近 ) $ | 人口 | 標高 | 面積 | 定員""",
    regex.VERBOSE,
)

# Buildings: 「みどりビル3F」「コーポ青葉203号室」「メゾン蒲田 101」「(小野ビル101号)」
_ROOM = r"""(?: (?: 地下 | [A-Z]-? | [A-Z]棟[ ]? )? [0-9]{1,4} (?: 号[室棟館]? | 番館 | [階棟室Ff] ) )"""
_BARE_ROOM = r"[0-9]{2,4} (?![0-9-])"
_HOUSE = r"""(?: ビルヂング | ビルディング | ビル | マンション | コーポラス | コーポ | ハイツ | アパートメント
    | アパート | ハイム | メゾン | レジデンス | タワー | パレス | ハウス | ヴィラ | ヴィレッジ | 団地 | 住宅 | 社宅
    | 宿舎 | プラザ | センター | テラス | コート | ヒルズ | ヒル | スクエア | スクウェア
    | ガーデン | シャトー | グラン | ドミール | カーサ | ホームズ | キャッスル | フラット
    | 会館 | 学校 | 公民館 | 市役所 | 区役所 | 町役場 | 村役場 | 病院
    | [一-龠ァ-ー][荘寮] | 号館 | 番館 | Bldg\.?
)"""
_ADDRESSEE = r"(?: 様 | 御中 | 宛 | TEL | Tel | tel | FAX | Fax | 電話 | 携帯 | 氏名 | 担当 )"
_LETTER = rf"(?: (?!{_ADDRESSEE}) [\p{{Han}}\p{{Hiragana}}\p{{Katakana}}ーA-Za-z0-9・&'.々Ⅰ-Ⅻ-] )"
_NAMED = rf"(?: [\p{{Katakana}}A-Za-z] (?: (?!{_ADDRESSEE}) [\p{{Katakana}}ーA-Za-z・\p{{Han}}] ){{2,14}}? )"
BUILDING = rf"""(?:
    (?! [にでをはへがともの、] | {_ADDRESSEE} )
    (?: {_LETTER}{{0,20}}? {_HOUSE}
        (?: {_LETTER}{{0,12}}? [ ]{{0,2}} {_ROOM}
          | [\p{{Katakana}}\p{{Hiragana}}ーA-Za-z\p{{Han}}]{{0,8}}? [ ]? {_BARE_ROOM} )?
      | {_NAMED} [ ]? (?: {_ROOM} | [0-9]{{3,4}} (?![0-9-]) )
      | {_ROOM} )
    (?: [ 、]{{1,2}} {_ROOM} )*
)"""
TAIL = rf"(?: [ ]{{0,6}} {BUILDING} | [ ]? \( {BUILDING} \) ){{0,2}}"

NUMBERED = regex.compile(
    rf"""[ ]? (?! の | [はがもにでと][0-9] ) (?P<town> {TOWN}{{0,28}}? ) [ ]?
         (?: (?P<block> {BLOCK} ) | (?<=\S) (?P<single> {SINGLE} ) ) {TAIL}""",
    regex.VERBOSE,
)
TOWN_ONLY = regex.compile(
    rf"""[ ]? (?: (?! [にやは] ) {TOWN} ){{2,24}} (?= [ \t\n\r|,、)\]」"'] | $ )""",
    regex.VERBOSE,
)
PART = regex.compile(rf"(?: {TOWN}{{0,20}}? [ ]? (?: {BLOCK} | {SINGLE} ) {TAIL} | {BUILDING} )", regex.VERBOSE)
QUARTER = regex.compile(rf"{TOWN}{{0,16}}? (?: [市区町村郡台丘] | 丁目 | 大?字{TOWN}+ )", regex.VERBOSE)
