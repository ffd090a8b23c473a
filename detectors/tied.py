"""Whether what is said (a diagnosis, a creed, a conviction) is said of a person, and not of who signs the notice."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

import regex

from detectors.finding import Finding
from detectors.lexicon import NAME_TAGS, Lexicon
from detectors.normalize import fold_heading, normalize
from detectors.rules import Rule, load_heading_words, load_words

NEAR = 200  # characters between a person and what is said of them
_SEEN = NEAR + 60  # characters around what is said that are read for somebody who is spoken of
_LINE = 40  # characters before a name in which its label may stand
_OFFICE = load_heading_words().office
_SPOKESPEOPLE = frozenset(map(fold_heading, load_words("spokespeople")))
_SPOKESPERSON = "|".join(
    regex.escape(word) for word in sorted({*_OFFICE, *load_words("spokespeople")}, key=len, reverse=True)
)
_IN_CHARGE = regex.compile(
    rf"(?:^|[\n\t、。(【\[・●■◆|/ ])(?:{_SPOKESPERSON})(?:[ :・はの】\]|(]|\t)[^\n、。]{{0,16}}$"
)
_NEW_ARTICLE = regex.compile(r"\n[ \u3000]*[■◆◇▼◎□●○][^\n:：]{1,30}\r?\n")
_HONOURED = (
    r"[一-龠々ぁ-んァ-ヶーA-Za-z](?<!皆|客|者|員|患|親|母|父|屋|達|なさ|みな)"
    r"(?:様|さん|さま|氏|殿|くん|ちゃん)(?![一-龠々])"
)
_MENTION_ENDS = r"(?=[はがもに、:・)(=\n\t ]|から|より|です|である|の[一-龠]|[一-龠A-Z]{1,4}(?:さん|様|氏|[はの])|$)"
_MENTIONED = regex.compile(rf"(?<![一-龠々ァ-ヶー])(?:{'|'.join(load_words('mentioned'))}){_MENTION_ENDS}|{_HONOURED}")
_LIKE_A_NAME = regex.compile(  # 「尼崎：」「（龍野は」「Maya（」: who is spoken of in a memo
    r"(?<![一-龠々ぁ-んァ-ヶー])(?:[一-龠々]{1,4}|[ァ-ヶー]{2,8}|[ぁ-ん]{2,5})"
    r"(?=[:=は(がの、に]|[ ]{1,2}[一-龠ァ-ヶーA-Z(])"
)
_START = attrgetter("start")
_BY_PROFESSION = regex.compile(r"[ ]?(?:記者|教授|准教授|助教|講師|産業医|院長|所長|弁護士)")


def is_subject(name: Finding, text: str) -> bool:
    """Whether a name in a text is of one whom it may be about, and not of who wrote, teaches, answers or treats."""
    before = normalize(text[max(0, name.start - _LINE) : name.start])
    after = normalize(text[name.end : name.end + 6])
    return not _IN_CHARGE.search(before) and not _BY_PROFESSION.match(after)


def subjects(findings: Iterable[Finding], text: str, rules: Mapping[str, Rule]) -> list[Finding]:
    """The findings that stand for somebody of whom the text may speak."""
    return [
        finding
        for finding in findings
        if rules[finding.kind].identifies == "alone"
        or finding.kind == "ORGANISATION_ID"
        or (rules[finding.kind].identifies == "person" and finding.counts and is_subject(finding, text))
    ]


def has_owner(finding: Finding, people: Sequence[Finding], text: str) -> bool:
    """Whether one of these people, in their order, stands near enough to what is said to be the one it is said of.

    What no label announces is said of nobody whom another article (「■健康ひとくち知識」) is about.
    """
    first = bisect_left(people, finding.start - NEAR, key=_START)
    near = people[first : bisect_right(people, finding.start + NEAR, lo=first, key=_START)]
    if not any(why == "形が一致" for why in finding.evidence):
        return bool(near)
    spans = (sorted((one.start, finding.start)) for one in near)
    return any(not _NEW_ARTICLE.search(text, start, end) for start, end in spans)


def said_of_somebody(
    findings: Sequence[Finding], text: str, rules: Mapping[str, Rule], lexicon: Lexicon
) -> list[Finding]:
    """The findings less what needs a person and is said of nobody: no label announces it, nobody is named or mentioned.

    A birth date is somebody's, too.
    For a text that stands alone. In a file the document tells more (`Examination`).
    """
    if not any(_is_unannounced(finding, rules) for finding in findings):
        return list(findings)
    plain = normalize(text)
    born = (finding for finding in findings if finding.kind == "DATE_OF_BIRTH")
    people = [*subjects(findings, text, rules), *born]
    for start, end in _around([finding for finding in findings if _is_unannounced(finding, rules)], len(plain)):
        people += _mentioned(plain, start, end, lexicon)
    people.sort(key=_START)
    return [one for one in findings if not _is_unannounced(one, rules) or has_owner(one, people, text)]


def _is_unannounced(finding: Finding, rules: Mapping[str, Rule]) -> bool:
    rule = rules[finding.kind]
    has_label = rule.score.alone >= rule.score.heading or any(why.startswith("見出し") for why in finding.evidence)
    return rule.needs_person and not has_label


def _around(findings: Sequence[Finding], length: int) -> Iterator[tuple[int, int]]:
    """Where those may be spoken of whom these findings in their order concern."""
    first = last = 0
    for finding in findings:
        if finding.start - _SEEN > last:
            if last:
                yield first, last
            first = finding.start - _SEEN
        last = min(length, finding.start + _SEEN)
    if last:
        yield first, last


def _mentioned(plain: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Finding]:
    """Those of whom a text speaks without a full name: 患者, 本人, whom only the 様 or the place of a name shows."""
    for match in _MENTIONED.finditer(plain, start, end):
        yield Finding("PERSON", "", *match.span(), 0.5, (), match[0])
    for match in _LIKE_A_NAME.finditer(plain, start, end):
        if lexicon.classes(match[0]) & NAME_TAGS:
            yield Finding("PERSON", "", *match.span(), 0.5, (), match[0])


def names_subjects(heading: str) -> bool:
    """Whether a heading of names announces whom the rows are about, not who is in charge of them."""
    folded = fold_heading(heading)
    return folded not in _OFFICE and folded not in _SPOKESPEOPLE
