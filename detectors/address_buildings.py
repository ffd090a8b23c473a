"""Building and room at the end of a Japanese address: 「みどりビル3F」「コーポ青葉203号室」「(小野ビル101号)」.

Free-spacing fragments for normalized text. On the address's own line a building may be any house; on the next line,
where a company or an addressee may stand as well, only what cannot be anything else.
"""

from __future__ import annotations

_FIGURE = "[0-9]{1,4} | [〇一二三四五六七八九十百]{1,4}"
_ROOM = rf"""(?: (?: 地下 | 第 | [A-Z]-? | [A-Z]棟[ ]? )?
    (?: (?: {_FIGURE} ) (?: 号[室棟館]? | 番館 | [階棟室] )
      | [0-9]{{1,3}}[Ff](?![A-Za-z]) (?: -[A-Z] (?![A-Za-z0-9]) )? )
    (?: [A-Z] (?![A-Za-z]) )?
    | (?: [A-Z] | [0-9]{{1,2}}号? )棟 [ -]? [0-9]{{2,4}} (?![0-9-])
    | [ ]?\# [ ]? [0-9]{{1,4}} [A-Z]? (?![0-9A-Za-z-]) )"""
_NO_PHONE = r"(?! [0-9-] )"
_AT_END = r"""(?= [ \t\n\r|,、。()\[\]<」』"'/;] | $
    | に | で | へ | です | の | を | は | が | と | まで | から | 在住 | 様 | 宛
    | \p{Han}{1,6} 様?方 (?: [\s、。)] | $ ) )"""
_LETTERED = r"[0-9]{1,4} -? [A-Z] (?![0-9A-Za-z])"  # 「3-C」
_BARE_ROOM = rf"(?: {_LETTERED} | (?: (?: [0-9]{{1,2}}- )? [0-9]{{3,4}} | [A-Z]{{1,2}}-?[0-9]{{1,4}} ) {_NO_PHONE} )"
_JOINED_ROOM = rf"""(?: {_LETTERED} | (?: [A-Z]{{0,2}} -? [0-9]{{1,4}} (?: -[0-9]{{1,4}} )? ) {_NO_PHONE} )
    {_AT_END}"""  # 「団地C23-405」
_HOME = r"""(?: ビルヂング | ビルディング | ビル | マンション | コーポラス | コーポ | ハイツ | アパートメント
    | アパート | ハイム | メゾン | レジデンス | タワー | パレス | ハウス | ヴィラ | ヴィレッジ | 団地 | 住宅 | 社宅
    | テラス | コート | ヒルズ | ヒル | スクエア | スクウェア | ガーデン | シャトー | グラン | ドミール | カーサ
    | ホームズ | キャッスル | フラット | [一-龠ァ-ーぁ-んA-Z](?<!の)[荘寮] | 号館 | 番館 | Bldg\.?
)"""
_PUBLIC = "(?: 宿舎 | プラザ | センター | 会館 | 学校 | 公民館 | 市役所 | 区役所 | 町役場 | 村役場 | 病院 )"
_HOUSE = f"(?: {_HOME} | {_PUBLIC} )"
_ADDRESSEE = r"""(?: 様 | 御中 | 宛 | TEL | Tel | tel | FAX | Fax | 電話 | 携帯 | 氏名 | 担当
    | 株式会社 | 有限会社 | 合同会社 | 法人 | 丁目 | 番地 )"""
_NEXT = r"(?: (?: 北海道 | 東京都 | (?:大阪|京都)府 | \p{Han}{2,3}県 ) \p{Han} )"  # another address
_LETTERS = r"[\p{Han}\p{Hiragana}\p{Katakana}ーA-Za-z0-9・&'.々Ⅰ-Ⅻ-]"
_LETTER = rf"(?: (?!{_ADDRESSEE}) {_LETTERS} )"
_STRICT_LETTER = rf"(?: (?!{_ADDRESSEE} | [はがをにでと][0-9] ) {_LETTERS} )"
_MORE = rf"(?: (?!{_ADDRESSEE} | 在住) [\p{{Han}}\p{{Katakana}}ーA-Za-z0-9・&Ⅰ-Ⅻ] )"
_NAMED = rf"""(?: [\p{{Katakana}}A-Za-z]
    (?: (?!{_ADDRESSEE}) (?: [\p{{Katakana}}ーA-Za-z・\p{{Han}}] | -(?=[A-Z]) ) ){{2,14}}? )"""
