"""Words that stand alone one after the other and could be surnames: an enumeration, a rota, a route of circulation.

「早番 原・境、遅番 泉」, 「富山→廣瀨→杉」, 「07=京極、08=玉城」 and the first words of lines of the same shape each are
one series. Whether a series names people is judged in `name_company`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from detectors.lexicon import LONGEST_SURNAME, Lexicon
from detectors.name_rows import GAPS, MOST_BETWEEN, MOST_PREFIX, SHIFT, Series, Slot, with_rows
from detectors.name_runs import KANJI, Answers, Told, among, runs
from detectors.name_shapes import plausible_given
from detectors.name_words import (
    COMMON_SURNAMES,
    HAN,
    HONORIFIC,
    HONORIFIC_STARTS,
    NOT_A_NAME,
    NOT_BEFORE_HONORIFIC,
    OFFICES,
    SINGLE_SURNAMES,
    TICKS,
    TITLE_WORDS,
    is_of_organisation,
    is_organisation,
)

_WORD = rf"[{HAN}](?:[{HAN}]|[ノツ](?=[{HAN}])){{0,4}}"
_LEFT = r" \t、,・/:=→(|】」├└│─@;○×△●◯□■◎*>⇒⇔↔。-"
_REMARK = r"(?:[ ]?\([^()\n]{1,16}\))?"
_RIGHT = r" \t\n、,。・/:=→()|【」;⇒⇔↔-"
_OTHERS = "他組"
_PARTICLE = "[はがもにをのとへで]|から|まで|より|ほか|他|組(?!合)|ペア"
_OFFICE = "(?:会計|書記|監事|理事|幹事|顧問|監査|相談役|班長|分隊長|団長|隊長)"
_SLOT = (
    rf"(?:^|(?<=[{_LEFT}])|(?<=[^ぁ-ゖ]は)|(?<=[^ぁ-ゖ]と))(?P<name>{_WORD}?)(?P<title>{HONORIFIC}|{_OFFICE})?"
    rf"(?=[{_RIGHT}]|{_PARTICLE}|$)"
)
_SLOTS = re.compile(_SLOT, re.MULTILINE)
_EDGES = among("-はと\n" + _LEFT.replace(r"\t", "\t").rstrip("-"))  # what stands before a slot
_TITLED = re.compile(f"{HONORIFIC}|{_OFFICE}")
_AT_EDGE = rf"(?<![^{re.escape(''.join(sorted(_EDGES)))}])[{HAN}]"
_FIRSTS, _BEFORE_JOINT = re.compile(_AT_EDGE), re.compile(rf"{_AT_EDGE}+(?=[ノツ])")
_JOINTS = tuple(re.compile(rf"{kana}(?<=[{HAN}].)") for kana in "ノツ")  # a letter first: `re` looks for it quickly

_LIST = re.compile(rf"{_REMARK}[ ]?(?:[、,・/;→⇒⇔↔と]|->)[ ]?")
_SPACE = re.compile(rf"{_REMARK}(?:[ \t]+|[ ]*\|[ ]*)")
_JOINED = re.compile(rf"{_REMARK}(?:です)?(?:[ \t\n、,。・/;|)→⇒⇔↔と]|->)")  # how any joint begins
# how a joint or a title begins
_JOINS = among("-( \t\n、,。・/;|)→⇒⇔↔とでノツ会書監理幹顧相班分団隊" + "".join(HONORIFIC_STARTS))
_BEFORE_PLACE = frozenset("は: \t")  # what stands before a word alone that is told to be a place
_LETTER_OF_KEY = r"[^\s、,。・|=は()]"
_KEY = (
    rf"(?:【[^】\n]{{1,10}}】|{_LETTER_OF_KEY}{{1,8}}(?:[ ]{_LETTER_OF_KEY}{{1,4}})?(?:\([^()\n]{{1,6}}\))?"
    r"(?:[ ]?[:=|][ ]?|は|[ \t]+))"
)
_KEYED = re.compile(rf"{_REMARK}(?:です)?[ \t\n、,。・/;|)]+{_KEY}")
_LINE = re.compile(rf"{_REMARK}[ ]*\n[ ]*(?:[├└│─・*○×△●◯□■◎>-]|[0-9]{{1,2}}[.)]?)*[ ]*")
_KEYS = frozenset(
    "月火水木金土日祝投捕一二三遊左中右指正副上下前後甲乙丙早遅夜昼朝男女"
)  # they head an item (「月 平野」)
_PAIRED = frozenset("・、,/")
_ARROWS = ("→", "⇒")
_WEATHER = frozenset("晴雨曇雪")
_IS_KEY = re.compile(rf"[ ]?[:=]|[ ]{{1,2}}[{HAN}]")
_COLON = re.compile("[ ]?[:=]")
_HEADS = re.compile(rf"[ ]?[:=は]|[ ][{HAN}]")  # what stands behind a word that says what the next one is
_GIVEN = re.compile(rf"[ ](?P<given>[{HAN}]{{1,3}}|[ぁ-ゖ]{{2,5}}|[ァ-ヺー]{{2,6}})(?![{HAN}ぁ-ゖァ-ヺー]|[ ]?[:=])")
_FORMER = frozenset(f"{former}{title}" for former in "前元現新副" for title in TITLE_WORDS)
WHOLE, PART, SINGLE = 1, 2, 3  # of a run of kanji that is a surname, or begins with one
_NEAR = MOST_BETWEEN + 20  # characters around a surname within which another word of its series may stand
_LINE_AT_MOST = 400  # characters of its line on either side, whose other words tell what kind of list it is
_LAST = 4  # characters at the end of a part of a text that is read, where a word may not be over


class NameSeries:
    """Finds the series of a text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._begins = lru_cache(maxsize=131_072)(self._look_up)
        self._answers = Answers(lambda runs: map(self._begins, runs))

    def find(self, text: str) -> Iterator[Series]:
        """Series of words that are surnames of the dictionary, among other things; many of one word only."""
        series: list[Series] = []
        last: Slot | None = None
        given = 0
        for start, end, stop in self._words(text):
            if start < given:  # 「丹野　齋藤 勝」: 勝 is no third person
                continue
            given = self._given_behind(text, end, stop)
            join = "" if last is None else _joint(text, last.stop, start)
            if not join and stop == end and self._ends_route(text, start, end):
                continue
            slot = Slot(start, end, stop, join)
            if not given and self._may_be_surname(text, start, end, stop):
                if not series or not join:
                    series.append(Series())
                series[-1].slots.append(slot)
                last = slot
            elif not given and stop == end and last is not None and join == "list" and not _HEADS.match(text, stop):
                series[-1].breakers.append(text[start:end])
                last = slot
        yield from with_rows(text, series)

    def _ends_route(self, text: str, start: int, end: int) -> bool:
        """Whether a place stands behind an arrow, and before that what is no surname (「本社→羽田」)."""
        before = text[max(0, start - 2) : start]
        return before[-1:] in _ARROWS and len(before.strip()) > 1 and "place" in self._lexicon.classes(text[start:end])

    def _words(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Words that stand alone, without those that only head an item (「月 平野」)."""
        done = 0
        for match in self._slots(text):
            start, end = match.span("name")
            if (
                start < done
                or text[start : match.end()] in _FORMER
                or text[start:end] in OFFICES
                or _COLON.match(text, end)
                or (text[start:end] in _KEYS and _IS_KEY.match(text, end))
            ):
                continue
            if shift := SHIFT.match(text, end):
                done = shift.end()
            yield start, end, match.end()

    def _slots(self, text: str) -> Iterator[re.Match[str]]:
        """The words that stand alone near a run of kanji that is a surname of somebody, more likely than a word."""
        if text.isascii():
            return
        surnames = runs(text).told(self._answers, KANJI, _EDGES)
        opening = {*_telling(text, surnames), *_before_joints(text)}
        sought, done = [start for start, _, _ in surnames], 0
        for first, last in _around(sorted(opening), text):
            here = sought[bisect_left(sought, first) : bisect_left(sought, last)]
            if not self._may_hold_series(text, here, first, last):
                inside = [start for start in here if text[start - 1 : start] in _BEFORE_PLACE]
            else:
                inside = [match.start() for match in _FIRSTS.finditer(text, first, last)]
            for start in inside:
                match = _SLOTS.match(text, start) if start >= done else None
                if match and (match.end() + _LAST < last or last == len(text)):
                    done = match.end()
                    yield match

    def _may_hold_series(self, text: str, surnames: Sequence[int], first: int, last: int) -> bool:
        """Whether two of these surnames may belong together, those of full names left out."""
        if any(
            joint.search(text, first, last) for joint in _JOINTS
        ):  # 一ノ瀬, of which only the first character is here
            return True
        slots = [slot for start in surnames if (slot := _SLOTS.match(text, start))] if len(surnames) > 1 else []
        return _may_be_series(text, slots) and _may_be_series(
            text, [slot for slot in slots if not self._given_behind(text, slot.end("name"), slot.end())]
        )

    def _given_behind(self, text: str, end: int, stop: int) -> int:
        """Where the given name ends that follows a word without an honorific; 0 where none does."""
        return is_followed_by_given(text, end, self._lexicon) if stop == end else 0

    def _look_up(self, run: str) -> int:
        """WHOLE for a run of kanji that is a surname, SINGLE for one of one character that is more likely a word.

        PART for one with something behind.
        """
        if len(run) <= LONGEST_SURNAME and self._lexicon.is_surname(run):
            return WHOLE if len(run) > 1 or run in SINGLE_SURNAMES else SINGLE
        cuts = range(1, min(len(run) - 1, LONGEST_SURNAME) + 1)
        begins = any(
            (cut > 1 or run[0] in SINGLE_SURNAMES)
            and self._lexicon.is_surname(run[:cut])
            and (run[cut] in _OTHERS or bool(_TITLED.match(run, cut)))
            for cut in cuts
        )
        return PART if begins else 0

    def _may_be_surname(self, text: str, start: int, end: int, stop: int) -> bool:
        """Whether a word can be a surname here: no given name follows, and nothing that makes a company of it."""
        word = text[start:end]
        if word in NOT_A_NAME or word in _WEATHER or text[start:stop] in TITLE_WORDS:
            return False
        if not self._lexicon.is_surname(word):
            return False
        if stop > end and word in NOT_BEFORE_HONORIFIC:  # 「奥様」
            return False
        behind = text[end : end + 1]
        if behind == "組":
            return text[start - 1 : start] in _PAIRED and not is_of_organisation(text, start)  # no builder, as 「原組」
        if behind == " " or stop > end:
            return not is_of_organisation(text, start)
        return not is_organisation(text, start, end)


def _telling(text: str, surnames: Iterable[Told]) -> Iterator[tuple[int, int]]:
    """Which surnames may be joined on to others, head a line or be told to be places: the others are left alone."""
    joined = -1  # up to where another may be joined on to the one before
    for start, end, answer in surnames:
        line = text.rfind("\n", max(0, start - MOST_PREFIX - 1), start)
        tells = (
            0 < (start - line - 1 if line >= 0 else start) <= MOST_PREFIX
            or (text[end : end + 1] or "\n") in _JOINS
            or answer == PART
            or text[start - 1 : start] in _BEFORE_PLACE
        )
        if answer != SINGLE and (tells or start <= joined):
            yield start, end
        joined = start + MOST_BETWEEN + LONGEST_SURNAME if tells else -1


def _before_joints(text: str) -> Iterator[tuple[int, int]]:
    """Kanji before what joins the parts of a surname (「一ノ瀬」)."""
    if any(joint.search(text) for joint in _JOINTS):
        yield from (match.span() for match in _BEFORE_JOINT.finditer(text))


def _may_be_series(text: str, slots: Sequence[re.Match[str]]) -> bool:
    """Whether two of these words may belong together: one is joined on to the next, or both head lines."""
    if any(_JOINED.match(text, slot.end()) for slot in slots[:-1]):
        return True
    return sum(_heads_row(text, slot) for slot in slots) > 1


def _heads_row(text: str, slot: re.Match[str]) -> bool:
    """Whether a word is the first of a line, behind a mark or before a gap (`_shape`)."""
    start = slot.start()
    if text[max(0, start - 1) : start] in ("", "\n"):
        return text[slot.end() : slot.end() + 1] in GAPS
    return start <= MOST_PREFIX or text.rfind("\n", start - MOST_PREFIX - 1, start) >= 0


def _around(places: Iterable[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    """Where words of one series with these may stand: near them, and on their lines as far as those go."""
    span: tuple[int, int] | None = None
    for start, end in places:
        begin, stop = max(0, start - _LINE_AT_MOST), min(len(text), end + _LINE_AT_MOST)
        line_end = text.find("\n", end, stop)
        first = min(max(0, start - _NEAR), max(text.rfind("\n", begin, start) + 1, begin))
        last = max(min(len(text), end + _NEAR), stop if line_end < 0 else line_end)
        if span is not None and first > span[1]:
            yield span
            span = None
        span = (first if span is None else span[0], last)
    if span is not None:
        yield span


def is_followed_by_given(text: str, end: int, lexicon: Lexicon) -> int:
    """Where the given name ends that follows a surname which ends here, behind a space; 0 where none does."""
    match = _GIVEN.match(text, end)
    if not match or SHIFT.match(text, end):
        return 0
    given = match["given"]
    if not given[0] > "ヺ":  # kana
        is_name = lexicon.is_given(given) or not lexicon.classes(given)
    elif given in _KEYS or given in TICKS:
        is_name = False
    else:
        unknown = plausible_given(given) and not lexicon.is_surname(given)
        is_name = unknown or is_rather_given(given, lexicon)
    return match.end() if is_name else 0


def is_rather_given(word: str, lexicon: Lexicon) -> bool:
    """Whether a word behind a surname and a space is that person's given name and not the next person's surname."""
    return lexicon.is_given(word) and word not in COMMON_SURNAMES and word not in SINGLE_SURNAMES


def _joint(text: str, end: int, start: int) -> str:
    """How a word that begins at `start` is joined to the one that stops at `end`; nothing where it is not."""
    if start - end > MOST_BETWEEN:
        return ""
    for name, pattern in (("list", _LIST), ("space", _SPACE), ("line", _LINE), ("keyed", _KEYED)):
        if pattern.fullmatch(text, end, start):
            return name
    return ""
