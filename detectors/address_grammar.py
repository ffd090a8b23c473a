"""The written form of a Japanese address after its municipality: town and block of numbers.

Patterns are free-spacing fragments put together from the smallest up. They match normalized text. Building and room
are in `address_buildings`.
"""

from __future__ import annotations

from functools import cache

import regex

from detectors.address_buildings import BUILDING, TAIL

# Numbers: 「1-2-3」「一丁目2番3号」「482番地の2」「北3条西6丁目」「A-5」「番外地」
_ARABIC = r"(?>[0-9]{1,5}) (?![0-9])"
_KANJI = "〇一二三四五六七八九十百壱弐参"
_NUMBER = rf"(?: {_ARABIC} | (?>[{_KANJI}]{{1,5}}) )"
_BETWEEN = rf"""(?:
    (?: (?:丁目|番地|番|号|丁|条通?|地割|街区|線|の?通り) [のノ-]? | [ ]?-[ ]? | [のノ]
        | (?<= [{_KANJI}] ) ー (?= [{_KANJI}] ) ) [ ]?
    (?! 0[0-9]{{1,3}}- )                                   # a telephone number follows
    (?: (?<![ ])第 | [東西南北中]{{1,2}} [甲乙丙]? | [甲乙丙イロハ] | [A-Z](?=[0-9]) )?
)"""
_END = rf"""(?: 丁目 | 番地 | [番無]外?地 | 地割 | 街区
    | (?<=[0-9]) (?: 号室 | 号棟 | 号館 | [A-F](?![A-Za-z]) )
    | (?<= -[0-9]{{1,4}} ) -?[A-Z] (?![A-Za-z0-9-])
    | (?<=[0-9]) 番 (?![町館線目組街地手])
    | (?<=[0-9]) 号 (?![線車室館棟機店系艇営炉戦沿])
    | (?<=[0-9]) 丁 (?![目子場度寧])
    | (?<= [号番地] [{_KANJI}]{{1,3}} ) 号
)"""
_COUNTED = "年月日時分秒人名円個件回歳代点対倍割票位万億勝敗度%"
_COUNTS = rf"""(?: -?[0-9]   # 「2-3人」「3-2で勝利」 are no addresses
    | (?! 日本 | 代表 | 回答 | 年齢 | 名[称前義] | 件名 ) [{_COUNTED}] | [ ] [{_COUNTED}] (?![\p{{Han}}\p{{Katakana}}])
    | [ ]? (?: キロ | メートル | トン | km | ヶ月 | か月 | 世紀 | 試合 | ゴール )
    | [でに] [勝敗負破下] | で引き分け | の (?: 割合 | 勝利 | 敗戦 | 引き分け )
)"""
_AND = rf"(?: ・ {_ARABIC} (?: -{_ARABIC} )? (?!{_COUNTS}) )*"  # 「395・396」
BLOCK = rf"""(?:
      (?! (?<= [上下][るル] | [東西]入 ) [{_KANJI}0-9]{{1,2}}丁目\p{{Han}} )     # 「四条下る四丁目小松町584」
      (?: 第 | [東西南北甲乙丙] | [A-Z]-? )?
      (?: {_NUMBER} (?: {_BETWEEN} {_NUMBER} )+ (?: {_END} | (?!{_COUNTS}) ) {_AND} | {_NUMBER} {_END} )
    | [A-Z]-{_ARABIC} (?!{_COUNTS})
    | 番外地 | 無番地
)"""
# A single number without a unit (「唐川町111」) must stand at the end of something
SINGLE = rf"""第? {_ARABIC} {_AND} (?=
      [ \t\n\r|,、。()\[\]<」』"'/;] | $
    | (?: に | で | へ | です | の | を | は | が | と | まで | から | 在住 | 宛 | 様 ) (?![0-9])
)"""

