"""What Python's codecs lack for Japanese: the EUC-JP and ISO-2022-JP of Windows, Shift_JIS-2004 whose backslash is one,
and how plausible a decoding is.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Callable
from encodings import euc_jp, shift_jis_2004
from functools import cache
from itertools import islice

EUC_JP = "euc-jp-ms"
ISO_2022_JP = "iso-2022-jp-ms"
SHIFT_JIS_2004 = "shift-jis-2004-ms"
MOST_PLAUSIBLE = 0.6  # for a byte: well-formed half-width kana where they take two

_OWN_ROWS = 84  # from here on each company puts characters of its own (外字)
_SET_HIGH_BIT = bytes(byte | 0x80 for byte in range(256))
_SHIFT = re.compile(
    rb"\x1b(?:\$[@B]|\$\([@BDOPQ]|\([ABHIJ]|\.[AF]|&@)|[\x0e\x0f\r\n]"  # designations, SI/SO, line ends (back to ASCII)
)
_USUAL_MAIL = re.compile(rb"(?>[^\x1b\x0e\x0f\x80-\xff]*+)(?>\x1b\$[@B][!-~]*+\x1b\(B[^\x1b\x0e\x0f\x80-\xff]*+)*+")
_KANA = re.compile(rb"[\xa1-\xdf]")
_CHARSETS = dict.fromkeys([b"\x1b$@", b"\x1b$B", b"\x1b$(@", b"\x1b$(B", b"\x1b$(O", b"\x1b$(Q"], "kanji") | {
    b"\x1b$(D": "extra",
    b"\x1b$(P": "extra",
    b"\x1b(I": "kana",
    b"\x0e": "kana",
}


def _from_windows(error: UnicodeError) -> tuple[str, int]:
    """What EUC-JP leaves open but Windows and Unix in Japan use (①㈱髙﨑, 外字): the same character of cp932."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    in_three = error.object[error.start] == 0x8F
    start = error.start + in_three
    pair = error.object[start : start + 2]
    if len(pair) == 2 and min(pair) >= 0xA1:
        row, cell = pair[0] - 0xA1, pair[1] - 0xA1
        character = _in_third_set(row, cell) if in_three else _in_second_set(row, cell)
        if character:
            return character, start + 2
    return "\ufffd", error.start + 1


def _in_second_set(row: int, cell: int) -> str:
    """A cell of JIS X 0208 as Windows fills it; "" where there is nothing."""
    first = row // 2 + (0x81 if row < 62 else 0xC1)
    second = cell + 0x9F if row % 2 else cell + (0x40 if cell < 63 else 0x41)
    character = bytes((first, second)).decode("cp932", "replace")
    if len(character) == 1 and character != "\ufffd":
        return character
    return chr(0xE000 + (row - _OWN_ROWS) * 94 + cell) if row >= _OWN_ROWS else ""


def _in_third_set(row: int, cell: int) -> str:
    """A cell of JIS X 0212 as eucJP-ms fills it: characters of IBM, and those that each company made for itself."""
    if row >= _OWN_ROWS:
        return chr(0xE3AC + (row - _OWN_ROWS) * 94 + cell)
    at = (row - 82) * 94 + cell - 82
    return _ibm()[at] if 0 <= at < len(_ibm()) else ""


@cache
def _ibm() -> str:
    """The characters of IBM that JIS X 0212 has not, in the order of cp932: 0x8FF3F3 to 0x8FF4FE of eucJP-ms."""
    codes = (bytes((lead, trail)) for lead in (0xFA, 0xFB, 0xFC) for trail in range(0x40, 0xFD) if trail != 0x7F)
    found = [code.decode("cp932") for code in codes if code <= b"\xfc\x4b"]
    return "".join(one for one in found if one == "№" or (one not in "￢￤∵" and not one.encode("euc_jp", "ignore")))


