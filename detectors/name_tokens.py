"""Names that the dictionary sees: surname and given name, a foreign name, a surname before an honorific or particle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import regex

from detectors import name_shapes
from detectors.finding import REPORT, Finding
from detectors.lexicon import NAME_TAGS, Lexicon, Token
from detectors.name_lines import is_among_places
from detectors.name_reading import Part
from detectors.name_spots import NameSpots
from detectors.name_words import NOT_BEFORE_HONORIFIC, PLAIN_HONORIFICS, TICKS, after_name, is_organisation

_PARTS = frozenset({"surname", "given"})
_KATAKANA = regex.compile(r"[ァ-ヺー]+")
_HAN = regex.compile(r"\p{Han}")
_KANA_GIVEN = regex.compile(r"[ぁ-ゖ]{2,4}(?=[ (、,。\n]|$)")  # 「ひまり」, which the tokenizer cuts in two
_SHORT_HAN = regex.compile(r"\p{Han}{1,3}")
_GOES_ON = regex.compile(r"[\p{Han}ァ-ヺA-Za-z0-9]")
_LETTER_SPACED = regex.compile(r"[ ](?![様殿氏])\p{Han}(?!\p{Han})")  # 「生 年 月 日」
SURE_IF_CALLED = 0.82  # of a place and a given name that are spoken to
_LONGER_GIVEN = regex.compile(r"\p{Han}{2,3}(?![\p{Han}ァ-ヺ])")
_LETTER_BEFORE = regex.compile(r"(?:^|[^\p{Han}])\p{Han}[ ]$")
_BRACKET = regex.compile(r"[ ]?\([^()\n]{1,12}\)")
_LISTED_BEFORE = regex.compile(r"(?P<word>\p{Han}{1,6})[ ]?[、,・/と][ ]?$")
_LISTED_BEHIND = regex.compile(r"[ ]?[、,・/と][ ]?(?P<word>\p{Han}{1,6})")
_HIRAGANA_ONLY = regex.compile("[ぁ-ゖー]+")
_PARTICLE = regex.compile(r"[ ]?(?:は|が|も|に|を|の|と|から|より|へ|で|、|。|\)|」|,|/|:|$)")
_SEEN = 5  # tokens of a name and behind it that are looked at
Read = Callable[[str, int, int], Part | None]


class Candidate(NamedTuple):
    """A half-open span that may be a name, how sure that is, and why."""

    start: int
    end: int
    score: float
    why: str


class DictionaryNames:
    """Finds names by the classes that the dictionary gives to words and their neighbours."""

    def __init__(self, lexicon: Lexicon, read: Read | None = None) -> None:
        """`read`: gives the tokens of what the name model has read; with it, also open candidates are found."""
        self._lexicon = lexicon
        self._read = read
        self._spots = NameSpots(lexicon, open_too=read is not None)

    def find(self, text: str, place: str) -> Iterator[Finding]:
        """Names and open candidates (score below REPORT) in the order of their place."""
        for start, end in self._spots.clauses(text):
            if part := self._read(text, start, end) if self._read else None:
                yield from self._in_clause(text, part, part.beginnings(), place)
                continue
            tokens = self._lexicon.tokens(text, start, end)
            begins = (n for n, token in enumerate(tokens) if self._lexicon.may_begin_name(token.surface, token.tag))
            yield from self._in_clause(text, tokens, begins, place)

    def _in_clause(self, text: str, tokens: Sequence[Token], begins: Iterable[int], place: str) -> Iterator[Finding]:
        """The names that begin with these of the tokens."""
        skip = 0
        for index in begins:
            if tokens[index].start < skip:
                continue
            near = tokens[max(0, index - 1) : index + _SEEN]
            found = self._at(text, near, min(index, 1))
            if found and not is_organisation(text, found.start, found.end):
                yield Finding("PERSON", place, *found[:3], (found.why,), text[found.start : found.end])
                skip = found.end if found.score >= REPORT else skip

    def _at(self, text: str, tokens: Sequence[Token], index: int) -> Candidate | None:
        """The name that begins with this token."""
        named = self._names_people(tokens[index])
        found = self._full_name(text, tokens, index)
        if found or not named:
            return found
        return (
            self._before_honorific(text, tokens, index)
            if after_name(text, tokens[index].end)
            else (self._alone(text, tokens, index))
        )

    def _names_people(self, token: Token) -> bool:
        if token.tag in NAME_TAGS:
            return True
        return bool(self._lexicon.classes(token.surface) & _PARTS)

    def _full_name(self, text: str, tokens: Sequence[Token], index: int) -> Candidate | None:
        first, rest = tokens[index], index + 1
        spaced = rest < len(tokens) and tokens[rest].surface == " "
        rest += spaced
        if len(first.surface) == 1 and text[first.start - 1 : first.start].isdigit():  # 「3,000円　銀」
            return None
        if rest >= len(tokens) or (first.tag == "given" and not self._lexicon.is_surname(first.surface)):
            return None
        second = tokens[rest]
        if spaced and (second.surface in TICKS or _by_letter(text, first, second)):
            return None
        if first.tag == "name":
            return None
        if not self._names_people(first):
            return self._after_place(text, first, second)
        if second.surface == "より" and not spaced:  # 「斉藤より」
            return None
        if second.tag == "given":
            short = 1 in (len(first.surface), len(second.surface))
            if short and not spaced and not _ends(text, second.end):  # 「和光純薬」
                return None
            if spaced and (whole := _LONGER_GIVEN.match(text, second.start)) and name_shapes.plausible_given(whole[0]):
                second = second._replace(end=max(second.end, whole.end()))  # 「李 佳怡」
            return _surname_and_given(first, second)
        if first.tag != "surname" and not spaced:
            return None
        return self._known_given(text, tokens, index, rest) or self._unknown_given(text, tokens, index, rest)

    def _after_place(self, text: str, place: Token, given: Token) -> Candidate | None:
        """A place that somebody is called after: a surname only before a given name (「室戸 健一」)."""
        if given.tag != "given" or not _ends(text, given.end):
            return None
        spaced = place.end < given.start
        score = (SURE_IF_CALLED if after_name(text, given.end) else 0.7) if spaced else 0.65
        return Candidate(place.start, given.end, score, "名が辞書にあり、地名が姓になりうる")

    def _known_given(self, text: str, tokens: Sequence[Token], index: int, rest: int) -> Candidate | None:
        """A given name that the tokenizer cut in two or took for another word."""
        first, start = tokens[index], tokens[rest].start
        for last in (rest + 1, rest):
            if last >= len(tokens) or tokens[last].tag == "space":
                continue
            end = tokens[last].end
            if end - start <= 4 and self._lexicon.is_given(text[start:end]) and _ends(text, end):
                return Candidate(first.start, end, 0.85 if first.tag == "surname" else 0.7, "姓と名が辞書にある")
        return None

    def _unknown_given(self, text: str, tokens: Sequence[Token], index: int, rest: int) -> Candidate | None:
        """A given name that the dictionary does not know, after a space or before an honorific."""
        first, end = tokens[index], tokens[rest].end
        for token in tokens[rest + 1 : rest + 3]:
            if token.tag == "space" or _ends(text, end) or len(token.surface) > 2:
                break
            end = token.end
        given, sure = text[tokens[rest].start : end], first.tag == "surname"
        if tokens[rest].tag == "place" or not name_shapes.plausible_given(given) or not _ends(text, end):
            return None
        spaced = first.end < tokens[rest].start
        if spaced and len(first.surface) == 1 and len(given) == 1 and _LETTER_SPACED.match(text, end):
            return None
        if spaced and (kana := _KANA_GIVEN.match(text, tokens[rest].start)):
            given, end = kana.group(), kana.end()
        if name_shapes.can_be_given(given, self._lexicon) and (spaced or (sure and after_name(text, end))):
            return Candidate(first.start, end, 0.75 if sure else 0.6, "姓が辞書にあり、名らしい字が続く")
        return None

    def _before_honorific(self, text: str, tokens: Sequence[Token], index: int) -> Candidate | None:
        token, before = tokens[index], tokens[index - 1] if index else None
        match = after_name(text, token.end)
        if not match or token.surface in NOT_BEFORE_HONORIFIC:
            return None
        if token.tag == "given" and before and before.end == token.start and _may_be_surname(before):
            return Candidate(before.start, token.end, 0.7, "名が辞書にあり、敬称が続く")
        honorific = match.group().strip()
        if honorific in ("くん", "ちゃん") and _KATAKANA.match(text, match.end()):  # a product: 「健太くんカステラ」
            return None
        if token.tag != "surname" and _HAN.match(text[token.start - 1 : token.start] or " "):
            return None
        named = token.tag in ("surname", "name", "given") or honorific in PLAIN_HONORIFICS
        if not named and not self._lexicon.is_surname(token.surface):
            return None
        score = 0.85 if token.tag in ("surname", "name") else 0.7
        return Candidate(token.start, token.end, score, f"敬称・役職『{honorific}』が続く")

    def _alone(self, text: str, tokens: Sequence[Token], index: int) -> Candidate | None:
        """A surname before a bracket, as a speaker or before a particle; the last is open."""
        start, end = tokens[index].start, tokens[index].end
        if tokens[index].tag == "surname":
            speaks = text[start - 1 : start] in ("", "\n") and text[end : end + 1] in (":", "「")
            speaks = speaks and not is_among_places(text, start, end, self._lexicon)
            speaks = speaks and not self._heads_a_name(text, end)
            bracket = _BRACKET.match(text, end) and not _HIRAGANA_ONLY.fullmatch(text, start, end)
            if speaks or bracket:
                return Candidate(start, end, 0.65, "姓の後に所属または発言")
            if end - start > 1 and _PARTICLE.match(text, end) and not self._among_places(text, start, end):
                return Candidate(start, end, 0.4, "姓が辞書にある")
        if tokens[index].tag == "name" and end - start > 2:
            return Candidate(start, end, 0.4, "人名が辞書にある")
        return None

    def _heads_a_name(self, text: str, end: int) -> bool:
        """Whether a word before a colon is the label of somebody: nothing but a surname follows (「島長：乾」)."""
        alone = name_shapes.ALONE_BEHIND.match(text, end)
        return bool(alone and self._lexicon.is_surname(alone["word"])) or text[end + 1 : end + 2].isdigit()

    def _among_places(self, text: str, start: int, end: int) -> bool:
        """Whether a surname that is also a place stands in a list beside other places (「石川、富山、福井」)."""
        if "place" not in self._lexicon.classes(text[start:end]):
            return False
        beside = (_LISTED_BEFORE.search(text, max(0, start - 8), start), _LISTED_BEHIND.match(text, end))
        return any(match and "place" in self._lexicon.classes(match["word"]) for match in beside)


def _surname_and_given(first: Token, second: Token) -> Candidate:
    spaced = first.end < second.start
    if spaced and second.end - first.start == 3:  # 「内 科」 in letter-spaced text
        return Candidate(first.start, second.end, 0.4, "姓と名が辞書にある")
    return Candidate(first.start, second.end, 0.92 if first.tag == "surname" else 0.8, "姓と名が辞書にある")


def _by_letter(text: str, first: Token, second: Token) -> bool:
    """Whether two words are letters of one that is spaced out (「住 所 佐 賀 県」)."""
    if len(first.surface) > 1 or len(second.surface) > 1:
        return False
    return bool(
        _LETTER_SPACED.match(text, second.end) or _LETTER_BEFORE.search(text, max(0, first.start - 3), first.start)
    )


def _may_be_surname(token: Token) -> bool:
    return token.tag in ("noun", "unknown", "place") and bool(_SHORT_HAN.fullmatch(token.surface))


def _ends(text: str, end: int) -> bool:
    """Whether a name can end here: no letter of a word follows, or an honorific does."""
    return end >= len(text) or not _GOES_ON.match(text[end]) or bool(after_name(text, end))
