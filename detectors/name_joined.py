"""What rules and the name model say of one text, put together.

In prose the model sees more names and knows their ends better; in forms, lists and tables the rules do. So a rule that
is sure stands, a rule that is not gives way to a sure model, and what only the model sees must not be a common word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import regex

from detectors import name_shapes
from detectors.finding import NOBODY, REPORT, Finding
from detectors.lexicon import NAME_TAGS, Lexicon
from detectors.name_gate import OF_PLACE
from detectors.name_model import NameSpan
from detectors.name_surroundings import is_code, is_prose, is_spaced_out, is_technical
from detectors.name_words import (
    CITIES,
    LATIN_NAMES,
    NOT_A_NAME,
    NOT_BEFORE_HONORIFIC,
    NOT_PEOPLE,
    SINGLE_SURNAMES,
    TITLE,
    is_organisation,
)

FINDS = 0.6  # how sure the model must be of a name in a sentence that no rule sees
FINDS_STRANGE, FINDS_STRANGE_ALONE = 0.65, 0.75  # the same in katakana or Latin letters, in a sentence and outside
FINDS_LETTER = 0.8  # the same for one kanji that is a word before it is a surname (「鍵は」)
FINDS_OUTSIDE = 0.65  # the same in a line that is no sentence: an item of a form, a heading
FINDS_WORD_LETTER = 0.75  # the same for one kanji there that is a word first
FINDS_CITY, FINDS_CITY_ALONE = 0.9, 0.97  # the same for a city in a sentence, and outside
FINDS_LATIN = 0.85  # the same for one word in Latin letters outside sentences
FINDS_LOAN = 0.9  # the same for a strange name in a technical text
FINDS_BEFORE_SPACE = 0.85  # the same where an organisation would follow behind a space (「榊 内科」)
FINDS_FULL = 0.75  # the same for a surname and given name
FINDS_WORD = 0.96  # the same for what may be a common word or part of an organisation
AGREES = 0.3  # how sure it must be of a name that a rule leaves open
SURE_OF_GIVEN = 0.8  # the same for a given name that the dictionary does not know as one
KNOWS_ENDS = 0.9  # how sure it must be to say where a name ends that a rule saw otherwise
KNOWS_MORE = 0.97  # the same to say that a name is longer than a sure rule saw
DENIES = 0.05  # how sure it may be at most where it is believed that nobody is named, whatever a rule says
RULE_STANDS = 0.86  # the score from which a rule's ends stand against the model's
SAMPLE = 0.1  # the score up to which a candidate is known to be nobody
DOUBTED = 0.8  # the score below which a rule is not believed in prose when the model sees nothing
UNCLEAR = 0.65  # the most that the model's word is worth for a surname alone, or outside sentences
CONFIRMED = 0.6  # the score of an open candidate that the model agrees with
EVIDENCE = "人名モデルの判定"
_READING = regex.compile("[ぁ-ゖー]{4,}(?: [ぁ-ゖー]+)?")
_STRANGE = regex.compile(r"[ァ-ヺー]+|[A-Za-z .,'-]+")
_PRODUCT = regex.compile("(?:くん|ちゃん|さん)[ァ-ヺ]")  # 「健太くんカステラ」
_AMOUNT = regex.compile("金 ?[0-9一壱二弐三参四五六七八九十百千万拾]+")
_WITH_THING = regex.compile(r"\p{Han}{1,4}([ァ-ヺー]{3,})")
_LATIN_WORD = regex.compile("[A-Za-z]+")
_IN_CODE = regex.compile("[!-'*+.0-9;-~]")  # 「Okinawa*58」
_HONORED = ("様", "さま", "さん")
_ADDRESSED = regex.compile(" ?(?:さん|様|氏(?!名)|さま|ちゃん|くん|君)")
_CALLED = regex.compile(rf"(?:(?<=..)(?:くん|ちゃん|さん|様)|(?<=[^源平])氏|(?<=.){TITLE})$")  # 「杉部長」
_SHOPS = ("料亭", "割烹", "旅館", "民宿", "居酒屋", "食堂", "スナック")
_HOUSE = regex.compile(rf"\p{{Han}}+[荘苑園館院庵亭寮]|.*(?:{'|'.join(_SHOPS)}).*")
_SHOPS_BEFORE = tuple(f"{shop} " for shop in (*_SHOPS, "喫茶", "酒場"))  # 「スナック 美樹」
_OWN_HOUSE = frozenset({"本園", "本宮", "本院", "本館", "本校"})  # of which a letter speaks (「本園の教育」)
_ACTS = tuple("はがをにも")  # behind somebody of whom a sentence of few hiragana speaks
_OF_HOUSE = regex.compile(r"\p{Han}(?<![長頭員係者士師当])の$")  # 「花の木様」, but 「店長の宝様」
_MAY_BE_SURNAME = regex.compile(r"\p{Han}|[ァ-ヺー]+|[ぁ-ゖー]+")  # beside a given name: 「織 美月」
_PART = regex.compile(r"[^ \n]+")
Chance = Callable[[int, int], float | None]  # of a half-open span, as `NameModel.chance`


class JoinedNames:
    """Joins the findings of rules with the spans of the model."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def join(
        self, text: str, place: str, rules: Sequence[Finding], spans: Sequence[NameSpan], chance: Chance
    ) -> list[Finding]:
        """Findings without overlaps; `rules` and `spans` are in order, open candidates have a score below REPORT.

        `chance` is the model's of all that stands at a span, None where it did not read it.
        """
        kept, taken = self._beside(text, rules, spans, chance)
        for span in spans:
            if span in taken or span.score < FINDS:
                continue
            start, end = self._name_in(text, span)
            if start < end and self._may_be_name(text, start, end, span.score):
                score = self._score(text, start, end, span.score)
                kept.append(Finding("PERSON", place, start, end, score, (EVIDENCE,), text[start:end]))
        return kept

    def nobody(self, text: str, place: str, spans: Iterable[NameSpan]) -> Iterator[Finding]:
        """People of history and fiction: shown as what they are, the least of all, in sentences only."""
        for span in spans:
            value = text[span.start : span.end]
            known = span.score >= FINDS and value.replace(" ", "") in NOT_PEOPLE
            if known and (is_prose(text, span.start, span.end) or text[span.end : span.end + 1] in _ACTS):
                yield Finding("PERSON", place, span.start, span.end, REPORT, (NOBODY, EVIDENCE), value)

    def _score(self, text: str, start: int, end: int, sure: float) -> float:
        """What the model's word is worth: less outside sentences, and for a surname, which many have."""
        score = REPORT + 0.4 * sure
        clear = self._is_full(text[start:end]) and is_prose(text, start, end)
        return score if clear else min(score, UNCLEAR)

    def _beside(
        self, text: str, rules: Sequence[Finding], spans: Sequence[NameSpan], chance: Chance
    ) -> tuple[list[Finding], set[NameSpan]]:
        """The rules' findings that stand, and the spans of the model that say nothing besides them."""
        kept: list[Finding] = []
        taken: set[NameSpan] = set()
        for finding, beside in _met(rules, spans):
            sure = max((span.score for span in beside), default=0.0)
            city = finding.value in CITIES and not is_prose(text, finding.start, finding.end)
            own = finding.value in _OWN_HOUSE and not _ADDRESSED.match(text, finding.end)
            if finding.score <= SAMPLE or (finding.score < REPORT and (city or own)):
                taken.update(beside)
                continue
            if any(span.score >= KNOWS_MORE and _is_part(text, finding, span) for span in beside):
                continue
            if sure >= KNOWS_ENDS and finding.score < RULE_STANDS:
                if any((span.start, span.end) == (finding.start, finding.end) for span in beside):
                    foreign = _STRANGE.fullmatch(finding.value)  # who is named in foreign letters is often famous
                    score = max(
                        finding.score,
                        CONFIRMED,
                        0.0 if foreign else self._score(text, finding.start, finding.end, sure),
                    )
                    kept.append(replace(finding, score=score, evidence=(*finding.evidence, EVIDENCE)))
                    taken.update(beside)
                continue
            if finding.score < REPORT and sure >= AGREES:
                finding = replace(finding, score=CONFIRMED, evidence=(*finding.evidence, EVIDENCE))
            elif not beside and self._is_denied(text, finding, chance(finding.start, finding.end)):
                continue
            kept.append(finding)
            if finding.score >= REPORT:
                taken.update(beside)
        return kept, taken

    def _is_denied(self, text: str, finding: Finding, chance: float | None) -> bool:
        """Whether what a rule alone found is nobody: the model is sure of that and it is no full name, or the rule is
        weak and in prose."""
        if chance is not None and chance < DENIES and not self._is_full(finding.value):
            return True
        return finding.score < DOUBTED and is_prose(text, finding.start, finding.end)

    def _name_in(self, text: str, span: NameSpan) -> tuple[int, int]:
        """The span without words before and behind that are no part of a name (「少年 颯太」, 「上杉 なし」)."""
        parts = [match.span() for match in _PART.finditer(text, span.start, span.end)]
        while len(parts) > 1 and self._is_word(first := text[slice(*parts[0])]):
            if span.score >= SURE_OF_GIVEN and first not in NOT_A_NAME and _MAY_BE_SURNAME.fullmatch(first):
                break
            parts.pop(0)
        while len(parts) > 1 and self._is_word(text[slice(*parts[-1])]) and not self._is_rare_given(text, parts, span):
            parts.pop()
        if not parts:
            return span.start, span.start
        called = _CALLED.search(text, parts[0][0], parts[-1][1])
        return parts[0][0], called.start() if called else parts[-1][1]

    def _is_rare_given(self, text: str, parts: Sequence[tuple[int, int]], span: NameSpan) -> bool:
        """Whether the last of two words is a given name that the dictionary has as a word only (「三浦 一花」)."""
        surname, given = text[slice(*parts[0])], text[slice(*parts[-1])]
        if len(parts) > 2 or given in NOT_A_NAME or span.score < SURE_OF_GIVEN:
            return False
        known = name_shapes.plausible_given(given) and self._lexicon.is_surname(surname)
        return known or span.score >= KNOWS_MORE

    def _is_word(self, part: str) -> bool:
        known = self._lexicon.classes(part)
        return part in NOT_A_NAME or (bool(known) and not known & NAME_TAGS and "place" not in known)

    def _may_be_name(self, text: str, start: int, end: int, score: float) -> bool:
        value = text[start:end]
        if value in NOT_A_NAME or value.replace(" ", "") in NOT_PEOPLE:
            return False
        if value in NOT_BEFORE_HONORIFIC and score < (KNOWS_MORE if text.startswith(_HONORED, end) else FINDS_WORD):
            return False
        if is_spaced_out(text, start, end):
            return False
        if value == "金" and text[end : end + 1] in (":", "("):  # the day of the week
            return False
        if _HOUSE.fullmatch(value) and not (self._lexicon.is_surname(value) or _ADDRESSED.match(text, end)):
            return False  # 「松風荘」
        if _PRODUCT.match(text, end) or _AMOUNT.match(value) or self._is_product(value):
            return False
        if not self._is_likely(value) and is_technical(text, start, end):
            if value.isascii():  # 「トニー・ホーア(Tony Hoare)」 is told by what stands before
                return score >= KNOWS_MORE and text[max(0, start - 1) : start] != "("
            return score >= FINDS_LOAN
        addressed = bool(_ADDRESSED.match(text, end))
        prose, known = is_prose(text, start, end), self._lexicon.classes(value)
        if not prose and (self._is_of_organisation(text, start, end, score) or text.endswith(_SHOPS_BEFORE, 0, start)):
            return False
        if not prose and len(value) > 1 and "noun" in known and text.startswith(":", end):
            return score >= FINDS_WORD  # 「出口：西」
        if len(value) == 1 and text.startswith("様", end) and _OF_HOUSE.search(text, max(0, start - 2), start):
            return False
        if "place" in known and text[max(0, start - 1) : start] == "→":
            return False  # 「本社→羽田」
        if value in CITIES and not addressed:
            of_place = prose and OF_PLACE.match(text, end)
            return not of_place and score >= (FINDS_CITY if prose else FINDS_CITY_ALONE)
        if prose:
            if len(value) == 1 and value not in SINGLE_SURNAMES and not addressed:
                return score >= FINDS_LETTER
            return score >= (FINDS if self._is_likely(value) else FINDS_STRANGE)
        if addressed:
            return score >= FINDS_FULL
        if len(value) == 1 and value not in SINGLE_SURNAMES:
            return score >= FINDS_WORD_LETTER
        if _LATIN_WORD.fullmatch(value):
            return score >= FINDS_LATIN and not (_IN_CODE.match(text, end) or is_code(text, start, end))
        if self._is_word(value) or ("place" in known and not known & NAME_TAGS):
            return score >= FINDS_WORD
        if _STRANGE.fullmatch(value) and not self._is_likely(value):
            return score >= FINDS_STRANGE_ALONE
        kana = name_shapes.is_foreign_or_kana(value)
        return score >= (FINDS_FULL if self._is_full(value) and not kana else FINDS_OUTSIDE)

    def _is_product(self, value: str) -> bool:
        """Whether a surname and a thing in katakana are written as one word (「島田ボルト」)."""
        match = _WITH_THING.fullmatch(value)
        known = self._lexicon.classes(match[1]) if match else frozenset()
        return "noun" in known and not known & {"given", "surname"}

    def _is_of_organisation(self, text: str, start: int, end: int, score: float) -> bool:
        """Whether a name is part of an organisation's; what follows a full name behind a space is none of it."""
        full = " " in text[start:end] and self._is_full(text[start:end])
        if text[end : end + 1] == " " and (full or score >= FINDS_BEFORE_SPACE):
            return False
        return is_organisation(text, start, end)

    def _is_likely(self, value: str) -> bool:
        """Whether a name is written as Japanese ones are, has a joint, or is known as a name and nothing else."""
        if not _STRANGE.fullmatch(value):
            return True
        if value.isascii():
            return any(part.upper() in LATIN_NAMES for part in value.split())
        known = self._lexicon.classes(value)
        return bool(known) and known <= NAME_TAGS

    def _is_full(self, value: str) -> bool:
        """Whether a name has two parts, of which the dictionary knows one, or is a reading in kana."""
        if _READING.fullmatch(value):
            return True
        if name_shapes.is_foreign_or_kana(value):
            return self._is_likely(value)
        return name_shapes.strength(value, self._lexicon) > 1


def _is_part(text: str, finding: Finding, span: NameSpan) -> bool:
    """Whether a rule saw only the surname or the given name of a full name."""
    if not span.start <= finding.start < finding.end <= span.end or (finding.start, finding.end) == (
        span.start,
        span.end,
    ):
        return False
    return len(_PART.findall(text, span.start, span.end)) > 1


def _met(rules: Iterable[Finding], spans: Sequence[NameSpan]) -> Iterator[tuple[Finding, list[NameSpan]]]:
    """Each finding with the spans that overlap it."""
    number = 0
    for finding in sorted(rules, key=lambda finding: finding.start):
        while number < len(spans) and spans[number].end <= finding.start:
            number += 1
        last = number
        while last < len(spans) and spans[last].start < finding.end:
            last += 1
        yield finding, list(spans[number:last])