def _find(name: str) -> codecs.CodecInfo | None:
    if name == EUC_JP.replace("-", "_"):
        return codecs.CodecInfo(_no_encoder, _whole(EucJp), incrementaldecoder=EucJp, name=EUC_JP)
    if name == ISO_2022_JP.replace("-", "_"):
        return codecs.CodecInfo(_no_encoder, _whole(Iso2022Jp), incrementaldecoder=Iso2022Jp, name=ISO_2022_JP)
    if name == SHIFT_JIS_2004.replace("-", "_"):
        return codecs.CodecInfo(_no_encoder, _whole(ShiftJis2004), incrementaldecoder=ShiftJis2004, name=SHIFT_JIS_2004)
    return None


class EucJp(euc_jp.IncrementalDecoder):
    """EUC-JP as Windows and Unix in Japan use it (CP51932, eucJP-ms)."""

    def __init__(self, errors: str = "strict") -> None:
        self.errors = "daicho-windows"  # set by the C type's __new__, so an argument here would come too late


class ShiftJis2004(shift_jis_2004.IncrementalDecoder):
    """Shift_JIS-2004 (and Shift_JISX0213) with the backslash and the tilde of ASCII, as files have them."""

    def decode(self, data: bytes, final: bool = False) -> str:  # type: ignore[override]
        """The yen sign and the overline of this codec are these two bytes and nothing else."""
        return super().decode(data, final).replace("\xa5", "\\").replace("\u203e", "~")


class Iso2022Jp(codecs.BufferedIncrementalDecoder):
    """ISO-2022-JP with all that mail programs put into it: half-width kana, NEC and IBM characters, JIS X 0212."""

    def __init__(self, errors: str = "strict") -> None:
        super().__init__(errors)
        self._charset = "ascii"

    def reset(self) -> None:
        super().reset()
        self._charset = "ascii"

    def _buffer_decode(self, data: bytes, errors: str, final: bool) -> tuple[str, int]:  # type: ignore[override]
        """What usual mail holds goes to Python's fast codec; the rest is put into EUC-JP, which has all of it."""
        texts: list[str] = []
        position = 0
        while position < len(data):
            text, start, end = self._usual(data, position)
            end = max(end, data.find(b"\n", start) + 1 or len(data))
            rest, used = self._stretches(data[start:end], final or end < len(data))
            texts += (text, rest)
            position = start + used
            if position < end or end == len(data):
                break
        return "".join(texts), position

    def _usual(self, data: bytes, position: int) -> tuple[str, int, int]:
        """The text of what Python's codec reads in the same way, where it ends, and where the usual bytes end."""
        usual = _USUAL_MAIL.match(data, position) if self._charset == "ascii" else None
        if usual is None:
            return "", position, position
        try:
            return usual[0].decode("iso2022_jp"), usual.end(), usual.end()
        except UnicodeDecodeError:  # ① and the like
            return "", position, usual.end()

    def _stretches(self, data: bytes, final: bool) -> tuple[str, int]:
        """Each stretch in EUC-JP, decoded together, and how many bytes of the data that took."""
        pieces: list[bytes] = []
        position = 0
        for shift in _SHIFT.finditer(data):
            if shift.start() > position:
                pieces.append(self._piece(data[position : shift.start()]))
            if shift[0] in b"\r\n":
                pieces.append(shift[0])
            self._charset = _CHARSETS.get(shift[0], "ascii")
            position = shift.end()
        end = len(data) if final else self._complete(data, position)
        pieces.append(self._piece(data[position:end]))
        return b"".join(pieces).decode("euc_jp", "daicho-windows"), end

    def _complete(self, data: bytes, position: int) -> int:
        """Where the last complete character ends; the rest waits for the next block."""
        escape = data.rfind(b"\x1b", max(position, len(data) - 4))
        end = len(data) if escape < 0 else escape
        is_double = self._charset in ("kanji", "extra")
        return end - (end - position) % 2 if is_double else end

    def _piece(self, data: bytes) -> bytes:
        """A stretch in one character set, as EUC-JP."""
        match self._charset:
            case "ascii":
                return data if data.isascii() else _KANA.sub(b"\x8e\\g<0>", data)  # 8-bit kana is met in mail too
            case "kana":
                return _KANA.sub(b"\x8e\\g<0>", data.translate(_SET_HIGH_BIT))
            case "extra":
                return b"".join(b"\x8f" + data[at : at + 2] for at in range(0, len(data), 2)).translate(_SET_HIGH_BIT)
            case _:
                return data.translate(_SET_HIGH_BIT)