_AFTER_HOUSE = rf"""(?: {_LETTER}{{0,14}}? [ ]{{0,2}} {_ROOM} (?: [0-9]{{3,4}} {_NO_PHONE} {_AT_END} )?
    | {_MORE}{{0,10}}? (?: {_JOINED_ROOM} (?: [ ]{{1,2}} {_BARE_ROOM} {_AT_END} )? | [ ]{{1,2}} {_BARE_ROOM} {_AT_END} )
    | (?! [にでをはへがとのもか] | より | まで | など ) {_STRICT_LETTER}{{1,8}}? [ ]? {_BARE_ROOM} {_AT_END}
    | {_MORE}{{1,10}} {_AT_END}
    | (?! [にでをはへがとのもか] | より | まで | など | ほか | ゆき | あて | さま ) \p{{Hiragana}}{{2,8}}
      [\p{{Han}}\p{{Katakana}}ーA-ZⅠ-Ⅻ]{{0,6}}? (?: [ ]{{0,2}} {_BARE_ROOM} )? {_AT_END}
)?"""
_POST_OFFICE_BOX = r"(?: [\p{Han}\p{Katakana}]{0,10} (?: 郵便局 [ ]? )? 私書箱 [ ]? 第? [0-9]{1,4} 号? )"
_FIRST_WORD = rf"(?= \p{{Han}}{{0,6}} [\p{{Katakana}}A-Za-z]{{2}} ) {_STRICT_LETTER}{{2,20}} [ ]"
_WITH_FLOOR = rf"(?: (?: {_FIRST_WORD} )? {_STRICT_LETTER}{{2,20}}? [ ]? {_ROOM} )"
BUILDING = rf"""(?:
    (?! [にでをはへがともの、] | 一般 | 公益 | 医療 | {_ADDRESSEE} )
    (?: {_POST_OFFICE_BOX} | [A-Z] (?: ・[A-Z] )? 棟
      | {_LETTER}{{0,20}}? {_HOUSE} {_AFTER_HOUSE}
      | {_NAMED} [ ]? (?: {_ROOM} | [0-9]{{3,4}} {_NO_PHONE} | (?: [0-9]{{1,2}} [ ] )? {_BARE_ROOM} {_AT_END} )
      | {_ROOM} )
    (?: [ 、]{{1,2}} {_ROOM} )*
)"""
_LONE_ROOM = r"""(?: (?! 19|20 ) [1-9][0-9]? (?: 0[1-9] | 1[0-9] | 2[0-4] )
    (?= [ ]{0,2} (?: $ | [\t\n\r|,、)<」"'] ) | [ ]{1,2} (?! [年月日時分円人名個件回点本枚台棟戸室号階] ) \p{Han} ) )"""
_LINE = rf"""(?:
    (?= [^\n\t,|(]{{2,40}} (?: [\n(] | $ ) )
    (?! [にでをはへがともの、] | 一般 | 公益 | 医療 | {_NEXT} | {_ADDRESSEE} )
    (?: {_LETTER}{{0,20}}? {_HOME} {_AFTER_HOUSE} | {_WITH_FLOOR} | {_NAMED} [ ]? {_BARE_ROOM} | {_ROOM} )
    (?= [ ]* (?: [\n(] | $ ) )
)"""
TAIL = rf"""(?: (?! [ ]{{1,6}} {_NEXT} ) (?:
        [ ]{{0,6}} {BUILDING} | [ ]{{1,2}} {_WITH_FLOOR} {_AT_END} | [ ]? \( {BUILDING} (?<![口側前横裏隣近脇]) \)
    ) ){{0,2}}
    (?: [ ]{{1,2}} {_LONE_ROOM} )?
    (?: [ ]{{0,6}} \n [ \t]{{0,20}} {_LINE} )?"""
