"""Persons' names in running text: by label, honorific, title and dictionary; GiNZA decides where these are unsure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import regex

from detectors import name_shapes
from detectors.finding import REPORT, Finding
from detectors.lexicon import Lexicon, Token
from detectors.rules import Rule, load_words

JAPANESE = regex.compile(r"[\p{Han}ぁ-ゖァ-ヺ]")
_HONORIFIC = regex.compile(rf"[ ]?(?:様|さま|さん|氏(?![名])|殿|君|くん|ちゃん|先生|先輩|女史|選手|(?:元|前|新|副)?{name_shapes.TITLE.pattern})")
_NOT_BEFORE_HONORIFIC = frozenset("客 お客 皆 皆々 神 仏 王 奥 母 父 姉 兄 子 子供 何 上 殿 姫 医者 患者 業者 会員 学生 生徒 先生 国 宮 店員 社員 各 若".split())
_ORGANISATION_AFTER = regex.compile(
    r"[ ]?(?:株式会社|有限会社|合同会社|\(株\)|㈱|電機|電気|電工|電子|商店|商会|商事|工業|産業|建設|建築|製作所|製薬|製菓|製紙|製鋼|銀行|信金|病院|医院|クリニック|内科|外科|整形|歯科|眼科|薬局|薬品|"
    r"大学|大(?=[をがはに、])|高校|高等|中学|小学|学園|学院|幼稚|保育|塾|駅|市|町|村|区|県|府|郡|川|山|橋|通|神社|寺|城|港|空港|湾|島|支店|支社|営業所|事業所|本店|店|屋|堂|家|組|園|館|庵|亭|荘|印刷|運輸|運送|通運|物流|不動産|地所|"
    r"法律|会計|税理|特許|事務所|ホール|ビル|マンション|ハイツ|コーポ|メソッド|賞|杯|式|流|線|ライン|牛|錦|財団|新聞|放送|テレビ|自動車|重工|化学|化成|化粧|食品|酒造|醸造|農園|ファーム|水産|家具|書店|旅館|ホテル|温泉|"
    r"グループ|ホールディングス|証券|生命|保険|海上|火災|鉄道|交通|観光|百貨|スーパー|デザイン|システム|技研|精機|精密|金属|硝子|硝材|塗装|設備|土木|組合|協会|研究所|ブランド|焼|そば|うどん|米|茶|漬|丁目|地区|地方|出張所|方面|店舗)"
)
_ORGANISATION_BEFORE = regex.compile(r"(?:株式会社|有限会社|合同会社|合資会社|\(株\)|㈱|\(有\)|㈲|法人|財団|社団|組合|学校|ブランド)$")
_NOT_PEOPLE = frozenset(load_words("not_people"))
_ADDRESSED = regex.compile(r"(?P<name>[A-Z][A-Za-z'-]+(?:[ ][A-Z][A-Za-z'.-]*){1,3})\"?[ ]*<[^<>@\s]+@")
_SAMPLE_NAME = regex.compile(r"(?:[太一次二三]郎|花子|タロウ|ハナコ|たろう|はなこ)$")
_SAMPLE = regex.compile(r"例[)\]:：】）]|記入例|入力例|書き方|サンプル|見本|ダミー|テスト|sample|example|placeholder|dummy|test", regex.IGNORECASE)
_LIST_GAP = regex.compile(r"[ ]*[、,/・][ ]*")
_ENUMERATION = regex.compile(rf"(?<![{name_shapes.HAN}])[{name_shapes.HAN}]{{1,4}}(?:[ ]?[、,・/][ ]?[{name_shapes.HAN}]{{1,4}}){{2,}}(?![{name_shapes.HAN}])")
_PARTICLE = regex.compile(r"[ ]?(?:は|が|も|に|を|の|と|から|より|へ|で|、|。|\)|」|,|/|:|$)")
_SPOKEN = tuple(  # (pattern whose group `name` must be a surname, evidence)
    (regex.compile(pattern, regex.MULTILINE), why)
    for pattern, why in (
        (rf"[。.!?)」\s][(](?P<name>[{name_shapes.HAN}]{{1,4}})[)][ ]*$", "文末の括弧に姓"),
        (rf"(?P<name>[{name_shapes.HAN}]{{1,4}})[ ]?<[^<>@\s]+@", "メールアドレスの前の表示名"),
        (rf"(?<![{name_shapes.HAN}])(?P<name>[{name_shapes.HAN}]{{2,4}})@[{name_shapes.HAN}]", "姓の後に所属"),
        (rf"^[ \[]*[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?[ \]]+(?P<name>[{name_shapes.HAN}]{{1,4}})[ ]?[:>]", "時刻の後に発言者"),
        (rf"(?<![{name_shapes.HAN}])(?P<name>[{name_shapes.HAN}]{{2,4}})の(?:携帯|電話|メール|メアド|自宅|実家|住所|連絡先|内線)", "本人の連絡先"),
        (rf"(?:^|の|、)[ ]?(?P<name>[{name_shapes.HAN}]{{2,4}})(?:です|と申します|でございます|と言います)[。、,.]", "名乗り"),
        (rf"(?<![{name_shapes.HAN}])(?P<name>[{name_shapes.HAN}]{{1,4}})[ ]?\(内線", "姓の後に内線"),
    )
)
_RELATIVE = regex.compile(rf"(?<![{name_shapes.HAN}])(?:妻|夫|長男|長女|[次二三四]男|[次二三四]女|父|母|祖父|祖母|義父|義母|孫|弟|妹|兄|姉)[ の]{{0,2}}(?P<name>[{name_shapes.HAN}]{{1,3}}|[ぁ-ゖ]{{2,4}})(?=[ 、,。()はがとをにも]|$)", regex.MULTILINE)
_KATAKANA_NAME = regex.compile(r"(?P<name>[ァ-ヺー]{2,}(?:[ ・][ァ-ヺー]{2,}){1,4})[ ]?(?=様|さん|氏|殿)")
_READING_BEHIND = regex.compile(r"[ ]?\((?P<name>[ァ-ヺー\u3099\u309a]{1,8}[ ]?[ァ-ヺー\u3099\u309a]{1,9}|[ぁ-ゖー]{1,8}[ ]?[ぁ-ゖー]{1,9})\)")
_LISTED = rf"[{name_shapes.HAN}]{{1,4}}[ ][{name_shapes.HAN}ぁ-ゖァ-ヺ]{{1,4}}"
_LISTED_AFTER = regex.compile(rf"[ ]?[、,/・][ ]?(?P<name>{_LISTED})(?=[ ]?(?:[、,/・\n。)]|$|の[0-9]|様|さん|氏|は|が))")
_WITHOUT_GAP = regex.compile(rf"(?:氏名|名義|名義人)(?P<name>[{name_shapes.HAN}ァ-ヺ]{{1,8}}[ ][{name_shapes.HAN}ぁ-ゖァ-ヺ]{{1,8}})(?=[ \n,、。]|$)")
PART_LABELS = ("姓", "名", "セイ", "メイ")
READING_LABELS = ("フリガナ", "ふりがな", "氏名カナ", "カナ氏名", "氏名フリガナ", "カナ", "ヨミガナ", "よみがな")
_KANA_IS_NO_NAME = frozenset({"担当", "記録", "会計", "owner"})


class NameFinder:
    """Finds PERSON in normalized running text.

    `second_opinion` takes a text and gives the spans in which another recogniser (GiNZA) sees a person; it is
    asked only about paragraphs that hold a candidate which rules and dictionary leave open.
    """

    def __init__(
        self,
        rule: Rule,
        lexicon: Lexicon,
        second_opinion: Callable[[str], Iterable[tuple[int, int]]] | None = None,
    ) -> None:
        self._lexicon = lexicon
        self._second_opinion = second_opinion
        labels = sorted({form for label in (*rule.headings, *READING_LABELS, *PART_LABELS) for form in (label, unicodedata.normalize("NFD", label))}, key=lambda label: -len(label))
        self._label = regex.compile(
            rf"(?<![\p{{Han}}ァ-ヺA-Za-z_])(?:本人|申込|申請|届出|緊急時?|ご|お)?(?P<label>{'|'.join(regex.escape(label).replace(' ', '[ ]?') for label in labels)})(?:者|様|さま)?"
            r"[ ]*(?:\([^()\n]{0,14}\))?(?P<gap>[ ]*[:=】》>|][ ]*|\t+|[ ]{1,}|[ ]*\n[ ]*(?=[^\n]{2,20}(?:\n|$)))(?P<value>[^\n\t;|。:]{1,120})",
            regex.IGNORECASE,
        )

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Names in the text, best reading first where two overlap; candidates below REPORT are left out."""
        found = [*self._labelled(text, place), *self._addressed(text, place)]
        if JAPANESE.search(text):
            found += [*self._by_tokens(text, place), *self._enumerated(text, place), *self._spoken_of(text, place)]
        found = [_less_if_sample(text, finding) for finding in found]
        chosen: list[Finding] = []
        found = [finding for finding in found if finding.value.replace(" ", "") not in _NOT_PEOPLE]
        for finding in sorted(found, key=lambda finding: (-finding.score, finding.start - finding.end, finding.start)):
            if all(finding.end <= other.start or other.end <= finding.start for other in chosen):
                chosen.append(finding)
        sure = [finding for finding in self._decide(text, chosen) if finding.score >= REPORT]
        yield from sure
        yield from self._beside(text, place, sure)

    def _labelled(self, text: str, place: str) -> Iterator[Finding]:
        for match in self._label.finditer(text, overlapped=True):
            value, offset, label = match["value"], match.start("value"), match["label"]
            loose = not regex.search(r"[:=\t】》>|\]]", match["gap"])
            if "  " in value:
                value = value[: value.index("  ")]
            for start, end in _items(value):
                if label in PART_LABELS:
                    found = None if loose else self._part_in(value[start:end])
                else:
                    found = self._name_in(value[start:end], label, loose=loose)
                if found:
                    begin, stop, score = offset + start + found[0], offset + start + found[1], found[2]
                    yield Finding("PERSON", place, begin, stop, score, (f"見出し『{label}』",), text[begin:stop])
                elif start == 0:
                    break

    def _part_in(self, item: str) -> tuple[int, int, float] | None:
        """The surname or given name after 「姓：」 or 「名：」."""
        word = regex.match(r"[^ ]{1,8}", item)
        if not word or not regex.fullmatch(r"[\p{Han}ぁ-ゖァ-ヺー\u3099\u309a]+", word.group()):
            return None
        known = self._lexicon.classes(name_shapes.composed(word.group())) & {"surname", "given"}
        return (*word.span(), 0.9) if known or name_shapes.plausible_given(word.group()) else None

    def _name_in(self, item: str, label: str, *, loose: bool) -> tuple[int, int, float] | None:
        """The name at the beginning of what follows a label: two words, one word, or the whole item."""
        start, end = name_shapes.trim(item)
        for stop in _word_ends(item, start, end):
            name_start, name_end = name_shapes.trim(item[start:stop])
            name = item[start + name_start : start + name_end]
            support = name_shapes.strength(name, self._lexicon)
            if not support and name_shapes.is_foreign_or_kana(name) and label not in _KANA_IS_NO_NAME:
                support = 2
            if support > 1 or (support == 1 and (len(name) > 1 or not loose)):
                return start + name_start, start + name_end, 0.97 if support > 1 else 0.85
        name = item[start:end]
        if not loose and ("名" in label or "者" in label) and name_shapes.has_shape(name):
            return start, end, 0.7
        return None

    def _addressed(self, text: str, place: str) -> Iterator[Finding]:
        """Names in Latin letters before a mail address (「CC: Yuki Tateno <…>」)."""
        for match in _ADDRESSED.finditer(text):
            yield Finding("PERSON", place, *match.span("name"), 0.8, ("メールアドレスの前の表示名",), match["name"])

    def _by_tokens(self, text: str, place: str) -> Iterator[Finding]:
        tokens = self._lexicon.tokens(text)
        skip = 0
        for index, token in enumerate(tokens):
            if token.start < skip or token.tag in ("space", "other") or not self._may_start(token):
                continue
            span = self._full_name(text, tokens, index)
            if not span and self._names_people(token):
                span = self._single(text, tokens, index)
            if span and not self._organisation(text, *span[:2]):
                start, end, score, why = span
                yield Finding("PERSON", place, start, end, score, (why,), text[start:end])
                skip = end if score >= REPORT else skip

    def _may_start(self, token: Token) -> bool:
        return token.tag == "place" or self._names_people(token)

    def _names_people(self, token: Token) -> bool:
        if token.tag in ("surname", "given", "name"):
            return True
        return bool(self._lexicon.classes(token.surface) & {"surname", "given"})

    def _full_name(self, text: str, tokens: Sequence[Token], index: int) -> tuple[int, int, float, str] | None:
        first = tokens[index]
        rest = index + 1
        spaced = rest < len(tokens) and tokens[rest].surface == " "
        rest += spaced
        if rest >= len(tokens) or first.tag == "given" and not self._lexicon.is_surname(first.surface):
            return None
        second = tokens[rest]
        if spaced and first.tag == "surname" and regex.fullmatch(r"[ァ-ヺー]+[ ][ァ-ヺー]{1,7}", text[first.start : second.end]):
            return first.start, second.end, 0.75, "姓の読みが辞書にあり、名の読みが続く"
        if first.tag == "name" or regex.fullmatch(r"[ァ-ヺー]+", first.surface):
            return self._foreign(text, tokens, index)
        sure = first.tag == "surname"
        if not self._names_people(first):  # a place that somebody is called after: only before a given name
            fits = second.tag == "given" and self._ends(text, second.end)
            return (first.start, second.end, 0.7 if spaced else 0.65, "名が辞書にあり、地名が姓になりうる") if fits else None
        if second.tag == "given":
            short = spaced and second.end - first.start == 3  # 「内 科」 in letter-spaced text
            return first.start, second.end, 0.4 if short else 0.92 if sure else 0.8, "姓と名が辞書にある"
        if not sure and not spaced:
            return None
        for last in (rest + 1, rest):
            if last >= len(tokens) or tokens[last].tag == "space":
                continue
            given = text[second.start : tokens[last].end]
            if len(given) <= 4 and self._lexicon.is_given(given) and self._ends(text, tokens[last].end):
                return first.start, tokens[last].end, 0.85 if sure else 0.7, "姓と名が辞書にある"
        end = self._plausible_end(text, tokens, rest)
        if end and (spaced or (sure and _HONORIFIC.match(text, end))):
            return first.start, end, 0.75 if sure else 0.6, "姓が辞書にあり、名らしい字が続く"
        return None

    def _plausible_end(self, text: str, tokens: Sequence[Token], rest: int) -> int:
        """Where a given name that the dictionary does not know ends, or 0 where none stands."""
        end = tokens[rest].end
        for token in tokens[rest + 1 : rest + 3]:
            if token.tag == "space" or self._ends(text, end) or len(token.surface) > 2:
                break
            end = token.end
        given = text[tokens[rest].start : end]
        fits = name_shapes.plausible_given(given) and self._ends(text, end) and tokens[rest].tag != "place"
        return end if fits and name_shapes.can_be_given(given, self._lexicon) else 0

    def _ends(self, text: str, end: int) -> bool:
        return end >= len(text) or not regex.match(r"[\p{Han}ァ-ヺA-Za-z0-9]", text[end]) or bool(_HONORIFIC.match(text, end))

    def _foreign(self, text: str, tokens: Sequence[Token], index: int) -> tuple[int, int, float, str] | None:
        match = regex.compile(r"[ァ-ヺー]{2,}(?:[・=][ァ-ヺー]{1,}){1,4}|[A-Z][a-z]+(?:[ ][A-Z]\.?)?(?:[ ][A-Z][A-Za-z'-]+){1,2}").match(text, tokens[index].start)
        known = [token for token in tokens[index : index + 9] if match and token.end <= match.end()]
        if match and sum(token.tag in ("surname", "given", "name") for token in known) * 2 >= sum(token.surface not in ("・", " ", "=") for token in known):
            honorific = _HONORIFIC.match(text, match.end())
            return match.start(), match.end(), 0.85 if honorific else 0.6, "外国の人名が辞書にある"
        return None

    def _single(self, text: str, tokens: Sequence[Token], index: int) -> tuple[int, int, float, str] | None:
        token = tokens[index]
        start, end = token.start, token.end
        honorific = _HONORIFIC.match(text, end)
        if honorific and honorific.group():
            if token.surface in _NOT_BEFORE_HONORIFIC:
                return None
            before = tokens[index - 1] if index else None
            if token.tag == "given" and before and before.end == start and regex.fullmatch(r"\p{Han}{1,3}", before.surface) and before.tag in ("noun", "unknown", "place"):
                return before.start, end, 0.7, "名が辞書にあり、敬称が続く"
            if regex.match(r"\p{Han}", text[start - 1 : start] or " ") and token.tag != "surname":
                return None
            if token.tag not in ("surname", "name", "given") and not honorific.group().strip() in ("様", "さん", "氏", "君", "ちゃん", "くん") and not self._lexicon.is_surname(token.surface):
                return None
            score = 0.85 if token.tag in ("surname", "name") else 0.7
            return start, end, score, f"敬称・役職『{honorific.group().strip()}』が続く"
        if token.tag == "surname":
            if regex.match(r"[ ]?\([^()\n]{1,12}\)", text[end:]) or (text[start - 1 : start] in ("", "\n") and text[end : end + 1] in (":", "「")):
                return start, end, 0.65, "姓の後に所属または発言"
            if _PARTICLE.match(text, end) and not self._among_places(tokens, index):
                return start, end, 0.4, "姓が辞書にある"
        if token.tag == "name" and len(token.surface) > 2:
            return start, end, 0.4, "人名が辞書にある"
        return None

    def _among_places(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether a surname that is also a place stands in a list beside other places (「石川、富山、福井」)."""
        if "place" not in self._lexicon.classes(tokens[index].surface):
            return False
        beside = [tokens[place] for place in (index - 2, index + 2) if 0 <= place < len(tokens)]
        return any(token.tag == "place" or "place" in self._lexicon.classes(token.surface) for token in beside)

    def _enumerated(self, text: str, place: str) -> Iterator[Finding]:
        """Three or more surnames side by side (「勅使河原・巽・乾の3名」), unless they are places as well."""
        for match in _ENUMERATION.finditer(text):
            items = [(item.start(), item.end(), item.group()) for item in regex.finditer(rf"[{name_shapes.HAN}]+", match.group())]
            classes = [self._lexicon.classes(item) for *_, item in items]
            sure = any(len(item) > 1 and "noun" not in known for (*_, item), known in zip(items, classes, strict=True))
            if sure and all("surname" in known for known in classes) and sum("place" in known for known in classes) * 2 <= len(items):
                for start, end, item in items:
                    begin = match.start() + start
                    yield Finding("PERSON", place, begin, match.start() + end, 0.7, ("姓が並んでいる",), item)

    def _spoken_of(self, text: str, place: str) -> Iterator[Finding]:
        """Surnames and given names in turns of phrase that only people appear in."""
        for pattern, why in _SPOKEN:
            for match in pattern.finditer(text):
                if self._lexicon.is_surname(match["name"]):
                    yield Finding("PERSON", place, *match.span("name"), 0.7, (why,), match["name"])
        for match in _RELATIVE.finditer(text):
            if self._lexicon.is_given(match["name"]) and len(match["name"]) > 1:
                yield Finding("PERSON", place, *match.span("name"), 0.7, ("続柄の後に名",), match["name"])
        for match in _KATAKANA_NAME.finditer(text):
            yield Finding("PERSON", place, *match.span("name"), 0.86, ("敬称が続くカタカナの氏名",), match["name"])
        for match in _WITHOUT_GAP.finditer(text):
            if name_shapes.strength(match["name"], self._lexicon) >= 2 or name_shapes.is_foreign_or_kana(match["name"]):
                yield Finding("PERSON", place, *match.span("name"), 0.98, ("見出し『氏名』",), match["name"])

    def _beside(self, text: str, place: str, found: Sequence[Finding]) -> Iterator[Finding]:
        """What stands beside a name that was found: its reading in brackets, the next of a list of full names."""
        taken = {finding.start for finding in found}
        ends = [finding.end for finding in found]
        while ends:
            end = ends.pop()
            if (match := _READING_BEHIND.match(text, end)) and match.start("name") not in taken:
                yield Finding("PERSON", place, *match.span("name"), 0.8, ("氏名の後の読み",), match["name"])
            following = _LISTED_AFTER.match(text, end)
            if following and following.start("name") not in taken and " " in text[max(0, end - 6) : end]:
                start, stop = following.span("name")
                if name_shapes.has_shape(following["name"]) and not any(start < f.end and f.start < stop for f in found):
                    taken.add(start)
                    ends.append(stop)
                    yield Finding("PERSON", place, start, stop, 0.75, ("氏名の一覧の中",), following["name"])

    def _organisation(self, text: str, start: int, end: int) -> bool:
        return bool(_ORGANISATION_AFTER.match(text, end) and not _HONORIFIC.match(text, end)) or bool(
            _ORGANISATION_BEFORE.search(text, max(0, start - 6), start)
        )

    def _decide(self, text: str, findings: list[Finding]) -> Iterator[Finding]:
        """Findings with GiNZA's word on those that are still open, asked paragraph by paragraph."""
        open_ = [finding for finding in findings if finding.score < REPORT]
        yield from (finding for finding in findings if finding.score >= REPORT)
        if not self._second_opinion:
            return
        for start, end in sorted({_paragraph(text, finding.start) for finding in open_}):
            spans = [(start + a, start + b) for a, b in self._second_opinion(text[start:end])]
            for finding in open_:
                if any(a < finding.end and finding.start < b for a, b in spans):
                    yield Finding(
                        "PERSON", finding.place, finding.start, finding.end, 0.6,
                        (*finding.evidence, "GiNZA も人名と判定"), finding.value,
                    )


def _less_if_sample(text: str, finding: Finding) -> Finding:
    """「例）健康 太郎」 and 「記入例：山田花子」 show how to write a name; they name nobody."""
    if not _SAMPLE_NAME.search(finding.value) or not _SAMPLE.search(text, max(0, finding.start - 40), finding.start):
        return finding
    return replace(finding, score=0.1)


def _items(value: str) -> Iterator[tuple[int, int]]:
    """The spans of the items of a list of people (「佐藤、鈴木 / 高橋」)."""
    start = 0
    for gap in _LIST_GAP.finditer(value):
        if gap.group().strip() == "・" and regex.search(r"[ァ-ヺー]$", value[start : gap.start()]):
            continue  # 「グエン・ヴァン・アン」 is one name
        yield start, gap.start()
        start = gap.end()
    yield start, len(value)


def _word_ends(item: str, start: int, end: int) -> Iterator[int]:
    """Where a name may end in an item of several words: after three, two or one of them."""
    gaps = [match.start() for match in regex.finditer(r" ", item[start:end])]
    ends = [start + gap for gap in gaps[:3]] + ([end] if len(gaps) < 3 else [])
    yield from reversed(ends)


def _paragraph(text: str, position: int) -> tuple[int, int]:
    """The line around a position, at most some 2,000 characters of it."""
    start = max(text.rfind("\n", 0, position) + 1, position - 1000)
    end = text.find("\n", position)
    return start, min(end if end >= 0 else len(text), position + 1000)
