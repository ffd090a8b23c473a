"""One surname in a turn of phrase of mail and notes: 「弊社の斉藤より」, 「南です。お疲れ様です」, 「受：岸」.

Each turn says by itself how far it vouches for the word in it: some take any surname, also one that is a place or a
word of one character, others only what is rather a surname.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from detectors.finding import Finding
from detectors.lexicon import Lexicon
from detectors.located import LocatedMatch, LocatedPatterns, locate
from detectors.name_series import is_followed_by_given
from detectors.name_words import (
    CITIES,
    COMMON_SURNAMES,
    DIRECTIONS,
    HAN,
    NOT_A_NAME,
    PREFECTURES,
    SINGLE_SURNAMES,
    TITLE_WORDS,
    any_of,
    is_organisation,
)
from detectors.rules import load_words

_NAME = rf"(?P<name>[{HAN}](?:[{HAN}]|ノ(?=[{HAN}])){{0,4}})"
_SHORT = rf"(?P<name>[{HAN}]{{1,4}}?)"  # what stands behind it decides where it ends
_ALONE = rf"(?<![{HAN}ァ-ヺー])"
_ROLES = any_of((*TITLE_WORDS, *load_words("name_roles"), *load_words("name_duties")))
_LABELS = any_of(
    (*load_words("name_roles"), *load_words("name_duties"), *load_words("name_labels"), *load_words("name_duty_labels"))
)
_SECTION = r"[^\s、。:()]{1,10}(?:部|課|係|室|局|科|班|グループ|チーム|センター|支店|営業所)"
_GREETING = re.compile(
    "お疲れ|おつかれ|お世話|おはよう|こんにち|こんばん|もしもし|失礼|よろしく|拝啓|ご連絡|はじめまして"
)
_CLOSING = re.compile(r"(?:です|ます|ました|さい|せん|したい|以上|敬具|草々|願い|失礼|件)[。.!)]?[ \n]*$")
_SERVES = re.compile(r"が[^。\n]{0,10}(?:説明|案内|対応|担当|伺|承|連絡|お届け|訪問|参り)")
_SENTENCE_ABOVE = re.compile(r"。[ \n]*$")
_QUESTION = re.compile(r"(?:[?]|か。?)[ ]*\n")
_SEASONS = frozenset("春夏秋冬朝昼夜雨雪晴曇風有無要否可済")
_ALSO_WHERE = re.compile(
    r"(?:受付|窓口|発行|発信|発注|実施|巡回|送迎|連絡先|撮影|施錠|開錠|点検|検査|手配|配膳|担当)[ ]?:[ ]?$"
)
_END = re.compile(r"[ \n]*(?:$|\n[ ]*\n|\n[>=*_-])")
_HALF = rf"(?:{_LABELS}|[{HAN}]{{2,4}}(?:確認|点検|検査|受付|作成|記入|対応)|[{HAN}]{{1,5}}[者員士長責])"
_COMPANY = (
    "(?:弊社|当社|御社|貴社|小社|当方|当院|当店|当行|当校|本学|当園|当所|当課|当部|弊店|弊行|弊所|貴院|貴校|弊部)"
)
_TOPIC = "(?:申し?込み?|問い?合わ?せ|連絡|相談|質問|詳細|不明な?点|回答|返信|提出|希望者?|件|要望|報告|返却|鍵)"

_OF_COMPANY = (
    rf"{_COMPANY}(?:の|担当の?)?[ ]?{_SHORT}"
    r"(?=様|さん|氏|が|より|から|まで|ともども|とともに|と共に|と同行|も|は|に|を|です|で|、|宛)"
)
_INTRODUCES = (
    rf"(?:^[ >]*|[。」!?、][ ]?){_SHORT}(?:です|でございます|と申します)"
    rf"(?:が[、。]?|けど|けれど)?(?=[ 。、,.!\n]|$|本日|先)"
)
_MENTION = rf"(?<![A-Za-z0-9_.])@[ ]?{_NAME}(?=[ 、\n]|さん|様|$)"
_SECTION_SIGNS = rf"^[ ]*{_SECTION}[ ]+{_NAME}[ ]*$"
_SIGNS = rf"^[ ]*{_NAME}[ ]*$"
_LABELLED = (
    rf"(?<![{HAN}ァ-ヺーA-Za-z]){_HALF}(?:印|[A-Z]{{1,3}})?(?:\([^()\n]{{1,6}}\))?[ ]?:[ ]?{_NAME}"
    r"(?=[ 、,。)/;】(→\n]|$)"
)
_LABELLED_SEEN = rf"[{HAN}ァ-ヺーA-Z)][ ]?:[ ]?[{HAN}]"
_LABEL_LAST = (
    rf"(?:^|[ ])[{HAN}ァ-ヺー]{{0,6}}(?:{_LABELS}|[者員士長司師医])印?[ ]{{1,4}}{_NAME}"
    rf"(?=[ ]*$|[ ]?まで|[ ]{{1,4}}(?:{_LABELS}|[者員士])[ ])"
)
_OF_SECTION = (
    rf"(?:^|[ 、。:(\n])[^\s、。:(]{{0,10}}(?:部|課|係|室|科|班|チーム|グループ)[ ]{{1,2}}{_SHORT}"
    rf"(?=[ ]*(?:$|、|/|\)|\(|まで|様|さん|宛|より)|巡査|警部)"
)
_JOINED_TO_SECTION = (
    rf"(?<![{HAN}]){any_of(load_words('name_sections'))}(?:部|課|係|室)(?!全員|長|員|門|内線){_SHORT}"
    r"(?=[、。はがもにをのと(宛]|さん|様|まで|から|より|$)"
)
_AFTER_SECTION = rf"[^全長員門\s、。:()ぁ-ゖァ-ヺ][{HAN}]{{0,3}}"
_JOINED_SEEN = rf"[部課係室]{_AFTER_SECTION}(?:さん|様|まで|から|より|[、。はがもにをのと(宛]|$)"
_IN_MARKS = rf"^[ ]?[《〈]{_NAME}[》〉]"
_OF_MEMBER = "(?:部|課|係|室|科|班|チーム|グループ|支店|営業所|センター|品証|総務|経理|営業)の[ ]?"
_BEHIND_MEMBER = (
    "[、と(]|より|まで|です|が[^。\\n]{0,12}(?:伺|参|対応|担当|出席|説明|代理)|の[二三四五六七八2-9][名人]|$"
)
_MEMBER = rf"{_OF_MEMBER}{_NAME}(?={_BEHIND_MEMBER})"
_MEMBER_SEEN = rf"{_OF_MEMBER}[{HAN}][{HAN}ノ]{{0,4}}(?:{_BEHIND_MEMBER})"
_CALLS_ONESELF = rf"{_ALONE}{_SHORT}[ ]?と(?:申します|申し上げます)"
_HEADS_SECTION = (
    rf"{_ALONE}{_SHORT}[ ]?{any_of(load_words('name_sections'))}(?:本部長|部長|課長|係長|室長|次長|主任)(?![{HAN}])"
)
_HEARD = rf"^[○◯〇◎●][ ]?{_SHORT}(?={any_of(TITLE_WORDS)}(?:[ \n]|$))"
_ONE = rf"(?P<name>[{''.join(sorted(SINGLE_SURNAMES - {'何'}))}])"
_ITS_TITLE = rf"(?:先生|さん|氏|{any_of(TITLE_WORDS)})"
_TITLED = rf"(?:^|[ 、。「(:・\n])(?!高校長){_ONE}(?={_ITS_TITLE}(?:[ はがのにをともへ:、。)」\n]|から|より|$))"
_TITLED_SEEN = rf"(?:^|[ 、。「(:・\n]){_ONE}{_ITS_TITLE}"
_IS_ROLE = (
    rf"{_ALONE}[^\s、。は]{{0,6}}?(?:{_ROLES}|[者員士係役])"
    rf"(?:は|が)[ ]?{_SHORT}(?=です|でした|で、|が(?:務|担|行)|。|、|\)|$)"
)
_CHANGED = (
    rf"(?:担当|後任|窓口|責任)[者]?(?:が|は|を)[ ]?(?P<name>[{HAN}]{{1,4}}?)"
    rf"から[ ]?(?P<other>[{HAN}]{{1,4}}?)(?:に|へ)(?=[替代変交引])"
)
_ASKED = (
    rf"{_TOPIC}[^\n。、は:]{{0,10}}(?:は|を|:)[ ]?{_SHORT}"
    rf"(?:まで|へ|に(?=お|ご|確認|連絡|相談|問|申|一報))"
    rf"(?=[。お問ごく!)\n]|確認|連絡|相談|申|$)"
)
_ASKED_SEEN = rf"(?:は|を|:)[ ]?[{HAN}]{{1,4}}(?:(?:まで|へ|に)(?:[。お問ごく!)\n]|確認|連絡|相談|申|一報|$))"
_IS_ASKED = r"(?:ご|お)?(?:確認|連絡|相談|問い?合|申し?込|一報|お?渡し)[しくいわをのみ]"
_TO = rf"[はを]、?[ ]?{_SHORT}に(?={_IS_ASKED})"
_TO_SEEN = rf"[はを]、?[ ]?[{HAN}]{{1,4}}に{_IS_ASKED}"
_IS_AWAY = r"(?:が|は)[^。\n]{0,14}(?:不在|承り|席を外|離席|早退|欠勤|直帰|休暇|伺います)"
_STANDS_IN = r"に代わ(?:り|って)[^。\n]{0,16}(?:対応|担当|お?答え|伺|承|説明|連絡|訪問)"
_PICKS_UP = rf"{_ALONE}{_SHORT}(?={_IS_AWAY}|{_STANDS_IN})"
_PICKS_UP_SEEN = rf"[{HAN}](?:{_IS_AWAY}|{_STANDS_IN})"
_STAMPED = rf"(?:印|署名|サイン|名札|苗字|名字|姓|宛名)(?:は|が|に|を|の)?「{_NAME}」"
_DID = (
    rf"(?:^|[ →、。:(/])[ ]?{_SHORT}(?:対応|実施|同行|手配|作成|記入|確認済み?|処理|受理|受付|代行|代理|立会い?|宅)"
    r"(?=[ 、。)/\n]|(?<=宅)[にへで]|$)"
)
_IN_BRACKETS = rf"\((?:{_LABELS})[ ]?[: ][ ]?{_NAME}\)"
_CHOSEN = rf"{_ROLES}に[ ]?{_SHORT}(?=、[^\s、。]{{1,6}}に|を(?:選|任|指|充)|が(?:就|選))"
_OF_QUESTION = rf"^(?:[QA問答]|質問|回答)[ ]?\({_NAME}\)[ ]?:"
_IN_COLUMN = rf"(?:^|[\t|、,(])[ ]?{any_of(load_words('name_sections'))}(?:部|課|係|室)?[ ]{_NAME}(?=[\t|、,()]|$)"
_ORGANISATION = (
    rf"(?:[{HAN}ァ-ヺー](?:株式会社|\(株\)|有限会社)"
    rf"|事務所|工務店|商店|商会|製作所|工業|建設|運輸|印刷|銀行)[ ]{_NAME}(?=[、,\n]|$)"
)


class _Turn(NamedTuple):
    """A turn of phrase, what it says, and what its word must be."""

    source: str
    why: str
    accepts: Callable[[TurnNames, str, LocatedMatch], bool]
    seen: str = ""


class TurnNames:
    """Finds surnames in turns of phrase."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Surnames alone, each surely somebody's (score above REPORT)."""
        for number, match in PLACES.matches(text):
            turn = _TURNS[number]
            groups = ("name", "other") if turn.source is _CHANGED else ("name",)
            if all(self._is_surname(text, *match.span(group)) for group in groups) and turn.accepts(self, text, match):
                for start, end in map(match.span, groups):
                    yield Finding("PERSON", place, start, end, 0.9, (turn.why,), text[start:end])

    def _is_surname(self, text: str, start: int, end: int) -> bool:
        name = text[start:end]
        if name in NOT_A_NAME or not self._lexicon.is_surname(name) or is_organisation(text, start, end):
            return False
        return not is_followed_by_given(text, end, self._lexicon)

    def any(self, _text: str, _match: LocatedMatch) -> bool:
        """A place where only people stand."""
        return True

    def rather(self, _text: str, match: LocatedMatch) -> bool:
        """A place where people mostly stand: what is rather a surname than a place or a common word."""
        name = match["name"]
        if name in PREFECTURES or name in DIRECTIONS:
            return False
        if name in COMMON_SURNAMES or name in SINGLE_SURNAMES:
            return True
        return len(name) > 1 and self._lexicon.usually(name) in ("surname", "place")

    def no_direction(self, _text: str, match: LocatedMatch) -> bool:
        """A place where a direction could stand as well."""
        return match["name"] not in DIRECTIONS

    def asked(self, _text: str, match: LocatedMatch) -> bool:
        """Whom something is to be sent or told: an office in a prefecture could be that as well."""
        return match["name"] not in PREFECTURES and match["name"] not in DIRECTIONS

    def labelled(self, text: str, match: LocatedMatch) -> bool:
        """Who is named behind a label; some labels go with places as well (「受付：東」, 「発行：長野」)."""
        if not _ALSO_WHERE.search(text, match.start(), match.start("name")):
            return match["name"] not in _SEASONS
        return self.rather(text, match)

    def of_section(self, _text: str, match: LocatedMatch) -> bool:
        """Who stands behind a section: anybody but a prefecture, a direction or a word that is rather a common one."""
        name = match["name"]
        if name in PREFECTURES or name in DIRECTIONS:
            return False
        if name in COMMON_SURNAMES or name in SINGLE_SURNAMES:
            return True
        return len(name) > 1 and self._lexicon.usually(name) not in ("noun", "other")

    def of_organisation(self, text: str, match: LocatedMatch) -> bool:
        """Who stands behind a company: its branch could stand there as well."""
        return match["name"] not in CITIES and self.rather(text, match)

    def of_company(self, text: str, match: LocatedMatch) -> bool:
        """Anybody who is addressed or writes; otherwise what is rather a surname."""
        honoured = text.startswith(
            ("様", "さん", "氏", "より", "まで", "ともども", "ととも", "と共に", "と同行"), match.end("name")
        )
        honoured = honoured or bool(_SERVES.match(text, match.end("name")))
        return honoured or (len(match["name"]) > 1 and self.rather(text, match))

    def introduces(self, text: str, match: LocatedMatch) -> bool:
        """A surname at the head of a line or with a greeting; one character only if it is rather a surname."""
        start, name = match.start("name"), match["name"]
        line_start = not text[text.rfind("\n", 0, start) + 1 : start].strip(" >")
        near = "\n" + text[max(0, start - 30) : start] + "\n" + text[match.end() : match.end() + 30].split("\n")[0]
        greets = bool(_GREETING.search(near))
        if name in _SEASONS or (name in CITIES and _QUESTION.search(near)):
            return False
        if len(name) == 1:
            return greets or (line_start and name in SINGLE_SURNAMES and name != "金")
        return line_start or greets

    def mentioned(self, text: str, match: LocatedMatch) -> bool:
        """Who is mentioned with @: not where something takes place (「@千葉 開催」)."""
        start = match.start()
        line = text[max(0, start - 40) : start].rsplit("\n", 1)[-1] + "\n" + text[match.end() : match.end() + 20]
        return match["name"] not in PREFECTURES or "@" in line or "cc" in line.lower()

    def signs(self, text: str, match: LocatedMatch) -> bool:
        """Who stands alone below a sentence that closes a letter, at the end of it."""
        near = text[max(0, match.start() - 40) : match.start()]
        return bool(_CLOSING.search(near) and _END.match(text, match.end()))

    def signs_for_section(self, text: str, match: LocatedMatch) -> bool:
        """Who stands behind a section: below a sentence anybody, elsewhere what is rather a surname."""
        above = text[max(0, match.start() - 40) : match.start()]
        if _SENTENCE_ABOVE.search(above) and not text[match.end() :].strip():
            return True
        return self.signs(text, match) or (match["name"] not in PREFECTURES and self.rather(text, match))