def _no_encoder(text: str, errors: str = "strict") -> tuple[bytes, int]:
    raise UnicodeError("this codec only decodes")


def _whole(decoder: type[codecs.IncrementalDecoder]) -> Callable[..., tuple[str, int]]:
    def decode(data: bytes, errors: str = "strict") -> tuple[str, int]:
        text = decoder(errors).decode(bytes(data), True)
        if errors == "strict" and "\ufffd" in text:
            raise UnicodeDecodeError(EUC_JP, bytes(data), 0, len(data), "cannot be decoded")
        return text, len(data)

    return decode


def plausibility(text: str, kana_bytes: int = 1) -> tuple[float, int]:
    """How Japanese the characters above ASCII look, as a weight, and how many bytes they took in cp932 or EUC-JP.

    Only a sample of a long text is weighed. Weight for each byte: about 0.5 for Japanese, below 0 for a wrong decoding.
    Half-width kana take one byte in cp932 and are easily met by chance; in EUC-JP they take two and are not.
    """
    sample = " ".join(match[0] for match in islice(_ABOVE_ASCII.finditer(text), 1500))[:8_000]
    weight, size = 0.0, 0
    for character, count in Counter(sample).items():
        if "\uff66" <= character <= "\uff9f":
            continue
        weight += _WEIGHTS[character] * count
        size += 2 * count
    for run in _HALF_KANA.findall(sample):
        well_formed = 0.4 if kana_bytes == 1 else 1.2
        weight += len(run) * (well_formed if len(run) > 1 and _HALF_KANA_WORD.fullmatch(run) else -0.5)
        size += len(run) * kana_bytes
    return weight, size


class _Weights(dict[str, float]):
    """The weight of each character met so far."""

    def __missing__(self, character: str) -> float:
        weight = self[character] = _weight(character)
        return weight


_WEIGHTS = _Weights()


def _weight(character: str) -> float:
    if character in _USUAL:
        return 1.0
    if "\u3041" <= character <= "\u30fe" or "\uff10" <= character <= "\uff5e":  # kana, full-width letters
        return 1.0
    if "\u4e00" <= character <= "\u9fff":
        return 0.25 if _is_level_1(character) else -1.0
    if "\u3000" <= character <= "\u303f" or "\u2460" <= character <= "\u2473" or character in _USUAL_SIGNS:
        return 0.7
    if "\ue000" <= character <= "\uf8ff" or character < "\xa0":
        return -2.0
    return -0.4


def _is_level_1(kanji: str) -> bool:
    try:
        return "\x88\x9f" <= kanji.encode("cp932").decode("latin-1") <= "\x98\x72"
    except UnicodeEncodeError:
        return False


