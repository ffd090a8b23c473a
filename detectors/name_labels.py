"""Names after their label in running text: 「氏名：山田 太郎」, 「出席者　佐藤、鈴木」, 「CC: Yuki Tateno <…>」."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

import regex

from detectors import name_shapes
from detectors.finding import Finding
from detectors.lexicon import Lexicon
from detectors.located import Located, LocatedMatch, LocatedPatterns
from detectors.name_bare import Bare, BareWords
from detectors.name_words import DIRECTIONS, HAN, KANA_MARKS, after_name
from detectors.rules import load_words

PART_LABELS = ("姓", "名", "セイ", "メイ")
READING_LABELS = (
    "フリガナ",
    "ふりがな",
    "氏名カナ",
    "カナ氏名",
    "氏名フリガナ",
    "カナ",
    "ヨミガナ",
    "よみがな",
    "シメイ",
)
_SPACED_OUT = {"氏名": "氏[ ]{0,4}名", "姓名": "姓[ ]{0,4}名", "名前": "名[ ]{0,4}前"}
MOST_PREFIX = 3  # characters of what may stand before a label: 「緊急時」
MOST_SPACES = 4  # between the characters of a label that is spaced out
_KANA_IS_NO_NAME = frozenset({"担当", "記録", "会計", "owner"})  # after these a kana word is a shop or a thing
_ALONE = r"(?<![\p{Han}ァ-ヺA-Za-z_])"
_BEFORE, _SOMEBODY = "(?:本人|申込|申請|届出|緊急時?|ご|お)?", r"\p{Han}{1,5}[者員]"
_SURE_GAP = regex.compile(r"[:=\t】》>|\]]")
_LIST_GAP = regex.compile(r"[ ]*[、,/・][ ]*")
_KATAKANA_END = regex.compile(r"[ァ-ヺー]$")
_PART = regex.compile(r"[^ ]{1,8}")
_PART_SHAPE = regex.compile(rf"[\p{{Han}}ぁ-ゖァ-ヺー{KANA_MARKS}]+")
_DISPLAY_NAME = regex.compile(r"(?P<name>[A-Z][A-Za-z'-]+(?:[ ][A-Z][A-Za-z'.-]*){1,3})\"?[ ]*<[^<>@\s]+@")
_LETTER_BY_LETTER = regex.compile(rf"[{HAN}](?: [{HAN}]){{2,5}}")  # 「徳 永 栄 治」
_LABELS_BEHIND = frozenset((*load_words("name_duties"), *load_words("name_duty_labels"), "検", "印"))
_LONG_LABELS_BEHIND = tuple(word for word in _LABELS_BEHIND if len(word) > 1)
_ROLE_END = regex.compile(r"\p{Han}[者員部課係室班]$")
_FEW_KANJI = regex.compile(rf"[{HAN}]{{1,4}}")
_WORD = rf"[{HAN}ぁ-ゖァ-ヺ]{{1,8}}"
_WITHOUT_GAP = regex.compile(rf"(?:氏名|名義|名義人)(?P<name>[{HAN}ァ-ヺ]{{1,8}}[ ]{_WORD})(?=[ \n,、。]|$)")


class LabelledNames:
    """Finds what stands after the labels of a rule."""

    def __init__(self, labels: Sequence[str], lexicon: Lexicon, bare: BareWords) -> None:
        self._lexicon = lexicon
        self._bare = bare
        labels = (*labels, *READING_LABELS, *PART_LABELS, *load_words("name_labels"))
        self._known = frozenset(label.lower() for label in labels)
        self._pattern = _label_pattern(labels)
        gaps = list(_gap_expressions(labels))
        self._gaps = LocatedPatterns([Located(self._pattern, (gap,), None, caseless=True) for gap, _, _ in gaps])
        self._forms, self._most = [form for _, form, _ in gaps], [most for _, _, most in gaps]

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """All names after labels, and display names in Latin letters before a mail address."""
        last = None
        for match in self._matches(text):
            if match.span("label") != last:  # 「ご担当：」 is met with and without its first character
                yield from self._after(text, match, place)
            last = match.span("label")
        for match in _DISPLAY_NAME.finditer(text) if "@" in text else ():
            yield Finding("PERSON", place, *match.span("name"), 0.8, ("メールアドレスの前の表示名",), match["name"])

    def _matches(self, text: str) -> Iterator[LocatedMatch]:
        """Labels with what follows, looked for only before gaps (most prose has none after a label)."""
        starts = {
            begin.start()
            for number, gaps in self._gaps.ends(text).items()
            for gap in gaps
            for begin in _beginning(self._forms[number]).finditer(text, max(0, gap - self._most[number]), gap)
        }
        for start in sorted(starts):
            if match := self._pattern.match(text, start):
                yield match

    def find_without_gap(self, text: str, place: str) -> Iterator[Finding]:
        """Names directly behind 「氏名」 (「氏名山田 太郎」), where a form was flattened to text."""
        for match in _WITHOUT_GAP.finditer(text):
            name = match["name"]
            if name_shapes.strength(name, self._lexicon) >= 2 or name_shapes.is_foreign_or_kana(name):
                yield Finding("PERSON", place, *match.span("name"), 0.98, ("見出し『氏名』",), name)

    def _after(self, text: str, match: LocatedMatch, place: str) -> Iterator[Finding]:
        value, offset, label = match["value"], match.start("value"), match["label"]
        loose = not _SURE_GAP.search(match["gap"])
        if (
            text[match.end() : match.end() + 1] == ":" and " " in value
        ):  # the next label: 「Isabella Rossi Nationality:」
            value = value[: value.rindex(" ")]
        elif text[match.end() : match.end() + 1] == ":" and (gaps := list(_LIST_GAP.finditer(value))):
            value = value[: gaps[-1].start()]
        if "  " in value:
            value = value[: value.index("  ")]
        for start, end in _items(value):
            found = self._name_or_part(value[start:end], label, loose=loose)
            if found:
                begin, stop, score = offset + start + found[0], offset + start + found[1], found[2]
                name = value[start + found[0] : start + found[1]]
                yield Finding("PERSON", place, begin, stop, score, (f"見出し『{label}』",), name)
            elif start == 0:
                return

    def _name_or_part(self, item: str, label: str, *, loose: bool) -> tuple[int, int, float] | None:
        if label in PART_LABELS:
            return None if loose else self._part_in(item)
        known = label.lower().replace(" ", "") in self._known or label.lower() in self._known
        return self._name_in(item, label, loose=loose, known=known) if known or not loose else None

    def _part_in(self, item: str) -> tuple[int, int, float] | None:
        """The surname or given name after 「姓：」 or 「名：」."""
        match = _PART.match(item)
        if not match or match.group() in name_shapes.NOT_A_NAME or not _PART_SHAPE.fullmatch(match.group()):
            return None
        known = self._lexicon.classes(name_shapes.composed(match.group())) & {"surname", "given"}
        return (*match.span(), 0.9) if known or name_shapes.plausible_given(match.group()) else None

    def _name_in(self, item: str, label: str, *, loose: bool, known: bool) -> tuple[int, int, float] | None:
        """The name at the beginning of what follows a label: two words, one word, or the whole item.

        After a label that is not `known` (「夜勤者：」) the dictionary must know the name.
        """
        if _LETTER_BY_LETTER.fullmatch(item) and self._support(item.replace(" ", ""), label) > 1:
            return 0, len(item), 0.97
        start, end = name_shapes.trim(item)
        for stop in _word_ends(item, start, end):
            name_start, name_end = name_shapes.trim(item[start:stop])
            name = item[start + name_start : start + name_end]
            support = 0 if self._ends_with_label(name) else self._support(name, label)
            if support > 1 or (support == 1 and (len(name) > 1 or not (loose or name in DIRECTIONS))):
                return start + name_start, start + name_end, 0.97 if support > 1 else 0.85
        if known and not loose and self._is_bare(item[start:end]):
            return start, end, 0.87
        if known and self._has_title(item, start, end):
            return start, end, 0.7
        if known and not loose and ("名" in label or "者" in label) and name_shapes.has_shape(item[start:end]):
            return start, end, 0.7
        return None

    def _is_bare(self, name: str) -> bool:
        """Whether an item is one kanji or a foreign name, which may stand behind a sure label (「目撃者：萩」)."""
        if name in DIRECTIONS:
            return False
        return self._bare.weigh(name) >= (Bare.WORD if len(name) == 1 else Bare.NAME)

    def _ends_with_label(self, name: str) -> bool:
        """Whether what looks like a given name is the next label (「白鳥　検印　土田」, 「志田　引継者」)."""
        _, gap, last = name.rpartition(" ")
        labels = last in self._known or last in _LABELS_BEHIND or last.endswith(_LONG_LABELS_BEHIND)
        return bool(gap) and (labels or bool(_ROLE_END.search(last)))

    def _has_title(self, item: str, start: int, end: int) -> bool:
        """Whether kanji that are no common word stand before a title or honorific (「石動委員長」)."""
        word = item[start:end]
        common = self._lexicon.classes(word) & {"noun", "other"} or word in name_shapes.NOT_A_NAME
        return bool(_FEW_KANJI.fullmatch(word) and after_name(item, end)) and not common

    def _support(self, name: str, label: str) -> int:
        """As `name_shapes.strength`; two words of kana or Latin letters are a name after most labels."""
        support = name_shapes.strength(name, self._lexicon)
        if not support and label not in _KANA_IS_NO_NAME and name_shapes.is_foreign_or_kana(name):
            return 2
        return support


def _label_pattern(labels: Sequence[str]) -> regex.Pattern[str]:
    """Label, gap and the rest of the line; labels also as they come out of some PDF files, with loose sound marks."""
    forms = {form for label in labels for form in (label, unicodedata.normalize("NFD", label))}
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    names = "|".join(_SPACED_OUT.get(form) or regex.escape(form).replace(" ", "[ ]?") for form in ordered)
    return regex.compile(
        rf"{_ALONE}{_BEFORE}(?P<label>{names}|{_SOMEBODY})(?:者|様|さま)?[ ]*(?:\([^()\n]{{0,14}}\))?"
        r"(?P<gap>[ ]*[:=】》>|][ ]*|\t+|[ ]{1,}|[ ]*\n[ ]*(?=[^\n]{2,20}(?:\n|$)))"
        r"(?P<value>[^\n\t;|。:]{1,120})",
        regex.IGNORECASE,
    )


@lru_cache(maxsize=2_048)  # more than there are labels
def _beginning(form: str) -> regex.Pattern[str]:
    """Where a label of this form may begin, or what stands before it."""
    return regex.compile(rf"{_ALONE}(?={_BEFORE}{form})", regex.IGNORECASE)


def _gap_expressions(labels: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """Any label with the beginning of the gap behind it, for hyperscan; its form; how far before its end it begins."""
    forms = {form for label in labels for form in (label, unicodedata.normalize("NFD", label))}
    gap, behind = r"(?:者|様|さま)?[ (:=】》>|\]\t\n]", 3
    for form in sorted(forms):
        word = _SPACED_OUT.get(form) or re.escape(form).replace(r"\ ", "[ ]?")
        whole = f"(?:^|[^A-Za-z_]){word}" if word[0].isascii() else word
        most = len(form.replace(" ", "")) + (MOST_SPACES if form in _SPACED_OUT else form.count(" "))
        yield whole + gap, word, most + behind + MOST_PREFIX
    yield f"[者員]{gap}", _SOMEBODY, 6 + behind + MOST_PREFIX


def _items(value: str) -> Iterator[tuple[int, int]]:
    """The spans of the items of a list of people (「佐藤、鈴木 / 高橋」)."""
    start = 0
    for gap in _LIST_GAP.finditer(value):
        if gap.group().strip() == "・" and _KATAKANA_END.search(value[start : gap.start()]):
            continue  # 「グエン・ヴァン・アン」 is one name
        yield start, gap.start()
        start = gap.end()
    yield start, len(value)


def _word_ends(item: str, start: int, end: int) -> Iterator[int]:
    """Where a name may end in an item of several words: after three, two or one of them."""
    gaps = [position for position in range(start, end) if item[position] == " "]
    ends = gaps[:3] + ([end] if len(gaps) < 3 else [])
    yield from reversed(ends)