_T = TurnNames
_TURNS = (
    _Turn(_OF_COMPANY, "会社の後に姓", _T.of_company),
    _Turn(_INTRODUCES, "名乗り", _T.introduces),
    _Turn(_MENTION, "宛先の姓", _T.mentioned),
    _Turn(_SECTION_SIGNS, "部署の後に署名", _T.signs_for_section),
    _Turn(_SIGNS, "文の後に署名", _T.signs),
    _Turn(_LABELLED, "役目の後に姓", _T.labelled, _LABELLED_SEEN),
    _Turn(_LABEL_LAST, "役目の後に姓", _T.rather, rf"(?:{_LABELS}|[者員士長司師医])印?[ ]{{1,4}}[{HAN}]"),
    _Turn(
        _IS_ROLE,
        "役目の後に姓",
        _T.no_direction,
        rf"(?:{_ROLES}|[者員士係役])(?:は|が)[ ]?[{HAN}]{{1,4}}(?:で|が|。|、|\)|$)",
    ),
    _Turn(_OF_SECTION, "部署の後に姓", _T.of_section),
    _Turn(_JOINED_TO_SECTION, "部署の後に姓", _T.of_section, _JOINED_SEEN),
    _Turn(_IN_MARKS, "宛先の姓", _T.of_organisation, rf"^[ ]?[《〈][{HAN}]"),
    _Turn(_MEMBER, "部署の後に姓", _T.of_section, _MEMBER_SEEN),
    _Turn(_CALLS_ONESELF, "名乗り", _T.any, rf"[{HAN}][ ]?と申し"),
    _Turn(_HEADS_SECTION, "敬称・役職が続く", _T.of_organisation),
    _Turn(_HEARD, "発言者が並んでいる", _T.any, rf"^[○◯〇◎●][ ]?[{HAN}]"),
    _Turn(_TITLED, "敬称・役職が続く", _T.any, _TITLED_SEEN),
    _Turn(_CHANGED, "担当の交代", _T.no_direction),
    _Turn(_ASKED, "連絡先の姓", _T.asked, _ASKED_SEEN),
    _Turn(_TO, "連絡先の姓", _T.rather, _TO_SEEN),
    _Turn(_PICKS_UP, "人の行いの主語", _T.no_direction, _PICKS_UP_SEEN),
    _Turn(_STAMPED, "印や署名の姓", _T.any),
    _Turn(_DID, "姓の後にしたこと", _T.rather),
    _Turn(_IN_BRACKETS, "役目の後に姓", _T.no_direction),
    _Turn(_CHOSEN, "役目の後に姓", _T.no_direction),
    _Turn(_OF_QUESTION, "括弧の中に姓", _T.any),
    _Turn(_IN_COLUMN, "部署の後に姓", _T.rather),
    _Turn(_ORGANISATION, "会社の後に姓", _T.of_organisation),
)
PLACES = LocatedPatterns([locate(re.compile(turn.source, re.MULTILINE), turn.source, turn.seen) for turn in _TURNS])