_ABOVE_ASCII = re.compile(r"[^\x00-\x7f\ufffd]+|[^\x00-\x7f]")
_HALF_KANA = re.compile("[\uff66-\uff9f]+")
_HALF_KANA_WORD = re.compile("(?:[ｦｱ-ﾜ](?:(?<=[ｳｶ-ﾄﾊ-ﾎ])ﾞ|(?<=[ﾊ-ﾎ])ﾟ)?[ｧ-ｯｰﾝ]*)+")
_USUAL_SIGNS = frozenset("㈱㈲№℡■□◆◇●○★※→←↑↓・×÷±°′″")
_USUAL = frozenset(  # the kanji of primary school, and those of names, addresses and offices
    "、。「」（）ー々"
    "一右雨円王音下火花貝学気九休玉金空月犬見五口校左三山子四糸字耳七車手十出女小上森人水正生青夕石赤千川先早草足村大男竹中虫町天田土二日入年白八百文木本名目立力林六"
    "引羽雲園遠何科夏家歌画回会海絵外角楽活間丸岩顔汽記帰弓牛魚京強教近兄形計元言原戸古午後語工公広交光考行高黄合谷国黒今才細作算止市矢姉思紙寺自時室社弱首秋週春書少場"
    "色食心新親図数西声星晴切雪船線前組走多太体台地池知茶昼長鳥朝直通弟店点電刀冬当東答頭同道読内南肉馬売買麦半番父風分聞米歩母方北毎妹万明鳴毛門夜野友用曜来里理話"
    "悪安暗医委意育員院飲運泳駅央横屋温化荷界開階寒感漢館岸起期客究急級宮球去橋業曲局銀区苦具君係軽血決研県庫湖向幸港号根祭皿仕死使始指歯詩次事持式実写者主守取酒受州"
    "拾終習集住重宿所暑助昭消商章勝乗植申身神真深進世整昔全相送想息速族他打対待代第題炭短談着注柱丁帳調追定庭笛鉄転都度投豆島湯登等動童農波配倍箱畑発反坂板皮悲美鼻筆"
    "氷表秒病品負部服福物平返勉放味命面問役薬由油有遊予羊洋葉陽様落流旅両緑礼列練路和愛案以衣位茨印英栄媛塩岡億加果貨課芽賀改械害街各覚潟完官管関観願岐希季旗器機議求"
    "泣給挙漁共協鏡競極熊訓軍郡群径景芸欠結建健験固功好香候康佐差菜最埼材崎昨札刷察参産散残氏司試児治滋辞鹿失借種周祝順初松笑唱焼照城縄臣信井成省清静席積折節説浅戦選"
    "然争倉巣束側続卒孫帯隊達単置仲沖兆低底的典伝徒努灯働特徳栃奈梨熱念敗梅博阪飯飛必票標不夫付府阜富副兵別辺変便包法望牧末満未民無約勇要養浴利陸良料量輪類令冷例連老"
    "労録圧囲移因永営衛易益液演応往桜可仮価河過快解格確額刊幹慣眼紀基寄規喜技義逆久旧救居許境均禁句型経潔件険検限現減故個護効厚耕航鉱構興講告混査再災妻採際在財罪殺雑"
    "酸賛士支史志枝師資飼示似識質舎謝授修述術準序招証象賞条状常情織職制性政勢精製税責績接設絶祖素総造像増則測属率損貸態団断築貯張停提程適統堂銅導得毒独任燃能破犯判版"
    "比肥非費備評貧布婦武復複仏粉編弁保墓報豊防貿暴脈務夢迷綿輸余容略留領歴胃異遺域宇映延沿恩我灰拡革閣割株干巻看簡危机揮貴疑吸供胸郷勤筋系敬警劇激穴券絹権憲源厳己呼"
    "誤后孝皇紅降鋼刻穀骨困砂座済裁策冊蚕至私姿視詞誌磁射捨尺若樹収宗就衆従縦縮熟純処署諸除承将傷障蒸針仁垂推寸盛聖誠舌宣専泉洗染銭善奏窓創装層操蔵臓存尊退宅担探誕段"
    "暖値宙忠著庁頂腸潮賃痛敵展討党糖届難乳認納脳派拝背肺俳班晩否批秘俵腹奮並陛閉片補暮宝訪亡忘棒枚幕密盟模訳郵優預幼欲翌乱卵覧裏律臨朗論"
    "藤伊斎齋斉齊渡邊邉辺沢澤佐須鈴浜濱樋桑柴榊塚辻橘堀笹菅柳栗椎槇那哉也弘彦雄亮悠翔颯蓮湊陸斗輝郎朗浩裕祐介輔亜紗沙莉愛彩綾恵惠穂瑠璃凛杏莊栞美咲奈緒智慎隆剛豪"
    "崇俊駿敦淳潤聡馨薫淑靖康之乃丞吾尚郭瀬鶴亀鷹鷲鴨猪狩嶋槙髙﨑神奈宛却払込振替頃丈込頼扱携添伺致頂戴件緊急絡為替迎稲須賀那覇霞墨渋谷台御荒吹芝港葛飾豊島練馬杉並"
)

codecs.register_error("daicho-windows", _from_windows)
codecs.register(_find)