# Towns: no particle or word of prose between the municipality and the number
_PROSE = r"""(?: [をへ] | から | まで | より | にて | では | には | での | への | とし | した | する | され | です
    | ます | による | において | における | について | および | 及び | など | だけ | という | ところ | 行われ
    | 委員 | 選挙 | 議会 | 議員 | 裁判 | 大会 | 総合計画 | 条例 | 規則 | 告示 | 訓令 | 要綱 | 震度 | 最[高低大小]
)"""
_TOWN_LETTER = r"""(?: [\p{Han}\p{Hiragana}\p{Katakana}ー々〆・] | \([^()\n]{1,10}\) | [0-9]{1,2}番[町丁]
    | [0-9]{1,3}条?(?=字) | [ ](?=[大小]?字)
    | (?<=\p{Han}) [A-Z][A-Za-z]{1,7} (?=[\p{Han}\p{Katakana}]) )"""
TOWN = rf"(?: (?!{_PROSE}) {_TOWN_LETTER} )"
NO_TOWN = regex.compile(  # what follows the name of a municipality in prose: 「町田市民病院」「大阪市長の」「横浜市で」
    r"""^ (?: 民(?!田) | 議 | 税 | 営(?!所) | 役[所場] | 長 (?: $ | [のはがを選] ) | [内外] (?: $ | [のにでは] )
          | 立 .* (?: 校 | 園 | 病院 | 館 | 大学 | 第 ) | [でが] )
      | (?<!^八街) [にでをはがと] $""",
    regex.VERBOSE,
)
NO_SINGLE = regex.compile(  # 「地下鉄2号線」「人口370」: what a single number after a municipality may be besides
    r"""(?: [線駅号店長氏側署校戦賞章表図約計] | 出身 | 付近 | 第.?[部章回] | [以年]内 ) $
      | 人口 | 標高 | 面積 | 定員 | ベスト | トップ | レベル""",
    regex.VERBOSE,
)


def _numbered(before_town: str, before_block: str, last: str = "") -> regex.Pattern[str]:
    """Town, block and building, with these gaps between municipality, town and block."""
    return regex.compile(
        rf"""{before_town} (?! の(?!ぞみ) | [はがもにでと][0-9] ) (?P<town> {TOWN}{{0,28}}? ) {before_block}
             (?: (?P<block> {BLOCK} ) | (?<=\S) (?P<single> {SINGLE} ) ) {TAIL} {last}""",
        regex.VERBOSE,
    )


_LINE_BREAK = r"[ ]{0,6} \n [ \t]{0,20}"
_LISTED = r"[ ]? [,、/\t・] [ ]?"


# Compiled at first use: each takes a tenth of a second
@cache
def numbered() -> regex.Pattern[str]:
    """「芝1-2-3」 behind its municipality."""
    return _numbered("[ ]?", "[ ]?")


@cache
def broken() -> regex.Pattern[str]:
    """The same over two lines."""
    return _numbered(rf"(?: {_LINE_BREAK} | [ ]? )", rf"(?: {_LINE_BREAK} | [ ]? )")


@cache
def listed() -> regex.Pattern[str]:
    """The same in parts (「東京都,港区,芝,1-2-3」)."""
    return _numbered(rf"(?: {_LISTED} )?", rf"(?: {_LISTED} )?", rf"(?: {_LISTED} {BUILDING} )?")


@cache
def part() -> regex.Pattern[str]:
    """A part of an address that names no municipality, alone in a cell."""
    return regex.compile(rf"(?: {TOWN}{{0,20}}? [ ]? (?: {BLOCK} | {SINGLE} ) {TAIL} | {BUILDING} )", regex.VERBOSE)


TOWN_ONLY = regex.compile(
    rf"""[ ]? (?: (?! [にやは] ) {TOWN} ){{2,24}} (?= [ \t\n\r|,、)\]」"'] | $ )""",
    regex.VERBOSE,
)
# What needs no number to be an address: 京都の通り名, and 字 within a 大字
STREETS = regex.compile(
    r"[通筋条].{0,12} (?: [上下][るル] | [東西]入 ) | 大字 .{1,10} 字"
    r"| (?<![文数漢十英名活苗赤黒習誤脱点印]) 字 \p{Han}{2,}",
    regex.VERBOSE,
)
QUARTER = regex.compile(rf"{TOWN}{{0,16}}? (?: [市区町村郡台丘] | 丁目 | 大?字{TOWN}+ )", regex.VERBOSE)
